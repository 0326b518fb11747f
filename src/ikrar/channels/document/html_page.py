"""A saved web page: its story without the page around it, its day and its address from what the page says of itself."""

from __future__ import annotations

import datetime
import re
from typing import Any, Final

import lxml.etree
import lxml.html
import trafilatura

from ikrar.channels.document.document import Document, headed
from ikrar.core.errors import BadInput, EmptyText, TooLarge
from ikrar.core.reading import article, noise, published
from ikrar.core.text import source

LARGEST_PAGE: Final = 5_000_000  # bytes
_DEEPEST: Final = 200
_MOST_ELEMENTS: Final = (
    30_000  # the pages of newspapers have a few thousand; above, the search for the story takes long
)
_MOST_SEEN: Final = 50_000  # characters of a page that are searched for its day
_SHORTEST: Final = 200  # characters of a story worth more than the whole page's text
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_LISTED: Final = re.compile(r"^(?:- )+", re.MULTILINE)
_CELLS: Final = re.compile(r"^\| ?(.*?) ?\|? *$", re.MULTILINE)
_DATES: Final = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
_UNSEEN: Final = ("script", "style", "noscript", "template", "head", "nav", "svg", "form", "iframe", "button", "select")
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)


def read(data: bytes) -> tuple[Document, ...]:
    """Read the one story of a page; raises TooLarge above five million bytes and BadInput for a page without text."""
    if len(data) > LARGEST_PAGE:
        raise TooLarge("Halaman web paling besar 5 MB. Simpan hanya beritanya, atau salin teksnya.")
    tree = _tree(_decoded(data))
    found = _extracted(tree) if sum(1 for _ in tree.iter()) <= _MOST_ELEMENTS else None
    title, day, url = _told(found)
    day = day or _shown(tree)
    text = _story(found)
    if len(text) < _SHORTEST:
        whole = visible(tree)
        text = whole if len(whole) > len(text) else text
    if not text.strip():
        raise EmptyText("Halaman ini tidak memuat teks. Simpan halaman sesudah terbuka penuh, atau salin teksnya.")
    return (Document(headed(title, text), day, url, title),)


def _shown(tree: Any) -> datetime.date | None:
    """Give the day that the page shows, where it shows one only: the search for the story leaves that line out."""
    seen = article.parse(visible(tree)[:_MOST_SEEN], noise.load())
    day = published.decide(seen, published.load_lexicon(), None).day
    return None if day.doubts else day.value


def _extracted(tree: Any) -> Any:
    return trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        include_images=False,
        favor_recall=True,
        date_extraction_params=_DATES,
    )


def plain(markup: str) -> str:
    """Give the visible text of a piece of markup, one line a block, list numbers kept; of plain text the text itself.

    Raises BadInput for markup nested too deep.
    """
    if "<" not in markup and "&" not in markup:
        return markup
    return visible(_tree(f"<div>{markup}</div>"))


def _decoded(data: bytes) -> str:
    """Decode as the page declares when that is possible, else as any text."""
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return source.decode(data, limit=LARGEST_PAGE)


def _tree(markup: str) -> Any:
    """Parse the markup and write each list's numbers into it. Raises BadInput for what no page is."""
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(_XML_DECLARATION.sub("", markup), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise _unreadable() from None
    if _too_deep(tree):
        raise _unreadable()
    _number(tree)
    _forget_times(tree)
    return tree


def _forget_times(tree: Any) -> None:
    """Take out the times of other stories, which stand beside this one."""
    beside = [time for part in tree.iter("aside", "nav", "footer") for time in part.iter("time")]
    for time in beside:
        time.attrib.clear()
        time.text = None


def _too_deep(tree: Any) -> bool:
    depth = 0
    for act, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if act == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _unreadable() -> BadInput:
    return BadInput("Halaman web ini tidak dapat dibaca. Buka di peramban, salin beritanya, lalu simpan sebagai teks.")


def _number(tree: Any) -> None:
    """Write "1. " before each item of a numbered list: browsers draw the numbers, the markup does not hold them."""
    for one in tree.iter("ol"):
        start = one.get("start") or ""
        number = int(start) if start.lstrip("-").isdecimal() and len(start) < len("-10000") else 1
        for item in one.iterchildren("li"):
            value = item.get("value") or ""
            number = int(value) if value.isdecimal() and len(value) < len("10000") else number
            _begin(item, f"{_sign(number, one.get('type'))}. ")
            number += 1


def _sign(number: int, kind: str | None) -> str:
    if kind in {"a", "A"} and 1 <= number <= ord("z") - ord("a") + 1:
        return chr(ord(kind) + number - 1)
    return str(number)


def _begin(item: Any, sign: str) -> None:
    """Write before an item's first words, which may stand in a paragraph inside it."""
    at = item
    while not (at.text or "").strip() and len(at) and at[0].tag in {"p", "span", "div", "strong", "b", "em"}:
        at = at[0]
    at.text = sign + (at.text or "").lstrip()


def _told(found: Any) -> tuple[str | None, datetime.date | None, str | None]:
    if found is None:
        return None, None, None
    day = datetime.date.fromisoformat(found.date) if found.date else None
    return found.title or None, day, found.url or None


def _story(found: Any) -> str:
    text = (found.text if found is not None else None) or ""
    text = _CELLS.sub(lambda row: row.group(1).replace(" | ", "  "), text) if "|" in text else text
    return _LISTED.sub("", text).strip()


def visible(tree: Any) -> str:
    """Give all text of a page that is seen, one line a block."""
    parts: list[str] = []
    hidden = 0
    for act, one in lxml.etree.iterwalk(tree, events=("start", "end")):
        if one.tag in _BLOCKS or one.tag == "br":
            parts.append("\n")
        if one.tag in _UNSEEN:
            hidden += 1 if act == "start" else -1
        if not hidden:
            parts.append(_flat(one.text if act == "start" else one.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _flat(text: str | None) -> str:
    """A line end in markup is only a space."""
    return re.sub(r"\s+", " ", text or "")
