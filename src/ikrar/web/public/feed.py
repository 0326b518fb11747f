"""RSS 2.0: what was registered, in all, in a place, of a commitment kind; and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import get_language, gettext

from ikrar.core.declaration.canonical import EXAMPLE_MARK, is_marked_example
from ikrar.records.declaration import queries as declaration
from ikrar.records.place import queries as place
from ikrar.records.wording import queries as wording
from ikrar.web.parts.templatetags.address import absolute, titled
from ikrar.web.parts.templatetags.parts import kind_meaning, kind_name
from ikrar.web.public.commitment import kind_of
from ikrar.web.public.dated import dated
from ikrar.web.public.packed import packed

LIMIT = 50
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed in which nothing happened yet


@dataclass(frozen=True)
class Item:
    """One entry: ``guid`` is the same for good, ``at`` the moment of freezing."""

    title: str
    path: str
    guid: str
    text: str
    at: datetime
    example: bool


class _Feed(Rss201rev2Feed):
    """Django's feed, dated by what is in it, so that the same register gives the same bytes."""

    def latest_post_date(self) -> datetime:
        """The moment of the newest entry."""
        return max((item["pubdate"] for item in self.items), default=BEGINNING)


@packed
@dated
def register(request: HttpRequest) -> HttpResponse:
    """Tell of the newest declarations of the whole register."""
    rows = declaration.newest(limit=LIMIT)
    return _answer(request, gettext("Deklarasi baru"), reverse("declarations"), map(_registered, rows))


@packed
@dated
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Tell of the newest declarations in an area and all below it."""
    found = place.record(code)
    rows = declaration.newest(area=found.code, limit=LIMIT)
    title = gettext("Deklarasi di {place}").format(place=found.name)
    title = f"{EXAMPLE_MARK} {title}" if found.fictional else title
    return _answer(request, title, reverse("area", args=[found.code]), map(_registered, rows), example=found.fictional)


@packed
@dated
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of the newest declarations that carry a kind."""
    found = kind_of(slug)
    rows = wording.newest(found.code, limit=LIMIT)
    title, path = kind_name(found.code), reverse("commitment", args=[slug])
    return _answer(request, title, path, map(_registered, rows), about=kind_meaning(found.code))


@packed
@dated
def corrections(request: HttpRequest) -> HttpResponse:
    """Tell of the newest corrections, each with its published reason."""
    rows = declaration.corrections_page().object_list
    return _answer(request, gettext("Koreksi"), reverse("corrections"), map(_corrected, rows))


def _registered(row: Any) -> Item:
    """An entry leads to the declaration, its guid is the version: a correction is news again."""
    day = formats.date_format(row.event_date, "l, j F Y") if row.event_date else ""
    around = [row.area.name, row.area.parent.name if row.area.parent else ""] if row.area else []
    text = " · ".join(part for part in (day, ", ".join(filter(None, around))) if part)
    return _item(row, row.title, titled(row.declaration_id, row.title), text)


def _corrected(row: Any) -> Item:
    path = reverse("difference", args=[row.declaration_id, row.old_number, row.number])
    title = gettext("{title}: versi {old} menjadi {new}").format(title=row.title, old=row.old_number, new=row.number)
    return _item(row, title, path, row.reason)


def _item(row: Any, title: str, path: str, text: str) -> Item:
    example = bool(row.declaration.example)
    if example and not is_marked_example(title):
        title = f"{EXAMPLE_MARK} {title}"
    guid = absolute(f"/deklarasi/{row.declaration_id}/versi/{row.number}/")
    return Item(title, path, guid, text, row.frozen_at, example)


def _answer(
    request: HttpRequest, title: str, path: str, items: Iterable[Item], *, about: str = "", example: bool = False
) -> HttpResponse:
    """Write a feed; its self link and its guids hold in both languages what each is."""
    entries = list(items)
    said = about or gettext("Yang baru didaftarkan di Ikrar. Hanya isi dan tempat, tidak pernah orang.")
    feed = _Feed(
        title=f"{title} · Ikrar",
        link=absolute(path),
        description=said,
        language=get_language() or "id",
        feed_url=absolute(request.path),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=absolute(entry.path),
            description=entry.text,
            unique_id=entry.guid,
            unique_id_is_permalink=False,
            pubdate=entry.at,
        )
    response = HttpResponse(feed.writeString("utf-8"), "application/rss+xml; charset=utf-8")
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    if example or any(entry.example for entry in entries):
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response
