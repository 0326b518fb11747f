"""Enrol an office's passkey: issue its link, keep the key made with it, vouch for it, revoke it (decision 15)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ikrar.core.account.code import RANDOM_BYTES, code_from
from ikrar.core.declaration.canonical import normalise
from ikrar.core.errors import BadInput, InvalidField, Missing, Refused, TooLarge
from ikrar.core.signature.challenge import NONCE_LIFE, Acting, unpadded
from ikrar.core.signature.key import key_hash, public_key
from ikrar.core.signature.link import State, Times, life_of
from ikrar.core.signature.vouching import Vouch as Word
from ikrar.core.signature.vouching import check_vouch
from ikrar.records.account.access import Holder
from ikrar.records.enrolment import access, queries
from ikrar.records.enrolment.models import EnrolmentLink, Key, Vouch
from ikrar.records.enrolment.queries import hash_of
from ikrar.records.institution import queries as institutions
from ikrar.records.institution.models import Office
from ikrar.records.ledger import actions as ledger
from ikrar.records.turn import take_turn

LONGEST = 200  # letters of "on behalf of"
LONGEST_REASON = 2000
DEAD = {
    State.USED: "Tautan ini sudah dipakai. Bila kuncinya bukan Anda yang membuat, hubungi lembaga Anda sekarang juga.",
    State.VOIDED: "Tautan ini dibatalkan lembaga Anda. Mintalah tautan baru.",
    State.EXPIRED: "Tautan ini habis masa berlakunya. Mintalah tautan baru kepada lembaga Anda.",
}


@dataclass(frozen=True)
class Terms:
    """How an office is to be enrolled: whether it is held acting, on whose behalf, until when, how long the link lives.

    ``life`` is a word of core/signature/link.py.
    """

    acting: Acting = Acting.HOLDER
    on_behalf_of: str = ""
    ends: date | None = None
    life: str = ""


@dataclass(frozen=True)
class NewKey:
    """A passkey whose registration was verified: credential id, public key (SPKI), counter, if synced."""

    credential: bytes
    spki: bytes
    count: int
    synced: bool


def issue(holder: Holder, office: str, terms: Terms, *, now: datetime) -> tuple[EnrolmentLink, str]:
    """Issue a one-time link for an office of the person's own institution; returns its row and the code, told once.

    Several representatives of one office each get their own. Raises Missing for an office of others and InvalidField
    for terms that cannot be.
    """
    on_behalf = _line(terms.on_behalf_of)
    of = access.office_for(holder, office)
    if terms.ends is not None and terms.ends < access.day_at(of, now):
        raise InvalidField("Hari terakhir kunci sudah lewat.", field="ends")
    life, code = life_of(terms.life), code_from(secrets.token_bytes(RANDOM_BYTES))
    with transaction.atomic():
        row = EnrolmentLink.objects.create(
            office=of,
            acting=terms.acting.value,
            on_behalf_of=on_behalf,
            ends=terms.ends,
            code_hash=hash_of(code),
            issued_at=now,
            expires=now + life,
        )
    return row, code


def _line(words: str) -> str:
    tidy = " ".join(normalise(words, field="on_behalf_of").split())
    if len(tidy) > LONGEST:
        raise TooLarge("Isian “atas nama” paling panjang {limit} huruf.", limit=LONGEST)
    return tidy


def void(holder: Holder, ref: str, *, now: datetime) -> None:
    """Void a link of the own institution; one that is used, dead or voided already stays as it is. Raises Missing."""
    with transaction.atomic():
        row = access.links_of(holder).filter(ref=ref).first()
        if row is None:
            raise Missing("Tautan ini tidak ada.")
        access.links_of(holder).filter(ref=ref, used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)


def ask(code: str, *, now: datetime) -> tuple[EnrolmentLink, bytes]:
    """Ask the phone of whoever holds the link for a key; returns the link and 32 fresh bytes to answer.

    Raises Missing for a code that never was and Refused when the link leads nowhere any more.
    """
    nonce = secrets.token_bytes(32)
    with transaction.atomic():
        row = _live(code, now)
        row.challenge, row.asked_at = unpadded(nonce), now
        row.save(update_fields=["challenge", "asked_at"])
    return row, nonce


def asked(code: str, *, now: datetime) -> str:
    """Return the challenge (base64url) an answer must meet; raises as :func:`ask` does, and Refused if too old."""
    row = _live(code, now)
    if not row.challenge or row.asked_at is None or now - row.asked_at > NONCE_LIFE:
        raise Refused("Permintaan ini terlalu lama ditunggu. Tekan lagi tombol untuk membuat kunci.")
    return row.challenge


def make(code: str, key: NewKey, *, challenge: str, now: datetime) -> Key:
    """Keep the key that was made with a link, and use the link up; ``challenge`` is the one the answer met.

    Raises as :func:`asked` does, and Refused when the question was asked anew meanwhile or the key is known already.
    """
    with transaction.atomic():
        take_turn(hash_of(code))
        if asked(code, now=now) != challenge:
            raise Refused("Permintaan ini sudah diganti yang lebih baru. Tekan lagi tombol untuk membuat kunci.")
        link = _live(code, now)
        link.used_at, link.challenge = now, ""
        link.save(update_fields=["used_at", "challenge"])
        row = keep(key, now=now, link=link)
        _leaf("enrolment.made", row, link.office.institution_id, now)
    return row


def _live(code: str, now: datetime) -> EnrolmentLink:
    row = access.behind(hash_of(code))
    if row is None:
        raise Missing("Tautan ini tidak ada.")
    state = Times(row.expires, row.used_at, row.voided_at).state(now)
    if state is not State.LIVE:
        raise Refused(DEAD[state])
    return row


def keep(key: NewKey, *, now: datetime, link: EnrolmentLink | None = None) -> Key:
    """Write a key down, of an office or (without a link) of whoever holds a signing link; in the caller's transaction.

    Raises InvalidField for a key of another kind and Refused for one that is known already.
    """
    public_key(key.spki)
    name = key_hash(key.spki)
    if Key.objects.filter(spki_hash=name).exists():
        raise Refused("Kunci sandi ini sudah pernah didaftarkan. Buat kunci baru.")
    copied = ("office", "acting", "on_behalf_of", "ends")
    terms = {part: getattr(link, part) for part in copied} if link else {}
    return Key.objects.create(
        credential=key.credential,
        spki=key.spki,
        spki_hash=name,
        count=key.count,
        synced=key.synced,
        made_at=now,
        **terms,
    )


def vouch(holder: Holder, ref: str, *, now: datetime) -> Vouch:
    """Vouch that a key is its office's, for the institution whose word is still wanted and the person serves.

    Raises Missing out of reach and Refused for a key that is revoked or over, a second word of one person or one
    institution, or a word that nobody needs.
    """
    with transaction.atomic():
        take_turn(ref)
        key = access.key_for(holder, ref)
        if not access.usable(key, now):
            raise Refused("Kunci ini sudah dicabut atau lewat masanya, jadi tidak dapat dijamin lagi.")
        given = queries.vouches_of(key)
        institution = _speaks_for(holder, key)
        check_vouch(queries.institution_of(key), given, Word(institution, holder.user_id))
        row = Vouch.objects.create(key=key, institution_id=institution, officer_id=holder.user_id, at=now)
        _leaf("enrolment.vouched", key, institution, now)
    return row


def _speaks_for(holder: Holder, key: Key) -> str:
    """Return the institution a person vouches for: their own office's first, else one that has not spoken."""
    own = queries.institution_of(key)
    spoken = {word.institution for word in queries.vouches_of(key)}
    able = sorted(access.speakers(holder, key), key=lambda code: (code != own, code))
    return next((code for code in able if code not in spoken), able[0])


