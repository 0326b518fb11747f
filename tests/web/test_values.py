"""Values of a reading as people read them, and what a press in the editor decodes to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from ikrar.core.reading.doubt import LOOKED_AT
from ikrar.records.reading.event import _near
from ikrar.records.reading.models import Reading
from ikrar.web.desk import decode, values
from tests import cast


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("event_date", "2024-08-16", "Jumat, 16 Agustus 2024"),
        ("event_date", "2024-02-30", "2024-02-30"),
        ("event_date", "kemarin", "kemarin"),
        ("kind", "relay_handover", "Serah terima kirab"),
        ("area_code", "35.28", "Kabupaten Pamekasan, Jawa Timur"),
        ("area_code", "99.99", "99.99"),
        ("election", "pilkada-2024", "Pilkada serentak 2024"),
        ("place_text", "Pendopo", "Pendopo"),
    ],
)
def test_a_value_is_shown_in_words(database: Path, field: str, value: str, seen: str) -> None:
    shown = values.shown(field, value, values.names({value}))
    assert shown == seen or (field == "election" and "2024" in shown)


def test_names_are_looked_up_only_where_codes_stand(database: Path) -> None:
    with CaptureQueriesContext(connection) as found:
        assert values.names({"Pendopo", "Jumat"}) == {}
    assert len(found) == 0


@pytest.mark.parametrize(
    ("title", "text", "seen"),
    [
        ("Judul", "isi", "Judul"),
        ("", " Isi \n berita ", "Isi berita"),
        ("x" * 100, "", "x" * 89 + "…"),
    ],
)
def test_a_draft_is_called_by_its_title_or_by_how_its_article_begins(title: str, text: str, seen: str) -> None:
    assert values.heading(SimpleNamespace(title=title, text=text)) == seen


@pytest.mark.parametrize(
    ("pressed", "read"),
    [("2-0", (2, 0)), ("2-", (2, LOOKED_AT)), ("", (-1, LOOKED_AT)), ("x-1", (-1, 1)), ("1-x", (1, LOOKED_AT))],
)
def test_a_press_is_decoded_to_a_doubt_and_an_option(pressed: str, read: tuple[int, int]) -> None:
    assert decode.choice(QueryDict(f"choose={pressed}")) == read


@pytest.mark.parametrize(
    ("area", "day", "near"),
    [
        ("35.28", "2024-08-16", True),
        ("35", "2024-08-19", True),
        ("35.28.01", None, True),
        ("", None, True),
        ("36.04", "2024-08-16", False),
        ("35.2", "2024-08-16", False),
        ("35.28", "2024-08-20", False),
    ],
)
def test_drafts_of_near_places_and_days_are_compared(database: Path, area: str, day: str | None, near: bool) -> None:
    made = Reading.objects.get(pk=cast.draft(cast.at_desk(cast.DEWI)).pk)
    Reading.objects.filter(pk=made.pk).update(area_code=area, event_date=day)
    assert Reading.objects.filter(_near(made)).exists() is near
