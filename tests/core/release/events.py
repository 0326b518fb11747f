"""Made-up events in real places, each with what a reader should find in its release."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import date, time, timedelta
from pathlib import Path

import ikrar.core.data
from ikrar.core.release.facts import Decision, Facts, Kind, Quote

ELECTIONS = {
    "pilkada-2024": ("Pilkada Serentak 2024", date(2024, 5, 1), 200),
    "pemilu-2024": ("Pemilu 2024", date(2023, 8, 1), 190),
}
PLACES = (
    "Pendopo Agung, Jalan Merdeka Nomor 4",
    "Pendopo",
    "Aula Kantor Bupati",
    "Ballroom Hotel Melati",
    "Gedung Serbaguna",
    "Alun-alun",
    "Lapangan Merdeka",
)
POINTS = (
    "Menjaga persatuan dan kesatuan dalam bingkai Negara Kesatuan Republik Indonesia",
    "Menolak segala bentuk politik uang",
    "Menolak segala bentuk upaya provokasi",
    "Bersama-sama menangkal berita hoaks dan ujaran kebencian",
    "Mendukung TNI dan Polri menjaga keamanan",
    "Menerima hasil pemilihan dengan lapang dada",
)
TITLES = ("Rapat Koordinasi Lintas Sektoral", "Rapat Koordinasi", "Rapat Koordinasi Persiapan Pengamanan")
AGENDA = ("Pembukaan", "Paparan tahapan", "Kesiapan logistik", "Pemetaan kerawanan", "Tindak lanjut keputusan")
DECISIONS = (
    "Jadwal dikirim kepada semua lembaga.",
    "Posko bersama dibuka.",
    "Data pemilih diperiksa kembali.",
    "Deklarasi damai disiapkan",
    "PPK dan PPS dilatih menghadapi berita hoaks;",
)
QUOTES = (
    "Kami siap mengawal seluruh tahapan sampai selesai.",
    "Mari datang ke TPS pada 27 November 2024, jangan golput",
    "Kerja sama ini bukan yang terakhir!",
    "Siapkah kita menjaga kampung kita sendiri?",
)
WHYS = ("", "Kegiatan ini untuk menyamakan persepsi semua pihak", "Kami, peserta pemilihan, menyatakan:")


def areas() -> list[tuple[str, str, str]]:
    """Return code, name and province of every regency and city of the shipped list."""
    folder = Path(ikrar.core.data.__file__ or "").parent
    with gzip.open(folder / "areas.csv.gz", "rt", encoding="utf-8") as file:
        rows = {row["kode"]: row["nama"] for row in csv.DictReader(file)}
    rows["31"] = "DKI Jakarta"  # as it was called in the years of these events, and as the reader calls it
    return [(code, name.strip(), rows[code[:2]]) for code, name in sorted(rows.items()) if code.count(".") == 1]


def events(count: int, seed: int = 37) -> list[tuple[Facts, dict[str, object]]]:
    """Return that many events, a third of each kind, with the fields that reading must give back."""
    chance, known = random.Random(seed), areas()
    made = (_meeting, _declaration, _handover)
    return [made[n % 3](chance, known) for n in range(count)]


def _common(chance: random.Random, known: list[tuple[str, str, str]]) -> tuple[dict[str, object], dict[str, object]]:
    code, area, province = chance.choice(known)
    election = chance.choice(list(ELECTIONS))
    name, first, days = ELECTIONS[election]
    day = first + timedelta(days=chance.randrange(days))
    place = chance.choice(PLACES)
    facts: dict[str, object] = {"day": day, "area": area, "province": province, "election": name, "place": place}
    said = chance.sample(QUOTES, chance.randint(0, 2))
    facts["quotes"] = tuple(Quote(words, chance.choice((f"Ketua KPU {area}", "Sekretaris Daerah"))) for words in said)
    facts["why"] = chance.choice(WHYS)
    facts["url"] = chance.choice(("", "https://ikrar.example/rapat/7k3m/"))
    facts["example"] = chance.random() < 0.2
    found: dict[str, object] = {
        "event_date": day.isoformat(),
        "area_code": code,
        "regency": area,
        "province": province,
        "election": election,
        "place_text": f"{place}, {area}, Provinsi {province}",
    }
    return facts, found


def _meeting(chance: random.Random, known: list[tuple[str, str, str]]) -> tuple[Facts, dict[str, object]]:
    facts, found = _common(chance, known)
    area, day = str(facts["area"]), facts["day"]
    assert isinstance(day, date)
    bodies = [f"KPU {area}", f"Bawaslu {area}", f"Pemerintah {area}"]
    chance.shuffle(bodies)
    decided = tuple(
        Decision(text, body, day + timedelta(days=7) if chance.random() < 0.5 else None)
        for text, body in zip(chance.sample(DECISIONS, 2), bodies, strict=False)
    )
    made = Facts(
        Kind.MEETING,
        chance.choice(TITLES),
        start=time(9),
        end=time(12) if chance.random() < 0.5 else None,
        zone="WIB",
        host=bodies[0],
        institutions=tuple(bodies[1:]),
        agenda=tuple(chance.sample(AGENDA, chance.randint(1, 4))),
        decisions=decided if chance.random() < 0.7 else (),
        **facts,  # type: ignore[arg-type]
    )
    return made, found | {"kind": "coordination_meeting", "organizations": bodies}


def _declaration(chance: random.Random, known: list[tuple[str, str, str]]) -> tuple[Facts, dict[str, object]]:
    facts, found = _common(chance, known)
    area = str(facts["area"])
    points = tuple(chance.sample(POINTS, chance.randint(3, 6)))
    offices = tuple(chance.sample([f"Ketua KPU {area}", f"Ketua Bawaslu {area}", f"Ketua DPRD {area}"], 2))
    word = "Pilkada" if found["election"] == "pilkada-2024" else "Pemilu"
    made = Facts(Kind.DECLARATION, f"Deklarasi {word} Damai 2024", points=points, offices=offices, **facts)  # type: ignore[arg-type]
    more = {
        "kind": "declaration",
        "points": list(points),
        "signatories": list(offices),
        "point_count_stated": len(points),
    }
    return made, found | more


def _handover(chance: random.Random, known: list[tuple[str, str, str]]) -> tuple[Facts, dict[str, object]]:
    facts, found = _common(chance, known)
    name, first, days = ELECTIONS["pemilu-2024"]  # the relay is one of general elections
    day = first + timedelta(days=chance.randrange(days))
    facts |= {"election": name, "day": day}
    giver, receiver = (f"KPU {chance.choice(known)[1]}", f"KPU {facts['area']}")
    made = Facts(Kind.HANDOVER, "", giver=giver, receiver=receiver, thing=f"bendera Kirab {name}", **facts)  # type: ignore[arg-type]
    more = {"kind": "relay_handover", "election": "pemilu-2024", "event_date": day.isoformat()}
    return made, found | more | {"handover": {"from": giver, "to": receiver}}
