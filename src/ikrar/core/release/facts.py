"""What a press release may say: fields of a confirmed record, and quotes as somebody entered them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField

#: A quote is one or two sentences; a longer one is a speech.
LONGEST_QUOTE: Final = 600
LONGEST_OFFICE: Final = 200
MOST_QUOTES: Final = 4


class Kind(StrEnum):
    """The three kinds of event that a release tells."""

    DECLARATION = "declaration"
    MEETING = "meeting"
    HANDOVER = "handover"


class Question(StrEnum):
    """What the press asks of every event; a release says which of them the record does not answer."""

    WHAT = "what"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words exactly as entered, and the office that said them: never a person's name of ours (decision 3)."""

    words: str
    office: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided, who does it, until when."""

    text: str
    owner: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The fields of one record; what is empty is not told.

    ``area`` and ``province`` are written out ("Kabupaten Pamekasan", "Jawa Timur"); ``election`` as it is called.
    ``start`` and ``end`` are times in ``zone`` (WIB, WITA, WIT). ``why`` is the record's own sentence of its purpose.
    ``institutions`` came to a meeting, ``invited`` were asked to; ``offices`` signed a declaration, or saw a hand-over,
    ``pledging`` stand in a declaration without a signature; ``approved`` are those who approved the minutes.
    """

    kind: Kind
    title: str
    day: date
    area: str
    province: str = ""
    election: str = ""
    place: str = ""
    start: time | None = None
    end: time | None = None
    zone: str = ""
    host: str = ""
    institutions: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    pledging: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    why: str = ""
    agenda: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    giver: str = ""
    receiver: str = ""
    thing: str = ""
    quotes: tuple[Quote, ...] = ()
    url: str = ""
    example: bool = False


def unanswered(facts: Facts) -> tuple[Question, ...]:
    """Return the questions of the press that the record does not answer, in their order.

    What happened and when is in every record; who is the host, the offices or those between whom it passed; how is
    what was pledged, decided or handed over.
    """
    answers = {
        Question.WHO: facts.host or facts.offices or facts.pledging or facts.institutions or facts.giver,
        Question.WHERE: facts.place,
        Question.WHY: facts.why or facts.agenda or facts.election,
        Question.HOW: facts.points or facts.decisions or facts.approved or facts.thing,
    }
    return tuple(question for question in Question if question in answers and not answers[question])


def quote_of(words: str, office: str) -> Quote | None:
    """Read a quote as entered; None when both are empty.

    Raises InvalidField for words without an office or the other way round, and for what is too long.
    """
    said = " ".join(normalise(words, field="words").split()).strip('"“”')
    by = " ".join(normalise(office, field="office").split())
    if not words.strip() and not by:
        return None
    if not said:
        raise InvalidField("Tulis ucapannya, persis seperti diucapkan.", field="words")
    if not by:
        raise InvalidField("Tulis jabatan yang mengucapkannya, tanpa nama orang.", field="office")
    if len(said) > LONGEST_QUOTE:
        raise InvalidField("Kutipan paling panjang {limit} huruf.", field="words", limit=LONGEST_QUOTE)
    if len(by) > LONGEST_OFFICE:
        raise InvalidField("Jabatan paling panjang {limit} huruf.", field="office", limit=LONGEST_OFFICE)
    return Quote(said.strip('"“”'), by)
