"""What anybody's program can read, without an account: the same as the pages show."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from tests import cast
from tests.store import STORE

API = "/api/v1"


def get(path: str, browser: cast.Browser | None = None, **query: object) -> Any:
    """Ask and return the decoded answer, which must be 200."""
    answer = (browser or cast.Browser()).get(API + path, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def codes(found: Any) -> list[str]:
    return [item["code"] for item in found["items"]]


def test_an_area_is_found_by_its_code_with_all_that_is_public(database: Path) -> None:
    found = get("/place/35.28")
    assert (found["code"], found["name"], found["level"], found["parent"]) == ("35.28", "Kabupaten Pamekasan", 2, "35")
    assert found["kind"]
    assert found["within"] == "Jawa Timur"
    assert found["fictional"] is False
    assert get("/place/98.01")["fictional"] is True


def test_areas_below_one_come_in_the_order_of_their_codes_page_by_page(database: Path) -> None:
    whole = codes(get("/place", parent="35.28", limit=100))
    assert whole == sorted(whole)
    assert all(code.startswith("35.28.") for code in whole)
    assert len(whole) == 13
    walked, address = [], f"{API}/place?parent=35.28&limit=5"
    while address:
        page = cast.Browser().get(address.removeprefix("https://ikrar.example")).json()
        assert len(page["items"]) <= 5
        walked += codes(page)
        address = page["next"]
    assert walked == whole


def test_without_a_parent_the_provinces_come(database: Path) -> None:
    assert codes(get("/place")) == ["35", "36", "98"]


def test_a_name_several_areas_bear_is_said_to_be_ambiguous(database: Path) -> None:
    found = get("/place/search", q="serang")
    assert (found["sure"], found["ambiguous"], found["corrected"]) == (False, True, False)
    assert {"36.04", "36.73"} <= set(codes(found))
    one = get("/place/search", q="Kabupaten Pamekasan", limit=1)
    assert (one["sure"], one["ambiguous"], codes(one)) == (True, False, ["35.28"])
    near = get("/place/search", q="Pamekassan")
    assert (near["sure"], near["corrected"]) == (False, True)
    assert get("/place/search", q="xqzw")["items"] == []


def test_institutions_can_be_narrowed_by_area_and_kind(database: Path) -> None:
    assert codes(get("/institution", area="35")) == sorted(c for c in codes(get("/institution")) if c[:2] == "35")
    assert codes(get("/institution", area="35.28", kind="kpu")) == ["35.28/kpu"]
    assert codes(get("/institution", area="35.2")) == [], "a code is cut at its dots alone"
    assert get("/institution/98.01/kpu")["fictional"] is True


def test_the_list_of_institutions_goes_on_after_a_code(database: Path) -> None:
    first = get("/institution", limit=3)
    rest = cast.Browser().get(first["next"].removeprefix("https://ikrar.example")).json()
    assert not set(codes(first)) & set(codes(rest))
    assert codes(get("/institution", limit=100)) == [*codes(first), *codes(rest), *_after(rest)]


def _after(page: Any) -> list[str]:
    return codes(cast.Browser().get(page["next"].removeprefix("https://ikrar.example")).json()) if page["next"] else []


def test_offices_are_names_of_posts_and_never_of_people(database: Path) -> None:
    assert get("/office", institution="35.28/kpu")["items"] == [{"name": "Ketua KPU Kabupaten Pamekasan"}]
    assert get("/office", institution="00.00/x") == {"items": [], "next": None}


def test_elections_come_with_their_names_in_both_languages(database: Path) -> None:
    found = get("/election/pilkada-2024")
    assert found["name"] == {"id": "Pilkada Serentak 2024", "en": found["name"]["en"]}
    assert found["voting_day"] == "2024-11-27"
    listed = codes(get("/election", limit=100))
    assert listed == sorted(listed)
    assert "pilkada-2024" in listed


def test_an_election_names_its_parties_by_their_official_numbers(database: Path) -> None:
    numbers = [party["number"] for party in get("/election/pemilu-2024")["participants"] if party["area"] is None]
    assert numbers == sorted(numbers)


def test_the_stages_of_an_election_come_by_day_with_their_source_and_page(database: Path) -> None:
    found = get("/stage/pilkada-2024")
    by_code = {item["code"]: item for item in found["items"]}
    assert found["recorded"]
    assert found["calendar"] == "https://ikrar.example/kalender/pilkada-2024.ics"
    quiet = by_code["QUIET"]
    assert (quiet["first"], quiet["last"], quiet["source"]) == ("2024-11-24", "2024-11-26", "PKPU 2/2024")
    assert (quiet["rule"], quiet["readings"], quiet["parent"]) == (None, [], None)
    assert quiet["address"].endswith("/kalender/pilkada-2024/QUIET/")
    dated = [item["first"] or item["last"] for item in found["items"] if item["last"]]
    assert dated == sorted(dated)


def test_a_stage_that_waits_has_its_rule_and_what_it_waits_for(database: Path) -> None:
    by_code = {item["code"]: item for item in get("/stage/pilkada-2024")["items"]}
    waiting = by_code["DETERMINE"]
    assert (waiting["first"], waiting["last"]) == (None, None)
    assert waiting["waits"]
    assert waiting["rule"]["id"]


def test_every_reading_of_a_stage_is_given_with_its_source(database: Path) -> None:
    by_code = {item["code"]: item for item in get("/stage/pemilu-2024")["items"]}
    first, second = by_code["PARTY_REG"]["readings"]
    assert (first["first"], first["note"]) == ("2022-07-29", None)
    assert second["first"] == "2022-06-29"
    assert second["note"]["id"]


def test_the_stages_of_a_fictional_election_are_marked_and_of_none_are_missing(database: Path) -> None:
    answer = cast.Browser().get(f"{API}/stage/pilkada-arunika")
    assert answer["X-Ikrar-Example"] == "1"
    assert not get("/stage/pemilu-2019")["items"][0]["readings"]
    assert not get("/stage/pemilu-2019")["recorded"]
    assert cast.Browser().get(f"{API}/stage/x").status_code == 404


def test_a_position_is_answered_with_the_area_it_lies_in_and_how_sure_that_is(database: Path) -> None:
    found = get("/place/at", lat="-7.1", lng="113.5")
    assert (found["answer"], [item["code"] for item in found["items"]]) == ("sure", ["35.28"])
    assert get("/place/at", lat="0", lng="-150") == {"answer": "none", "items": []}
    for lat in ("nan", "inf", "91", ""):
        assert cast.Browser().get(f"{API}/place/at", {"lat": lat, "lng": "1"}).status_code == 422


# --- declarations -----------------------------------------------------------------------------------------------------


def test_a_declaration_is_read_back_from_its_canonical_bytes(database: Path) -> None:
    version = cast.frozen(cast.at_desk(cast.DEWI))
    found = get(f"/declaration/{version.declaration_id}")
    assert found["title"] == version.title
    assert [p["text"] for p in found["points"]] == [
        "Menjaga persatuan dan kesatuan.",
        "Menolak politik uang dalam bentuk apa pun.",
    ]
    assert found["points"][1]["kinds"] == ["NO_MONEY_POLITICS"]
    assert found["pledging_offices"][1] == {
        "office": None,
        "institution": "Bawaslu Kabupaten Pamekasan",
        "capacity": None,
        "on_behalf_of": None,
    }
    bytes_ = cast.Browser().get(found["canonical"].removeprefix("https://ikrar.example")).content
    assert hashlib.sha256(bytes_).hexdigest() == found["digest"]
    assert cast.Browser().get(found["page"].removeprefix("https://ikrar.example")).status_code == 200


def test_the_register_lists_what_is_frozen_and_nothing_else(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    cast.registered(dewi)
    version = cast.frozen(dewi)
    listed = get("/declaration")["items"]
    assert [row["ref"] for row in listed] == [version.declaration_id]
    whole = get(f"/declaration/{version.declaration_id}")
    assert {name: whole[name] for name in listed[0]} == listed[0]


def test_the_register_is_narrowed_by_words_area_and_election(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    cast.frozen(dewi, title="Deklarasi A")
    cast.frozen(dewi, title="CONTOH Deklarasi B", area="98.01", election="")
    for query, titles in (
        ({"q": "politik uang", "area": "35"}, ["Deklarasi A"]),
        ({"area": "98"}, ["CONTOH Deklarasi B"]),
        ({"election": "pilkada-2024"}, ["Deklarasi A"]),
        ({"q": "tidak ada"}, []),
        ({"kind": "UNITY_NKRI", "institution_kind": "bawaslu", "area": "35"}, ["Deklarasi A"]),
        ({"kind": "NO_HOAX"}, []),
        ({"since": "2024-08-16", "until": "2024-08-16", "area": "35"}, ["Deklarasi A"]),
        ({"since": "2024-08-17"}, []),
    ):
        assert [row["title"] for row in get("/declaration", **query)["items"]] == titles


def test_the_register_goes_on_page_by_page_without_gap_or_repeat(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    for number, day in enumerate(("2024-08-16", "2024-08-17", "2024-08-17", "2024-08-15")):
        cast.frozen(dewi, title=f"Deklarasi {number}", event_date=day)
    whole = [row["title"] for row in get("/declaration", limit=100)["items"]]
    assert whole == [f"Deklarasi {n}" for n in (2, 1, 0, 3)]
    for size in (1, 2, 3):
        walked, address = [], f"{API}/declaration?limit={size}"
        while address:
            page = cast.Browser().get(address.removeprefix("https://ikrar.example")).json()
            walked += [row["title"] for row in page["items"]]
            address = page["next"]
        assert walked == whole


def test_an_old_version_says_that_a_newer_one_took_its_place(database: Path) -> None:
    from django.utils import timezone

    from ikrar.records.declaration import actions

    dewi = cast.at_desk(cast.DEWI)
    ref = cast.frozen(dewi).declaration_id
    actions.supersede(dewi, ref, reason="Salah tulis nama tempat.", now=timezone.now())
    assert get(f"/declaration/{ref}")["newest"] == 1, "a draft is not there yet"
    cast.freeze(dewi, ref)
    old, new = get(f"/declaration/{ref}/version/1"), get(f"/declaration/{ref}")
    assert (old["number"], old["newest"], new["number"]) == (1, 2, 2)
    assert new["versions"][0]["reason"] == "Salah tulis nama tempat."


def test_decision11_an_example_says_so_in_a_header_and_in_its_title(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    cast.frozen(dewi)
    real = cast.Browser().get(f"{API}/declaration")
    ref = cast.frozen(dewi, title="CONTOH Deklarasi", area="98.01", election="").declaration_id
    assert "X-Ikrar-Example" not in real.headers
    for path in (f"{API}/declaration", f"{API}/declaration/{ref}", f"{API}/declaration/{ref}/version/1"):
        answer = cast.Browser().get(path)
        assert (answer["X-Ikrar-Example"], answer["X-Robots-Tag"]) == ("1", "noindex")


# --- what holds for all -----------------------------------------------------------------------------------------------

LISTS = ("/place?parent=35.28", "/place/search?q=a", "/institution", "/office?institution=35.28/kpu", "/election")


@pytest.mark.parametrize("path", [*LISTS, "/declaration"])
def test_r36_a_list_asks_the_database_as_often_for_many_rows_as_for_one(database: Path, path: str) -> None:
    dewi = cast.at_desk(cast.DEWI)
    for number in range(4):
        cast.frozen(dewi, title=f"Deklarasi {number}")
    join = "&" if "?" in path else "?"
    asked = []
    get("/place/search", q="pamekasan")  # the index of names is in memory from the first search on
    for limit in (1, 100):
        with CaptureQueriesContext(connection) as queries:
            cast.Browser().get(f"{API}{path}{join}limit={limit}")
        asked.append(len(STORE.own(queries)))
    assert asked[0] == asked[1] <= 6


@pytest.mark.parametrize(
    ("path", "most"), [("/place/35.28", 2), ("/institution/35.28/kpu", 1), ("/election/pilkada-2024", 2)]
)
def test_r36_one_thing_costs_a_constant_number_of_queries(database: Path, path: str, most: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        get(path)
    assert len(STORE.own(queries)) <= most


def test_what_stands_beside_a_text_is_told_apart_from_it(database: Path) -> None:
    told = TranslationForm("en", "Peace", "We:", ("One.", "Two."), "End.")
    seen = (WitnessForm("Camat", "", "saksi"),)
    top = cast.frozen(cast.at_desk(cast.DEWI), area="35.28")
    made = cast.frozen(
        cast.at_desk(cast.DEWI),
        area="35.28.02",
        parent=top.declaration_id,
        operation="Operasi Rekaan",
        witnesses=seen,
        translation=told,
    )
    found = cast.Browser().get(f"/api/v1/declaration/{made.declaration_id}").json()
    assert found["operation"] == "Operasi Rekaan"
    assert found["witnesses"] == [{"office": "Camat", "institution": None, "capacity": "saksi"}]
    assert found["translations"][0]["points"] == ["One.", "Two."]
    assert found["parent"] == {
        "ref": top.declaration_id,
        "number": 1,
        "title": top.title,
        "superseded": False,
    }
    plain = cast.Browser().get(f"/api/v1/declaration/{top.declaration_id}").json()
    assert (plain["operation"], plain["witnesses"], plain["translations"], plain["parent"]) == (None, [], [], None)


def test_r36_a_declaration_costs_as_many_queries_with_many_points_as_with_one(database: Path) -> None:
    dewi, asked = cast.at_desk(cast.DEWI), []
    for count in (1, 12):
        points = tuple(cast.PointForm(f"Poin ke-{n}.", ("UNITY_NKRI",)) for n in range(count))
        ref = cast.frozen(dewi, title=f"Deklarasi {count}", points=points).declaration_id
        with CaptureQueriesContext(connection) as queries:
            get(f"/declaration/{ref}")
        asked.append(len(STORE.own(queries)))
    assert asked[0] == asked[1] <= 9


def test_r36_no_page_is_longer_than_a_hundred_rows(database: Path) -> None:
    for path in LISTS:
        join = "&" if "?" in path else "?"
        assert cast.Browser().get(f"{API}{path}{join}limit=101").status_code == 422


def test_head_answers_like_get_without_a_body(database: Path) -> None:
    one, other = cast.Browser().get(f"{API}/place/35.28"), cast.Browser().head(f"{API}/place/35.28")
    assert (other.status_code, other.content) == (200, b"")
    assert one.headers == other.headers


def test_who_has_the_answer_already_gets_304_until_it_changes(database: Path) -> None:
    browser = cast.Browser()
    tag = browser.get(f"{API}/declaration")["ETag"]
    same = browser.get(f"{API}/declaration", headers={"if-none-match": tag})
    assert (same.status_code, same.content, same["Cache-Control"]) == (304, b"", "no-cache")
    cast.frozen(cast.at_desk(cast.DEWI))
    assert browser.get(f"{API}/declaration", headers={"if-none-match": tag}).status_code == 200


def test_r32_a_session_changes_nothing_and_no_answer_sets_a_cookie(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    inside, outside = cast.sign_in(cast.DEWI), cast.Browser()
    for path in ("/declaration", "/place/35.28", "/x", "/place?limit=0"):
        one, other = inside.get(API + path), outside.get(API + path)
        assert one.content == other.content
        assert not one.cookies
        assert not other.cookies
        assert "Cookie" not in one.get("Vary", "")


def test_any_site_may_read_what_is_public_but_gets_no_leave_to_send_more(database: Path) -> None:
    answer = cast.Browser().get(f"{API}/election", headers={"origin": "https://lain.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = {"origin": "https://lain.example", "access-control-request-method": "DELETE"}
    preflight = cast.Browser().options(f"{API}/election", headers=asked)
    assert preflight.status_code == 404
    assert not [name for name in preflight.headers if name.startswith("Access-Control-Allow-M")]
