"""Meetings: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from ikrar.core.account.role import Role
from ikrar.web.access import desk, entrance, everyone, route
from ikrar.web.desk import attendance, decision, minutes, minutes_file
from ikrar.web.desk import meeting as desk_meeting
from ikrar.web.public import check_in, meeting

PARTICIPANTS = (Role.OFFICER, Role.SECRETARY)
SECRETARY = (Role.SECRETARY,)
APPROVED = "meetings whose minutes were approved"
HOSTED = "meetings the institution hosts, in the areas of the grant"
JOINED = "meetings the institution hosts or is invited to, in the areas of the grant"
MINE = "the meetings somebody takes part in"
OPENS = "starts a meeting"

ONE = "meja/rapat/<str:ref>/"
READ = desk("GET", roles=PARTICIPANTS, scope=JOINED)
HOST = desk("POST", roles=SECRETARY, scope=HOSTED)
HOST_PAGE = desk("GET", "POST", roles=SECRETARY, scope=HOSTED)
LIST = desk("GET", roles=PARTICIPANTS, scope=MINE)

PLAIN: list[URLPattern] = []
PAGES: list[URLPattern] = [
    route("rapat/", meeting.index, everyone(APPROVED), name="meetings"),
    route(
        "rapat/hadir/<str:code>/",
        check_in.page,
        entrance("GET", "POST", scope="whoever stands at the door and holds its code"),
        name="check-in",
    ),
    route("rapat/<str:ref>/", meeting.page, everyone(APPROVED), name="meeting"),
    route("meja/rapat/", desk_meeting.home, LIST, name="desk-meetings", menu=_("Rapat")),
    route("meja/rapat/baru/", desk_meeting.new, desk("GET", "POST", roles=SECRETARY, scope=OPENS), name="meeting-new"),
    route("meja/rapat/keputusan/", decision.register, LIST, name="decisions"),
    route("meja/rapat/keputusan.<str:kind>", decision.export, LIST, name="decisions-file"),
    route(
        "meja/rapat/keputusan/<str:ref>/",
        decision.page,
        desk("GET", "POST", roles=PARTICIPANTS, scope=JOINED),
        name="decision",
    ),
    route(ONE, desk_meeting.page, READ, name="desk-meeting"),
    route(ONE + "ubah/", desk_meeting.change, HOST_PAGE, name="meeting-change"),
    route(ONE + "undang/", desk_meeting.invite, HOST, name="meeting-invite"),
    route(ONE + "langkah/", desk_meeting.move, HOST, name="meeting-move"),
    route(
        ONE + "setujui/",
        desk_meeting.approve,
        desk("POST", roles=PARTICIPANTS, scope=JOINED),
        name="meeting-approve",
    ),
    route(ONE + "hadir/", attendance.page, HOST_PAGE, name="attendance"),
    route(ONE + "notulen/", minutes.page, READ, name="minutes"),
    route("meja/rapat/<str:ref>/notulen.<str:kind>", minutes_file.file, READ, name="minutes-file"),
    route(ONE + "notulen/suntingan/", minutes.editions, HOST_PAGE, name="minutes-editions"),
    route(ONE + "notulen/simpan/", minutes.save, HOST, name="minutes-save"),
    route(ONE + "notulen/gabung/", minutes.merge, HOST, name="minutes-merge"),
]
