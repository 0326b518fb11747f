"""A declaration as a person types it: raw strings, so that nothing entered is lost, and the strict way out of it."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlsplit

from ikrar.core.declaration.canonical import (
    DeclarationText,
    PledgingOffice,
    example_title,
    is_marked_example,
    needs_example_mark,
    normalised,
)
from ikrar.core.declaration.outside import (
    Outside,
    TranslationForm,
    WitnessForm,
    operation,
    translation,
    witnesses,
)
from ikrar.core.errors import BadInput, InvalidField

#: Indonesia's first general election was held in 1955; nobody dates a ceremony beyond the century.
YEARS = range(1955, 2100)
LONGEST_TITLE = 300
#: Characters of one part of a row, as the register keeps it.
LONGEST_PART = 200


@dataclass(frozen=True)
class PointForm:
    """One point as typed, with the commitment kinds ticked for it."""

    text: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeForm:
    """One pledging office as typed."""

    office: str = ""
    institution: str = ""
    capacity: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True)
class DeclarationForm:
    """Every field of a declaration as typed; ``area`` and ``election`` are codes, ``event_date`` is ISO text.

    ``parent`` is the reference of the declaration this one follows. Operation, witnesses and translation are registered
    beside the text, outside its canonical bytes; the translation's points stand in the order of ``points``.
    """

    title: str = ""
    election: str = ""
    area: str = ""
    event_date: str = ""
    place: str = ""
    language: str = "id"
    preamble: str = ""
    closing: str = ""
    source_url: str = ""
    points: tuple[PointForm, ...] = ()
    offices: tuple[OfficeForm, ...] = field(default=())
    parent: str = ""
    operation: str = ""
    witnesses: tuple[WitnessForm, ...] = ()
    translation: TranslationForm | None = None

    def as_json(self) -> dict[str, object]:
        """Return the form as plain JSON values, the inverse of :func:`from_json`."""
        rows = {name: tuple(map(_plain, getattr(self, name))) for name in ("points", "offices", "witnesses")}
        return _plain(self) | rows | {"translation": _plain(self.translation) if self.translation else None}


Part = DeclarationForm | PointForm | OfficeForm | WitnessForm | TranslationForm


def _plain(one: Part) -> dict[str, object]:
    """Return the fields of a part by name: ``asdict`` takes ten times as long, and thousands come in one file."""
    return {f.name: getattr(one, f.name) for f in fields(one)}


#: Fields that hold rows or parts of their own; all others are plain strings.
_ROWS = ("points", "offices", "witnesses", "translation")


def from_json(value: Mapping[str, object]) -> DeclarationForm:
    """Rebuild a form from what :meth:`DeclarationForm.as_json` gave (lists or tuples alike), in any version of it.

    A field that was not kept then is empty; one that is no field any more is left out.
    """
    points = tuple(PointForm(p["text"], tuple(p["kinds"])) for p in _rows(value, "points"))
    offices = tuple(OfficeForm(**o) for o in _rows(value, "offices"))
    beside = tuple(WitnessForm(**w) for w in _rows(value, "witnesses"))
    known = {f.name for f in fields(DeclarationForm)} - set(_ROWS)
    plain = {k: str(v) for k, v in value.items() if k in known}
    translated = _translation(value.get("translation"))
    return DeclarationForm(**plain, points=points, offices=offices, witnesses=beside, translation=translated)


def _translation(value: object) -> TranslationForm | None:
    if not isinstance(value, Mapping):
        return None
    return TranslationForm(**{**value, "points": tuple(str(words) for words in value.get("points", ()))})


def _rows(value: Mapping[str, object], name: str) -> list[dict[str, str]]:
    rows = value.get(name, ())
    return [dict(row) for row in rows] if isinstance(rows, Sequence) else []


def marked(form: DeclarationForm) -> DeclarationForm:
    """Return the form with the example mark in its title when its area is fictional (decision 11)."""
    if not needs_example_mark(form.area.strip()):
        return form
    if form.title.strip() and not is_marked_example(form.title.strip()):
        form = replace(form, title=example_title(form.title.strip()))
    other = form.translation
    if other and other.title.strip() and not is_marked_example(other.title.strip()):
        form = replace(form, translation=replace(other, title=example_title(other.title.strip())))
    return form


def event_date(form: DeclarationForm) -> datetime.date | None:
    """Read the form's date; empty is None, anything but YYYY-MM-DD raises InvalidField."""
    value = form.event_date.strip()
    if not value:
        return None
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise InvalidField(
            "Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field="event_date", value=value
        ) from None
    if day.year not in YEARS:
        raise InvalidField("Tahun {year} tidak mungkin untuk sebuah deklarasi.", field="event_date", year=day.year)
    return day


def source_url(form: DeclarationForm) -> str:
    """Return the link to the source article, or an empty string; anything that could mislead raises InvalidField.

    It is shown on the public page, so only plain http(s) addresses pass: printable ASCII as in a browser's address
    bar, no user name before the host, at most 500 characters.
    """
    value = form.source_url.strip()
    if value and (len(value) > 500 or not _is_web_address(value)):
        raise InvalidField(
            "Tautan sumber harus diawali http:// atau https://, paling panjang 500 huruf.", field="source_url"
        )
    return value


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a bracket never closed, a port that is no number
        return False
    plain = value.isascii() and value.isprintable() and " " not in value
    return bool(usable) and plain and parts.username is None and parts.password is None


