"""Lists in running text, and which of them is a pledge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading import listing
from ikrar.core.reading.listing import Listing
from tests.core.reading.reader import doubted, read, tables

ITEMS = ["menolak hoaks", "menjaga persatuan", "menaati aturan"]
WORDS = st.lists(st.sampled_from(["menolak", "hoaks", "menjaga", "damai", "warga"]), min_size=1, max_size=6).map(
    " ".join
)
ORDINALS = ("pertama", "kedua", "ketiga", "keempat", "kelima")
CARDINALS = ("satu", "dua", "tiga", "empat", "lima")
ROMANS = ("I", "II", "III", "IV", "V")
STYLES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: f"\n{n}. ",
    "digits without a space": lambda n: f"\n{n}.",
    "brackets": lambda n: f"\n{n}) ",
    "both brackets": lambda n: f"\n({n}) ",
    "dashes after digits": lambda n: f"\n{n}- ",
    "keycaps": lambda n: f"\n{n}\ufe0f\u20e3 ",
    "numbered points": lambda n: f"\nPoin {n}: ",
    "Roman": lambda n: f"\n{ROMANS[n - 1]}. ",
    "letters": lambda n: f"\n{'abcdefghij'[n - 1]}. ",
    "letters in brackets": lambda n: f"\n{'abcdefghij'[n - 1]}) ",
    "dashes": lambda n: "\n- ",
    "long dashes": lambda n: "\n– ",
    "dots": lambda n: "\n• ",
    "stars": lambda n: "\n* ",
    "squares": lambda n: "\n▪ ",
    "arrows": lambda n: "\n➢ ",
    "ticks": lambda n: "\n✅ ",
    "emoji": lambda n: "\n\U0001f54a\ufe0f ",
    "blank lines between": lambda n: f"\n\n{n}. ",
    "ordinals": lambda n: f"\n{ORDINALS[n - 1].capitalize()}, ",
    "ordinals with a colon": lambda n: f"\n{ORDINALS[n - 1].upper()} : ",
    "ordinals in two words": lambda n: f"\n{ORDINALS[n - 1].replace('ke', 'ke ').replace('pertama', 'Ke satu')} : ",
    "inline digits": lambda n: f"{':' if n == 1 else ';'} {n}. ",
    "inline brackets": lambda n: f"{':' if n == 1 else ';'} ({n}) ",
    "inline letters": lambda n: f"{':' if n == 1 else ','} ({'abcdefghij'[n - 1]}) ",
    "marks without their lines": lambda n: f"{chr(10) if n == 1 else ' '}{n}. ",
    "inline ordinals": lambda n: f"{' yaitu ' if n == 1 else ', '}{ORDINALS[n - 1]} ",
    "sentences": lambda n: f"{'.'} Poin {ORDINALS[n - 1]} adalah ",
    "the first, the second": lambda n: f". Yang {ORDINALS[n - 1]}, ",
    "cardinals": lambda n: f"; {CARDINALS[n - 1]} ",
    "a quotation each": lambda n: f'{"" if n == 1 else chr(34) + " kata mereka."} "{ORDINALS[n - 1].capitalize()}, ',
}
WRAPS: dict[str, Callable[[str], str]] = {
    "as it is": lambda point: point,
    "semicolons": lambda point: f"{point};",
    "full stops": lambda point: f"{point}.",
    "a joining word": lambda point: f"{point}, dan",
}


def find(text: str) -> tuple[Listing, ...]:
    return listing.find(text, tables().pledges.pledging)


def items(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in one.items] for one in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Isi:\n1. menolak hoaks.\n2. menjaga persatuan;\n3. menaati aturan.",
        "Isi: 1. menolak hoaks, 2. menjaga persatuan, 3. menaati aturan.",
        "Isi:\na. menolak hoaks;\nb. menjaga persatuan; dan\nc. menaati aturan.",
        "Isi:\n- menolak hoaks\n- menjaga persatuan\n- menaati aturan",
        "Pertama, menolak hoaks.\n\nKedua, menjaga persatuan.\n\nKetiga, menaati aturan.\n\nIa pulang.",
        "yaitu kesatu menolak hoaks, kedua menjaga persatuan, ketiga menaati aturan",
        'berjanji; satu menolak hoaks. Dua, menjaga persatuan. Tiga, menaati aturan," ucap mereka.',
        "Pertama, menolak hoaks. Lalu menjaga persatuan. Terakhir, menaati aturan. ",
    ],
)
def test_a_list_is_found_in_every_way_the_press_writes_it(text: str) -> None:
    assert items(text) == [ITEMS]


@pytest.mark.parametrize(
    "text",
    [
        "Kedua paslon hadir dan ketiga saksi pulang.",
        "Juara pertama menang.",
        "2. mulai dari dua\n3. tiga",
        "Satu visi untuk semua, dua tangan.",
        "1. hanya satu",
    ],
)
def test_numbers_in_prose_are_no_list(text: str) -> None:
    assert items(text) == []


def test_two_lists_are_kept_apart() -> None:
    text = "A:\n1. menolak hoaks\n2. menjaga persatuan\nB:\n1. hal lain\n2. hal baru"
    assert items(text) == [["menolak hoaks", "menjaga persatuan"], ["hal lain", "hal baru"]]


def test_a_list_ends_at_the_latest_where_the_next_one_begins() -> None:
    text = "Ikrar: (1) aman, (2) damai, dan lagi: (1) jujur, (2) adil"
    assert items(text) == [["aman", "damai, dan lagi"], ["jujur", "adil"]]


def test_bullets_far_apart_are_two_lists() -> None:
    text = "- menolak hoaks\n- menjaga persatuan\n" + "kata " * 200 + "\n- lain satu\n- lain dua"
    assert items(text) == [["menolak hoaks", "menjaga persatuan"], ["lain satu", "lain dua"]]


HARD = """Isi ikrar ada tiga poin yaitu
{0}
{1}
{2}
Acara itu selesai pada siang
hari dan semua warga pulang ke
rumah dengan tenang sekali.
"""


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("kesatu menolak hoaks, kedua\nmenjaga persatuan dan\ngotong royong, ketiga\nmenaati aturan.", "", ""),
        ("1. menolak hoaks", "2. menjaga persatuan dan\ngotong royong", "3. menaati aturan.\n"),
        ("1. menolak hoaks", "2. menjaga persatuan dan\ngotong royong", "3. menaati aturan\n"),
        ("- menolak hoaks", "- menjaga persatuan dan\ngotong royong", "- menaati aturan\n"),
    ],
)
def test_items_cut_by_the_page_width_are_whole(first: str, second: str, third: str) -> None:
    found = [[" ".join(item.split()) for item in one] for one in items(HARD.format(first, second, third))]
    assert found == [["menolak hoaks", "menjaga persatuan dan gotong royong", "menaati aturan"]]


def test_a_long_line_cut_before_a_capital_goes_on() -> None:
    text = "Warga desa berkumpul lalu\nberikrar di balai desa itu\nuntuk menjaga pemilihan dan\nmenyatakan hal ini:\n"
    found = items(f"{text}1. Menolak hoaks\n2. Menjaga persatuan warga\nKabupaten\n\nSelesai")
    assert found[0][-1].endswith("Kabupaten")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. satu hal\nFoto: warga\n2. dua hal\n3. tiga hal", ["satu hal", "dua hal", "tiga hal"]),
        ("1. satu hal\nWarga Desa\n2. dua hal", ["satu hal\nWarga Desa", "dua hal"]),
        ("1. satu hal,\nWarga Desa\n2. dua hal", ["satu hal,\nWarga Desa", "dua hal"]),
        ("1. satu hal:\na. ini\nb. itu\n2. dua hal", ["satu hal:\na. ini\nb. itu", "dua hal"]),
        ("1. satu hal\n2. dua hal\n2. tiga hal\n4. empat hal", ["satu hal", "dua hal", "tiga hal", "empat hal"]),
        ("1. satu hal\n2. dua hal\n4. empat hal", ["satu hal", "dua hal", "empat hal"]),
        ("Isi: • satu hal • dua hal • tiga hal", ["satu hal", "dua hal", "tiga hal"]),
        ("(i) jujur; (ii) adil; (xx) lain", ["jujur", "adil; (xx) lain"]),
        (
            "Pertama, menolak suap. Kedua, menjaga desa. Lalu menolak tamu. Ketiga, menaati janji.",
            ["menolak suap", "menjaga desa", "menaati janji"],
        ),
        ("Pertama, menolak A. Lalu, menjaga B. Ketiga, menaati C.", ["menolak A", "menjaga B", "menaati C"]),
        ("Kemudian mereka sepakat menolak A. Lalu menjaga B.", ["menolak A", "menjaga B"]),
        (
            "Pertama paslon wajib tunduk. Lalu, paslon tidak memfitnah. Terakhir, menolak suap.",
            ["paslon wajib tunduk", "paslon tidak memfitnah", "menolak suap"],
        ),
        ("Pertama paslon datang. Lalu, bupati pulang.\nTerakhir, hujan turun.", ["paslon datang", "hujan turun"]),
        ("Antaranya menolak A, Kemudian menjaga B, dan terakhir menaati C.", ["menolak A", "menjaga B", "menaati C"]),
        ('Pertama, menolak "politik uang". Kedua, menjaga B.', ['menolak "politik uang', "menjaga B"]),
        ("Pertama, menolak “politik uang” di desa. Kedua, menjaga B.", ["menolak “politik uang” di desa", "menjaga B"]),
        ("Isi: 1. satu hal, 2. dua hal dan seterusnya.", ["satu hal", "dua hal"]),
        ("Poin ke-1, jujur. Poin ke-2, adil.", ["jujur", "adil"]),
        ("1. satu hal 2. dua hal, demikian bunyinya.", ["satu hal", "dua hal"]),
    ],
)
def test_odd_lists_are_read_as_the_press_writes_them(text: str, found: list[str]) -> None:
    assert items(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Kemudian menolak tamu. Lalu menjaga pintu.",
        "2. dua\n" + "kata " * 200,
        "1. satu\n" + "kata " * 250 + "\n2. dua",
    ],
)
def test_marks_that_do_not_count_up_near_each_other_are_no_list(text: str) -> None:
    assert items(text) == []


@pytest.mark.parametrize("style", STYLES)
@given(points=st.lists(WORDS, min_size=2, max_size=5), end=st.sampled_from(sorted(WRAPS)))
def test_whatever_is_listed_comes_back(style: str, points: list[str], end: str) -> None:
    text = "Naskah" + "".join(STYLES[style](at) + WRAPS[end](point) for at, point in enumerate(points, start=1))
    assert points in items(text)


@given(st.text(alphabet="12.) ab,\n;-Pertama Kedua", max_size=60))
def test_items_lie_inside_the_text_and_never_overlap(text: str) -> None:
    for one in find(text):
        assert all(0 <= start < end <= len(text) for start, end in one.items)
        assert all(first[1] <= second[0] for first, second in zip(one.items, one.items[1:], strict=False))


OPENING = "KPU Pamekasan menggelar deklarasi Pilkada 2024 di aula, Rabu (21/8/2024)."


def points(rest: str) -> tuple[str, ...]:
    return read(f"{OPENING} {rest}").points


@pytest.mark.parametrize(
    "rest",
    [
        "Isi ikrar:\n1. Menolak hoaks.\n2. Menjaga persatuan.",
        "Peserta menyatakan: pertama menolak hoaks, kedua menjaga persatuan.",
    ],
)
def test_a_list_of_pledges_gives_points(rest: str) -> None:
    assert [point.lower() for point in points(rest)] == ["menolak hoaks", "menjaga persatuan"]


@pytest.mark.parametrize(
    "rest",
    [
        "Ada satuan tugas:\n1. Tim menolak hoaks.\n2. Tim menjaga persatuan.",
        "Kapolres memberi penekanan: Pertama, tolak hoaks. Kedua, jaga persatuan.",
        "Belanja usai acara:\n1. Membeli sapu.\n2. Membeli ember.",
        "Warga berbincang " + "panjang lebar " * 30 + "tentang:\n1. Menolak hoaks.\n2. Menjaga persatuan.",
    ],
)
def test_other_lists_give_none(rest: str) -> None:
    assert points(rest) == ()


def test_under_a_plain_heading_the_items_need_no_words_we_know() -> None:
    assert points("Adapun isi ikrar berbunyi:\n1. Pasar tetap buka.\n2. Ojek tetap jalan.") == (
        "Pasar tetap buka",
        "Ojek tetap jalan",
    )


def test_the_better_of_two_lists_is_the_pledge() -> None:
    rest = "Isi ikrar:\n1. Menolak hoaks.\n2. Menjaga persatuan.\n3. Menaati aturan."
    rest += "\nIsi naskah lain:\n1. Menolak hoaks.\n2. Tertib."
    assert len(points(rest)) == 3


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        ("Ada 7 poin yang disepakati", 7),
        ("Ada empat (4) butir ikrar", 4),
        ("Harga naik 99 poin", None),
        ("Suaranya unggul 5 poin dalam deklarasi", None),
        ("Sesuai pasal 5 butir 2", None),
        ("Semua satu komitmen", None),
        ("Kapolres menekankan lima poin kepada personel", None),
        ("Deklarasi memuat dua belas butir", 12),
        ("Kelima poin ikrar dibaca", 5),
        ("Empat paslon dari 5 kecamatan hadir", None),
        ("Tanpa angka", None),
    ],
)
def test_the_stated_number_of_points_is_read(rest: str, count: int | None) -> None:
    found = read(f"{OPENING} {rest}.")
    assert found.point_count_stated == count
    assert ("points" in doubted(found)) == (count is not None)


@pytest.mark.parametrize("last", ["3. Menaati atur", "3. Menaati semua aturan yang ber"])
def test_a_point_that_breaks_off_is_kept_and_told(last: str) -> None:
    found = read(f"{OPENING} Isi ikrar:\n1. Menolak hoaks.\n2. Menjaga persatuan.\n{last}")
    assert len(found.points) == 3
    assert "points" in doubted(found)
