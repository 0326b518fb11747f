"""Relays at the desk: planned, opened, answered, skipped, changed, brought in from files; each side in its own part."""

from __future__ import annotations

import html
import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from ikrar.channels.paper import handover
from ikrar.channels.spreadsheet import csv_file, file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.relay import sheet
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.records.institution import actions as institution
from ikrar.records.place.models import Area
from ikrar.records.relay.models import Act, Leg, PhotoBox, Relay
from ikrar.web.desk import relay as desk_relay
from ikrar.web.parts.templatetags.relay_words import kept_later, late_words, relay_anchor, relay_field, slot_when
from tests import cast, relaying
from tests.relaying import PLAN, handed_over, opened, planned
from tests.web.test_scan import photograph

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def relay() -> Relay:
    return planned()


@pytest.fixture
def dewi() -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def yuda() -> Client:
    return cast.sign_in(cast.YUDA)


def desk(relay: Relay, rest: str = "") -> str:
    return f"/meja/kirab/{relay.ref}/{rest}"


def said(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


FORM = {
    "series": "Kirab Uji",
    "baton": "Tongkat C",
    "institution": "35.28/kpu",
    "holder": "35.28/kpu",
    "start": "35.28",
    "starts_on": "2026-03-02",
    "items": "1 bendera\n1 kotak",
    "rows": "4",
    "receiver-1": "36.04/kpu",
    "area-1": "36.04",
    "planned_on-1": "2026-03-03",
    "planned_at-1": "09:30",
    "programme-1": "2026-03-03 10.00 Pawai; Alun-alun",
    "receiver-2": "35.28/kpu",
    "area-2": "35.28",
    "planned_on-2": "2026-03-09",
}


def test_a_relay_is_planned_row_by_row_and_public_at_once(dewi: Client) -> None:
    assert "Rencanakan kirab" in said(dewi.get("/meja/kirab/baru/"))
    answer = dewi.post("/meja/kirab/baru/", FORM)
    made = Relay.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, desk(made))
    assert [leg.receiver_id for leg in made.legs.order_by("n")] == ["36.04/kpu", "35.28/kpu"]
    assert made.items == ["1 bendera", "1 kotak"]
    assert "Tongkat C" in said(cast.Browser().get(f"/kirab/{made.ref}/"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"series": " "}, '<a href="#series">Nama kirab</a>: '),
        ({"planned_on-2": "x"}, '<a href="#planned_on-2">Ruas 2 · Hari rencana</a>: '),
        ({"planned_on-2": "2026-03-02"}, '<a href="#planned_on-2">Ruas 2 · Hari rencana</a>: '),
        ({"area-1": "99.99"}, "Wilayah serah terima (kode)</a>: "),
    ],
)
def test_a_plan_with_a_fault_loses_nothing_that_was_typed(dewi: Client, changed: dict[str, str], field: str) -> None:
    page = said(dewi.post("/meja/kirab/baru/", FORM | changed), 422)
    assert field in page
    assert "1 bendera\n1 kotak</textarea>" in page
    assert "2026-03-03 10.00 Pawai" in page
    assert not Relay.objects.exists()


def test_an_empty_plan_carries_nothing_and_offers_names_with_their_codes(dewi: Client) -> None:
    page = said(dewi.get("/meja/kirab/baru/"))
    assert '<textarea id="items" name="items" rows="4"></textarea>' in page
    assert '<option value="35.28/kpu">KPU Kabupaten Pamekasan</option></select>' in page
    assert '<option value="35.28">' in page.partition('<datalist id="areas">')[2]


def test_a_refused_hand_over_keeps_what_was_said_of_every_object(relay: Relay, dewi: Client) -> None:
    typed = {"key": "k", "condition.1": "damaged", "note.1": "", "condition.2": "good", "note.2": "baru dicat"}
    page = said(dewi.post(desk(relay, "1/buka/"), typed), 422)
    assert "Catatan 1: " in page
    assert '<option value="damaged" selected>' in page
    assert 'name="note.2" maxlength="200" value="baru dicat"' in page


