"""What announces a person's name: a rank, an office before or after it, a form of address, a verb of acting."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.reading.article import Article
from ikrar.core.reading.office import Office
from ikrar.core.text.abbreviation import abbreviates
from ikrar.core.text.name import BALINESE, Names
from ikrar.core.text.span import Span

_OFFICE_TO_NAME: Final = re.compile(r" ?[,:]? ?(?:(?:yakni|yaitu|bernama|atas nama|saudara) )?")
_OFFICE_TO_BRACKETS: Final = re.compile(r" ?\( ?")
_BRACKETS_END: Final = re.compile(r" ?\)")
_NAME_TO_OFFICE: Final = re.compile(
    r" ?,? ?(?:\( ?|(?:selaku|sebagai|(?:yang|yg) (?:menjabat|juga|kini|sekarang|merupakan|saat ini))"
    r"(?: (?:menjabat|juga))?(?: (?:sebagai|selaku))? )"
)
# How the words end that lead from a name to its office; where none does, nothing is looked for.
_DESCRIBES: Final = re.compile(r"(?:selaku|sebagai|menjabat|juga|kini|sekarang|merupakan|ini) $|\( ?$")
_CAPITAL: Final = re.compile(r"(?<![\w.'’-])[A-Z]")
_APPOSITION: Final = re.compile(r" ?, ")
_AFTER_APPOSITION: Final = re.compile(r" ?[,.)]| [a-z]")
_COMMA: Final = re.compile(r" ?, ?(?:dan )?| dan ")
_UNKNOWN_PLACE: Final = re.compile(r"(?: [A-Z][\w'’-]+){1,3}$")
_LOCAL: Final = re.compile(r"((?: [A-Z][\w'’-]+){1,3})(?: ?,|(?= (?:Drs|Dra|Hj|KH|Ir|Dr|Tgk|Ust|Pdt)\b)) ?")
_REACH: Final = 48
_LONGEST_PLACE_WORD: Final = 24
_INTRODUCES: Final = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|ungkap|jelas|tegas|terang|papar|sebut|pungkas|tandas|imbuh|tambah|menurut|oleh|bersama"
    r"|dengan|kepada|yakni|yaitu|adalah|ialah|saudara|dan|serta)(?:nya)? $|(?:^|[.!?\"”] |\n)$"
)
_ACTS: Final = re.compile(
    r"\b(?:diwakili|dipimpin|dipandu|didampingi|dibacakan|diucapkan|dikomandoi|dikomandani|dipercayakan kepada)"
    r"(?: langsung)?(?: oleh)? (?=[A-Z])"
)
_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:jl|jln|jalan|masjid|mushola|musala|gedung|aula|lapangan|stadion|bandara|rsud|pondok|ponpes|pesantren|gor"
    r"|taman|gang|universitas|makam|hotel|pendopo|kesenian)\.? |(?-i:(?!Anregurutta|Bapak|Ibu|Prof|Dr)[A-Z])\w* )$",
    re.IGNORECASE,
)
_ADDRESSES: Final = re.compile(
    r"(?<![\w.])(?:Pdt|Ustadz|Ustaz|Ustad|Ust|KH|Tgk|Teungku|Romo|Pastor|RD|RP|Habib|Buya|Hj|Drs|Dra|TGH|AGH|Bapak)"
    r"\b\.? ?(?=[A-Z])"
)
# An unknown place before a Balinese name: "Perbekel Kaba-Kaba Ni Luh …".
_BALINESE: Final = re.compile(
    rf"(?: [A-Z][\w'’-]+){{1,3}}?(?= (?:(?:I|Ni) (?:{BALINESE})\b|Ida (?:Bagus|Ayu)\b|A\.? ?A\.? [A-Z]|Anak Agung\b"
    r"|Cokorda\b|Dewa (?:Gede|Gde|Made|Putu|Ayu)\b))"
)
_LONGEST_LETTERS: Final = 5


@dataclass(frozen=True)
class Bearer:
    """One mention of a named person, with the span of the name and of the office beside it."""

    name: str
    span: Span
    rank: str | None
    role: str | None
    role_span: Span | None
    headline: bool


def ranked(article: Article, offices: Sequence[Office], names: Names) -> Iterator[Bearer]:
    """Yield each name after a rank, with the office before or after it."""
    starts = {office.span[0]: office for office in offices}
    ends = {office.span[1]: office for office in offices}
    for rank, start, end in names.ranks(article.body):
        name = names.at(article.body, end)
        if name is None:
            continue
        office = _before(article.body, ends, start, names) or _after(article.body, starts, name, names)
        yield _bearer(article, name, rank, office)


def unranked(article: Article, offices: Sequence[Office], names: Names) -> Iterator[Bearer]:
    """Yield each name that follows an office without a rank; a headline is too unsure for that."""
    starts = {office.span[0] for office in offices}
    for office in offices:
        if office.venue or article.in_headline(office.span[0]):
            continue
        body = article.body
        name, held = _bracketed(body, office, names), office.span
        if name is None:
            name, held = _following(article, office, starts, names)
        while name is not None:
            yield _bearer(article, name, None, held)
            name = _next_shared(article, starts, names, name) if office.shared else None


def described(article: Article, offices: Sequence[Office], names: Names) -> Iterator[Bearer]:
    """Yield each name that its office follows: "A, selaku Ketua KPU", "A (Ketua Bawaslu)", "A, Ketua KPU, …"."""
    body = article.body
    for office in offices:
        if office.venue or article.in_headline(office.span[0]):
            continue
        start, end = office.span
        cut = body[max(0, start - len("merupakan ")) : start]
        apposed = cut.endswith(", ") and _AFTER_APPOSITION.match(body, end) is not None
        if not (apposed or _DESCRIBES.search(cut)):
            continue
        name = _ending(body, start, _APPOSITION if apposed else _NAME_TO_OFFICE, names)
        if name and (not apposed or _INTRODUCES.search(body, max(0, name[0] - _REACH), name[0])):
            yield _bearer(article, name, None, office.span)


def alone(article: Article, names: Names) -> Iterator[Bearer]:
    """Yield names that a form of address or a verb of acting announces: "Pdt. A", "ikrar dipandu A"."""
    body = article.body
    for found in _ADDRESSES.finditer(body):
        if article.in_headline(found.start()) or _PLACE_BEFORE.search(
            body, max(0, found.start() - _LONGEST_PLACE_WORD), found.start()
        ):
            continue
        name = names.at(body, found.end(), careful=True)
        if name and not _letters(body, name):
            yield _bearer(article, name, None, None)
    for found in _ACTS.finditer(body):
        name = names.at(body, found.end(), careful=True)
        if name and " " in body[slice(*name)] and not _letters(body, name) and not article.in_headline(name[0]):
            yield _bearer(article, name, None, None)


def _bracketed(body: str, office: Office, names: Names) -> Span | None:
    """Read the name in brackets after an office: "Ketua BPK (Marzuki Usman)"; a short form of it is none."""
    gap = _OFFICE_TO_BRACKETS.match(body, office.span[1])
    name = names.at(body, gap.end()) if gap and not names.rank_pattern.match(body, gap.end()) else None
    if name is None or not _BRACKETS_END.match(body, names.rest(body, name[1])) or _letters(body, name):
        return None
    return None if abbreviates(body[slice(*name)], body[slice(*office.span)]) else name


def _following(article: Article, office: Office, starts: Container[int], names: Names) -> tuple[Span | None, Span]:
    """Read the name after an office, past an unknown place where the office is one of a small place."""
    body = article.body
    held = office.span
    if office.local and (place := _LOCAL.match(body, held[1])) and _unknown(place.group(1), names):
        name = names.at(body, place.end())
        if name and place.end() not in starts and not _letters(body, name) and _stands_alone(body, name, names):
            return name, (held[0], place.end(1))
    before = _BALINESE.match(body, held[1])
    if before and _unknown(before.group(), names) and not names.rank_pattern.match(body, held[1] + 1):
        held = (held[0], before.end())
    gap = _OFFICE_TO_NAME.match(body, held[1])
    if gap is None or gap.end() == held[1] or gap.end() in starts or names.rank_pattern.match(body, gap.end()):
        return None, held
    name = names.at(body, gap.end(), careful=article.sentence(held[0]) in article.titled)
    if name and (_letters(body, name) or _before_rank(body, name, names)):
        name = None
    return name, held


def _before_rank(body: str, name: Span, names: Names) -> bool:
    """Say whether a rank follows directly, so that the words are a place and the name comes after the rank."""
    return body[name[1] : name[1] + 1] == " " and names.rank_pattern.match(body, name[1] + 1) is not None


def _unknown(words_after: str, names: Names) -> bool:
    """Say whether the words between an office and a name may be a place: none of them is known for something else."""
    return not any(names.stopped(word) for word in words_after.split())


def _stands_alone(body: str, name: Span, names: Names) -> bool:
    """Say whether a name after a place and a comma is a whole apposition: of two words, and closed."""
    end = names.rest(body, name[1])
    return " " in body[slice(*name)] and bool(_AFTER_APPOSITION.match(body, end))


def _letters(body: str, name: Span) -> bool:
    """Say whether the name begins with letters that rather stand for a body: "PAC", "OPD"."""
    first = re.split(r"[ .]", body[slice(*name)])[0]
    return len(first) > 1 and first.isupper() and len(first) <= _LONGEST_LETTERS


def _next_shared(article: Article, starts: Container[int], names: Names, name: Span) -> Span | None:
    """Go on to the next name of a list under one office: "Komisioner A, B"."""
    gap = _COMMA.match(article.body, names.rest(article.body, name[1]))
    if gap is None or gap.end() in starts or names.rank_pattern.match(article.body, gap.end()):
        return None
    found = names.at(article.body, gap.end(), careful=True)
    return None if found and _letters(article.body, found) else found


def _before(body: str, ends: Mapping[int, Office], start: int, names: Names) -> Span | None:
    """Give the office that ends just before a rank, with an unknown place between at the most."""
    cut = body[max(0, start - _REACH) : start]
    bare = cut.rstrip(" ,:(\n")
    at = start - len(cut) + len(bare)
    if at in ends:
        return ends[at].span
    place = _UNKNOWN_PLACE.search(bare) if cut[len(bare) :] == " " else None
    while place:
        office = ends.get(start - len(cut) + place.start())
        if office and _unknown(place.group(), names):
            return office.span[0], at
        place = _UNKNOWN_PLACE.search(bare, place.start() + 1)
    return None


def _after(body: str, starts: Mapping[int, Office], name: Span, names: Names) -> Span | None:
    """Give the office that follows a name after "selaku" or "sebagai", or in brackets."""
    gap = _NAME_TO_OFFICE.match(body, names.rest(body, name[1]))
    office = starts.get(gap.end()) if gap else None
    return office.span if office else None


def _ending(body: str, start: int, link: re.Pattern[str], names: Names) -> Span | None:
    """Give the name of two words or more that ends before ``link``, which ends at ``start``."""
    floor = max(0, start - _REACH - _REACH)
    for found in _CAPITAL.finditer(body, floor, start):
        name = names.at(body, found.start())
        if name is None:
            continue
        gap = link.match(body, names.rest(body, name[1]))
        if gap and gap.end() == start and " " in body[slice(*name)] and not _letters(body, name):
            return name
    return None


def _bearer(article: Article, name: Span, rank: str | None, office: Span | None) -> Bearer:
    return Bearer(
        name=article.show(name),
        span=name,
        rank=rank,
        role=article.show(office) if office else None,
        role_span=office,
        headline=article.in_headline(name[0]),
    )
