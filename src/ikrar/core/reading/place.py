"""Province and regency of the event: every area named votes, by where it stands; a tie stays open."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ikrar.core.place.gazetteer import DISTRICT, PROVINCE, REGENCY, VILLAGE, Gazetteer, Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Alternative, Doubt, Found, Reason, doubt
from ikrar.core.text.span import Cover, Span, overlaps

_FIELD: Final = "regency"
_VENUE, _DATELINE, _HEADLINE, _LEAD, _BODY, _ADDRESS, _WEAK = 8.0, 3.0, 2.0, 2.0, 0.5, 1.0, 2.0
_MOST_OF_BODY: Final = 2.0
_ENOUGH: Final = 2.0
_MARGIN: Final = 1.0
_LONGEST_AGENCY: Final = 45
_MOST_READINGS: Final = 4
_HOME: Final = 5.0
_DATELINE_END: Final = re.compile(r"[ ,.]*(?:\([^)\n]{2,30}\)|[^\n.]{0,30}?)\s*[–—|\-:]")
# "kab-lomboktimur.kpu.go.id", "klatenkab.go.id", "tribratanews.polresngada", "TRIBRATANEWSHALSEL"
_ADDRESSES: Final = re.compile(
    r"\b(?:(?:kab|kota)-(?P<kpu>[a-z]{3,40})\.kpu\.go"
    r"|(?P<own>[a-z]{3,40})(?P<level>kab|kota)\.(?:bawaslu\.)?go\.id"
    r"|tribratanews[ ._-]?(?:polres(?:ta)?[ ._-]?)?(?P<police>[a-z]{3,40}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """The place found: official ``province`` and ``regency`` names of the day, with ``area_code``."""

    province: Found[str | None]
    regency: Found[str | None]
    area_code: str | None


@dataclass
class _Ballot:
    """The votes so far, by code of province or regency, with the words that gave them."""

    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    body: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    given: list[tuple[str, float, Span]] = field(default_factory=list)

    def add(self, code: str, weight: float, span: Span) -> None:
        """Count a vote; mentions in the body together count only so much."""
        if weight <= _BODY:
            weight = min(weight, _MOST_OF_BODY - self.body[code])
            self.body[code] += weight
        self.votes[code] += weight
        self.spans[code].append(span)
        self.given.append((code, weight, span))

    def of_level(self, level: int) -> dict[str, float]:
        """Give the votes for areas of one level."""
        return {code: weight for code, weight in self.votes.items() if code.count(".") + 1 == level}


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
    ballot = _Ballot()
    _strong(ballot, article, [one for one in voters if not one.weak], venue)
    _addresses(ballot, article, gazetteer)
    guessed = _weak(ballot, article, [one for one in voters if one.weak], venue)
    regencies = ballot.of_level(REGENCY)
    provinces = _provinces(ballot.of_level(PROVINCE), regencies)
    for code in regencies:
        regencies[code] += min(ballot.votes.get(_province_of(code), 0.0), _MARGIN)
    regency, doubts = _winner(regencies, ballot, gazetteer, day)
    province = _province_of(regency) if regency else _best_province(provinces)
    doubts += _clash(regency, voters, venue, gazetteer)
    if regency and regency in guessed:
        doubts += (doubt(_FIELD, "Disimpulkan dari nama kecamatan saja; periksa."),)
    elif regency and not doubts:
        doubts += _away_from_home(regency, regencies, ballot, venue, gazetteer, day)
    spans = tuple(dict.fromkeys(ballot.spans.get(regency or "", ())))
    reasons = tuple(
        Reason(_FIELD, gazetteer.official_name(code), round(weight, 2), span) for code, weight, span in ballot.given
    )
    return Place(
        province=_found_province(province, regency, ballot, gazetteer, day),
        regency=Found(gazetteer.name_on(regency, day) if regency else None, spans, doubts, reasons),
        area_code=regency or province,
    )


def _strong(ballot: _Ballot, article: Article, voters: Sequence[Mention], venue: Span | None) -> None:
    """Count the mentions that name an area; a district or village votes for its regency."""
    sure = {code for one in voters if _is_sure(one) for code in _truncated(one)}
    for one in voters:
        codes = _meant(one, sure)
        for code in codes:
            ballot.add(code, _weight(article, one, venue) / len(codes), one.span)


def _addresses(ballot: _Ballot, article: Article, gazetteer: Gazetteer) -> None:
    """Count what an address on the web says about who published the text."""
    for found in _ADDRESSES.finditer(article.text):
        name = (found["kpu"] or found["own"] or found["police"]).lower()
        codes = gazetteer.written(name)
        kind = {"kab": "kabupaten", "kota": "kota"}.get((found["level"] or found.group()[:4].rstrip("-")).lower(), "")
        told = tuple(code for code in codes if gazetteer.areas[code].kind == kind) or codes
        if len(told) == 1:
            ballot.add(told[0], _ADDRESS, found.span())


def _weak(ballot: _Ballot, article: Article, voters: Sequence[Mention], venue: Span | None) -> frozenset[str]:
    """Count names that tell nothing alone, where they stand in the venue or the dateline; give those only guessed at.

    One votes for a regency that is named otherwise, or lies in a province that is; a district also where no
    regency is named at all.
    """
    told = {code for code, weight in ballot.votes.items() if weight > 0}
    alone = not any(code.count(".") for code in told)
    guessed: set[str] = set()
    for one in voters:
        if not (venue and overlaps(one.span, venue)) and not _in_dateline(article, one):
            continue
        codes = _truncated(one)
        known = tuple(code for code in codes if code in told)
        known = known or tuple(code for code in codes if alone and _province_of(code) in told)
        apart = article.body[max(0, one.span[0] - 2) : one.span[0]] in ("", ", ", ".\n", "\n\n")
        if not known and not told and apart and one.codes[0].count(".") + 1 == DISTRICT:
            known = codes
            guessed.update(codes)
        for code in known:
            ballot.add(code, _WEAK / len(known), one.span)
    return frozenset(guessed)


def _truncated(mention: Mention) -> tuple[str, ...]:
    """Give the regencies (or provinces) that a mention may mean or lie in."""
    return _regencies(mention.codes)


@lru_cache(maxsize=1024)
def _regencies(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(".".join(code.split(".")[:REGENCY]) for code in codes))


def _is_village(mention: Mention) -> bool:
    return mention.codes[0].count(".") + 1 == VILLAGE


def _is_sure(mention: Mention) -> bool:
    """Say whether a mention means one area; villages share their names with too many others to be sure."""
    return not _is_village(mention) and (mention.explicit or len(mention.codes) == 1) and len(_truncated(mention)) == 1


def _meant(mention: Mention, sure: set[str]) -> tuple[str, ...]:
    """Narrow what a mention may mean: to its regency, then to what the text elsewhere says outright.

    A village that lies in none of the regencies named elsewhere, or whose name many share, tells nothing.
    """
    codes = _truncated(mention)
    if len(codes) == 1 and not _is_village(mention):
        return codes
    told = tuple(code for code in codes if code.count(".") and code in sure)
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
        _DATELINE_END.match(article.body, mention.span[1], min(end, mention.span[1] + _LONGEST_AGENCY))
    )


def _provinces(provinces: dict[str, float], regencies: dict[str, float]) -> dict[str, float]:
    totals = dict(provinces)
    for code, weight in regencies.items():
        totals[_province_of(code)] = totals.get(_province_of(code), 0.0) + weight
    return totals


def _winner(
    regencies: dict[str, float], ballot: _Ballot, gazetteer: Gazetteer, day: datetime.date | None
) -> tuple[str | None, tuple[Doubt, ...]]:
    """Take the regency with the most votes, if they are enough and clearly more than the next one's."""
    ranked = sorted(regencies, key=lambda code: -regencies[code])
    best = [regencies[code] for code in ranked[:2]]
    if len(best) > 1 and sum(best) >= _ENOUGH and best[0] - best[1] < _MARGIN:
        close = [code for code in ranked if regencies[ranked[0]] - regencies[code] < _MARGIN]
        one, other = (gazetteer.name_on(code, day) for code in close[:2])
        named = _readings(close, ballot, gazetteer, day)
        return None, (doubt(_FIELD, "Dapat berarti {one} atau {other}.", *named, one=one, other=other),)
    if not best or best[0] < _ENOUGH:
        named = _readings(ranked, ballot, gazetteer, day)
        return None, (doubt(_FIELD, "Kabupaten atau kota tempat kegiatan tidak tertulis dengan jelas.", *named),)
    return ranked[0], ()


