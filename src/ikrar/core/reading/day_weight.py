"""How likely a day named in an article is that of its main event: the words around it, each with a named weight.

Words and weights stand in ``data/event_dates.toml``. The nearest word before a date decides what it is the date of;
only words within a fixed distance count, so that weighing takes time in proportion to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.text.date import DateMention
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span, overlaps

EVENT: Final = "event"
STATEMENT: Final = "statement"

_BACK: Final = 300
_AHEAD: Final = 160
_NEAR: Final = 48
_BESIDE: Final = 12
_VERB_AFTER: Final = 24
_CLAUSE: Final = 80
_JOIN: Final = re.compile(r"[\s\-/]+")
_QUOTE: Final = re.compile(r'["“”]')
_LAW_BREAK: Final = re.compile(r"\bdi\b", re.IGNORECASE)
_ROLES: Final = {"speech": STATEMENT, "remote": STATEMENT, "election": "voting"}
_ASIDE: Final = ("link", "about", "election", "neutral")


class Cue(NamedTuple):
    """A word that tells what a date beside it is the date of."""

    start: int
    end: int
    group: str


@dataclass(frozen=True)
class Lexicon:
    """The words by group, the words right before and after a date, and the weights."""

    weights: Mapping[str, int]
    cues: re.Pattern[str]
    groups: Mapping[str, str]
    before: Mapping[str, re.Pattern[str]]
    after: re.Pattern[str]
    ongoing: re.Pattern[str]


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/event_dates.toml`` and compile it for use."""
    table: dict[str, Any] = files.table("event_dates.toml")
    groups = {_plain(phrase): group for group, phrases in table["cues"].items() for phrase in phrases}
    before = {
        name: re.compile(rf"(?:{compile_phrases(phrases).pattern})[\s,:.(]*(?:tanggal\s+)?\(?$", re.IGNORECASE)
        for name, phrases in table["before"].items()
    }
    after = re.compile(rf"\)?\s*(?:{compile_phrases(table['after']['planned']).pattern})", re.IGNORECASE)
    ongoing = compile_phrases(table["ongoing"]["phrases"])
    return Lexicon(table["weights"], compile_phrases(groups), groups, before, after, ongoing)


@dataclass(frozen=True)
class Weighed:
    """A date with its weight, what it is the date of, and each part of the weight with the words for it."""

    mention: DateMention
    weight: int
    role: str | None
    parts: tuple[tuple[int, Span], ...]


class Weigher:
    """Weighs the dates of one article; the words of a sentence are looked up once, however many dates it names."""

    def __init__(self, article: Article, lexicon: Lexicon, voting_days: Collection[tuple[int, int]] = ()) -> None:
        self._article = article
        self._voting_days = voting_days
        self._lexicon = lexicon
        self._cues: dict[int, list[Cue]] = {}

    def weigh(self, mention: DateMention, *, far: bool = False) -> Weighed:
        """Add up the weights of one date; ``far`` says that its year lies far from all that the article is about."""
        role, cue = self.role(mention.span, mention)
        named = [*self._form(mention), *self._place(mention)]
        if role is not None:
            named.append((role, cue))
        if far:
            named.append(("year", mention.span))
        parts = tuple((self._lexicon.weights[name], span) for name, span in named)
        return Weighed(mention, sum(weight for weight, _ in parts), role, parts)

    def role(self, span: Span, mention: DateMention | None = None) -> tuple[str | None, Span]:
        """Say what the day at ``span`` is the day of, and by which words; None where no word near it tells."""
        body = self._article.body
        before = body[max(self._article.sentence(span[0])[0], span[0] - _NEAR) : span[0]]
        for name in ("label", "period"):
            found = self._lexicon.before[name].search(before)
            if found:
                start = span[0] - len(before)
                return name, (start + found.start(), start + found.end())
        after = self._lexicon.after.match(body, span[1])
        if after:
            return "planned", after.span()
        told, coming = self._around(span)
        role, cue = self._governed(told, span, mention)
        if role is None and not told:
            role, cue = _first(coming)
        return role, (cue.start, cue.end) if cue else span

    def quoted(self, position: int) -> bool:
        """Say whether ``position`` stands inside somebody's words."""
        return _quotes(self._article, position)[1] is not None

    def line_tells(self, line: Span) -> bool:
        """Say whether a line has a verb or noun of an event."""
        return any(line[0] <= one.start < line[1] and one.group in ("held", "noun") for one in self._of(line[0]))

    def _form(self, mention: DateMention) -> Iterator[tuple[str, Span]]:
        body, (start, end) = self._article.body, mention.span
        if mention.weekday is not None:
            yield "weekday", mention.span
        if body[max(0, start - 1) : start] == "(" or "(" in body[start:end]:
            yield "bracket", mention.span

    def _place(self, mention: DateMention) -> Iterator[tuple[str, Span]]:
        article, (start, _) = self._article, mention.span
        if any(cut[0] <= start < cut[1] for cut in article.lead):
            yield "lead", mention.span
        if article.in_caption(start):
            yield "caption", mention.span
        before = article.body[max(0, start - _NEAR) : start]
        if self._lexicon.before["today"].search(before):
            yield "today", mention.span
        if self.quoted(start):
            yield "quoted", mention.span

    def _of(self, position: int) -> list[Cue]:
        """List the cues of the sentence at ``position``, found once."""
        start, end = self._article.sentence(position)
        if start not in self._cues:
            matches = self._lexicon.cues.finditer(self._article.body, start, end)
            self._cues[start] = [Cue(*found.span(), self._lexicon.groups[_plain(found.group())]) for found in matches]
        return self._cues[start]

    def _around(self, span: Span) -> tuple[list[Cue], list[Cue]]:
        """List the cues before and after a date that belong to its own voice: inside a quotation, or outside of it."""
        cues = self._of(span[0])
        at = bisect_left(cues, (span[0],))
        first = bisect_left(cues, (span[0] - _BACK,))
        last = bisect_left(cues, (span[1] + _AHEAD,))
        silent, opened = _quotes(self._article, span[0])
        told = [one for one in cues[first:at] if not any(overlaps((one.start, one.end), cut) for cut in silent)]
        if opened is not None:
            told = [one for one in told if one.start >= opened]
        return told, [one for one in cues[at:last] if one.start >= span[1]]

    def _governed(self, told: Sequence[Cue], span: Span, mention: DateMention | None) -> tuple[str | None, Cue | None]:
        """Go back from a date to the first word that can govern it."""
        for at in range(len(told) - 1, -1, -1):
            cue = told[at]
            if not self._reaches(cue, told[:at], span, mention):
                continue
            if cue.group == "held":
                return _of_verb(cue, told[:at]), cue
            if cue.group == "noun":
                return _of_noun(cue, told[:at]), cue
            if cue.group == "speech" and _at_the_event(cue, told[:at]):
                return EVENT, told[at - 1]
            return _ROLES.get(cue.group, cue.group), cue
        return None, None

    def _reaches(self, cue: Cue, earlier: Sequence[Cue], span: Span, mention: DateMention | None) -> bool:
        """Say whether a word is near enough to the date: a law, a birthday and the voting day want bare dates."""
        gap = span[0] - cue.end
        bare = mention is not None and mention.weekday is None and not _bracketed(self._article.body, mention.span)
        on = mention is not None and (mention.day, mention.month) in self._voting_days
        if cue.group in _ASIDE:
            return on and bare and cue.group == "election" and gap <= _NEAR
        if cue.group == "begun":
            return gap <= _BESIDE or (gap <= _CLAUSE and (bare or not _tells(earlier)))
        if cue.group == "voting":
            return (on and bare) or (gap <= _NEAR and not _tells(earlier))
        if cue.group == "law":
            return bare and gap <= _CLAUSE and not _LAW_BREAK.search(self._article.body, cue.end, span[0])
        if cue.group == "founding":
            return bare and gap <= _CLAUSE
        return cue.group not in ("planned", "earlier") or gap <= _CLAUSE


