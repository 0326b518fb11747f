"""The date grammar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.date import MONTHS, WEEKDAY_NAMES, DateMention, find, weekdays

MONTH_NAMES = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))


def only(text: str) -> DateMention:
    (mention,) = find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "day", "month", "year", "weekday"),
    [
        ("pada senin (04/09).", 4, 9, None, 0),
        ("Jumat (16/8)", 16, 8, None, 4),
        ("Jum'at 27 September 2024", 27, 9, 2024, 4),
        ("Senin, 19 Agustus 2024", 19, 8, 2024, 0),
        ("Rabu (31/01/24)", 31, 1, 2024, 2),
        ("Rabu malam, 21 Agt 2024", 21, 8, 2024, 2),
        ("Selasa tanggal 17-10-2023", 17, 10, 2023, 1),
        ("pada 19.08.2024", 19, 8, 2024, None),
        ("tanggal 16/8", 16, 8, None, None),
        ("2024-08-27", 27, 8, 2024, None),
        ("Aug 27, 2024", 27, 8, 2024, None),
        ("14 Februari", 14, 2, None, None),
        ("29 Pebruari 2024", 29, 2, 2024, None),
        ("sembilan belas september tahun dua ribu delapan belas", 19, 9, 2018, None),
        ("hari Senin tanggal dua puluh tiga bulan September tahun dua ribu dua puluh empat", 23, 9, 2024, 0),
        ("Rabu, duapuluh lima September dua ribu duapuluh empat", 25, 9, 2024, 2),
        ("tanggal sepuluh Oktober", 10, 10, None, None),
        ("tiga belas Mei seribu sembilan ratus sembilan puluh delapan", 13, 5, 1998, None),
        ("satu Juni tahun dua nol dua empat", 1, 6, 2024, None),
        ("tanggal 23 bulan 9 tahun 2024", 23, 9, 2024, None),
        ("tanggal 23 bulan September tahun 2024", 23, 9, 2024, None),
        ("Kamis/12 September 2024", 12, 9, 2024, 3),
        ("(Kamis, 12/9/2024)", 12, 9, 2024, 3),
        ("Kamis dini hari (12/ 9/2024)", 12, 9, 2024, 3),
        ("Kamis (12/9-2024)", 12, 9, 2024, 3),
        ("Kamis (12-9)", 12, 9, None, 3),
        ("Kamis (12.9.24)", 12, 9, 2024, 3),
        ("12-Sep-2024", 12, 9, 2024, None),
        ("12 Agusutus 2024", 12, 8, 2024, None),
        ("Rabu 4 Sepetmber", 4, 9, None, 2),
        ("Rabo, 4 Septmber 2024", 4, 9, 2024, None),
        ("Selasa 12 Nopmber", 12, 11, None, 1),
        ("12 Agt 2024", 12, 8, 2024, None),
        ("Kamis, 12 Sept", 12, 9, None, 3),
        ("1 January 2024", 1, 1, 2024, None),
        ("23September2024", 23, 9, 2024, None),
        ("(3/5/98)", 3, 5, 1998, None),
    ],
)
def test_a_date_is_read_in_every_form_the_press_uses(
    text: str, day: int, month: int, year: int | None, weekday: int | None
) -> None:
    mention = only(text)
    assert (mention.day, mention.month, mention.year, mention.weekday) == (day, month, year, weekday)


@pytest.mark.parametrize(
    "text",
    [
        "siaga 24/7",
        "1/3 suara",
        "Kodim 0804/12",
        "31/13/2024",
        "(30/2)",
        "Nomor 3/2022",
        "pukul 08.30",
        "pola 2-12",
        "45 Mei",
        "sepertiga (1/3) kursi",
        "dua pertiga (2/3)",
        "pukul 08.10.24",
        "Koramil 0801/12/9",
        "ST/12/9/24",
        "0812-12-12-2012",
        "Senin 18 partai",
        "5 Mar",
        "Jalan 17 Agustus",
        "Universitas Sebelas Maret",
        "Stadion 10 November",
        "tahun 2023/2024",
        "Rp 12.500.000",
        "12 Juri 2024",
        "tanggal 12 orang",
        "27,3.2024",
        "12/9.2024",
        "February 30, 2024",
        "2024-02-30",
        "tiga puluh Februari dua ribu dua puluh",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find(text) == ()


def test_both_ends_of_a_period_are_marked_and_share_its_year() -> None:
    first, last = find("dari 25 September hingga 23 November 2024")
    assert first.ranged
    assert last.ranged
    assert (first.year, last.year) == (2024, 2024)
    assert only("berada di sini 5-12 Agustus 2023").ranged
    assert only("berada di sini 5-12 Agustus 2023").since == 5
    assert only("Senin-Rabu (23-25/9/2024)").since == 23
    assert only("pada 23 dan 24 September 2024").ranged
    assert all(one.ranged for one in find("Senin (23/9) s.d. Rabu (25/9)"))
    assert not only("TPS 30 - 12 September 2024").ranged
    assert not only("Jumat (16/8) pagi").ranged


def test_dates_that_only_stand_near_one_another_are_no_period() -> None:
    assert [one.ranged for one in find("Senin (26/8) dan Selasa (27/8)")] == [False, False]


def test_a_weekday_without_a_number_is_found_apart() -> None:
    text = "Acara berlangsung Selasa dan jum'at."
    assert [text[start:end] for start, end in weekdays(text)] == ["Selasa", "jum'at"]


def test_a_week_is_no_sunday() -> None:
    text = "Dua minggu lalu, minggu depan, seminggu; hari minggu, Minggu pagi, pada minggu."
    assert [start for start, _ in weekdays(text)] == [text.index("hari minggu") + 5, text.index("Minggu"), 72]


def test_a_mention_knows_whether_its_weekday_agrees_and_which_day_does_not_exist() -> None:
    mention = only("Jumat (16/8)")
    assert mention.agrees(datetime.date(2024, 8, 16))
    assert not mention.agrees(datetime.date(2023, 8, 16))
    assert only("29 Februari").on(2023) is None
    assert only("29 Februari").agrees(datetime.date(2024, 2, 29))


UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def in_words(value: int) -> str:
    """Write a number below 100 out, by rules of our own."""
    if value < len(UNITS):
        return UNITS[value]
    if value < 20:
        return f"{UNITS[value - 10]} belas"
    return f"{UNITS[value // 10]} puluh {UNITS[value % 10]}".strip()


def year_in_words(year: int) -> str:
    return f"dua ribu {in_words(year - 2000)}".strip()


# Every way of writing a whole date: {D} {M} padded, {n} the month's name, {a} its short form, {w} {v} in words.
FORMS = (
    "{d}/{m}/{y}", "({d}/{m}/{y})", "({D}/{M}/{y})", "({d}/{m}/{s})", "{D}-{M}-{y}", "{D}.{M}.{y}", "{y}-{M}-{D}",
    "{d} {n} {y}", "{D} {n} {y}", "{d} {n}, {y}", "{d} {a} {y}", "{d} {a}. {y}", "{d}-{a}-{y}", "{d} {N} {y}",
    "tanggal {d} bulan {n} tahun {y}", "tanggal {d} bulan {m} tahun {y}", "tgl {d} {n} {y}", "{n} {d}, {y}",
    "tanggal {w} bulan {n} tahun {v}", "{w} {n} {v}", "tanggal {w} {n} tahun {y}",
)  # fmt: skip
YEARLESS = ("({d}/{m})", "({D}/{M})", "tanggal {d}/{m}", "{d} {n}", "tanggal {w} bulan {n}")
WEEKDAY_FORMS = ("", "{name} ", "{name}, ", "hari {name} ", "{name} pagi, ", "{name}/")


def write(day: datetime.date, form: str, weekday: str, abbreviation: str) -> str:
    """Write ``day`` in one of the forms."""
    name = MONTH_NAMES[day.month - 1]
    date = form.format(
        d=day.day, m=day.month, y=day.year, D=f"{day.day:02}", M=f"{day.month:02}", s=f"{day.year % 100:02}", n=name,
        N=name.upper(), a=abbreviation, w=in_words(day.day), v=year_in_words(day.year),
    )  # fmt: skip
    return weekday.format(name=WEEKDAY_NAMES[day.weekday()]) + date


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2049, 12, 31)),
    st.sampled_from((*FORMS, *YEARLESS)),
    st.sampled_from(WEEKDAY_FORMS),
    st.data(),
)
def test_every_day_is_found_in_every_form_with_its_span_and_read_back(
    day: datetime.date, form: str, weekday: str, data: st.DataObject
) -> None:
    names = sorted(name for name, month in MONTHS.items() if month == day.month)
    written = write(day, form, weekday, data.draw(st.sampled_from(names)))
    text = f"Polres menggelar apel di lapangan, {written}. Hadir 18 partai, Kodim 0804/12, pukul 08.30 WIB."
    mention = only(text)
    assert (mention.day, mention.month) == (day.day, day.month)
    assert mention.year == (None if form in YEARLESS else day.year)
    assert mention.weekday == (day.weekday() if weekday else None)
    assert not mention.ranged
    start, end = mention.span
    assert text[start:end].strip("()") in written
    whole = written.removeprefix("hari ") if weekday else written.removeprefix("tanggal ").removeprefix("tgl ")
    assert text[start : end + 1].strip("(). ") == whole.strip("() ")


@given(DAYS, st.integers(1, 20), st.sampled_from(("{a}-{b} {n} {y}", "{a} hingga {b} {n} {y}", "{a} s/d {b} {n} {y}",
    "{a}–{b}/{m}/{y}", "{a}/{m}/{y} sampai {b}/{m}/{y}", "{a} {n} - {b} {n} {y}", "{a} dan {b} {n} {y}")))  # fmt: skip
def test_the_ends_of_a_period_are_never_a_day_of_their_own(day: datetime.date, length: int, form: str) -> None:
    first = min(day.day, 8)
    text = form.format(a=first, b=first + length, n=MONTH_NAMES[day.month - 1], m=day.month, y=day.year)
    found = find(f"Operasi berlangsung {text}.")
    assert found
    assert all(one.ranged for one in found)


@given(st.integers(0, 10**13), st.sampled_from((
    "Rp {n:,}", "{n} personel", "Kodim {n}/Pamekasan", "TPS {n}", "pukul {h:02}.{m:02} WIB", "{n}/{n} suara", "HP {n}",
    "Nomor {h}/{y}", "{h} dari {n} kursi", "skor {h}-{m}", "{h},{m} persen", "Pasal {h} ayat ({m})", "usia {h} tahun",
    "tahun {y}", "({y})", "{y}/{z}", "0812-{m:02}{h:02}-{n}", "{n} Kota", "{h} Desa",
)))  # fmt: skip
def test_the_other_numbers_of_a_text_are_no_dates(value: int, form: str) -> None:
    year = 2000 + value % 50
    text = form.format(n=value, h=value % 24, m=value % 60, y=year, z=year + 1)
    assert find(f"Polres mencatat {text} di sana.") == ()


@given(DAYS)
def test_every_day_is_found_as_it_was_written(day: datetime.date) -> None:
    name = WEEKDAY_NAMES[day.weekday()]
    written = (
        f"{name} ({day.day}/{day.month}/{day.year})",
        f"{name}, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
        f"{name} ({day.day:02}/{day.month:02}/{day.year})",
    )
    for text in written:
        mention = only(f"Acara digelar {text}.")
        assert mention.on(mention.year or 0) == day
        assert mention.agrees(day)


@given(st.text(alphabet="0123456789/-. ()SeninMaret", max_size=40))
def test_every_span_holds_the_day_that_it_claims(text: str) -> None:
    for mention in find(text):
        start, end = mention.span
        assert 0 <= start < end <= len(text)
        assert str(mention.day) in text[start:end].replace("0", "") + text[start:end]
        assert mention.on(2000 if mention.year is None else mention.year)
