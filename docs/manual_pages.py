"""Turns the operator's manual (``docs/manual``) into what the product serves at ``/panduan/``, for ``docs/build.py``.

The manual is plain Markdown; the product gets it as blocks of words, so that no page ever takes HTML from a file. It
may hold: headings, paragraphs, lists, tables, labels (bold), emphasis, code letters, links to its own pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

FOLDER = Path(__file__).parent / "manual"
_PAGE = re.compile(r"(?:\d\d-)?([a-z-]+)\.md(?:#([a-z0-9-]+))?")
_ADDRESS = re.compile(r"/(?:[a-z0-9-]+/)*")


def built() -> str:
    """Return the manual as JSON: a list of pages with slug, title and blocks, one page a line."""
    pages = [page(path.name, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.md"))]
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in pages) + "\n]\n"


def page(name: str, text: str) -> dict[str, Any]:
    """Return one page; raises ValueError for what the product would not show as it stands."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    first, *rest = SyntaxTreeNode(parser.parse(text)).children
    if first.tag != "h1":
        raise ValueError(f"{name} does not begin with its title")
    return {"slug": _linked(name)["page"], "title": _words(first), "blocks": [_block(node) for node in rest]}


def _block(node: SyntaxTreeNode) -> dict[str, Any]:
    if node.type == "heading" and node.tag == "h2":
        return {"kind": "heading", "anchor": _anchor(_words(node)), "spans": _spans(node)}
    if node.type == "paragraph":
        return {"kind": "words" if node.hidden else "paragraph", "spans": _spans(node)}
    if node.type in {"bullet_list", "ordered_list"}:
        return {"kind": node.type, "lines": [[_block(one) for one in item.children] for item in node.children]}
    if node.type == "table":
        head, body = node.children
        return {"kind": "table", "head": _rows(head)[0], "rows": _rows(body)}
    raise ValueError(f"a page of the manual cannot hold this: {node.type} {node.tag}")


def _rows(part: SyntaxTreeNode) -> list[list[list[dict[str, str]]]]:
    return [[_spans(cell) for cell in row.children] for row in part.children]


def _words(node: SyntaxTreeNode) -> str:
    return "".join(span["text"] for span in _spans(node))


def _spans(node: SyntaxTreeNode) -> list[dict[str, str]]:
    """Return the words of a block in order, each with what it is: text, label, emphasis, code or link."""
    return [span for inline in node.children for one in inline.children for span in _span(one)]


def _span(node: SyntaxTreeNode) -> Iterator[dict[str, str]]:
    if node.type == "softbreak":
        yield {"kind": "text", "text": " "}
    elif node.type == "text":
        yield from [{"kind": "text", "text": node.content}] if node.content else []
    elif node.type == "code_inline":
        to = {"to": node.content} if _ADDRESS.fullmatch(node.content) else {}
        yield {"kind": "code", "text": node.content, **to}
    elif node.type in {"strong", "em"}:
        words = "".join(inner["text"] for one in node.children for inner in _span(one))
        yield {"kind": "label" if node.type == "strong" else "emphasis", "text": words}
    elif node.type == "link":
        words = "".join(inner["text"] for one in node.children for inner in _span(one))
        yield {"kind": "link", "text": words, **_linked(str(node.attrs["href"]))}
    else:
        raise ValueError(f"words of the manual cannot be: {node.type}")


def _linked(target: str) -> dict[str, str]:
    """Return the page and the anchor that a link to another page of the manual leads to."""
    found = _PAGE.fullmatch(target)
    if found is None or not (FOLDER / target.partition("#")[0]).exists():
        raise ValueError(f"this leads to no page of the manual: {target}")
    return {"page": found[1], "anchor": found[2] or ""}


def _anchor(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
