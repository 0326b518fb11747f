"""What the address of the register asks for, read once: filters, what is wrong with them, and a way out of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ikrar.core.declaration import kind
from ikrar.core.declaration.search import Wanted
from ikrar.core.institution import kind as institution_kinds
from ikrar.records.election import queries as election_queries
from ikrar.records.place import queries as place
from ikrar.records.place.queries import Found, Place
from ikrar.web.parts.asked import Reader
from ikrar.web.parts.place import sought
from ikrar.web.parts.templatetags.parts import election_name, institution_kind, kind_name, long_date

CHOICES = 12


@dataclass(frozen=True)
class Chip:
    """One thing asked for, as people read it, with the query of an address without it and what that one asks."""

    name: str
    label: str
    value: str
    query: str
    others: Wanted


@dataclass(frozen=True)
class Asked:
    """Everything asked for: ``given`` as typed, ``found`` the areas that a typed name may mean, ``wrong`` by field."""

    wanted: Wanted
    given: dict[str, str]
    chips: tuple[Chip, ...] = ()
    area: Place | None = None
    found: Found = field(default_factory=lambda: Found(""))
    wrong: dict[str, str] = field(default_factory=dict)
    elections: tuple[Any, ...] = ()

    @property
    def query(self) -> str:
        """The query of this very state, without a page."""
        return urlencode(self.given)

    @property
    def before_page(self) -> str:
        """The same, ready for a further parameter."""
        return f"{self.query}&" if self.given else ""

    @property
    def rest(self) -> str:
        """The query without a place."""
        return _query_without(self.given, "wilayah")

    @property
    def days(self) -> tuple[tuple[str, str], ...]:
        """The fields of the period with their labels."""
        return ("dari", _("Sejak")), ("sampai", _("Sampai"))

    @property
    def detailed(self) -> bool:
        """Whether anything but words and place is asked for, so that those fields stand open."""
        return bool(self.given.keys() - {"q", "wilayah", "tempat"})

    @property
    def kinds(self) -> tuple[str, ...]:
        """The codes of the commitment kinds, in their own order."""
        return tuple(one.code for one in kind.load())

    @property
    def institution_kinds(self) -> tuple[str, ...]:
        """The codes of the kinds of institution, in their own order."""
        return tuple(institution_kinds.kinds())


def read(request: HttpRequest) -> Asked:
    """Read words (``q``), place (``wilayah`` a code, or ``tempat`` a name), ``pemilihan``, ``komitmen``, ``lembaga``
    (a kind of institution) and the days ``dari`` and ``sampai``. Two queries, and those of a search for a name.
    """
    typed = {name: sought(value) for name, value in _typed(request).items()}
    given = {name: value for name, value in typed.items() if value}
    found = place.look_up(given["tempat"], limit=CHOICES) if "tempat" in given and "wilayah" not in given else Found("")
    if found.sure:
        given["wilayah"] = found.choices[0].place.code
    if found.sure or "wilayah" in given:
        given.pop("tempat", None)
    reader = Reader()
    days = {name: reader.day(name, given.get(name, "")) for name in ("dari", "sampai")}
    wrong = reader.wrong
    wanted = Wanted(
        words=given.get("q", ""),
        area=given.get("wilayah", ""),
        election=given.get("pemilihan", ""),
        kind=given.get("komitmen", ""),
        institution_kind=given.get("lembaga", ""),
        since=days["dari"],
        until=days["sampai"],
    )
    if wanted.since and wanted.until and wanted.until < wanted.since:
        wrong["sampai"] = _("Hari terakhir mendahului hari pertama. Tukar keduanya.")
    area = place.find(wanted.area) if wanted.area else None
    known = tuple(election_queries.all_elections())
    return Asked(wanted, given, _chips(wanted, given, area, known), area, found, wrong, known)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        "q": request.GET.get("q", ""),
        "tempat": request.GET.get("tempat", ""),
        "wilayah": request.GET.get("wilayah", ""),
        "pemilihan": request.GET.get("pemilihan", ""),
        "komitmen": request.GET.get("komitmen", ""),
        "lembaga": request.GET.get("lembaga", ""),
        "dari": request.GET.get("dari", ""),
        "sampai": request.GET.get("sampai", ""),
    }


def _chips(wanted: Wanted, given: dict[str, str], area: Place | None, known: tuple[Any, ...]) -> tuple[Chip, ...]:
    election = {one.code: str(election_name(one)) for one in known}.get(wanted.election, wanted.election)
    rows = (
        ("q", "words", _("Kata"), f"“{wanted.words}”"),
        ("wilayah", "area", _("Wilayah"), area.label if area else wanted.area),
        ("pemilihan", "election", _("Pemilihan"), election),
        ("komitmen", "kind", _("Jenis komitmen"), kind_name(wanted.kind)),
        ("lembaga", "institution_kind", _("Jenis lembaga"), institution_kind(wanted.institution_kind)),
        ("dari", "since", _("Sejak"), long_date(wanted.since)),
        ("sampai", "until", _("Sampai"), long_date(wanted.until)),
    )
    return tuple(
        Chip(name, label, value, _query_without(given, name), wanted.without(attribute))
        for name, attribute, label, value in rows
        if getattr(wanted, attribute)
    )


def _query_without(given: dict[str, str], name: str) -> str:
    return urlencode({key: value for key, value in given.items() if key not in {name, "tempat"}})
