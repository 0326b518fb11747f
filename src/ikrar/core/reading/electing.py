"""Which election an article is about: the words for it, their year, and what the event's date allows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.election.table import Election
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Alternative, Found, doubt
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span, mask

# "Pilkada Damai dan Sehat Tahun 2020", "Pemilihan Bupati dan Wakil Bupati X Tahun 2018"; never into another clause.
_YEAR: Final = re.compile(
    r"(?:\s+(?!di\b|pada\b|dan\s+(?:pil|pem))[^\W\d]+){0,8}?\s+(?:\d{1,2}\s+[A-Z]\w+\s+)?(?P<year>20\d\d)(?![/\d])"
)
_HEADLINE_WEIGHT: Final = 2
_OPERATION_WEIGHT: Final = 4
# General knowledge: the police name their national operation "Mantap Brata" at a Pemilu, "Mantap Praja" at a Pilkada.
_OPERATIONS: Final = {"pemilu": "brata", "pilkada": "praja"}
_AFTERMATH: Final = datetime.timedelta(days=90)
_OTHER: Final = "other"
_FIELD: Final = "election"
_ENOUGH_GENERIC: Final = 2
_ANY_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PANDEMIC: Final = re.compile(r"\b(?:covid|pandemi|protokol kesehatan|prokes|corona)", re.IGNORECASE)
_PANDEMIC_YEAR: Final = 2020
_LONGEST_AHEAD: Final = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Words:
    """The words for each sort of election, by sort: "pilkada", "pemilu", "other".

    ``bodies`` finds names that hold such words and mean none ("Komisi Pemilihan Umum"); ``generic`` what stands only in
    news about elections.
    """

    patterns: dict[str, re.Pattern[str]]
    bodies: re.Pattern[str]
    generic: re.Pattern[str]


def words(table: Mapping[str, Sequence[str]], generic: Sequence[str]) -> Words:
    """Compile the words of ``data/article_kinds.toml``."""
    patterns = {sort: compile_phrases(phrases) for sort, phrases in table.items() if sort != "bodies"}
    return Words(patterns, compile_phrases(table["bodies"]), compile_phrases(generic))


@dataclass(frozen=True)
class Talk:
    """What an article says of elections.

    ``sort`` is the best-supported one with its ``spans`` and the ``years`` beside its words, most frequent first;
    ``generic`` are words that stand only in such news; ``hints`` every year written anywhere, that of the operation
    first; ``pandemic`` where the news is of the year of Covid.
    """

    sort: str | None
    spans: tuple[Span, ...]
    years: tuple[int, ...]
    tied: bool
    generic: tuple[Span, ...] = ()
    hints: tuple[int, ...] = ()
    pandemic: bool = False

    @property
    def about(self) -> bool:
        """Say whether the article is about an election at all."""
        return self.sort is not None or bool(self.generic)


def talk(article: Article, words: Words, operation: str | None = None) -> Talk:
    """Weigh the words for elections; a year beside a word, the headline, and the operation's name count more."""
    body = mask(article.body, (one.span() for one in words.bodies.finditer(article.body)))
    found = {sort: [one.span() for one in words.patterns[sort].finditer(body)] for sort in words.patterns}
    weights = {sort: sum(_weight(article, span) for span in spans) for sort, spans in found.items()}
    for sort, name in _OPERATIONS.items():
        weights[sort] += _OPERATION_WEIGHT * bool(found[sort] and operation and name in operation.lower())
    ranked = sorted(weights, key=lambda sort: -weights[sort])
    best = ranked[0]
    if not weights[best]:
        said = _by_operation(article, operation)
    else:
        years = [year for span in found[best] if (year := _year_beside(article.body, span))]
        tied = weights[best] == weights[ranked[1]]
        said = Talk(best, tuple(found[best]), tuple(sorted(set(years), key=years.count, reverse=True)), tied)
    generic, hints, pandemic = _generic(article.body, words), _hints(article.body, operation), _PANDEMIC.search(body)
    return replace(said, generic=generic, hints=hints, pandemic=bool(pandemic))


def _generic(body: str, words: Words) -> tuple[Span, ...]:
    """Give the words that stand only in news about elections, if there are two different ones."""
    spans = [one.span() for one in words.generic.finditer(body)]
    return tuple(spans) if len({body[start:end].lower() for start, end in spans}) >= _ENOUGH_GENERIC else ()


def _hints(body: str, operation: str | None) -> tuple[int, ...]:
    """List the years of the operation's name, the later one first, then every other year the article writes."""
    named = sorted({int(year) for year in _ANY_YEAR.findall(operation or "")}, reverse=True)
    return tuple(dict.fromkeys([*named, *(int(year) for year in _ANY_YEAR.findall(body))]))


def _by_operation(article: Article, operation: str | None) -> Talk:
    """Take the election that the security operation is named for, where no word for an election stands."""
    for sort, name in _OPERATIONS.items():
        if operation and name in operation.lower():
            start = article.body.index(operation)
            years = tuple(sorted((int(year) for year in _ANY_YEAR.findall(operation)), reverse=True))
            return Talk(sort, ((start, start + len(operation)),), years, False)
    return Talk(None, (), (), False)


