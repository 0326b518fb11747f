"""Write a press release in Indonesian: headline, dateline, who does what where and when, then what came of it.

Every sentence is made of fields alone; a field that is empty takes its words with it. How a sentence is built follows
the press texts that the reader was made for, so that reading a release gives the same facts again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from ikrar.core.release.facts import Decision, Facts, Kind, Quote
from ikrar.core.text.written import clock, long_day, plain_day

ORDINALS: Final = (
    *("Pertama", "Kedua", "Ketiga", "Keempat", "Kelima", "Keenam", "Ketujuh", "Kedelapan", "Kesembilan"),
    "Kesepuluh",
)
MARK: Final = "CONTOH / EXAMPLE – bukan peristiwa nyata"
_FIRST: Final = ("Provinsi ", "Kabupaten ", "Kota ", "Kecamatan ")


@dataclass(frozen=True, slots=True)
class Release:
    """A press release; a paragraph of several lines is a list of points."""

    headline: str
    paragraphs: tuple[str, ...]
    example: bool

    @property
    def mark(self) -> str:
        """What an example says before all else (decision 11); empty otherwise."""
        return MARK if self.example else ""

    def text(self) -> str:
        """Return it as plain text, an example marked in its first line (decision 11)."""
        return "\n\n".join([*filter(None, [self.mark]), self.headline, *self.paragraphs]) + "\n"


def write(facts: Facts) -> Release:
    """Write the release of a record; the same facts give the same text."""
    headline, lead, body = _WRITERS[facts.kind](facts)
    parts = [f"{_city(facts.area)} – {lead}", *body]
    parts += [_quote(one) for one in facts.quotes]
    if facts.url:
        parts.append(f"Catatan lengkap dan cara memeriksanya: {facts.url}")
    return Release(headline, tuple(parts), facts.example)


def listed(parts: Sequence[str]) -> str:
    """Return "a", "a dan b", "a, b, dan c"."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


# --- the three kinds --------------------------------------------------------------------------------------------------


def _meeting(facts: Facts) -> tuple[str, str, list[str]]:
    title = _small(facts.title)
    who = facts.host or "Lembaga penyelenggara"
    lead = f"{who} menggelar {title}{_occasion(facts)} {_where_when(facts)}."
    body = []
    if facts.institutions:
        body.append(f"Rapat dihadiri {listed(facts.institutions)}.")
    if facts.invited:
        body.append(f"Rapat mengundang {listed(facts.invited)}.")
    if facts.why:
        body.append(_sentence(facts.why))
    if facts.agenda:
        body.append(f"Rapat membahas {listed([_small(one) for one in facts.agenda])}.")
    if facts.decisions:
        body.append(" ".join([f"Rapat menghasilkan {len(facts.decisions)} keputusan.", *_decided(facts.decisions)]))
    if facts.approved:
        body.append(f"Notulen rapat disetujui {listed(facts.approved)}.")
    return f"{who} Gelar {facts.title}", lead, body


def _declaration(facts: Facts) -> tuple[str, str, list[str]]:
    lead = f"{facts.title} digelar{_occasion(facts)} {_where_when(facts)}."
    body = []
    if facts.offices:
        body.append(f"Deklarasi ditandatangani {listed(facts.offices)}.")
    if facts.pledging:
        body.append(f"Jabatan yang berikrar di dalamnya: {listed(facts.pledging)}.")
    if facts.why:
        body.append(_sentence(facts.why))
    if facts.points:
        numbered = [f"{n}. {_sentence(one)}" for n, one in enumerate(facts.points, 1)]
        body += [f"Deklarasi berisi {len(facts.points)} poin yang disepakati.", "\n".join(numbered)]
    return facts.title, lead, body


def _handover(facts: Facts) -> tuple[str, str, list[str]]:
    thing = facts.thing or "bendera kirab"
    occasion = f" dalam acara serah terima kirab{' ' + facts.election if facts.election else ''}"
    lead = f"{facts.giver} menyerahkan {thing} kepada {facts.receiver}{occasion} {_where_when(facts)}."
    body = [f"Serah terima disaksikan {listed(facts.offices)}."] if facts.offices else []
    if facts.why:
        body.append(_sentence(facts.why))
    return f"{facts.giver} Serahkan {_large(thing)} kepada {facts.receiver}", lead, body


_WRITERS: Final = {Kind.MEETING: _meeting, Kind.DECLARATION: _declaration, Kind.HANDOVER: _handover}


def _decided(decisions: Sequence[Decision]) -> Iterator[str]:
    for n, one in enumerate(decisions):
        first = ORDINALS[n] if n < len(ORDINALS) else f"Ke-{n + 1}"
        owner = f", dilaksanakan oleh {one.owner}" if one.owner else ""
        due = f" paling lambat {plain_day(one.due)}" if one.due else ""
        yield f"{first}, {_small(one.text.strip().rstrip('.'))}{owner}{due}."


# --- parts of sentences -----------------------------------------------------------------------------------------------


def _occasion(facts: Facts) -> str:
    """Name the election, unless the title does."""
    named = not facts.election or facts.election.lower() in facts.title.lower()
    return "" if named else f" dalam rangka {facts.election}"


def _where_when(facts: Facts) -> str:
    province = f"Provinsi {facts.province}" if facts.province else ""
    where = ", ".join(filter(None, (facts.place, facts.area, province)))
    hours = f", pukul {_hours(facts.start, facts.end)} {facts.zone}".rstrip() if facts.start else ""
    return f"di {where}, pada {long_day(facts.day)}{hours}"


def _hours(start: time, end: time | None) -> str:
    return clock(start) + (f" sampai {clock(end)}" if end else "")


def _quote(quote: Quote) -> str:
    """Write a quote as entered: what ends it stands before the closing mark, else a comma does."""
    words = quote.words if quote.words[-1] in ".?!" else f"{quote.words},"
    return f"“{words.removesuffix('.') + ',' if words.endswith('.') else words}” ujar {quote.office}."


def _city(area: str) -> str:
    """Return what stands before the dash: the widest area without its kind, in capitals."""
    widest = area.split(", ")[-1]
    return next((widest.removeprefix(kind) for kind in _FIRST if widest.startswith(kind)), widest).upper()


def _sentence(text: str) -> str:
    found = text.strip()
    return found if found.endswith((".", "!", "?", ":")) else f"{found.rstrip(';,')}."


def _small(text: str) -> str:
    """Begin small, unless the first word is an abbreviation or a name of one letter's pattern ("KPU", "PPK")."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text if first[1:2].isupper() else text[:1].lower() + text[1:]


def _large(text: str) -> str:
    """Write a headline's words with capitals."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split())
