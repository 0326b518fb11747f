"""What is registered for the names in a draft: institutions that pledge, organizations, and the offices of roles.

Only the names of bodies and roles are looked up; the persons' own names are not read here (decision 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from ikrar.core.account.grant import AREA_CODE
from ikrar.core.declaration.form import event_date
from ikrar.core.errors import BadInput
from ikrar.core.place.gazetteer import Gazetteer
from ikrar.core.reading import known
from ikrar.core.reading.form import ReadingForm
from ikrar.core.reading.known import Answer, Asked, Choice
from ikrar.records.institution import registered

MOST = 60  # names of a list that are looked up


@dataclass(frozen=True)
class Known:
    """What is registered: by row of those who pledge, for each organization in order, by row of the persons' roles.

    Rows without a name have None.
    """

    institutions: tuple[Answer | None, ...]
    organizations: tuple[tuple[str, Answer], ...]
    roles: tuple[Answer | None, ...]

    def choice(self, part: str, row: int, code: str, office: str) -> Choice:
        """Return what was pressed for a row of ``institution`` or ``role``; raises BadInput when it is not proposed."""
        answers = {"institution": self.institutions, "role": self.roles}.get(part, ())
        answer = answers[row] if 0 <= row < len(answers) else None
        for one in answer.choices if answer else ():
            if (one.code, one.office) == (code, office):
                return one
        raise BadInput("Pilihan ini tidak ada lagi. Muat ulang halaman ini.")


def find(form: ReadingForm, book: Gazetteer) -> Known:
    """Look up the names of a draft as its form stands, on the day of the event (today where it is not known).

    Three queries, whatever the number of names; none when there are no names.
    """
    names = [row.institution.strip() for row in form.declaration.offices[:MOST]]
    lines = [line.strip() for line in form.organizations.splitlines() if line.strip()][:MOST]
    roles = [row.role.strip() for row in form.persons[:MOST]]
    bodies = {name: known.institution(name, book) for name in {*names, *lines} if name}
    posts = {name: known.role(name, book) for name in roles if name}
    area = form.declaration.area.strip()
    area = area if AREA_CODE.fullmatch(area) else ""
    asked = [*bodies.values(), *posts.values()]
    rows = registered.candidates(area, known.areas(asked), _day(form)) if asked else ()

    def answered(found: Asked | None) -> Answer | None:
        return known.match(found, area, rows) if found else None

    return Known(
        tuple(answered(bodies.get(name)) for name in names),
        tuple((line, known.match(bodies[line], area, rows)) for line in dict.fromkeys(lines)),
        tuple(answered(posts.get(name)) for name in roles),
    )


def bodies(form: ReadingForm, names: Iterable[str], book: Gazetteer) -> dict[str, Answer]:
    """Look up names of institutions as they stand in a draft, beside those of its own lists. At most three queries.

    An empty name is left out.
    """
    lines = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    alone = ReadingForm(declaration=replace(form.declaration, offices=()), organizations="\n".join(lines))
    return dict(find(alone, book).organizations)


def _day(form: ReadingForm) -> date:
    try:
        return event_date(form.declaration) or timezone.localdate()
    except BadInput:
        return timezone.localdate()
