"""The two legs of 2023 that the press told of: facts with their sources, no text, and no day that nobody told."""

from __future__ import annotations

from datetime import date

from ikrar.core.place.area import load as areas
from ikrar.core.relay import known


def test_two_batons_crossed_the_same_border_seven_weeks_apart() -> None:
    east, west = known.load()
    assert (east.giver, east.receiver) == (west.giver, west.receiver) == ("KPU Provinsi Lampung", "KPU Provinsi Banten")
    assert (east.stops[0].day, east.stops[-1].day) == (date(2023, 7, 17), date(2023, 9, 4))
    assert [stop.sure for stop in east.stops] == [True] * 7 + [False], "the day in Serang was worked out"
    assert (west.stops[-1].day, west.stops[-1].last) == (date(2023, 10, 21), date(2023, 10, 22))


def test_every_known_relay_names_its_sources_and_real_places_in_both_languages() -> None:
    codes = {area.code for area in areas()}
    for one in known.load():
        assert one.sources
        assert all(source.publisher for source in one.sources)
        assert set(one.name) == set(one.note) == {"id", "en"}
        assert {code for stop in one.stops for code, _ in stop.areas} <= codes
        days = [stop.day for stop in one.stops if stop.day]
        assert days == sorted(days)


def test_the_stop_in_serang_is_neither_the_whole_province_nor_one_of_its_two_namesakes() -> None:
    east, west = known.load()
    assert east.stops[-1].areas == (("36.04", "Kabupaten Serang"), ("36.73", "Kota Serang"))
    assert "Kramatwatu" in east.stops[-1].place
    others = [stop for stop in (*east.stops, *west.stops) if stop != east.stops[-1]]
    assert all(stop.areas == ((stop.areas[0][0], stop.place),) for stop in others)
    assert all(code.count(".") == 1 for stop in others for code, _ in stop.areas), "each is a regency or a city"
