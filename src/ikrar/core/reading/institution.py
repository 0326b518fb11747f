"""Institutions by name: "KPU Kabupaten Klaten", "Polres Kediri Kota", "Kodim 0310/SSD", "TNI"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.byline import sign_off
from ikrar.core.reading.ground import Ground
from ikrar.core.reading.record import Found
from ikrar.core.text.alternation import alternation
from ikrar.core.text.span import Cover, Span

# "(Polman)", "(Polres Inhu)": a short form of what stands before it.
_SHORT_FORM: Final = re.compile(r"\s?\([A-Z][\w .]{1,24}\)")
_PLACE_SHORT: Final = re.compile(r"\s?\([A-Z][A-Za-z]{1,11}(?: [A-Z][A-Za-z]{1,11})?\)")
# A second word of a unit's name only where a rank or plain text follows: "1014/Pangkalan Bun".
_SECOND_WORD: Final = r"(?: (?!Inf\b|Kav\b|Arh\b|Arm\b|Czi\b)[A-Z][a-z]+(?=[\s,.]+(?:Letkol|Kolonel|Mayor|[a-z(]|$)))?"
_NUMBER: Final = re.compile(r" (?:\d{2,4}(?:-\d\d)?(?=[/ ,.;:)\n]|$)|[IVX]{1,5}(?=/)(?:/\d(?= ))?)")
_LETTER: Final = re.compile(r" [A-D](?: Pelopor\b|(?= (?:Yonif|Brimob)\b))")
_NUMBER_NAME: Final = re.compile(rf"/(?:Kab\. )?[A-Z][\w-]*{_SECOND_WORD}")
_UNIT_NAME: Final = re.compile(r" [A-Z][a-z]+(?:/[A-Z][a-z]+)")
_LINK: Final = re.compile(
    r" (?:[Ss]e(?:[ -]|(?=[kK]ab|[kK]ota|[pP]rov|[kK]ec))|RI\b|Republik Indonesia\b|Resort?\b|Kota (?=Besar))? ?"
)
_NATIONAL: Final = re.compile(r" (?:RI|Republik Indonesia|Pusat)\b")
_AREA_WIDE: Final = re.compile(r" [Ss]e[ -](?!Indonesia)[A-Z][\w]+(?: (?!Dan\b)[A-Z][a-z]+){0,2}")
_BRANCH: Final = re.compile(
    r" (?:(?:Kelas [IVX]{1,3}[ -]?[AB]?\b|Pos\b)(?: [A-Z][a-z]+)?|Cabang\b|Cab\.|Ranting\b|Wilayah\b)"
)
_FREE_NAME: Final = re.compile(r"(?: [A-Z][\w'’-]+){1,4}")
_UNKNOWN_PLACE: Final = re.compile(r" (?P<word>[A-Z][a-z]{2,})(?= [a-z]|[,.;)\n]|$)")
_OFFICE_BEFORE: Final = "|".join(
    rf"(?<={word} )" for word in ("Ketua", "Sekretaris", "Bendahara", "Pengurus", "Pimpinan", "Direktur", "Perwakilan")
)
_IN_GENERAL: Final = re.compile(
    r"\b(?:netral\w*|dukung\w*|mendukung|membantu|ASN|satuan)"
    r"\W+(?:[\w]+\W+){0,3}$",
    re.IGNORECASE,
)
_BEFORE_GENERAL: Final = 48
_QUOTED: Final = re.compile(r"[\"“”][^\"“”\n]{3,600}[\"“”]")


@dataclass(frozen=True)
class Lexicon:
    """``pattern`` finds the heads, ``tails`` says by lower-case head what has to follow it.

    ``forces`` are the heads that often stand for order in general; ``exact`` those that count in capitals only;
    ``families`` say of which other head one is a longer or shorter form; ``common`` are capitalised words of no place.
    """

    pattern: re.Pattern[str]
    tails: dict[str, str]
    forces: frozenset[str]
    exact: frozenset[str]
    families: dict[str, str]
    common: frozenset[str]


@dataclass(frozen=True)
class Institution:
    """One institution found: ``head`` its kind of body in lower case, ``place`` the area named in it, if any.

    ``bare`` says that nothing tells which one of its kind it is.
    """

    span: Span
    head: str
    place: Mention | None
    bare: bool = False


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/institutions.toml`` and compile it for use."""
    tails: dict[str, str] = {}
    forces: set[str] = set()
    exact: set[str] = set()
    table, titles = files.table("institutions.toml"), files.table("titles.toml")
    for row in table["institution"]:
        for head in row["heads"]:
            plain = _plain(head)
            tails[plain] = row["tail"]
            if head.isupper() and len(head) <= len("KNPI"):
                exact.add(plain)
            if row.get("force"):
                forces.add(plain)
    heads = alternation(tails, space=r"[ \-]")
    pattern = re.compile(
        rf"(?<![\w/])(?<!\w\.)(?:{heads}|(?:{_OFFICE_BEFORE})(?P<other>(?-i:(?!DP[CDWP]|PAC|KPPS|TPS|SMP|SMA|SMK)[A-Z]{{3,8}})))(?!\w|\.[A-Za-z]{{2,4}}\b|-\w+\.)",
        re.IGNORECASE,
    )
    exact -= set(table["any_case"])
    common = frozenset(word.lower() for word in (*titles["never"], *titles["ends"]))
    return Lexicon(pattern, tails, frozenset(forces), frozenset(exact), dict(table["families"]), common)


