"""Files are opened apart: whatever they hold, the answer is a document or a sentence, soon and in bounded memory."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ikrar.channels.document import child, form
from ikrar.channels.document.document import Document
from ikrar.channels.document.opener import Opener
from ikrar.core.errors import BadInput, EmptyText, NotText, TooLarge
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
REFUSALS = frozenset(one.code for one in (BadInput, NotText, EmptyText, TooLarge))


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as one:
        yield one


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Collect the children that are started."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return started


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_form_is_opened_in_the_child(opener: Opener, kind: str) -> None:
    assert LEAD in " ".join(opener.open(SAMPLES[kind])[0].text.split())


def test_text_needs_no_child(children: list[subprocess.Popen[bytes]]) -> None:
    with Opener() as one:
        assert one.open(LEAD.encode())[0].text == LEAD
    assert children == []


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


def test_a_child_that_died_or_hangs_costs_one_file_only(children: list[subprocess.Popen[bytes]]) -> None:
    with Opener(seconds=SOON) as one:
        one.open(SAMPLES[form.MAIL])
        children[0].send_signal(signal.SIGSTOP)
        one.seconds = 0.2
        with pytest.raises(BadInput, match="berat"):
            one.open(SAMPLES[form.MAIL])
        one.seconds = SOON
        assert one.open(SAMPLES[form.MAIL])
        children[1].kill()
        children[1].wait()
        assert one.open(SAMPLES[form.MAIL])
    assert [child.poll() for child in children] == [-signal.SIGKILL] * 3


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
    answer = child.answer(form.FEED, SAMPLES[form.FEED])
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


def is_read_or_refused(opener: Opener, data: bytes) -> bool:
    """Say whether a file gives documents with text, or a refusal of the vocabulary with a sentence."""
    try:
        found = opener.open(data)
    except BadInput as refused:
        return refused.code in REFUSALS and is_sentence(str(refused))
    return bool(found) and all(isinstance(one, Document) and one.text.strip() for one in found)


def is_sentence(words: str) -> bool:
    return words[:1].isupper() and words.endswith(".")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_soon_and_the_next_file_is_read(opener: Opener, name: str) -> None:
    begun = time.monotonic()
    assert is_read_or_refused(opener, BOMBS[name])
    assert time.monotonic() - begun < SOON
    assert LEAD in opener.open(SAMPLES[form.MAIL])[0].text


def is_answer(answer: dict[str, Any]) -> bool:
    """Say whether the child's answer is documents with text, or an error of the vocabulary with a sentence."""
    if "error" in answer:
        told = answer["error"]
        return told["code"] in REFUSALS and is_sentence(told["message"].format(**told["params"]))
    return bool(answer["documents"]) and all(row["text"].strip() for row in answer["documents"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_torn_and_scrambled_files_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    whole = bytearray(SAMPLES[kind])
    end = data.draw(st.integers(0, len(whole)))
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8)):
        whole[at] = byte
    assert is_answer(child.answer(kind, bytes(whole[: max(end, len(whole) // 4)])))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=300))
@example(form.PDF, b"")
@example(form.HTML, b"")
def test_random_bytes_are_read_or_refused(kind: str, data: bytes) -> None:
    assert is_answer(child.answer(kind, data))
    assert is_answer(child.answer(kind, SAMPLES[kind][:40] + data))
