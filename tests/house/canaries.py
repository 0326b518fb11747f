"""A world in which every text field of every model holds a word of its own, so that a leak names its field (R3)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.meeting.invitation import to_record
from ikrar.core.scan.scan import USUAL, What
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, SignInLink, User
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Declaration, PledgingOffice, Step, Version
from ikrar.records.edition.models import Edition
from ikrar.records.election.models import Election, Participant
from ikrar.records.enrolment import access as keys
from ikrar.records.enrolment import models as enrolment
from ikrar.records.grant.models import Request
from ikrar.records.institution.models import Institution, Office
from ikrar.records.invitation.models import Invitation
from ikrar.records.job.models import Delivery
from ikrar.records.ledger.models import Opening
from ikrar.records.place.models import Area, Decree, FormerName
from ikrar.records.reading.models import Origin, Reading
from ikrar.records.ref import new_ref
from ikrar.records.relay import models as carried
from ikrar.records.relay import photos
from ikrar.records.review import access
from ikrar.records.review.models import Review
from ikrar.records.scan import actions as scan
from ikrar.records.signature import models as signature
from ikrar.records.token.models import Token
from tests import cast, relaying
from tests.core.meeting.test_invitation import INVITATION
from tests.house import canaries_of_meetings, canaries_of_stages, privacy
from tests.house.fixed import CODED, FIXED

OWNERS = (cast.DEWI, cast.INTAN)
#: A word of ``Aviary.word``, found in one pass over a page; two of them cannot overlap.
COINED = re.compile("kenari[a-j]{5}")


@dataclass(frozen=True)
class Planted:
    """Where a canary was put: field, who may see it, whose row it is."""

    field: str
    seen: str
    owner: str = ""
    institution: str = ""
    reader: str = ""  # the institution that was asked to read the draft it stands in


@dataclass
class Aviary:
    """The canaries by their word, and the references of the rows they sit in."""

    words: dict[str, Planted] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    frozen: dict[str, str] = field(default_factory=dict)
    grants: dict[str, tuple[str, str]] = field(default_factory=dict)
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)
    reviews: dict[str, tuple[str, str]] = field(default_factory=dict)
    scans: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    device: str = ""
    relay: str = ""
    photo: str = ""
    office_keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)

    def word(self, name: str, who: cast.Person | None = None, *, registered: bool = False) -> str:
        """Return a fresh word for a field; in a row that is not registered the policy's ``draft`` column counts."""
        entry = privacy.policy()[name]
        seen = entry.seen if registered or who is None else entry.draft
        text = "kenari" + "".join(chr(97 + int(d)) for d in f"{len(self.words):05}")
        return self.known(text, name, who, seen)

    def known(self, text: str, name: str, who: cast.Person | None, seen: str = "") -> str:
        """Watch for a value that is there already, such as a random reference."""
        owner, institution = (who.username, who.institution) if who else ("", "")
        self.words[text] = Planted(name, seen or privacy.policy()[name].draft, owner, institution)
        return text


