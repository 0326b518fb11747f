"""Persons of the event, with rank and office: "Kapolres Pamekasan, AKBP Jazuli …", "Ketua KPU Kobar …".

A name is taken only where an office, a rank or a ballot number announces it; nobody else's name is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.reading.article import Article
from ikrar.core.reading.office import Office
from ikrar.core.reading.record import Found, Person
from ikrar.core.text.name import Names
from ikrar.core.text.span import Span
from ikrar.core.text.token import words

_OFFICE_TO_NAME: Final = re.compile(r"[\s,:]{1,3}(?:yakni |yaitu |bernama )?")
_NAME_TO_OFFICE: Final = re.compile(r",? (?:selaku|sebagai|yang menjabat) ")
_COMMA: Final = re.compile(r", ?(?:dan )?| dan ")
_PAIR: Final = re.compile(
    r"(?:nomor urut|paslon|pasangan(?: calon)?)(?:\s*(?:nomor urut\s*)?(?:nomor\s*)?\d{1,2}),?\s+", re.IGNORECASE
)
_NICKNAME: Final = re.compile(r"\s?\([^)]{1,20}\)")
_PAIR_JOIN: Final = re.compile(r"\s?[-–—/&]\s?| dan ")
_TITLE_CASE: Final = 0.85
_CONTESTS: Final = tuple(
    (re.compile(rf"(?:calon|calon wakil|pemilihan) {written}"), title)
    for written, title in (("gubernur", "gubernur"), ("wali ?kota", "wali kota"), ("bupati", "bupati"))
)


@dataclass(frozen=True)
class Bearer:
    """One mention of a named person, with the span of the name and of the office beside it."""

    name: str
    span: Span
    rank: str | None
    role: str | None
    role_span: Span | None
    headline: bool


def find(article: Article, offices: Sequence[Office], names: Names) -> Found[tuple[Person, ...]]:
    """Find the persons in the order of their first full mention; short mentions are joined to the full one."""
    mentions = sorted(
        [*_ranked(article, offices, names), *_unranked(article, offices, names)], key=lambda one: one.span
    )
    known = _Known()
    for mention in sorted([*mentions, *_pairs(article, names)], key=lambda one: one.headline):
        known.join(mention)
    people = sorted(known.people, key=lambda one: one.span)
    spans = tuple(sorted({span for one in people for span in (one.span, one.role_span) if span}))
    return Found(tuple(Person(one.name, one.role, one.rank) for one in people), spans)


def _ranked(article: Article, offices: Sequence[Office], names: Names) -> Iterator[Bearer]:
    """Yield each name after a rank, with the office before or after it."""
    starts = {office.span[0]: office for office in offices}
    ends = {office.span[1]: office for office in offices}
    for rank, start, end in names.ranks(article.body):
        name = names.at(article.body, end)
        if name is None:
            continue
        office = _office_before(article.body, ends, start) or _office_after(article.body, starts, name)
        yield _bearer(article, name, rank, office)


def _unranked(article: Article, offices: Sequence[Office], names: Names) -> Iterator[Bearer]:
    """Yield each name that follows an office without a rank; a headline is too unsure for that."""
    starts = {office.span[0] for office in offices}
    titled = {cut: _title_case(article.show(cut)) for cut in {article.sentence(one.span[0]) for one in offices}}
    for office in offices:
        gap = _OFFICE_TO_NAME.match(article.body, office.span[1])
        if gap is None or article.in_headline(office.span[0]):
            continue
        if gap.end() in starts or names.rank_pattern.match(article.body, gap.end()):
            continue
        careful = titled[article.sentence(office.span[0])]
        name = names.at(article.body, gap.end(), careful=careful)
        while name is not None:
            yield _bearer(article, name, None, office)
            name = _next_shared(article, starts, names, name) if office.shared else None


def _title_case(sentence: str) -> bool:
    """Say whether a sentence capitalises nearly every word, verbs too, so that capitals tell nothing."""
    listed = [word for word in words(sentence) if len(word.text) > len("dan")]
    return sum(word.capital for word in listed) > _TITLE_CASE * len(listed)


def _next_shared(article: Article, starts: Container[int], names: Names, name: Span) -> Span | None:
    """Go on to the next name of a list under one office: "Komisioner A, B"."""
    gap = _COMMA.match(article.body, name[1])
    if gap is None or gap.end() in starts:
        return None
    return names.at(article.body, gap.end(), careful=True)


def _pairs(article: Article, names: Names) -> Iterator[Bearer]:
    """Yield both names of each candidate pair announced by its ballot number."""
    contest = _contest(article.body)
    for found in _PAIR.finditer(article.body):
        first = names.at(article.body, found.end())
        if first is None:
            continue
        nickname = _NICKNAME.match(article.body, first[1])
        join = _PAIR_JOIN.match(article.body, nickname.end() if nickname else first[1])
        second = names.at(article.body, join.end()) if join else None
        if second is not None:
            yield Bearer(article.show(first), first, None, f"calon {contest}", None, False)
            yield Bearer(article.show(second), second, None, f"calon wakil {contest}", None, False)


def _contest(body: str) -> str:
    """Say which office the candidates stand for: the one the text names most, with "calon" or "pemilihan"."""
    low = body.lower()
    counts = {title: len(pattern.findall(low)) for pattern, title in _CONTESTS}
    best = max(counts, key=lambda title: counts[title])
    return best if counts[best] else "kepala daerah"


def _bearer(article: Article, name: Span, rank: str | None, office: Office | None) -> Bearer:
    return Bearer(
        name=article.show(name),
        span=name,
        rank=rank,
        role=article.show(office.span) if office else None,
        role_span=office.span if office else None,
        headline=article.in_headline(name[0]),
    )


def _office_before(body: str, ends: Mapping[int, Office], start: int) -> Office | None:
    """Give the office that ends just before ``start``, with at most a comma or colon between."""
    before = body[max(0, start - len(" , ")) : start]
    return ends.get(start - len(before) + len(before.rstrip(" ,:")))


def _office_after(body: str, starts: Mapping[int, Office], name: Span) -> Office | None:
    """Give the office that follows a name after "selaku" or "sebagai"."""
    gap = _NAME_TO_OFFICE.match(body, name[1])
    return starts.get(gap.end()) if gap else None


class _Known:
    """The persons found so far, looked up by the words of their names."""

    def __init__(self) -> None:
        self.people: list[Bearer] = []
        self._keys: list[frozenset[str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_rarest: dict[str, list[int]] = {}

    def join(self, mention: Bearer) -> None:
        """Add a person, or join the mention to one already there whose name has the same words."""
        new = _key(mention.name)
        for at in self._alike(new, mention.headline):
            old, known = self._keys[at], self.people[at]
            if new <= old:
                self.people[at] = _richer(known, mention)
                return
            if old <= new and not mention.headline:
                self.people[at] = _richer(mention, known)
                self._note(at, new)
                return
            if mention.headline:
                return
        self._by_rarest.setdefault(self._rarest(new), []).append(len(self.people))
        self.people.append(mention)
        self._keys.append(frozenset())
        self._note(len(self.people) - 1, new)

    def _alike(self, new: frozenset[str], headline: bool) -> list[int]:
        """List who may hold all the words of a name, or only such words; for a headline, whoever shares a word."""
        places = set(self._by_word.get(self._rarest(new), ()))
        for word in new:
            places.update((self._by_word if headline else self._by_rarest).get(word, ()))
        return sorted(places)

    def _note(self, at: int, key: frozenset[str]) -> None:
        for word in key - self._keys[at]:
            self._by_word.setdefault(word, []).append(at)
        self._keys[at] = key

    def _rarest(self, key: frozenset[str]) -> str:
        return min(key, key=lambda word: (len(self._by_word.get(word, ())), word))


def _richer(full: Bearer, short: Bearer) -> Bearer:
    """Keep the fuller name and fill its gaps from the other mention."""
    role_from = full if full.role else short
    return replace(full, rank=full.rank or short.rank, role=role_from.role, role_span=role_from.role_span)


def _key(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.lower()))
