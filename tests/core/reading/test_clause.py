"""Lists without marks: lines, semicolons, and promises in a row; and which list is a pledge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.reading.reader import doubted, read, shown

OPENING = "Deklarasi Pilkada Damai di Pamekasan\n\nKPU Pamekasan menggelar deklarasi Pilkada 2024, Rabu (21/8/2024). "
PROMISES = [
    "menolak politik uang",
    "tidak menyebarkan hoaks",
    "menjaga persatuan warga",
    "siap menerima hasil pemilihan",
    "mendukung TNI-Polri menjaga keamanan",
    "tidak memakai isu SARA",
    "menaati peraturan yang berlaku",
]
POINTS = st.lists(st.sampled_from(PROMISES), min_size=2, max_size=6, unique=True)
FRAMES = {
    "lines": lambda points: "Isi ikrar:\n\n" + "\n".join(point.capitalize() for point in points),
    "paragraphs": lambda points: "Adapun ikrar itu berbunyi\n\n" + ".\n\n".join(point.capitalize() for point in points),
    "semicolons": lambda points: "Isi ikrar tersebut: " + "; ".join(points) + ". Acara selesai.",
    "promises": lambda points: f"Ada butir ikrar, antara lain {', '.join(points[:-1])}, serta {points[-1]}. Selesai.",
    "a speaker between": lambda points: f"Isi ikrar dibacakan. Di antaranya, kata dia, {', '.join(points)}. Selesai.",
    "wildcards": lambda points: (
        f"Mereka menyatakan sepakat {points[0]}. "
        + "".join(f"Kemudian, {point}. " for point in points[1:-1])
        + f"Terakhir, {points[-1]}. Selesai."
    ),
    "wildcards in a sentence": lambda points: (
        f"Isi ikrar, {points[0]}, " + "".join(f"kemudian {point}, " for point in points[1:]) + "demikian bunyinya."
    ),
    "figures": lambda points: "Isi ikrar:\n" + "\n".join(f"{at}. {point}" for at, point in enumerate(points, 1)),
}
OTHERS = [
    "Kapolres memberi penekanan",
    "Adapun satgas yang dibentuk",
    "Tahapan operasi",
    "Arahan Kapolda",
    "Tata tertib peserta",
    "Syarat calon",
    "Agenda rapat",
    "Program pasangan calon",
    "Sanksi bagi pelanggar",
    "Tujuan kegiatan",
]
UNRELATED = ["Hujan turun sejak pagi.", "Warga membawa bekal.", "Jalan ke desa masih licin.", "Kopi disajikan panas."]


@pytest.mark.parametrize("frame", FRAMES)
@given(points=POINTS, around=st.lists(st.sampled_from(UNRELATED), max_size=3))
def test_a_pledge_comes_back_whatever_stands_around_it(frame: str, points: list[str], around: list[str]) -> None:
    text = OPENING + " ".join(around) + "\n\n" + FRAMES[frame](points)
    if frame not in ("lines", "paragraphs"):
        text += "\n\n" + " ".join(reversed(around))
    found = read(text)
    assert [point.lower() for point in found.points] == [point.lower() for point in points]
    assert [point.lower() for point in shown(found, "points")] == [point.lower() for point in points]


@pytest.mark.parametrize("head", OTHERS)
@given(points=POINTS)
def test_another_list_is_never_taken(head: str, points: list[str]) -> None:
    entries = "\n".join(f"{at}. {point}" for at, point in enumerate(points, 1))
    assert (
        read(f"Apel Pilkada 2024\n\nPolres menggelar apel pilkada 2024. Hujan reda.\n\n{head}:\n{entries}").points == ()
    )


@pytest.mark.parametrize(
    "rest",
    [
        "Hadir dalam deklarasi:\n1. Ketua KPU\n2. Kapolres Pamekasan\n3. Dandim",
        "Deklarasi ditandatangani oleh: (1) Ketua KPU, (2) Kapolres, (3) Dandim.",
        "Susunan acara deklarasi:\n- Pembukaan\n- Sambutan\n- Doa",
        "Kapolres datang, kemudian meninjau gudang, lalu memeriksa barisan, dan terakhir memberi arahan.",
        "Hadir: Ketua KPU; Kapolres; Dandim.",
        "Kapolres dalam sambutannya meminta tiga hal. Pertama, jaga kondusivitas. Kedua, tolak politik uang.",
        "Ada tiga hal yang harus dijaga: pertama, menjaga persatuan; kedua, melawan hoaks.",
        "Tujuan deklarasi ini adalah: 1. menjaga persatuan, 2. mencegah hoaks.",
        "Bawaslu mengingatkan larangan, yakni tidak memakai tempat ibadah, tidak menghina, serta tidak memberi uang.",
        "Isinya menolak hoaks.",
        "Isi ikrar:\nMenolak hoaks.",
    ],
)
def test_what_is_no_pledge_gives_no_points(rest: str) -> None:
    assert read(OPENING + rest).points == ()


def test_points_out_of_a_sentence_are_in_doubt() -> None:
    assert "points" in doubted(read(OPENING + FRAMES["promises"](PROMISES[:3])))


def test_a_last_promise_after_dan_counts_alone_only_in_a_row() -> None:
    found = read(
        OPENING + "Isi ikrar, yakni menolak politik uang, menjaga persatuan warga dan menaati aturan kampanye."
    )
    assert found.points == ("menolak politik uang", "menjaga persatuan warga", "menaati aturan kampanye")
    assert read(OPENING + "Isi ikrar, yakni menolak hoaks dan menjaga persatuan warga.").points == ()


def test_lines_end_where_no_promise_follows() -> None:
    rest = "Isi ikrar:\nMenolak hoaks.\nMenjaga persatuan.\nMenolak lupa. Begitu kata warga.\nTidak jauh."
    assert read(OPENING + rest).points == ("Menolak hoaks", "Menjaga persatuan")


def test_another_pledge_in_the_text_is_told() -> None:
    rest = "Isi ikrar paslon:\n1. Menolak hoaks.\n2. Menjaga persatuan.\n3. Menaati aturan."
    rest += "\n\nIsi ikrar partai:\n1. Menolak politik uang.\n2. Tidak memakai isu SARA."
    found = read(OPENING + rest)
    assert len(found.points) == 3
    assert found.doubts[-1].alternatives[0].value == "Menolak politik uang; Tidak memakai isu SARA"
    assert {one.field for one in found.reasons} >= {"points"}
