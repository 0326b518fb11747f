"""DOCX: paragraphs, the numbers of numbered lists, tables and text boxes in their order."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import docx
import docx.opc.exceptions
import lxml.etree
from docx.oxml.ns import qn

from ikrar.channels.document.document import Document
from ikrar.channels.spreadsheet import archive
from ikrar.core.errors import BadInput, EmptyText, TooLarge

_BROKEN: Final = (docx.opc.exceptions.OpcError, lxml.etree.LxmlError, *archive.BROKEN)
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BOX = qn("w:t"), qn("w:tab"), qn("w:txbxContent")
_BREAKS: Final = frozenset({qn("w:br"), qn("w:cr")})
#: What was deleted, field codes, and the second copy of a text box that old programs draw.
_SKIPPED: Final = frozenset(
    {qn("w:del"), qn("w:delText"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:moveFrom")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_DEEPEST: Final = 100
_LEVELS: Final = 9
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_UNNUMBERED: Final = frozenset({"bullet", "none"})


def read(data: bytes) -> tuple[Document, ...]:
    """Read a document's text after checking its archive without opening it (R24).

    Raises TooLarge for an archive that declares too much, BadInput for what is no DOCX, EmptyText for one without text.
    """
    _check(data)
    try:
        opened = docx.Document(io.BytesIO(data))
        lists = _Lists(opened)
        text = "\n".join(_blocks(opened.element.body, lists, 0)).strip()
        # Of what an editor notes, the title alone: its days are those of writing and saving, not of publication.
        title = (opened.core_properties.title or "").strip() or None
    except _BROKEN:
        raise _unreadable() from None
    if not text:
        raise EmptyText("Dokumen ini tidak memuat teks. Bila isinya gambar, salin teksnya lebih dahulu.")
    return (Document(text, title=title),)


def _unreadable() -> BadInput:
    return BadInput("Berkas ini bukan DOCX yang dapat dibaca. Simpan ulang sebagai DOCX atau teks, tanpa kata sandi.")


def _check(data: bytes) -> None:
    try:
        packed = archive.checked(data)
        names = set(packed.namelist())
        if "word/document.xml" not in names:
            raise _unreadable()
        for member in packed.infolist():
            if member.filename.endswith((".xml", ".rels")) and archive.DOCTYPE.search(packed.read(member)):
                raise _unreadable()
    except TooLarge:
        raise TooLarge(
            "Dokumen ini memuat terlalu banyak bila dibuka. Hapus gambarnya, atau simpan sebagai teks."
        ) from None
    except (BadInput, *_BROKEN):
        raise _unreadable() from None


def _blocks(parent: Any, lists: _Lists, depth: int) -> Iterator[str]:
    """Yield the lines of a body, a cell or a text box, each paragraph followed by its text boxes."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    for one in parent.iterchildren():
        if one.tag == _PARAGRAPH:
            yield from _paragraph(one, lists, depth)
        elif one.tag == _TABLE:
            yield from _table(one, lists, depth)
        elif one.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _blocks(one, lists, depth + 1)


def _paragraph(paragraph: Any, lists: _Lists, depth: int) -> Iterator[str]:
    boxes: list[Any] = []
    words = "".join(_words(paragraph, boxes)).strip()
    yield f"{lists.sign(paragraph)}{words}" if words else ""
    for box in boxes:
        yield from _blocks(box, lists, depth + 1)


def _words(paragraph: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the visible words of a paragraph in order; text boxes are put aside."""
    waiting = [paragraph]
    while waiting:
        one = waiting.pop()
        if one.tag == _TEXT:
            yield one.text or ""
        elif one.tag == _TAB:
            yield "\t"
        elif one.tag in _BREAKS:
            yield "\n"
        elif one.tag == _BOX:
            boxes.append(one)
        elif one.tag not in _SKIPPED:
            waiting += reversed(list(one))


def _table(table: Any, lists: _Lists, depth: int) -> Iterator[str]:
    """Yield one line a row; a cell of several paragraphs, as in a table that only lays out the page, its own lines."""
    for row in table.iterchildren(_ROW):
        cells = [[line for line in _blocks(cell, lists, depth + 1) if line] for cell in row.iterchildren(_CELL)]
        filled = [lines for lines in cells if lines]
        if all(len(lines) == 1 for lines in filled):
            yield "  ".join(lines[0] for lines in filled)
        else:
            yield from (line for lines in filled for line in lines)


class _Lists:
    """The running numbers of a document's lists."""

    def __init__(self, opened: Any) -> None:
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._styles = {one.style_id: one.element for one in opened.styles}
        try:
            numbering = opened.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {one.get(qn("w:abstractNumId")): one for one in numbering.iterchildren(qn("w:abstractNum"))}
        for one in numbering.iterchildren(qn("w:num")):
            base = one.find(qn("w:abstractNumId"))
            if base is not None and base.get(qn("w:val")) in abstract:
                self._levels[one.get(qn("w:numId"))] = dict(_levels(abstract[base.get(qn("w:val"))]))

    def sign(self, paragraph: Any) -> str:
        """Give the number that stands before a paragraph, as "1. ", and count it; empty outside of numbered lists."""
        found = self._numbered(paragraph)
        if found is None:
            return ""
        number, level = found
        levels = self._levels.get(number, {})
        form, pattern, start = levels.get(level, ("none", "", 1))
        counts = self._counts[number]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        if form in _UNNUMBERED:
            return "- " if form == "bullet" else ""
        shown = re.sub(r"%([1-9])", lambda at: _shown(counts, levels, int(at.group(1)) - 1), pattern)
        return f"{shown} "

    def _numbered(self, paragraph: Any) -> tuple[str, int] | None:
        """Find the list and level of a paragraph, its own or its style's."""
        given = _list_of(paragraph)
        if given is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            given = _list_of(self._styles.get(style.get(qn("w:val")))) if style is not None else None
        if given is None or given[0] in {None, "0"}:
            return None
        return str(given[0]), min(max(given[1], 0), _LEVELS - 1)


def _list_of(element: Any) -> tuple[str | None, int] | None:
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if element is not None else None
    if found is None:
        return None
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    at = level.get(qn("w:val")) if level is not None else "0"
    return (number.get(qn("w:val")) if number is not None else None), int(at or 0)


def _levels(abstract: Any) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for level in abstract.iterchildren(qn("w:lvl")):
        form, pattern, start = (level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start"))
        yield (
            int(level.get(qn("w:ilvl"))),
            (
                form.get(qn("w:val")) if form is not None else "decimal",
                pattern.get(qn("w:val")) if pattern is not None else "",
                int(start.get(qn("w:val"))) if start is not None else 1,
            ),
        )


def _shown(counts: list[int], levels: dict[int, tuple[str, str, int]], level: int) -> str:
    number = counts[level]
    form = levels.get(level, ("decimal", "", 1))[0]
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= ord("z") - ord("a") + 1:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return str(number)


def _roman(number: int) -> str:
    """Write a number up to 39 in Roman figures; longer lists stay in ours."""
    if not 0 < number < 4 * _ROMAN[0][0]:
        return str(number)
    figures = ""
    for value, sign in _ROMAN:
        figures += sign * (number // value)
        number %= value
    return figures
