"""Relays for everybody: the list, the way of a baton, one hand-over with its minutes, and files."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar
from pdfminer.high_level import extract_text

from ikrar.channels.calendar.write import write as calendar_write
from ikrar.core.relay import minutes, sheet
from ikrar.core.relay.handover import conditions
from ikrar.records.election.models import Election
from ikrar.records.relay import actions, photos, queries
from ikrar.records.relay.models import Leg, Relay
from ikrar.web.parts.templatetags.calendar_words import hours
from ikrar.web.public import calendar_feed, calendar_sources, exchange, relay_map
from ikrar.web.public import relay as public_relay
from tests import cast, relaying
from tests.relaying import PLAN, handed_over, opened, planned, told

pytestmark = pytest.mark.usefixtures("database")


def get(path: str, **asked: str) -> HttpResponse:
    response = cast.Browser().get(path, asked)
    assert response.status_code == 200
    assert not response.cookies
    return response


def text(path: str, **asked: str) -> str:
    return get(path, **asked).content.decode()


@pytest.fixture
def relay() -> Relay:
    return planned()


def test_without_relays_the_list_says_so_and_tells_what_the_press_knows() -> None:
    page = text("/kirab/")
    assert "Belum ada kirab" in page
    assert "Lampung ke Banten" in page
    assert "tidak pernah ikut dihitung" in page
    assert "Lampung to Banten" in text("/en/kirab/")


def test_relays_are_found_by_words_state_and_area(relay: Relay) -> None:
    other = planned(baton="Tongkat B", starts_on=date(2026, 1, 1))
    handed_over(relay)
    assert "Tongkat A" in text("/kirab/", q="serang")
    assert "Tongkat B" not in text("/kirab/", q="kirab serang")
    assert "Tongkat B" not in text("/kirab/", keadaan="underway")
    assert "Tongkat A" in text("/kirab/", wilayah="36")
    assert "Tidak ada yang cocok" in text("/kirab/", wilayah="98")
    assert other.ref in text("/kirab/", setelah=relay.ref)
    assert cast.Browser().get("/kirab/", {"setelah": "0" * 26}).status_code == 404


def test_long_lists_go_on_behind_a_relay(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(baton="Tongkat B")
    found, after = queries.relays(limit=1)
    assert after == found[0].ref
    assert queries.relays(limit=1, after=after) == ([r for r in Relay.objects.all() if r != found[0]], "")


def test_other_batons_beyond_a_page_are_found_by_the_name_of_their_procession(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SHOWN", 1)
    planned(baton="Tongkat B")
    assert "Semua tongkat kirab ini" not in text(f"/kirab/{relay.ref}/")
    planned(baton="Tongkat C")
    page = text(f"/kirab/{relay.ref}/")
    assert "Semua tongkat kirab ini" in page
    assert "/kirab/?q=Kirab%20Pemilu%20Uji" in page


def test_a_relay_shows_who_holds_it_who_is_next_and_how_late(relay: Relay) -> None:
    handed_over(relay)
    page = text(f"/kirab/{relay.ref}/")
    assert "1 dari 3 serah terima" in page
    assert "KPU Kabupaten Serang" in page
    late = (timezone.localdate() - date(2026, 3, 3)).days
    assert f"terlambat {late} hari" in page
    assert "<svg" in page
    assert f"/kirab/{relay.ref}/serah-terima/2/" in page


def test_a_relay_says_since_when_nothing_was_heard(relay: Relay) -> None:
    assert "rencana diterbitkan · hari ini" in text(f"/kirab/{relay.ref}/")
    opened(relay, now=timezone.now() - timedelta(days=3))
    page = text(f"/kirab/{relay.ref}/")
    assert "Dibuka pemberi, KPU Kabupaten Pamekasan · 3 hari yang lalu" in page
    assert "3 days ago" in text(f"/en/kirab/{relay.ref}/")
    actions.cancel(cast.at_desk(cast.DEWI), relay.ref, told(reason="Bencana."), now=timezone.now())
    assert "<dd>Dibatalkan, KPU Kabupaten Pamekasan · hari ini</dd>" in text(f"/kirab/{relay.ref}/")


def test_other_batons_of_the_same_procession_are_named(relay: Relay) -> None:
    other = planned(baton="Tongkat B")
    assert f"/kirab/{other.ref}/" in text(f"/kirab/{relay.ref}/")


def test_a_long_relay_is_shown_in_parts(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LEGS", 2)
    assert "?mulai=3" in text(f"/kirab/{relay.ref}/")
    page = text(f"/kirab/{relay.ref}/", mulai="3")
    assert "Pendopo Serang" in page
    assert 'rel="next"' not in page
    assert "Berikutnya" in page, "the next leg is told wherever one reads"


def test_a_finished_and_a_cancelled_relay_have_no_next(relay: Relay) -> None:
    for why in ("Satu.", "Dua.", "Tiga."):
        n = Relay.objects.get(pk=relay.pk).next
        actions.skip(cast.at_desk(cast.DEWI), relay.ref, n, told(reason=why), now=timezone.now())
    assert "Berikutnya" not in text(f"/kirab/{relay.ref}/")
    other = planned(baton="B")
    actions.cancel(cast.at_desk(cast.DEWI), other.ref, told(reason="Bencana."), now=timezone.now())
    page = text(f"/kirab/{other.ref}/")
    assert "Berikutnya" not in page
    assert "terlambat" not in page


def test_a_hand_over_shows_both_sides_its_objects_and_its_digest(relay: Relay) -> None:
    found = conditions(relaying.ITEMS, {"condition.2": "damaged", "note.2": "Satu sobek."})
    answers = opened(relay, office=relaying.SARI_SIDE, witnesses=("Bupati Serang",), conditions=found).n
    why = told(reason="Bendera kurang.", office=relaying.YUDA_SIDE)
    actions.refuse(cast.at_desk(cast.YUDA), relay.ref, 1, why, answers=answers, now=timezone.now())
    page = text(f"/kirab/{relay.ref}/serah-terima/1/")
    for said in (relaying.SARI_SIDE, relaying.YUDA_SIDE, "Bupati Serang", "Satu sobek.", "Bendera kurang.", "rusak"):
        assert said in page
    raw = get(f"/kirab/{relay.ref}/serah-terima/1.json").content
    digest = minutes.digest(raw)
    assert digest[:8] in page
    assert json.loads(raw)["acts"][1]["reason"] == "Bendera kurang."


def test_the_minutes_are_a_pdf_with_digest_address_and_the_hashed_content(relay: Relay) -> None:
    handed_over(relay)
    path = f"/kirab/{relay.ref}/serah-terima/1/"
    answer = get(path + "berita-acara.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == get(path + "berita-acara.pdf").content
    said = extract_text(io.BytesIO(answer.content))
    digest = minutes.digest(get(path.rstrip("/") + ".json").content)
    assert digest[:8] in said
    assert relay.ref in said.replace("\n", "")
    assert "Minutes of hand-over 1" in extract_text(io.BytesIO(get("/en" + path + "berita-acara.pdf").content))
    assert cast.Browser().get(f"/kirab/{relay.ref}/serah-terima/3/berita-acara.pdf").status_code == 404


def test_an_open_hand_over_names_its_giver_and_a_planned_one_says_whoever_holds_it(relay: Relay) -> None:
    assert "siapa pun yang memegang" in text(f"/kirab/{relay.ref}/serah-terima/1/")
    opened(relay)
    assert "menunggu diterima" in text(f"/kirab/{relay.ref}/serah-terima/1/")
    said = extract_text(io.BytesIO(get(f"/kirab/{relay.ref}/serah-terima/1/berita-acara.pdf").content))
    assert "Belum diakui" in said


def test_sealed_photographs_are_told_of_and_never_shown(relay: Relay) -> None:
    opened(relay)
    dewi = cast.at_desk(cast.DEWI)
    until = dewi.today + timedelta(days=40)
    photos.keep(dewi, relay.ref, 1, picture=b"KENARI", until=until, now=timezone.now())
    page = text(f"/kirab/{relay.ref}/serah-terima/1/")
    assert photos.of(relay.ref, 1)[0].commitment in page


def test_what_never_was_is_absent(relay: Relay) -> None:
    for path in (
        f"/kirab/{'0' * 26}/",
        f"/kirab/{relay.ref}/serah-terima/9/",
        f"/kirab/{relay.ref}/unduh/pdf",
        "/kirab/unduh/pdf",
        f"/kirab/{'0' * 26}/jalan.geojson",
    ):
        assert cast.Browser().get(path).status_code == 404


def test_the_legs_go_out_as_the_import_reads_them(relay: Relay) -> None:
    handed_over(relay)
    for path in (f"/kirab/{relay.ref}/unduh/csv", "/kirab/unduh/csv"):
        rows = list(csv.DictReader(io.StringIO(get(path).content.decode("utf-8-sig"))))
        assert [row["urut"] for row in rows] == ["1", "2", "3"]
        assert rows[0]["keadaan"] == "selesai"
        assert set(sheet.COLUMNS) < set(rows[0])
    assert get(f"/kirab/{relay.ref}/unduh/xlsx").content.startswith(b"PK")


def test_the_way_is_stops_legs_and_the_holder_in_geojson(relay: Relay) -> None:
    handed_over(relay)
    content = json.loads(get(f"/kirab/{relay.ref}/jalan.geojson").content)
    told = [one["properties"] for one in content["features"]]
    assert [one["macam"] for one in told] == ["berangkat", *["perhentian"] * 3, *["ruas"] * 3, "pemegang"]
    assert told[1]["hari_rencana"] == "2026-03-02"
    assert [one["jalan"] for one in told if one["macam"] == "ruas"] == ["dilalui", "akan", "akan"]
    assert told[-1]["lembaga"] == "KPU Kabupaten Serang"
    assert (content["tongkat"], content["halaman"]) == ("Tongkat A", f"/kirab/{relay.ref}/")


def test_no_line_runs_through_a_skipped_stop_and_the_baton_stays_where_it_was(relay: Relay) -> None:
    actions.skip(cast.at_desk(cast.DEWI), relay.ref, 1, told(reason="Banjir."), now=timezone.now())
    route = relay_map.of_way(queries.spots(queries.one(relay.ref)))
    assert route is not None
    assert route.gone == ""
    assert [point.mark for point in route.points] == ["here", ""]
    assert '<circle class="here"' in text(f"/kirab/{relay.ref}/")


def test_the_whole_way_is_drawn_on_every_page_of_a_long_relay(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LEGS", 2)
    drawn = [text(f"/kirab/{relay.ref}/", mulai=first).partition("<svg")[2].partition("</svg>")[0] for first in "13"]
    assert drawn[0] == drawn[1]


def test_the_map_to_drag_is_offered_where_the_library_is_and_names_every_baton(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_map.maps, "movable", lambda: None)
    assert "open-map" not in text(f"/kirab/{relay.ref}/")
    other = planned(baton="Tongkat B")
    monkeypatch.setattr(relay_map.maps, "movable", lambda: ("/static/m.mjs", "/static/w.mjs"))
    page = text(f"/en/kirab/{relay.ref}/")
    assert f'data-ways="/kirab/{relay.ref}/jalan.geojson /kirab/{other.ref}/jalan.geojson"' in page
    assert 'data-areas="/wilayah/35/batas.json /wilayah/36/batas.json"' in page
    assert f'data-stop="/en/kirab/{relay.ref}/serah-terima/0/"' in page
    assert "&quot;skipped&quot;: &quot;skipped&quot;" in page


def test_the_stops_are_a_calendar_whose_events_follow_what_happens(relay: Relay) -> None:
    path = f"/kirab/{relay.ref}/perhentian.ics"
    before = {str(e["UID"]): e for e in Calendar.from_ical(get(path).content).walk("VEVENT")}
    assert len(before) == 3
    first = before[f"relay-{relay.ref}-1@ikrar"]
    assert (first["SEQUENCE"], first["DTSTART"].dt.hour) == (0, 9)
    handed_over(relay)
    actions.cancel(cast.at_desk(cast.DEWI), relay.ref, told(reason="Bencana."), now=timezone.now())
    after = {str(e["UID"]): e for e in Calendar.from_ical(get(path).content).walk("VEVENT")}
    assert after.keys() == before.keys()
    assert after[f"relay-{relay.ref}-1@ikrar"]["DTSTART"].dt == timezone.localdate()
    gone = after[f"relay-{relay.ref}-2@ikrar"]
    assert gone["STATUS"] == "CANCELLED"
    assert gone["SUMMARY"].startswith("DIBATALKAN: Tongkat A · Serah terima 2"), (
        "for readers that show it like any other"
    )
    assert "DIBATALKAN" not in after[f"relay-{relay.ref}-1@ikrar"]["SUMMARY"]
    assert after[f"relay-{relay.ref}-2@ikrar"]["SEQUENCE"] == 1


def test_an_example_bears_its_mark_everywhere() -> None:
    legs = tuple(relaying.replace(leg, area=f"98.01.0{n}") for n, leg in enumerate(PLAN.legs, start=1))
    relay = planned(area="98.01.01", legs=legs)
    handed_over(relay)
    for path in ("/", "/serah-terima/1/", "/unduh/csv", "/jalan.geojson", "/perhentian.ics", "/serah-terima/1.json"):
        answer = get(f"/kirab/{relay.ref}{path}")
        assert answer["X-Ikrar-Example"] == "1"
        assert answer["X-Robots-Tag"] == "noindex"
        assert b"CONTOH" in answer.content
    said = extract_text(io.BytesIO(get(f"/kirab/{relay.ref}/serah-terima/1/berita-acara.pdf").content))
    assert "CONTOH / EXAMPLE" in said
    assert get("/kirab/")["X-Robots-Tag"] == "noindex"


def test_a_way_that_no_map_can_show_has_none(relay: Relay) -> None:
    Leg.objects.filter(relay=relay).update(area="35.28")
    assert '<svg class="drawn"' not in text(f"/kirab/{relay.ref}/")


@pytest.mark.parametrize("path", ["/kirab/", "/kirab/{ref}/", "/kirab/{ref}/serah-terima/1/"])
def test_the_number_of_queries_does_not_grow(relay: Relay, path: str, django_assert_max_num_queries: object) -> None:
    handed_over(relay)
    for n in range(4):
        planned(baton=f"Tongkat {n}")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        text(path.format(ref=relay.ref))


def test_stops_stand_in_the_public_calendar_on_their_actual_day(relay: Relay) -> None:
    wanted = calendar_sources.Wanted(tuple(Election.objects.filter(code="pilkada-2024")))
    before = {entry.uid: entry for entry in calendar_sources.of_stops(wanted)}
    assert len(before) == 3
    first = before[f"relay-{relay.ref}-1@ikrar"]
    assert (first.first, first.cancelled) == (date(2026, 3, 2), False)
    assert "KPU Kabupaten Serang" in first.title
    handed_over(relay)
    actions.skip(cast.at_desk(cast.YUDA), relay.ref, 2, told(reason="Banjir."), now=timezone.now())
    after = {entry.uid: entry for entry in calendar_sources.of_stops(wanted)}
    assert after[first.uid].first == timezone.localdate()
    assert after[first.uid].sequence > first.sequence
    assert after[f"relay-{relay.ref}-2@ikrar"].cancelled
    near = calendar_sources.Wanted(wanted.elections, area="36.04", first=date(2026, 3, 9), last=date(2026, 3, 9))
    assert [entry.place for entry in calendar_sources.of_stops(near)] == ["Pendopo Serang, Kabupaten Serang"]
    assert not list(calendar_sources.of_stops(calendar_sources.Wanted(wanted.elections, area="98")))


def test_the_file_of_a_relay_and_the_feeds_say_the_same_under_one_uid(relay: Relay) -> None:
    handed_over(relay)
    actions.skip(cast.at_desk(cast.YUDA), relay.ref, 2, told(reason="Banjir."), now=timezone.now())
    wanted = calendar_sources.Wanted(tuple(Election.objects.filter(code="pilkada-2024")))
    feed = calendar_write("x", [calendar_feed.event_of(one) for one in calendar_sources.of_stops(wanted)])
    own = get(f"/kirab/{relay.ref}/perhentian.ics").content
    said = [{str(e["UID"]): e.to_ical() for e in Calendar.from_ical(data).walk("VEVENT")} for data in (feed, own)]
    assert len(said[0]) == 3
    assert said[0] == said[1]


def test_a_stop_with_an_hour_has_it_in_the_calendar_until_it_is_on_another_day(relay: Relay) -> None:
    leg = Leg.objects.get(relay=relay, n=1)
    entry = calendar_sources.stop_of(leg, None)
    assert entry.hours == (datetime(2026, 3, 2, 2, tzinfo=UTC),) * 2
    assert hours(entry) == "09.00 WIB"
    leg.actual_on = date(2026, 3, 3)
    late = calendar_sources.stop_of(leg, None)
    assert (late.hours, late.first) == (None, date(2026, 3, 3))


def test_a_second_parser_reads_the_calendar_and_finds_the_same_stops(relay: Relay) -> None:
    data = get(f"/kirab/{relay.ref}/perhentian.ics").content.decode()
    found = vobject.readOne(data)
    stops = {event.uid.value: event for event in found.vevent_list}
    assert stops.keys() == {str(e["UID"]) for e in Calendar.from_ical(data).walk("VEVENT")}
    first = stops[f"relay-{relay.ref}-1@ikrar"]
    assert "Serah terima 1" in first.summary.value
    assert first.location.value == "Batas Kabupaten Serang, Kabupaten Serang"
    assert first.url.value == f"https://ikrar.example/kirab/{relay.ref}/serah-terima/1/"


@pytest.mark.parametrize(
    ("codes", "land"),
    [
        (("98.01.01", "98.01.02", "98.01.03"), "/wilayah/98.01/batas.json"),
        (("35.28", "36.04", "36.73"), "/wilayah/35/batas.json /wilayah/36/batas.json"),
        (("35.28.01", "35.28.02", "35.28.03"), "/wilayah/35.28/batas.json"),
    ],
    ids=["a regency's districts", "two provinces", "districts without borders"],
)
def test_the_smallest_map_that_holds_all_stops_is_drawn(codes: tuple[str, ...], land: str) -> None:
    legs = tuple(relaying.replace(leg, area=code) for leg, code in zip(PLAN.legs, codes, strict=True))
    made = planned(area=codes[0], legs=legs)
    handed_over(made)
    route = relay_map.of_way(queries.spots(made))
    assert route is not None
    assert route.coming.startswith("M")
    assert sum(point.mark == "here" for point in route.points) == 1
    assert " ".join(route.land) == land


@pytest.mark.parametrize("codes", [("11.71", "36.04", "51.71", "53.71", "94.71"), ("98.01", "36.04", "36.73")])
def test_a_long_way_and_one_beside_invented_areas_are_drawn_on_the_nation(relay: Relay, codes: tuple[str, ...]) -> None:
    start, first, *_ = queries.spots(relay)
    far = [relaying.replace(first, n=n, area=code, lng=105.0 + n) for n, code in enumerate(codes, start=1)]
    route = relay_map.of_way([relaying.replace(start, lat=None), *far])
    assert route is not None
    assert route.land == ("/wilayah/batas.json",)
    assert len(route.points) == len(codes)


def test_a_file_of_the_list_holds_whole_relays_up_to_its_limit_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ABC":
        planned(baton=f"Tongkat {name}")
    assert 'filename="kirab.csv"' in get("/kirab/unduh/csv")["Content-Disposition"]
    monkeypatch.setitem(public_relay.MOST_LEGS, "csv", 7)  # two relays of three legs
    some = get("/kirab/unduh/csv")
    assert 'filename="kirab-sebagian.csv"' in some["Content-Disposition"]
    assert len(some.content.decode("utf-8-sig").splitlines()) == 1 + 6
    monkeypatch.setitem(public_relay.MOST_LEGS, "csv", 1)
    assert len(get("/kirab/unduh/csv").content.decode("utf-8-sig").splitlines()) == 1 + 3


def test_files_of_the_list_are_given_so_often_a_minute() -> None:
    answers = [cast.Browser().get("/kirab/unduh/xlsx").status_code for _ in range(exchange.METER.limit + 1)]
    assert answers == [200] * exchange.METER.limit + [429]
    assert cast.Browser().get("/kirab/").status_code == 200
