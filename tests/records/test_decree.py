"""A decree's list in the table of areas: what ended stays with its last day and with what followed it."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from threading import current_thread

import pytest
from django.db import DatabaseError
from django.utils import timezone

from ikrar.core.errors import BadInput, Refused
from ikrar.core.place import search as finder
from ikrar.core.place.area import load
from ikrar.core.place.decree import Change, Kind
from ikrar.core.place.listing import Listing, read
from ikrar.records.ledger.models import Leaf
from ikrar.records.place import actions, index, intake, queries
from ikrar.records.place.models import Area, Decree, FormerName, Succession

DAY, BEFORE = date(2027, 1, 10), date(2027, 1, 9)
HEAD = "kode,jenis,nama,kode_induk,lat,lng,kode_asal"


def present_rows() -> dict[str, str]:
    """Return the areas valid now as rows of a file, by code."""
    rows = Area.objects.filter(fictional=False, valid_until=None).order_by("code")
    return {a.code: f"{a.code},{a.kind},{a.name},{a.parent_id or ''},," for a in rows}


def file_of(rows: dict[str, str]) -> Listing:
    return read("\n".join([HEAD, *(row + "," * (6 - row.count(",")) for row in rows.values())]).encode())


def split_of_pamekasan() -> Listing:
    """Two districts of Pamekasan make a regency of their own; one district is renamed. Invented for the test."""
    rows = present_rows()
    taken = {"35.28.12": "35.30.01", "35.28.13": "35.30.02"}
    for old, new in taken.items():
        name = rows.pop(old).split(",")[2]
        rows[new] = f"{new},kecamatan,{name},35.30"
    rows["35.30"] = "35.30,kabupaten,Kabupaten Pantura Rekaan,35"
    rows["35.28.05"] = "35.28.05,kecamatan,Proppo Baru,35.28"
    return file_of(rows)


def take(listing: Listing, day: date = DAY, by: str = "35.28/kpu", title: str = "Kepmendagri contoh") -> Change:
    return actions.import_areas(listing, title=title, day=day, by=by, now=timezone.now())


def test_a_split_keeps_the_old_codes_with_their_last_day_and_says_what_followed(database: Path) -> None:
    assert take(split_of_pamekasan()).linked(Kind.SPLIT)[0].new == "35.30"
    old, new = queries.find("35.28.12"), queries.find("35.30.01")
    assert (old.valid_until, new.valid_from, new.valid_until) == (BEFORE, DAY, None)
    assert new.label == f"{old.name}, Kabupaten Pantura Rekaan, Jawa Timur"
    assert queries.present("35.28.12", DAY) == ("35.30.01",)
    assert queries.present("35.28.12", BEFORE) == ("35.28.12",)
    assert queries.present("35.28", DAY) == ("35.28", "35.30"), "it goes on, and a part of it is elsewhere"
    assert queries.present("35.28", BEFORE) == ("35.28",)
    assert queries.present("99", DAY) == ()
    assert Succession.objects.count() == 3
    leaf = Leaf.objects.get(type="place.imported")
    assert (leaf.by, leaf.ref) == ("35.28/kpu", Decree.objects.get(baseline=False).ref)


def test_an_ended_code_is_still_found_and_marked_with_what_took_its_place(database: Path) -> None:
    name = queries.find("35.28.12").name
    assert queries.look_up(f"kec. {name}").sure
    take(split_of_pamekasan())
    found = queries.look_up(f"kec. {name}")
    assert [c.place.code for c in found.choices][:2] == ["35.30.01", "35.28.12"]
    assert found.sure
    assert [p.code for p in found.choices[1].became] == ["35.30.01"]
    assert queries.look_up("35.28.12").choices[0].became[0].label.endswith("Kabupaten Pantura Rekaan, Jawa Timur")


def test_a_renamed_area_is_found_by_its_former_name_and_named_by_the_day(database: Path) -> None:
    take(split_of_pamekasan())
    found = queries.look_up("kec. Proppo, Pamekasan")
    choice = next(c for c in found.choices if c.place.code == "35.28.05")
    assert choice.place.name == "Proppo Baru"
    assert choice.by is not None
    assert (choice.by.name, choice.by.until, choice.by.official) == ("Proppo", BEFORE, True)
    assert queries.name_on("35.28.05", BEFORE) == "Proppo"
    assert queries.name_on("35.28.05", DAY) == "Proppo Baru"
    assert queries.name_on("99", DAY) == ""


def test_a_name_of_the_bundled_aliases_is_told_by_its_days(database: Path) -> None:
    Area.objects.create(code="31", level=1, kind="provinsi", name="Daerah Khusus Jakarta", key="daerah khusus jakarta")
    Decree.objects.create(title="uji")
    choice = queries.look_up("DKI Jakarta").choices[0]
    assert choice.by is not None
    assert (choice.place.code, choice.by.until) == ("31", date(2024, 11, 29))
    assert queries.name_on("31", date(2024, 9, 1)) == "DKI Jakarta"
    assert queries.name_on("31", DAY) == "Daerah Khusus Jakarta"


def test_the_same_list_again_changes_nothing_and_leaves_no_leaf(database: Path) -> None:
    listing = split_of_pamekasan()
    take(listing)
    assert take(listing).empty
    assert Leaf.objects.filter(type="place.imported").count() == Decree.objects.count() == 1


def test_two_decrees_in_a_row_are_followed_to_the_end_and_a_code_can_come_back(database: Path) -> None:
    take(split_of_pamekasan())
    rows = present_rows()
    rows["35.28.12"] = rows.pop("35.30.01").replace("35.30.01", "35.28.12").replace(",35.30,", ",35.28,")
    back = date(2029, 1, 1)
    take(file_of(rows), day=back)
    assert queries.present("35.30.01", back) == ("35.28.12",)
    assert queries.present("35.28.12", back) == ("35.28.12",)
    assert queries.find("35.28.12").valid_until is None
    with pytest.raises(Refused, match="2029-01-01"):
        take(file_of(rows), day=DAY)


def test_a_kind_that_changed_under_the_same_name_is_no_former_name(database: Path) -> None:
    rows = present_rows()
    rows["36.73"] = rows["36.73"].replace(",kota,", ",kabupaten,")
    take(file_of(rows))
    assert queries.find("36.73").kind == "kabupaten"
    assert FormerName.objects.count() == 0


def test_what_a_later_decree_wrote_is_not_overwritten_by_the_bundled_list(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "load", lambda: load(2))
    take(split_of_pamekasan())
    Area.objects.filter(code="98.01").update(name="salah")
    assert actions.load_areas() == 2
    assert queries.find("35.28.05").name == "Proppo Baru"
    assert queries.find("98.01").name == "Kabupaten Lembah Arunika"
    assert not Area.objects.filter(code="11").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": "99.99/kpu"}, "99.99/kpu tidak terdaftar"),
        ({"title": " "}, "nama keputusannya"),
        ({"title": "x" * 201}, "nama keputusannya"),
    ],
)
def test_an_import_without_its_reason_is_refused(database: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        take(split_of_pamekasan(), **change)
    assert not Succession.objects.exists()


def test_a_list_with_problems_is_refused_whole(database: Path) -> None:
    rows = present_rows()
    wrong = file_of(rows | {"x": "35.99.01,kecamatan,Anu,35.99"})
    assert len(intake.problems(wrong)) == 1
    with pytest.raises(BadInput, match=r"induk 35\.99"):
        take(wrong)
    stray = file_of(rows | {"x": "35.99,kabupaten,Kabupaten Anu,35,,,77.01 35.28"})
    with pytest.raises(BadInput, match=r"Kode asal 77\.01"):
        take(stray)
    assert queries.find("35.99") is None


def test_a_zone_belongs_to_every_province_and_to_nothing_else() -> None:
    assert {queries.zone_of(a.code) for a in load(1)} == {
        "Asia/Jakarta",
        "Asia/Pontianak",
        "Asia/Makassar",
        "Asia/Jayapura",
    }
    assert queries.zone_of("98.01.01.2001") == "Asia/Jakarta"
    with pytest.raises(BadInput, match="77"):
        queries.zone_of("77")


def test_a_search_says_how_sure_it_is_and_where_time_runs(database: Path) -> None:
    both = queries.look_up("Serang")
    assert both.ambiguous
    assert not both.sure
    assert both.exact >= 2
    near = queries.look_up("Pamekassan")
    assert near.corrected
    assert near.choices[0].match is finder.Match.SPELLING
    assert near.places[0].zone == "Asia/Jakarta"
    assert not queries.look_up("tidak ada begini").corrected


def test_the_index_is_built_once_and_again_after_a_list_was_taken(database: Path) -> None:
    Decree.objects.create(title="uji")
    first = index.index()
    assert index.index() is first
    take(split_of_pamekasan())
    assert index.index() is not first


def test_a_row_that_went_after_the_index_was_built_is_left_out(database: Path) -> None:
    Decree.objects.create(title="uji")
    assert queries.search("98.01.03.2003")
    Area.objects.filter(code="98.01.03.2003").delete()
    assert queries.search("98.01.03.2003") == []


def test_the_index_is_built_beside_the_start_of_a_server_and_a_fault_there_is_logged(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    built: list[str] = []
    monkeypatch.setattr(index, "index", lambda: built.append(current_thread().name))
    index.warm().join(timeout=120)
    assert built == ["place-index"]

    def fail() -> None:
        raise DatabaseError("no table")

    monkeypatch.setattr(index, "index", fail)
    monkeypatch.setattr(logging.getLogger("ikrar"), "propagate", True)
    index.warm().join(timeout=120)
    assert "was not built at the start" in caplog.text
    assert queries.look_up("Pamekasan").choices, "the first search builds it"
