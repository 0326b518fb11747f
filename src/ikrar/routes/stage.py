"""The calendar of stages: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from ikrar.records.stage.access import ROLES
from ikrar.web.access import desk, everyone, route
from ikrar.web.desk import stage as desk_stage
from ikrar.web.public import calendar, calendar_feed, calendar_file, embed

ELECTION = "kalender/<str:code>/"
STAGES = "stages of every election"

#: Of an election in an area.
DESK = "meja/kalender/<str:code>/<str:area>/"
AROUND = "stages of elections in the areas of the grant"
READ, CHANGE = desk("GET", roles=ROLES, scope=AROUND), desk("POST", roles=ROLES, scope=AROUND)

PLAIN: list[URLPattern] = []
PAGES: list[URLPattern] = [
    route("kalender/", calendar.index, everyone(STAGES), name="calendar"),
    route("kalender/<str:code>.ics", calendar_feed.election, everyone(STAGES), name="calendar-election-feed"),
    route("kalender/wilayah/<str:code>.ics", calendar_feed.area, everyone(STAGES), name="calendar-area-feed"),
    route("kalender/jenis/<str:kind>.ics", calendar_feed.kind, everyone(STAGES), name="calendar-kind-feed"),
    route("kalender/<str:code>.pdf", calendar_file.paper, everyone(STAGES), name="calendar-election-paper"),
    route("kalender/<str:code>.csv", calendar_file.table, everyone(STAGES), name="calendar-election-table"),
    route("kalender/<str:code>.json", calendar_file.data, everyone(STAGES), name="calendar-election-data"),
    route("embed/kalender/<str:code>/", embed.of_calendar, everyone(STAGES), name="embed-calendar"),
    route(ELECTION, calendar.election, everyone(STAGES), name="calendar-election"),
    route(ELECTION + "<str:stage_code>/", calendar.one, everyone(STAGES), name="calendar-stage"),
    route(
        "meja/kalender/",
        desk_stage.home,
        desk("GET", roles=ROLES, scope="elections of the areas of the grant"),
        name="desk-stages",
        menu=_("Kalender"),
    ),
    route(DESK, desk_stage.page, READ, name="desk-stage"),
    route(DESK + "peristiwa/", desk_stage.anchor, CHANGE, name="desk-stage-anchor"),
    route(DESK + "baris/", desk_stage.note, CHANGE, name="desk-stage-note"),
]
