"""Time zones and names of the press."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from ikrar.core.place import alias, area, zone


def test_every_province_has_a_zone_that_exists() -> None:
    zones = zone.load()
    assert set(zones) == {one.code for one in area.load(deepest=1)}
    assert all(ZoneInfo(name) for name in zones.values())


@pytest.mark.parametrize(("province", "hours"), [("35", 7), ("98", 7), ("61", 7), ("52", 8), ("93", 9)])
def test_a_province_has_the_time_that_its_people_have(province: str, hours: int) -> None:
    noon = datetime.datetime(2024, 11, 27, 12, tzinfo=ZoneInfo(zone.load()[province]))
    assert noon.utcoffset() == datetime.timedelta(hours=hours)


def test_every_alias_leads_to_an_area_that_exists() -> None:
    codes = {one.code for one in area.load(deepest=2)}
    aliases = alias.load()
    assert {one.code for one in aliases} <= codes
    assert len({(area.fold(one.name), one.code) for one in aliases}) == len(aliases)


def test_an_earlier_official_name_is_dated() -> None:
    old = next(one for one in alias.load() if one.name == "DKI Jakarta")
    new = next(one for one in alias.load() if one.name == "Daerah Khusus Jakarta")
    assert old.official
    assert old.valid(datetime.date(2024, 9, 24))
    assert not old.valid(datetime.date(2025, 1, 1))
    assert not new.valid(datetime.date(2024, 9, 24))
    assert new.valid(None)


def test_the_legal_time_has_the_name_people_use() -> None:
    from ikrar.core.place import zone

    assert [zone.short(code) for code in ("35.28", "61", "51.03", "91", "98.01", "00")] == [
        "WIB",
        "WIB",
        "WITA",
        "WIT",
        "WIB",
        "",
    ]
