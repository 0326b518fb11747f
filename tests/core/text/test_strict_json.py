"""JSON is read as every other reader would read it, or not at all."""

from __future__ import annotations

import pytest

from ikrar.core.text.strict_json import loads


def test_plain_json_is_read_as_it_is() -> None:
    assert loads('{"a": [1, {"b": "\\ud83d\\ude00"}], "c": null}') == {"a": [1, {"b": "😀"}], "c": None}


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a": 2}', '[{"a": {"b": 1, "b": 1}}]', '{"a": "\\ud800"}', '["\\udc00"]', '{"\\ud800": 1}', "{", ""],
)
def test_what_two_readers_could_read_differently_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        loads(text)
