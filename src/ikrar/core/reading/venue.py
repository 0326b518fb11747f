"""The venue phrase: "di halaman Mapolres …", "di Hotel …, Bandungan, Kabupaten Semarang"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.institution import Institution
from ikrar.core.reading.record import Found
from ikrar.core.text.date import WEEKDAYS
from ikrar.core.text.span import Span, trim
from ikrar.core.text.token import Word, words

_AT: Final = re.compile(r"\b(?:di|bertempat di|ke)\s+(?=\S)", re.IGNORECASE)
_AREA_WORD: Final = re.compile(r"(?:desa|kelurahan|kecamatan|kec|kel|kab|kabupaten|kota)\b(?! tua)", re.IGNORECASE)
_ONLY_AREA_WORD: Final = re.compile(r"[a-z]+(?: (?:setempat|daerah|itu|tersebut))?")
_SHORTENED: Final = ("jl", "jln", "kec", "kel", "kab", "prov", "no", "gg", "ds", "st", "dr", "jend", "kh", "h")
_CUE_WEIGHT, _LEAD_WEIGHT, _HEADLINE_LOSS = 3, 3, 2
_LONGEST_GAP: Final = 3
_DATED: Final = re.compile(r"[^.\n]{0,60}(?:\(\d|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)", re.IGNORECASE)


@dataclass(frozen=True)
class Lexicon:
    """Words that begin a venue, words inside one, words before one."""

    heads: re.Pattern[str]
    joins: frozenset[str]
    cues: re.Pattern[str]
    never: frozenset[str]


def load_lexicon(never: frozenset[str]) -> Lexicon:
    """Read ``data/venues.toml``; ``never`` are capitalised words that no venue goes on with (weekdays, verbs)."""
    table = files.table("venues.toml")
    heads = "|".join(sorted((head.replace(" ", r"[ \-]") for head in table["heads"]), key=len, reverse=True))
    cues = re.compile(rf"(?:{'|'.join(table['cues'])})\s+(?:\S+\s+){{0,2}}$", re.IGNORECASE)
    stops = (never | WEEKDAYS.keys()) - {head for head in table["heads"] if " " not in head} - frozenset(table["joins"])
    return Lexicon(re.compile(rf"(?:{heads})(?!\w)", re.IGNORECASE), frozenset(table["joins"]), cues, stops)


def find(
    article: Article, mentions: Sequence[Mention], institutions: Sequence[Institution], lexicon: Lexicon
) -> Found[str | None]:
    """Choose the best venue phrase: one of a venue word near the event's date in the lead, else an area after "di"."""
    starts = {one.span[0]: one.span[1] for one in mentions if one.codes[0].count(".")}
    starts |= {one.span[0]: one.span[1] for one in institutions}
    best: tuple[int, int] | None = None
    chosen: Span | None = None
    for found in _AT.finditer(article.body):
        head = lexicon.heads.match(article.body, found.end())
        if head is None and found.end() not in starts:
            continue
        span = _extent(article.body, found.end(), starts, lexicon)
        weight = _weight(article, found, span, lexicon, is_venue=head is not None)
        if _ONLY_AREA_WORD.fullmatch(article.show(span)):
            continue
        if weight > 0 and (best is None or (weight, -span[0]) > best):
            best, chosen = (weight, -span[0]), span
    return Found(article.show(chosen), (chosen,)) if chosen else Found(None)


def _weight(article: Article, found: re.Match[str], span: Span, lexicon: Lexicon, *, is_venue: bool) -> int:
    """Weigh a phrase: a venue word, the event's verb before it, the lead, a date right after it."""
    before = article.body[max(0, found.start() - 40) : found.start()]
    in_lead = any(start <= span[0] < end for start, end in article.lead)
    weight = (1 if _AREA_WORD.match(article.body, span[0]) else 3) * is_venue + _CUE_WEIGHT * bool(
        lexicon.cues.search(before) or "tempat" in found.group().lower()
    )
    weight += _LEAD_WEIGHT * in_lead + 3 * bool(_DATED.match(article.body, span[1]))
    weight -= _HEADLINE_LOSS * article.in_headline(span[0]) + 3 * found.group().lower().startswith("ke")
    if not is_venue and span[1] - span[0] < len("Kabupaten X"):
        weight -= 2
    return weight - 3


def _extent(body: str, start: int, starts: dict[int, int], lexicon: Lexicon) -> Span:
    """Follow the words of a venue until a weekday, a verb, a date or the sentence's end."""
    tokens = words(body, start, min(len(body), start + 200))
    end = start
    for at, word in enumerate(tokens):
        if word.end <= end:
            continue
        gap = body[end : word.start] if at else ""
        if not _goes_on(body[start:end].lower(), gap, word, at, starts, lexicon):
            break
        end = max(end, _mention_end(word, starts))
    return trim(body, (start, max(end, tokens[0].end)), " \n,.")


def _goes_on(before: str, gap: str, word: Word, at: int, starts: dict[int, int], lexicon: Lexicon) -> bool:
    low = word.text.lower()
    if word.start in starts and at:
        return gap in (" ", ", ")
    if "\n" in gap or "(" in gap or len(gap) > _LONGEST_GAP or low in lexicon.never:
        return False
    if "." in gap and not before.endswith(_SHORTENED):
        return False
    if "," in gap:
        return (word.capital and not low.isdigit()) or low in ("kec", "kel", "kab", "desa", "jl")
    return at == 0 or word.capital or low in lexicon.joins


def _mention_end(word: Word, starts: dict[int, int]) -> int:
    return max(word.end, starts.get(word.start, 0))
