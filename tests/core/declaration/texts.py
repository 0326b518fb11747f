"""Declaration texts for tests: one written out, and Hypothesis strategies for all the rest."""

from __future__ import annotations

import datetime
import unicodedata

from hypothesis import strategies as st

from ikrar.core.declaration.canonical import LANGUAGES, DeclarationText, PledgingOffice

# Default_Ignorable_Code_Point, copied from the Unicode standard (DerivedCoreProperties), not from the code.
IGNORABLE_RANGES = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)


def is_forbidden(character: str) -> bool:
    """Say, independently of the code, whether decision 18 as documented refuses the character."""
    if character in "\t\n\r":
        return False
    point = ord(character)
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or any(
        first <= point <= last for first, last in IGNORABLE_RANGES
    )


FULL = DeclarationText(
    title="CONTOH Deklarasi Pilkada Damai",
    election="pilkada-2024",
    area="98.01",
    event_date=datetime.date(2024, 8, 16),
    place="Aula Sanggar",
    language="id",
    preamble="Kami berikrar:",
    points=("Menolak provokasi.", "Menangkal hoaks."),
    closing="Demikian.",
    pledging_offices=(
        PledgingOffice("Ketua", "KPU Kabupaten Rekaan", "penyelenggara", None),
        PledgingOffice(None, "Partai A", None, "pasangan calon 1"),
    ),
    parent="a" * 64,
    supersedes="b" * 64,
)

MINIMAL = DeclarationText(
    title="Ikrar",
    election=None,
    area=None,
    event_date=None,
    place=None,
    language="id",
    preamble=None,
    points=("Damai.",),
    closing=None,
    pledging_offices=(),
    parent=None,
    supersedes=None,
)

# Two alphabets, so that the characters that the rules speak of are drawn often.
TELLING = ' \t\u00a0\n\r\\"/aéäÅñ\u0301\u0308가각한…“”—ﷺﬁ😀'
anything = st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
    exclude_characters=[chr(point) for first, last in IGNORABLE_RANGES for point in range(first, last + 1)],
)
texts = st.text(st.sampled_from(TELLING), max_size=12) | st.text(anything, max_size=12)
filled = texts.map(lambda text: f"{text}x{text[::-1]}")
optional = st.none() | texts
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
real_areas = st.from_regex(r"[1-9][1-7](\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?", fullmatch=True)
fictional_areas = st.from_regex(r"98(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?", fullmatch=True)
offices = st.one_of(
    st.builds(PledgingOffice, filled, optional, optional, optional),
    st.builds(PledgingOffice, optional, filled, optional, optional),
)
declarations = st.builds(
    DeclarationText,
    title=filled,
    election=st.none() | st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True),
    area=st.none() | real_areas,
    event_date=st.none() | st.dates(),
    place=optional,
    language=st.sampled_from(sorted(LANGUAGES)),
    preamble=optional,
    points=st.lists(filled, min_size=1, max_size=4).map(tuple),
    closing=optional,
    pledging_offices=st.lists(offices, max_size=3).map(tuple),
    parent=st.none() | digests,
    supersedes=st.none() | digests,
)