def test_what_the_giver_said_of_an_object_stands_in_the_answer_until_it_is_changed(
    relay: Relay, dewi: Client, yuda: Client
) -> None:
    office = relay.holder.offices.get().name
    said_of = {"condition.1": "damaged", "note.1": "tiang retak", "condition.2": "good"}
    assert dewi.post(desk(relay, "1/buka/"), said_of | {"key": "k", "office": office}).status_code == 303
    page = said(yuda.get(desk(relay, "1/")))
    assert page.count('<option value="damaged" selected>') == 2
    assert 'name="note.1" maxlength="200" value="tiang retak"' in page


def test_a_refused_change_of_a_leg_keeps_what_was_typed_and_stays_open(relay: Relay, dewi: Client) -> None:
    typed = {"receiver": "35.28/xyz", "area": "35.28", "venue": "Lapangan baru", "planned_on": "2026-03-20"}
    page = said(dewi.post(desk(relay, "2/ubah/"), typed | {"reason": "hujan", "key": "k"}), 422)
    assert 'value="Lapangan baru"' in page
    assert 'value="2026-03-20"' in page
    assert page.count("<details open>") == 1
    assert "Penerima (kode lembaga): " in page


@pytest.mark.parametrize(
    ("key", "label", "anchor"),
    [
        ("legs", "Ruas dan serah terima", ""),
        ("legs.3.n", "Ruas 3 · legs.3.n", ""),
        ("note.2", "Catatan 2", ""),
        ("receiver-12", "Ruas 12 · Penerima (kode lembaga)", "receiver-12"),
        ("tak dikenal!", "tak dikenal!", ""),
    ],
)
def test_fields_bear_the_names_people_read(key: str, label: str, anchor: str) -> None:
    assert (relay_field(key), relay_anchor(key)) == (label, anchor)


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ({"day": "2026-03-03", "at": "09:30"}, "Selasa, 3 Maret 2026 09.30"),
        ({"day": "2026-03-03", "at": ""}, "Selasa, 3 Maret 2026"),
        ({"day": "nanti", "at": ""}, "nanti"),
    ],
)
def test_the_programme_of_a_stop_is_told_in_days_people_write(slot: dict[str, str], words: str) -> None:
    assert slot_when(slot) == words


@pytest.mark.parametrize(("late", "english"), [(1, "1 day late"), (3, "3 days late"), (-2, "2 days early"), (0, "")])
def test_delays_are_told_in_the_readers_language(late: int, english: str) -> None:
    with override("en"):
        assert late_words(SimpleNamespace(late=late)) == english


def test_more_rows_are_added_without_a_script(dewi: Client) -> None:
    page = said(dewi.post("/meja/kirab/baru/", FORM | {"then": "rows"}))
    assert 'name="receiver-8"' in page
    assert 'value="36.04/kpu"' in page
    assert 'name="receiver-4"' in said(dewi.post("/meja/kirab/baru/", {"rows": "banyak", "then": "rows"}))


def test_both_sides_hand_over_at_their_desks(relay: Relay, dewi: Client, yuda: Client) -> None:
    page = said(dewi.get(desk(relay, "1/")))
    assert "Buka serah terima" in page
    assert "Ya, kami menerima" not in page
    given = {"key": "a", "office": relaying.SARI_SIDE, "condition.1": "good", "condition.2": "damaged"}
    assert "rusak atau hilang" in said(dewi.post(desk(relay, "1/buka/"), given), 422)
    given |= {"note.2": "Satu sobek.", "witnesses": "Bupati Serang", "at": "2026-03-02T09:05"}
    assert dewi.post(desk(relay, "1/buka/"), given).status_code == 303
    assert dewi.post(desk(relay, "1/buka/"), given).status_code == 303, "pressed twice"
    act = Act.objects.get(kind=Kind.OPENED)
    assert act.witnesses == ["Bupati Serang"]
    assert act.at.isoformat() == "2026-03-02T02:05:00+00:00"
    assert "Menunggu jawaban lembaga Anda" in said(yuda.get("/meja/kirab/"))
    assert "Ya, kami menerima" in said(yuda.get(desk(relay, "1/")))
    taken = {"key": "b", "answers": "1", "office": relaying.YUDA_SIDE, "condition.1": "good"}
    assert yuda.post(desk(relay, "1/terima/"), taken)["Location"].endswith("?tersimpan=1")
    assert "Tersimpan." in said(yuda.get(desk(relay, "1/"), {"tersimpan": "1"}))
    assert f"/meja/rilis/kirab/{relay.ref}-1/" in said(yuda.get(desk(relay, "1/")))
    relay.refresh_from_db()
    assert relay.holder_id == "36.04/kpu"


