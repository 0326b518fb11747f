"""What is registered beside a declaration's text, outside its canonical bytes: operation, witnesses, translation.

A witness saw the pledge and did not make it (domain: *saksi* apart from *pihak yang berikrar*). A translation helps to
read and is never the registered text: it is always shown as unofficial, and holds one text for each point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from ikrar.core.declaration.canonical import LANGUAGES
from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField

#: Characters of an operation's name and of one part of a witness, as the register keeps them.
LONGEST = 200
#: Characters of all the words of a translation together; real declarations stay below 10,000.
LONGEST_TRANSLATION = 200_000


@dataclass(frozen=True)
class WitnessForm:
    """A witness as typed: an office or an institution, never a person's name."""

    office: str = ""
    institution: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class TranslationForm:
    """An unofficial translation as typed; ``points`` stand in the order of the declaration's."""

    language: str = ""
    title: str = ""
    preamble: str = ""
    points: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class Outside:
    """What stands beside the text, in its one form."""

    operation: str
    witnesses: tuple[WitnessForm, ...]
    translation: TranslationForm | None


def operation(value: str) -> str:
    """Return the name of a security operation in its one form; empty when there is none.

    Raises ForbiddenText as ``normalise`` does, and InvalidField above ``LONGEST`` characters.
    """
    return _short(value, "operation")


def witnesses(rows: Sequence[WitnessForm]) -> tuple[WitnessForm, ...]:
    """Return the witnesses in their one form, without rows left wholly empty.

    Raises ForbiddenText, and InvalidField for a part that is too long or a row with a capacity alone. Rows are named
    from 1 as they were typed: ``witnesses.2.office``.
    """
    return tuple(
        _witness(row, n) for n, row in enumerate(rows, 1) if (row.office + row.institution + row.capacity).strip()
    )


def _witness(row: WitnessForm, number: int) -> WitnessForm:
    field = f"witnesses.{number}"
    tidy = WitnessForm(
        office=_short(row.office, f"{field}.office"),
        institution=_short(row.institution, f"{field}.institution"),
        capacity=_short(row.capacity, f"{field}.capacity"),
    )
    if not (tidy.office or tidy.institution):
        raise InvalidField("Isi jabatan atau lembaga saksi pada baris {number}.", field=field, number=number)
    return tidy


def _short(value: str, field: str) -> str:
    tidy = normalise(value, field=field)
    if len(tidy) > LONGEST:
        raise InvalidField("Isi kolom {field} paling panjang {limit} huruf.", field=field, limit=LONGEST)
    return tidy


def translation(typed: TranslationForm | None, *, of: str, expected: tuple[int, bool, bool]) -> TranslationForm | None:
    """Return the translation in its one form; None when there is none or all of it is empty.

    ``of`` is the language of the text; ``expected`` says how many points it has and whether it has a preamble and a
    closing. Raises ForbiddenText, and InvalidField for an unknown language, the language of the text itself, a part
    that is missing, or more than ``LONGEST_TRANSLATION`` characters: who reads only it must not miss a promise.
    """
    if typed is None or not "".join((typed.title, typed.preamble, *typed.points, typed.closing)).strip():
        return None
    tidy = replace(
        typed,
        language=typed.language.strip(),
        title=normalise(typed.title, field="translation.title"),
        preamble=normalise(typed.preamble, field="translation.preamble"),
        points=tuple(normalise(words, field=f"translation.points.{n}") for n, words in enumerate(typed.points, 1)),
        closing=normalise(typed.closing, field="translation.closing"),
    )
    _check_language(tidy.language, of)
    _check_whole(tidy, expected)
    if len("".join((tidy.title, tidy.preamble, *tidy.points, tidy.closing))) > LONGEST_TRANSLATION:
        raise InvalidField("Terjemahan paling panjang {limit} huruf.", field="translation", limit=LONGEST_TRANSLATION)
    return tidy


def _check_language(language: str, of: str) -> None:
    if language not in LANGUAGES:
        raise InvalidField("Pilih bahasa terjemahan.", field="translation.language")
    if language == of:
        raise InvalidField(
            "Bahasa terjemahan sama dengan bahasa naskah. Pilih yang lain.", field="translation.language"
        )


_LACKING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Terjemahan judul belum diisi. Lengkapi, atau hapus terjemahannya.",
        "preamble": "Terjemahan pembuka belum diisi. Lengkapi, atau hapus terjemahannya.",
        "closing": "Terjemahan penutup belum diisi. Lengkapi, atau hapus terjemahannya.",
    }
)


def _check_whole(tidy: TranslationForm, expected: tuple[int, bool, bool]) -> None:
    points, preamble, closing = expected
    missing = next((n for n in range(1, points + 1) if not "".join(tidy.points[n - 1 : n])), None)
    if missing:
        raise InvalidField(
            "Terjemahan poin {number} belum diisi. Lengkapi, atau hapus terjemahannya.",
            field="translation.points",
            number=missing,
        )
    for name, there in (("title", True), ("preamble", preamble), ("closing", closing)):
        if there and not getattr(tidy, name):
            raise InvalidField(_LACKING[name], field=f"translation.{name}")
