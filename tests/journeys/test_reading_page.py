"""Whoever follows docs/howto/membaca.md word by word reads two articles, settles a doubt, merges and parts them."""

from __future__ import annotations

import re

import polib
import pytest

from tests.house.howto import HOWTO, ROOT
from tests.journeys.conftest import Demo, Visit
from tests.journeys.walker import Walker, steps

PAGE = HOWTO / "membaca.md"
CATALOGUE = ROOT / "src/ikrar/locale/en/LC_MESSAGES/django.po"


@pytest.mark.journey
def test_an_article_is_read_as_its_page_says_word_by_word(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    done = Walker(lambda: visit(storage_state=dewi_state)).walk(PAGE)
    assert done == len(list(steps(PAGE)))
    assert done > 20


def test_every_bold_word_outside_the_steps_stands_on_a_page() -> None:
    prose = re.sub(r"^\d+\. .*(?:\n   .*)*", "", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shown = {entry.msgid for entry in polib.pofile(str(CATALOGUE))} | {"tebal"}
    bold = set(re.findall(r"\*\*([^*]+)\*\*", prose))
    assert len(bold) > 5
    assert bold <= shown
