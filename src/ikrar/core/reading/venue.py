"""The venue phrase: "di halaman Mapolres …", "di Hotel …, Bandungan, Kabupaten Semarang"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.institution import Institution
from ikrar.core.reading.office import Office
from ikrar.core.reading.record import Alternative, Doubt, Found, Reason, doubt
from ikrar.core.text.date import MONTHS, WEEKDAYS
from ikrar.core.text.phrase import by_first_letter, compile_phrases
from ikrar.core.text.span import Span, trim
from ikrar.core.text.token import Word, each_word

_FIELD: Final = "place_text"
_LONGEST: Final = 220
_BEFORE: Final = 60
_AT: Final = re.compile(
    r"(?:\b(?P<told>bertempat(?: di)?|(?:tempat|lokasi) ?:)|\b(?P<at>di)|\bke|\bdari) ?$", re.IGNORECASE
)
_ONLY_AREA_WORD: Final = re.compile(r"[a-z\-]+(?: (?:setempat|daerah|itu|ini|tersebut|masing))*")
_SHORT_FORM: Final = re.compile(r" ?\([^()\n]{1,40}\)(?= [A-Z]|, ?(?:Kec|Kel|Kab|Kota|Desa|Jl|Jalan))")
_NAMES: Final = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){0,2}(?= ?[,.)\n]|$)")
_DATE: Final = re.compile(rf"\d{{1,2}}(?:[/.\-]\d| ?(?:{'|'.join(MONTHS)})\b)|(?:19|20)\d\d\b", re.IGNORECASE)
_DATED: Final = re.compile(
    r"[^.\n]{0,60}(?:\(\d|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|\d{1,2}[/ ]\w)", re.IGNORECASE
)
_FULL: Final = re.compile(r" (?:penuh|ramai|dipadati|dipenuhi|riuh|(?:men)?jadi saksi)\b")
_LAST_WORD: Final = re.compile(r"\w+$")
_STREET: Final = frozenset(("jl", "jln", "jalan"))
_PLANNED: Final = re.compile(r"\bakan (?:\S+ ){1,3}$", re.IGNORECASE)
_LONGEST_GAP: Final = 3
_LONGEST_WORD: Final = 14  # of those that are looked up
# What speaks for a phrase, and against it; one is taken that weighs more than nothing.
_STRONG, _AREA, _CUE, _EVENT, _LEAD, _DATE_NEAR, _PROPER = 4, 1, 3, 3, 2, 2, 2
_ELSEWHERE, _HEADLINE, _CAPTION, _QUOTED, _ON_THE_WAY, _NEEDED = -5, -3, -2, -3, -2, -3


@dataclass(frozen=True)
class Lexicon:
    """Words of venues: ``heads`` begin one; ``places`` are the strong ones of them, ``areas`` those of areas.

    ``joins`` stand inside, ``goes_on`` after a comma, ``ends`` last, ``shortened`` before a dot; ``never`` stand in
    none, ``breaks`` not after a comma; the patterns weigh what stands around.
    """

    heads: re.Pattern[str]
    places: frozenset[str]
    areas: frozenset[str]
    ends: re.Pattern[str]
    joins: frozenset[str]
    goes_on: frozenset[str]
    shortened: frozenset[str]
    cues: re.Pattern[str]
    fills: re.Pattern[str]
    events: re.Pattern[str]
    elsewhere: re.Pattern[str]
    never: frozenset[str]
    breaks: frozenset[str]
    towns: frozenset[str]


@dataclass(frozen=True)
class _Candidate:
    """One phrase that may name the venue."""

    span: Span
    weight: int

    @property
    def length(self) -> int:
        """Give the number of characters."""
        return self.span[1] - self.span[0]


def load_lexicon(never: frozenset[str], towns: frozenset[str]) -> Lexicon:
    """Read ``data/venues.toml``; ``never`` are capitalised words that no venue goes on with (weekdays, verbs).

    ``towns`` are names of regencies in small letters, which may go on a venue that is written without capitals.
    """
    table = files.table("venues.toml")
    begin = [*table["heads"], *table["fronts"], *table["areas"]]
    parts = [re.escape(head).replace(r"\ ", r"[ \-]") for head in sorted(begin, key=len, reverse=True)]
    heads = by_first_letter(parts, r"(?:(?<!\w)|(?<=\bdi))")
    stops = never | WEEKDAYS.keys() | MONTHS.keys()
    used = {word for name in ("heads", "joins", "goes_on", "areas", "fronts") for word in table[name]}
    return Lexicon(
        heads=re.compile(rf"{heads}(?!\w)", re.IGNORECASE),
        places=frozenset(table["heads"]),
        areas=frozenset(table["areas"]),
        ends=re.compile(rf"(?:[A-Z][\w’'\-]*[ \-]){{1,4}}(?i:{'|'.join(table['ends'])})\b"),
        joins=frozenset(table["joins"]),
        goes_on=frozenset(table["goes_on"]),
        shortened=frozenset(table["shortened"]),
        cues=re.compile(rf"\b(?:{'|'.join(table['cues'])}) (?:\S+ ){{0,4}}(?:di )?$", re.IGNORECASE),
        fills=re.compile(rf"\b(?:{'|'.join(table['fills'])}) $", re.IGNORECASE),
        events=compile_phrases(table["events"]),
        elsewhere=compile_phrases(table["elsewhere"]),
        never=stops - used,
        breaks=stops,
        towns=towns,
    )


def find(
    article: Article,
    mentions: Sequence[Mention],
    institutions: Sequence[Institution],
    offices: Sequence[Office],
    lexicon: Lexicon,
) -> Found[str | None]:
    """Choose the phrase that most clearly says where the event was, as long as it is written.

    A phrase that competes with it and overlaps it nowhere is told as a doubt.
    """
    ground = _Ground(article, mentions, institutions, offices, lexicon)
    found = sorted(ground.candidates(), key=lambda one: (-one.weight, one.span))
    likely = [one for one in found if one.weight > 0]
    if not likely:
        return Found(None)
    reasons = tuple(Reason(_FIELD, article.show(one.span), one.weight, one.span) for one in likely)
    shown = article.show(likely[0].span).lower()
    best = max((one for one in likely if shown in article.show(one.span).lower()), key=lambda one: one.length)
    return Found(article.show(best.span), (best.span,), _competing(article, best, likely), reasons)


def _competing(article: Article, best: _Candidate, likely: Sequence[_Candidate]) -> tuple[Doubt, ...]:
    """Tell the phrases that weigh as much as the chosen one and are no part of it."""
    here = article.show(best.span).lower()
    top = [one for one in likely if one.weight == likely[0].weight]
    close = [one for one in top if article.show(one.span).lower() not in here]
    if not close:
        return ()
    named = [Alternative(article.show(one.span), (one.span,)) for one in (best, *close)]
    message = "Teks juga menyebut tempat lain: {place}."
    return (doubt(_FIELD, message, *named, place=named[1].value),)


class _Ground:
    """The text with all that bounds a venue's name."""

    def __init__(
        self,
        article: Article,
        mentions: Sequence[Mention],
        institutions: Sequence[Institution],
        offices: Sequence[Office],
        lexicon: Lexicon,
    ) -> None:
        self.article, self.body, self.lexicon = article, article.body, lexicon
        areas = {one.span[0]: one.span[1] for one in mentions if one.codes[0].count(".")}
        self.areas: Mapping[int, int] = areas
        self.named: Mapping[int, int] = areas | {one.span[0]: one.span[1] for one in institutions}
        self.others = {one.span[0] for one in institutions} | {one.span[0] for one in offices}

    def candidates(self) -> Iterator[_Candidate]:
        """Yield the phrases that begin with a venue's word, or with a name after "di", none inside another."""
        done = 0
        for start, head, end in self._starts():
            if start < done:
                continue
            before = self.body[max(0, start - _BEFORE) : start]
            at = _AT.search(before)
            span = self._extent(start, end)
            if not (at or self.lexicon.fills.search(before) or _FULL.match(self.body, span[1])):
                continue
            if _ONLY_AREA_WORD.fullmatch(self.article.show(span)):
                continue
            done = span[1]
            yield _Candidate(span, self._weight(span, head, before, at))

    def _starts(self) -> list[tuple[int, str, int]]:
        """List where a phrase may begin: its first letter, its venue word, the end of that word or name."""
        found = [(one.start(), _plain(one.group()), one.end()) for one in self.lexicon.heads.finditer(self.body)]
        for one in re.finditer(r"\b[Dd]i (?=[A-Z])", self.body):
            ended = self.lexicon.ends.match(self.body, one.end())
            if ended:
                found.append((one.end(), "hotel", ended.end()))
            elif one.end() in self.named:
                found.append((one.end(), "", self.named[one.end()]))
        return sorted(found, key=lambda row: (row[0], -row[2]))

    def _weight(self, span: Span, head: str, before: str, at: re.Match[str] | None) -> int:
        """Weigh a phrase by its word, the words before it in the sentence, a date after it, and where it stands."""
        article, start = self.article, span[0]
        weight = _STRONG if head in self.lexicon.places else _AREA if head else 0
        weight -= _STRONG * (span[1] - span[0] == len(head))
        weight += _PROPER * bool(re.search(r"[A-Z]", article.show((start + 1, span[1]))[len(head) :]))
        filled = bool(self.lexicon.fills.search(before))
        weight += _CUE * bool(filled or (at and at["told"]) or self.lexicon.cues.search(before))
        weight += _ON_THE_WAY * bool(at and not (at["at"] or at["told"] or filled))
        sentence = article.sentence(start)
        opening = self.body[max(sentence[0], start - _LONGEST) : start]
        weight += _EVENT * bool(self.lexicon.events.search(opening))
        weight += _ELSEWHERE * bool(self.lexicon.elsewhere.search(opening) or _PLANNED.search(before))
        weight += _DATE_NEAR * bool(_DATED.match(self.body, span[1]))
        weight += _LEAD * any(first <= start < last for first, last in article.lead)
        weight += _HEADLINE * article.in_headline(start) + _CAPTION * article.in_caption(start)
        return weight + _QUOTED * (opening.count('"') % 2) + _NEEDED

    def _extent(self, start: int, end: int) -> Span:
        """Follow the words of a venue until a weekday, a verb, a date or the sentence's end."""
        end = max(end, self.named.get(start, 0))
        for word in each_word(self.body, end, min(len(self.body), start + _LONGEST)):
            if word.end <= end:
                continue
            short = _SHORT_FORM.match(self.body, end)
            end = short.end() if short else end
            if word.end <= end:
                continue
            if not self._goes_on(start, end, word):
                break
            end = max(word.end, self.named.get(word.start, 0))
        return trim(self.body, (start, end), " \n,.(-–")

    def _goes_on(self, start: int, end: int, word: Word) -> bool:
        """Say whether the phrase, now from ``start`` to ``end``, goes on with ``word``."""
        gap, low = self.body[end : word.start], word.text.lower()
        last = self._last(start, end)
        if gap == "\n" and last in self.lexicon.areas:
            return word.capital
        if last in _STREET and "\n" not in gap and low not in WEEKDAYS:
            return True
        if low == "di" and gap == " ":
            following = word.end + 1
            return following in self.areas or bool(self.lexicon.heads.match(self.body, following))
        if "\n" in gap or "(" in gap or ")" in gap or len(gap) > _LONGEST_GAP or low in self.lexicon.never:
            return False
        if _DATE.match(self.body, word.start):
            return False
        if "." in gap and not (gap in (".", ". ", ".,") and (last in self.lexicon.shortened or len(last) == 1)):
            return False
        if "," in gap:
            return self._after_comma(word)
        return word.capital or word.start in self.named or low in self.lexicon.joins or low in self.lexicon.towns

    def _last(self, start: int, end: int) -> str:
        """Give the last word of the phrase so far."""
        found = _LAST_WORD.search(self.body, max(start, end - _LONGEST_WORD), end)
        return found.group().lower() if found else ""

    def _after_comma(self, word: Word) -> bool:
        """Say whether what follows a comma still tells the place: a level word, an area, a name between commas."""
        if word.start in self.others:
            return False
        if word.text.lower() in self.lexicon.goes_on or word.start in self.areas:
            return True
        name = _NAMES.match(self.body, word.start)
        if name is None or name.group().isupper():
            return False
        return not any(part.lower() in self.lexicon.breaks for part in name.group().split())


def _plain(head: str) -> str:
    return head.lower().replace("-", " ")