def test_a_refusal_a_withdrawal_and_a_late_answer(relay: Relay, dewi: Client, yuda: Client) -> None:
    opened(relay)
    why = {"answers": "1", "reason": "Belum lengkap."}
    assert "alasannya" in said(yuda.post(desk(relay, "1/tolak/"), {"answers": "1"}), 422)
    assert yuda.post(desk(relay, "1/tolak/"), why).status_code == 303
    assert "ditolak sementara itu" in said(yuda.post(desk(relay, "1/terima/"), {"answers": "1"}), 422)
    opened(relay)
    assert "Tarik kembali" in said(dewi.get(desk(relay, "1/")))
    assert dewi.post(desk(relay, "1/tarik/"), {"answers": "3", "reason": "Salah hari."}).status_code == 303
    assert "menunggu jawaban" in said(yuda.post(desk(relay, "1/terima/"), {"answers": "x"}), 422)


def test_a_leg_is_changed_skipped_and_dated_with_reasons(relay: Relay, dewi: Client, yuda: Client) -> None:
    change = {"receiver": "36.04/kpu", "area": "36.04", "venue": "Alun-alun", "planned_on": "2026-03-05"}
    assert dewi.post(desk(relay, "1/ubah/"), change | {"reason": "Hujan."}).status_code == 303
    assert Leg.objects.get(relay=relay, n=1).venue == "Alun-alun"
    handed_over(relay)
    day = {"actual_on": "2026-03-04", "reason": "Dicatat terlambat."}
    assert yuda.post(desk(relay, "1/hari/"), day).status_code == 303
    page = cast.Browser().get(f"/kirab/{relay.ref}/serah-terima/1/").content.decode()
    assert 'Hari sebenarnya: <time datetime="2026-03-04">Rabu, 4 Maret 2026</time>' in page
    assert "2026-01-31" in said(yuda.post(desk(relay, "1/hari/"), day | {"actual_on": ""}), 422)
    assert yuda.post(desk(relay, "2/lewati/"), {"reason": "Banjir."}).status_code == 303
    assert Leg.objects.get(relay=relay, n=2).state == State.SKIPPED
    assert "2026-01-31 09:30" in said(yuda.post(desk(relay, "3/buka/"), {"at": "kemarin"}), 422)


def test_the_rest_of_a_relay_is_cancelled_by_its_organiser(relay: Relay, dewi: Client, yuda: Client) -> None:
    assert "Batalkan sisa kirab" in said(dewi.get(desk(relay)))
    assert "Batalkan sisa kirab" not in said(yuda.get(desk(relay), {"mulai": "x"}))
    assert "alasannya" in said(dewi.post(desk(relay, "batalkan/"), {}), 422)
    assert dewi.post(desk(relay, "batalkan/"), {"reason": "Bencana."}).status_code == 303
    assert "dibatalkan" in said(dewi.get(desk(relay)))


def test_a_photograph_is_sealed_given_back_and_erased_by_its_side(relay: Relay, dewi: Client, yuda: Client) -> None:
    opened(relay)
    assert "Pilih sebuah foto" in said(dewi.post(desk(relay, "1/foto/"), {}), 422)
    sent = photograph()
    assert dewi.post(desk(relay, "1/foto/"), {"picture": sent}).status_code == 303
    ref = PhotoBox.objects.get().sealed_id
    assert dewi.get(f"/meja/kirab/foto/{ref}/").content.startswith(b"RIFF")
    assert yuda.get(f"/meja/kirab/foto/{ref}/").status_code == 404
    assert "Hapus gambar" in said(dewi.get(desk(relay, "1/")))
    assert dewi.post(f"/meja/kirab/foto/{ref}/hapus/")["Location"] == desk(relay, "1/")
    assert not PhotoBox.objects.exists()


