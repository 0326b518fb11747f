"""What an article mainly reports as held."""

from __future__ import annotations

import pytest

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
