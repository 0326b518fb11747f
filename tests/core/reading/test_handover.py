"""Which body gave the relay to which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading import handover, institution, place
from ikrar.core.reading.record import Found, Handover
from tests.core.reading.reader import parse, tables

GIVER, RECEIVER, NEXT = "KPU Kabupaten Klaten", "KPU Kabupaten Sleman", "KPU Kabupaten Bantul"


def find(text: str) -> Found[Handover | None]:
    article = parse(f"Kirab Pemilu 2024 Tiba\n\n{text}")
    named = place.mentions(article, tables().gazetteer)
    return handover.find(article, institution.find(article, named, tables().institutions))


def pair(text: str) -> tuple[str, str] | None:
    found = find(text).value
    return (found.giver, found.receiver) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Bendera kirab diserahkan {giver} ke {receiver}.",
        "Pataka diserahkan oleh Ketua {giver} Budi Santosa, S.H. kepada Ketua {receiver}, Ani Lestari.",
        "Serah terima berlangsung dari {giver} kepada {receiver} di alun-alun.",
        "{receiver} menerima bendera dari {giver}.",
        "Ketua {receiver} Ani Lestari resmi menerima pataka dari Ketua {giver}.",
        "Ketua {giver} Budi Ding Santosa kemudian menyerahkan bendera kepada Ketua {receiver} Ani.",
        "Bendera diterima langsung oleh {receiver} dari {giver}.",
        "Bendera yang semula dibawa {giver} kini berada di tangan {receiver}.",
        "Bendera diserahkan oleh Ketua {giver}. Bendera itu diterima langsung Ketua {receiver}.",
        "Ketua {receiver} Ani tersenyum. Bendera kirab itu ia terima dari Ketua {giver} Budi.",
        "Ketua {giver} Budi tersenyum. Bendera itu ia serahkan kepada Ketua {receiver} Ani.",
        "Ketua {receiver} Ani mengatakan, bendera kirab diterima dari {giver} pagi tadi.",
        "Kirab dari {giver} tiba di {receiver} pagi tadi.",
        "Sebelumnya bendera diterima {giver} dari {next}. Hari ini {giver} menyerahkan pataka kepada {receiver}.",
        "Bendera diserahterimakan {giver} kepada {receiver}, selanjutnya akan diserahkan ke {next}.",
        "Bendera kirab akan bermalam, selanjutnya diserahkan ke {next}. {giver} menyerahkan bendera kepada {receiver}.",
    ],
)
def test_giver_and_receiver_are_read(text: str) -> None:
    assert pair(text.format(giver=GIVER, receiver=RECEIVER, next=NEXT)) == (GIVER, RECEIVER)


@pytest.mark.parametrize(
    "text",
    [
        "Kirab singgah di {receiver}, selanjutnya akan diserahkan kepada {next}.",
        "{giver} dan {receiver} mengadakan serah terima bendera.",
        "Rombongan kirab tiba sebelum diserahkan ke {next}.",
        "Warga menonton.",
        "Bendera itu ia terima dari {giver}.",
        "Bendera itu ia serahkan kepada {receiver}.",
    ],
)
def test_what_is_not_told_stays_empty_with_a_doubt(text: str) -> None:
    found = find(text.format(giver=GIVER, receiver=RECEIVER, next=NEXT))
    assert found.value is None
    assert [one.field for one in found.doubts] == ["handover"]


def test_two_bodies_without_a_direction_give_both_readings() -> None:
    found = find(f"{GIVER} dan {RECEIVER} mengadakan serah terima bendera kirab.")
    assert [one.value for one in found.doubts[0].alternatives] == [f"{GIVER} → {RECEIVER}", f"{RECEIVER} → {GIVER}"]


def test_the_lowest_level_is_taken_and_the_other_told() -> None:
    found = find(
        "Kirab diserahkan KPU Provinsi Jawa Tengah ke KPU Provinsi DIY. Bendera dari KPU Klaten kepada KPU Sleman."
    )
    assert found.value == Handover("KPU Klaten", "KPU Sleman")
    assert found.doubts[0].alternatives[0].value == "KPU Provinsi Jawa Tengah → KPU Provinsi DIY"


def test_the_same_pair_in_other_words_is_no_doubt() -> None:
    found = find(f"Kirab diserahkan KPU Klaten ke KPU Sleman. {RECEIVER} menerima bendera dari {GIVER}.")
    assert found.doubts == ()


@given(
    st.lists(
        st.sampled_from([GIVER, RECEIVER, "KPU", "dari", "kepada", "menyerahkan", "kirab", "ia terima", ".", "\n"])
    )
)
def test_bodies_lie_inside_the_text(words: list[str]) -> None:
    found = find(" ".join(words))
    assert (found.value is None) == (found.spans == ())
