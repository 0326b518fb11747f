"""Relays: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from ikrar.core.account.role import Role
from ikrar.web.access import desk, everyone, route
from ikrar.web.desk import handover as desk_handover
from ikrar.web.desk import relay as desk_relay
from ikrar.web.public import relay

RELAYS = "relays"
RELAY = "kirab/<str:ref>/"
SECRETARY = (Role.SECRETARY,)
OWN = "the relays of the person's institutions"
PART = "relays in which the institution takes part"
READ = desk("GET", roles=SECRETARY, scope=PART)
CHANGE = desk("POST", roles=SECRETARY, scope=PART)
PHOTOS = "pictures of hand-overs that the institution sealed"
DESK = "meja/kirab/"
DESK_RELAY = DESK + "<str:ref>/"
DESK_HANDOVER = DESK_RELAY + "<int:n>/"
PHOTO = DESK + "foto/<str:ref>/"
HANDOVER = RELAY + "serah-terima/<int:n>/"

PLAIN: list[URLPattern] = [
    route(RELAY + "jalan.geojson", relay.geojson, everyone(RELAYS), name="relay-geojson"),
    route(RELAY + "serah-terima/<int:n>.json", relay.record, everyone(RELAYS), name="handover-record"),
]
PAGES: list[URLPattern] = [
    route("kirab/", relay.index, everyone(RELAYS), name="relays"),
    route("kirab/unduh/<str:kind>", relay.many, everyone(RELAYS), name="relays-file"),
    route(RELAY, relay.page, everyone(RELAYS), name="relay"),
    route(RELAY + "unduh/<str:kind>", relay.one, everyone(RELAYS), name="relay-file"),
    route(RELAY + "perhentian.ics", relay.stops, everyone(RELAYS), name="relay-calendar"),
    route(HANDOVER, relay.handover, everyone(RELAYS), name="handover"),
    route(HANDOVER + "berita-acara.pdf", relay.minutes, everyone(RELAYS), name="handover-paper"),
    route(DESK, desk_relay.home, desk("GET", roles=SECRETARY, scope=OWN), name="desk-relays", menu=_("Kirab")),
    route(DESK + "baru/", desk_relay.new, desk("GET", "POST", roles=SECRETARY, scope=OWN), name="desk-relay-new"),
    route(DESK + "masukkan/", desk_relay.bring_in, desk("POST", roles=SECRETARY, scope=OWN), name="desk-relays-in"),
    route(PHOTO, desk_handover.picture, desk("GET", roles=SECRETARY, scope=PHOTOS), name="handover-picture"),
    route(
        PHOTO + "hapus/",
        desk_handover.erase,
        desk("POST", roles=SECRETARY, scope=PHOTOS),
        name="handover-picture-erase",
    ),
    route(DESK_RELAY, desk_relay.page, READ, name="desk-relay"),
    route(DESK_RELAY + "batalkan/", desk_relay.cancel, CHANGE, name="desk-relay-cancel"),
    route(DESK_HANDOVER, desk_handover.page, READ, name="desk-handover"),
    route(DESK_HANDOVER + "buka/", desk_handover.open_handover, CHANGE, name="desk-handover-open"),
    route(DESK_HANDOVER + "terima/", desk_handover.acknowledge, CHANGE, name="desk-handover-acknowledge"),
    route(DESK_HANDOVER + "tolak/", desk_handover.refuse, CHANGE, name="desk-handover-refuse"),
    route(DESK_HANDOVER + "tarik/", desk_handover.withdraw, CHANGE, name="desk-handover-withdraw"),
    route(DESK_HANDOVER + "lewati/", desk_handover.skip, CHANGE, name="desk-handover-skip"),
    route(DESK_HANDOVER + "ubah/", desk_handover.change, CHANGE, name="desk-handover-change"),
    route(DESK_HANDOVER + "hari/", desk_handover.enter_day, CHANGE, name="desk-handover-day"),
    route(DESK_HANDOVER + "foto/", desk_handover.seal, CHANGE, name="desk-handover-seal"),
]
