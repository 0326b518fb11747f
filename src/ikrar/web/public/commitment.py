"""Commitment kinds: who pledged what, where and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from ikrar.core.declaration import kind as kinds
from ikrar.core.declaration.canonical import needs_example_mark
from ikrar.core.errors import Missing
from ikrar.records.election import queries as election
from ikrar.records.place import queries as place
from ikrar.records.wording import queries
from ikrar.web.public.packed import packed

MONTHS = 18  # shown one by one; more are told by the year
BAR = 100  # units of a drawn bar


@packed
def index(request: HttpRequest) -> HttpResponse:
    """List every commitment kind with how many declarations carry it, beside its frequency in real texts."""
    example = examples_shown(request)
    counts = queries.totals(example=example)
    rows = [(one, counts.get(one.code, 0)) for one in kinds.load()]
    rows.sort(key=lambda row: -row[1])
    context = {"rows": rows, "example": example, "corpus": kinds.CORPUS}
    return marked(render(request, "public/commitments.html", context), example)


@packed
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far one kind spread, narrowed by an area (``wilayah``) and an election (``pemilihan``)."""
    found = kind_of(slug)
    area = place.find(_plain(request.GET.get("wilayah", ""))[:13])
    code = area.code if area else ""
    example = needs_example_mark(code) if code else examples_shown(request)
    known = {one.code: one for one in election.all_elections()}
    chosen = known.get(_plain(request.GET.get("pemilihan", "")))
    narrowed = queries.narrowed(found.code, area=code, election=chosen.code if chosen else "", example=example)
    context = {
        "kind": found,
        "corpus": kinds.CORPUS,
        "example": example,
        "area": area,
        "election": chosen,
        "elections": [known[c] for c in queries.elections(found.code, example=example) if c in known],
        "found": narrowed,
        "areas": [(row, count, _bar(count, narrowed.areas[0][1])) for row, count in narrowed.areas],
        "institutions": _barred(narrowed.spread.institutions),
        "months": _barred(_by_year(narrowed.spread.months)),
        "narrowed": bool(area or chosen),
    }
    return marked(render(request, "public/commitment.html", context), example)


@packed
def wording(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show one group of near-identical texts: which texts, how they differ, where and by whom they were used."""
    found = kind_of(slug)
    target = queries.joined_with(ref)
    if target:
        return HttpResponsePermanentRedirect(reverse("commitment-wording", args=[slug, target]))
    group = queries.group(ref, page=request.GET.get("hal", "1"))
    if found.code not in group.codes:
        raise Missing("Rumusan ini tidak ada.")
    areas = [(row, count, _bar(count, group.areas[0][1])) for row, count in group.areas]
    context = {"kind": found, "group": group, "areas": areas, "page": group.uses, "example": group.example}
    return marked(render(request, "public/wording.html", context), group.example)


def kind_of(slug: str) -> kinds.Kind:
    """Return the kind with this name in addresses; raises Missing."""
    found = kinds.by_slug().get(slug)
    if found is None:
        raise Missing("Jenis komitmen ini tidak ada.")
    return found


def marked(response: HttpResponse, example: bool) -> HttpResponse:
    """Mark what is about examples in the headers (decision 11)."""
    if example:
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response


def examples_shown(request: HttpRequest) -> bool:
    """Say whether examples are looked at: always marked, in the demo from the start, elsewhere when asked for."""
    asked = _plain(request.GET.get("contoh", ""))
    return asked != "0" if settings.DEMO else asked == "1"


def _plain(typed: str) -> str:
    return typed.replace("\0", "").strip()


def _by_year(months: Mapping[str, int]) -> Mapping[str, int]:
    if len(months) <= MONTHS:
        return months
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:4]] += count
    return years


def _barred(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    most = max(counts.values(), default=1)
    return [(value, count, _bar(count, most)) for value, count in counts.items()]


def _bar(count: int, most: int) -> int:
    """The length of a bar, never nothing for something."""
    return max(1, round(BAR * count / most))
