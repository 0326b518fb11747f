"""Reading a press text: one straight flow from the text to the draft record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final

from ikrar.core.errors import EmptyText, TooLarge
from ikrar.core.reading import (
    article as articles,
)
from ikrar.core.reading import (
    commitment,
    electing,
    event_date,
    handover,
    institution,
    kind,
    office,
    operation,
    person,
    place,
    point,
    signatory,
    venue,
)
from ikrar.core.reading import (
    published as publication,
)
from ikrar.core.reading.article import Article
from ikrar.core.reading.ground import Ground
from ikrar.core.reading.record import Found, Reading
from ikrar.core.reading.tables import Tables

LONGEST: Final = 100_000


@dataclass(frozen=True)
class _Gist:
    """What is looked for first: it tells whether the article reports anything of ours, and what."""

    issue: publication.Published
    guard: Found[str | None]
    said: electing.Talk
    points: Found[tuple[str, ...]]
    kinds: Found[tuple[str, ...]]


def read(
    text: str,
    *,
    tables: Tables,
    published: datetime.date | None = None,
    article_id: str = "",
    source_url: str | None = None,
) -> Reading:
    """Read one press text into a draft record whose every value shows the words it came from.

    ``published`` helps to find a missing year; where it is not given, it is read from the page's own lines, or from the
    address ``source_url``. A value that cannot be made sure is None, with a doubt that says why;
    of a text about something else everything is empty and the kind is "none". Raises EmptyText for blank text and
    TooLarge for one longer than any press text (LONGEST characters).
    """
    if len(text) > LONGEST:
        raise TooLarge(
            "Naskah berisi {size} huruf, lebih dari {limit}. Berikan satu berita saja setiap kali.",
            size=len(text),
            limit=LONGEST,
        )
    article = articles.parse(text, tables.noise)
    if not article.text:
        raise EmptyText("Teks kosong. Tempelkan isi berita, atau pilih berkas yang berisi teks.")
    gist = _gist(article, tables, publication.decide(article, tables.publication, published, source_url))
    if gist.kinds.value[0] == kind.NONE:
        return _nothing(article, article_id, gist)
    return _reading(article, article_id, gist, tables)


def _gist(article: Article, tables: Tables, issue: publication.Published) -> _Gist:
    """Find what the kind is decided by; of a text about something else nothing more, above all no person, is sought."""
    guard = operation.find(article, tables.operations)
    said = electing.talk(article, tables.election_words, guard.value)
    points = point.find(article, tables.pledges, tables.kinds)
    kinds = kind.decide(
        article,
        tables.article_kinds,
        about_election=said.about or guard.value is not None,
        points=points.spans,
    )
    return _Gist(issue, guard, said, points, kinds)


def _nothing(article: Article, article_id: str, gist: _Gist) -> Reading:
    day = gist.issue.day
    return Reading(
        id=article_id,
        kind=kind.NONE,
        text=article.text,
        evidence={publication.FIELD: day.spans} if day.spans else {},
        doubts=gist.kinds.doubts,
        published=day.value,
        reasons=gist.kinds.reasons,
    )


def _reading(article: Article, article_id: str, gist: _Gist, tables: Tables) -> Reading:
    """Run the finders in the order in which they need one another, and put the parts together."""
    every = place.mentions(article, tables.gazetteer)
    named = tuple(one for one in every if not one.weak)
    bodies = institution.find(article, named, tables.institutions)
    offices = office.find(article, named, bodies, tables.offices)
    persons = person.find(article, offices, tables.names, Ground(article, named), (one.span for one in bodies))
    day = event_date.decide(article, tables.event_dates, gist.said, tables.elections, gist.issue.latest)
    where = venue.find(article, named, bodies, offices, tables.venues)
    held = {one.span for one in offices}
    silent = [span for span in persons.spans if span not in held]
    silent += operation.spans(article, tables.operations)
    area = place.decide(article, every, where.spans[0] if where.spans else None, silent, tables.gazetteer, day.value)
    fields: dict[str, Found[Any]] = {
        "event_date": day,
        "place_text": where,
        "province": area.province,
        "regency": area.regency,
        "election": electing.choose(gist.said, tables.elections, area.area_code, day.value or gist.issue.latest),
        "operation": gist.guard,
        "organizations": institution.organizations(article, bodies, tables.institutions, gist.points.spans),
        "persons": persons,
        "signatories": signatory.find(article),
        "points": gist.points,
        "point_count_stated": point.stated(article, tables.pledges, gist.points.value),
        "handover": handover.find(article, bodies) if kind.RELAY in gist.kinds.value else Found(None),
        "commitment_kinds": commitment.find(
            article, gist.points.spans, tables.pledges.calls, tables.kinds, tables.wider_kinds
        ),
        publication.FIELD: gist.issue.day,
    }
    return _record(article, article_id, gist.kinds, fields, area.area_code, tables)


def _record(
    article: Article,
    article_id: str,
    kinds: Found[tuple[str, ...]],
    fields: dict[str, Found[Any]],
    area_code: str | None,
    tables: Tables,
) -> Reading:
    """Write what was found as the draft record, with its evidence, doubts and reasons."""
    evidence = {"kind": kinds.spans} | {name: found.spans for name, found in fields.items() if found.spans}
    if area_code:
        evidence["area_code"] = fields["regency"].spans or fields["province"].spans
    return Reading(
        id=article_id,
        kind=kinds.value[0],
        text=article.text,
        also_kinds=kinds.value[1:],
        area_code=area_code,
        evidence=evidence,
        doubts=(*kinds.doubts, *(one for found in fields.values() for one in found.doubts)),
        point_kinds=commitment.of_points(fields["points"].value, tables.kinds),
        reasons=(*kinds.reasons, *(one for found in fields.values() for one in found.reasons)),
        **{name: found.value for name, found in fields.items()},
    )
