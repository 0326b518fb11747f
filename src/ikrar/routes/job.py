"""Letters on their way: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from ikrar.core.account.role import Role
from ikrar.web.access import desk, route
from ikrar.web.desk import letter

SECRETARY = (Role.SECRETARY,)
OWN_LETTER = "letters of the institution"
LETTERS = "letters of the person's institutions"
DESK_LETTER = "meja/surat/<str:ref>/"

PAGES: list[URLPattern] = [
    route("meja/surat/", letter.page, desk("GET", roles=SECRETARY, scope=LETTERS), name="letters", menu=_("Surat")),
    route("meja/surat/surat.csv", letter.export, desk("GET", roles=SECRETARY, scope=LETTERS), name="letters-file"),
    route(DESK_LETTER, letter.one, desk("GET", roles=SECRETARY, scope=OWN_LETTER), name="letter-page"),
    route(DESK_LETTER + "surat.eml", letter.message, desk("GET", roles=SECRETARY, scope=OWN_LETTER), name="letter"),
    route(
        DESK_LETTER + "undangan.ics",
        letter.calendar,
        desk("GET", roles=SECRETARY, scope=OWN_LETTER),
        name="letter-calendar",
    ),
    route(DESK_LETTER + "lagi/", letter.again, desk("POST", roles=SECRETARY, scope=OWN_LETTER), name="letter-again"),
]
