"""Province and regency of the event: every area named votes, by where it stands; a tie stays open."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.place.gazetteer import PROVINCE, REGENCY, VILLAGE, Gazetteer, Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Doubt, Found, doubt
from ikrar.core.text.span import Cover, Span, overlaps

_VENUE, _DATELINE, _HEADLINE, _LEAD, _BODY = 8.0, 3.0, 2.0, 2.0, 0.5
_MOST_OF_BODY: Final = 2.0
_CAPITAL_OF: Final = 1.0
_ENOUGH: Final = 2.0
_MARGIN: Final = 1.0
_DATELINE_END: Final = re.compile(r"[ ,.]*(?:\([^)\n]{2,30}\)|[^\n.]{0,30}?)\s*[–—|\-:]")


@dataclass(frozen=True)
class Place:
    """The place found: official ``province`` and ``regency`` names of the day, with ``area_code``."""

    province: Found[str | None]
    regency: Found[str | None]
    area_code: str | None


def mentions(article: Article, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the areas named in the story."""
    return gazetteer.find(article.body)


def decide(
    article: Article,
    named: Sequence[Mention],
    venue: Span | None,
    names: Iterable[Span],
    gazetteer: Gazetteer,
    day: datetime.date | None,
) -> Place:
    """Let the areas named vote for the event's regency; ``names`` are persons' names, which never vote.

    Where city and regency share a name and nothing tells them apart, or votes tie, the regency stays None.
    """
    persons = Cover(names)
    voters = [one for one in named if not persons.meets(one.name)]
    sure = {code for one in voters if _is_sure(one) for code in _truncated(one)}
    votes, spans = _votes(article, voters, venue, gazetteer, sure)
    regencies = {code: weight for code, weight in votes.items() if gazetteer.areas[code].level == REGENCY}
    provinces = _provinces(votes, regencies, gazetteer)
    for code in regencies:
        regencies[code] += min(votes.get(_province_of(code), 0.0), _MARGIN)
    regency, doubts = _winner(regencies, gazetteer)
    province = _province_of(regency) if regency else _best_province(provinces)
    doubts += _clash(regency, voters, venue, gazetteer)
    return Place(
        province=_found_province(province, regency, spans, gazetteer, day),
        regency=Found(gazetteer.official_name(regency) if regency else None, spans.get(regency or "", ()), doubts),
        area_code=regency or province,
    )


def _votes(
    article: Article, voters: Sequence[Mention], venue: Span | None, gazetteer: Gazetteer, sure: set[str]
) -> tuple[dict[str, float], dict[str, tuple[Span, ...]]]:
    """Sum the votes by code of province or regency; a district or village votes for its regency."""
    votes: dict[str, float] = defaultdict(float)
    body: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in voters:
        codes = _meant(one, gazetteer, sure)
        weight = _weight(article, one, venue)
        for code in codes:
            spans[code].append(one.span)
            share = weight / len(codes)
            if weight == _BODY:
                share = min(share, _MOST_OF_BODY - body[code])
                body[code] += share
            votes[code] += share
    return dict(votes), {code: tuple(where) for code, where in spans.items()}


def _truncated(mention: Mention) -> tuple[str, ...]:
    """Give the regencies (or provinces) that a mention may mean or lie in."""
    return tuple(dict.fromkeys(".".join(code.split(".")[:REGENCY]) for code in mention.codes))


def _is_village(mention: Mention) -> bool:
    return mention.codes[0].count(".") + 1 == VILLAGE


def _is_sure(mention: Mention) -> bool:
    """Say whether a mention means one area; villages share their names with too many others to be sure."""
    return not _is_village(mention) and (mention.explicit or len(mention.codes) == 1) and len(_truncated(mention)) == 1


def _meant(mention: Mention, gazetteer: Gazetteer, sure: set[str]) -> tuple[str, ...]:
    """Narrow what a mention may mean: to its regency, then to what the text elsewhere says outright.

    A village that lies in none of the regencies named elsewhere, or whose name many share, tells nothing.
    """
    codes = _truncated(mention)
    if len(codes) == 1 and not _is_village(mention):
        return codes
    regencies = tuple(code for code in codes if gazetteer.areas[code].level == REGENCY)
    told = tuple(code for code in regencies if code in sure)
    if told or (_is_village(mention) and any(code.count(".") for code in sure)):
        return told
    within = tuple(code for code in codes if _province_of(code) in sure)
    if within or not _is_village(mention):
        return within or codes
    return codes if len(codes) == 1 else ()


