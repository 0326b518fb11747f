"""Days that one area entered: its calendar has them, its feed under a name of its own, and no other place does."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.utils import timezone
from django.utils.formats import date_format
from pdfminer.high_level import extract_text

from ikrar.core.stage.published import area_in, key_of
from ikrar.records.account.access import Holder
from ikrar.records.stage import actions, published
from ikrar.records.stage.models import Anchoring, Published
from ikrar.web.public.calendar_feed import FEEDS
from tests import cast

OWN = "stage-pilkada-2024-DETERMINE-35.28"
NOTED = "event-pilkada-2024-MK_BRPK-35.28"
WIDE = "stage-pilkada-2024-DETERMINE"
HERE, BELOW, AWAY = (f"/kalender/wilayah/{area}.ics" for area in ("35.28", "35.28.01", "36.04"))
NATION = "/kalender/pilkada-2024.ics"
NOTICE = date(2025, 1, 6)


@pytest.fixture
def tono(database: Path) -> Holder:
    """A planner of Pamekasan, who enters days."""
    return cast.at_desk(cast.TONO)


@pytest.fixture
def entered(tono: Holder) -> Anchoring:
    """The Court's notice, as Pamekasan had it."""
    return enter(tono)


def enter(who: Holder, day: date | None = NOTICE, seen: str = "") -> Anchoring:
    terms: dict[str, Any] = {"code": "MK_BRPK", "day": day, "source": "Surat MK", "seen": seen, "now": timezone.now()}
    return actions.anchor(who, "pilkada-2024", "35.28", **terms)


def feed(path: str) -> dict[str, Any]:
    FEEDS.clear()
    found = icalendar.Calendar.from_ical(cast.Browser().get(path).content).walk("VEVENT")
    return {str(one["UID"]).partition("@")[0]: one for one in found}


def body(path: str) -> str:
    return str(cast.Browser().get(path).content.decode())


def test_a_key_names_the_area_whose_days_it_has() -> None:
    assert key_of("pilkada-2024", "QUIET", "35.28") == "pilkada-2024-QUIET-35.28"
    assert area_in("pilkada-2024-QUIET-35.28", "pilkada-2024") == "35.28"
    assert area_in("pilkada-2024-QUIET", "pilkada-2024") == ""


def test_a_local_day_is_in_the_feeds_of_its_area_and_of_those_below_alone(entered: Anchoring) -> None:
    own = feed(HERE)[OWN]
    assert own.end - timedelta(days=1) == NOTICE + timedelta(days=3), "the stricter of two readings"
    assert own["URL"].endswith("/kalender/pilkada-2024/DETERMINE/?wilayah=35.28")
    assert feed(BELOW)[OWN].end == own.end
    for path in (AWAY, NATION, "/kalender/jenis/tahapan.ics"):
        assert {OWN, WIDE}.isdisjoint(feed(path)), path
    quiet = "stage-pilkada-2024-QUIET"
    assert feed(HERE)[quiet].start == feed(NATION)[quiet].start


def test_the_event_itself_is_in_the_feeds_of_its_area_of_those_around_and_below_with_who_entered_it(
    entered: Anchoring,
) -> None:
    own = feed(HERE)[NOTED]
    assert (own.start, own.end, own["SEQUENCE"]) == (NOTICE, NOTICE + timedelta(days=1), 0)
    assert (
        "Dicatat oleh KPU Kabupaten Pamekasan: Surat MK" in own["DESCRIPTION"] or "Dicatat oleh" in own["DESCRIPTION"]
    )
    assert own["LOCATION"] == "Kabupaten Pamekasan"
    assert own["URL"].endswith("/kalender/pilkada-2024/?wilayah=35.28")
    for path in (BELOW, "/kalender/wilayah/35.ics"):
        assert NOTED in feed(path), path
    for path in (AWAY, NATION, "/kalender/jenis/tahapan.ics"):
        assert NOTED not in feed(path), path


def test_an_event_that_moves_or_is_taken_back_raises_its_number_and_stays(tono: Holder, entered: Anchoring) -> None:
    again = enter(tono, date(2025, 1, 8), entered.ref)
    moved = feed(HERE)[NOTED]
    assert (moved.start, moved["SEQUENCE"], moved["STATUS"]) == (date(2025, 1, 8), 1, "CONFIRMED")
    enter(tono, None, again.ref)
    gone = feed(HERE)[NOTED]
    assert (gone.start, gone["SEQUENCE"], gone["STATUS"]) == (date(2025, 1, 8), 2, "CANCELLED")


def test_an_event_of_a_rule_that_a_file_does_not_know_any_more_is_not_told(entered: Anchoring) -> None:
    terms = {"code": "GONE", "day": NOTICE, "source": "Surat", "entered_at": timezone.now()}
    Anchoring.objects.create(election_id="pilkada-2024", area_id="35.28", institution_id="35.28/kpu", **terms)
    assert [key for key in feed(HERE) if key.startswith("event-")] == [NOTED]


def test_another_local_day_raises_the_number_in_its_area_alone(tono: Holder, entered: Anchoring) -> None:
    published.bring_up_to_date(cast.NOON)
    assert Published.objects.filter(key__endswith="-35.28").exists()
    enter(tono, date(2025, 1, 8), entered.ref)
    assert published.bring_up_to_date(cast.NOON + timedelta(hours=1)) > 0
    moved = feed(HERE)[OWN]
    assert (moved["SEQUENCE"], moved.DTSTAMP) == (1, cast.NOON + timedelta(hours=1))
    assert {one["SEQUENCE"] for one in feed(NATION).values()} == {0}


