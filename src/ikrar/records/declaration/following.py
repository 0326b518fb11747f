"""Read what a declaration may follow or start from: the cascade above it, and the wording that is registered."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ikrar.core.declaration import cascade
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.errors import InvalidField
from ikrar.records.declaration import access, finding, queries
from ikrar.records.declaration.models import Version

WORDS = 8  # of a search


def parent_of(ref: str, form: DeclarationForm) -> Version | None:
    """Return the newest frozen version of the declaration that a draft follows; None when it follows none.

    Raises InvalidField when there is no such declaration or the rules of the cascade forbid it.
    """
    wanted = form.parent.strip()
    if not wanted:
        return None
    parent = access.public().filter(declaration_id=wanted).order_by("-number").first()
    if parent is None:
        raise InvalidField("Deklarasi induk ini tidak ada dalam daftar. Pilih dari hasil pencarian.", field="parent")
    child = cascade.Place(ref, form.area.strip())
    cascade.check(child, cascade.Place(wanted, parent.area_id or ""), above=_above(wanted))
    return parent


def _above(ref: str) -> list[set[str]]:
    """Return what any frozen version of a declaration follows, then what those follow, level by level."""
    levels: list[set[str]] = []
    seen, front = {ref}, {ref}
    while front and len(levels) < cascade.DEEPEST:
        followed = access.public().filter(declaration_id__in=front, parent__isnull=False)
        front = set(followed.values_list("parent__declaration_id", flat=True)) - seen
        seen |= front
        if front:
            levels.append(front)
    return levels


def _current() -> QuerySet[Version]:
    return finding.listed().select_related("area__parent__parent__parent", "declaration__institution")


def possible_parents(area: str, words: str, *, besides: str, limit: int) -> list[Version]:
    """Return current declarations that one of ``area`` may follow: of the area and of those above, nearest first.

    ``words`` narrow them by title and place; ``besides`` is the reference that is left out. One query; none without an
    area.
    """
    if not area:
        return []
    found = _current().filter(area_id__in=cascade.holders(area)).exclude(declaration_id=besides)
    for word in words.split()[:WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(area__key__contains=word.lower()))
    return list(found.order_by("-area__level", "-event_date", "-id")[:limit])


def current_of(ref: str) -> Version | None:
    """Return the current version of a declaration as a list shows it; None when it is not registered. One query."""
    return _current().filter(declaration_id=ref).first()


def wording(ref: str) -> DeclarationForm:
    """Return what is registered of a declaration as a form to start another from; raises Missing."""
    found = queries.registered(ref)
    text = found.text
    return DeclarationForm(
        title=text.title,
        election=text.election or "",
        area=text.area or "",
        event_date=text.event_date.isoformat() if text.event_date else "",
        place=text.place or "",
        language=text.language,
        preamble=text.preamble or "",
        closing=text.closing or "",
        source_url=found.source_url,
        points=tuple(PointForm(point.text, point.kinds) for point in found.points),
        offices=tuple(
            OfficeForm(o.office or "", o.institution or "", o.capacity or "", o.on_behalf_of or "")
            for o in text.pledging_offices
        ),
        parent=found.parent.ref if found.parent else "",
        operation=found.operation,
        witnesses=found.witnesses,
        translation=found.translations[0] if found.translations else None,
    )
