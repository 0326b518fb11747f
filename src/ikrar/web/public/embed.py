"""Small pages for the frame of another site: no cookie, no script, links that leave the frame (decision 27)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from ikrar.core.declaration.kind import CORPUS
from ikrar.core.declaration.search import Wanted
from ikrar.core.stage.standing import Phase
from ikrar.records.declaration import queries as declaration
from ikrar.records.place import queries as place
from ikrar.records.wording import queries as wording
from ikrar.web.parts.templatetags.address import absolute
from ikrar.web.public import calendar, stage
from ikrar.web.public.commitment import examples_shown, kind_of, marked
from ikrar.web.public.packed import packed
from ikrar.web.public.retyped import retyped

ROWS = 3
#: Page that may be embedded -> the page for the frame, the argument both take, and the height that shows it whole.
FRAMES = {
    "declaration": ("embed-declaration", "ref", 520),
    "declaration-titled": ("embed-declaration", "ref", 520),
    "area": ("embed-area", "code", 380),
    "calendar-election": ("embed-calendar", "code", 480),
    "commitment": ("embed-commitment", "slug", 340),
}
IFRAME = (
    '<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy"'
    ' referrerpolicy="no-referrer" sandbox="allow-top-navigation-by-user-activation"></iframe>'
)


@retyped
@packed
def of_declaration(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a declaration's points, its day and place, and where the whole record is."""
    found = declaration.registered(ref)
    return marked(render(request, "embed/declaration.html", {"declaration": found}), found.example)


@packed
def of_area(request: HttpRequest, code: str) -> HttpResponse:
    """Show how many declarations an area has, and the newest of them."""
    found = place.record(code)
    page = declaration.register_page(Wanted(area=found.code))
    context = {"area": found, "versions": list(page.object_list[:ROWS]), "count": page.paginator.count}
    return marked(render(request, "embed/area.html", context), found.fictional)


@packed
def of_commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many declarations carry a kind, and its most used wording."""
    found = kind_of(slug)
    example = examples_shown(request)
    spread = wording.narrowed(found.code, area="", election="", example=example)
    context = {"kind": found, "found": spread, "first": next(iter(spread.groups), None), "corpus": CORPUS}
    return marked(render(request, "embed/commitment.html", context | {"example": example}), example)


@packed
def of_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Show the stage of an election that runs now, the days to its vote, and the stages around today."""
    found = calendar.known(code)
    told = stage.told_of(found, timezone.now(), found.area_id)
    rows = [row for row in told.rows if row.phase in {Phase.RUNNING, Phase.AHEAD}] or told.rows[-ROWS:]
    context = {"election": found, "told": told, "rows": rows[: 2 * ROWS]}
    return marked(render(request, "embed/calendar.html", context), found.fictional)


@packed
def snippet(request: HttpRequest) -> HttpResponse:
    """Write the lines to copy into another site, for the address of a page (``alamat``) of this installation."""
    typed = request.GET.get("alamat", "").replace("\0", "").strip()[:300]
    frame = _frame(typed) if typed else None
    context: dict[str, object] = {"typed": typed, "asked": bool(typed), "frame": frame}
    if frame:
        path, height = frame
        title = gettext("Ikrar: kutipan dari register")
        context |= {"lines": IFRAME.format(address=absolute(path), title=title, height=height), "path": path}
    return render(request, "public/snippet.html", context)


def _frame(typed: str) -> tuple[str, int] | None:
    """Return the address and height of the frame for a page's address, with or without its origin; None for none."""
    path = typed.removeprefix(absolute("")).partition("?")[0].partition("#")[0]
    path = path if path.startswith("/") else f"/{path}"
    with translation.override("en" if path.startswith("/en/") else "id"):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        if match.url_name not in FRAMES:
            return None
        name, argument, height = FRAMES[match.url_name]
        return reverse(name, args=[match.kwargs[argument]]), height
