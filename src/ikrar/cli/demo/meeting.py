"""A series of three fictional coordination meetings: one done, one with open and overdue decisions, one next week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from ikrar.cli.demo.life import AFTERNOON, MORNING, NOON, Life
from ikrar.core.meeting import agenda
from ikrar.core.meeting.attendance import Presence
from ikrar.core.meeting.form import DecisionForm, MeetingForm, MinutesForm
from ikrar.core.meeting.move import Standing
from ikrar.core.meeting.reply import Partstat, Reply
from ikrar.records.meeting import actions, attendance, decision, invitation, queries, reply

HOST, GUEST, POLICE = "98.01/kpu", "98.01/bawaslu", "98.01/polres"
OFFICES = {GUEST: "Ketua Bawaslu", POLICE: "Kapolres"}
BOXES = {
    HOST: "sekretariat@kpu-arunika.example",
    GUEST: "sekretariat@bawaslu-arunika.example",
    POLICE: "tu@polres-arunika.example",
}
SERIES = "CONTOH Rapat koordinasi Lembah Arunika"
PLACE = "Aula KPU Kabupaten Lembah Arunika"
#: Days before today of the two meetings that were held, and after it of the one that is called.
FIRST, SECOND, NEXT = 45, 21, 7


def bring(life: Life) -> None:
    """Let the KPU's secretary call, hold and write the meetings, and two institutions approve what was written."""
    today = life.now.date()
    days = [today - timedelta(days=FIRST), today - timedelta(days=SECOND), today + timedelta(days=NEXT)]
    first, found = _called(life, days[0], "koordinasi", actions.Follow(title=SERIES))
    _held(life, first, days[0], _first(days[0]))
    for row in queries.part(life.person("dewi"), first).decisions:
        said = "Jadwal patroli bersama disampaikan dan dijalankan."
        who, done = life.person("dewi"), life.at(days[0] + timedelta(days=14), NOON)
        decision.end(who, row.ref, becomes=Standing.CLOSED, words=said, now=done)
    series = actions.Follow(series=found)
    second, _series = _called(life, days[1], "lanjutan", series)
    _held(life, second, days[1], _second(days[1], today))
    third, _series = _called(life, days[2], "lanjutan", series, BOXES)
    _answered(life, third)


def _answered(life: Life, ref: str) -> None:
    """Let the place of the next meeting change, and a calendar answer: unverified, as every answer is."""
    dewi, now = life.person("dewi"), life.now - timedelta(days=1)
    meeting = queries.part(dewi, ref).meeting
    form = replace(queries.form_in(meeting), place=f"{PLACE}, lantai 2")
    actions.change(dewi, ref, edition=meeting.minutes.edition, form=form, mailbox=BOXES[HOST], now=now)
    uid, sequence = invitation.uid_of(meeting), meeting.sequence + 1
    reply.take(Reply(uid, None, BOXES[GUEST], sequence, now, Partstat.ACCEPTED, "Ketua hadir bersama satu anggota."))


def _called(
    life: Life, day: date, template: str, follow: actions.Follow, boxes: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, str]:
    """Open a meeting with Bawaslu and the police invited; returns its reference and its series.

    ``boxes`` are their mailboxes and the host's; who has none there is invited outside e-mail.
    """
    dewi = life.person("dewi")
    told = life.at(day - timedelta(days=10), MORNING)
    form = MeetingForm(
        title="Rapat koordinasi pemilihan damai",
        day=day.isoformat(),
        start="09:00",
        end="12:00",
        area="98.01",
        place=PLACE,
        election="pilkada-arunika",
        agenda=agenda.titles(template, "id"),
    )
    made = actions.begin(dewi, institution=HOST, form=form, mailbox=boxes.get(HOST, ""), follow=follow, now=told)
    for code, office in OFFICES.items():
        actions.invite(dewi, made.ref, institution=code, office=office, mailbox=boxes.get(code, ""), now=told)
    actions.call(dewi, made.ref, edition=1, now=told)
    return made.ref, made.series_id or ""


def _held(life: Life, ref: str, day: date, minutes: MinutesForm) -> None:
    """Let offices come, the minutes be taken and frozen, and KPU and Bawaslu approve them."""
    dewi, begun = life.person("dewi"), life.at(day, MORNING)
    actions.hold(dewi, ref, now=begun)
    for code, office in OFFICES.items():
        stands = Presence(code, "", f"Anggota {office.split()[-1]}" if code == GUEST else "Kabag Ops", office)
        attendance.enter(dewi, ref, stands, now=begun)
    edition = actions.save_minutes(dewi, ref, edition=1, form=minutes, now=life.at(day, MORNING))
    actions.freeze(dewi, ref, edition=edition, now=life.at(day, NOON))
    for name in ("sari", "bima"):
        actions.approve(life.person(name), ref, now=life.at(day, AFTERNOON))


def _first(day: date) -> MinutesForm:
    notes = ("Rapat dibuka tuan rumah.", "Tahapan kampanye disampaikan.", "Tiga kecamatan perlu perhatian.")
    due = day + timedelta(days=14)
    return MinutesForm(notes, "Rapat ditutup.", (_decided("Patroli bersama di tiga kecamatan.", POLICE, due),))


def _second(day: date, today: date) -> MinutesForm:
    late, soon = today - timedelta(days=7), today + timedelta(days=14)
    decisions: Sequence[DecisionForm] = (
        _decided("Daftar tempat kampanye dikirim kepada semua partai.", HOST, late),
        _decided("Posko pengaduan bersama dibuka di alun-alun.", GUEST, soon),
        _decided("Pembagian petugas tiap TPS dibahas di rapat berikutnya.", POLICE, None, public=False),
    )
    return MinutesForm(("Rapat dibuka tuan rumah.", "Satu keputusan lama sudah selesai."), "", tuple(decisions))


def _decided(text: str, owner: str, due: date | None, *, public: bool = True) -> DecisionForm:
    office = OFFICES.get(owner, "Sekretaris KPU")
    return DecisionForm(text, owner, office, due.isoformat() if due else "", public=public)