def test_r2_whoever_takes_no_part_finds_nothing_here(relay: Relay) -> None:
    intan = cast.sign_in(cast.INTAN)
    assert "Belum ada kirab yang diikuti" in said(intan.get("/meja/kirab/"))
    for rest in ("", "1/"):
        assert intan.get(desk(relay, rest)).status_code == 404
    for rest in ("1/buka/", "1/foto/", "batalkan/"):
        assert intan.post(desk(relay, rest), {"reason": "x"}).status_code == 404


def _file(**changes: str) -> io.BytesIO:
    rows = [sheet.to_row(PLAN, leg, State.PLANNED, None, "") for leg in PLAN.legs]
    at = sheet.COLUMNS.index("penerima")
    rows[1] = tuple(changes.get("penerima", cell) if n == at else cell for n, cell in enumerate(rows[1]))
    return io.BytesIO(csv_file.write(Table(sheet.COLUMNS, tuple(rows))))


def test_a_file_is_tried_first_and_then_kept_whole(dewi: Client) -> None:
    page = said(dewi.post("/meja/kirab/masukkan/", {"file": _file()}))
    assert "1 tongkat dengan 3 serah terima" in page
    assert not Relay.objects.exists()
    kept = _file().getvalue().decode("utf-8-sig")
    assert dewi.post("/meja/kirab/masukkan/", {"kept": kept, "then": "save"}).status_code == 303
    assert Relay.objects.get().legs_count == 3


def test_a_file_with_faults_says_where_and_keeps_nothing(dewi: Client) -> None:
    page = said(dewi.post("/meja/kirab/masukkan/", {"file": _file(penerima="KPU"), "then": "save"}), 422)
    assert "baris 3, kolom penerima" in page
    assert "1 hal perlu dibetulkan" in page
    kept = html.unescape(page.partition('name="kept" value="')[2].partition('"')[0])
    for kind in ("csv", "xlsx"):
        sent = dewi.post("/meja/kirab/masukkan/", {"kept": kept, "then": kind})
        assert sent["Content-Disposition"] == f'attachment; filename="kirab-masalah.{kind}"'
        told = file.read(sent.content)
        assert told.columns[-1] == "masalah"
        assert [bool(row[-1]) for row in told.rows] == [False, True, False]
    assert "Pilih berkas" in said(dewi.post("/meja/kirab/masukkan/", {}), 422)
    assert not Relay.objects.exists()


