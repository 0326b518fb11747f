"""Read declarations: the public register and the desk's drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Max, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from ikrar.core.declaration import kind, search
from ikrar.core.declaration.canonical import DeclarationText, parse
from ikrar.core.declaration.form import DeclarationForm, from_json, text_of
from ikrar.core.declaration.move import Move, State
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.declaration.search import ALL, Wanted
from ikrar.core.declaration.tally import Figure, Tally
from ikrar.core.errors import BadInput, InvalidField
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access, finding
from ikrar.records.declaration import tally as counting
from ikrar.records.declaration.copies import copies as copies
from ikrar.records.declaration.copies import copy_of as copy_of
from ikrar.records.declaration.listing import version_of
from ikrar.records.declaration.models import Point, Step, Version
from ikrar.records.declaration.near import Checked as Checked
from ikrar.records.declaration.near import checked as checked
from ikrar.records.declaration.near import pledged as pledged
from ikrar.records.election.models import Election
from ikrar.records.place import queries as place
from ikrar.records.place.models import Area
from ikrar.records.prepared import Prepared
from ikrar.records.review import queries as review

#: Declarations that follow one, as its page names them; the register lists them all.
CHILDREN = 200


@dataclass(frozen=True)
class PointView:
    """A registered point with the commitment kinds given to it."""

    n: int
    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class VersionLink:
    """Another version of the same declaration, with the reason it was made."""

    number: int
    frozen_at: datetime
    reason: str
    digest: str


@dataclass(frozen=True)
class Parent:
    """The version a declaration follows, and whether a newer one was frozen since."""

    ref: str
    number: int
    title: str
    superseded: bool


@dataclass(frozen=True)
class Child:
    """A current declaration that follows some version of another one."""

    ref: str
    number: int
    title: str
    area: str
    area_name: str


@dataclass(frozen=True)
class Registered:
    """A frozen version as the public page, the JSON and the list show it; ``text`` is read back from the bytes."""

    ref: str
    number: int
    text: DeclarationText
    place: place.Place | None
    election: Election | None
    points: tuple[PointView, ...]
    digest: str
    canonical: bytes
    example: bool
    source_url: str
    registered_by: str
    institution: str
    frozen_at: datetime
    newest: int
    versions: tuple[VersionLink, ...]
    parent: Parent | None
    ancestors: tuple[Parent, ...]
    children: tuple[Child, ...]
    operation: str
    witnesses: tuple[WitnessForm, ...]
    translations: tuple[TranslationForm, ...]
    reviewed_by: review.Approved | None

    @property
    def superseded(self) -> bool:
        """Whether a newer version was frozen."""
        return self.number < self.newest


def state_of(version: Version) -> State:
    """Return the state of a version, derived from its columns; the history in its steps must agree."""
    if version.discarded_at:
        return State.DISCARDED
    if not version.frozen_at:
        return State.DRAFT
    later = Version.objects.filter(supersedes=version, frozen_at__isnull=False).exists()
    return State.SUPERSEDED if later else State.FROZEN


def form_in(version: Version) -> DeclarationForm:
    """Return the form a version was or will be frozen from."""
    return from_json(version.form)


def next_number(ref: str) -> int:
    """Return the number of the next version of a declaration; discarded numbers are not used again."""
    with identity.system():  # a number is taken, whoever asks
        highest = Version.objects.filter(declaration_id=ref).aggregate(n=Max("number"))["n"]
    return int(highest or 0) + 1


def text_to_freeze(version: Version, parent: Version | None) -> DeclarationText:
    """Return the registered text a draft would get, ``parent`` being what it follows; raises BadInput."""
    supersedes = version.supersedes.digest if version.supersedes else None
    return text_of(form_in(version), supersedes=supersedes, parent=parent.digest if parent else None)


_AREA = Prepared(lambda code: Area.objects.filter(code=code).values_list("code"), "<code>")
_ELECTION = Prepared(lambda code: Election.objects.filter(code=code).values_list("code"), "<code>")


def unknown_codes(form: DeclarationForm) -> tuple[BadInput, ...]:
    """Return an error for an area or election code that no table knows."""
    wrong: list[BadInput] = []
    if not _AREA.rows(form.area.strip()):
        wrong.append(InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=form.area))
    election = form.election.strip()
    if election and not _ELECTION.rows(election):
        wrong.append(InvalidField("Kode pemilihan {code} tidak dikenal.", field="election", code=election))
    unknown = {code for point in form.points for code in point.kinds} - _kinds()
    if unknown:
        kinds = ", ".join(sorted(unknown))
        wrong.append(InvalidField("Jenis komitmen {kinds} tidak dikenal.", field="points", kinds=kinds))
    return tuple(wrong)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(k.code for k in kind.load())


def standing(ref: str) -> State:
    """Return the state of a declaration's newest version that was not discarded; discarded when there is none.

    A replacement that was opened and discarded again leaves the frozen text standing.
    """
    with identity.system():  # its author asks even when it was moved out of their reach
        version = Version.objects.filter(declaration_id=ref, discarded_at=None).order_by("-number").first()
        return state_of(version) if version else State.DISCARDED


def on_desk(holder: Holder) -> list[tuple[Version, State]]:
    """Return the newest version of each declaration within the holder's reach with its state, drafts first.

    One query: nothing newer than the newest can have replaced it, so its own columns tell its state.
    """
    versions = (
        access.newest_visible_to(holder)
        .select_related("declaration__institution", "area")
        .order_by(Coalesce("frozen_at", None).desc(nulls_first=True), "-id")[:200]
    )
    return [(v, State.FROZEN if v.frozen_at else State.DRAFT) for v in versions]


def register_page(wanted: Wanted = ALL, *, page: str = "1", after: str = "") -> Page[Version]:
    """Return one page (20 rows) of what answers in the register, newest event first, from a declaration on if named.

    Raises InvalidField when ``after`` is no listed declaration. Its paginator holds at most ``CAP`` rows and says
    whether there are ``more``. Three queries, one more with ``after``, however many declarations there are.
    """
    return finding.Window(wanted, finding.place_of(after) if after else None).get_page(page)


def register_count(wanted: Wanted = ALL) -> int:
    """Return how many declarations answer, at most ``CAP`` and one: more are not counted. One query."""
    return finding.count(wanted)


def register_after(wanted: Wanted = ALL, *, after: str = "", limit: int) -> list[Version]:
    """Return at most ``limit`` rows of what answers in the register in its order, after the declaration ``after``.

    Raises InvalidField when ``after`` is no listed declaration. Three queries at most.
    """
    behind = finding.place_of(after) if after else None
    return finding.versions(finding.keys(wanted, limit=limit, behind=behind))


def tally(area: str, day: date) -> Tally:
    """Count the register in an area (empty: the nation) and in each one directly below it, with their coverage.

    Institutions count that are in force on ``day``. Two queries.
    """
    return counting.tally(area, day)


def covering(area: str, day: date) -> Figure:
    """Return how many institutions in force on a day are recorded in an area and use the register. One query."""
    return counting.covering(area, day)


def registered_by(institution: str, *, limit: int) -> list[Version]:
    """Return the newest declarations an institution registered, at most ``limit``."""
    return register_after(Wanted(institution=institution), limit=limit)


def register_refs(wanted: Wanted = ALL, *, limit: int) -> list[str]:
    """Return the references of the first ``limit`` declarations that answer, in the register's order. Two queries."""
    found = [version_of(key) for key in finding.keys(wanted, limit=limit)]
    refs = dict(Version.objects.filter(pk__in=found).values_list("pk", "declaration_id"))
    return [refs[pk] for pk in found if pk in refs]


