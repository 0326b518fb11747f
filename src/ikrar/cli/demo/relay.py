"""The example relay: a baton through the invented regency, three stops done, one waiting, one refused before, late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ikrar.cli.demo.life import Life
from ikrar.core.relay.handover import Found, conditions
from ikrar.core.relay.plan import Leg, Plan, Slot
from ikrar.records.account.access import Holder
from ikrar.records.relay import actions, queries
from ikrar.records.relay.actions import Told

#: Days before the fictional vote on which the baton leaves: the fourth hand-over is due on the day of the start.
LEAVES = timedelta(days=49)
PROVINCE, KPU, BAWASLU, POLRES = "98/kpu", "98.01/kpu", "98.01/bawaslu", "98.01/polres"
PEOPLE = {PROVINCE: "gita", KPU: "dewi", BAWASLU: "intan", POLRES: "ratna"}
ITEMS = ("1 bendera merah putih", "1 pataka KPU", "4 bendera partai rekaan", "1 kotak hitam")
#: Receiver, area, venue, days after the start.
WAY: tuple[tuple[str, str, str, int], ...] = (
    (KPU, "98.01.01", "Gapura Tirtalangit", 0),
    (BAWASLU, "98.01.02", "Pasar Cempaluna", 2),
    (KPU, "98.01.02", "Balai Kecamatan Cempaluna", 4),
    (POLRES, "98.01.03", "Dermaga Sagarawana", 7),
    (KPU, "98.01.03", "Balai Nelayan Sagarawana", 11),
    (PROVINCE, "98.01.01", "Pendopo Tirtalangit", 16),
)
MORNING, NOON = time(9), time(11, 30)


def bring(life: Life) -> None:
    """Make the example relay up to today; does nothing when it is there already."""
    if queries.relays("Kirab", area="98")[0]:
        return
    begins = life.voting - LEAVES
    relay = actions.plan(life.person("gita"), _plan(begins), now=life.at(begins - timedelta(days=20), MORNING))
    days = [begins + timedelta(days=after) for *_, after in WAY]
    _hand_over(life, relay, 1, days[0])
    _refused(life, relay, 2, days[1])
    _hand_over(life, relay, 2, days[1] + timedelta(days=1))
    _hand_over(life, relay, 3, days[2] + timedelta(days=1))
    opened = min(days[3] + timedelta(days=1), life.now.date())
    actions.open_handover(*_giver(life, relay), 4, _told("4-buka", KPU), now=life.at(opened, MORNING))


def _plan(begins: date) -> Plan:
    return Plan(
        series="CONTOH Kirab Pemilihan Arunika",
        baton="Tongkat Lembah",
        organiser=PROVINCE,
        holder=PROVINCE,
        area="98.01.01",
        starts_on=begins,
        election="pilkada-arunika",
        items=ITEMS,
        legs=tuple(
            Leg(n, receiver, area, venue, begins + timedelta(days=after), MORNING, _programme(begins, after))
            for n, (receiver, area, venue, after) in enumerate(WAY, start=1)
        ),
    )


def _programme(begins: date, after: int) -> tuple[Slot, ...]:
    day = begins + timedelta(days=after)
    return (
        Slot(day, MORNING, "Serah terima dan penandatanganan berita acara"),
        Slot(day, NOON, "Pawai kendaraan hias", "jalan utama"),
        Slot(day + timedelta(days=1), time(8), "Kunjungan pasar"),
    )


def _giver(life: Life, relay: Any) -> tuple[Holder, str]:
    relay.refresh_from_db()
    return life.person(PEOPLE[relay.holder_id]), relay.ref


def _told(key: str, by: str, found: Sequence[Found] = (), reason: str = "") -> Told:
    carried = tuple(found) or conditions(ITEMS, {})
    head, witness = queries.offices_of([by])[0], queries.offices_of(["98.01/pemda"])[:1]
    return Told(office=head, key=f"demo-{key}", reason=reason, witnesses=tuple(witness), conditions=carried)


def _open(life: Life, relay: Any, n: int, at: datetime, key: str) -> Any:
    holder, ref = _giver(life, relay)
    return actions.open_handover(holder, ref, n, _told(key, relay.holder_id), now=at)


def _hand_over(life: Life, relay: Any, n: int, day: date) -> None:
    opening = _open(life, relay, n, life.at(day, MORNING), f"{n}-buka")
    by = WAY[n - 1][0]
    told = _told(f"{n}-terima", by)
    now = life.at(day, NOON)
    actions.acknowledge(life.person(PEOPLE[by]), relay.ref, n, told, answers=opening.n, now=now)


def _refused(life: Life, relay: Any, n: int, day: date) -> None:
    opening = _open(life, relay, n, life.at(day, MORNING), f"{n}-buka-pertama")
    by = WAY[n - 1][0]
    found = conditions(ITEMS, {"condition.3": "missing", "note.3": "Satu bendera tertinggal di Tirtalangit."})
    reason = "Satu bendera tertinggal; kami menerima besok sesudah lengkap."
    told = _told(f"{n}-tolak", by, found, reason)
    now = life.at(day, NOON)
    actions.refuse(life.person(PEOPLE[by]), relay.ref, n, told, answers=opening.n, now=now)
