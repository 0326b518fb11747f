"""Ask another institution to read a draft, answer, take the question back; keep and erase what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ikrar.core.declaration.canonical import normalise
from ikrar.core.declaration.move import State as Stage
from ikrar.core.errors import BadInput, Conflict, IllegalMove, Refused, TooLarge
from ikrar.core.review.move import Move, State, after
from ikrar.core.review.rule import LONGEST_REMARK
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration import queries as declarations
from ikrar.records.declaration import sealing
from ikrar.records.declaration.models import Version
from ikrar.records.ledger import actions as ledger
from ikrar.records.review import access, queries
from ikrar.records.review.models import Approval, Review
from ikrar.records.turn import take_turn


def ask(holder: Holder, ref: str, *, edition: int, institution: str, now: datetime) -> Review:
    """Ask one other institution to read a draft as it is at ``edition``; an open question to anybody else is withdrawn.

    Raises Missing, IllegalMove (no draft), Conflict (stale edition), the first BadInput that would stop freezing,
    Refused when the text names a person or nobody of that institution could read it.
    """
    with transaction.atomic():
        version = _draft(holder, ref, edition)
        _check_able(version, institution, now)
        digest = sealing.checked(version).digest
        for row in version.reviews.filter(state=State.ASKED.value):
            _withdraw(row, now)
        return Review.objects.create(
            version=version,
            edition=edition,
            digest=digest,
            asked_id=institution,
            asked_at=now,
            state=after(None, Move.ASK).value,
        )


def _draft(holder: Holder, ref: str, edition: int) -> Version:
    take_turn(ref)
    version = declaration.editable(holder, ref)
    if declarations.state_of(version) is not Stage.DRAFT:
        raise IllegalMove("Naskah ini sudah dibekukan; tidak ada lagi yang perlu ditinjau.")
    if version.edition != edition:
        raise Conflict("Rancangan ini sudah diubah orang lain. Tidak ada yang ditimpa.")
    return version


def _check_able(version: Version, institution: str, now: datetime) -> None:
    if institution == version.declaration.institution_id:
        raise Refused("Naskah harus dibaca lembaga lain, bukan lembaga yang mendaftarkannya.")
    if not access.able(version, timezone.localdate(now)).filter(institution=institution).exists():
        raise Refused(
            "Di lembaga itu belum ada petugas atau sekretaris yang wilayah tugasnya mencakup deklarasi ini. "
            "Pilih lembaga lain."
        )


def withdraw(holder: Holder, ref: str, *, now: datetime) -> None:
    """Take the open question about a draft back; raises Missing, and IllegalMove when none is open."""
    with transaction.atomic():
        take_turn(ref)
        row = queries.newest(declaration.editable(holder, ref))
        if row is None:
            raise IllegalMove("Belum ada tinjauan yang diminta untuk naskah ini.")
        _withdraw(row, now)


def _withdraw(row: Review, now: datetime) -> None:
    row.state = after(State(row.state), Move.WITHDRAW).value
    row.answered_at = now
    row.save()


def approve(holder: Holder, ref: str, *, remark: str, now: datetime) -> Review:
    """Approve the very text that was asked about; a remark may be left for its secretaries.

    Raises Missing, IllegalMove (answered before), Conflict when the draft changed meanwhile, Refused for own work, for
    a name of a person in the remark, or for a text that can no longer be frozen.
    """
    return _answer(holder, ref, Move.APPROVE, _remark(remark), now)


def send_back(holder: Holder, ref: str, *, reason: str, now: datetime) -> Review:
    """Give a draft back with a reason; raises as :func:`approve` does, and BadInput without a reason."""
    reason = _remark(reason)
    if not reason:
        raise BadInput("Tulis apa yang perlu diperbaiki; penyusun membacanya.")
    return _answer(holder, ref, Move.RETURN, reason, now)


def _remark(words: str) -> str:
    tidy = normalise(words, field="remark")
    if len(tidy) > LONGEST_REMARK:
        raise TooLarge("Catatan paling panjang {limit} huruf.", limit=LONGEST_REMARK)
    return tidy


def _answer(holder: Holder, ref: str, move: Move, remark: str, now: datetime) -> Review:
    with transaction.atomic():
        take_turn(access.readable(holder, ref).version.declaration_id)
        row = access.readable(holder, ref)
        version = row.version
        access.check_not_own_work(holder, version)
        row.state = after(State(row.state), move).value
        _check_unchanged(row, version)
        sealing.check_unnamed(version.declaration_id, remark)
        row.remark, row.reviewer_id, row.answered_at = remark, holder.user_id, now
        row.save()
        record = {
            "act": f"review.{row.state}",
            "declaration": version.declaration_id,
            "version": version.number,
            "digest": row.digest,
        }
        ledger.append(type=f"review.{row.state}", by=row.asked_id, ref=row.ledger_ref, record=record, now=now)
    return row


def _check_unchanged(row: Review, version: Version) -> None:
    """The digest is compared too: a parent or a superseded text may have changed it without any edit."""
    still = declarations.state_of(version) is Stage.DRAFT and not queries.is_stale(row, version)
    if not still or sealing.prospect(version).digest != row.digest:
        raise Conflict("Rancangan ini diubah sesudah diminta dibaca. Jawaban Anda tidak disimpan; tunggu diminta lagi.")


def keep_approval(version: Version, row: Review) -> None:
    """Write into the public record who approved a version: inside the transaction of freezing, before it is sealed."""
    Approval.objects.create(version=version, institution_id=row.asked_id, at=row.answered_at or row.asked_at)


def forget_discarded(version: Version) -> None:
    """Erase every review of a draft that is discarded, with the openings of its leaves."""
    _forget(version.reviews.all())


def forget_examples(versions: Iterable[Version]) -> None:
    """Erase reviews and approvals of examples that are erased, with the openings of their leaves."""
    _forget(Review.objects.filter(version__in=versions))
    Approval.objects.filter(version__in=versions).delete()


def _forget(rows: QuerySet[Review]) -> None:
    for ref in rows.values_list("ledger_ref", flat=True):
        ledger.forget(ref)
    rows.delete()
