"""Usual texts to start a declaration from, one for each kind of signatory, and what another declaration hands on.

Source: ``data/declaration_templates.toml``, words of our own after the structure of real declarations (see
``data/PROVENANCE.md``). Whatever is started is a draft like any other: every word of it can be changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ikrar.core.data import files
from ikrar.core.declaration.canonical import EXAMPLE_MARK, is_marked_example
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.institution.level import Level


@dataclass(frozen=True)
class Template:
    """A usual text: ``name`` and ``purpose`` by language, ``levels`` where it is held, its parts with open places.

    ``offices`` are kinds of institution whose heads usually pledge, ``rows`` further rows that a person fills in,
    ``clauses`` points that may be added, ``after`` the declarations whose structure it follows.
    """

    code: str
    name: Mapping[str, str]
    purpose: Mapping[str, str]
    levels: tuple[Level, ...]
    title: str
    preamble: str
    points: tuple[PointForm, ...]
    clauses: tuple[PointForm, ...]
    closing: str
    offices: tuple[str, ...]
    rows: tuple[OfficeForm, ...]
    after: tuple[str, ...]


@cache
def templates() -> Mapping[str, Template]:
    """Return the texts by code, in the order of the file."""
    table = files.table("declaration_templates.toml")
    return {row["code"]: _template(row, table["source"]) for row in table["template"]}


def _template(row: Mapping[str, object], sources: Mapping[str, str]) -> Template:
    def many(name: str) -> Sequence[Sequence[str]]:
        return row.get(name, ())  # type: ignore[return-value]

    return Template(
        code=str(row["code"]),
        name=row["name"],  # type: ignore[arg-type]
        purpose=row["purpose"],  # type: ignore[arg-type]
        levels=tuple(Level(str(level)) for level in many("levels")),
        title=str(row["title"]),
        preamble=str(row["preamble"]),
        points=tuple(PointForm(text, tuple(kinds)) for text, kinds in many("points")),
        clauses=tuple(PointForm(text, tuple(kinds)) for text, kinds in many("clause")),
        closing=str(row["closing"]),
        offices=tuple(str(kind) for kind in many("offices")),
        rows=tuple(OfficeForm(capacity=capacity, on_behalf_of=behalf) for capacity, behalf in many("rows")),
        after=tuple(sources[str(code)] for code in many("after")),
    )


def named_area(name: str, kind: str) -> str:
    """Return an area's name as it stands in a title: a district or village with its word, "Kecamatan Proppo"."""
    return f"{kind.capitalize()} {name}" if kind in {"kecamatan", "kelurahan", "desa", "desa adat"} else name


def named_election(name: str, area_name: str) -> str:
    """Return an election's name as a title says it, which bears the mark and the area's own name once by itself."""
    name = name.removeprefix(EXAMPLE_MARK).strip()
    words = name.split()
    for start in range(1, len(words)):
        if area_name.endswith(" ".join(words[start:])):
            return " ".join(words[:start])
    return name


def followed(form: DeclarationForm, *, old: tuple[str, str], new: tuple[str, str]) -> DeclarationForm:
    """Return a form whose title, opening and closing follow another area or election, where they are a usual text's.

    ``old`` and ``new`` are the names of area and election, empty for none. What a person worded stays as it is.
    """
    return replace(
        form,
        title=_follow("title", form.title, old, new),
        preamble=_follow("preamble", form.preamble, old, new),
        closing=_follow("closing", form.closing, old, new),
    )


def _follow(part: str, said: str, old: tuple[str, str], new: tuple[str, str]) -> str:
    bare = said.strip()
    mark = f"{EXAMPLE_MARK} " if part == "title" and is_marked_example(bare) else ""
    for one in templates().values():
        text = getattr(one, part)
        if bare.removeprefix(mark) == _filled(text, old):
            return mark + _filled(text, new)
    return said


def _filled(text: str, names: tuple[str, str]) -> str:
    area, election = names
    if not area:
        text = text.replace(" di {area}", "").replace(" {area}", "")
    return text.format(area=area, election=election or "Pemilihan")


def fill(
    chosen: Template,
    *,
    area: str = "",
    area_name: str = "",
    election: str = "",
    election_name: str = "",
    heads: Sequence[OfficeForm] = (),
    clauses: Collection[int] = (),
) -> DeclarationForm:
    """Return the form a template starts: names in their places, ``heads`` first among those who pledge.

    Without an election it speaks of "Pemilihan"; a place without a name is left out, with the "di" before it.
    ``clauses`` are the numbers, from 0, of the optional points that were asked for.
    """
    extra = tuple(point for n, point in enumerate(chosen.clauses) if n in clauses)
    names = (area_name, election_name)
    return DeclarationForm(
        title=_filled(chosen.title, names),
        election=election,
        area=area,
        preamble=_filled(chosen.preamble, names),
        closing=_filled(chosen.closing, names),
        points=(*chosen.points, *extra),
        offices=(*heads, *chosen.rows),
    )


def derived(source: DeclarationForm, *, parent: str, area: str, names: tuple[str, str]) -> DeclarationForm:
    """Return the form of a declaration that takes over the wording of a registered one, as its child or as a copy.

    ``parent`` is the reference of the registered one, or empty for a copy; ``names`` are those of its area and of the
    new one, exchanged in the title. Day, venue, offices, witnesses and the link belong to one ceremony and stay away.
    """
    old, new = names
    title = source.title
    if is_marked_example(title):
        title = title.removeprefix(EXAMPLE_MARK).strip()  # given again where the new area is fictional
    if old and new:
        title = title.replace(old, new)
    return replace(
        source,
        title=title,
        area=area,
        event_date="",
        place="",
        source_url="",
        offices=(),
        witnesses=(),
        parent=parent,
    )
