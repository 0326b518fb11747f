"""Every kind of act that leaves a leaf, ready to be done once: what R45 fails under and R47 looks through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.election.table import Participant
from ikrar.core.institution.record import OfficeRecord
from ikrar.core.ledger.change import Kind
from ikrar.core.place.listing import read
from ikrar.core.scan.scan import USUAL, What
from ikrar.core.signature.challenge import Act as Act_
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant
from ikrar.records.certificate import actions as certificate
from ikrar.records.certificate import queries as certificates
from ikrar.records.declaration import actions as declaration
from ikrar.records.election import actions as election
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.factor import actions as factor
from ikrar.records.grant import actions as grant
from ikrar.records.installation import actions as installation
from ikrar.records.institution import actions as institution
from ikrar.records.invitation import actions as invitation
from ikrar.records.ledger import change
from ikrar.records.ledger import key as ledger_key
from ikrar.records.place import actions as place
from ikrar.records.place.models import Area
from ikrar.records.reading import actions as reading
from ikrar.records.review import actions as review
from ikrar.records.scan import actions as scan
from ikrar.records.signature import actions as signature
from ikrar.records.token import actions as token
from tests import cast, signing, witnessing
from tests.phone import SITE, Phone
from tests.records import acts_of_meeting, acts_of_relay, acts_of_stage
from tests.records import test_intake_of_declarations as travelling

Act = Callable[[], Any]


def freezing() -> Act:
    """A version that supersedes another, so that every table takes part and the leaf has one before it."""
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.frozen(dewi).declaration_id
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=timezone.now())
    cast.approved(dewi, ref)
    return lambda: declaration.freeze(dewi, ref, edition=1, now=timezone.now())


def approving_text() -> Act:
    """A draft that an institution was asked to read."""
    dewi, putri = cast.at_desk(cast.DEWI), cast.at_desk(cast.PUTRI)
    ref = cast.asked(dewi, cast.registered(dewi).ref).ref
    return lambda: review.approve(putri, ref, remark="Baik.", now=timezone.now())


def returning_text() -> Act:
    """A draft that an institution was asked to read."""
    dewi, putri = cast.at_desk(cast.DEWI), cast.at_desk(cast.PUTRI)
    ref = cast.asked(dewi, cast.registered(dewi).ref).ref
    return lambda: review.send_back(putri, ref, reason="Poin 2 belum jelas.", now=timezone.now())


def importing_declaration() -> Act:
    """A declaration from a file, with everything beside its text."""
    plan, _ = travelling.tried(travelling.copy())
    return lambda: declaration.take_in(plan.arrivals, source="f" * 64, reason="Uji.", now=timezone.now())


def giving() -> Act:
    """A grant of two areas."""
    user, today = account.register(username="dewi", name="Dewi"), timezone.localdate()
    terms = {"role": Role.SECRETARY, "institution": "35.28/kpu", "areas": ["35.28", "98.01"]}
    return lambda: account.give_grant(user, starts=today, ends=today, now=timezone.now(), **terms)


def ending() -> Act:
    """A grant in force."""
    given = Grant.objects.get(user=cast.employ(cast.DEWI))
    return lambda: account.end_grant(given, reason="moved", now=timezone.now())


def _two() -> tuple[Any, Any, Grant]:
    """Two administrators of two institutions, and an officer of the first."""
    cast.voting(timezone.localdate() + timedelta(days=300))
    sari = Grant.objects.get(user=cast.employ(cast.SARI))
    return cast.at_desk(cast.JOKO), cast.at_desk(cast.NILA), sari


def _terms() -> grant.Terms:
    today = timezone.localdate()
    return grant.Terms(Role.PLANNER, "35.28/kpu", frozenset({"35.28"}), today, today + timedelta(days=9))


def proposing() -> Act:
    """A grant for somebody without an account."""
    joko, _nila, _sari = _two()
    return lambda: grant.propose_grant(joko, username="baru", terms=_terms(), now=timezone.now())


def approving() -> Act:
    """A transfer: the longest of the acts that need two."""
    joko, nila, sari = _two()
    row = grant.propose_transfer(joko, sari.ref, terms=_terms(), now=timezone.now())
    return lambda: grant.approve(nila, row.ref, now=timezone.now())


def extending() -> Act:
    """A later last day."""
    joko, nila, sari = _two()
    ends = sari.ends + timedelta(days=9)
    row = grant.propose_extension(joko, sari.ref, ends=ends, now=timezone.now())
    return lambda: grant.approve(nila, row.ref, now=timezone.now())


def resetting() -> Act:
    """An account with a password."""
    joko, nila, sari = _two()
    row = grant.propose_reset(joko, sari.ref, now=timezone.now())
    return lambda: grant.approve(nila, row.ref, now=timezone.now())


def refusing() -> Act:
    """An open request."""
    joko, nila, _sari = _two()
    row = grant.propose_grant(joko, username="baru", terms=_terms(), now=timezone.now())
    return lambda: grant.refuse(nila, row.ref, reason="Belum jelas.", now=timezone.now())


def withdrawing() -> Act:
    """An open request."""
    joko, _nila, _sari = _two()
    row = grant.propose_grant(joko, username="baru", terms=_terms(), now=timezone.now())
    return lambda: grant.withdraw(joko, row.ref, now=timezone.now())


def attesting() -> Act:
    """A grant in force."""
    joko, _nila, sari = _two()
    return lambda: grant.attest(joko, [sari.ref], now=timezone.now())


def inviting() -> Act:
    """The first invitation of an account."""
    joko, _nila, sari = _two()
    return lambda: invitation.issue(joko, sari.ref, now=timezone.now())


def voiding() -> Act:
    """A live invitation."""
    joko, _nila, sari = _two()
    row, _code = invitation.issue(joko, sari.ref, now=timezone.now())
    return lambda: invitation.void(joko, row.ref, now=timezone.now())


def accepting() -> Act:
    """A live invitation."""
    joko, _nila, sari = _two()
    _row, code = invitation.issue(joko, sari.ref, now=timezone.now())
    return lambda: invitation.accept(code, name="Sari", now=timezone.now())


def issuing() -> Act:
    """A device that has a token already: another one ends it."""
    ref = cast.device()
    cast.issued(ref)
    return lambda: token.issue(cast.at_desk(cast.JOKO), ref, now=timezone.now())


def ending_token() -> Act:
    """A device with a token."""
    ref, joko = cast.device(), cast.at_desk(cast.JOKO)
    cast.issued(ref)
    return lambda: token.end(joko, ref, now=timezone.now())


def beginning() -> Act:
    """An installation without an administrator."""
    today = timezone.localdate()
    day = today + timedelta(days=90)
    vote = installation.Vote("pilkada-uji", "pilkada", "Uji", "Test", day, day, "36.04")
    seats = (
        installation.Seat("36.04/kpu", "kpu", "KPU Serang", "36.04", "budi"),
        installation.Seat("36.04/bawaslu", "bawaslu", "Bawaslu Serang", "36.04", "citra"),
    )
    return lambda: installation.begin(vote, seats, areas=["36.04"], ends=today, now=timezone.now())


def recovering() -> Act:
    """An installation with one administrator left."""
    cast.voting(timezone.localdate() + timedelta(days=300))
    cast.employ(cast.JOKO)
    terms = {"institution": "35.28/bawaslu", "login": "nila", "areas": ["35.28"], "ends": timezone.localdate()}
    return lambda: installation.recover(now=timezone.now(), **terms)


def erasing_readings() -> Act:
    """A confirmed draft and an open one, both past their date."""
    dewi = cast.at_desk(cast.DEWI)
    cast.registered(dewi)
    cast.draft(dewi)
    return lambda: reading.erase_expired(timezone.now() + timedelta(days=31))


def erasing_examples() -> Act:
    """An example of two versions beside a real declaration."""
    dewi = cast.at_desk(cast.DEWI)
    cast.frozen(dewi)
    ref = cast.frozen(dewi, area="98.01").declaration_id
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=timezone.now())
    return lambda: declaration.erase_examples(by="98.01/kpu", now=timezone.now())


def registering_institution() -> Act:
    """An institution of two offices that is new."""
    terms = {"code": "35.28/kodim", "kind": "tni", "name": "Kodim Pamekasan", "area": "35.28"}
    return lambda: institution.register(offices=("Dandim Pamekasan", "Kasdim Pamekasan"), **terms)


def setting_territory() -> Act:
    """A second change of a territory, which ends stretches and begins others."""
    joko, today = cast.at_desk(cast.JOKO), timezone.localdate()
    institution.set_territory(joko, "35.28/kpu", areas=["35.28", "36.04"], starts=today, now=timezone.now())
    terms = {"areas": ["35.28", "36.73"], "starts": today + timedelta(days=1)}
    return lambda: institution.set_territory(joko, "35.28/kpu", now=timezone.now(), **terms)


def changing_office() -> Act:
    """A new office."""
    joko = cast.at_desk(cast.JOKO)
    office = OfficeRecord("Sekretaris KPU Kabupaten Pamekasan", "secretary")
    return lambda: institution.set_office(joko, "35.28/kpu", office, now=timezone.now())


def registering_election() -> Act:
    """An election of one regency."""
    terms = {"code": "pilkada-2029-pamekasan", "kind": "pilkada", "area": "35.28", "by": "35.28/kpu"}
    terms |= {"names": {"id": "Pilkada Pamekasan", "en": "Pamekasan local election"}}
    days = {"voting_day": date(2029, 11, 28), "ends": date(2030, 3, 31)}
    return lambda: election.register(now=timezone.now(), **terms, **days)


def setting_participants() -> Act:
    """Other parties for an election of the installation."""
    registering_election()()
    now, by = timezone.now(), "35.28/kpu"
    one, other = (Participant("pilkada-2029-pamekasan", n, "P", "Partai", "35.28", "") for n in (1, 2))
    election.set_participants({2: one}, by=by, now=now)
    return lambda: election.set_participants({2: other}, by=by, now=now)


def importing_areas() -> Act:
    """A list in which a district got another code, another name came, and points moved."""
    rows = [f"{a.code},{a.kind},{a.name},{a.parent_id or ''},1,2" for a in Area.objects.filter(fictional=False)]
    text = "\n".join(["kode,jenis,nama,kode_induk,lat,lng", *rows])
    listing = read(
        text.replace("35.28.13,", "35.28.99,").replace("35.28.13.", "35.28.99.").replace("Proppo", "P").encode()
    )
    by, day = "35.28/kpu", timezone.localdate()
    return lambda: place.import_areas(listing, title="Uji", day=day, by=by, now=timezone.now())


def changing_keys() -> Act:
    """A passkey added to an account that has none, so that recovery codes are made with it."""
    user = cast.employ(cast.DEWI)
    key = factor.NewPasskey(b"kunci", 0, synced=False)
    return lambda: factor.add_passkey(user, key, name="ponsel", now=timezone.now())


def exporting() -> Act:
    """An export by an institution."""
    terms = {"by": "35.28/kpu", "holder": None, "digest": "0" * 64, "rows": 1}
    return lambda: institution.record_export(now=timezone.now(), **terms)


def sealing() -> Act:
    """A registered declaration."""
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.frozen(dewi).declaration_id
    until = dewi.today + USUAL
    return lambda: scan.keep(dewi, ref, picture=b"x", what=What.BOARD, until=until, now=timezone.now())


def unsealing() -> Act:
    """A sealed picture."""
    ref = sealing()().ref
    dewi = cast.at_desk(cast.DEWI)
    return lambda: scan.erase(dewi, ref, now=timezone.now())


def enrolling() -> Act:
    """A link whose question a phone answers."""
    now, phone = timezone.now(), Phone()
    code = signing.link(cast.at_desk(cast.SARI), now=now)
    enrolment.ask(code, now=now)
    asked = enrolment.asked(code, now=now)
    return lambda: enrolment.make(code, phone.new, challenge=asked, now=now)


def vouching() -> Act:
    """A key for which one institution vouched."""
    ref = signing.enrolled(vouched=1).ref
    return lambda: enrolment.vouch(cast.at_desk(cast.BIMA), ref, now=timezone.now())


def revoking() -> Act:
    """A key that two institutions vouched for."""
    ref = signing.enrolled().ref
    return lambda: enrolment.revoke(cast.at_desk(cast.SARI), ref, reason="Hilang.", now=timezone.now())


def _to_sign() -> tuple[Any, str]:
    """A frozen declaration whose first office is the KPU's, with its secretary."""
    dewi = cast.at_desk(cast.DEWI)
    return dewi, cast.frozen(dewi).declaration_id


