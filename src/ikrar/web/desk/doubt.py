"""The doubts of a draft as its page shows them: the readings that compete side by side, and what moved the scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ikrar.core.reading.doubt import LOOKED_AT, Question
from ikrar.records.reading import queries
from ikrar.web.desk import values
from ikrar.web.parts.templatetags.parts import spoken

AROUND = 40  # characters of the article shown on each side of an option's words
REASONS = 12  # of each field, the weightiest first


@dataclass(frozen=True)
class Said:
    """Words of the article with what stands around them; ``start`` is where they begin, in code points."""

    before: str
    words: str
    after: str
    start: int


@dataclass(frozen=True)
class ShownOption:
    """One of the readings that compete: its value as people read it, its words, whether it is the one taken."""

    press: str
    value: str
    said: Said | None
    mark: str
    spans: tuple[tuple[int, int], ...]
    taken: bool


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt as the page shows it; ``press`` says that it was looked at."""

    number: int
    field: str
    why: str
    press: str
    choosable: bool
    options: tuple[ShownOption, ...]
    taken: bool
    looked_at: bool


def shown(reading: Any) -> list[ShownDoubt]:
    """Return the doubts of a draft in the reader's order, with names for codes."""
    asked = queries.questions(reading)
    names = values.names({o.value for q in asked for o in q.options})
    return [_doubt(one, reading.text, names) for one in asked]


def _doubt(one: Question, text: str, names: Mapping[str, str]) -> ShownDoubt:
    options = tuple(
        ShownOption(
            press=f"{one.number}-{option.number}",
            value=values.shown(one.field, option.value, names),
            said=_said(text, option.spans[0]) if option.spans else None,
            mark=f"option-{one.number}-{option.number}",
            spans=option.spans,
            taken=one.taken == option.number,
        )
        for option in one.options
    )
    why = spoken({"message": one.message, "params": one.params})
    return ShownDoubt(
        one.number,
        one.field,
        why,
        f"{one.number}-",
        one.choosable,
        options,
        one.taken is not None,
        one.taken == LOOKED_AT,
    )


def _said(text: str, span: tuple[int, int]) -> Said:
    start, end = span
    before = text[max(0, start - AROUND) : start].replace("\n", " ")
    after = text[end : end + AROUND].replace("\n", " ")
    if start > AROUND:  # whole words alone
        before = f"…{before.partition(' ')[2]}"
    if end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Said(before, text[start:end], after, start)


def marks(doubts: Iterable[ShownDoubt], why: Iterable[Mapping[str, Any]]) -> dict[str, list[list[int]]]:
    """Return where in the article the words of the options and reasons stand, under the names of their marks."""
    found = {option.mark: [list(span) for span in option.spans] for one in doubts for option in one.options}
    for n, row in enumerate(why):
        found[f"reason-{n}"] = [[word["start"], word["end"]] for word in row["words"]]
    return found


def reasons(found: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Return what moved the scored fields: for each field and value the words, weightiest first, each once."""
    grouped: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in sorted(found.get("reasons", ()), key=lambda row: -abs(float(row["weight"]))):
        start, end = row["span"]
        words = " ".join(text[start:end].split())
        kept = grouped.setdefault((row["field"], row["value"]), {})
        if words and len(kept) < REASONS:
            kept.setdefault(
                words.lower(), {"words": words, "start": start, "end": end, "away": float(row["weight"]) < 0}
            )
    names = values.names({value for _, value in grouped})
    return [
        {"field": field, "value": values.shown(field, value, names), "words": list(kept.values())}
        for (field, value), kept in grouped.items()
        if kept
    ]