def test_every_fault_is_told_at_once_and_more_than_a_page_holds_are_counted(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = _file().getvalue().decode("utf-8-sig").replace("2026-03-09", "9 Maret").replace("36.04/kpu", "99.99/kpu")
    page = said(dewi.post("/meja/kirab/masukkan/", {"file": io.BytesIO(wrong.encode())}), 422)
    assert "3 hal perlu dibetulkan" in page
    for where in ("baris 2, kolom penerima", "baris 4, kolom penerima", "baris 4, kolom hari_rencana"):
        assert where in page
    monkeypatch.setattr(desk_relay, "MOST_FAULTS", 1)
    page = said(dewi.post("/meja/kirab/masukkan/", {"file": io.BytesIO(wrong.encode())}), 422)
    assert "Dan 2 lagi" in page
    assert "baris 4" not in page.partition('<ol class="steps">')[2]
    beside = io.BytesIO(_file().getvalue() + b"," * len(sheet.COLUMNS) + b",x")
    wide = said(dewi.post("/meja/kirab/masukkan/", {"file": beside}), 422)
    assert "baris 5: Ada isi di luar kolom" in wide


# --- from an article --------------------------------------------------------------------------------------------------

SEEDS = Path("../shared/seeds")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two real articles are not beside this checkout")


def test_a_relay_that_took_place_is_entered_as_told(dewi: Client) -> None:
    told = FORM | {"actual_on-1": "2026-03-04"}
    assert dewi.post("/meja/kirab/baru/", told).status_code == 303
    made = Relay.objects.get()
    assert [(leg.state, leg.actual_on) for leg in made.legs.order_by("n")] == [
        (State.TOLD, date(2026, 3, 4)),
        (State.PLANNED, None),
    ]
    assert made.holder_id == "36.04/kpu"
    assert "sudah tercatat" in said(dewi.post("/meja/kirab/baru/", told), 422)
    assert "Kedua pihak tidak menandainya" in said(cast.Browser().get(f"/kirab/{made.ref}/serah-terima/1/"))


@pytest.mark.parametrize(
    ("days", "says"),
    [({"actual_on-2": "2026-03-10"}, "melompat"), ({"actual_on-1": "2099-03-04"}, "belum tiba")],
)
def test_what_is_told_does_not_jump_nor_lie_ahead(dewi: Client, days: dict[str, str], says: str) -> None:
    assert says in said(dewi.post("/meja/kirab/baru/", FORM | days), 422)
    assert not Relay.objects.exists()


def test_a_hand_over_of_this_morning_in_the_east_is_past_though_it_is_yesterday_in_the_capital() -> None:
    Area.objects.get_or_create(code="91", defaults={"level": 1, "kind": "provinsi", "name": "Papua", "key": "papua"})
    east = FORM | {"area-1": "91", "actual_on-1": "2026-03-05"}
    with time_machine.travel(datetime(2026, 3, 4, 14, 30, tzinfo=UTC)) as clock:  # 23.30 in Jayapura
        early = said(cast.sign_in(cast.DEWI).post("/meja/kirab/baru/", east), 422)
        assert "belum tiba" in early
        assert 'href="#actual_on-1"' in early
        clock.shift(timedelta(hours=1))  # 22.30 in Jakarta
        assert cast.sign_in(cast.DEWI).post("/meja/kirab/baru/", east).status_code == 303
    assert Leg.objects.get(n=1).actual_on == date(2026, 3, 5)


def test_nobody_tells_for_another_institution(dewi: Client) -> None:
    told = FORM | {"actual_on-1": "2026-03-04", "institution": "36.04/kpu"}
    assert dewi.post("/meja/kirab/baru/", told).status_code == 404
    assert not Relay.objects.exists()


def test_a_reading_draft_of_somebody_else_fills_nothing_in(dewi: Client) -> None:
    ref = cast.draft(cast.at_desk(cast.INTAN)).ref
    assert dewi.get("/meja/kirab/baru/", {"bacaan": ref}).status_code == 404


def value(page: str, field: str) -> str:
    """Return what an input of a page holds."""
    found = re.search(rf'<input id="{field}" [^>]*?value="([^"]*)"', page)
    assert found, field
    return found[1]


KNOWN_SIDES = """Serah terima kirab Pemilu 2024

Serang – KPU Kabupaten Pamekasan menyerahkan bendera kirab Pemilu 2024 kepada KPU Kabupaten Serang di Pendopo
Kabupaten Serang, Senin (04/09/2023).
"""


def test_what_an_article_says_plainly_is_filled_in_and_a_body_nobody_registered_is_named(yuda: Client) -> None:
    for text, receiver, note in (
        (KNOWN_SIDES, "36.04/kpu", "Berita menulis: KPU Kabupaten Serang."),
        (KNOWN_SIDES.replace("Kabupaten Serang di", "Kota Cilegon di"), "", "Berita menulis: KPU Kota Cilegon."),
    ):
        sent = yuda.post("/meja/bacaan/", {"text": text, "submission": f"0S{receiver[:2] or 'XX':0>24}"})
        form = said(yuda.get("/meja/kirab/baru/", {"bacaan": sent["Location"].split("/")[3]}))
        assert "arah=" not in form
        assert value(form, "receiver-1") == receiver
        assert (value(form, "holder"), value(form, "start")) == ("35.28/kpu", "35.28")
        assert note in form


@needs_seeds
def test_the_serang_article_becomes_a_hand_over_record_after_confirmation(yuda: Client) -> None:
    for code, name in (("18/kpu", "KPU Provinsi Lampung"), ("36/kpu", "KPU Provinsi Banten")):
        area = code.partition("/")[0]
        Area.objects.get_or_create(code=area, defaults={"level": 1, "kind": "provinsi", "name": name, "key": name})
        institution.register(code=code, kind="kpu", name=name, area=area, level="province", now=timezone.now())
    article = (SEEDS / "serang-2023-09-04.txt").read_text(encoding="utf-8")
    sent = yuda.post("/meja/bacaan/", {"text": article, "submission": "0SERANG0000000000000000000"})
    draft = said(yuda.get(sent["Location"]))
    ref = sent["Location"].split("/")[3]
    assert f"/meja/kirab/baru/?bacaan={ref}" in draft
    form = said(yuda.get("/meja/kirab/baru/", {"bacaan": ref}))
    for told in ("Kirab Pemilu 2024", "2023-09-04", "alun alun serang kec. Kramatwatu"):
        assert told in form
    assert (value(form, "holder"), value(form, "receiver-1")) == ("", ""), "the article leaves the direction open"
    assert form.count("arah=") == 2
    form = said(yuda.get("/meja/kirab/baru/", {"bacaan": ref, "arah": "1"}))
    names = ("holder", "start", "receiver-1", "area-1", "starts_on", "actual_on-1")
    landed = ("18/kpu", "18", "36/kpu", "36.73", "2023-09-04", "2023-09-04")
    assert tuple(value(form, name) for name in names) == landed
    for marked in ("Kpu Se Provinsi Banten", "Anda yang memilihnya", "Kabupaten Serang", "tidak menyebut rencana"):
        assert marked in form
    back = said(yuda.get("/meja/kirab/baru/", {"bacaan": ref, "arah": "2"}))
    assert (value(back, "holder"), value(back, "receiver-1")) == ("36/kpu", "18/kpu")
    assert value(said(yuda.get("/meja/kirab/baru/", {"bacaan": ref, "arah": "9"})), "holder") == ""
    assert not Relay.objects.exists(), "nothing is written before the confirmation"
    answer = yuda.post(
        "/meja/kirab/baru/",
        {
            "series": "Kirab Pemilu 2024",
            "baton": "Jalur timur",
            "institution": "36.04/kpu",
            "election": "pemilu-2024",
            "holder": "18/kpu",
            "start": "18",
            "starts_on": "2023-09-04",
            "rows": "1",
            "receiver-1": "36/kpu",
            "area-1": "36.04",
            "venue-1": "Alun-alun Serang, Kramatwatu",
            "planned_on-1": "2023-09-04",
            "actual_on-1": "2023-09-04",
        },
    )
    assert answer.status_code == 303
    page = said(cast.Browser().get(f"/kirab/{Relay.objects.get().ref}/serah-terima/1/"))
    for told in ("KPU Provinsi Lampung", "KPU Provinsi Banten", "Senin, 4 September 2023", "selesai menurut berkas"):
        assert told in page


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "1999-12-31T23:59", "9999-12-31T23:59", "besok"])
def test_an_hour_that_nobody_can_mean_is_asked_again(relay: Relay, dewi: Client, at: str) -> None:
    page = said(dewi.post(desk(relay, "1/buka/"), {"key": "satu", "at": at}), 422)
    assert "Tulis hari dan jam seperti" in page
    assert not Act.objects.exists()


