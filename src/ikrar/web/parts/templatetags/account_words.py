"""Filters that say in words what requests, grants and leaves hold as codes."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from ikrar.core.account.role import MEANING, Role
from ikrar.core.ledger.event import EVENTS
from ikrar.door.language import read_in

register = template.Library()

ACT_NAMES = {
    "give": "Pemberian mandat",
    "extend": "Perpanjangan mandat",
    "transfer": "Pemindahan petugas",
    "reset": "Penyetelan ulang kunci masuk",
}
REQUEST_STATES = {
    "open": "Menunggu persetujuan",
    "approved": "Disetujui",
    "refused": "Ditolak",
    "withdrawn": "Ditarik",
    "lapsed": "Lewat waktu",
}
REVIEW_STATES = {
    "asked": "Menunggu jawaban",
    "approved": "Disetujui",
    "returned": "Dikembalikan",
    "withdrawn": "Ditarik kembali",
}
REASONS = {
    "moved": "Pindah tugas",
    "left": "Berhenti bertugas",
    "mistake": "Mandat keliru diberikan",
    "safety": "Keamanan: akun mungkin dipakai orang lain",
}


@register.filter
def act_name(act: str) -> str:
    """What a request asks for, in the reader's language."""
    return gettext(ACT_NAMES.get(act, act))


@register.filter
def request_state(state: str) -> str:
    """Where a request stands, in the reader's language."""
    return gettext(REQUEST_STATES.get(state, state))


@register.filter
def review_state(state: str) -> str:
    """Where a review stands, in the reader's language."""
    return gettext(REVIEW_STATES.get(state, state))


@register.filter
def end_reason(reason: str) -> str:
    """Why a grant is ended, in the reader's language."""
    return gettext(REASONS.get(reason, reason))


@register.filter
def role_meaning(role: str) -> str:
    """What a role means, one sentence."""
    return MEANING[Role(role)][read_in()]


@register.filter
def event_meaning(event: str) -> str:
    """What a leaf's type means, one sentence."""
    return EVENTS[event].meaning[read_in()]
