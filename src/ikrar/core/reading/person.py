"""Persons of the event, with rank and office: "Kapolres Pamekasan, AKBP Jazuli …", "Ketua KPU Kobar …".

A name is taken only where an office, a rank, a ballot number, a form of address or a verb of acting announces it;
nobody else's name is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from ikrar.core.reading import announce, pair
from ikrar.core.reading.announce import Bearer
from ikrar.core.reading.article import Article
from ikrar.core.reading.byline import author
from ikrar.core.reading.ground import Ground
from ikrar.core.reading.office import Office
from ikrar.core.reading.record import Found, Person
from ikrar.core.text.name import Names
from ikrar.core.text.span import Cover, Span


def find(
    article: Article, offices: Sequence[Office], names: Names, ground: Ground, bodies: Iterable[Span] = ()
) -> Found[tuple[Person, ...]]:
    """Find the persons in the order of their first full mention; short mentions are joined to the full one.

    What is wholly the name of a place in this article (``ground``) or one of the ``bodies`` is no person's name.
    """
    taken = frozenset(bodies)
    mentions = [one for one in _candidates(article, names) if not _no_person(article, one, ground, taken)]
    groups = (
        announce.ranked(article, offices, names),
        announce.unranked(article, offices, names),
        announce.described(article, offices, names),
        announce.alone(article, names),
    )
    for group in groups:
        held = Cover(one.span for one in mentions)
        mentions += [one for one in group if not held.meets(one.span) and not _no_person(article, one, ground, taken)]
    known = _Known()
    for mention in sorted(sorted(mentions, key=lambda one: one.span), key=lambda one: one.headline):
        known.join(mention)
    people = sorted(known.people, key=lambda one: one.span)
    spans = tuple(sorted({span for one in people for span in (one.span, one.role_span) if span}))
    return Found(tuple(Person(one.name, one.role, one.rank) for one in people), spans)


def _candidates(article: Article, names: Names) -> Iterator[Bearer]:
    """Yield both names of each candidate pair."""
    stood: dict[Span, str] = {}
    whole = (0, len(article.body))
    for first, second in pair.find(article, names):
        for part in (article.sentence(first[0]), whole):
            if part not in stood:
                stood[part] = pair.contest(article, part)
        office = stood[article.sentence(first[0])] or stood[whole] or "kepala daerah"
        for span, role in ((first, f"calon {office}"), (second, f"calon wakil {office}")):
            yield Bearer(article.show(span), span, None, role, None, article.in_headline(span[0]))


def _no_person(article: Article, one: Bearer, ground: Ground, bodies: Container[Span]) -> bool:
    """Say whether a name is one of a place or a body, or of who wrote or took the page's words and pictures."""
    if one.rank is None and (one.span in bodies or one.name.lower() in ground.names):
        return True
    return author(article, one.span[0])


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
