"""Filters that write dates, digests and names as people here read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext

from ikrar.core.declaration import kind
from ikrar.core.errors import IkrarError
from ikrar.core.institution import kind as institution_kinds
from ikrar.core.institution.office import OFFICE_KINDS, OfficeKind
from ikrar.door.language import read_in
from ikrar.door.moment import clock
from ikrar.web.names import declaration_field, field_name
from ikrar.web.refusal import message

register = template.Library()


@cache
def _kinds() -> dict[str, kind.Kind]:
    return {k.code: k for k in kind.load()}


def _language() -> str:
    return read_in()


@register.filter
def kind_name(code: str) -> str:
    """The name of a commitment kind in the reader's language."""
    found = _kinds().get(code)
    return str(found.name[_language()]) if found else code


@register.filter
def in_language(said: Mapping[str, str]) -> str:
    """The reader's language of a text that data give in each language."""
    return said[_language()]


@register.filter
def kind_meaning(code: str) -> str:
    """What a commitment kind means for a resident, one sentence."""
    found = _kinds().get(code)
    return str(found.meaning[_language()]) if found else ""


@register.filter
def election_name(election: object) -> str:
    """The name of an election record in the reader's language."""
    return str(getattr(election, f"name_{_language()}", "") or "")


@register.filter
def leaf_time(value: str) -> str:
    """Write a leaf's time, kept by the hour or the minute in UTC, as people in the installation's zone read it."""
    moment = timezone.localtime(datetime.datetime.fromisoformat(value.removesuffix("Z") + "+00:00"))
    first = moment.replace(minute=0)
    hour = clock(moment) if ":" in value else f"{clock(first)}–{clock(first.replace(minute=59))}"
    return gettext("{day}, pukul {hour} {zone}").format(
        day=formats.date_format(moment, "j F Y"), hour=hour, zone=moment.tzname()
    )


@register.filter
def long_date(value: datetime.date | None) -> str:
    """A date with its weekday, as people write it here; of a moment, the day it is in the installation's zone."""
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime.datetime) else value
    return _long(day, translation.get_language())


@lru_cache(maxsize=8192)  # ten years of days in both languages; a list writes the same days again
def _long(value: datetime.date, language: str | None) -> str:
    """Write a date in a language, which is the one in force."""
    return formats.date_format(value, "l, j F Y")


@register.filter
def dated(day: datetime.date) -> str:
    """A date with its weekday as an element that programs read too; drawn once, lists have the same days again."""
    return _dated(day, translation.get_language())


@lru_cache(maxsize=8192)
def _dated(day: datetime.date, language: str | None) -> str:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), _long(day, language))


@register.filter
def sentence(error: IkrarError) -> str:
    """An error's sentence in the reader's language."""
    return message(error)


def spoken(doubt: Mapping[str, Any]) -> str:
    """A doubt of the reader in the language of who looks, with the kinds and days named in it."""
    return gettext(doubt["message"]).format(**{k: _named(v) for k, v in doubt["params"].items()})


def _named(value: str) -> str:
    return (
        gettext(EVENT_KIND_NAMES.get(value, "")) if value in EVENT_KIND_NAMES else gettext(DAY_NAMES.get(value, value))
    )


@register.filter
def thousands(number: int) -> str:
    """A number as people here write it: 1.000 in Indonesian, 1,000 in English."""
    return formats.number_format(number, force_grouping=True)


@register.filter
def grouped(digest: str) -> str:
    """A digest in groups of eight, for the eye only."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


@register.filter
def item(mapping: dict[str, object], key: str) -> object:
    """Look a key up."""
    return mapping.get(key, "")


register.filter("field_name", field_name)
register.filter("declaration_field", declaration_field)


STATE_NAMES = {
    "draft": "Rancangan",
    "frozen": "Beku dan terbit",
    "superseded": "Sudah diganti",
    "discarded": "Dibuang",
}
ROLE_NAMES = {
    "officer": "Petugas",
    "liaison": "Penghubung partai",
    "planner": "Perencana",
    "secretary": "Sekretaris",
    "auditor": "Auditor",
    "administrator": "Administrator",
    "machine": "Mesin",
}
EVENT_KIND_NAMES = {
    "declaration": "Deklarasi damai",
    "coordination_meeting": "Rapat koordinasi",
    "relay_handover": "Serah terima kirab",
    "security_roll_call": "Apel gelar pasukan",
    "operation_launch": "Pembukaan operasi",
    "socialization": "Sosialisasi",
    "other": "Peristiwa lain",
    "none": "Tidak dikenali",
}
LANGUAGE_NAMES = {
    "id": "Indonesia",
    "en": "Inggris",
    "ace": "Aceh",
    "ban": "Bali",
    "bbc": "Batak Toba",
    "bjn": "Banjar",
    "bug": "Bugis",
    "jv": "Jawa",
    "mad": "Madura",
    "mak": "Makassar",
    "min": "Minangkabau",
    "sas": "Sasak",
    "su": "Sunda",
}


@register.filter
def state_name(state: str) -> str:
    """A version's state in the reader's language."""
    return gettext(STATE_NAMES.get(state, state))


@register.filter
def role_name(role: str) -> str:
    """A role in the reader's language."""
    return gettext(ROLE_NAMES.get(role, role))


