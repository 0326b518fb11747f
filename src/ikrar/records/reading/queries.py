"""Read drafts and what the reader found in them."""

from __future__ import annotations

from ikrar.core.reading.form import ReadingForm, form_from_json
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.reading import access
from ikrar.records.reading.models import Reading


def drafts(holder: Holder) -> list[Reading]:
    """Return the holder's drafts, newest first; one that became a declaration stays among them until it expires."""
    return list(access.visible_to(holder).order_by("-created"))


def form_in(reading: Reading) -> ReadingForm:
    """Return the form of a draft."""
    return form_from_json(reading.form)


def names_behind(declaration_ref: str) -> tuple[str, ...]:
    """Return the persons' names kept in the drafts a declaration came from: for the check before freezing alone.

    The list is the one its author reviewed; when the draft is erased, it is empty.
    """
    with identity.system():  # another secretary freezes what its author read
        forms = list(Reading.objects.filter(declaration_id=declaration_ref).values_list("form", flat=True))
    return tuple(sorted({p.name for form in forms for p in form_from_json(form).persons if p.name.strip()}))
