"""What people type about a meeting: call, minutes, decisions. Raw strings, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any, Final

from ikrar.core.account.grant import AREA_CODE
from ikrar.core.declaration.canonical import example_title, needs_example_mark
from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField, TooLarge

#: Items of an agenda and decisions of one meeting; longer ones are two meetings.
MOST_ITEMS: Final = 40
MOST_DECISIONS: Final = 60
#: Letters of a title, of a decision, and of the notes on one item.
LONGEST_TITLE: Final = 300
#: Years in which a meeting can be; beyond them moments leave what databases and calendars hold.
YEARS: Final = range(2000, 2101)
LONGEST_TEXT: Final = 2_000
LONGEST_NOTES: Final = 20_000


@dataclass(frozen=True)
class MeetingForm:
    """The call to a meeting: ``day`` as YYYY-MM-DD, ``start`` and ``end`` as HH:MM there, one agenda item a row."""

    title: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    area: str = ""
    place: str = ""
    election: str = ""
    materials: str = ""
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """A call that can be sent out: every text in its one form, day and times of the place read."""

    title: str
    day: date
    start: time
    end: time
    area: str
    place: str
    election: str
    materials: str
    agenda: tuple[str, ...]


@dataclass(frozen=True)
class DecisionForm:
    """A decision as typed: ``owner`` an institution's code, ``office`` who in it, ``due`` a day as YYYY-MM-DD.

    ``rule`` is a calendar rule as text, ``stage`` a stage's code, ``station`` a polling station in words,
    ``declaration`` a reference, ``case`` the reference of a later case; ``public`` whether everybody may read it.
    """

    text: str = ""
    owner: str = ""
    office: str = ""
    due: str = ""
    rule: str = ""
    stage: str = ""
    station: str = ""
    declaration: str = ""
    case: str = ""
    public: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it: such a row is not kept."""
        return replace(self, public=False) == DecisionForm()


@dataclass(frozen=True)
class MinutesForm:
    """Minutes as typed: notes by agenda item, in its order, what was said besides, and the decisions."""

    notes: tuple[str, ...] = ()
    closing: str = ""
    decisions: tuple[DecisionForm, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, object]:
        """Return the form as plain JSON values, the inverse of :func:`minutes_from_json`."""
        return asdict(self) | {"notes": list(self.notes), "decisions": [asdict(one) for one in self.decisions]}


def minutes_from_json(value: Mapping[str, Any]) -> MinutesForm:
    """Rebuild minutes from what :meth:`MinutesForm.as_json` gave."""
    return MinutesForm(
        notes=tuple(map(str, value.get("notes", ()))),
        closing=str(value.get("closing", "")),
        decisions=tuple(DecisionForm(**one) for one in value.get("decisions", ())),
    )


def call_of(form: MeetingForm) -> Call:
    """Read a call; raises ``InvalidField`` for what is missing or unreadable, ``TooLarge``, ``ForbiddenText``."""
    title = _text(form.title, "title", LONGEST_TITLE)
    area = form.area.strip()
    if not title:
        raise InvalidField("Beri rapat ini judul.", field="title")
    if not AREA_CODE.fullmatch(area):
        raise InvalidField("Pilih wilayah tempat rapat ini.", field="area")
    start, end = _time(form.start, "start"), _time(form.end, "end")
    if end <= start:
        raise InvalidField("Rapat berakhir sesudah dimulai, pada hari yang sama.", field="end")
    agenda = tuple(filter(None, (_text(one, "agenda", LONGEST_TITLE) for one in form.agenda)))
    if not agenda:
        raise InvalidField("Tulis sedikitnya satu mata acara.", field="agenda")
    if len(agenda) > MOST_ITEMS:
        raise TooLarge("Paling banyak {limit} mata acara.", limit=MOST_ITEMS)
    return Call(
        title=example_title(title) if needs_example_mark(area) else title,
        day=_near(day_of(form.day, "day")),
        start=start,
        end=end,
        area=area,
        place=_text(form.place, "place", LONGEST_TITLE),
        election=form.election.strip(),
        materials=_text(form.materials, "materials", LONGEST_TEXT),
        agenda=agenda,
    )


def tidy(form: MinutesForm, items: int) -> MinutesForm:
    """Give minutes as they are kept: a note for each of ``items`` agenda items, no blank decision.

    Raises ``TooLarge`` beyond the limits; nothing else is judged while they are being written.
    """
    notes = (*form.notes, *("",) * items)[:items]
    decisions = tuple(one for one in form.decisions if not one.is_blank)
    if len(decisions) > MOST_DECISIONS:
        raise TooLarge("Paling banyak {limit} keputusan dalam satu rapat.", limit=MOST_DECISIONS)
    if any(len(text) > LONGEST_NOTES for text in (*notes, form.closing)):
        raise TooLarge("Catatan satu mata acara paling panjang {limit} huruf.", limit=LONGEST_NOTES)
    if any(len(part) > LONGEST_TEXT for one in decisions for part in _words(one)):
        raise TooLarge("Keputusan paling panjang {limit} huruf.", limit=LONGEST_TEXT)
    return MinutesForm(notes, form.closing, decisions)


def _words(one: DecisionForm) -> Sequence[str]:
    return (one.text, one.owner, one.office, one.due, one.rule, one.stage, one.station, one.declaration, one.case)


def day_of(value: str, name: str) -> date:
    """Read a day as YYYY-MM-DD; raises ``InvalidField`` with the field's name."""
    if not value.strip():
        raise InvalidField("Isi hari dan tanggalnya.", field=name)
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise InvalidField(
            "Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field=name, value=value
        ) from None


def _near(day: date) -> date:
    """Return a day on which people can meet; raises ``InvalidField`` for one that only a slip of the finger means."""
    if day.year not in YEARS:
        raise InvalidField("Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field="day", value=f"{day}")
    return day


def _time(value: str, name: str) -> time:
    if not value.strip():
        raise InvalidField("Isi jam mulai dan jam selesai rapat.", field=name)
    try:
        return time.fromisoformat(value.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise InvalidField("Jam “{value}” tidak terbaca. Tulis seperti 09:30.", field=name, value=value) from None


def _text(value: str, name: str, limit: int) -> str:
    found = normalise(value, field=name)
    if len(found) > limit:
        raise TooLarge("Paling panjang {limit} huruf.", limit=limit)
    return found
