"""The file a PDF carries: found by its name in whatever tree of names; nothing in a hostile PDF goes on for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ikrar.channels.document import child, form, opener, pdf_attachment
from ikrar.core.errors import BadInput

GOOD = '{"v": "ikrar.id/exchange/v1"}'
NAME = b"(deklarasi.json)"


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of numbered objects from 1, the first its catalogue, with a table of where each begins."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begin = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, begin)


def stream(text: str = GOOD) -> bytes:
    """Return an object that holds a text."""
    data = text.encode()
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def carrying(tree: bytes, *more: bytes, name: bytes = NAME, text: str = GOOD) -> bytes:
    """Return a PDF whose names stand in ``tree``; object 3 says what file it is, object 4 holds it."""
    file = b"<< /Type /Filespec /F %b /UF %b /EF << /F 4 0 R >> >>" % (name, name)
    root = b"<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>"
    return pdf(root, tree, file, stream(text), *more)


UTF_16 = b"<" + ("\ufeff" + "deklarasi.json").encode("utf-16-be").hex().encode() + b">"
FOUND: dict[str, Callable[[], bytes]] = {
    "at the root of the tree": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>"),
    "under branches": lambda: carrying(
        b"<< /Kids [ 5 0 R 6 0 R ] >>", b"<< /Names [ ] >>", b"<< /Kids [ 7 0 R ] >>", b"<< /Names [ (a) 3 0 R ] >>"
    ),
    "with a name in UTF-16": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>", name=UTF_16),
    "behind a file of another name": lambda: carrying(
        b"<< /Names [ (a) 5 0 R (b) 3 0 R ] >>", b"<< /F (lain.json) /EF << /F 4 0 R >> >>"
    ),
}
NOT_FOUND: dict[str, Callable[[], bytes]] = {
    "no names": lambda: pdf(b"<< /Type /Catalog >>"),
    "names that are a number": lambda: pdf(b"<< /Type /Catalog /Names 5 >>"),
    "a tree that is a number": lambda: carrying(b"7"),
    "a tree that holds itself": lambda: carrying(b"<< /Kids [ 2 0 R 2 0 R ] >>"),
    "a name that is a number": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>", name=b"7"),
    "a name that is no text": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>", name=b"<ff00fe>"),
    "another name": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>", name=b"(rahasia.json)"),
    "a file that is not there": lambda: carrying(b"<< /Names [ (a) 9 0 R ] >>"),
    "a file that is no stream": lambda: carrying(
        b"<< /Names [ (a) 5 0 R ] >>", b"<< /F (deklarasi.json) /EF << /F 5 0 R >> >>"
    ),
    "half a PDF": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>")[:120],
    "bytes that are no text": lambda: carrying(b"<< /Names [ (a) 3 0 R ] >>").replace(b'{"v"', b'{"\xff"'),
}


@pytest.mark.parametrize("made", FOUND.values(), ids=FOUND)
def test_the_file_is_found_wherever_its_name_stands(made: Callable[[], bytes]) -> None:
    (found,) = pdf_attachment.read(made())
    assert found.text == GOOD


@pytest.mark.parametrize("made", NOT_FOUND.values(), ids=NOT_FOUND)
def test_r24_what_carries_no_such_file_is_refused_in_a_sentence(made: Callable[[], bytes]) -> None:
    with pytest.raises(BadInput) as error:
        pdf_attachment.read(made())
    assert str(error.value).endswith(".")


def test_the_child_opens_it_and_tells_errors_as_it_does_for_every_form() -> None:
    assert child.answer(form.ATTACHMENT, next(iter(FOUND.values()))())["documents"][0]["text"] == GOOD
    assert child.answer(form.ATTACHMENT, b"%PDF-1.7")["error"]["code"] == "bad_input"


def test_the_opener_hands_the_text_over_and_serves_the_next_file_after_a_broken_one() -> None:
    with opener.Opener() as one:
        with pytest.raises(BadInput):
            one.attached(b"%PDF-1.7")
        assert one.attached(next(iter(FOUND.values()))()) == GOOD


def test_no_file_is_ever_taken_for_an_attachment_by_its_bytes() -> None:
    assert form.of(next(iter(FOUND.values()))(), "deklarasi.pdf") == form.PDF
    assert form.ATTACHMENT not in form.SUFFIXES.values()