def test_what_was_entered_long_after_its_told_hour_says_so_on_page_and_paper(relay: Relay) -> None:
    act = opened(relay, at=timezone.now() - timedelta(days=2))
    page = said(cast.Browser().get(f"/kirab/{relay.ref}/serah-terima/1/"))
    assert f"baru dicatat {handover.kept_later(act).removeprefix('baru dicatat ')}" in page
    prompt = SimpleNamespace(at=act.kept_at - timedelta(minutes=59), kept_at=act.kept_at)
    assert kept_later(prompt) == ""
    assert kept_later(act).startswith("baru dicatat ")
    assert handover.kept_later(act, "Asia/Jayapura").endswith("WIT")


def test_the_desks_list_goes_on_behind_a_link_and_never_behind_a_relay_out_of_reach(
    relay: Relay, dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_relay.queries.mine, "__kwdefaults__", {"after": "", "limit": 1})
    assert "Kirab yang lebih lama" not in said(dewi.get("/meja/kirab/"))
    older = planned(baton="Tongkat B", starts_on=date(2026, 1, 1))
    page = said(dewi.get("/meja/kirab/"))
    assert f"/meja/kirab/?setelah={relay.ref}#milik" in page
    assert "Tongkat B" not in page
    page = said(dewi.get("/meja/kirab/", {"setelah": relay.ref}))
    assert older.ref in page
    assert "Tongkat A" not in page
    assert "Tongkat A" in said(dewi.get("/meja/kirab/", {"setelah": "0" * 26}))
