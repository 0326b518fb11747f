"""A registered declaration as it travels between installations: every frozen version, and what stands beside its text.

The text travels as its canonical object (decision 18) with its digest; whoever takes it in computes the bytes again and
refuses what differs. Signatures do not travel yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import rfc8785

from ikrar.core.declaration.canonical import DeclarationText, canonical_bytes, digest, of_json, parse
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm, outside_of, problems, text_of
from ikrar.core.declaration.outside import Outside
from ikrar.core.declaration.outside import TranslationForm as Translation
from ikrar.core.declaration.outside import WitnessForm as Witness
from ikrar.core.errors import BadInput, InvalidField

VERSION: Final = "ikrar.id/exchange/v1"
REF: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")  # as the register gives them: 130 random bits
MOST_VERSIONS: Final = 1_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wording:
    """One frozen version: its number, its canonical bytes, and what is registered beside them.

    ``kinds`` holds the commitment kinds of each point in order; ``frozen_at`` is None where a file does not say it;
    ``reviewed_by`` names the institution that read the text before it was frozen.
    """

    number: int
    canonical: bytes
    frozen_at: datetime | None
    reason: str = ""
    source_url: str = ""
    kinds: tuple[tuple[str, ...], ...] = ()
    operation: str = ""
    witnesses: tuple[Witness, ...] = ()
    translation: Translation | None = None
    reviewed_by: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical bytes."""
        return digest(self.canonical)


@dataclass(frozen=True, slots=True)
class Copy:
    """One declaration: its reference, the institution that registered it, and its frozen versions in order.

    ``ref`` is a reference, or any mark of a file filled by hand, which then only holds the rows of it together.
    """

    ref: str
    institution: str
    institution_name: str
    example: bool
    versions: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a version would be registered with: its text, what stands beside it, and a form to freeze it from."""

    text: DeclarationText
    outside: Outside
    form: DeclarationForm


def form_of(wording: Wording, text: DeclarationText) -> DeclarationForm:
    """Return the form a version could have been frozen from, with which its next version begins; without a parent."""
    kinds = wording.kinds or ((),) * len(text.points)
    if len(kinds) != len(text.points):
        raise InvalidField("Jenis komitmen harus disebut untuk setiap poin.", field="kinds")
    return DeclarationForm(
        title=text.title,
        election=text.election or "",
        area=text.area or "",
        event_date=text.event_date.isoformat() if text.event_date else "",
        place=text.place or "",
        language=text.language,
        preamble=text.preamble or "",
        closing=text.closing or "",
        source_url=wording.source_url,
        points=tuple(PointForm(words, codes) for words, codes in zip(text.points, kinds, strict=True)),
        offices=tuple(
            OfficeForm(o.office or "", o.institution or "", o.capacity or "", o.on_behalf_of or "")
            for o in text.pledging_offices
        ),
        operation=wording.operation,
        witnesses=wording.witnesses,
        translation=wording.translation,
    )


def check(wording: Wording) -> Checked:
    """Return what a version that could have been frozen here is registered with; raises the first error."""
    text = parse(wording.canonical)
    form = form_of(wording, text)
    wrong = problems(form)
    if wrong:
        raise wrong[0]
    if canonical_bytes(text_of(form, supersedes=text.supersedes, parent=text.parent)) != wording.canonical:
        raise BadInput("Naskah ini tidak dapat dibekukan persis seperti tertulis di berkas.")
    return Checked(text, outside_of(form), form)


def verified(canonical: bytes, told: str) -> bytes:
    """Return the bytes when their digest is the one told, or none is told; raises InvalidField with both digests."""
    found = digest(canonical)
    if told and told.lower() != found:
        raise InvalidField(
            "Isi naskah tidak cocok dengan sidiknya: tertulis {told}, dihitung {found}. Ekspor ulang dari asalnya.",
            field="digest",
            told=told[:64],
            found=found,
        )
    return canonical


# --- JSON -------------------------------------------------------------------------------------------------------------


def to_json(copy: Copy, about: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return a declaration as plain JSON values; ``about`` says where the file is from, and is never read back."""
    told: dict[str, object] = {"v": VERSION}
    if about is not None:
        told["about"] = dict(about)
    told |= {
        "ref": copy.ref,
        "registered_by": {"code": copy.institution, "name": copy.institution_name},
        "example": copy.example,
        "versions": [_version(one) for one in copy.versions],
    }
    return told


def _version(one: Wording) -> dict[str, object]:
    return {
        "number": one.number,
        "digest": one.digest,
        "frozen_at": None if one.frozen_at is None else moment(one.frozen_at),
        "reason": one.reason,
        "source_url": one.source_url,
        "operation": one.operation,
        "reviewed_by": one.reviewed_by,
        "kinds": [list(codes) for codes in one.kinds],
        "witnesses": [
            {"office": w.office, "institution": w.institution, "capacity": w.capacity} for w in one.witnesses
        ],
        "translation": None if one.translation is None else _translation(one.translation),
        "text": json.loads(one.canonical),
    }


def _translation(one: Translation) -> dict[str, object]:
    return {
        "language": one.language,
        "title": one.title,
        "preamble": one.preamble,
        "points": list(one.points),
        "closing": one.closing,
    }


