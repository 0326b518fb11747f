"""A bundle is read back as it was written, and what is none is refused by the name of its field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ikrar.core.certificate import bundle
from ikrar.core.certificate.bundle import Bundle, is_bundle, read, write
from ikrar.core.errors import BadInput, InvalidField, TooLarge
from tests.core.certificate import made


def raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(made.bundle()))
    return found


def test_a_bundle_comes_back_as_it_was_written() -> None:
    for one in (made.bundle(), made.bundle(policy="log x\n"), Bundle("R", 2, made.DIGEST, made.TEXT, ())):
        back = read(write(one))
        assert (back.declaration, back.version, back.acts, back.text) == (
            one.declaration,
            one.version,
            one.acts,
            one.text,
        )
        assert (back.policy, back.example) == (one.policy, one.example)
        assert write(back) == write(one)


def test_a_bundle_is_known_by_its_first_line_and_by_nothing_else() -> None:
    assert is_bundle(write(made.bundle()))
    assert not is_bundle(made.TEXT)
    assert not is_bundle(b"")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"v":1}', b"[]", b"null"])
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("declaration", 1),
        ("version", "1"),
        ("version", True),
        ("digest", None),
        ("text", []),
        ("text", {"x": float("inf")}),
        ("acts", {}),
        ("acts", [1]),
        ("acts", [{"leaf": "x"}]),
        ("acts", [{"leaf": "x", "r": "?", "record": {}, "proof": None}]),
        ("acts", [{"leaf": "x", "r": "", "record": [], "proof": None}]),
        ("acts", [{"leaf": "x", "r": "", "record": {}, "proof": 3}]),
        ("example", 0),
        ("about", None),
        ("policy", 7),
    ],
)
def test_each_field_has_its_type(field: str, value: object) -> None:
    with pytest.raises(InvalidField) as found:
        read(json.dumps(raw() | {field: value}).encode())
    assert found.value.field.startswith(field)


def test_a_missing_or_an_unknown_key_is_refused() -> None:
    told = raw()
    del told["policy"]
    for changed in (told, raw() | {"more": 1}, raw() | {"v": "ikrar.id/proof/v2"}):
        with pytest.raises(InvalidField, match="proof/v1"):
            read(json.dumps(changed).encode())


def test_a_bundle_has_its_largest_size_and_most_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(made.bundle())
    monkeypatch.setattr(bundle, "MOST_ACTS", 3)
    with pytest.raises(TooLarge, match="3"):
        read(data)
    monkeypatch.setattr(bundle, "MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        read(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"digest"', b'"text": {"title": "PALSU"},\n "digest"'), (b'"declaration": "', b'"declaration": "\\ud800')],
)
def test_a_file_that_two_readers_would_read_differently_is_refused(old: bytes, new: bytes) -> None:
    data = write(made.bundle()).replace(old, new, 1)
    with pytest.raises(BadInput, match="bukan JSON"):
        read(data)