def test_a_local_day_that_is_taken_back_stays_as_cancelled_in_its_area(tono: Holder, entered: Anchoring) -> None:
    published.bring_up_to_date(cast.NOON)
    enter(tono, None, entered.ref)
    early = feed(HERE)[OWN]
    assert (early["STATUS"], early["SEQUENCE"]) == ("CANCELLED", 1), "told before the row is brought up to date"
    published.bring_up_to_date(cast.NOON + timedelta(hours=1))
    late = feed(HERE)[OWN]
    assert (late["STATUS"], late["SEQUENCE"]) == ("CANCELLED", 1)
    assert OWN not in feed(AWAY)
    page = body("/kalender/?wilayah=35.28&bulan=2025-01")
    assert "dibatalkan" in page
    assert 'href="/kalender/pilkada-2024/DETERMINE/"' in page


def test_where_an_area_has_other_days_than_the_nation_its_feed_cancels_the_nation_s(
    tono: Holder, entered: Anchoring
) -> None:
    terms = {"code": "MK_BRPK", "day": date(2025, 1, 2), "source": "Siaran pers", "entered_at": timezone.now()}
    Anchoring.objects.create(election_id="pilkada-2024", institution_id="35.28/kpu", **terms)
    published.bring_up_to_date(cast.NOON)
    assert feed(NATION)[WIDE]["STATUS"] == "CONFIRMED"
    here = feed(HERE)
    assert (here[OWN]["STATUS"], here[WIDE]["STATUS"], here[WIDE]["SEQUENCE"]) == ("CONFIRMED", "CANCELLED", 1)
    page = body("/kalender/?wilayah=35.28&bulan=2025-01")
    assert page.count("Penetapan calon terpilih bila hasil tidak disengketakan") >= 1
    assert "dibatalkan" not in page, "a page shows the days that hold"


def test_the_month_of_the_area_leads_to_its_own_page_of_the_stage(entered: Anchoring) -> None:
    assert "/kalender/pilkada-2024/DETERMINE/?wilayah=35.28" in body("/kalender/?wilayah=35.28&bulan=2025-01")
    assert "/kalender/pilkada-2024/DETERMINE/" not in body("/kalender/?pemilihan=pilkada-2024&bulan=2025-01")
    page = body("/kalender/pilkada-2024/DETERMINE/?wilayah=35.28")
    assert "Hari-hari di Kabupaten Pamekasan" in page
    assert "dihitung:" in page
    assert "Peristiwa yang menentukan hari" in page
    assert "Surat MK" in page
    assert "Surat MK" in body("/kalender/pilkada-2024/PROPOSE/?wilayah=35.28"), "through the stage it follows"
    assert "Surat MK" not in body("/kalender/pilkada-2024/QUIET/?wilayah=35.28")
    assert "Menunggu hari dari" in body("/kalender/pilkada-2024/DETERMINE/")


def test_an_election_s_calendar_in_an_area_says_who_entered_which_day(entered: Anchoring) -> None:
    page = body("/kalender/pilkada-2024/?wilayah=35.28")
    assert "Peristiwa yang menentukan hari" in page
    assert "Senin, 6 Januari 2025" in page
    assert "Surat MK" in page
    assert entered.institution.name in page
    assert "Peristiwa yang menentukan hari" not in body("/kalender/pilkada-2024/")
    assert "Hari-hari di" not in body("/kalender/pilkada-2024/?wilayah=00.00")


def test_a_stage_says_who_does_what_and_what_goes_wrong(tono: Holder) -> None:
    page = body("/kalender/pilkada-2024/QUIET/")
    assert "Siapa mengerjakan apa" in page
    assert "Yang sering keliru" in page
    english = body("/en/kalender/pilkada-2024/QUIET/")
    assert "Who does what" in english


def test_the_sheet_of_the_area_names_the_event_and_who_entered_it(entered: Anchoring) -> None:
    def said(query: str) -> str:
        return " ".join(
            extract_text(io.BytesIO(cast.Browser().get(f"/kalender/pilkada-2024.pdf{query}").content)).split()
        )

    assert "(BRPK): Senin, 6 Januari 2025" in said("?wilayah=35.28")
    assert "Surat MK)" in said("?wilayah=35.28")
    assert "Surat MK" not in said("")
    assert f"keadaan {date_format(timezone.localdate(), 'j F Y')}" in said("")


def test_table_and_data_of_the_area_have_its_days_and_the_pages_lead_to_them(entered: Anchoring) -> None:
    own = json.loads(body("/kalender/pilkada-2024.json?wilayah=35.28"))
    assert own["area"] == "35.28"
    (event,) = own["events"]
    assert (event["code"], event["day"], event["source"]) == ("MK_BRPK", NOTICE.isoformat(), "Surat MK")
    days = {row["kode"]: row["hari_terakhir"] for row in own["stages"]}
    assert days["DETERMINE"] == (NOTICE + timedelta(days=3)).isoformat()
    assert days["DETERMINE"] in body("/kalender/pilkada-2024.csv?wilayah=35.28")
    wide = json.loads(body("/kalender/pilkada-2024.json"))
    assert (wide["area"], wide["events"]) == (None, [])
    page = body("/kalender/pilkada-2024/?wilayah=35.28")
    for path in ("pilkada-2024.pdf?wilayah=35.28", "pilkada-2024.csv?wilayah=35.28", "wilayah/35.28.ics"):
        assert f'href="/kalender/{path}"' in page
