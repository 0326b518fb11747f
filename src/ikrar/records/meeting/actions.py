"""Call, change, cancel and hold meetings; invite; take and freeze minutes; approve them; take replies."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ikrar.core.account.role import Role
from ikrar.core.declaration.canonical import digest, needs_example_mark, normalise
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, InvalidField, Missing, Refused
from ikrar.core.meeting import approval as rule
from ikrar.core.meeting.form import Call, MeetingForm, MinutesForm, call_of, tidy
from ikrar.core.meeting.invitation import address_of, same_address
from ikrar.core.meeting.minutes import Decided, canonical_bytes
from ikrar.core.meeting.move import Move, Standing, State
from ikrar.records import bulk, identity
from ikrar.records.account.access import Holder
from ikrar.records.election.models import Election
from ikrar.records.erasure import forget_pages
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import access, attendance, finding, history, post, queries, steps
from ikrar.records.meeting.models import (
    EXAMPLE,
    REAL,
    Approval,
    Decision,
    Envelope,
    Invitee,
    Meeting,
    Minutes,
    Series,
)
from ikrar.records.place import queries as place
from ikrar.records.place.models import Area
from ikrar.records.turn import take_turn

STALE = "Rapat ini sudah diubah orang lain. Tidak ada yang ditimpa."
MOST_INVITED = 100
#: What of a call is carried into the later meetings of its series.
CARRIED = ("place", "start", "end", "agenda")


@dataclass(frozen=True)
class Follow:
    """What a new meeting follows: a series by its reference, or a new one by its title; neither for a single one."""

    series: str = ""
    title: str = ""


def begin(
    holder: Holder,
    *,
    institution: str,
    form: MeetingForm,
    mailbox: str = "",
    follow: Follow | None = None,
    now: datetime,
) -> Meeting:
    """Open a draft meeting of one of the holder's institutions; ``mailbox`` is where its invitations come from.

    Raises the first BadInput of the form, Refused when institution or area is not the holder's, Missing for a series
    that is not the institution's.
    """
    call = call_of(form)
    if not holder.may(Role.SECRETARY, institution=institution, area=call.area):
        raise Refused("Lembaga atau wilayah ini di luar wilayah tugas Anda. Pilih yang lain.")
    found = address_of(mailbox, field="mailbox") if mailbox.strip() else ""
    with transaction.atomic():
        meeting = Meeting(institution_id=institution, state=State.DRAFT.value, changed_at=now)
        _take(meeting, call)
        meeting.series = _series(holder, institution, follow or Follow(), example=meeting.example)
        meeting.save()
        steps.opened(meeting, now)
        Minutes.objects.create(
            meeting=meeting,
            mailbox=found,
            materials=call.materials,
            agenda=list(call.agenda),
            form=MinutesForm().as_json(),
        )
    return meeting


def _series(holder: Holder, institution: str, follow: Follow, *, example: bool) -> Series | None:
    title = normalise(follow.title, field="series")[:300]
    if title:
        return Series.objects.create(institution_id=institution, title=title, example=example)
    if not follow.series:
        return None
    row = access.series_visible_to(holder).filter(ref=follow.series, institution_id=institution).first()
    if row is None or row.example is not example:
        raise Missing("Rangkaian rapat ini tidak ada.")
    return row


def _take(meeting: Meeting, call: Call) -> None:
    """Put a call into a meeting; raises InvalidField for a code no table knows, Refused between real and fictional."""
    if not Area.objects.filter(code=call.area).exists():
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=call.area)
    if call.election and not Election.objects.filter(code=call.election).exists():
        raise InvalidField("Kode pemilihan {code} tidak dikenal.", field="election", code=call.election)
    example = needs_example_mark(call.area)
    if meeting.area_id and meeting.example is not example:
        raise Refused("Rapat tidak dapat berpindah antara wilayah rekaan dan wilayah sungguhan.")
    zone = place.zone_of(call.area)
    meeting.area_id, meeting.election_id, meeting.example = call.area, call.election or None, example
    meeting.title, meeting.place, meeting.zone = call.title, call.place, zone
    meeting.words = finding.of_meeting(call.title, call.place)
    meeting.starts = datetime.combine(call.day, call.start, ZoneInfo(zone))
    meeting.ends = datetime.combine(call.day, call.end, ZoneInfo(zone))


def _changing(holder: Holder, ref: str, edition: int) -> Meeting:
    take_turn(ref)
    meeting = access.own(holder, ref)
    if meeting.minutes.edition != edition:
        raise Conflict(STALE)
    return meeting


def change(holder: Holder, ref: str, *, edition: int, form: MeetingForm, mailbox: str = "", now: datetime) -> int:
    """Change a draft or a called meeting; a called one is sent out again under the next sequence. Returns the edition.

    Raises Missing, IllegalMove once it was held, Conflict when ``edition`` is stale, BadInput, Refused out of reach.
    """
    call = call_of(form)
    found = address_of(mailbox, field="mailbox") if mailbox.strip() else ""
    with transaction.atomic():
        meeting = _changing(holder, ref, edition)
        if not holder.may(Role.SECRETARY, institution=meeting.institution_id, area=call.area):
            raise Refused("Wilayah ini di luar wilayah tugas Anda. Pilih wilayah lain.")
        steps.move(meeting, Move.CHANGE, by=meeting.institution_id, now=now)
        before = meeting.words
        _take(meeting, call)
        _raise_sequence(meeting, now)
        if meeting.words != before:
            finding.forget(Meeting)
        minutes = meeting.minutes
        if not found and post.was_told(meeting):
            sentence = "Undangan sudah keluar lewat surel. Isi alamat pengundang, supaya perubahan ini sampai juga."
            raise InvalidField(sentence, field="mailbox")
        minutes.materials, minutes.agenda, minutes.mailbox = call.materials, list(call.agenda), found
        minutes.edition += 1
        minutes.save()
        post.send(meeting, meeting.invitees.all(), now)
    return minutes.edition


@dataclass(frozen=True)
class Followed:
    """The later meetings of a series that a change was carried into, and those it was not, each with the reason."""

    changed: tuple[Meeting, ...]
    refused: tuple[tuple[Meeting, IkrarError], ...]


def change_following(
    holder: Holder, ref: str, *, edition: int, form: MeetingForm, mailbox: str = "", now: datetime
) -> Followed:
    """Change a meeting, and carry what changed of place, hours and agenda into the later open ones of its series.

    Each keeps its day and all else, and is changed as by itself: with its own number and letters. One that cannot be is
    left as it is and told. Raises as :func:`change` does for the meeting itself; then nothing is changed.
    """
    changed: list[Meeting] = []
    refused: list[tuple[Meeting, IkrarError]] = []
    with transaction.atomic():
        meeting = access.own(holder, ref)
        old, new = queries.call_in(meeting), call_of(form)
        change(holder, ref, edition=edition, form=form, mailbox=mailbox, now=now)
        carried = {name: getattr(form, name) for name in CARRIED if getattr(old, name) != getattr(new, name)}
        for later in queries.following(holder, meeting):
            own, terms = queries.form_in(later), later.minutes
            wanted = replace(own, **carried)
            if wanted == own:
                continue
            try:
                change(holder, later.ref, edition=terms.edition, form=wanted, mailbox=terms.mailbox, now=now)
                changed.append(later)
            except (BadInput, Conflict, Refused) as error:
                refused.append((later, error))
    return Followed(tuple(changed), tuple(refused))


def _raise_sequence(meeting: Meeting, now: datetime) -> None:
    """What is sent out gets its next number (RFC 5546); nobody is ever told a lower one than before."""
    meeting.sequence += meeting.state != State.DRAFT.value
    meeting.changed_at = max(now, meeting.changed_at)  # nor an earlier moment, should the clock fall behind
    meeting.save()


def discard(holder: Holder, ref: str, *, edition: int) -> None:
    """Remove a draft that was never called; raises Missing, Conflict, IllegalMove for a called one."""
    with transaction.atomic():
        meeting = _changing(holder, ref, edition)
        if meeting.state != State.DRAFT.value:
            raise IllegalMove("Undangan rapat ini sudah keluar; batalkan rapatnya dengan alasan.")
        Envelope.objects.filter(invitee__meeting=meeting).delete()
        meeting.invitees.all().delete()
        meeting.steps.all().delete()
        meeting.minutes.delete()
        meeting.delete()
        finding.forget(Meeting)


def invite(holder: Holder, ref: str, *, institution: str, office: str, mailbox: str, now: datetime) -> Invitee:
    """Put an institution, one office of it, on the list; of a called meeting the invitation goes out at once.

    ``mailbox`` is the office's functional address, empty when it is invited on paper. Raises Missing, IllegalMove once
    the meeting was held, InvalidField, Refused for an institution invited already.
    """
    found = address_of(mailbox, field="mailbox") if mailbox.strip() else ""
    named = normalise(office, field="office")
    if not named or len(named) > attendance.LONGEST:
        raise InvalidField("Tulis jabatan yang diundang, bukan nama orang.", field="office")
    with transaction.atomic():
        take_turn(ref)
        meeting = _inviting(holder, ref)
        if not Institution.objects.filter(code=institution).exists():
            raise InvalidField("Pilih lembaga yang diundang.", field="institution")
        rows = list(meeting.invitees.order_by("n"))
        if any(row.institution_id == institution for row in rows) or len(rows) >= MOST_INVITED:
            raise Refused("Lembaga ini sudah diundang, atau undangannya sudah {most}.", most=MOST_INVITED)
        if found and any(same_address(one, found) for one in post.mailboxes(meeting)):  # one event, one answer of each
            raise InvalidField("Alamat ini sudah menerima undangan rapat ini. Tulis alamat lain.", field="mailbox")
        _raise_sequence(meeting, now)
        row = Invitee.objects.create(
            meeting=meeting, n=rows[-1].n + 1 if rows else 1, institution_id=institution, office=named
        )
        Envelope.objects.create(invitee=row, mailbox=found)
        post.send(meeting, [row], now)
    return row


def _inviting(holder: Holder, ref: str) -> Meeting:
    meeting = access.own(holder, ref)
    if meeting.state not in {State.DRAFT.value, State.CALLED.value}:
        raise IllegalMove("Rapat ini sudah dibuka; daftar undangan tidak berubah lagi.")
    return meeting


def uninvite(holder: Holder, ref: str, invitee: str, *, now: datetime) -> None:
    """Take an institution off the list; one that was told gets a cancellation. Raises Missing and IllegalMove."""
    with transaction.atomic():
        take_turn(ref)
        meeting = _inviting(holder, ref)
        row = meeting.invitees.filter(ref=invitee).first()
        if row is None:
            raise Missing("Undangan ini tidak ada.")
        _raise_sequence(meeting, now)
        post.send(meeting, [row], now, cancelled=True)
        row.delete()


def call(holder: Holder, ref: str, *, edition: int, now: datetime) -> Meeting:
    """Send the invitations out and leave the leaf.

    Raises Missing, Conflict, IllegalMove, and BadInput with nobody invited.
    """
    with transaction.atomic():
        meeting = _changing(holder, ref, edition)
        steps.move(meeting, Move.CALL, by=meeting.institution_id, now=now)
        invited = list(meeting.invitees.all())
        if not invited:
            raise BadInput("Undang sedikitnya satu lembaga sebelum undangan keluar.")
        meeting.changed_at = now
        meeting.save()
        record = {"invited": sorted(row.institution_id for row in invited), "day": _day(meeting).isoformat()}
        steps.leave_leaf(meeting, "meeting.called", by=meeting.institution_id, now=now, **record)
        post.send(meeting, invited, now)
    return meeting


def _day(meeting: Meeting) -> date:
    return meeting.starts.astimezone(ZoneInfo(meeting.zone)).date()


def cancel(holder: Holder, ref: str, *, reason: str, now: datetime) -> Meeting:
    """Cancel a meeting whose invitations went out, or that was opened by mistake, with a reason its participants read.

    The list of who came and the earlier editions of its minutes go. Raises Missing, IllegalMove once minutes were
    frozen, and BadInput without a reason.
    """
    words = normalise(reason, field="reason")
    if not words:
        raise BadInput("Tulis alasan pembatalan; semua yang diundang membacanya.")
    with transaction.atomic():
        take_turn(ref)
        meeting = access.own(holder, ref)
        steps.move(meeting, Move.CANCEL, by=meeting.institution_id, now=now, reason=words[:2000])
        _raise_sequence(meeting, now)
        Minutes.objects.filter(meeting=meeting).update(door_hash="")
        attendance.drop(meeting)
        history.forget(meeting)
        steps.leave_leaf(meeting, "meeting.cancelled", by=meeting.institution_id, now=now)
        post.send(meeting, meeting.invitees.all(), now)
    forget_pages()
    return meeting


def hold(holder: Holder, ref: str, *, now: datetime) -> Meeting:
    """Open the meeting: from now on its minutes are taken; raises Missing and IllegalMove."""
    with transaction.atomic():
        take_turn(ref)
        meeting = access.own(holder, ref)
        steps.move(meeting, Move.HOLD, by=meeting.institution_id, now=now)
        meeting.save()
    return meeting


def save_minutes(holder: Holder, ref: str, *, edition: int, form: MinutesForm, now: datetime) -> int:
    """Keep the minutes being taken and return their edition: a new one, or the same when nothing was changed.

    Raises Missing, IllegalMove while the meeting is not open, Conflict when ``edition`` is stale (nothing is
    overwritten), TooLarge.
    """
    with transaction.atomic():
        meeting = history.taking(holder, ref, edition)
        minutes = meeting.minutes
        kept = tidy(form, len(minutes.agenda)).as_json()
        if kept == minutes.form:
            return minutes.edition
        minutes.form, minutes.edition = kept, minutes.edition + 1
        minutes.save()
        history.keep(meeting, holder, now)
    return minutes.edition


def freeze(holder: Holder, ref: str, *, edition: int, kept: str = "", now: datetime) -> Meeting:
    """Freeze the minutes: canonical bytes, digest, one row a decision, the sealed attendance, and all leaves at once.

    ``kept`` is the day until which the list of who came is kept, as YYYY-MM-DD; empty means a year. Raises Missing,
    IllegalMove, Conflict, and the first BadInput in the way.
    """
    with transaction.atomic():
        meeting = history.taking(holder, ref, edition)
        until = attendance.kept_until(kept, holder.today)
        invited = list(meeting.invitees.order_by("n"))
        came = attendance.present(meeting)
        found = queries.prospect(meeting, [row.institution_id for row in invited], came)
        meeting.minutes.canonical, meeting.minutes.door_hash = canonical_bytes(found), ""
        meeting.minutes.save()
        for row in invited:
            row.present = row.institution_id in came
        Invitee.objects.bulk_update(invited, ["present"])
        steps.move(meeting, Move.FREEZE, by=meeting.institution_id, now=now)
        meeting.digest, meeting.frozen_at = digest(meeting.minutes.canonical), now
        meeting.attendance_until = until
        meeting.save()
        thread = queries.thread_of(meeting)
        decided = [_decision(meeting, one, thread) for one in found.decisions]
        with identity.system():  # nobody's statement adds a decision: only minutes that are frozen do
            bulk.add(decided)
        steps.leave_leaf(meeting, "minutes.frozen", by=meeting.institution_id, now=now, digest=meeting.digest)
        ledger.append_many([_made(meeting, row) for row in decided], now=now)
        attendance.seal_list(meeting, now)
        history.forget(meeting)
    return meeting


def _decision(meeting: Meeting, one: Decided, thread: int) -> Decision:
    known = asdict(one) | {"declaration": None}
    owner = known.pop("owner")
    row = Decision(meeting=meeting, series_id=meeting.series_id, owner_id=owner, standing=Standing.OPEN.value, **known)
    row.declaration_id, row.thread_id = queries.declaration_ref(one), thread
    row.words = finding.of_decision(one.text)
    row.sorts = one.due or date.max
    return row


def _made(meeting: Meeting, row: Decision) -> ledger.Act:
    record = {
        "act": "decision.made",
        "meeting": meeting.ref,
        "decision": row.ref,
        "n": row.n,
        "text": row.text,
        "owner": row.owner_id,
        "due": row.due.isoformat() if row.due else None,
        "digest": meeting.digest,
    }
    return ledger.Act("decision.made", meeting.institution_id, row.ledger_ref, record)


def approve(holder: Holder, ref: str, *, institution: str = "", now: datetime) -> Meeting:
    """Say for one's institution that the frozen minutes tell what was agreed; the second institution approves them.

    Raises Missing, IllegalMove, and Refused for the same institution or person twice (R8).
    """
    with transaction.atomic():
        take_turn(ref)
        meeting = access.readable(holder, ref)
        able = access.speaks_for(holder, meeting)
        given = list(Approval.objects.filter(meeting=meeting))
        spoken = {row.institution_id for row in given}
        by = institution or next((c for c in able if c not in spoken), next(iter(able), ""))
        if by not in able:
            raise Refused("Anda tidak mewakili lembaga ini dalam rapat ini.")
        told = [rule.Approval(row.institution_id, row.officer_id) for row in given]
        what = rule.move_of(told, rule.Approval(by, holder.user_id), access.parties(meeting))
        with identity.system():  # the row is its host's; who approves is another institution most often
            steps.move(meeting, what, by=by, now=now)
            Approval.objects.create(meeting=meeting, institution_id=by, officer_id=holder.user_id, at=now)
            if what is Move.APPROVE:
                _publish(meeting, now)
            meeting.save(update_fields=["state", "approved_at"])
            steps.leave_leaf(meeting, "minutes.approved", by=by, now=now, digest=meeting.digest)
    return meeting


def _publish(meeting: Meeting, now: datetime) -> None:
    """What was marked as public becomes so with the approval, in its world."""
    meeting.approved_at = now
    meeting.decisions.filter(public=True).update(published=EXAMPLE if meeting.example else REAL)


def link_declaration(holder: Holder, ref: str, declaration: str) -> Meeting:
    """Say that a declaration was made in a meeting: one ceremony, two records; raises Missing out of reach.

    ``declaration`` is one the caller has just opened or found within the holder's reach.
    """
    with transaction.atomic():
        take_turn(ref)
        meeting = access.own(holder, ref)
        meeting.declaration_id = declaration
        meeting.save(update_fields=["declaration"])
    return meeting
