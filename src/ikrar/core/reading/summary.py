"""What the queue of drafts knows of a draft without opening it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ikrar.core.account.grant import AREA_CODE
from ikrar.core.declaration.form import LONGEST_TITLE, DeclarationForm, event_date
from ikrar.core.errors import BadInput


@dataclass(frozen=True)
class Gist:
    """Title, code of the area and day of the event; empty or None where the form holds nothing that can be read."""

    title: str
    area_code: str
    event_date: datetime.date | None


def gist(form: DeclarationForm) -> Gist:
    """Return the gist of a form as typed."""
    code = form.area.strip()
    return Gist(" ".join(form.title.split())[:LONGEST_TITLE], code if AREA_CODE.fullmatch(code) else "", _day(form))


def _day(form: DeclarationForm) -> datetime.date | None:
    try:
        return event_date(form)
    except BadInput:
        return None
