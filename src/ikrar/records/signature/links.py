"""What a signing link asks for: the statement that its holder's key would sign, and the keys that may."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import QuerySet

from ikrar.core.account import code as code_of
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.core.signature.challenge import NONCE_LIFE, Act, Acting, Signatory, Statement, capacity_of
from ikrar.core.signature.link import State, Times
from ikrar.core.signature.vouching import same_office
from ikrar.records.declaration.models import PledgingOffice
from ikrar.records.enrolment import access as enrolment
from ikrar.records.enrolment.models import Key
from ikrar.records.institution import queries as institution
from ikrar.records.prepared import Prepared
from ikrar.records.signature import access
from ikrar.records.signature.models import PASSKEY, Signature, SigningLink
from ikrar.records.turn import take_turn

DEAD = {
    State.USED: "Tautan ini sudah dipakai. Bila bukan Anda yang memakainya, hubungi sekretariat sekarang juga.",
    State.VOIDED: "Tautan ini diganti atau dibatalkan sekretariat. Pakai tautan yang baru, atau mintalah satu.",
    State.EXPIRED: "Tautan ini habis masa berlakunya. Mintalah tautan baru kepada sekretariat.",
}
STALE = "Naskah ini sudah diganti versi yang lebih baru. Mintalah tautan untuk versi itu kepada sekretariat."
TOO_OLD = "Permintaan ini terlalu lama ditunggu. Tekan lagi tombol tanda tangan."

#: The hash under which a code is kept.
hash_of: Final = partial(code_of.hash_of, "signing")


def found(code: str) -> SigningLink:
    """Return the link behind a code, in whatever state; raises Missing when there never was one."""
    row = access.behind(hash_of(code))
    if row is None:
        raise Missing("Tautan ini tidak ada.")
    return row


def state_of(row: SigningLink, now: datetime) -> State:
    """Say where a link stands."""
    return Times(row.expires, row.used_at, row.voided_at).state(now)


def live(code: str, now: datetime) -> SigningLink:
    """Return a link that may be answered, in its turn and its declaration's: nobody voids or freezes meanwhile.

    Raises Missing, and Refused when it, or its version, is no longer current.
    """
    take_turn(hash_of(code))
    take_turn(access.about(hash_of(code)))
    row = found(code)
    state = state_of(row, now)
    if state is not State.LIVE:
        raise Refused(DEAD[state])
    version = row.pledge.version
    if access.superseded(version):
        raise Refused(STALE)
    return row


def institution_code(pledge: PledgingOffice) -> str:
    """Return the code of the institution a pledging office names; empty when it is not registered, or not surely."""
    area = pledge.version.area_id or ""
    return institution.named([pledge.institution], area).get(pledge.institution, "") if pledge.institution else ""


def candidates(pledge: PledgingOffice, code: str, now: datetime) -> list[Key]:
    """Return the enrolled keys that may sign for a pledging office now: of that office, by its institution and name.

    A text that names no office means the institution's head. One query at most.
    """
    if not code:
        return []
    rows = (_KEYS if pledge.office else _KEYS_OF_HEAD).objects(code)
    return [key for key in rows if enrolment.usable(key, now) and _is_of(key, pledge)]


def _keys(code: str) -> QuerySet[Key]:
    rows = Key.objects.filter(office__institution=code, revoked_at__isnull=True)
    return rows.select_related("office__institution").order_by("made_at", "ref")


_KEYS = Prepared(_keys, "<code>")
_KEYS_OF_HEAD = Prepared(lambda code: _keys(code).filter(office__kind="head"), "<code>")


def _is_of(key: Key, pledge: PledgingOffice) -> bool:
    """Whether a key of the right institution is of the office as pledged; the query chose the head where none is."""
    return not pledge.office or same_office(pledge.office, pledge.institution, key.office.name if key.office else "")


def matching(keys: list[Key], pledge: PledgingOffice, acting: str, behalf: str) -> list[Key]:
    """Return those of the keys that were enrolled for holding the office this way."""
    return [k for k in keys if k.acting == acting and (pledge.on_behalf_of or k.on_behalf_of == behalf)]


def enrolled_behalf(pledge: PledgingOffice, acting: str, behalf: str, now: datetime) -> str:
    """Return on whose behalf somebody may sign beside what the text says: as a key of the office was enrolled.

    Raises InvalidField for any other words: they would be published as the office's.
    """
    if pledge.on_behalf_of or not behalf:
        return ""
    enrolled = candidates(pledge, institution_code(pledge), now)
    if not any((key.acting, key.on_behalf_of) == (acting, behalf) for key in enrolled):
        raise InvalidField("Pilih cara jabatan ini dipegang dari daftar di halaman ini.", field="way")
    return behalf


def statement(row: SigningLink, code: str) -> Statement:
    """Return what the newest question of a link asks to sign; ``code`` is the institution's."""
    pledge = row.pledge
    return Statement(
        act=Act(row.act),
        digest=pledge.version.digest or "",
        signatory=Signatory(code, pledge.institution, pledge.office),
        capacity=capacity_of(Acting(row.acting), pledge.capacity),
        on_behalf_of=pledge.on_behalf_of or row.on_behalf_of,
        nonce=urlsafe_b64decode(row.nonce + "="),
    )


def asked(row: SigningLink, act: Act, now: datetime) -> SigningLink:
    """Return the link when its newest question is of this act and young enough to be answered; raises Refused."""
    if not row.nonce or row.act != act.value or row.asked_at is None or now - row.asked_at > NONCE_LIFE:
        raise Refused(TOO_OLD)
    return row


_STANDING = Prepared(
    lambda pledge: Signature.objects.filter(pledge=pledge).select_related("withdrawal", "key"), 4_000_000_000
)


def standing_signature(pledge: PledgingOffice) -> Signature | None:
    """Return the signature of a pledging office, withdrawn or not; None without one."""
    return _STANDING.first(pledge.pk)


def check_unsigned(pledge: PledgingOffice) -> None:
    """Raise Refused when a pledging office signed already, or withdrew what it signed."""
    row = standing_signature(pledge)
    if row is None:
        return
    if hasattr(row, "withdrawal"):
        raise Refused("Tanda tangan jabatan ini sudah ditarik. Yang dapat ditandatangani lagi adalah versi berikutnya.")
    raise Refused("Jabatan ini sudah menandatangani deklarasi ini; tanda tangannya tersimpan.")


def owns(row: SigningLink, signature: Signature, now: datetime) -> bool:
    """Say whether a link may take back the name of a signature: it gave that signature, or it is live."""
    return row.used_at == signature.at or state_of(row, now) is State.LIVE


def named(code: str, now: datetime) -> Signature:
    """Return the signature whose name the holder of a link may take back; raises Missing, and Refused for others.

    Its version may have been replaced meanwhile: that page stays in public, and so would the name.
    """
    row = found(code)
    signature = standing_signature(row.pledge)
    if signature is None or not owns(row, signature, now):
        raise Refused("Tautan ini tidak dapat menghapus nama. Mintalah tautan baru kepada sekretariat.")
    return signature


def signed_by_key(pledge: PledgingOffice) -> Signature:
    """Return the standing passkey signature of a pledging office; raises Refused when there is none to withdraw."""
    row = standing_signature(pledge)
    if row is None or row.method != PASSKEY or hasattr(row, "withdrawal"):
        raise Refused("Tidak ada tanda tangan dengan kunci sandi yang dapat ditarik melalui tautan ini.")
    return row
