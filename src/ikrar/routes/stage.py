"""The calendar of stages: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern

from ikrar.web.access import everyone, route
from ikrar.web.public import calendar

ELECTION = "kalender/<str:code>/"
STAGES = "stages of every election"

PLAIN: list[URLPattern] = []
PAGES: list[URLPattern] = [
    route("kalender/", calendar.index, everyone(STAGES), name="calendar"),
    route(ELECTION, calendar.election, everyone(STAGES), name="calendar-election"),
    route(ELECTION + "<str:stage_code>/", calendar.one, everyone(STAGES), name="calendar-stage"),
]
