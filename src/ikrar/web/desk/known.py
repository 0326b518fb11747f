"""What is registered for the names of a draft, as its page shows it beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.reading.known import Answer, Choice, Standing
from ikrar.records.reading.known import Known
from ikrar.web.parts.templatetags.parts import spoken


@dataclass(frozen=True)
class ShownChoice:
    """A registered institution, its office for a role; ``press`` takes it, ``written`` says that it stands there."""

    code: str
    name: str
    office: str
    press: str
    written: bool


@dataclass(frozen=True)
class Shown:
    """What is registered for one name: the choices and why; ``label`` is the name where no field stands beside."""

    sure: bool
    choices: tuple[ShownChoice, ...]
    why: str
    label: str


def shown(found: Known, form: DeclarationForm) -> dict[str, Any]:
    """Return the proposals by part and row, those of organizations in order; ``form`` says what stands there."""
    rows = [(row.office, row.institution) for row in form.offices]

    def institution(n: int, one: Choice) -> bool:
        return rows[n][1] == one.name

    def role(_n: int, one: Choice) -> bool:
        return (one.office, one.name) in rows

    return {
        "institution": {
            n: _shown(answer, press=f"institution-{n}-", written=[institution(n, one) for one in answer.choices])
            for n, answer in enumerate(found.institutions)
            if answer
        },
        "role": {
            n: _shown(answer, press=f"role-{n}-", written=[role(n, one) for one in answer.choices])
            for n, answer in enumerate(found.roles)
            if answer
        },
        "organizations": [
            _shown(answer, press="", written=[False] * len(answer.choices), label=name)
            for name, answer in found.organizations
        ],
    }


def _shown(answer: Answer, *, press: str, written: list[bool], label: str = "") -> Shown:
    why = spoken({"message": answer.reason.message, "params": answer.reason.params})
    choices = tuple(
        ShownChoice(one.code, one.name, one.office, press and f"{press}{one.code} {one.office}".strip(), there)
        for one, there in zip(answer.choices, written, strict=True)
    )
    return Shown(answer.standing is Standing.SURE, choices, why, label)