def revoke(holder: Holder, ref: str, *, reason: str, now: datetime) -> Key:
    """Revoke a key, for its institution or one that vouched for it: it signs no more; what it signed stays.

    Raises Missing out of reach, BadInput without a reason, Refused for others' keys and one that is revoked already.
    """
    said = reason_of(reason)
    with transaction.atomic():
        take_turn(ref)
        key = access.key_for(holder, ref)
        concerned = {queries.institution_of(key), *(word.institution for word in queries.vouches_of(key))}
        speaking = [code for code in access.served(holder) if code in concerned]
        if not speaking:
            raise Refused("Kunci dicabut oleh lembaga pemiliknya atau lembaga yang menjaminnya.")
        if key.revoked_at is not None:
            raise Refused("Kunci ini sudah dicabut.")
        key.revoked_at, key.revoked_by_id, key.reason = now, speaking[0], said
        key.save(update_fields=["revoked_at", "revoked_by", "reason"])
        _leaf("enrolment.revoked", key, speaking[0], now, reason=said)
    return key


def reason_of(words: str) -> str:
    """Return a reason as it is kept and published; raises BadInput for none and TooLarge for a long one."""
    tidy = normalise(words, field="reason")
    if not tidy:
        raise BadInput("Tulis alasannya; alasan itu ikut tercatat.")
    if len(tidy) > LONGEST_REASON:
        raise TooLarge("Alasan paling panjang {limit} huruf.", limit=LONGEST_REASON)
    return tidy


def use(key: Key, *, count: int) -> None:
    """Note the counter of a key that signed; the caller has judged that it grew. In the caller's transaction."""
    Key.objects.filter(pk=key.pk).update(count=count)


def forget_holders(refs: list[str]) -> None:
    """Remove keys that were made on signing links of example declarations, inside the transaction that erases those."""
    for ref in refs:
        ledger.forget(ref)
    Key.objects.filter(ref__in=refs, office__isnull=True).delete()


def forget_examples() -> None:
    """Remove links, keys and vouches of fictional offices with their openings; real ones cannot be reached here."""
    fictional = {"office__institution__area__fictional": True}
    EnrolmentLink.objects.filter(**fictional).delete()
    keys = Key.objects.filter(**fictional)
    for ref in keys.values_list("ref", flat=True):
        ledger.forget(ref)
    Vouch.objects.filter(key__in=keys).delete()
    keys.delete()


def _leaf(event: str, key: Key, by: str, now: datetime, **more: object) -> None:
    office = Office.objects.get(pk=key.office_id or 0)
    record = {
        "act": event,
        "enrolment": key.ref,
        "institution": office.institution_id,
        "office": office.name,
        "acting": key.acting,
        "on_behalf_of": key.on_behalf_of,
        "ends": key.ends.isoformat() if key.ends else None,
        "key": key.spki_hash,
        "by": by,
        "by_name": institutions.name_of(by),
    }
    ledger.append(type=event, by=by, ref=key.ref, record=record | more, now=now)
