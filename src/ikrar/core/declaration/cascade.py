"""The cascade: a declaration may follow another one, from the province down to the village (decision 18, ``parent``).

Every rule is asked when a version is frozen, with what is registered at that moment; a draft may name any parent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.account.grant import covers
from ikrar.core.declaration.canonical import needs_example_mark
from ikrar.core.errors import InvalidField

#: Declarations one above the other; province, regency, district and village are four.
DEEPEST: Final = 8


@dataclass(frozen=True)
class Place:
    """A declaration in the cascade: its reference and the code of its area."""

    ref: str
    area: str


def check(child: Place, parent: Place, *, above: Sequence[Collection[str]]) -> None:
    """Let ``child`` follow ``parent``, or raise InvalidField (field ``parent``) with what to do instead.

    ``above`` are the references of the declarations that any frozen version of the parent follows, then of those above
    them, level by level.
    The parent's area is that of the child or holds it; real and invented never mix; nothing follows itself, not even
    through an older version of another one; and at most ``DEEPEST`` declarations stand one above the other.
    """
    if child.ref == parent.ref:
        raise InvalidField(
            "Deklarasi tidak dapat menjadi induk bagi dirinya sendiri. Pilih deklarasi lain.", field="parent"
        )
    if any(child.ref in level for level in above):
        raise InvalidField(
            "Deklarasi itu sendiri mengikuti deklarasi ini, jadi bukan induknya. Pilih yang lain.", field="parent"
        )
    if needs_example_mark(child.area) is not needs_example_mark(parent.area):
        raise InvalidField(
            "Deklarasi sungguhan dan contoh tidak dapat saling mengikuti. Pilih induk lain.", field="parent"
        )
    if not covers({parent.area}, child.area):
        raise InvalidField(
            "Wilayah deklarasi induk harus sama dengan wilayah deklarasi ini atau di atasnya. Pilih induk lain.",
            field="parent",
        )
    if len(above) + 2 > DEEPEST:
        raise InvalidField(
            "Paling banyak {deepest} deklarasi bertingkat. Pilih induk yang lebih atas.",
            field="parent",
            deepest=DEEPEST,
        )


def holders(area: str) -> tuple[str, ...]:
    """Return the codes of the areas whose declarations the area's may follow: itself and all above it, from the top.

    An empty code gives none.
    """
    parts = area.split(".") if area else []
    return tuple(".".join(parts[:n]) for n in range(1, len(parts) + 1))