def choose(
    said: Talk, elections: Sequence[Election], area_code: str | None, day: datetime.date | None
) -> Found[str | None]:
    """Choose the election of the table that fits; None with a doubt where the article leaves it open.

    A fictional election is chosen only for a place of its own area.
    """
    if said.sort is None:
        return _nearest(said, elections, day) if said.generic else Found(None)
    if said.tied:
        return _nearest(said, elections, day)
    if said.sort == _OTHER:
        return Found(_OTHER, said.spans)
    local = _fictional(said.sort, elections, area_code)
    if local:
        return Found(local.code, said.spans)
    return _of_table(said, [one for one in elections if not one.fictional], day)


def _of_table(said: Talk, elections: Sequence[Election], day: datetime.date | None) -> Found[str | None]:
    """Take the election of the written year, else the next one after the day; a day long past it points to another."""
    named = _of_years(said, elections, said.years)
    ahead = [one for one in elections if day and one.voting_day and day <= one.voting_day <= day + _LONGEST_AHEAD]
    ahead.sort(key=lambda one: one.kind != said.sort)
    if named and not (ahead and _long_past(named, day)):
        return Found(named.code, said.spans)
    if named is None and said.years and not ahead:
        why = doubt(_FIELD, "Pemilihan tahun {year} belum ada dalam daftar Ikrar.", year=said.years[0])
        return Found(_OTHER, said.spans, (why,))
    if ahead:
        why = doubt(_FIELD, "Jenis atau tahun pemilihan disimpulkan dari tanggal kegiatan; periksa.")
        return Found(ahead[0].code, said.spans, (why,))
    return _by_hints(said, elections)


def _by_hints(said: Talk, elections: Sequence[Election]) -> Found[str | None]:
    """Infer the year from the only election of this sort whose year the article writes anywhere, or from the pandemic.

    Source: ``data/elections/``; of these elections one alone, the Pilkada of 2020, was held in a year of Covid.
    """
    fitting = [one for one in elections if one.kind == said.sort and one.year in said.hints]
    if len(fitting) == 1:
        why = doubt(
            _FIELD, "Tahun pemilihan disimpulkan dari tahun lain dalam teks; periksa.", _rival(fitting[0], said)
        )
        return Found(fitting[0].code, said.spans, (why,))
    covid = _of_years(said, elections, (_PANDEMIC_YEAR,))
    if covid and said.pandemic and not fitting:
        why = doubt(_FIELD, "Tahun pemilihan disimpulkan dari berita tentang pandemi; periksa.", _rival(covid, said))
        return Found(covid.code, said.spans, (why,))
    rivals = (_rival(one, said) for one in elections if one.kind == said.sort)
    return Found(None, (), (doubt(_FIELD, "Tahun pemilihan tidak tertulis; pilih pemilihannya.", *rivals),))


def _rival(election: Election, said: Talk) -> Alternative:
    return Alternative(election.code, said.spans)


def _of_years(said: Talk, elections: Sequence[Election], years: Sequence[int]) -> Election | None:
    return next((one for year in years for one in elections if (one.kind, one.year) == (said.sort, year)), None)


def _long_past(election: Election, day: datetime.date | None) -> bool:
    """Say whether the event was held long after the voting day: then a Pilkada was called Pemilu, or the reverse."""
    return bool(day and election.voting_day and day > election.voting_day + _AFTERMATH)


def _nearest(said: Talk, elections: Sequence[Election], day: datetime.date | None) -> Found[str | None]:
    """Where the words leave the sort open, take the election that comes next after the event."""
    ahead = [one for one in elections if day and one.voting_day and day <= one.voting_day <= day + _LONGEST_AHEAD]
    rivals = tuple(Alternative(one.code, said.spans or said.generic) for one in ahead)
    why = (
        doubt(_FIELD, "Teks menyebut lebih dari satu jenis pemilihan; periksa yang dipilih.", *rivals)
        if said.tied
        else doubt(_FIELD, "Jenis pemilihan tidak tertulis; yang terdekat sesudah kegiatan yang dipilih.", *rivals),
    )
    return Found(ahead[0].code, said.spans or said.generic, why) if ahead else Found(None, (), why)


def _fictional(sort: str, elections: Sequence[Election], area_code: str | None) -> Election | None:
    province = area_code.split(".")[0] if area_code else ""
    fictional = (one for one in elections if one.fictional and one.kind == sort and one.area)
    return next((one for one in fictional if str(one.area).split(".")[0] == province), None)


def _weight(article: Article, span: Span) -> int:
    weight = _HEADLINE_WEIGHT if article.in_headline(span[0]) else 1
    return weight + bool(_year_beside(article.body, span))


def _year_beside(body: str, span: Span) -> int | None:
    found = _YEAR.match(body, span[1])
    return int(found.group("year")) if found else None
