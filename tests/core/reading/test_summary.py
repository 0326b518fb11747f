"""What the queue knows of a draft: title, area and day, as far as the form can be read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.reading.summary import Gist, gist


def test_the_gist_is_title_area_and_day() -> None:
    form = DeclarationForm(title=" Deklarasi \n Damai ", area=" 35.28 ", event_date="2024-08-16")
    assert gist(form) == Gist("Deklarasi Damai", "35.28", date(2024, 8, 16))


@pytest.mark.parametrize("typed", ["", "kemarin", "2024-02-30", "9999-01-01"])
def test_a_day_that_cannot_be_read_is_none(typed: str) -> None:
    assert gist(DeclarationForm(event_date=typed)).event_date is None


@pytest.mark.parametrize("typed", ["", "Pamekasan", "35.28' OR 1=1"])
def test_an_area_that_is_no_code_is_left_out(typed: str) -> None:
    assert gist(DeclarationForm(area=typed)).area_code == ""


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_fits_the_columns(title: str, area: str, day: str) -> None:
    found = gist(DeclarationForm(title=title * 9, area=area, event_date=day))
    assert len(found.title) <= 300
    assert len(found.area_code) <= 13