def text_fields() -> set[str]:
    """Return every field that can hold words, by introspection."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return {
        f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in m._meta.concrete_fields if isinstance(f, kinds)
    }


def plant() -> Aviary:
    """Fill the database: two institutions with a secretary each, and everything a secretary can have."""
    aviary = Aviary()
    for who in OWNERS:
        _lifes_work(aviary, who)
    _drop_triggers()
    for who in OWNERS:
        _drafts(aviary, who)
        _given_to_read(aviary, who)
        _person(aviary, who)
        _asked(aviary, who)
        _letter(aviary, who)
    _devices(aviary)
    _signed(aviary)
    canaries_of_meetings.plant(aviary)
    _carried(aviary)
    _public(aviary)
    return aviary


def _lifes_work(aviary: Aviary, who: cast.Person) -> None:
    """Keep a reading, a draft and a registered declaration whose every public word is a canary."""
    holder, area, name = cast.at_desk(who), who.areas[0], who.username
    aviary.readings[name] = cast.draft(holder, area=area, persons=("Orang",)).ref
    aviary.drafts[name] = cast.registered(holder, area=area).ref

    def word(column: str) -> str:
        return aviary.word(f"declaration.{column}", who, registered=True)

    office = OfficeForm(*(word(f"PledgingOffice.{c}") for c in ("office", "institution", "capacity", "on_behalf_of")))
    words = {part: word("Version.canonical") for part in ("place", "preamble", "closing")}
    words |= {"title": word("Version.title"), "source_url": "https://x.example/" + word("Version.source_url")}
    points = (PointForm(word("Point.text"), ("UNITY_NKRI",)),)
    witness = WitnessForm(*(word(f"Witness.{c}") for c in ("office", "institution", "capacity")))
    told = {part: word(f"Translation.{part}") for part in ("title", "preamble", "closing")}
    beside = {
        "operation": word("Version.operation"),
        "witnesses": (witness,),
        "translation": TranslationForm("en", points=(word("Translation.points"),), **told),
    }
    version = cast.frozen(holder, area=area, points=points, offices=(office,), **words, **beside)
    aviary.frozen[name] = version.declaration_id
    reason = aviary.word("declaration.Step.reason", who)
    declaration.supersede(holder, version.declaration_id, reason=reason, now=timezone.now())


def _given_to_read(aviary: Aviary, who: cast.Person) -> None:
    """Keep a draft that Putri's institution was asked to read; she may see its words, and the answers she gave."""
    reader, area = cast.PUTRI.institution, who.areas[0]
    words = {part: aviary.word("declaration.Version.form", who) for part in ("title", "place", "preamble", "closing")}
    ref = cast.registered(cast.at_desk(who), area=area, **words).ref
    aviary.reviews[cast.asked(cast.at_desk(who), ref).ref] = (reader, area)
    seen = set(words.values())
    for row in Review.objects.filter(version__declaration__institution=who.institution):
        row.remark = aviary.word("review.Review.remark", who)
        row.save()
        aviary.known(row.ledger_ref, "review.Review.ledger_ref", who)
        seen |= {row.remark, aviary.known(row.ref, "review.Review.ref", who)}
    for word in seen:
        aviary.words[word] = replace(aviary.words[word], reader=reader)


def _drop_triggers() -> None:
    """Let canaries be written into what is final; the triggers that write rows themselves stay."""
    with connection.cursor() as cursor:
        guards = "type = 'trigger' AND (sql LIKE '%RAISE(ABORT%' OR name LIKE 'declaration_listing%')"
        cursor.execute(f"SELECT name FROM sqlite_master WHERE {guards}")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def _drafts(aviary: Aviary, who: cast.Person) -> None:
    """Put canaries into the reading and into both draft versions, leaf by leaf."""
    for ref in (aviary.readings[who.username],):
        row = Reading.objects.get(ref=ref)
        row.text = f"{aviary.word('reading.Reading.text', who)}\n{row.text}"
        row.found = _strings(row.found, lambda: aviary.word("reading.Reading.found", who))
        row.form = _strings(row.form, lambda: aviary.word("reading.Reading.form", who))
        row.submission = aviary.word("reading.Reading.submission", who)
        row.title = aviary.word("reading.Reading.title", who)
        source = cast.draft(cast.at_desk(who), area=who.areas[0])
        before = _strings(source.form, lambda: aviary.word("reading.Origin.before", who))
        Reading.objects.filter(pk=source.pk).update(merged_into=row)
        Origin.objects.create(reading=row, field="title", source=source, before=before)
        row.save()
        aviary.known(ref, "reading.Reading.ref", who)
    for ref in (aviary.drafts[who.username], aviary.frozen[who.username]):
        version = Version.objects.get(declaration=ref, frozen_at__isnull=True)
        version.form = _strings(version.form, lambda: aviary.word("declaration.Version.form", who))
        version.title = aviary.word("declaration.Version.title", who)
        version.operation = aviary.word("declaration.Version.operation", who)
        version.source_url = "https://x.example/" + aviary.word("declaration.Version.source_url", who)
        version.save()
        said = _strings(version.form, lambda: aviary.word("edition.Edition.form", who))
        terms = {"edition": 1, "begun": timezone.now(), "at": timezone.now(), "current": True}
        Edition.objects.create(version=version, n=1, form=said, **terms)
    aviary.known(aviary.drafts[who.username], "declaration.Declaration.ref", who)
    _picture(aviary, who)
    for row in Declaration.objects.filter(institution=who.institution):
        aviary.known(row.ledger_ref, "declaration.Declaration.ledger_ref", who)
    for step in Step.objects.filter(version__declaration=aviary.drafts[who.username]):
        Step.objects.filter(pk=step.pk).update(reason=aviary.word("declaration.Step.reason", who))