def signing_text() -> Act:
    """An office's key whose question is answered."""
    dewi, ref = _to_sign()
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, ref)
    answer = made.phone.answer(signature.ask(code, Act_.SIGN, now=now).challenge)
    return lambda: signature.sign(code, answer, SITE, now=now)


def attesting_hand() -> Act:
    """A signing by hand that one institution attested: the second word makes the signature."""
    dewi, ref = _to_sign()
    signature.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=timezone.now())
    bima = cast.at_desk(cast.BIMA)
    return lambda: signature.attest(bima, ref, n=1, now=timezone.now())


def refusing_text() -> Act:
    """A live link."""
    dewi, ref = _to_sign()
    code = signing.code_for(dewi, ref)
    return lambda: signature.refuse(code, reason="Belum sepakat.", now=timezone.now())


def withdrawing_signature() -> Act:
    """A signature whose own key answers."""
    dewi, ref = _to_sign()
    made, now = signing.enrolled(), timezone.now()
    signing.sign(signing.code_for(dewi, ref), made.phone)
    code = signing.code_for(dewi, ref)
    answer = made.phone.answer(signature.ask(code, Act_.WITHDRAW, now=now).challenge)
    return lambda: signature.withdraw_by_key(code, answer, SITE, reason="Keliru.", now=now)


