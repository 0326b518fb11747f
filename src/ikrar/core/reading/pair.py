"""Pairs of candidates: "nomor urut 1 A-B", "paslon A dan B", "A/B dengan nomor urut 2"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ikrar.core.reading.article import Article
from ikrar.core.text.name import Names
from ikrar.core.text.span import Span

_SAID: Final = re.compile(r"\b(?:paslon|pasangan|paket|nomor urut|calon)\b", re.IGNORECASE)
# What announces the first name of a pair; the number may stand before it.
_OFFICE: Final = r"(?:gubernur|bupati|wali ?kota)"
_BEFORE: Final = re.compile(
    r"\b(?:(?:nomor|no\.?)(?: urut)?|urut|paslon|pasangan(?: calon)?|paket)"
    rf"(?: (?:calon |bakal calon )?{_OFFICE}(?: dan (?:calon )?wakil {_OFFICE})?)?(?: [A-Z][a-z]+){{0,2}}?"
    r"(?:,? ?(?:nomor |no\.? )?(?:urut )?(?:\d{1,2}|satu|dua|tiga|empat|lima)\b)?"
    r"(?: ?\([^)\n]{1,40}\))?[,:]?(?: yakni| yaitu| ialah| adalah| atas nama)?[,:]? (?=[A-Z])",
    re.IGNORECASE,
)
_NICKNAME: Final = re.compile(r" ?\([^)\n]{1,20}\)")
_JOIN: Final = re.compile(r" ?[-–—/&] ?| dan |,? (?:yang )?berpasangan dengan |,? yang calon wakilnya ")
_SIGN: Final = re.compile(r"(?<=[\w.)]) ?[-–—/&] ?(?=[A-Z])")
_BACK: Final = re.compile(r"(?:[A-Z][\w'’]*\.? ?){1,7}$")
_LONGEST: Final = 70
_TITLE: Final = r"(?P<title>gubernur|bupati|wali ?kota)"
_STANDS_FOR: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"(?:calon|paslon|pemilihan) (?:wakil )?{_TITLE}", rf"\b{_TITLE}")
)


def find(article: Article, names: Names) -> Iterator[tuple[Span, Span]]:
    """Yield the names of each pair: the candidate and the running mate, each pair once, in no order."""
    done: set[int] = set()
    for sentence in article.sentences:
        if not _SAID.search(article.body, *sentence):
            continue
        for first, second in (*_announced(article.body, sentence, names), *_joined(article.body, sentence, names)):
            if first[0] not in done:
                done.update((first[0], second[0]))
                yield first, second


def contest(article: Article, part: Span) -> str:
    """Say which office the candidates stand for: the one that ``part`` of the text names most; empty if it names none.

    "calon bupati" counts before a bupati that is only mentioned.
    """
    for pattern in _STANDS_FOR:
        counts = Counter(
            found.group("title").lower().replace(" ", "") for found in pattern.finditer(article.body, *part)
        )
        if counts:
            return counts.most_common(1)[0][0]
    return ""


def _announced(body: str, sentence: Span, names: Names) -> Iterator[tuple[Span, Span]]:
    """Yield the pairs that follow a number or the word for a pair."""
    for found in _BEFORE.finditer(body, *sentence):
        pair = _from(body, found.end(), names)
        if pair:
            yield pair


def _joined(body: str, sentence: Span, names: Names) -> Iterator[tuple[Span, Span]]:
    """Yield the pairs that a hyphen, dash or slash joins in a sentence about candidates."""
    for sign in _SIGN.finditer(body, *sentence):
        back = _BACK.search(body, max(sentence[0], sign.start() - _LONGEST), sign.start())
        start = _first_name(body, back.start(), sign.start(), names) if back else None
        pair = _from(body, start, names) if start is not None else None
        if pair and any(" " in body[slice(*one)] for one in pair):
            yield pair


def _first_name(body: str, start: int, end: int, names: Names) -> int | None:
    """Find where the name begins that ends at ``end``, past capitalised words that belong to no name."""
    for word in re.finditer(r"[A-Z]", body[start:end]):
        position = start + word.start()
        if position and (body[position - 1].isalnum() or body[position - 1] in "'’"):
            continue
        name = names.at(body, position, hyphen=False)
        if name and names.rest(body, name[1]) >= end - 1:
            return position
    return None


def _from(body: str, start: int, names: Names) -> tuple[Span, Span] | None:
    """Read two joined names from ``start`` on; acronyms, places and offices make no pair."""
    first = names.at(body, start, hyphen=False)
    if first is None:
        return None
    end = names.rest(body, first[1])
    nickname = _NICKNAME.match(body, end)
    join = _JOIN.match(body, nickname.end() if nickname else end)
    second = names.at(body, join.end(), hyphen=False) if join else None
    if second is None or body[slice(*first)].isupper() != body[slice(*second)].isupper():
        return None
    return first, second