@register.filter
def event_kind_name(kind_of_event: str) -> str:
    """A kind of event in the reader's language."""
    return gettext(EVENT_KIND_NAMES.get(kind_of_event, kind_of_event))


@register.filter
def language_label(code: str) -> str:
    """A language's name in the reader's language."""
    return gettext(LANGUAGE_NAMES.get(code, code))


DAY_NAMES = {
    "Senin": "Senin",
    "Selasa": "Selasa",
    "Rabu": "Rabu",
    "Kamis": "Kamis",
    "Jumat": "Jumat",
    "Sabtu": "Sabtu",
    "Minggu": "Minggu",
}


AREA_KINDS = {
    "provinsi": "Provinsi",
    "kabupaten": "Kabupaten",
    "kota": "Kota",
    "kecamatan": "Kecamatan",
    "desa": "Desa",
    "kelurahan": "Kelurahan",
    "desa adat": "Desa adat",
}
CHILDREN = {1: "Kabupaten dan kota", 2: "Daftar kecamatan", 3: "Desa dan kelurahan"}
ZONE_WORDS = {
    "WIB": "WIB (Waktu Indonesia Barat, UTC+7): pukul 12.00 di sini adalah 13.00 WITA dan 14.00 WIT",
    "WITA": "WITA (Waktu Indonesia Tengah, UTC+8): pukul 12.00 di sini adalah 11.00 WIB dan 13.00 WIT",
    "WIT": "WIT (Waktu Indonesia Timur, UTC+9): pukul 12.00 di sini adalah 10.00 WIB dan 11.00 WITA",
}


@register.filter
def area_kind(kind_of_area: str) -> str:
    """The kind of an area in the reader's language."""
    return gettext(AREA_KINDS.get(kind_of_area, kind_of_area))


@register.filter
def children_heading(level: int) -> str:
    """What the areas directly below one of this level are called."""
    return gettext(CHILDREN[level])


@register.filter
def zone_words(short: str) -> str:
    """A legal time with its difference to the others, in words."""
    return gettext(ZONE_WORDS.get(short, short))


@register.filter
def institution_kind(code: str) -> str:
    """Return the name of a kind of institution in the reader's language."""
    found = institution_kinds.kinds().get(code)
    return found.name[_language()] if found else code


@register.filter
def rank_word(institution: Any) -> str:
    """Return the word people use for an institution of this kind at this level, such as PPK or Polsek."""
    rank = _rank(institution)
    return rank.word if rank else ""


@register.filter
def rank_meaning(institution: Any) -> str:
    """Return what an institution of this kind at this level is, in plain words of the reader's language."""
    found, rank = institution_kinds.kinds().get(institution.kind), _rank(institution)
    return " ".join(one.meaning[_language()] for one in (found, rank) if one)


def _rank(institution: Any) -> institution_kinds.Rank | None:
    found = institution_kinds.kinds().get(institution.kind)
    return found.rank(institution.level) if found else None


@register.filter
def office_kind(code: str) -> str:
    """Return what an office is within its institution, in the reader's language."""
    return OFFICE_KINDS[OfficeKind(code)][_language()]


@register.filter
def institution_address(code: str) -> str:
    """Return the address of an institution's public page."""
    area, _slash, unit = code.partition("/")
    return reverse("institution", args=[area, unit])


@register.filter
def unit_of(code: str) -> str:
    """Return the part of an institution's code after the area."""
    return code.partition("/")[2]


@register.filter
def desk_institution_address(code: str) -> str:
    """Return the address of an institution's page at the desk of its administrators."""
    area, _slash, unit = code.partition("/")
    return reverse("desk-institution", args=[area, unit])
