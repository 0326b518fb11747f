"""A declaration as a person types it: raw strings, so that nothing entered is lost, and the strict way out of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import urlsplit

from ikrar.core.declaration.canonical import (
    DeclarationText,
    PledgingOffice,
    example_title,
    is_marked_example,
    needs_example_mark,
    normalised,
)
from ikrar.core.errors import BadInput, InvalidField


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
    """Every field of a declaration as typed; ``area`` and ``election`` are codes, ``event_date`` is ISO text."""

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

    def as_json(self) -> dict[str, object]:
        """Return the form as plain JSON values, the inverse of :func:`from_json`."""
        return asdict(self)


def from_json(value: Mapping[str, object]) -> DeclarationForm:
    """Rebuild a form from what :meth:`DeclarationForm.as_json` gave (lists or tuples alike)."""
    points = tuple(PointForm(p["text"], tuple(p["kinds"])) for p in _rows(value, "points"))
    offices = tuple(OfficeForm(**o) for o in _rows(value, "offices"))
    plain = {k: str(v) for k, v in value.items() if k not in {"points", "offices"}}
    return DeclarationForm(**plain, points=points, offices=offices)


def _rows(value: Mapping[str, object], name: str) -> list[dict[str, str]]:
    rows = value.get(name, ())
    return [dict(row) for row in rows] if isinstance(rows, Sequence) else []


def marked(form: DeclarationForm) -> DeclarationForm:
    """Return the form with the example mark in its title when its area is fictional (decision 11)."""
    if form.title.strip() and needs_example_mark(form.area.strip()) and not is_marked_example(form.title.strip()):
        return replace(form, title=example_title(form.title.strip()))
    return form


def event_date(form: DeclarationForm) -> datetime.date | None:
    """Read the form's date; empty is None, anything but YYYY-MM-DD raises InvalidField."""
    value = form.event_date.strip()
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise InvalidField(
            "Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field="event_date", value=value
        ) from None


def source_url(form: DeclarationForm) -> str:
    """Return the link to the source article, or an empty string; anything but http(s) raises InvalidField."""
    value = form.source_url.strip()
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or len(value) > 500):
        raise InvalidField(
            "Tautan sumber harus diawali http:// atau https://, paling panjang 500 huruf.", field="source_url"
        )
    return value


def text_of(form: DeclarationForm, *, supersedes: str | None = None) -> DeclarationText:
    """Return the normalised registered text of a form; raises the first BadInput that stands in the way.

    ``supersedes`` is the digest (64 hex digits) of the version this one replaces. Rows left wholly empty are skipped.
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
            parent=None,
            supersedes=supersedes,
        )
    )


_PARTS = ("title", "election", "event_date", "place", "preamble", "closing", "source_url")


def problems(form: DeclarationForm) -> tuple[BadInput, ...]:
    """Return everything that would stop freezing, one error a field, in the order of the page.

    Beyond :func:`text_of` it asks for what a public record cannot do without: an area, a date, a point and an office.
    """
    found: list[BadInput] = []
    for check in (_titled, _placed, _dated, _pledged, _signed, text_of):
        try:
            check(form)
        except BadInput as error:
            if getattr(error, "field", "") not in {getattr(e, "field", "") for e in found}:
                found.append(error)
    return tuple(found)


def _titled(form: DeclarationForm) -> None:
    if not form.title.strip():
        raise InvalidField("Isi judul deklarasi.", field="title")


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


def sentences(form: DeclarationForm) -> tuple[tuple[str, str], ...]:
    """Return every text of the form that would be published, as (field, text) pairs."""
    single = [(name, str(getattr(form, name))) for name in _PARTS]
    points = [(f"points.{i}", p.text) for i, p in enumerate(form.points, 1)]
    offices = [
        (f"offices.{i}", " · ".join((o.office, o.institution, o.capacity, o.on_behalf_of)))
        for i, o in enumerate(form.offices, 1)
    ]
    return tuple((name, text) for name, text in single + points + offices if text.strip())


def names_in(form: DeclarationForm, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (field, name) for each person's name found in the form's texts, ignoring case and spacing (decision 3)."""
    wanted = [(name, _folded(name)) for name in names if len(_folded(name)) >= 3]
    return tuple(
        (place, name) for place, text in sentences(form) for name, key in wanted if f" {key} " in f" {_folded(text)} "
    )


def _folded(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