def passages(versions: Iterable[Version], wanted: Wanted) -> dict[int, tuple[tuple[str, bool], ...]]:
    """Return for each version of a list the first point with a word that was looked for, in pieces. One query.

    None for words that stand elsewhere: in the title, in a name.
    """
    found: dict[int, tuple[tuple[str, bool], ...]] = {}
    rows = Point.objects.filter(version__in=[version.pk for version in versions]).order_by("version", "n")
    for version, text in rows.values_list("version_id", "text"):
        if not found.get(version):
            found[version] = search.passage(text, wanted.terms)
    return found


def points_of(version: Version) -> list[str]:
    """Return the texts of a frozen version's points, in order."""
    return list(version.points.order_by("n").values_list("text", flat=True))


def registered(ref: str, number: int | None = None) -> Registered:
    """Return a frozen version with everything its page shows; raises Missing. Constant number of queries (10)."""
    version = access.published(ref, number)
    text = parse(bytes(version.canonical or b""))
    kinds = {p.n: tuple(sorted(k.code for k in p.kinds.all())) for p in version.points.prefetch_related("kinds")}
    versions = _versions(ref)
    return Registered(
        ref=ref,
        number=version.number,
        text=text,
        place=place.find(text.area) if text.area else None,
        election=version.election,
        points=tuple(PointView(n, words, kinds.get(n, ())) for n, words in enumerate(text.points, 1)),
        digest=version.digest or "",
        canonical=bytes(version.canonical or b""),
        example=version.declaration.example,
        source_url=version.source_url,
        registered_by=version.declaration.institution.name,
        institution=version.declaration.institution_id,
        frozen_at=next(v.frozen_at for v in versions if v.number == version.number),
        newest=max(v.number for v in versions),
        versions=versions,
        reviewed_by=review.approved(version),
        parent=_parent(version),
        ancestors=_ancestors(version),
        children=_children(ref),
        operation=version.operation,
        witnesses=tuple(WitnessForm(w.office, w.institution, w.capacity) for w in version.witnesses.order_by("n")),
        translations=tuple(
            TranslationForm(t.language, t.title, t.preamble, tuple(t.points), t.closing)
            for t in version.translations.order_by("language")
        ),
    )