def _weight(article: Article, mention: Mention, venue: Span | None) -> float:
    start = mention.span[0]
    if venue and overlaps(mention.span, venue):
        return _VENUE + 2.0 * mention.explicit
    if _in_dateline(article, mention):
        return _DATELINE
    if article.in_headline(start):
        return _HEADLINE
    if article.lead and article.lead[0][0] <= start < article.lead[0][1]:
        return _LEAD
    if article.in_caption(start):
        return _LEAD
    return _BODY


def _in_dateline(article: Article, mention: Mention) -> bool:
    """Say whether the mention opens a line that goes on with an agency, a dash or a bar: "Mataram (ANTARA) -"."""
    start, end = article.line(mention.span[0])
    return mention.span[0] - start <= 2 and bool(
        _DATELINE_END.match(article.body, mention.span[1], min(end, mention.span[1] + 45))
    )


def _provinces(votes: dict[str, float], regencies: dict[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    totals = {code: weight for code, weight in votes.items() if gazetteer.areas[code].level == PROVINCE}
    for code, weight in regencies.items():
        totals[_province_of(code)] = totals.get(_province_of(code), 0.0) + weight
    return totals


def _winner(regencies: dict[str, float], gazetteer: Gazetteer) -> tuple[str | None, tuple[Doubt, ...]]:
    """Take the regency with the most votes, if they are enough and clearly more than the next one's."""
    ranked = sorted(regencies, key=lambda code: -regencies[code])
    best = [regencies[code] for code in ranked[:2]]
    if len(best) > 1 and sum(best) >= _ENOUGH and best[0] - best[1] < _MARGIN:
        one, other = (gazetteer.official_name(code) for code in ranked[:2])
        return None, (doubt("regency", "Dapat berarti {one} atau {other}.", one=one, other=other),)
    if not best or best[0] < _ENOUGH:
        return None, (doubt("regency", "Kabupaten atau kota tempat kegiatan tidak tertulis dengan jelas."),)
    return ranked[0], ()


def _best_province(provinces: dict[str, float]) -> str | None:
    ranked = sorted(provinces, key=lambda code: -provinces[code])
    if not ranked or provinces[ranked[0]] < _ENOUGH:
        return None
    if len(ranked) > 1 and provinces[ranked[0]] - provinces[ranked[1]] < _MARGIN:
        return None
    return ranked[0]


def _clash(
    regency: str | None, voters: Sequence[Mention], venue: Span | None, gazetteer: Gazetteer
) -> tuple[Doubt, ...]:
    """Tell when a district in the venue phrase lies elsewhere than the regency written beside it."""
    for one in voters:
        lower = [code for code in one.codes if code.count(".") >= REGENCY]
        if not (regency and venue and lower and overlaps(one.span, venue)):
            continue
        if not any(code.startswith(f"{regency}.") for code in lower):
            other = gazetteer.official_name(".".join(lower[0].split(".")[:REGENCY]))
            name = gazetteer.official_name(regency)
            message = "Teks menulis {name}, tetapi kecamatan atau desa yang disebut terletak di {other}."
            return (doubt("regency", message, name=name, other=other),)
    return ()


def _found_province(
    province: str | None,
    regency: str | None,
    spans: dict[str, tuple[Span, ...]],
    gazetteer: Gazetteer,
    day: datetime.date | None,
) -> Found[str | None]:
    if province is None:
        return Found(None, (), (doubt("province", "Provinsi tempat kegiatan tidak tertulis dengan jelas."),))
    shown = spans.get(province, ()) or spans.get(regency or "", ()) or _below(province, spans)
    return Found(_name_on(province, gazetteer, day), shown)


def _below(province: str, spans: dict[str, tuple[Span, ...]]) -> tuple[Span, ...]:
    return tuple(sorted({span for code, where in spans.items() if _province_of(code) == province for span in where}))


def _name_on(code: str, gazetteer: Gazetteer, day: datetime.date | None) -> str:
    """Give the official name that was valid on ``day``: "DKI Jakarta" before its change."""
    for alias in gazetteer.aliases:
        if alias.code == code and alias.official and day is not None and alias.valid(day):
            return alias.name
    return gazetteer.official_name(code)


def _province_of(code: str) -> str:
    return code.split(".")[0]
