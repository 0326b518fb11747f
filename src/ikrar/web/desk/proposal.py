"""What a draft is offered beside its fields: registered names, heads of the place, declarations to follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from ikrar.core.declaration import template
from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.errors import BadInput
from ikrar.core.reading import known as knowing
from ikrar.core.reading.form import ReadingForm
from ikrar.records.declaration import following
from ikrar.records.election import queries as election
from ikrar.records.institution import heads
from ikrar.records.place import queries as place
from ikrar.records.reading import known as registered
from ikrar.records.reading.actions import tables
from ikrar.web.desk import decode, known

PARENTS = 8  # declarations to follow, as the page lists them
#: What people write as the capacity in which an office pledges; any other words may be typed.
CAPACITIES = (
    "ketua",
    "wakil ketua",
    "sekretaris",
    "anggota",
    "penjabat",
    "pelaksana tugas",
    "pelaksana harian",
    "penyelenggara",
    "pasangan calon",
    "partai peserta pemilihan",
    "tim kampanye",
    "narahubung partai",
    "tokoh agama",
    "tokoh masyarakat",
)


def names(area: str, voted: str) -> tuple[str, str]:
    """Return the names of an area and an election as an Indonesian title says them; empty for none."""
    there = named(area)
    name = next((one.name_id for one in election.all_elections() if voted and one.code == voted), "")
    return there, template.named_election(name, there)


def named(area: str) -> str:
    """Return an area's name as a title says it; empty for none."""
    found = place.find(area) if area else None
    return template.named_area(found.name, found.kind) if found else ""


def followed(form: DeclarationForm, before: DeclarationForm) -> DeclarationForm:
    """Return what was sent with the usual title, opening and closing following a newly chosen area or election."""
    old, new = ((one.area.strip(), one.election.strip()) for one in (before, form))
    return form if old == new else template.followed(form, old=names(*old), new=names(*new))


def beside(form: DeclarationForm, *, ref: str, words: str) -> dict[str, Any]:
    """Return the template context of all that is offered; ``words`` search among the declarations to follow."""
    there = {(row.office, row.institution) for row in form.offices}
    return {
        "known": known.shown(registered.find(ReadingForm(declaration=form), tables().gazetteer), form),
        "heads": [one for one in heads.registered(form.area.strip()) if (one.office, one.name) not in there],
        "capacities": CAPACITIES,
        "parents": _parents(form, ref, words),
        "parent_words": words,
    }


def _parents(form: DeclarationForm, ref: str, words: str) -> list[dict[str, Any]]:
    """Return the declaration that is followed, if any, then those that may be; one that is not there has no version."""
    wanted = form.parent.strip()
    stands = following.current_of(wanted) if wanted else None
    rows = following.possible_parents(form.area.strip(), words, besides=ref, limit=PARENTS)
    listed = [{"ref": wanted, "version": stands}] if wanted else []
    return listed + [{"ref": v.declaration_id, "version": v} for v in rows if v.declaration_id != wanted]


def changed(form: DeclarationForm, post: QueryDict) -> DeclarationForm:
    """Apply the button that was pressed: a change of rows, or something offered; raises BadInput when it is gone."""
    if "known" not in post:
        return decode.changed_rows(form, post.get("change", ""))
    part, row, code, office = decode.known(post)
    if part != "head":
        wrapped = ReadingForm(declaration=form)
        choice = registered.find(wrapped, tables().gazetteer).choice(part, row, code, office)
        return knowing.with_institution(wrapped, row, choice).declaration
    head = next((one for one in heads.registered(form.area.strip()) if one.code == code), None)
    if head is None:
        raise BadInput("Pilihan ini tidak ada lagi. Muat ulang halaman ini.")
    return replace(form, offices=(*form.offices, OfficeForm(head.office, head.name)))
