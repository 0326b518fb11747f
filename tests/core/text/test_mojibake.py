"""Signs that were read in the wrong encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.mojibake import repair
from ikrar.core.text.normalise import normalise

RIGHT = "“Damai” – KPU’s élan · aman… ﷼ 🎉"


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_read_as_cp1252_is_put_right(times: int) -> None:
    wrong = RIGHT
    for _ in range(times):
        wrong = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in wrong.encode())
    assert wrong != RIGHT
    assert repair(wrong) == RIGHT


def test_a_closing_quotation_mark_that_lost_its_last_byte_is_known() -> None:
    assert repair("â€œDamaiâ€ kata") == "“Damai” kata"
    assert repair("jarakÂ dua") == "jarak dua"


@pytest.mark.parametrize("text", ["Château d’eau", "São Paulo", "Â", "Ã", "â€", "Ä°", "Tönö", "î€", "í\xa0€"])
def test_what_may_have_been_meant_stays(text: str) -> None:
    assert repair(text) in {text, "", "”", "İ"}
    if text[0] not in "Ââ" and text != "Ä°":
        assert repair(text) == text


@given(st.text())
def test_repairing_comes_to_an_end_and_nothing_is_left_to_repair(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    assert len(once) <= len(text)


@given(st.lists(st.sampled_from(list("ÃÂâ€œ\x9d¢\u200b \u00a0é\u0301")), max_size=30).map("".join))
def test_the_normal_form_has_nothing_to_repair(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
