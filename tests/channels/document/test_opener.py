"""Files are opened apart: whatever they hold, the answer is a document or a sentence, soon and in bounded memory."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ikrar.channels.document import child, form
from ikrar.channels.document.opener import Opener
from ikrar.core.errors import BadInput, TooLarge
from tests.channels.document.samples import ATOM, FEED, LEAD, PAGE, pdf, word

MAIL = f"From: a@contoh.id\nTo: b@contoh.id\nSubject: x\nMIME-Version: 1.0\n\n{LEAD}".encode()
SAMPLES = {
    form.HTML: PAGE.encode(),
    form.DOCX: word(),
    form.PDF: pdf([[(60, 700, LEAD)]]),
    form.MAIL: MAIL,
    form.MBOX: b"From a@contoh.id Tue Aug 27 2024\n" + MAIL,
    form.FEED: FEED.encode(),
}
SOON = 60.0  # seconds that nothing may need, on a busy machine either


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as one:
        yield one


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_form_is_opened_in_the_child(opener: Opener, kind: str) -> None:
    assert LEAD in " ".join(opener.open(SAMPLES[kind])[0].text.split())


def test_text_needs_no_child() -> None:
    with Opener() as one:
        assert one.open(LEAD.encode())[0].text == LEAD
        assert one._child is None


def test_a_day_comes_back_from_the_child(opener: Opener) -> None:
    assert str(opener.open(ATOM.encode())[0].published) == "2024-08-27"


def test_an_error_comes_back_with_its_kind_and_sentence(opener: Opener) -> None:
    with pytest.raises(BadInput, match="sandi") as refused:
        opener.open(b"PK\x03\x04 rusak")
    assert type(refused.value) is BadInput
    with pytest.raises(TooLarge, match="60"):
        opener.open(pdf([[(60, 700, "a")]] * 61))


def test_a_file_above_the_limit_is_not_sent() -> None:
    with Opener() as one, pytest.raises(TooLarge, match="25"):
        one.open(b"%PDF-1.4" + b"0" * 25_000_001)


def test_a_child_that_died_or_hangs_costs_one_file_only() -> None:
    with Opener(seconds=SOON) as one:
        one.open(SAMPLES[form.MAIL])
        assert one._child is not None
        one._child.send_signal(signal.SIGSTOP)
        one._seconds = 0.2
        with pytest.raises(BadInput, match="berat"):
            one.open(SAMPLES[form.MAIL])
        one._seconds = SOON
        assert one.open(SAMPLES[form.MAIL])
        os.kill(one._child.pid, signal.SIGKILL)
        one._child.wait()
        assert one.open(SAMPLES[form.MAIL])


def test_the_child_holds_itself_to_its_limits(tmp_path: Path) -> None:
    program = (
        "import io, sys; from ikrar.channels.document import child\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO()); child.main()\n"
        "try:\n    bytearray(2**31)\nexcept MemoryError:\n    print('memory', file=sys.stderr)\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    open(sys.argv[1], 'wb', buffering=0).write(b'x')\n"
        "except OSError:\n    print('file', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a")], capture_output=True, text=True, check=True
    )
    assert done.stderr.split() == ["memory", "file"]


def test_a_flood_of_parts_or_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_TEXT", 10)
    answer = child._answer(form.FEED, SAMPLES[form.FEED])
    assert answer["error"]["code"] == "too_large"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (at, b"&%c;" % (at - 1) * 10) for at in range(ord("b"), ord("k"))
)
BOMBS = {
    "laughing feed": b"<?xml version='1.0'?>" + LAUGHS + b"]><rss version='2.0'><channel>&j;</channel></rss>",
    "laughing word": zipped(word__document_xml=b"<?xml version='1.0'?>" + LAUGHS + b"]><w>&j;</w>"),
    "zip of zeros": zipped(word__document_xml=b"0" * 50_000_000),
    "deep page": b"<html>" + b"<div>" * 200_000,
    "deep list": b"<html><body>" + b"<ol><li>" * 100_000,
    "wide page": b"<html><body>" + b"<p>a</p>" * 200_000,
    "many attributes": b"<html><body><p " + b"a=1 " * 500_000 + b">a</p>",
    "deep mail": b"MIME-Version: 1.0\nFrom: a\nSubject: b\n" + b"Content-Type: message/rfc822\n\n" * 20_000,
    "long header": b"MIME-Version: 1.0\nFrom: a\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nhalo",
    "deep boundaries": b"".join(
        b"MIME-Version: 1.0\nFrom: a\nSubject: b\nContent-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (at, at)
        for at in range(3_000)
    ),
    "pdf in circles": b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>\nendobj\ntrailer<</Root 1 0 R>>",
    "pdf of brackets": b"%PDF-1.4\n1 0 obj\n" + b"[" * 1_000_000,
    "pdf of dictionaries": b"%PDF-1.4\n1 0 obj\n" + b"<<" * 500_000,
    "broken box": b"From a\nMIME-Version: 1.0\nFrom: a\nTo: b\n" + b"\n\nFrom " * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_soon(opener: Opener, name: str) -> None:
    begun = time.monotonic()
    with contextlib.suppress(BadInput):
        opener.open(BOMBS[name])
    assert time.monotonic() - begun < SOON


def read_or_refused(kind: str, data: bytes) -> None:
    """Read in this process: anything but a document or an error of the vocabulary fails the test."""
    module, function = child._READERS[kind]
    try:
        found = getattr(importlib.import_module(f"ikrar.channels.document.{module}"), function)(data)
    except BadInput:
        return
    assert all(one.text.strip() for one in found)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_torn_and_scrambled_files_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    whole = bytearray(SAMPLES[kind])
    end = data.draw(st.integers(0, len(whole)))
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8)):
        whole[at] = byte
    read_or_refused(kind, bytes(whole[: max(end, len(whole) // 4)]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=300))
@example(form.PDF, b"")
@example(form.HTML, b"")
def test_random_bytes_are_read_or_refused(kind: str, data: bytes) -> None:
    read_or_refused(kind, data)
    read_or_refused(kind, SAMPLES[kind][:40] + data)
