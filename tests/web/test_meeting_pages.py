"""Meetings through their pages, every button without a script: called, written by two, approved, decided, published."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.records.meeting import actions, attendance
from ikrar.records.meeting.models import Attendance, Decision, Invitee, Meeting, Minutes, Series
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
CALL = {
    "institution": "35.28/kpu",
    "title": "Rapat koordinasi",
    "day": "2024-08-16",
    "start": "09:00",
    "end": "12:00",
    "area": "35.28",
    "place": "Pendopo",
    "election": "pilkada-2024",
    "agenda": "Pembukaan\nKeputusan",
    "mailbox": "kpu@lembaga.example",
    "series_title": "Rakor bulanan",
}
NOTES = {
    "items": "3",
    "note-0": "Dibuka pukul sembilan.",
    "note-1": "",
    "note-2": "",
    "closing": "Ditutup.",
    "decision_rows": "2",
    "text-0": "Patroli bersama.",
    "owner-0": "35.28/bawaslu",
    "office-0": "Ketua",
    "rule-0": "QUIET:first:-1:days",
    "public-0": "1",
    "text-1": "",
}


@pytest.fixture
def dewi() -> Client:
    cast.at_desk(cast.DEWI)
    return cast.sign_in(cast.DEWI)


def at(name: str, *args: str) -> str:
    return reverse(name, args=args)


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def posted(browser: Client, name: str, *args: str, **data: Any) -> HttpResponse:
    return browser.post(at(name, *args), data)


def test_a_meeting_is_called_at_the_desk_without_a_script(dewi: Client) -> None:
    assert "Belum ada rapat" in text(dewi.get(at("desk-meetings")))
    filled = posted(dewi, "meeting-new", **CALL | {"template": "koordinasi"})
    assert "Paparan tahapan oleh KPU" in text(filled)
    assert not Meeting.objects.exists()
    typed = re.search(r'<textarea id="agenda"[^>]*>([^<]*)</textarea>', filled.content.decode())
    assert typed
    assert typed[1].splitlines()[:3] == ["Pembukaan", "Keputusan", "Paparan tahapan oleh KPU"]
    assert "Yang sudah diketik tetap" in text(filled)
    assert posted(dewi, "meeting-new", **CALL | {"template": "lain"}).status_code == 422
    assert "Pamekasan" in text(posted(dewi, "meeting-new", **CALL | {"area_words": "Pamekasan", "area_search": "1"}))
    made = posted(dewi, "meeting-new", **CALL)
    ref = Meeting.objects.get().ref
    assert (made.status_code, made["Location"]) == (303, at("desk-meeting", ref))
    page = text(dewi.get(at("desk-meeting", ref)))
    assert "Keluarkan undangan" in page
    assert "Bawaslu Kabupaten Pamekasan" in page
    refused = posted(dewi, "meeting-move", ref, move="call", edition="1")
    assert (refused.status_code, "Undang sedikitnya satu" in text(refused)) == (422, True)
    invited = {"institution": "35.28/bawaslu", "office": "Ketua", "mailbox": "bawaslu@lembaga.example"}
    assert posted(dewi, "meeting-invite", ref, **invited).status_code == 303
    assert posted(dewi, "meeting-move", ref, move="call", edition="1").status_code == 303
    assert "undangan keluar" in text(dewi.get(at("desk-meetings")))
    assert "Buka rapat dan tulis notulen" in text(dewi.get(at("desk-meeting", ref)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Beri rapat ini judul"),
        ({"day": "besok"}, "tidak terbaca"),
        ({"mailbox": "bukan surel"}, "satu alamat surel"),
        ({"institution": "35.28/bawaslu"}, "di luar wilayah tugas"),
        ({"series_title": "", "series": "x"}, "rangkaian rapat lembaga ini"),
    ],
)
def test_what_stands_in_the_way_of_a_new_meeting_is_said_and_what_was_typed_stays(
    dewi: Client, changes: dict[str, str], said: str
) -> None:
    response = posted(dewi, "meeting-new", **CALL | changes)
    assert response.status_code == 422
    assert said in text(response)
    assert "Pendopo" in text(response)


def test_a_called_meeting_is_changed_and_a_stale_page_changes_nothing(dewi: Client) -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    assert "diberi tahu lagi" in text(dewi.get(at("meeting-change", ref)))
    assert "Pamekasan" in text(posted(dewi, "meeting-change", ref, **CALL | {"area_words": "x", "area_search": "1"}))
    stale = posted(dewi, "meeting-change", ref, **CALL | {"edition": "9"})
    assert (stale.status_code, "Tidak ada yang ditimpa" in text(stale)) == (409, True)
    assert posted(dewi, "meeting-change", ref, **CALL | {"edition": "1", "start": "08:00"}).status_code == 303
    assert Meeting.objects.get().sequence == 1
    assert "Tersimpan" in text(dewi.get(at("desk-meeting", ref) + "?tersimpan=1"))


def test_an_invitation_is_taken_back_and_a_wrong_one_is_refused_in_words(dewi: Client) -> None:
    ref = meetings.draft(cast.at_desk(cast.DEWI)).ref
    assert posted(dewi, "meeting-invite", ref, institution="35.28/polres", office="", mailbox="").status_code == 422
    row = Invitee.objects.get(institution="35.28/polres")
    assert posted(dewi, "meeting-invite", ref, off=row.ref).status_code == 303
    assert Invitee.objects.count() == 1
    assert posted(dewi, "meeting-move", ref, move="").status_code == 422
    assert posted(dewi, "meeting-move", ref, move="discard", edition="1")["Location"] == at("desk-meetings")


def test_a_cancelled_meeting_says_why(dewi: Client) -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    assert posted(dewi, "meeting-move", ref, move="cancel", reason="").status_code == 422
    assert posted(dewi, "meeting-move", ref, move="cancel", reason="Banjir.").status_code == 303
    assert "Banjir." in text(dewi.get(at("desk-meeting", ref)))


def test_a_meeting_that_is_open_can_still_be_cancelled_but_not_once_its_minutes_are_frozen(dewi: Client) -> None:
    ref = meetings.written(cast.at_desk(cast.DEWI)).ref
    said = "tidak menjadi notulen"
    assert said in text(dewi.get(at("desk-meeting", ref)))
    actions.freeze(cast.at_desk(cast.DEWI), ref, edition=2, now=timezone.now())
    assert 'value="cancel"' not in text(dewi.get(at("desk-meeting", ref)))
    assert posted(dewi, "meeting-move", ref, move="cancel", reason="Keliru.").status_code == 409
    other = meetings.held(cast.at_desk(cast.DEWI)).ref
    assert posted(dewi, "meeting-move", other, move="cancel", reason="Dibuka karena keliru.").status_code == 303
    page = text(dewi.get(at("desk-meeting", other)))
    assert "Dibuka karena keliru." in page
    assert said not in page


# --- minutes ----------------------------------------------------------------------------------------------------------


def test_minutes_are_kept_while_typing_and_seen_by_the_invited(dewi: Client) -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    assert posted(dewi, "meeting-move", ref, move="hold")["Location"] == at("minutes", ref)
    answer = dewi.post(at("minutes-save", ref), NOTES | {"edition": "1"}, headers={"Accept": "application/json"})
    told = re.search(r'name="loaded" value="([^"]*)"', text(dewi.get(at("minutes", ref))))
    assert told
    assert answer.json() == {"edition": 2, "loaded": told[1]}
    cast.at_desk(cast.BIMA)
    bima = cast.sign_in(cast.BIMA)
    page = text(bima.get(at("minutes", ref)))
    assert "Dibuka pukul sembilan." in page
    assert "Patroli bersama." in page
    assert "<textarea" not in page
    assert bima.post(at("minutes-save", ref), NOTES | {"edition": "2"}).status_code == 404
    saved = posted(dewi, "minutes-save", ref, **NOTES | {"edition": "2", "closing": "Lain."})
    assert saved["Location"].endswith("?tersimpan=1")
    assert "sebelum masa tenang" in text(dewi.get(saved["Location"]))


def test_a_second_writer_is_shown_both_sides_and_picks(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    cast.at_desk(cast.LASTRI)
    lastri = cast.sign_in(cast.LASTRI)
    posted(dewi, "minutes-save", ref, **NOTES | {"edition": "1"})
    mine = NOTES | {"edition": "1", "note-0": "Versi Lastri.", "text-0": "Patroli sendiri."}
    script = lastri.post(at("minutes-save", ref), mine, headers={"Accept": "application/json"})
    assert (script.status_code, script.json()["error"]) == (409, "conflict")
    shown = posted(lastri, "minutes-save", ref, **mine)
    assert shown.status_code == 409
    for said in ("Versi Lastri.", "Dibuka pukul sembilan.", "Patroli sendiri."):
        assert said in text(shown)
    picks = {"edition": "2", "pick-notes.1": "theirs", "pick-decisions.1": "mine"}
    assert posted(lastri, "minutes-merge", ref, **mine | picks).status_code == 303
    kept = Minutes.objects.get(meeting=ref).form
    assert kept["notes"][0] == "Dibuka pukul sembilan."
    assert kept["decisions"][0]["text"] == "Patroli sendiri."
    assert posted(lastri, "minutes-merge", ref, **mine | picks).status_code == 409


def test_notes_are_compared_under_their_agenda_items_so_that_none_moves_to_another(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    opened = re.search(r'name="loaded" value="([^"]*)"', text(dewi.get(at("minutes", ref))))
    assert opened
    theirs = NOTES | {"edition": "1", "note-0": "Pembukaan.", "note-1": "", "note-2": "Dari jendela lain."}
    posted(dewi, "minutes-save", ref, **theirs)
    mine = theirs | {"loaded": opened[1], "note-0": "Pembukaan.", "note-1": "Dari jendela ini.", "note-2": ""}
    shown = text(posted(dewi, "minutes-save", ref, **mine))
    assert re.findall(r'name="pick-(notes\.\d+)" value="(\w+)" checked', shown) == [
        ("notes.2", "mine"),
        ("notes.3", "theirs"),
    ]
    picks = {"edition": "2", "pick-notes.2": "theirs", "pick-notes.3": "theirs"}
    assert posted(dewi, "minutes-merge", ref, **mine | picks).status_code == 303
    assert Minutes.objects.get(meeting=ref).form["notes"] == ["Pembukaan.", "", "Dari jendela lain."]


def test_a_decision_that_one_side_alone_would_publish_is_told_apart(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    posted(dewi, "minutes-save", ref, **NOTES | {"edition": "1"})
    quiet = {name: value for name, value in NOTES.items() if name != "public-0"}
    shown = text(posted(dewi, "minutes-save", ref, **quiet | {"edition": "1"}))
    (places,) = re.findall(r'<fieldset class="choice"><legend>Keputusan 1</legend>.*?</fieldset>', shown)
    assert places.count("Patroli bersama.") == 2
    assert places.count("diterbitkan") == 1, "both sides read alike but for this"
    assert "Dua orang menulis notulen ini" in shown
    assert f'action="{at("minutes-merge", ref)}"' in shown


def test_earlier_minutes_are_listed_with_what_changed_and_come_back_at_one_press(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    assert "Belum ada yang diubah" in text(dewi.get(at("minutes-editions", ref)))
    posted(dewi, "minutes-save", ref, **NOTES | {"edition": "1"})
    posted(cast.sign_in(cast.LASTRI), "minutes-save", ref, **NOTES | {"edition": "2", "note-0": "Ditimpa Lastri."})
    page = text(dewi.get(at("minutes-editions", ref)))
    for said in ("rekan di lembaga Anda", "Anda", "Catatan mata acara 1", "Ditimpa Lastri.", "Dibuka pukul sembilan."):
        assert said in page
    assert posted(dewi, "minutes-editions", ref, to="1", edition="1").status_code == 409
    assert posted(dewi, "minutes-editions", ref, to="1", edition="3").status_code == 303
    assert Minutes.objects.get(meeting=ref).form["notes"][0] == "Dibuka pukul sembilan."
    assert "Ditimpa Lastri." in text(dewi.get(at("minutes-editions", ref)))
    assert text(dewi.get(at("minutes-editions", ref))).count("diterbitkan") == 1
    quiet = {name: value for name, value in NOTES.items() if name != "public-0"}
    posted(dewi, "minutes-save", ref, **quiet | {"edition": "4"})
    assert text(dewi.get(at("minutes-editions", ref))).count("diterbitkan") == 2, "what is not published any more"
    closed = meetings.frozen(cast.at_desk(cast.DEWI)).ref
    assert dewi.get(at("minutes-editions", closed))["Location"] == at("minutes", closed)


def test_a_freeze_that_is_refused_leaves_the_form_at_the_edition_it_kept(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    wrong = NOTES | {"edition": "1", "owner-0": "", "then": "freeze"}
    edition = re.search(r'name="edition" value="(\d+)"', text(posted(dewi, "minutes-save", ref, **wrong)))
    assert edition
    assert posted(dewi, "minutes-save", ref, **NOTES | {"edition": edition[1]}).status_code == 303


def test_minutes_are_frozen_from_their_page_or_say_what_stands_in_the_way(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    wrong = NOTES | {"edition": "1", "owner-0": "", "then": "freeze"}
    refused = posted(dewi, "minutes-save", ref, **wrong)
    assert (refused.status_code, "Pilih lembaga yang menjalankan" in text(refused)) == (422, True)
    edition = str(Minutes.objects.get(meeting=ref).edition)
    done = posted(dewi, "minutes-save", ref, **NOTES | {"edition": edition, "then": "freeze"})
    assert done["Location"] == at("desk-meeting", ref)
    row = Decision.objects.get()
    assert (row.rule, row.stage, row.due.isoformat()) == ("QUIET:first:-1:days", "QUIET", "2024-11-23")
    assert "menunggu persetujuan" in text(dewi.get(at("desk-meeting", ref)))
    late = posted(dewi, "minutes-save", ref, **NOTES | {"edition": edition})
    assert late.status_code == 409
    assert posted(dewi, "minutes-merge", ref, **NOTES | {"edition": edition}).status_code == 409


def test_two_institutions_approve_from_their_desks_and_the_page_becomes_public(dewi: Client) -> None:
    ref = meetings.frozen(cast.at_desk(cast.DEWI)).ref
    anybody = cast.Browser()
    assert anybody.get(at("meeting", ref)).status_code == 404
    assert posted(dewi, "meeting-approve", ref).status_code == 303
    assert posted(dewi, "meeting-approve", ref).status_code == 422
    cast.at_desk(cast.BIMA)
    assert posted(cast.sign_in(cast.BIMA), "meeting-approve", ref).status_code == 303
    assert at("release", "rapat", ref) in text(dewi.get(at("desk-meeting", ref)))
    page = text(anybody.get(at("meeting", ref)))
    assert "Patroli bersama di tiga kecamatan." in page
    assert "lewat tenggat" in page
    assert Meeting.objects.get().digest[:4] in page
    for hidden in ("Jadwal dikirim", "Dibuka.", "Selesai.", "bawaslu@lembaga.example", "Bahan tahapan", "Kepala"):
        assert hidden not in page
    index = anybody.get(at("meetings"))
    assert "Dari 1 rapat bernotulen sah" in text(index)
    assert not index.cookies


def test_a_declaration_is_started_from_a_meeting_once(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    first = posted(dewi, "meeting-move", ref, move="declare")
    opened = text(dewi.get(first["Location"]))
    assert "Rapat koordinasi lintas sektoral" in opened
    assert "Polres Pamekasan" in opened
    assert posted(dewi, "meeting-move", ref, move="declare")["Location"] == first["Location"]


def test_a_decision_is_about_a_frozen_declaration_of_the_host_chosen_from_a_list(dewi: Client) -> None:
    holder = cast.at_desk(cast.DEWI)
    other = cast.registered(holder).ref
    ref = meetings.held(holder).ref
    assert 'type="hidden" name="declaration-0"' in dewi.get(at("minutes", ref)).content.decode()
    version = cast.frozen(holder)
    page = text(dewi.get(at("minutes", ref)))
    assert f'<option value="{version.declaration_id}">{version.title}</option>' in page
    assert other not in page
    chosen = {"declaration-0": version.declaration_id, "edition": "1", "due-0": "2024-08-30", "rule-0": ""}
    assert posted(dewi, "minutes-save", ref, **NOTES | chosen).status_code == 303
    assert f'<option value="{version.declaration_id}" selected>' in dewi.get(at("minutes", ref)).content.decode()
    assert posted(dewi, "minutes-save", ref, **NOTES | chosen | {"edition": "2", "then": "freeze"}).status_code == 303
    made = Decision.objects.get()
    assert made.declaration_id == version.declaration_id
    assert at("declaration", version.declaration_id) in dewi.get(at("decision", made.ref)).content.decode()


def test_what_a_decision_was_about_stays_chosen_though_it_is_none_of_the_host_s(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    posted(dewi, "minutes-save", ref, **NOTES | {"declaration-0": "ABC", "edition": "1"})
    assert '<option value="ABC" selected>ABC</option>' in dewi.get(at("minutes", ref)).content.decode()


def test_the_host_finds_letters_and_the_press_release_at_the_meeting(dewi: Client) -> None:
    holder = cast.at_desk(cast.DEWI)
    called = meetings.called(holder).ref
    page = text(dewi.get(at("desk-meeting", called)))
    assert f'href="{at("letters")}"' in page
    assert at("release", "rapat", called) not in page
    done = meetings.approved(holder).ref
    assert f'href="{at("release", "rapat", done)}"' in text(dewi.get(at("desk-meeting", done)))
    guest = text(cast.sign_in(cast.BIMA).get(at("desk-meeting", done)))
    assert at("release", "rapat", done) not in guest
    assert "Surat undangan lembaga Anda" not in guest


# --- who came ---------------------------------------------------------------------------------------------------------


def test_an_office_checks_in_through_the_code_on_the_screen(dewi: Client) -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    shown = text(posted(dewi, "attendance", ref, act="open"))
    address = re.search(r"/rapat/hadir/[0-9A-Z]{25}/", shown)
    assert address is not None
    door = cast.Browser()
    assert "Rapat koordinasi lintas sektoral" in text(door.get(address[0]))
    assert door.post(address[0], {"office": "Ketua"}).status_code == 422
    came = {"institution": "35.28/polres", "office": "Kabag Ops", "represents": "Kapolres"}
    assert door.post(address[0], came).status_code == 303
    assert "Tercatat hadir" in text(door.get(address[0] + "?tersimpan=1"))
    listed = text(dewi.get(at("attendance", ref)))
    for said in ("mewakili Kapolres", "Kode pintu berlaku sampai"):
        assert said in listed
    Minutes.objects.update(door_until=timezone.now() - timedelta(minutes=1))
    late = door.get(address[0])
    assert (late.status_code, "tidak berlaku lagi" in text(late), "<form" in text(late)) == (410, True, False)
    assert door.post(address[0], came).status_code == 410
    assert "Ganti kode pintu" not in text(dewi.get(at("attendance", ref)))
    assert posted(dewi, "attendance", ref, act="shut").status_code == 303
    assert door.get(address[0]).status_code == 404
    assert door.get("/rapat/hadir/salah/").status_code == 404


def test_the_list_at_the_desk_takes_guests_and_strikes_rows(dewi: Client) -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    assert "Belum ada yang tercatat" in text(dewi.get(at("attendance", ref)))
    assert posted(dewi, "attendance", ref, guest="Radio Warga", office="Redaktur").status_code == 303
    assert posted(dewi, "attendance", ref, guest="Radio Warga").status_code == 422
    assert "Radio Warga" in text(dewi.get(at("attendance", ref)))
    mark = attendance.mark_of(Attendance.objects.get())
    assert "Kembalikan baris itu" in text(posted(dewi, "attendance", ref, act=f"strike-{mark}"))
    assert posted(dewi, "attendance", ref, act=f"strike-{mark}").status_code == 404
    assert not Attendance.objects.exists()


# --- decisions --------------------------------------------------------------------------------------------------------


def test_the_register_is_filtered_and_exported_with_guarded_cells(dewi: Client) -> None:
    decisions = (
        meetings.DecisionForm("=HYPERLINK(1)", "35.28/kpu"),
        meetings.DecisionForm("Patroli.", "35.28/bawaslu", due="2024-08-30"),
    )
    meetings.frozen(cast.at_desk(cast.DEWI), typed=meetings.minutes(decisions=decisions))
    page = text(dewi.get(at("decisions"), {"keadaan": "overdue", "lembaga": "35.28/bawaslu"}))
    assert "Patroli." in page
    assert "HYPERLINK" not in page
    assert "1 keputusan: 1 terbuka, di antaranya 1 lewat tenggat" in page
    wrong = text(dewi.get(at("decisions"), {"keadaan": "x", "sampai": "besok", "setelah": "x"}))
    assert "2 keputusan" in wrong
    assert "Longgarkan" in text(dewi.get(at("decisions"), {"q": "tidak ada"}))
    table = dewi.get(at("decisions-file", "csv"))
    rows = list(csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in rows[2]
    assert dewi.get(at("decisions-file", "xlsx")).getvalue().startswith(b"PK")
    assert dewi.get(at("decisions-file", "exe")).status_code == 404


def test_a_decision_is_closed_by_its_owner_from_its_page(dewi: Client) -> None:
    ref = meetings.decision(cast.at_desk(cast.DEWI)).ref
    cast.at_desk(cast.BIMA)
    bima = cast.sign_in(cast.BIMA)
    page = text(bima.get(at("decision", ref)))
    assert "Selesai dengan hasil ini" in page
    assert "danger" not in page
    assert posted(bima, "decision", ref, result="Sudah.").status_code == 422
    assert posted(bima, "decision", ref, deed="close", result="").status_code == 422
    assert posted(bima, "decision", ref, deed="close", result="Sudah dijalankan.").status_code == 303
    assert "Sudah dijalankan." in text(bima.get(at("decision", ref)))
    assert posted(dewi, "decision", ref, deed="drop", result="Batal.").status_code == 409


def test_a_decision_is_passed_on_moved_disputed_and_opened_again_and_its_page_tells_each(dewi: Client) -> None:
    ref = meetings.decision(cast.at_desk(cast.DEWI)).ref
    page = text(dewi.get(at("decision", ref)))
    assert "Alihkan ke lembaga lain" in page
    assert "Persoalkan" not in page
    posted(dewi, "decision", ref, deed="progress", result="Separuh jalan.")
    posted(dewi, "decision", ref, deed="reassign", result="Kewenangan polisi.", owner="35.28/polres", office="Kabag")
    posted(dewi, "decision", ref, deed="reschedule", result="Hujan.", due="2024-09-30")
    posted(dewi, "decision", ref, deed="close", result="Selesai sudah.")
    cast.at_desk(cast.BIMA)
    bima = cast.sign_in(cast.BIMA)
    assert "Buka lagi" not in text(bima.get(at("decision", ref)))
    assert posted(bima, "decision", ref, deed="dispute", result="Belum semua.").status_code == 303
    assert "hasil dipersoalkan" in text(dewi.get(at("decisions")))
    assert posted(dewi, "decision", ref, deed="reopen", result="Benar.").status_code == 303
    page = text(dewi.get(at("decision", ref)))
    deeds = ("Separuh jalan.", "Polres Pamekasan, Kabag", "30 September 2024", "Belum semua.")
    for said in (*deeds, "dibuka lagi", "disepakati"):
        assert said in page
    assert posted(dewi, "decision", ref, deed="reschedule", result="x", due="besok").status_code == 422


def test_a_moved_calendar_is_followed_at_one_press(dewi: Client) -> None:
    late = meetings.DecisionForm("Spanduk.", "35.28/kpu", rule="QUIET:first:-1:days")
    made = meetings.frozen(cast.at_desk(cast.DEWI), typed=meetings.minutes(decisions=(late,)))
    ref = made.decisions.get().ref
    assert "Menurut kalender sekarang" not in text(dewi.get(at("decision", ref)))
    posted(dewi, "decision", ref, deed="reschedule", result="x", due="2024-11-01")
    assert "Menurut kalender sekarang, sebelum masa tenang jatuh pada" in text(dewi.get(at("decision", ref)))
    posted(dewi, "decision", ref, deed="reschedule", result="Kalender tahapan berubah.", due="2024-11-23")
    assert "Menurut kalender sekarang" not in text(dewi.get(at("decision", ref)))


def test_open_decisions_return_on_the_page_of_the_next_meeting(dewi: Client) -> None:
    first = meetings.frozen(cast.at_desk(cast.DEWI), follow=meetings.actions.Follow(title="Rakor"))
    series = Series.objects.get().ref
    follow = meetings.actions.Follow(series=series)
    second = meetings.called(cast.at_desk(cast.DEWI), follow=follow, day="2024-09-16")
    page = text(dewi.get(at("desk-meeting", second.ref)))
    assert "Keputusan yang belum selesai dari rapat sebelumnya" in page
    assert "Patroli bersama di tiga kecamatan." in page
    assert "Keputusan rapat ini" in text(dewi.get(at("desk-meeting", first.ref)))


def test_pages_of_examples_say_so_to_people_and_programs(dewi: Client) -> None:
    near = cast.replace(cast.BIMA, username="bima-98", areas=("98",))
    ref = meetings.approved(cast.at_desk(cast.DEWI), area="98.01", by=near).ref
    for path in (at("meetings"), at("meeting", ref)):
        response = cast.Browser().get(path)
        assert response["X-Ikrar-Example"] == "1"
        assert "noindex" in response["X-Robots-Tag"]
        assert "CONTOH" in text(response)
    assert "noindex" in cast.Browser().get(at("meetings"), {"q": "rapat"})["X-Robots-Tag"]
    assert "CONTOH" in text(dewi.get(at("desk-meeting", ref)))


def test_who_was_never_told_by_letter_is_not_said_to_be_sent_a_cancellation(dewi: Client) -> None:
    told = "Jabatan itu dikirimi pembatalan"
    late = meetings.called(cast.at_desk(cast.DEWI), now=timezone.now()).ref
    assert told not in text(dewi.get(at("desk-meeting", late)))
    assert told in text(dewi.get(at("desk-meeting", meetings.called(cast.at_desk(cast.DEWI)).ref)))


def test_taking_an_institution_off_the_list_asks_first_and_says_what_it_sends(dewi: Client) -> None:
    holder = cast.at_desk(cast.DEWI)
    for made, told in (
        (meetings.draft(holder), "Jabatan itu tidak dikirimi apa pun."),
        (meetings.called(holder), "Jabatan itu dikirimi pembatalan; diundang lagi berarti surat undangan baru."),
    ):
        page = text(dewi.get(at("desk-meeting", made.ref)))
        asks = re.findall(r"<details><summary>Hapus dari undangan.*?</details>", page)
        assert len(asks) == page.count('name="off"') == 2, "every such button is behind a question"
        assert all("Ya, hapus dari undangan" in one for one in asks)
        assert told in page