def find(article: Article, mentions: Iterable[Mention], lexicon: Lexicon) -> tuple[Institution, ...]:
    """Find every institution of the article, in order, never overlapping."""
    return tuple(_walk(article.body, Ground(article, mentions), lexicon))


def organizations(
    article: Article, found: Sequence[Institution], lexicon: Lexicon, pledges: Iterable[Span] = ()
) -> Found[tuple[str, ...]]:
    """List the written forms once each; a bare form goes when a placed one of the same head is there.

    Forces count only where they take part: not in a quotation, in one of the ``pledges``, or where order in general
    is meant ("mendukung TNI-Polri", "netralitas ASN, TNI dan Polri").
    """
    placed = {lexicon.families.get(one.head, one.head) for one in found if not one.bare}
    silent = Cover([*pledges, *(quote.span() for quote in _QUOTED.finditer(article.body))])
    kept: dict[str, tuple[str, Span]] = {}
    for one in found:
        if one.bare and lexicon.families.get(one.head, one.head) in placed:
            continue
        if sign_off(article, one.span[0]) or _incidental(article.body, one, silent, lexicon):
            continue
        written = article.show(one.span)
        kept.setdefault(" ".join(written.lower().split()), (written, one.span))
    return Found(tuple(name for name, _ in kept.values()), tuple(span for _, span in kept.values()))


def _incidental(body: str, one: Institution, silent: Cover, lexicon: Lexicon) -> bool:
    """Say whether a body is only spoken of: a force meant in general, or "linmas" in a quotation."""
    quoted = silent.meets(one.span)
    if one.head in lexicon.forces:
        return quoted or _general(body, one.span[0])
    return quoted and one.bare and body[one.span[0]].islower()


def unit(body: str, end: int, ground: Ground) -> tuple[int, Mention | None]:
    """Follow the number or name of a unit after ``end``: " 0310/SSD", " V/Brawijaya", " 1615/Lombok Timur"."""
    number = _NUMBER.match(body, end) or _LETTER.match(body, end)
    if number is None:
        named = _UNIT_NAME.match(body, end)
        return (named.end() if named else end), None
    slash = number.end()
    place = ground.mention(slash + 1) if body[slash : slash + 1] == "/" else None
    if place is not None:
        return place.span[1], place
    name = _NUMBER_NAME.match(body, slash)
    return (name.end() if name else slash), None


def _general(body: str, start: int) -> bool:
    """Say whether the words before ``start`` speak of such bodies in general."""
    cut = body[max(0, start - _BEFORE_GENERAL) : start]
    return bool(_IN_GENERAL.search(cut[max(cut.rfind("."), cut.rfind("\n")) + 1 :]))


def _walk(body: str, ground: Ground, lexicon: Lexicon) -> Iterator[Institution]:
    position = 0
    while match := lexicon.pattern.search(body, position):
        position = match.end()
        head = _plain(match.group())
        if head in lexicon.exact and not match.group().isupper():
            continue
        tail = "place" if match.group("other") else lexicon.tails[head]
        end, place, named = _tail(body, match.end(), ground, tail)
        if tail == "place" and not named and not match.group("other"):
            end, named = _unknown_place(body, match.end(), lexicon)
        known = named or tail in ("optional", "none")
        if known and not _implied(body[max(0, match.start() - len("Kepala ")) : match.start()], head):
            bare = place is None and (tail == "none" or not named)
            yield Institution((match.start(), end), head, place, bare)
        position = max(position, end)


def _implied(before: str, head: str) -> bool:
    """Say whether the words belong to an office or a rank: "Kepala Kepolisian Daerah …", "Brigjen TNI"."""
    return (head.startswith("kepolisian") and before.endswith("Kepala ")) or before.lower().endswith(
        ("jen ", "jen. ", "jend ", "aksma ", "aksda ", "arsma ", "arsda ")
    )


def _tail(body: str, end: int, ground: Ground, tail: str) -> tuple[int, Mention | None, bool]:
    """Follow the words after a head; answer the end, the place, and whether something names the body."""
    if tail == "none":
        return end, None, True
    if tail == "name":
        free = _FREE_NAME.match(body, end)
        return (free.end() if free else end), None, bool(free)
    if tail == "number":
        stop, place = unit(body, end, ground)
        named = stop > end
        place = place or _place_after(body, stop, ground)
        return max(stop, place.span[1] if place else 0), place, named or place is not None
    return _placed(body, end, ground)


def _placed(body: str, end: int, ground: Ground) -> tuple[int, Mention | None, bool]:
    """Follow short form, branch and place after a head."""
    short = _SHORT_FORM.match(body, end)
    branch = _BRANCH.match(body, short.end() if short else end)
    reach = branch.end() if branch else short.end() if short else end
    place = _place_after(body, reach, ground)
    if place is None:
        wide = _AREA_WIDE.match(body, end)
        national = _NATIONAL.match(body, end)
        known = wide or national or branch
        last = known or short
        return (last.end() if last else end), None, bool(known)
    after = _PLACE_SHORT.match(body, place.span[1])
    end = after.end() if after else place.span[1]
    return end + len(" Raya") * body.startswith(" Raya", end), place, True


def _unknown_place(body: str, end: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Take one capitalised word after a head that needs a place, where it is no common word and plain text follows."""
    found = _UNKNOWN_PLACE.match(body, end)
    if found is None or found.group("word").lower() in lexicon.common:
        return end, False
    return found.end(), True


def _place_after(body: str, end: int, ground: Ground) -> Mention | None:
    link = _LINK.match(body, end)
    return ground.mention(link.end()) if link else None


def _plain(head: str) -> str:
    return re.sub(r"[ \-]+", " ", head.lower())