def _readings(
    codes: Sequence[str], ballot: _Ballot, gazetteer: Gazetteer, day: datetime.date | None
) -> tuple[Alternative, ...]:
    """Give the readings that compete, with the words for each."""
    return tuple(
        Alternative(gazetteer.name_on(code, day), tuple(dict.fromkeys(ballot.spans[code])))
        for code in codes[:_MOST_READINGS]
    )


def _away_from_home(
    regency: str,
    regencies: dict[str, float],
    ballot: _Ballot,
    venue: Span | None,
    gazetteer: Gazetteer,
    day: datetime.date | None,
) -> tuple[Doubt, ...]:
    """Tell when the venue lies elsewhere than the regency that the article is otherwise about."""
    others = [code for code in regencies if code != regency and regencies[code] >= _HOME]
    if not others or not venue or not any(overlaps(span, venue) for span in ballot.spans[regency]):
        return ()
    home = max(others, key=lambda code: regencies[code])
    message = "Tempat kegiatan terletak di {place}, tetapi berita ini banyak menyebut {home}."
    named = _readings([regency, home], ballot, gazetteer, day)
    return (doubt(_FIELD, message, *named, place=named[0].value, home=named[1].value),)


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
        if one.weak or not (regency and venue and lower and overlaps(one.span, venue)):
            continue
        if not any(code.startswith(f"{regency}.") for code in lower):
            other = gazetteer.official_name(".".join(lower[0].split(".")[:REGENCY]))
            name = gazetteer.official_name(regency)
            message = "Teks menulis {name}, tetapi kecamatan atau desa yang disebut terletak di {other}."
            return (doubt(_FIELD, message, name=name, other=other),)
    return ()


def _found_province(
    province: str | None, regency: str | None, ballot: _Ballot, gazetteer: Gazetteer, day: datetime.date | None
) -> Found[str | None]:
    if province is None:
        return Found(None, (), (doubt("province", "Provinsi tempat kegiatan tidak tertulis dengan jelas."),))
    shown = ballot.spans.get(province) or ballot.spans.get(regency or "") or _below(province, ballot)
    return Found(gazetteer.name_on(province, day), tuple(dict.fromkeys(shown)))


def _below(province: str, ballot: _Ballot) -> list[Span]:
    return sorted({span for code, where in ballot.spans.items() if _province_of(code) == province for span in where})


def _province_of(code: str) -> str:
    return code.split(".")[0]
