"""What offices of the invented regency entered of its stages: an event that dates a rule, duties, risks.

The vote is still ahead, so the Court's notice is the day its timetable announces, and the source says so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ikrar.cli.demo.life import MORNING, NOON, Life
from ikrar.core.stage.duty import Line, What
from ikrar.records.stage import actions, queries

ELECTION, AREA, EVENT = "pilkada-arunika", "98.01", "MK_BRPK"
#: Days before the start on which it was entered, and after the vote on which the Court tells the commission.
ENTERED, NOTICE = timedelta(days=12), timedelta(days=40)
SOURCE: Final = "CONTOH Jadwal registrasi perkara yang diumumkan Mahkamah Konstitusi"
MINUTES: Final = "CONTOH Berita acara rapat koordinasi Lembah Arunika"
#: Who enters it, the key of the template it stands for (empty: a line of the region's own), stage, what, whose, text.
SAID: Final = (
    ("dewi", "", "CAMPAIGN", What.DUTY, "kpu", "Menempel daftar tempat kampanye di setiap balai desa tiap pekan."),
    (
        "dewi",
        "campaign-props",
        "CAMPAIGN",
        What.DUTY,
        "satpolpp",
        "Menurunkan alat peraga yang melanggar bersama Bawaslu, juga di Pasar Cempaluna.",
    ),
    (
        "dewi",
        "",
        "QUIET",
        What.RISK,
        "",
        "Alat peraga di Dermaga Sagarawana tertinggal karena perahu tidak berlayar saat ombak tinggi.",
    ),
    ("tono", "", "RECAP", What.DUTY, "polri", "Mengawal kotak suara dari Dermaga Sagarawana dengan dua perahu."),
)


def bring(life: Life) -> None:
    """Let KPU and police enter what they know; what stands already stays, a day that moved with the vote is changed."""
    entered = life.now.date() - ENTERED
    day, dewi = life.voting + NOTICE, life.person("dewi")
    seen = next((one.ref for one in queries.events(ELECTION, AREA) if one.code == EVENT), "")
    then = life.at(entered, MORNING)
    actions.anchor(dewi, ELECTION, AREA, code=EVENT, day=day, source=SOURCE, seen=seen, now=then)
    known = {one.line.text["id"] for one in queries.duties(ELECTION, AREA)}
    for who, key, stage, what, whose, text in SAID:
        if text not in known:
            line = Line(key, stage, what, whose, {"id": text}, MINUTES, AREA)
            actions.note(life.person(who), ELECTION, line, seen="", now=life.at(entered, NOON))
