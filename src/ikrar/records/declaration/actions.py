"""Open, edit, freeze, supersede and discard versions of a declaration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.declaration.canonical import needs_example_mark, normalise
from ikrar.core.declaration.form import DeclarationForm, from_json, marked, source_url
from ikrar.core.declaration.move import Move, State, after
from ikrar.core.errors import BadInput, Conflict, Refused
from ikrar.records import bulk
from ikrar.records.account.access import Holder
from ikrar.records.certificate import actions as certificate
from ikrar.records.declaration import access, arrival, listing, queries, rows, sealing
from ikrar.records.declaration.intake import Arrival
from ikrar.records.declaration.models import (
    Declaration,
    PledgingOffice,
    Point,
    Step,
    Translation,
    Version,
    Witness,
)
from ikrar.records.edition import actions as editions
from ikrar.records.election.models import Election
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import erasure as meeting
from ikrar.records.place.models import Area
from ikrar.records.ref import new_ref
from ikrar.records.review import actions as review
from ikrar.records.review import queries as reviews
from ikrar.records.scan import actions as scan
from ikrar.records.signature import actions as signature
from ikrar.records.turn import take_turn
from ikrar.records.wording import actions as wording


def start(*, institution: str, form: DeclarationForm, now: datetime) -> Declaration:
    """Open a declaration with its first draft version; the caller has checked the holder's reach.

    To be called inside the transaction of the act that leads here (confirming a reading).
    """
    declaration = Declaration.objects.create(institution_id=institution, example=needs_example_mark(form.area.strip()))
    _open_version(declaration, number=1, form=form, now=now)
    return declaration


def begin(holder: Holder, *, institution: str, form: DeclarationForm, now: datetime) -> Declaration:
    """Open a declaration of one of the holder's institutions at the desk: blank, from a template, or after another one.

    Undone by discarding it. Raises Refused when the institution or the area is not the holder's.
    """
    if not holder.may(Role.SECRETARY, institution=institution):
        raise Refused("Anda bukan sekretaris lembaga ini. Pilih salah satu lembaga Anda.")
    _check_reach(holder, institution, form)
    with transaction.atomic():
        return start(institution=institution, form=form, now=now)


def _open_version(
    declaration: Declaration,
    *,
    number: int,
    form: DeclarationForm,
    now: datetime,
    supersedes: Version | None = None,
    reason: str = "",
) -> Version:
    version = Version(declaration=declaration, number=number, supersedes=supersedes)
    _take(version, form)
    version.save()
    rows.step(version, None, Move.OPEN, now=now, reason=reason).save()
    return version


def _take(version: Version, form: DeclarationForm) -> None:
    """Put a form into a draft version, with the columns the desk lists by."""
    form = marked(form)
    version.form = form.as_json()
    version.title = form.title.strip()[:300]
    version.area = Area.objects.filter(code=form.area.strip()).first()
    version.election = Election.objects.filter(code=form.election.strip()).first()


def _editable(holder: Holder, ref: str, edition: int, move: Move, *beside: str) -> Version:
    """Return the version to change; raises Missing, IllegalMove (it is no draft) or Conflict (stale edition)."""
    take_turn(ref)
    version = access.editable(holder, ref, *beside)
    after(queries.state_of(version), move)
    if version.edition != edition:
        raise Conflict("Rancangan ini sudah diubah orang lain. Tidak ada yang ditimpa.")
    return version


def save(holder: Holder, ref: str, *, edition: int, form: DeclarationForm) -> int:
    """Keep a draft's form and return its edition: a new one, or the same when nothing was changed.

    Raises Missing, IllegalMove when it is frozen, Conflict when ``edition`` is stale, Refused when the area would leave
    the holder's territory, or cross between real and fictional once a version was frozen.
    """
    with transaction.atomic():
        version = _editable(holder, ref, edition, Move.FREEZE)
        if marked(form) == from_json(version.form):
            return version.edition  # what was approved stays approved when somebody only looks
        _check_reach(holder, version.declaration.institution_id, form)
        _check_world(version, form)
        _change(version, form)
    return version.edition


def _change(version: Version, form: DeclarationForm) -> None:
    """Put a changed form into a draft as its next edition, and keep the one before."""
    before, last = version.form, version.edition
    _put(version, form)
    editions.keep(version, before, edition=last, now=timezone.now())


def go_to(holder: Holder, ref: str, *, edition: int, to: int) -> int:
    """Undo or do again: let a draft say what it said at a kept edition, by that edition's number; a new edition.

    Raises as :func:`save` does, and IllegalMove when that edition is not kept any more.
    """
    with transaction.atomic():
        version = _editable(holder, ref, edition, Move.FREEZE)
        form = from_json(editions.step(version, to))
        _check_reach(holder, version.declaration.institution_id, form)
        _check_world(version, form)
        _put(version, form)
    return version.edition


def _put(version: Version, form: DeclarationForm) -> None:
    """Put a form into a draft as its next edition."""
    _take(version, form)
    version.edition += 1
    version.save()
    Declaration.objects.filter(pk=version.declaration_id).update(example=needs_example_mark(form.area.strip()))


def _check_reach(holder: Holder, institution: str, form: DeclarationForm) -> None:
    area = form.area.strip() or None
    if not holder.may(Role.SECRETARY, institution=institution, area=area):
        raise Refused("Wilayah ini di luar wilayah tugas Anda. Pilih wilayah lain atau minta mandat yang mencakupnya.")


def _check_world(version: Version, form: DeclarationForm) -> None:
    """A registered text stays real or example for good: examples can be erased, and real ones never (decision 11)."""
    crosses = needs_example_mark(form.area.strip()) is not version.declaration.example
    if version.supersedes and crosses:
        raise Refused("Versi pengganti tidak dapat berpindah antara wilayah rekaan dan wilayah sungguhan.")


#: What is read of a draft that is frozen: the version it replaces, and what the list says of it.
LISTED_WITH = ("declaration__institution", "supersedes", "area__parent__parent__parent")


def freeze(holder: Holder, ref: str, *, edition: int, now: datetime) -> Version:
    """Freeze the newest draft: canonical bytes, digest, rows and leaf in one transaction; nothing changes after.

    Raises Missing, IllegalMove, Conflict; the first BadInput that stands in the way; Refused when a person's name from
    the article stands in the text (decision 3), nobody of another institution approved exactly this text (decision
    12), or the very same text is registered already.
    """
    with transaction.atomic():
        version = _editable(holder, ref, edition, Move.FREEZE, *LISTED_WITH)
        if from_json(version.form).parent.strip():
            take_turn("declaration.cascade")  # two that follow each other must not both find that nothing does
        found = sealing.checked(version)
        approval = reviews.check_approved(version, digest=found.digest, person=holder.user_id)
        review.keep_approval(version, approval)
        _register(version, found, now)
        erased = editions.forget([version])
    if erased:
        forget_pages()
    return version


def _register(version: Version, found: sealing.Prospect, now: datetime) -> None:
    """Write rows, bytes, steps and leaf; whoever calls has judged whether this text may be registered."""
    version.parent = found.parent
    version.operation = found.outside.operation
    content = rows.Content(version, found.text, found.form, found.outside)
    rows.write([content])
    _seal(version, found, now)
    steps = [rows.step(version, State.DRAFT, Move.FREEZE, now=now)]
    if version.supersedes:
        version.supersedes.declaration = version.declaration  # the same one, not to be read again
        steps.append(rows.step(version.supersedes, State.FROZEN, Move.SUPERSEDE, now=now))
    bulk.add(steps)
    wording.enter(content)
    listing.enter_written([content])
    _leave_leaf(version, now)


def _seal(version: Version, found: sealing.Prospect, now: datetime) -> None:
    version.canonical, version.digest = found.canonical, found.digest
    if access.is_registered(version.digest):
        raise Refused(
            "Naskah yang persis sama sudah terdaftar, jadi tidak dibekukan dua kali. Cari di daftar deklarasi."
        )
    version.frozen_at = now
    version.title = found.text.title
    version.event_date = found.text.event_date
    version.source_url = source_url(found.form)
    version.save()


def _leave_leaf(version: Version, now: datetime) -> None:
    declaration = version.declaration
    record = {
        "act": "declaration.frozen",
        "declaration": declaration.ref,
        "version": version.number,
        "digest": version.digest,
        "by_name": declaration.institution.name,
    }
    ledger.append(
        type="declaration.frozen",
        by=declaration.institution_id,
        ref=declaration.ledger_ref,
        record=record,
        now=now,
    )


def supersede(holder: Holder, ref: str, *, reason: str, now: datetime) -> Version:
    """Open the next draft version of a frozen declaration, with the frozen wording to start from.

    The frozen version stays the registered one until the new one is frozen. Raises Missing, IllegalMove when the
    newest version is no frozen one, BadInput without a usable reason, Refused when the reason names a person from the
    article: it is published too.
    """
    reason = normalise(reason, field="reason")
    if not reason:
        raise BadInput("Tulis alasan versi baru ini; alasan itu ikut diterbitkan.")
    with transaction.atomic():
        take_turn(ref)
        version = access.editable(holder, ref)
        after(queries.state_of(version), Move.SUPERSEDE)
        sealing.check_unnamed(ref, reason)
        return _open_version(
            version.declaration,
            number=queries.next_number(ref),
            form=from_json(version.form),
            now=now,
            supersedes=version,
            reason=reason,
        )


def take_in(arrivals: Sequence[Arrival], *, source: str, reason: str, now: datetime) -> int:
    """Register versions that were frozen elsewhere, all of them or none; returns how many were not here yet.

    An operator's act on the machine: ``intake.compare`` has judged the whole file, no second institution reads again.
    ``source`` is the file's SHA-256, ``reason`` why it is taken in. Each leaves its leaf, by who registered it.
    """
    with transaction.atomic():
        take_turn("declaration.import")
        take_turn("declaration.cascade")
        return arrival.write(arrivals, source=source, reason=reason, now=now)


def discard(holder: Holder, ref: str, *, edition: int, now: datetime) -> None:
    """Discard a draft version; a declaration without any frozen version disappears from the desk with it.

    What was typed is erased down to the pages of the database file; the step stays.
    """
    with transaction.atomic():
        version = _editable(holder, ref, edition, Move.DISCARD)
        rows.step(version, State.DRAFT, Move.DISCARD, now=now).save()
        version.discarded_at = now
        version.supersedes = None  # the next draft may supersede the same version
        _take(version, DeclarationForm())
        version.save()
        review.forget_discarded(version)
        if not access.public().filter(declaration_id=ref).exists():
            scan.erase_of(ref, holder.today, now)
        editions.forget([version])
    forget_pages()


def erase_examples(*, by: str, now: datetime) -> int:
    """Erase every example declaration and the openings of its leaves; real ones cannot be reached from here.

    Leaves one leaf with the count; returns it.
    """
    with transaction.atomic():
        take_turn("declaration.erase_examples")
        examples = access.of_examples()
        refs = list(examples.values_list("ledger_ref", flat=True))
        meetings = meeting.forget_examples()
        if not refs and not meetings:
            return 0
        for ref in refs:
            ledger.forget(ref)
        wording.erase_examples()
        listing.leave(examples)
        certificate.forget_of(list(examples.values_list("ref", flat=True)))
        signature.forget_of(list(examples.values_list("ref", flat=True)))
        scan.forget_of(list(examples.values_list("ref", flat=True)))
        enrolment.forget_examples()
        versions = Version.objects.filter(declaration__in=examples)
        review.forget_examples(versions)
        editions.forget(versions)
        for model in (PledgingOffice, Point, Step, Translation, Witness):
            model.objects.filter(version__in=versions).delete()
        versions.update(supersedes=None, parent=None)
        versions.delete()
        examples.delete()
        record = {"act": "example.erased", "count": len(refs) + meetings}
        ledger.append(type="example.erased", by=by, ref=new_ref(), record=record, now=now)
    forget_pages()
    return len(refs)