def is_example(ref: str) -> bool:
    """Say whether a registered declaration is an example (decision 11). One query."""
    return access.public().filter(declaration_id=ref, declaration__example=True).exists()


def _parent(version: Version) -> Parent | None:
    """Return what a version follows; its own row came with it, one query asks for a newer one."""
    parent = version.parent
    if parent is None:
        return None
    later = access.public().filter(declaration_id=parent.declaration_id, number__gt=parent.number).exists()
    return Parent(parent.declaration_id, parent.number, parent.title, later)


def _ancestors(version: Version) -> tuple[Parent, ...]:
    """Return what the parent of a version follows, and what that follows, the highest first; they came with the row."""
    above = version.parent.parent if version.parent else None
    highest = above.parent if above else None
    found = [one for one in (highest, above) if one]
    return tuple(Parent(one.declaration_id, one.number, one.title, superseded=False) for one in found)


def _children(ref: str) -> tuple[Child, ...]:
    rows = finding.listed().filter(parent__declaration_id=ref).select_related("area")
    return tuple(
        Child(v.declaration_id, v.number, v.title, v.area.code, v.area.name)
        for v in rows.order_by("area__code", "id")[:CHILDREN]
        if v.area  # nothing is frozen without its area
    )


def _versions(ref: str) -> tuple[VersionLink, ...]:
    rows = access.public().filter(declaration_id=ref).prefetch_related("steps").order_by("-number")
    return tuple(
        VersionLink(
            v.number,
            v.frozen_at,  # type: ignore[arg-type]  # public() means frozen
            next((s.reason for s in v.steps.all() if s.reason and s.move == Move.OPEN), ""),
            v.digest or "",
        )
        for v in rows
    )


# --- what follows the register: feeds, corrections, the map of the site -----------------------------------------------


def newest(*, area: str = "", limit: int) -> list[Version]:
    """Return the current versions that were frozen last, everywhere or in an area and all below it. Two queries.

    They are found first: with row policies PostgreSQL would join all of them before it takes the newest.
    """
    found = finding.listed().filter(frozen_at__isnull=False)
    if area:
        found = found.filter(Q(area_id=area) | Q(area__code__startswith=f"{area}."))
    keys = list(found.order_by("-frozen_at", "-id").values_list("pk", flat=True)[:limit])
    rows = Version.objects.select_related("area__parent", "declaration").defer("canonical", "form").in_bulk(keys)
    return [rows[key] for key in keys]


def corrections_page(page: str = "1") -> Page[Any]:
    """Return one page (20 rows) of the versions that replaced another, the last frozen first.

    Each carries ``old_number`` and the ``reason`` that was published with it.
    """
    reasons = Step.objects.filter(version=OuterRef("pk")).exclude(reason="").order_by("id").values("reason")
    found = access.public().filter(supersedes__isnull=False).select_related("declaration")
    found = found.annotate(
        old_number=F("supersedes__number"), reason=Coalesce(Subquery(reasons[:1]), Value("", TextField()))
    )
    return Paginator(found.order_by("-frozen_at", "-id"), finding.PAGE).get_page(page)


def count_real() -> int:
    """Return how many declarations that are no examples stand in the register."""
    return finding.listed().filter(declaration__example=False).count()


def real_part(*, start: int, limit: int) -> list[tuple[str, str, Any]]:
    """Return reference, title and moment of freezing of real current declarations, in the order they were begun."""
    rows = finding.listed().filter(declaration__example=False).order_by("id")
    return list(rows.values_list("declaration_id", "title", "frozen_at")[start : start + limit])


def areas_with_real() -> list[str]:
    """Return the codes of the areas of real current declarations, in order."""
    rows = finding.listed().filter(declaration__example=False, area__isnull=False)
    return sorted(set(rows.values_list("area_id", flat=True)))
