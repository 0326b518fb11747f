"""What a day beside a word is the day of."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.reading.day_weight import EVENT, STATEMENT, Weigher
from ikrar.core.text.date import find
from tests.core.reading.reader import parse, tables

CUES = files.table("event_dates.toml")["cues"]
AROUND = tables().event_dates.around
VOTING_DAYS = {(27, 11), (14, 2)}


def role(text: str) -> str | None:
    """Say what the last date of ``text`` is the date of."""
    article = parse(text)
    mention = find(article.body)[-1]
    return Weigher(article, AROUND, VOTING_DAYS).role(mention.span, mention)[0]


ROLES = [
    # the event's verb or noun before the date, whatever stands between
    ("Polres Demak menggelar apel, Senin (26/8).", EVENT),
    ("Apel digelar di halaman Mapolres Demak jalan Sultan Trenggono Nomor 1, Senin (26/8).", EVENT),
    ("Bertempat di aula, Senin (26/8).", EVENT),
    ("Rapat koordinasi di Hotel Amantis, Demak, Jawa Tengah, Senin (26/8) malam.", EVENT),
    ("Kirab Pemilu 2024 tiba di pendopo, Senin (26/8).", EVENT),
    ("Bendera diserahkan KPU Kudus kepada KPU Demak, Senin (26/8).", EVENT),
    ("Naskah diteken tiga paslon, Senin (26/8).", EVENT),
    ("Simulasi diperagakan di depan kantor KPU, Senin (26/8).", EVENT),
    ("Bhabinkamtibmas menyambangi warga Desa Wonosari, Senin (26/8).", EVENT),
    ("Terhitung Senin (26/8), operasi berjalan.", EVENT),
    # the date first
    ("Senin (26/8), apel digelar.", EVENT),
    ("Pada Senin (26/8), ratusan orang memadati alun-alun.", EVENT),
    ("Senin (26/8), kata Kapolres, warga tenang.", STATEMENT),
    ("Senin (26/8), akan ada tamu.", "planned"),
    ("Senin (26/8), sebelumnya, hujan turun.", "earlier"),
    ("Senin (26/8), hujan turun.", None),
    ("Hujan turun, Senin (26/8).", None),
    # somebody spoke
    ('"Tenang," kata Kapolres, Senin (26/8).', STATEMENT),
    ('"Tenang," ujar dia di Demak, Senin (26/8).', STATEMENT),
    ("Kapolres mengatakan warga tenang, Senin (26/8).", STATEMENT),
    ("Kapolres menyebut deklarasi itu baik, Senin (26/8).", STATEMENT),
    ("Kapolres mengatakan deklarasi digelar, Senin (26/8).", EVENT),
    ("Kapolres mengatakan hal itu dalam rapat, Senin (26/8).", EVENT),
    ("Kapolres mengatakan hal itu terkait rapat, Senin (26/8).", STATEMENT),
    ("Kapolres mengatakan hal itu dalam rapat tentang deklarasi, Senin (26/8).", STATEMENT),
    ("Ketua KPU saat dihubungi melalui telepon, Senin (26/8), tertawa.", STATEMENT),
    ("Dalam siaran pers, Senin (26/8).", STATEMENT),
    ("Usai apel, Kapolres mengatakan warga tenang, Senin (26/8).", EVENT),
    ("Dalam sambutannya, Kapolres mengatakan warga tenang, Senin (26/8).", EVENT),
    ("Apel baik, kata Kapolres, Senin (26/8).", STATEMENT),
    ("Soal apel, Kapolres mengatakan warga tenang, Senin (26/8).", STATEMENT),
    (f"Usai apel, Kapolres {'yang ramah ' * 9}mengatakan warga tenang, Senin (26/8).", STATEMENT),
    ('"Warga tenang," kata Kapolres di lokasi deklarasi, Senin (26/8).', EVENT),
    # inside a quotation only its own words count
    ('Apel digelar. "Kita bertemu Senin (26/8)," katanya.', STATEMENT),
    ('Deklarasi dibacakan: "Kami akan datang Senin (26/8)".', "planned"),
    ("Deklarasi dibacakan: “Kami gelar apel Senin (26/8)”.", EVENT),
    ("“Apel digelar,” kata dia, Senin (26/8).", STATEMENT),
    ('Apel bertema "Akan Damai", Senin (26/8).', EVENT),
    # what will be
    ("Deklarasi akan digelar Senin (26/8).", "planned"),
    ("Deklarasi dijadwalkan berlangsung Senin (26/8).", "planned"),
    ("Deklarasi rencananya digelar Senin (26/8).", "planned"),
    ("Kampanye dibuka esok harinya, 25 September.", "planned"),
    ("Selanjutnya diserahkan ke KPU Kudus pada 28 Agustus.", "planned"),
    ("Acara serupa dilaksanakan pada Sabtu (29/9) mendatang.", "planned"),
    ("Datanglah ke TPS 27 November nanti.", "planned"),
    ("Jelang pilkada yang akan datang, Polres Demak menggelar apel, Senin (26/8).", EVENT),
    # what was before
    ("Sebelumnya, Senin (26/8), KPU menetapkan calon.", "earlier"),
    ("Sehari sebelumnya, Senin (26/8), rapat digelar.", "earlier"),
    ("Sebelumnya digelar rapat, Senin (26/8).", "earlier"),
    ("Ia bicara dua hari sebelumnya, saat deklarasi di aula, Senin (26/8).", EVENT),
    # what began and goes on
    ("Kampanye dimulai Rabu (25/9).", "begun"),
    ("Apel digelar menyambut kampanye yang dimulai Rabu (25/9).", "begun"),
    ("Kirab berangkat dari Kupang pada 14 Februari 2023.", "begun"),
    ("Operasi resmi dimulai, Senin (26/8).", EVENT),
    ("Apel sebagai tanda dimulainya operasi, Senin (26/8).", EVENT),
    ("Maklumat Kapolri tertanggal 21 September.", "begun"),
    # periods
    ("Operasi berjalan sejak 19 Agustus 2024.", "period"),
    ("Operasi berjalan sampai dengan 31 Desember 2024.", "period"),
    ("Operasi berjalan s/d 31 Desember 2024.", "period"),
    ("Kampanye mulai Rabu (25/9).", "period"),
    # labels of minutes and texts
    ("Hari/Tanggal : Rabu, 23.09.2020", "label"),
    ("Hari, tanggal: Rabu, 23 September 2020", "label"),
    ("Waktu : Rabu, 23 September 2020", "label"),
    ("Pada hari ini, Rabu tanggal dua puluh tiga September dua ribu dua puluh, kami menyatakan", "label"),
    # polls
    ("Pencoblosan 27 November 2024.", "voting"),
    ("Pemungutan suara digelar Rabu, 27 November 2024.", "voting"),
    ("Pemungutan suara pada 26 November 2024.", "voting"),
    ("Apel digelar jelang pilkada 27 November 2024.", "voting"),
    ("Apel digelar jelang pilkada, Senin (26/8).", EVENT),
    ("Apel jelang pencoblosan digelar Senin (25/11).", EVENT),
    ("Jelang pencoblosan, polisi menggelar apel, Senin (25/11).", EVENT),
    ("Patroli di TPS pada hari pemungutan suara, Rabu (27/11).", EVENT),
    # rules and letters
    ("PKPU Nomor 2 tanggal 26 Januari 2024.", "law"),
    ("Surat Edaran Menteri tanggal 27 Desember 2017.", "law"),
    ("SKB lima menteri tanggal 22 September 2022.", "law"),
    ("Sosialisasi PKPU 13 Tahun 2024, Senin (26/8).", EVENT),
    ("Sosialisasi PKPU 13 Tahun 2024 di aula 26 Agustus 2024.", EVENT),
    # birthdays and jubilees
    ("Budi, kelahiran Demak 12 Mei 1980.", "founding"),
    ("KPU Demak didirikan 3 Juni 1999.", "founding"),
    ("Upacara HUT Bhayangkara, Senin (1/7).", EVENT),
]


@pytest.mark.parametrize(("text", "what"), ROLES)
def test_the_nearest_word_that_can_govern_a_date_tells_what_it_is_the_date_of(text: str, what: str | None) -> None:
    assert role(text) == what


@pytest.mark.parametrize("verb", CUES["speech"])
def test_after_every_verb_of_speaking_stands_the_day_of_a_statement(verb: str) -> None:
    assert role(f'"Warga tenang," {verb} Kapolres Demak, Senin (26/8).') == STATEMENT


@pytest.mark.parametrize("verb", CUES["held"])
def test_after_every_verb_of_holding_stands_the_day_of_the_event(verb: str) -> None:
    assert role(f"Warga {verb} di aula, Senin (26/8).") == EVENT


@pytest.mark.parametrize("noun", CUES["noun"])
def test_after_every_noun_for_an_event_stands_its_day(noun: str) -> None:
    assert role(f"Ada {noun} di aula, Senin (26/8).") == EVENT


@pytest.mark.parametrize(("verb", "noun"), list(itertools.product(("kata Kapolres", "ditemui"), ("apel", "rapat"))))
@pytest.mark.parametrize("link", CUES["link"])
def test_a_word_that_joins_statement_and_event_gives_both_one_day(verb: str, noun: str, link: str) -> None:
    assert role(f"Hal itu, {verb} {link} {noun} di Demak, Senin (26/8).") == EVENT


@pytest.mark.parametrize("about", CUES["about"])
def test_a_word_that_names_what_is_spoken_of_does_not(about: str) -> None:
    assert role(f"Hal itu, kata Kapolres {about} apel di Demak, Senin (26/8).") == STATEMENT


@pytest.mark.parametrize("plan", [one for one in CUES["planned"] if " " not in one])
def test_a_verb_after_a_word_for_a_plan_is_a_plan(plan: str) -> None:
    assert role(f"Apel {plan} digelar di Demak, Senin (26/8).") == "planned"


@pytest.mark.parametrize("law", CUES["law"])
def test_a_bare_date_after_a_rule_is_that_of_the_rule(law: str) -> None:
    assert role(f"Dasarnya {law} nomor 5 tanggal 3 September 2024.") == "law"


def test_no_word_stands_in_two_groups() -> None:
    words = [phrase for phrases in CUES.values() for phrase in phrases]
    assert len(words) == len(set(words))


def test_every_role_has_a_weight() -> None:
    assert {what for _, what in ROLES if what} <= AROUND.weights.keys()


PIECES = st.sampled_from((
    "Polres Demak menggelar apel", "kata Kapolres", "akan digelar", "sejak", "Senin (26/8)", "27 November 2024", "usai",
    "PKPU Nomor 2 tanggal", "26 Januari 2024", '"', "“", "”", ". ", "\n", ", ", "Foto: warga", "hari ini", "sebelumnya",
    "12-14 September 2024", "pencoblosan", "terkait", "deklarasi",
))  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_a_weight_is_the_sum_of_its_parts_and_each_part_shows_words_of_the_text(pieces: list[str]) -> None:
    article = parse(" ".join(pieces) or "Apel")
    weigher = Weigher(article, AROUND, VOTING_DAYS)
    for mention in find(article.body):
        weighed = weigher.weigh(mention)
        assert weighed.weight == sum(weight for weight, _ in weighed.parts)
        for _, (start, end) in weighed.parts:
            assert 0 <= start < end <= len(article.text)
            assert article.text[start:end].strip()


@given(st.lists(PIECES, max_size=14))
def test_a_year_far_away_only_takes_weight(pieces: list[str]) -> None:
    article = parse(" ".join(pieces) or "Apel")
    weigher = Weigher(article, AROUND)
    for mention in find(article.body):
        assert weigher.weigh(mention, far=True).weight < weigher.weigh(mention).weight
