"""Declarations that travel, for tests: one written out, and a Hypothesis strategy for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from ikrar.core.declaration.canonical import DeclarationText, canonical_bytes, normalised
from ikrar.core.declaration.character import normalise
from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.outside import TranslationForm as Translation
from ikrar.core.declaration.outside import WitnessForm as Witness
from tests.core.declaration.texts import FULL, declarations, filled

AT = datetime(2024, 8, 16, 5, 0, 0, 123, tzinfo=UTC)
WORDING = Wording(
    number=1,
    canonical=canonical_bytes(FULL),
    frozen_at=AT,
    source_url="https://berita.example/a?b=c",
    kinds=(("NO_PROVOCATION",), ("NO_HOAX", "PUBLIC_CALM")),
    operation="Operasi Rekaan",
    witnesses=(Witness("Camat", "Kecamatan Rekaan", ""),),
    translation=Translation("en", "CONTOH Pledge", "We pledge:", ("One.", "Two."), "So be it."),
    reviewed_by="98.01/bawaslu",
)
COPY = Copy("A" * 26, "98.01/kpu", "KPU Kabupaten Lembah Arunika", True, (WORDING,))

moments = st.integers(0, 10**15).map(lambda n: AT + timedelta(microseconds=n))
#: What a spreadsheet might take for a formula, quotes, lines, and more than a cell holds.
HOSTILE = st.sampled_from(
    ["=1+1", "+62", "-1", "@x", "'=a", '"', "a\nb", "＝x", "#REF!", "_x0041_", "بسم الله", "e\u0301", "x" * 40_000, "'"]
)
words = (filled | st.builds(lambda a, b: f"{a}\n{b}", HOSTILE, filled)).map(lambda text: normalise(text, field="x"))
witness = st.builds(Witness, words, words, st.just(""))


@st.composite
def wordings(draw: st.DrawFn, number: int, text: DeclarationText) -> Wording:
    """Draw a version of this number with this text."""
    points = len(text.points)
    kinds = st.lists(st.sampled_from(["NO_HOAX", "PUBLIC_CALM"]), unique=True, max_size=2).map(tuple)
    translated = st.lists(words, min_size=points, max_size=points).map(tuple)
    return Wording(
        number=number,
        canonical=canonical_bytes(text),
        frozen_at=draw(moments),
        reason=draw(words) if number > 1 else "",
        source_url=draw(st.sampled_from(["", "https://berita.example/=x"])),
        kinds=tuple(draw(st.lists(kinds, min_size=points, max_size=points))),
        operation=draw(st.just("") | words),
        witnesses=tuple(draw(st.lists(witness, max_size=2))),
        translation=draw(st.none() | st.builds(Translation, st.just("en"), words, words, translated, words)),
        reviewed_by=draw(st.sampled_from(["", "35.28/bawaslu"])),
    )


@st.composite
def _copies(draw: st.DrawFn) -> Copy:
    texts = draw(st.lists(declarations, min_size=1, max_size=2))
    hostile = draw(st.lists(HOSTILE, max_size=1))
    made = []
    for number, text in enumerate(texts, start=1):
        extra = tuple(hostile) if number == 1 else ()
        made.append(draw(wordings(number, longer(text, extra))))
    name = draw(words)[:200]  # an institution's name has at most so many characters
    return Copy(draw(st.sampled_from(["A" * 26, "=1"])), "35.28/kpu", name, draw(st.booleans()), tuple(made))


def longer(text: DeclarationText, more: tuple[str, ...]) -> DeclarationText:
    """Return the text with points added, in its one form."""
    return normalised(replace(text, points=(*text.points, *more)))


copies = _copies()
