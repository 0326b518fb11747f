"""An institution as it is written down: raw values checked against the table of kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ikrar.core.account.grant import INSTITUTION_CODE
from ikrar.core.errors import InvalidField
from ikrar.core.institution.kind import check_kind
from ikrar.core.institution.office import OfficeKind, Term, check_days, check_term
from ikrar.core.institution.territory import Stretch

LONGEST_NAME: Final = 160
LONGEST_SHORT: Final = 80


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """An office of an institution: its title, what it is, its first and last day (None: open), its terms in order."""

    name: str
    kind: str = OfficeKind.HEAD.value
    valid_from: date | None = None
    valid_until: date | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One institution with its offices and the stretches of its territory; ``parent`` is a code or None."""

    code: str
    kind: str
    level: str
    name: str
    short_name: str
    area: str
    parent: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    offices: tuple[OfficeRecord, ...] = field(default=())
    territory: tuple[Stretch, ...] = field(default=())


def said_alike(name: str) -> str:
    """Return a name without what nobody hears: capitals and spaces. Names of one seat are compared by it."""
    return " ".join(name.casefold().split())


def named_anew(record: Record, old: Record | None) -> bool:
    """Whether a record brings a name to a seat where its institution did not bear it before."""
    return old is None or (old.area, said_alike(old.name)) != (record.area, said_alike(record.name))


def name_taken(code: str) -> InvalidField:
    """Return the refusal of a name that the institution ``code`` of the same seat bears already."""
    return InvalidField(
        "Lembaga {code} di wilayah yang sama sudah bernama begitu. Tulis nama yang membedakan keduanya, atau pakai "
        "lembaga yang sudah ada itu.",
        field="institution_name",
        code=code,
    )


def check(record: Record) -> None:
    """Raise ``InvalidField`` for the first value that is unusable; unknown codes are for the caller to find."""
    if not INSTITUTION_CODE.fullmatch(record.code):
        raise InvalidField(
            "Kode lembaga {value} tidak dikenal bentuknya; contoh yang benar: 98.01/kpu.",
            field="institution",
            value=record.code,
        )
    if record.code.partition("/")[0] != record.area:
        raise InvalidField(
            "Kode lembaga {value} harus diawali kode wilayah kedudukannya, {area}.",
            field="institution",
            value=record.code,
            area=record.area,
        )
    check_kind(record.kind, record.level)
    check_name(record.name, field="institution_name", longest=LONGEST_NAME)
    if record.short_name:
        check_name(record.short_name, field="short_name", longest=LONGEST_SHORT)
    if record.parent == record.code:
        raise InvalidField("Lembaga tidak dapat menjadi induk dirinya sendiri.", field="parent")
    check_days(record.valid_from, record.valid_until, field="valid_until")
    for office in record.offices:
        check_office(office)


def check_office(office: OfficeRecord) -> None:
    """Raise ``InvalidField`` when an office has no usable title, an unknown kind, or days or terms that cannot be."""
    check_name(office.name, field="office", longest=LONGEST_NAME)
    if office.kind not in {kind.value for kind in OfficeKind}:
        raise InvalidField(
            "Jenis jabatan {value} tidak dikenal. Pilih salah satu: {known}.",
            field="office_kind",
            value=office.kind,
            known=", ".join(OfficeKind),
        )
    check_days(office.valid_from, office.valid_until, field="valid_until")
    for n, term in enumerate(office.terms):
        check_term(term, office.terms[:n])


def check_name(name: str, *, field: str, longest: int) -> None:
    """Raise ``InvalidField`` unless a name is one line of printable characters, trimmed, not too long."""
    if not name or name != " ".join(name.split(" ")).strip() or len(name) > longest or not name.isprintable():
        raise InvalidField(
            "Tulis nama dalam satu baris, paling banyak {longest} karakter, tanpa karakter kendali.",
            field=field,
            longest=longest,
        )