def _picture(aviary: Aviary, who: cast.Person) -> None:
    """Seal a picture of the draft: whoever is given it reads the canary."""
    holder, shown = cast.at_desk(who), aviary.word("scan.Box.data", who).encode()
    until = holder.today + USUAL
    kept = scan.keep(
        holder, aviary.drafts[who.username], picture=shown, what=What.BOARD, until=until, now=timezone.now()
    )
    aviary.scans[who.username] = aviary.known(kept.ref, "scan.Scan.ref", who)


def _strings(value: Any, make: Any, key: str = "") -> Any:
    """Replace every string of a JSON value by a canary, but for codes and the names of fields."""
    if isinstance(value, dict):
        return {k: _strings(v, make, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_strings(v, make, key) for v in value]
    return make() if isinstance(value, str) and key not in CODED | {"field", "kinds", "point_kinds"} else value


def _person(aviary: Aviary, who: cast.Person) -> None:
    """Fill what is kept of a member of staff."""
    user, now = User.objects.get(username=who.username), timezone.now()

    def word(name: str) -> str:
        return aviary.word(name, who)

    account.make_link(user, now)
    SignInLink.objects.filter(user=user).update(token_hash=word("ikrar_account.SignInLink.token_hash"))
    Authenticator.objects.create(user=user, type="totp", data={"secret": word("mfa.Authenticator.data")})
    address = EmailAddress.objects.create(user=user, email=word("account.EmailAddress.email") + "@x.example")
    EmailConfirmation.objects.create(email_address=address, key=word("account.EmailConfirmation.key"))
    user.name, user.password = word("ikrar_account.User.name"), word("ikrar_account.User.password")
    user.username = word("ikrar_account.User.username")
    user.save()
    aviary.known(user.ref, "ikrar_account.User.ref", who)
    aviary.known(user.session_mark, "ikrar_account.User.session_mark", who)
    Session.objects.create(
        session_key=word("sessions.Session.session_key"),
        session_data=word("sessions.Session.session_data"),
        expire_date=now + timedelta(hours=1),
    )
    for grant in Grant.objects.filter(user=user):
        aviary.known(grant.ref, "ikrar_account.Grant.ref", who)
        aviary.grants[grant.ref] = (who.institution, who.areas[0])


def _asked(aviary: Aviary, who: cast.Person) -> None:
    """Keep a refused request and an invitation of the person's institution, every word of them a canary."""
    user, now = (
        User.objects.get(name__in=[w for w, p in aviary.words.items() if p.owner == who.username]),
        timezone.now(),
    )

    def word(name: str) -> str:
        return aviary.word(name, who)

    ref = word("grant.Request.ref")
    aviary.requests[ref] = (who.institution, who.areas[0])
    Request.objects.create(
        ref=ref,
        act="give",
        beneficiary=word("grant.Request.beneficiary"),
        role="officer",
        institution_id=who.institution,
        proposer=user,
        proposed_as_id=who.institution,
        proposed_at=now,
        expires=now,
        state="refused",
        reason=word("grant.Request.reason"),
    )
    Invitation.objects.create(
        ref=word("invitation.Invitation.ref"),
        user=user,
        institution_id=who.institution,
        code_hash=word("invitation.Invitation.code_hash"),
        issued_at=now,
        expires=now + timedelta(days=1),
    )


def _letter(aviary: Aviary, who: cast.Person) -> None:
    """Keep a letter of the person's institution whose address and content are canaries."""
    now, invitation = timezone.now(), to_record(INVITATION)
    told = {"title": aviary.word("job.Delivery.payload", who), "place": aviary.word("job.Delivery.payload", who)}
    made = Delivery.objects.create(
        kind="invitation",
        about=new_ref(),
        institution_id=who.institution,
        to=aviary.word("job.Delivery.to", who) + "@x.example",
        payload=invitation | told,
        made_at=now,
        due_at=now,
    )
    aviary.letters[who.username] = aviary.known(made.ref, "job.Delivery.ref", who)


def _devices(aviary: Aviary) -> None:
    """Keep a device with a token whose hash is a canary."""
    aviary.device = cast.device()
    cast.issued(aviary.device)
    Token.objects.update(token_hash=aviary.word("token.Token.token_hash"))
    aviary.known(Token.objects.get().ref, "token.Token.ref", None)


def _signed(aviary: Aviary) -> None:
    """Keep an enrolled key, links, a signature, a refusal and a withdrawal, every word of them a canary."""
    who, now = cast.DEWI, timezone.now()

    def word(name: str) -> str:
        return aviary.word(name, who)

    made = enrolment.Key.objects.create(
        office=Office.objects.get(institution=who.institution, kind="head"),
        on_behalf_of=aviary.word("enrolment.Key.on_behalf_of", who, registered=True),
        credential=word("enrolment.Key.credential").encode(),
        spki=b"x",
        spki_hash="x",
        count=0,
        synced=False,
        made_at=now,
        reason=aviary.word("enrolment.Key.reason", who, registered=True),
    )
    aviary.office_keys[made.ref] = (who.institution, who.areas[0])
    link = enrolment.EnrolmentLink.objects.create(
        ref=word("enrolment.EnrolmentLink.ref"),
        office=made.office,
        on_behalf_of=word("enrolment.EnrolmentLink.on_behalf_of"),
        code_hash=word("enrolment.EnrolmentLink.code_hash"),
        issued_at=now,
        expires=now + timedelta(hours=1),
    )
    pledge = PledgingOffice.objects.filter(version__declaration=aviary.frozen[who.username]).first()
    assert pledge is not None
    signature.SigningLink.objects.create(
        ref=word("signature.SigningLink.ref"),
        pledge=pledge,
        code_hash=word("signature.SigningLink.code_hash"),
        on_behalf_of=word("signature.SigningLink.on_behalf_of"),
        issued_at=now,
        expires=link.expires,
    )
    parts = {"client_data": b"{}", "authenticator_data": b"x", "assertion": b"x"}
    told = {c: aviary.word(f"signature.Signature.{c}", who, registered=True) for c in ("capacity", "name")}
    told |= {"on_behalf_of": aviary.word("signature.Signature.on_behalf_of", who, registered=True)}
    row = signature.Signature.objects.create(pledge=pledge, method="passkey", at=now, key=made, **told, **parts)
    reason = aviary.word("signature.Withdrawal.reason", who, registered=True)
    signature.Withdrawal.objects.create(signature=row, at=now, reason=reason)
    reason = aviary.word("signature.Refusal.reason", who, registered=True)
    signature.Refusal.objects.create(pledge=pledge, at=now, reason=reason)


def _carried(aviary: Aviary) -> None:
    """Keep a relay with an open hand-over and a sealed picture, every public word of it a canary."""
    who, now = cast.DEWI, timezone.now()
    holder = cast.at_desk(who)

    def word(name: str) -> str:
        return aviary.word(f"relay.{name}", who, registered=True)

    kept = relaying.planned(
        holder, series=word("Relay.series"), baton=word("Relay.baton"), items=(word("Relay.items"),)
    )
    act = relaying.opened(kept)
    shown = aviary.word("relay.PhotoBox.data", who)
    until = holder.today + USUAL
    aviary.photo = photos.keep(holder, kept.ref, 1, picture=shown.encode(), until=until, now=now).ref
    slot = {"day": "2026-03-02", "at": "09:30", "what": word("Leg.programme"), "where": ""}
    carried.Leg.objects.filter(relay=kept).update(venue=word("Leg.venue"), programme=[slot])
    told = {"item": word("Act.conditions"), "condition": "good", "note": ""}
    carried.Act.objects.filter(pk=act.pk).update(
        office=word("Act.office"),
        key=word("Act.key"),
        reason=word("Act.reason"),
        witnesses=[word("Act.witnesses")],
        conditions=[told],
        changes={"venue": word("Act.changes")},
    )
    aviary.relay = kept.ref


def _public(aviary: Aviary) -> None:
    """Fill what belongs to nobody: openings, institutions, offices, elections, areas, groups."""
    for opening in Opening.objects.all():
        record = json.loads(bytes(opening.record)) | {"canary": aviary.word("ledger.Opening.record")}
        opening.record, opening.r = json.dumps(record).encode(), aviary.word("ledger.Opening.r").encode()
        opening.save()
    Group.objects.create(name=aviary.word("auth.Group.name"))
    for row in Institution.objects.all():
        names = {part: aviary.word(f"institution.Institution.{part}") for part in ("name", "short_name")}
        Institution.objects.filter(pk=row.pk).update(**names)
    for office in Office.objects.all():
        Office.objects.filter(pk=office.pk).update(name=aviary.word("institution.Office.name"))
    for election in Election.objects.all():
        names = {f"name_{x}": aviary.word(f"election.Election.name_{x}") for x in ("id", "en")}
        Election.objects.filter(pk=election.pk).update(**names)
    for party in Participant.objects.all():
        words = {part: aviary.word(f"election.Participant.{part}") for part in ("name", "short_name", "source")}
        Participant.objects.filter(pk=party.pk).update(**words)
    canaries_of_stages.plant(aviary.word)
    Area.objects.filter(code="35.28").update(name=aviary.word("place.Area.name"))
    decree = Decree.objects.create(title=aviary.word("place.Decree.title"), day=timezone.localdate())
    former = aviary.word("place.FormerName.name")
    FormerName.objects.create(area_id="35.28", name=former, until=timezone.localdate(), decree=decree)


def empty_fields(aviary: Aviary) -> set[str]:
    """Return the text fields in which no canary sits, though one could."""
    return {name for name in text_fields() - set(FIXED) if not any(w in _stored(name) for w in aviary.words)}


def _stored(name: str) -> str:
    model, _, column = name.rpartition(".")
    values = apps.get_model(model)._base_manager.values_list(column, flat=True)
    return "\n".join(_shown(v) for v in values)


def _shown(value: Any) -> str:
    return (
        bytes(value).decode("utf-8", "replace")
        if isinstance(value, bytes | memoryview)
        else json.dumps(value, default=str)
    )


def leaks(aviary: Aviary, page: str, *, person: cast.Person | None) -> Iterator[str]:
    """Yield a sentence for each canary on a page that this person may not see there."""
    coined = set(COINED.findall(page))
    for word, planted in aviary.words.items():
        found = word in coined if COINED.fullmatch(word) else word in page
        if found and not _may_see(planted, person):
            yield f"{planted.field} (seen by {planted.seen} of {planted.owner or 'nobody'})"


def _may_see(planted: Planted, person: cast.Person | None) -> bool:
    if planted.seen == "everybody":
        return True
    if person is None or planted.seen == "nobody":
        return False
    own = person.username == planted.owner
    if planted.seen == "administrators":
        if own and planted.field.startswith("ikrar_account.User."):
            return True  # one's own account, such as the user name beside a new password
        return person.role == cast.Role.ADMINISTRATOR and person.institution == planted.institution
    if planted.reader and person.institution in planted.reader.split() and person.role in access.READERS:
        return canaries_of_meetings.near(planted.reader, person.areas)
    if planted.seen == "institution":
        return person.role in _at_work(planted.field) and person.institution == planted.institution
    return own


def _at_work(field: str) -> tuple[cast.Role, ...]:
    """Return whose work a field of an institution is: officers enrol the keys of its offices (decision 15)."""
    return keys.OFFICERS if field.startswith("enrolment.") else (cast.Role.SECRETARY,)


def colleague(person: cast.Person) -> cast.Person:
    """Return another secretary of the same institution and area."""
    return replace(person, username="rekan-" + person.username, name="Rekan")