def text_of(form: DeclarationForm, *, supersedes: str | None = None, parent: str | None = None) -> DeclarationText:
    """Return the normalised registered text of a form; raises the first BadInput that stands in the way.

    ``supersedes`` is the digest (64 hex digits) of the version this one replaces, ``parent`` that of the declaration
    it follows. Rows left wholly empty are skipped.
    """
    points = tuple(p.text for p in form.points if p.text.strip())
    offices = tuple(
        PledgingOffice(o.office or None, o.institution or None, o.capacity or None, o.on_behalf_of or None)
        for o in form.offices
        if (o.office + o.institution + o.capacity + o.on_behalf_of).strip()
    )
    source_url(form)
    return normalised(
        DeclarationText(
            title=form.title,
            election=form.election.strip() or None,
            area=form.area.strip() or None,
            event_date=event_date(form),
            place=form.place or None,
            language=form.language,
            preamble=form.preamble or None,
            points=points,
            closing=form.closing or None,
            pledging_offices=offices,
            parent=parent,
            supersedes=supersedes,
        )
    )


def outside_of(form: DeclarationForm) -> Outside:
    """Return what is registered beside the text, in its one form; raises the first BadInput that stands in the way.

    Rows and a translation left wholly empty are none; the translation holds exactly one text for each point.
    """
    kept = [n for n, point in enumerate(form.points) if point.text.strip()]
    expected = (len(kept), bool(form.preamble.strip()), bool(form.closing.strip()))
    other = form.translation
    if other:
        other = replace(other, points=tuple(other.points[n] if n < len(other.points) else "" for n in kept))
    return Outside(
        operation=operation(form.operation),
        witnesses=witnesses(form.witnesses),
        translation=translation(other, of=form.language.strip(), expected=expected),
    )


_PARTS = ("title", "election", "event_date", "place", "preamble", "closing", "source_url", "operation")


def problems(form: DeclarationForm) -> tuple[BadInput, ...]:
    """Return everything that would stop freezing, one error a field, in the order of the page.

    Beyond :func:`text_of` it asks for what a public record cannot do without: an area, a date, a point and an office.
    """
    found: list[BadInput] = []
    for check in (_titled, _placed, _dated, _pledged, _signed, text_of, outside_of):
        try:
            check(form)
        except BadInput as error:
            if field_of(error) not in {field_of(e) for e in found}:
                found.append(error)
    return tuple(found)


def field_of(error: BadInput) -> str:
    """Return the name of the form's field an error is about, without a row's number; empty when it names none."""
    name = str(getattr(error, "field", "")).partition(".")[0]
    return "offices" if name == "pledging_offices" else name


def _titled(form: DeclarationForm) -> None:
    if not form.title.strip():
        raise InvalidField("Isi judul deklarasi.", field="title")
    if len(form.title.strip()) > LONGEST_TITLE:
        raise InvalidField("Judul paling panjang {limit} huruf.", field="title", limit=LONGEST_TITLE)


def _placed(form: DeclarationForm) -> None:
    if not form.area.strip():
        raise InvalidField("Pilih wilayah deklarasi.", field="area")


def _dated(form: DeclarationForm) -> None:
    if event_date(form) is None:
        raise InvalidField("Isi tanggal acara.", field="event_date")


def _pledged(form: DeclarationForm) -> None:
    if not any(p.text.strip() for p in form.points):
        raise InvalidField("Isi sedikitnya satu poin.", field="points")


def _signed(form: DeclarationForm) -> None:
    if not any((o.office + o.institution).strip() for o in form.offices):
        raise InvalidField("Isi sedikitnya satu jabatan atau lembaga yang berikrar.", field="offices")
    for number, row in enumerate(form.offices, 1):
        if max(map(len, (row.office, row.institution, row.capacity, row.on_behalf_of))) > LONGEST_PART:
            raise InvalidField(
                "Setiap isian pada baris {number} paling panjang {limit} huruf.",
                field="offices",
                number=number,
                limit=LONGEST_PART,
            )


def sentences(form: DeclarationForm) -> tuple[tuple[str, str], ...]:
    """Return every text of the form that would be published, as (field, text) pairs."""
    single = [(name, getattr(form, name)) for name in _PARTS]
    points = [(f"points.{i}", p.text) for i, p in enumerate(form.points, 1)]
    offices = [
        (f"offices.{i}", " · ".join((o.office, o.institution, o.capacity, o.on_behalf_of)))
        for i, o in enumerate(form.offices, 1)
    ]
    beside = [
        (f"witnesses.{i}", " · ".join((w.office, w.institution, w.capacity))) for i, w in enumerate(form.witnesses, 1)
    ]
    found = single + points + offices + beside + _translated(form.translation)
    return tuple((name, text) for name, text in found if text.strip(" ·\n\t"))


def _translated(other: TranslationForm | None) -> list[tuple[str, str]]:
    if other is None:
        return []
    single = [(f"translation.{name}", getattr(other, name)) for name in ("title", "preamble", "closing")]
    return single + [(f"translation.points.{i}", words) for i, words in enumerate(other.points, 1)]


def names_in(form: DeclarationForm, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (field, name) for each person's name found in the form's texts (decision 3).

    Case, accents, letter widths, punctuation and spacing do not hide a name; one of eight letters or more is also
    found inside other words, so that leaving the spaces out does not hide it either. It guards against oversight: who
    wants to write a name another way still can, and reads the exact text before freezing.
    """
    wanted = [(name, _folded(name)) for name in names if len(_folded(name)) >= SHORTEST_NAME]
    return tuple((place, name) for place, text in sentences(form) for name, key in wanted if _holds(_folded(text), key))


SHORTEST_NAME = 3
SURE_NAME = 8


def _holds(text: str, key: str) -> bool:
    compact = key.replace(" ", "")
    return f" {key} " in f" {text} " or (len(compact) >= SURE_NAME and compact in text.replace(" ", ""))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    letters = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
