"""What an article mainly reports as held."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.reading.reader import doubted, read, shown

REST = "Kegiatan berlangsung di aula menjelang Pilkada 2024."


@pytest.mark.parametrize(
    ("text", "kind", "also"),
    [
        ("Polres Gelar Deklarasi Damai\nDeklarasi damai digelar.", "declaration", ()),
        ("Polres Gelar Rapat Koordinasi\nRapat koordinasi lintas sektoral digelar.", "coordination_meeting", ()),
        ("Kirab Pemilu Tiba\nEstafet bendera kirab diserahkan.", "relay_handover", ()),
        ("Polres Gelar Apel Gelar Pasukan\nApel dipimpin Kapolres.", "security_roll_call", ()),
        ("Operasi Mantap Praja Dimulai\nPolda memulai operasi.", "operation_launch", ()),
        ("Bhabinkamtibmas Sambangi Warga\nSambang dilakukan rutin.", "socialization", ()),
        ("Simulasi Sispamkota Digelar\nSimulasi diikuti 500 orang, dari kampanye hingga kerusuhan.", "other", ()),
        (
            "Rakor dan Deklarasi Damai Digelar\nPeserta menandatangani deklarasi damai.",
            "declaration",
            ("coordination_meeting",),
        ),
        ("Rakor dan Deklarasi Damai Digelar\nPeserta hadir.", "coordination_meeting", ("declaration",)),
        ("Deklarasi Damai dan Rakor Digelar\nPeserta hadir.", "declaration", ("coordination_meeting",)),
        ("Relawan Deklarasi Dukungan Digelar\nRelawan mendeklarasikan dukungan.", "none", ()),
        ("Bawaslu Awasi Kampanye\nKetua berbicara.", "none", ()),
        ("Rapat Koordinasi Akan Digelar\nRencananya rapat pada Senin.", "none", ()),
        ("Deklarasi Damai Digelar\nWarga menyambut Pilkada yang akan digelar nanti.", "declaration", ()),
        ("KPU Matangkan Persiapan Deklarasi Damai\nAkan ada deklarasi damai, kata ketua.", "none", ()),
        ("Kapolri Perintahkan Jajaran Gelar Deklarasi Damai\nPerintah itu tertulis.", "none", ()),
        ("Rapat Persiapan\nRapat koordinasi persiapan deklarasi damai digelar KPU.", "coordination_meeting", ()),
        ("Deklarasi Damai Ditunda\nDeklarasi damai itu rencananya Senin.", "none", ()),
        ("Kirab Pemilu Lewat Kota, Ini Rute yang Dilalui\nBendera kirab diserahkan.", "none", ()),
        ("Cek Fakta: Deklarasi Damai Digelar\nKlaim deklarasi damai ditandatangani beredar.", "none", ()),
        ("POLRES MATANGKAN PENGAMANAN LEWAT RAKOR\nRakor dipimpin Kapolres.", "coordination_meeting", ()),
        ("Ngobrol Bareng Nelayan\nKPU duduk lesehan dan mengenalkan tata cara mencoblos.", "socialization", ()),
        ("Polres Mantapkan Rencana\nRencana pengamanan dibahas melalui rapat koordinasi.", "coordination_meeting", ()),
        (
            "Asap Mengepul\nMassa marah. Batu beterbangan. Semua panik. Polisi maju. Warga lari. "
            "Itu simulasi yang diperagakan Polres, Kamis (5/9).",
            "other",
            (),
        ),
        (
            "Apakah Janji Ada Gunanya\nSaya ragu. Kita lupa. Semua lelah. Janji murah. Rakyat tahu. "
            "Ada kesepakatan di mana-mana, tanpa akibat.",
            "none",
            (),
        ),
    ],
)
def test_the_kind_is_what_was_held(text: str, kind: str, also: tuple[str, ...]) -> None:
    found = read(f"{text} {REST if 'Akan' not in text else 'Pilkada 2024.'}")
    assert (found.kind, found.also_kinds) == (kind, also)
    assert bool(shown(found, "kind")) == (kind != "none")


def test_a_text_without_any_election_is_none_of_ours() -> None:
    found = read("Polres Gelar Apel Gelar Pasukan\nApel gelar pasukan menyambut lebaran.")
    assert found.kind == "none"
    assert doubted(found) == {"kind"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "ASN Natuna Ucap Ikrar Netralitas\n\nRANAI - Pegawai menyatakan tidak terlibat politik praktis, Senin.",
            "declaration",
        ),
        (
            "Kesbangpol Gelar Pendidikan Politik\n\nPRINGSEWU - Pemilih pemula mengikuti pendidikan politik, Selasa.",
            "socialization",
        ),
        ("PDAM Jaga Netralitas Harga Air\n\nRANAI - Direksi menyatakan harga tetap.", "none"),
    ],
)
def test_words_of_neutrality_and_political_schooling_are_news_of_an_election(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_the_minutes_of_a_relay_are_no_signed_declaration() -> None:
    text = "Kirab Pemilu 2024 Tiba\nEstafet bendera kirab diserahkan dan para ketua menandatangani berita acara."
    assert read(text).kind == "relay_handover"


def test_a_list_of_points_makes_a_declaration_though_the_roll_call_came_first() -> None:
    text = (
        "Kegiatan digelar sesudah apel gelar pasukan Pilkada 2024 di halaman. Wakil partai membacakan ikrar. "
        "Isi deklarasi:\n1. Menolak hoaks.\n2. Menjaga persatuan."
    )
    assert read(text).kind == "declaration"


def test_an_act_that_comes_close_is_told() -> None:
    found = read("Menjelang Pilkada 2024 polisi menggelar deklarasi dan rakor.")
    assert "kind" in doubted(found)


def test_what_was_signed_last_year_is_not_what_the_article_reports() -> None:
    text = (
        "Polisi Sambangi Warga Jelang Pilkada 2024\nBhabinkamtibmas menyambangi warga desa, Kamis (5/9/2024). "
        "Warga bertanya. Polisi menjawab. Semua pulang. Tahun lalu partai meneken ikrar damai di lapangan."
    )
    assert read(text).kind == "socialization"


def test_the_minutes_of_a_hand_over_and_a_later_pledge_do_not_make_a_relay_a_declaration() -> None:
    text = (
        "Kirab Pemilu 2024 Tiba\nEstafet bendera kirab diserahkan KPU, Jumat (14/7/2023). Warga datang. Hujan turun. "
        "Bupati hadir. Seusai penandatanganan berita acara, peserta membacakan deklarasi."
    )
    assert read(text).kind == "relay_handover"


def test_points_read_at_the_end_of_a_roll_call_do_not_make_it_a_declaration() -> None:
    text = (
        "Apel Gelar Pasukan Pilkada 2024\nApel gelar pasukan dipimpin Kapolres, Senin (26/8/2024). Hujan turun. "
        "Warga datang. Semua siap. "
        "Komandan membacakan ikrar netralitas:\n1. Menolak politik uang.\n2. Menjaga netralitas."
    )
    found = read(text)
    assert found.kind == "security_roll_call"
    assert len(found.points) == 2


def test_every_vote_for_a_kind_shows_its_words() -> None:
    found = read(f"KPU Akan Gelar Deklarasi Damai\nRapat koordinasi digelar Senin (2/9/2024). {REST}")
    rows = {(one.value, found.text[slice(*one.span)]) for one in found.reasons if one.field == "kind"}
    assert ("none", "Akan") in rows
    assert ("coordination_meeting", "Rapat koordinasi") in rows
    assert all(one.weight > 0 for one in found.reasons if one.field == "kind")


def test_a_plan_names_what_would_have_been_held() -> None:
    found = read("KPU Akan Gelar Deklarasi Damai Pilkada 2024\nDeklarasi damai direncanakan Senin.")
    assert [one.value for doubt in found.doubts for one in doubt.alternatives] == ["declaration"]


@given(st.sampled_from(["Hujan turun.", "Ia berterima kasih.", "Warga senang."]), st.integers(0, 12))
def test_padding_after_the_story_does_not_change_the_kind(padding: str, times: int) -> None:
    story = "Polres Gelar Rapat Koordinasi\nRapat koordinasi lintas sektoral digelar menjelang Pilkada 2024."
    assert read(story + f" {padding}" * times).kind == "coordination_meeting"