def _tells(cues: Sequence[Cue]) -> bool:
    return any(one.group in ("held", "noun") for one in cues)


def _bracketed(body: str, span: Span) -> bool:
    return "(" in body[max(0, span[0] - 1) : span[1]]


def _of_verb(cue: Cue, earlier: Sequence[Cue]) -> str:
    """Tell the day of a verb: what "akan digelar" is planned, the polls "digelar" are the voting day."""
    at = next((at for at in range(len(earlier) - 1, -1, -1) if earlier[at].group not in _ASIDE), None)
    if at is None:
        return EVENT
    last = earlier[at]
    if last.group in ("planned", "earlier") and cue.start - last.end <= _VERB_AFTER:
        return last.group
    aside = at > 0 and earlier[at - 1].group in ("about", "link") and last.start - earlier[at - 1].end <= _BESIDE
    if last.group == "voting" and cue.start - last.end <= _NEAR and not aside and not _tells(earlier[:at]):
        return "voting"
    return EVENT


def _of_noun(cue: Cue, earlier: Sequence[Cue]) -> str:
    """Tell the day of a noun: after "kata …" it is the event's only where a word like "usai" joins the two."""
    for at in range(len(earlier) - 1, -1, -1):
        one = earlier[at]
        if one.group == "held":
            return _of_verb(one, earlier[:at])
        joins = [other.group for other in earlier[at + 1 :] if other.group in ("link", "about")]
        if one.group in ("planned", "earlier") and cue.start - one.end <= _NEAR and not joins:
            return one.group
        if one.group in ("speech", "remote"):
            return EVENT if joins[-1:] == ["link"] else STATEMENT
    return EVENT


def _at_the_event(cue: Cue, earlier: Sequence[Cue]) -> bool:
    """Say whether somebody spoke at the event: "dalam sambutannya … mengatakan", "usai apel, … mengatakan"."""
    if len(earlier) < len(("link", "noun")) or cue.start - earlier[-1].end > _CLAUSE:
        return False
    link, noun = earlier[-2:]
    return link.group == "link" and noun.group == "noun" and noun.start - link.end <= _BESIDE


def _first(coming: Sequence[Cue]) -> tuple[str | None, Cue | None]:
    """Take the first word after a date that nothing before it governs."""
    for cue in coming:
        if cue.group in ("held", "noun"):
            return EVENT, cue
        if cue.group in ("speech", "remote"):
            return STATEMENT, cue
        if cue.group in ("planned", "earlier"):
            return cue.group, cue
    return None, None


def _quotes(article: Article, position: int) -> tuple[list[Span], int | None]:
    """List the quotations that end in the sentence before ``position``, and where the one begins that it stands in."""
    body = article.body
    start = max(article.sentence(position)[0], position - _BACK)
    spans: list[Span] = []
    opened: int | None = None
    for found in _QUOTE.finditer(body, start, position):
        if opened is not None:
            spans.append((opened, found.start()))
            opened = None
        elif _opens(body, found):
            opened = found.end()
        elif not spans:
            spans.append((start, found.start()))
    return spans, opened


def _opens(body: str, found: re.Match[str]) -> bool:
    """Say whether a quotation mark opens: a sign stands right after it, none right before."""
    after, before = body[found.end() : found.end() + 1], body[max(0, found.start() - 1) : found.start()]
    return found.group() == "“" or (found.group() == '"' and not after.isspace() and (not before or before in " \n(:"))


def _plain(phrase: str) -> str:
    return _JOIN.sub(" ", phrase.lower())
