"""Who signed, as written, and only where the text says that they did; who only witnessed is no signatory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found
from ikrar.core.text.span import Span, trim

_SIGN: Final = r"tanda[- ]?tangan"
_HOW: Final = (
    r"(?: (?:langsung|bersama(?:-sama)?|bergantian|kemudian|lalu|juga|secara [\w-]+(?: [\w-]+)?|berurutan|satu per satu"
    r"|dan cap jempol))*"
)
_WHERE: Final = r"(?: (?:di atas|di|pada) [^,.;\n]{1,40}?)?"
_ACTIVE: Final = re.compile(
    rf"(?<!\bdi )\b(?:menanda ?tangani|meneken|teken|mem(?:bubuhkan|bubuhi) {_SIGN}|ber{_SIGN}|ber {_SIGN}|{_SIGN}i?"
    r"|menyepakati [^.\n]{0,60}penandatanganan)\b",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(
    rf"\b(?:di ?tanda ?tangani|di ?teken|dibubuhi {_SIGN})(?:nya)?{_HOW}"
    rf"(?:{_WHERE}:? (?:oleh|yaitu|yakni) |:? (?!di |di[a-z]{{3}}|ke |kepada |pada |dalam |secara |dengan |sebagai "
    r"|itu\b|dan |serta |tersebut|sejak |saat |usai |oleh|untuk|kemarin))",
    re.IGNORECASE,
)
_ACT: Final = re.compile(
    rf"\b(?:penandatangan(?:an)?|pembubuhan {_SIGN})\b[^.;\n]{{0,60}}?(?:\boleh |: |\byaitu |\byakni |\badalah )"
    rf"|\byang (?:ikut |turut )?(?:menandatangani|meneken|membubuhkan {_SIGN}|ber{_SIGN})"
    r"[^.;\n]{0,50}?(?:: ?|\badalah |\bialah |\byaitu |\byakni |\bantara lain )",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"anda[- ]?tang|ANDA[- ]?TANG|Tanda Tang|[tn]eken|T(?:eken|EKEN)")
_LIST_HEAD: Final = re.compile(
    rf"^(?:kami )?(?:yang (?:ber{_SIGN}|menandatangani)|penandatangan|para penandatangan|tertanda)[^\n:]{{0,40}}: ?\n",
    re.IGNORECASE | re.MULTILINE,
)
_LIST_LINE: Final = re.compile(r"(?:\d{1,2}[.)]|\(\d{1,2}\)|[a-j][.)]|[-–•*▪]) ?(?P<who>[^\n(;]{3,90}).*\n?")
# Not signed yet, not at all, or at another time.
_NOT: Final = re.compile(
    r"\b(?:akan|bakal|hendak|diminta|meminta|harus|wajib|untuk|agar|supaya|dengan|dalam|sebelum|setelah|usai|seusai|sesudah"
    r"|tidak|tak|belum|tanpa|batal|ditunda|rencananya|siap)(?: \w+)?\s*$",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"\b(?:tidak ada|belum ada|tanpa|batal|urung)\s(?:penanda|tanda)", re.IGNORECASE)
_OTHER_TIME: Final = re.compile(
    r"\b(?:tahun lalu|bulan lalu|pekan lalu|akan (?:di|me)|rencananya|ditunda)\b|(?<![\w,] )(?-i:Sebelumnya),",
    re.IGNORECASE,
)
_OTHER_PAPER: Final = re.compile(
    r"\b(?:surat (?!pernyataan|ikrar|pakta|kesepakatan|deklarasi)|keputusan|peraturan|edaran|kontrak|nota kesepahaman)",
    re.IGNORECASE,
)
_WITNESS: Final = re.compile(r"\b(?:sebagai|selaku) saksi\b", re.IGNORECASE)
_DATELINE: Final = re.compile(r"^[A-Z][^\n]{1,60}?\s[–—|-]+\s+|^[A-Z]{3,}[\w .,()/]{0,40}?[–—-]\s?")
_OPENING: Final = re.compile(
    r"(?:setelah itu|sesudah itu|selanjutnya|kemudian|lalu|lantas|terus|usai itu|habis itu|adapun|sementara itu"
    r"|sedangkan|(?:setelah|usai|seusai|sesudah|selepas|dalam|pada) [^,\n]{0,60},"
    r"|bertempat [^,\n]{0,80},|(?:kec|kab|desa|kelurahan|distrik|kota|kecamatan|kabupaten|provinsi)\b[^,\n]{0,40},"
    r"|(?:dalam|pada) kesempatan (?:itu|tersebut))[,\s]+",
    re.IGNORECASE,
)
# Where the words before an active verb, and those after a passive one, stop naming who signs.
_CLAUSE: Final = re.compile(
    r",? \b(?:yang|untuk|dengan|dalam|ketika|saat|pada|turut|ikut|juga|telah|sudah|secara|di|kemudian|lalu|lantas"
    r"|menyusul|maju|bersama-sama|bergantian|akhirnya|langsung|sepakat|sepakati|menyepakati|resmi|masing-masing|pun)\b",
    re.IGNORECASE,
)
_AGENT_END: Final = re.compile(
    r"\.(?=[\s\"”)]|$)|[;\n]|,? \b(?:yang|untuk|dengan|dalam(?! negeri)|disaksikan|diketahui|dihadapan|di hadapan"
    r"|pada|di|ke|sebagai|selaku|sedangkan|sementara|usai|seusai|selepas|setelah|sebelum|sesudah|saat|ketika|mewakili|dilanjutkan"
    r"|dilanjut|lalu melepas|kemudian melepas|melepas|serta (?:melepas|dilanjutkan|disaksikan)"
    r"|dan (?:dilanjutkan|disaksikan|akan|ditutup)|agar|tanda|demi|itu)\b",
    re.IGNORECASE,
)
_THEN: Final = re.compile(r";\s(?:setelah itu|kemudian|lalu|dan|serta)\b")
_TOO: Final = re.compile(r"\b(?:ikut|turut|juga|menyusul)\b")
_DOT_INSIDE: Final = re.compile(
    r"(?:[\s(,.][A-Z][A-Za-z]{0,3}|\b(?:Drs|Dra|Kab|Kec|Pol|Inf|Kav|Arh|Arm|Cpn|Czi|Tgk|Kombes|Irjen|Brigjen))$"
)
_AND: Final = r"(?:dan|serta|beserta|disusul|diikuti|lanjut|lalu|kemudian)"
_SPLIT: Final = re.compile(
    rf"; ?(?:setelah itu|{_AND})? ?|,\s*(?:(?:lalu|kemudian) )?{_AND}(?: oleh)? |,\s*|\s?/ "
    r"| (?:dan|serta|beserta|disusul|diikuti|bersama(?: dengan)?) ",
    re.IGNORECASE,
)
# "Bupati dan Wakil Bupati" is one, and so is the name of an agency.
_TWO_IN_ONE: Final = re.compile(
    r"(?:wakil (?:bupati|wali ?kota|gubernur|presiden)|desa|politik|pemberdayaan)\b", re.IGNORECASE
)
_PAIR_BEFORE: Final = re.compile(
    r"\b(?:bupati|wali ?kota|gubernur|presiden|masyarakat|kesatuan bangsa)$", re.IGNORECASE
)
_DEGREE: Final = re.compile(
    r"(?:[A-Z][A-Za-z]{0,4}\.){1,4}\s?[A-Z]?[A-Za-z]{0,5}\.?|SH|SE|SIK|MH|MM|M?Si|MSi|SIP|SPd|SAg|SSos|MAP"
)
_NUMBER_TOO: Final = re.compile(r"\d{1,2}(?=$|,| dan\b)")
_NOBODY: Final = re.compile(
    r"(?:kami|kita|mereka|keduanya|ketiganya|keempatnya|kelimanya|semuanya|semua|seluruhnya|ia|dia|beliau|naskah|hal"
    r"|dokumen|deklarasi|ikrar|yang)(?: (?:itu|tersebut|ini))?",
    re.IGNORECASE,
)
_LONGEST: Final = 110
_FARTHEST: Final = 400
_TWO: Final = 2


@dataclass(frozen=True)
class _Group:
    """Those of whom one sentence says that they signed; ``told`` in a way that lists them."""

    spans: tuple[Span, ...]
    told: bool


_NOBODY_SIGNED: Final = _Group((), told=False)


def find(article: Article) -> Found[tuple[str, ...]]:
    """List who signed, in the order in which the text says so.

    Where one sentence lists the signatories, the sentence that only tells of the signing adds nothing.
    """
    groups = [one for one in _groups(article) if one.spans]
    listed = any(one.told and len(one.spans) >= _TWO for one in groups)
    kept: dict[str, Span] = {}
    for one in groups:
        if one.told or not listed:
            for span in one.spans:
                kept.setdefault(" ".join(article.show(span).split()), span)
    return Found(tuple(kept), tuple(kept.values()))


def _groups(article: Article) -> Iterator[_Group]:
    """Yield who signed, sentence by sentence; a list under "Yang bertanda tangan:" is the whole answer."""
    body = article.body
    for head in _LIST_HEAD.finditer(body):
        lines = tuple(_lines(body, head.end()))
        if lines:
            yield _Group(lines, told=True)
            return
    done = 0
    for word in _WORD.finditer(body):
        if word.start() < done:
            continue
        sentence = article.sentence(word.start())
        done = sentence[1]
        if not article.in_headline(sentence[0]) and not article.in_caption(sentence[0]):
            yield _sentence(body, sentence)


def _lines(body: str, start: int) -> Iterator[Span]:
    """Yield the entries of a list with marks that begins at ``start``."""
    while line := _LIST_LINE.match(body, start):
        yield trim(body, line.span("who"), " ,.;:")
        start = line.end()


def _sentence(body: str, sentence: Span) -> _Group:
    """Read one sentence: after "ditandatangani oleh" and the like, else before the active verb."""
    if any(other.search(body, *sentence) for other in (_NONE, _OTHER_TIME, _OTHER_PAPER)):
        return _NOBODY_SIGNED
    verb = _PASSIVE.search(body, *sentence)
    if verb is None or _NOT.search(body, sentence[0], verb.start()):
        verb = _ACT.search(body, *sentence)
    if verb:
        span = verb.end(), _agents_end(body, verb.end(), sentence[1])
        return _Group(tuple(_split(body, span)), told=True)
    verb = _ACTIVE.search(body, *sentence)
    if verb is None or _NOT.search(body, sentence[0], verb.start()) or _WITNESS.search(body, verb.end(), sentence[1]):
        return _NOBODY_SIGNED
    span = _subject(body, sentence[0], verb.start())
    too = _TOO.search(body, span[1], verb.start()) is not None
    return _Group(tuple(_split(body, span)), told=too)


def _agents_end(body: str, start: int, end: int) -> int:
    """Find where the words after "oleh" stop naming who signed; the dot of an abbreviation is no end."""
    last = min(end, start + _FARTHEST)
    going_on = start
    for stop in _AGENT_END.finditer(body, start, last):
        then = _THEN.match(body, stop.start())
        going_on = then.end() if then else going_on
        if stop.start() < going_on or (stop.group() == "." and _DOT_INSIDE.search(body, start, stop.start())):
            continue
        return stop.start()
    return last


def _subject(body: str, start: int, end: int) -> Span:
    """Give the words before an active verb of signing: who signs."""
    start = max(start, end - _FARTHEST)
    dateline = _DATELINE.match(body[start:end])
    start += dateline.end() if dateline else 0
    while opening := _OPENING.match(body, start, end):
        start = opening.end()
    clause = _CLAUSE.search(body, start, end)
    return trim(body, (start, clause.start() if clause else end), ' ,:;"“”\n')


def _split(body: str, span: Span) -> Iterator[Span]:
    """Cut the words that name who signed at commas and conjunctions; degrees stay with their name."""
    cuts: list[Span] = []
    start = span[0]
    for gap in [*_SPLIT.finditer(body, *span), None]:
        end = gap.start() if gap else span[1]
        if gap and _is_one(body, start, end, (gap.end(), span[1])):
            continue
        cut = trim(body, (start, end), ' ,.;:"“”\n')
        start = gap.end() if gap else end
        if cuts and _DEGREE.fullmatch(body, *cut):
            cuts[-1] = cuts[-1][0], cut[1]
        elif cut[0] < cut[1]:
            cuts.append(cut)
    for cut in cuts:
        if cut[1] - cut[0] <= _LONGEST and _NOBODY.fullmatch(body, *cut) is None:
            yield cut


def _is_one(body: str, start: int, end: int, following: Span) -> bool:
    """Say whether a conjunction stands inside one signatory: "Bupati dan Wakil Bupati", "nomor urut 1 dan 2"."""
    if _NUMBER_TOO.match(body, *following):
        return body[end - 1 : end].isdigit()
    return bool(_TWO_IN_ONE.match(body, *following) and _PAIR_BEFORE.search(body, start, end))