def moment(at: datetime) -> str:
    """Write a moment in UTC, to the microsecond where there is one, as ``2024-08-16T05:00:00Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_moment(value: str, field: str = "frozen_at") -> datetime:
    """Read a moment with its time zone; raises InvalidField for anything else."""
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidField("Tulis waktu dengan zonanya, seperti 2024-08-16T05:00:00Z.", field=field)


def line(copy: Copy) -> bytes:
    """Write a declaration as one line of JSON, the same bytes for the same declaration, with a line end."""
    return _dumped(to_json(copy)) + b"\n"


def about_line(about: Mapping[str, object]) -> bytes:
    """Write the first line of a file of many: where it is from. It is no declaration."""
    return _dumped({"v": VERSION, "about": dict(about)}) + b"\n"


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def loads(data: bytes) -> object:
    """Read JSON; raises BadInput for what is none, and for what no canonical text could hold (NaN, endless nesting)."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput("Bukan JSON dalam UTF-8.") from None


def _no_number(name: str) -> float:
    raise ValueError(name)


def is_about(value: object) -> bool:
    """Say whether a line only tells where the file is from."""
    return isinstance(value, dict) and value.keys() == {"v", "about"}


def from_json(value: object) -> Copy:
    """Read a declaration from JSON values, the strict inverse of :func:`to_json`.

    Raises InvalidField, naming the field from ``versions.1`` on, for a field that is missing, unknown or of another
    type, and for a text whose digest is another.
    """
    raw = _fields(value, "declaration", ("v", "ref", "registered_by", "example", "versions"), optional=("about",))
    if raw["v"] != VERSION:
        raise InvalidField("Bukan berkas {version}.", field="v", version=VERSION)
    registrar = _fields(raw["registered_by"], "registered_by", ("code", "name"))
    if not isinstance(raw["example"], bool):
        raise _malformed("example")
    versions = _list(raw["versions"], "versions", lambda one, field: _wording(one, field))
    if not versions or len(versions) > MOST_VERSIONS:
        raise InvalidField("Deklarasi harus memuat sedikitnya satu versi.", field="versions")
    return Copy(
        ref=_text(raw["ref"], "ref"),
        institution=_text(registrar["code"], "registered_by.code"),
        institution_name=_text(registrar["name"], "registered_by.name"),
        example=raw["example"],
        versions=versions,
    )


_VERSION_FIELDS: Final = (
    "number",
    "digest",
    "frozen_at",
    "reason",
    "source_url",
    "operation",
    "reviewed_by",
    "kinds",
    "witnesses",
    "translation",
    "text",
)


def _wording(value: object, field: str) -> Wording:
    raw = _fields(value, field, _VERSION_FIELDS)
    number = raw["number"]
    if not isinstance(number, int) or isinstance(number, bool):
        raise _malformed(f"{field}.number")
    frozen_at, translation = raw["frozen_at"], raw["translation"]
    return Wording(
        number=number,
        canonical=verified(_canonical(raw["text"], f"{field}.text"), _text(raw["digest"], f"{field}.digest")),
        frozen_at=None if frozen_at is None else read_moment(_text(frozen_at, f"{field}.frozen_at")),
        reason=_text(raw["reason"], f"{field}.reason"),
        source_url=_text(raw["source_url"], f"{field}.source_url"),
        operation=_text(raw["operation"], f"{field}.operation"),
        reviewed_by=_text(raw["reviewed_by"], f"{field}.reviewed_by"),
        kinds=_list(raw["kinds"], f"{field}.kinds", lambda one, at: _list(one, at, _text)),
        witnesses=_list(raw["witnesses"], f"{field}.witnesses", _read_witness),
        translation=None if translation is None else _read_translation(translation, f"{field}.translation"),
    )


def _canonical(value: object, field: str) -> bytes:
    try:
        return of_json(value)
    except BadInput:
        pass  # figures may be written otherwise, and a fault may be named better
    try:
        data = rfc8785.dumps(value)  # type: ignore[arg-type]  # whatever it is, it came out of JSON
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError):
        raise _malformed(field) from None
    parse(data)
    return data


def _read_witness(value: object, field: str) -> Witness:
    raw = _fields(value, field, ("office", "institution", "capacity"))
    return Witness(**{name: _text(words, f"{field}.{name}") for name, words in raw.items()})


def _read_translation(value: object, field: str) -> Translation:
    raw = _fields(value, field, ("language", "title", "preamble", "points", "closing"))
    return Translation(
        language=_text(raw["language"], f"{field}.language"),
        title=_text(raw["title"], f"{field}.title"),
        preamble=_text(raw["preamble"], f"{field}.preamble"),
        points=_list(raw["points"], f"{field}.points", _text),
        closing=_text(raw["closing"], f"{field}.closing"),
    )


def _malformed(field: str) -> InvalidField:
    return InvalidField("Kolom {field} tidak ada atau salah jenisnya.", field=field)


def _fields(value: object, field: str, names: Iterable[str], optional: Iterable[str] = ()) -> dict[str, object]:
    wanted = set(names)
    if not isinstance(value, dict):
        raise _malformed(field)
    for name in sorted(wanted - value.keys()):
        raise _malformed(name if field == "declaration" else f"{field}.{name}")
    for name in sorted(value.keys() - wanted - set(optional)):
        raise InvalidField("Kolom {field} tidak dikenal.", field=f"{field}.{name}"[:80])
    return value


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise _malformed(field)
    return value


def _list(value: object, field: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise _malformed(field)
    return tuple(read(one, f"{field}.{n}") for n, one in enumerate(value, start=1))
