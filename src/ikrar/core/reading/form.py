"""What a person makes of a reading: every field the reader found, editable, the declaration's part apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm, from_json, marked


@dataclass(frozen=True)
class PersonForm:
    """One person named in the article; never leaves the draft (decision 3)."""

    name: str = ""
    rank: str = ""
    role: str = ""


@dataclass(frozen=True)
class ReadingForm:
    """The declaration's part, and what stays in the draft until it is erased: event, operation, persons, hand-over."""

    declaration: DeclarationForm = field(default_factory=DeclarationForm)
    kind: str = "none"
    operation: str = ""
    organizations: str = ""
    handover_from: str = ""
    handover_to: str = ""
    persons: tuple[PersonForm, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the form as plain JSON values, the inverse of :func:`form_from_json`."""
        return asdict(self)


def form_from_json(value: Mapping[str, object]) -> ReadingForm:
    """Rebuild a form from what :meth:`ReadingForm.as_json` gave."""
    declaration = value.get("declaration")
    persons = value.get("persons")
    plain = {k: str(v) for k, v in value.items() if k not in {"declaration", "persons"}}
    return ReadingForm(
        declaration=from_json(declaration) if isinstance(declaration, Mapping) else DeclarationForm(),
        persons=tuple(PersonForm(**p) for p in persons) if isinstance(persons, Sequence) else (),
        **plain,
    )


def form_of(found: Mapping[str, object], *, title: str) -> ReadingForm:
    """Return the form a fresh reading starts from; ``found`` is the reader's JSON, ``title`` the proposed title.

    Unknown stays empty. Signatories become pledging institutions; an office is never made up.
    """
    kinds = _list(found, "point_kinds")
    points = tuple(
        PointForm(str(text), tuple(kinds[i]) if i < len(kinds) else ()) for i, text in enumerate(_list(found, "points"))
    )
    handover = found.get("handover")
    giver, receiver = (handover.get("from"), handover.get("to")) if isinstance(handover, Mapping) else ("", "")
    declaration = DeclarationForm(
        title=title,
        election=_text(found, "election"),
        area=_text(found, "area_code"),
        event_date=_text(found, "event_date"),
        place=_text(found, "place_text"),
        points=points,
        offices=tuple(OfficeForm(institution=str(s)) for s in _list(found, "signatories")),
    )
    return ReadingForm(
        declaration=marked(declaration),
        kind=_text(found, "kind"),
        operation=_text(found, "operation"),
        organizations="\n".join(str(o) for o in _list(found, "organizations")),
        handover_from=str(giver or ""),
        handover_to=str(receiver or ""),
        persons=tuple(
            PersonForm(p.get("name") or "", p.get("rank") or "", p.get("role") or "") for p in _list(found, "persons")
        ),
    )


def _text(found: Mapping[str, object], name: str) -> str:
    return str(found.get(name) or "")


def _list(found: Mapping[str, object], name: str) -> list[Any]:
    value = found.get(name)
    return list(value) if isinstance(value, (list, tuple)) else []


@dataclass(frozen=True)
class Segment:
    """A stretch of the article between two evidence boundaries, with the fields it is evidence for.

    Names that begin with ``option-`` stand for a reading that competes, with ``reason-`` for words that moved a score.
    """

    text: str
    fields: tuple[str, ...]
    start: int

    @property
    def named(self) -> tuple[str, ...]:
        """The fields that a person knows by name."""
        return tuple(name for name in self.fields if not name.startswith(("option-", "reason-")))

    @property
    def marked(self) -> bool:
        """Whether the words stand for a value, taken or competing; what only moved a score is not underlined."""
        return any(not name.startswith("reason-") for name in self.fields)


def segments(text: str, evidence: Mapping[str, Sequence[Sequence[int]]]) -> tuple[Segment, ...]:
    """Cut ``text`` at every evidence boundary (code points); joined, the segments give the text again."""
    spans = [(int(s), int(e), name) for name, ranges in evidence.items() for s, e in ranges if 0 <= s < e <= len(text)]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return tuple(
        Segment(text[a:b], tuple(sorted({name for s, e, name in spans if s <= a and b <= e})), a)
        for a, b in pairwise(cuts)
    )
