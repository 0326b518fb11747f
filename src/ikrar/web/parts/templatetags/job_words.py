"""Where a letter stands, and why one did not go, in words."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.core.job.delivery import Cause, Sort, State
from ikrar.core.meeting.invitation import is_over
from ikrar.records.job.queries import Letter

register = template.Library()

STATE_NAMES: dict[str, str] = {
    State.WAITING.value: "menunggu",
    State.SENT.value: "terkirim",
    State.FAILED.value: "gagal",
    State.REPLACED.value: "digantikan surat yang lebih baru",
}
CAUSE_NAMES: dict[str, str] = {
    Cause.UNREACHABLE.value: "server surel tidak dapat dihubungi",
    Cause.SLOW.value: "server surel tidak menjawab",
    Cause.DROPPED.value: "hubungan ke server surel terputus",
    Cause.UNTRUSTED.value: "sertifikat server surel tidak dapat dipercaya",
    Cause.SIGN_IN.value: "server surel menolak masuknya instalasi ini",
    Cause.SENDER.value: "server surel menolak alamat pengirim",
    Cause.BUSY.value: "server surel meminta menunggu",
    Cause.REFUSED.value: "server surel menolak surat atau alamat ini",
    Cause.UNREADABLE.value: "isinya tidak dapat dijadikan surat",
    Cause.PAST.value: "hari rapatnya sudah lewat",
    Cause.LAPSED.value: "tidak ada server surel selama tujuh hari",
}


SORT_NAMES: dict[str, str] = {
    Sort.INVITED.value: "undangan",
    Sort.CHANGED.value: "perubahan",
    Sort.OFF.value: "pembatalan",
}
ASKED_NAMES: dict[str, str] = {"you": "Anda", "colleague": "rekan di lembaga Anda"}


@register.filter
def letter_sort(sort: str) -> str:
    """What a letter tells, in the reader's language."""
    return gettext(SORT_NAMES.get(sort, sort))


@register.filter
def letter_over(one: Letter) -> bool:
    """Say whether a letter that is not sent will not be any more: the day it calls to is past."""
    return one.state in {State.WAITING, State.FAILED} and is_over(one.payload, one.made_at, timezone.now())


@register.filter
def letter_asked(who: str) -> str:
    """Who let a letter go once more, in the reader's language; empty for the first time."""
    return gettext(ASKED_NAMES[who]) if who in ASKED_NAMES else ""


@register.filter
def letter_state(state: str) -> str:
    """Where a letter stands, in the reader's language."""
    return gettext(STATE_NAMES.get(state, state))


@register.filter
def letter_cause(cause: str) -> str:
    """Why a letter did not go, in the reader's language; empty when nothing was in its way."""
    return gettext(CAUSE_NAMES[cause]) if cause in CAUSE_NAMES else ""
