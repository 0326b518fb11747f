"""What a document leaves out of a registered text is named; how it breaks its lines does not matter."""

from __future__ import annotations

from dataclasses import replace

from ikrar.core.certificate import compare
from ikrar.core.certificate.compare import Lacking, lacking
from ikrar.core.declaration.canonical import parse
from tests.core.certificate.made import TEXT

ALL = parse(TEXT)
SHOWN = "\n".join(
    [
        ALL.title,
        ALL.preamble or "",
        *ALL.points,
        ALL.closing or "",
        "Ketua, KPU Kabupaten Rekaan",
        "Ketua, Bawaslu Kabupaten Rekaan",
        "Polres Rekaan",
    ]
)


def test_a_document_that_shows_everything_lacks_nothing_however_its_lines_break() -> None:
    assert lacking(ALL, SHOWN) == ()
    assert lacking(ALL, SHOWN.upper().replace(" ", "\n")) == ()
    assert lacking(ALL, SHOWN.replace("provokasi", "provo-\nkasi")) == ()


def test_each_changed_part_is_named_with_its_registered_words() -> None:
    changed = SHOWN.replace("Menolak", "Menerima").replace("Polres Rekaan", "Polres Lain")
    assert lacking(ALL, changed) == (
        Lacking("points", 1, ALL.points[0]),
        Lacking("pledging_offices", 3, "Polres Rekaan"),
    )


def test_an_empty_document_lacks_at_most_so_many_parts() -> None:
    assert len(lacking(ALL, "")) == 8
    many = replace(ALL, points=tuple(f"Butir {n}." for n in range(100)))
    assert len(lacking(many, "")) == compare.MOST


def test_parts_that_a_text_does_not_have_are_not_asked_for() -> None:
    bare = replace(ALL, preamble=None, closing=None, pledging_offices=())
    assert {one.field for one in lacking(bare, "")} == {"title", "points"}
