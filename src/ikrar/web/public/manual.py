"""The operator's manual: its pages as ``docs/build.py`` made them from ``docs/manual``, and a search in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.errors import Missing
from ikrar.web.public.packed import packed

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of a page under its heading, its words in small letters; ``anchor`` is empty before the first heading."""

    anchor: str
    title: str
    words: str


@dataclass(frozen=True)
class Page:
    """One page: its part of the address, its title, its blocks of words, and its sections."""

    slug: str
    title: str
    blocks: Sequence[Block]
    sections: tuple[Section, ...]

    @property
    def headings(self) -> tuple[Section, ...]:
        """The sections that have a heading."""
        return tuple(one for one in self.sections if one.anchor)


@cache
def pages() -> tuple[Page, ...]:
    """Return the pages in their order."""
    rows = json.loads(resources.files("ikrar.web.public").joinpath("manual.json").read_text(encoding="utf-8"))
    return tuple(Page(r["slug"], r["title"], r["blocks"], tuple(_sections(r["title"], r["blocks"]))) for r in rows)


def _sections(title: str, blocks: Sequence[Block]) -> Iterator[Section]:
    """Cut a page at its headings."""
    anchor, name, words = "", title, [title]
    for block in blocks:
        said = " ".join(_words(block))
        if block["kind"] == "heading":
            yield Section(anchor, name, " ".join(words).casefold())
            anchor, name, words = block["anchor"], said, []
        words.append(said)
    yield Section(anchor, name, " ".join(words).casefold())


def _words(part: Any) -> Iterator[str]:
    """Yield every text in a block, whatever it is made of."""
    if isinstance(part, Mapping):
        if "text" in part:
            yield part["text"]
        for inner in part.values():
            yield from _words(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _words(inner)


def find(words: str) -> list[tuple[Page, Section]]:
    """Return the sections that hold every word, those with one in the heading first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [(page, one) for page in pages() for one in page.sections if all(w in one.words for w in wanted)]
    return sorted(found, key=lambda hit: not any(w in hit[1].title.casefold() for w in wanted))


@packed
def home(request: HttpRequest) -> HttpResponse:
    """List the pages with their headings, and the sections that hold the words of a search (``q``)."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    return render(request, "public/manual.html", {"pages": pages(), "words": words, "found": find(words)})


@packed
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page with the ones before and after it; raises Missing for one that is not there."""
    at = next((n for n, one in enumerate(pages()) if one.slug == slug), None)
    if at is None:
        raise Missing("Halaman ini tidak ada.")
    before, after = pages()[at - 1] if at else None, pages()[at + 1] if at + 1 < len(pages()) else None
    return render(request, "public/manual_page.html", {"page": pages()[at], "before": before, "after": after})
