"""Keep earlier editions of a draft and go back to one; only inside the acts on the draft itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ikrar.core.declaration.history import KEPT, goes_on
from ikrar.core.errors import IllegalMove
from ikrar.records.declaration.models import Version
from ikrar.records.edition.models import Edition


def keep(version: Version, before: Mapping[str, Any], *, edition: int, now: datetime) -> None:
    """Keep a draft's new state as a step; what had been undone before is given up.

    ``before`` and ``edition`` are what it said until now; the version holds the new form and its number.
    """
    here = version.editions.filter(current=True).first()
    if here is None:
        here = _add(version, 1, before, edition, now)
    version.editions.filter(n__gt=here.n).delete()
    last = version.editions.filter(n=here.n - 1).values_list("form", flat=True).first()
    seconds = (now - here.begun).total_seconds()
    if last is not None and goes_on(last, before, version.form, seconds=seconds):
        here.form, here.edition, here.at = version.form, version.edition, now
        here.save()
        return
    version.editions.update(current=False)
    _add(version, here.n + 1, version.form, version.edition, now)
    version.editions.filter(n__lte=here.n + 1 - KEPT).delete()


def _add(version: Version, n: int, form: Mapping[str, Any], edition: int, now: datetime) -> Edition:
    return Edition.objects.create(version=version, n=n, edition=edition, form=form, begun=now, at=now, current=True)


def step(version: Version, to: int) -> dict[str, Any]:
    """Make another kept edition, by its number, the one where the draft stands; returns its form.

    Raises IllegalMove when it is not kept. Whoever calls puts the form into the draft.
    """
    found = version.editions.filter(n=to).first()
    if found is None:
        raise IllegalMove("Suntingan itu tidak tersimpan lagi, jadi tidak ada yang berubah.")
    version.editions.update(current=False)
    found.current, found.edition = True, version.edition + 1
    found.save()
    return dict(found.form)


def forget(versions: Iterable[Version]) -> int:
    """Erase every earlier edition of drafts that are frozen, discarded or erased; returns how many."""
    return Edition.objects.filter(version__in=list(versions)).delete()[0]