def taking_back_name() -> Act:
    """A signature whose signatory entered a name."""
    dewi, ref = _to_sign()
    code = signing.code_for(dewi, ref)
    signing.sign_as_holder(code, name="Siti Aminah")
    return lambda: signature.take_back_name(code, now=timezone.now())


def changing_policy() -> Act:
    """A witness policy that waits for its second institution."""
    joko, nila, _sari = _two()
    row = change.propose(joko, Kind.POLICY, text=witnessing.policy(), now=timezone.now())
    return lambda: change.approve(nila, row.ref, now=timezone.now())


def changing_key() -> Act:
    """A new key of the log that waits for its second institution."""
    joko, nila, _sari = _two()
    ledger_key.current(timezone.now())
    row = change.propose(joko, Kind.KEY, now=timezone.now())
    return lambda: change.approve(nila, row.ref, now=timezone.now())


def issuing_certificate() -> Act:
    """A declaration that one office signed."""
    dewi, ref = _to_sign()
    signing.sign_as_holder(signing.code_for(dewi, ref))
    draft = certificates.draft(dewi, ref, "id")
    return lambda: certificate.issue(dewi, ref, draft, pdf=b"%PDF", now=timezone.now())


ACTS: dict[str, Callable[[], Act]] = {
    **acts_of_meeting.ACTS,
    **acts_of_relay.ACTS,
    **acts_of_stage.ACTS,
    "enrolment.made": enrolling,
    "enrolment.vouched": vouching,
    "enrolment.revoked": revoking,
    "signature.given": signing_text,
    "signature.attested": attesting_hand,
    "signature.refused": refusing_text,
    "signature.withdrawn": withdrawing_signature,
    "signature.unnamed": taking_back_name,
    "ledger.policy": changing_policy,
    "ledger.key": changing_key,
    "certificate.issued": issuing_certificate,
    "scan.sealed": sealing,
    "scan.erased": unsealing,
    "declaration.frozen": freezing,
    "declaration.imported": importing_declaration,
    "review.approved": approving_text,
    "review.returned": returning_text,
    "grant.given": giving,
    "grant.ended": ending,
    "place.imported": importing_areas,
    "grant.proposed": proposing,
    "grant.approved": approving,
    "grant.refused": refusing,
    "grant.withdrawn": withdrawing,
    "grant.extended": extending,
    "grant.attested": attesting,
    "factor.reset": resetting,
    "invitation.issued": inviting,
    "invitation.used": accepting,
    "invitation.voided": voiding,
    "token.issued": issuing,
    "token.ended": ending_token,
    "installation.begun": beginning,
    "installation.recovered": recovering,
    "factor.changed": changing_keys,
    "reading.erased": erasing_readings,
    "example.erased": erasing_examples,
    "institution.changed": registering_institution,
    "territory.set": setting_territory,
    "office.changed": changing_office,
    "election.registered": registering_election,
    "participants.set": setting_participants,
    "export.made": exporting,
}
#: Acts that leave other leaves beside their own, with the number of all.
LEAVES = {
    "grant.approved": 3,
    "grant.extended": 2,
    "factor.reset": 2,
    "token.issued": 2,
    "installation.begun": 8,
    "installation.recovered": 3,
    **dict.fromkeys(("minutes.frozen", "decision.made", "attendance.sealed"), 4),
    "stage.scheduled": 2,
}
