"""What search engines may find: real, current declarations, places with declarations, and pages of commitment kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from ikrar.core.declaration import kind as kinds
from ikrar.core.errors import Missing
from ikrar.records.declaration import queries
from ikrar.web.parts.templatetags.address import absolute, titled
from ikrar.web.public.packed import packed

#: Entries of one file; a file may hold 50,000 addresses, and each page has one in either language.
PART = 20_000
LANGUAGES = ("id", "en")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
FIXED = (
    "home",
    "declarations",
    "calendar",
    "areas",
    "institutions",
    "commitments",
    "corrections",
    "check",
    "ledger",
    "snippet",
)


@packed
def index(request: HttpRequest) -> HttpResponse:
    """Name every part."""
    names = ["halaman", *(f"deklarasi-{n}" for n in _parts(queries.count_real())), "wilayah-1"]
    rows = (f"<sitemap><loc>{escape(absolute(reverse('sitemap-part', args=[n])))}</loc></sitemap>" for n in names)
    return _xml(f"{HEAD}<sitemapindex {SPACE}>\n" + "\n".join(rows) + "\n</sitemapindex>\n")


@packed
def part(request: HttpRequest, name: str) -> HttpResponse:
    """Name the pages of one part, each in both languages with its counterpart; raises Missing for an unknown part."""
    what, _dash, number = name.partition("-")
    if name == "halaman":
        return _pages(_fixed())
    if what == "wilayah" and number == "1":
        return _pages((("area", (code,)), "") for code in queries.areas_with_real())
    if what == "deklarasi" and number.isdecimal() and int(number) in _parts(queries.count_real()):
        rows = queries.real_part(start=(int(number) - 1) * PART, limit=PART)
        return _pages(((("", (ref, title)), f"{at:%Y-%m-%d}") for ref, title, at in rows))
    raise Missing("Berkas peta situs ini tidak ada.")


def _parts(count: int) -> range:
    return range(1, -(-count // PART) + 1)


def _fixed() -> Iterator[tuple[tuple[str, tuple[str, ...]], str]]:
    for name in FIXED:
        yield (name, ()), ""
    for one in kinds.load():
        yield ("commitment", (one.slug,)), ""


def _pages(rows: Iterable[tuple[tuple[str, tuple[str, ...]], str]]) -> HttpResponse:
    found = list(rows)
    paths: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            paths[language] = [absolute(reverse(n, args=a) if n else titled(*a)) for (n, a), _ in found]
    lines = []
    for at, (_page, day) in enumerate(found):
        both = [(language, paths[language][at]) for language in LANGUAGES]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(path)}/>'
            for language, path in [*both, ("x-default", both[0][1])]
        )
        dated = f"<lastmod>{day}</lastmod>" if day else ""
        lines += [f"<url><loc>{escape(path)}</loc>{dated}{links}</url>" for _, path in both]
    return _xml(f"{HEAD}<urlset {SPACE} {LINKS}>\n" + "\n".join(lines) + "\n</urlset>\n")


def _xml(text: str) -> HttpResponse:
    response = HttpResponse(text, "application/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
