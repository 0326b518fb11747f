"""What class each table has, and for the protected ones which rows an identity reaches (row policies on PostgreSQL).

Every model's table stands here exactly once; a test fails for one that does not. The classes:

public    rows anybody may read: facts, and what is published whole
identity  rows the entrance must read before it knows who asks, each found by a secret or by its own key: sessions,
          accounts, second factors, links, grants. Outside the policies; gates in ``records/account`` guard them
policy    rows that are somebody's: a policy with FORCE, and nothing at all without an identity

A policy is two conditions in SQL on the table's own columns, for a person's request: ``read`` (seen) and ``write``
(inserted, changed, deleted). ``anyone`` in front of ``read`` would be everybody's rows. The system reaches all rows.
Conditions may use the functions of :mod:`ikrar.records.policy`; a sub-select on another table sees it through that
table's own policy, so it may only look up the chain reading → declaration's rows → version.
"""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC, IDENTITY = "public", "identity"


@dataclass(frozen=True)
class Policy:
    """Which rows of a protected table are everybody's, and which a person may read and write; conditions in SQL."""

    write: str
    everybody: str = "false"
    read: str = ""

    @property
    def person_reads(self) -> str:
        """What a person may read besides everybody's rows: what they may write, unless said otherwise."""
        return self.read or self.write


_VERSION = "EXISTS (SELECT 1 FROM declaration_version v WHERE {key} AND {which})"
_FROZEN_PART = _VERSION.format(key="v.id = version_id", which="v.frozen_at IS NOT NULL")
_REACHED_PART = _VERSION.format(key="v.id = version_id", which="ikrar_reaches(v.declaration_id, v.area_id)")
#: A draft that an institution was asked to read, and whose reader the asking person is (decision 12).
_REVIEWED_PART = _VERSION.format(key="v.id = version_id", which="ikrar_serves(asked_id, v.area_id)")
_HELD = (
    "ikrar_holds(declaration_id, (SELECT d.institution_id FROM declaration_declaration d WHERE d.ref = declaration_id))"
)
_SCAN = (
    "EXISTS (SELECT 1 FROM scan_scan s JOIN declaration_declaration d ON d.ref = s.declaration_id"
    " WHERE s.ref = scan_id AND ikrar_holds(d.ref, d.institution_id))"
)
_PHOTO = "EXISTS (SELECT 1 FROM relay_photo p WHERE p.ref = sealed_id AND ikrar_keeps(p.institution_id))"
_READING = "EXISTS (SELECT 1 FROM reading_reading r WHERE r.ref = reading_id)"
_MEETING = "EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = {key} AND {which})"
_HOSTED = _MEETING.format(key="meeting_id", which="ikrar_hosts(m.institution_id, m.area_id)")
#: The same until the minutes are frozen; what comes after is written by the program as the system.
_HOSTED_OPEN = _MEETING.format(
    key="meeting_id", which="ikrar_hosts(m.institution_id, m.area_id) AND m.frozen_at IS NULL"
)
_APPROVED = _MEETING.format(key="meeting_id", which="m.approved_at IS NOT NULL")
_ENVELOPE = "ikrar_invites(invitee_id)"
#: What takes part in a meeting sees of it. The institutions are named so that an index of theirs answers where many
#: rows are asked for; ``_SEEN``, the policy of these rows, says the rest. Names of tables keep inner columns apart.
_TAKING = "SELECT 1 FROM meeting_sight s WHERE {key} AND s.institution_id = ANY ((SELECT ikrar_acts_for())::text[])"
_SIGHT = f"EXISTS ({_TAKING})"
#: The same for the table of which long lists are shown: asked of each row (``OFFSET 0``: no list is made) while the
#: person is known to see much; where that was not said, PostgreSQL chooses, and makes a list for many rows.
_LISTED = f"CASE WHEN (SELECT ikrar_sees_much()) THEN EXISTS ({_TAKING} OFFSET 0) ELSE {_SIGHT} END"
_MET = _SIGHT.format(key="s.meeting_id = {table}.meeting_id")
_FOLLOWED = _SIGHT.format(key="s.thread_id = {key}")
#: Which rows of meeting_sight are the person's: that an institution they act for takes part, where their grants reach.
_SEEN = "scope ^@ ANY (CASE WHEN called THEN (SELECT ikrar_sees()) ELSE (SELECT ikrar_drafts()) END)"
_KEPT = "institution_id = ANY ((SELECT ikrar_writes_for())::text[])"
_DONE_SEEN = _FOLLOWED.format(key="d.thread_id")
_DONE = f"EXISTS (SELECT 1 FROM meeting_decision d WHERE d.ref = meeting_done.decision_id AND {_DONE_SEEN})"  # noqa: S608
_POINT = "EXISTS (SELECT 1 FROM declaration_point p WHERE p.id = point_id)"

TABLES: dict[str, str | Policy] = {
    "account_emailaddress": IDENTITY,  # allauth's; no row is written
    "account_emailconfirmation": IDENTITY,  # allauth's; no row is written
    "auth_group": PUBLIC,  # Django's; no row is written
    "auth_group_permissions": PUBLIC,  # Django's; no row is written
    "auth_permission": PUBLIC,  # Django's; names of models
    "certificate_certificate": PUBLIC,  # of frozen versions alone, final
    "certificate_paper": PUBLIC,
    "declaration_declaration": Policy(
        everybody=_VERSION.format(key="v.declaration_id = ref", which="v.frozen_at IS NOT NULL"),
        write="ikrar_holds(ref, institution_id)",
        read="(ikrar_holds(ref, institution_id) OR "
        + _VERSION.format(key="v.declaration_id = ref", which="ikrar_reviews(v.id, v.area_id)")
        + ")",
    ),
    "declaration_listing": PUBLIC,  # of frozen versions alone
    "declaration_pledgingoffice": Policy(everybody=_FROZEN_PART, write=_REACHED_PART),
    "declaration_point": Policy(everybody=_FROZEN_PART, write=_REACHED_PART),
    "declaration_pointkind": Policy(everybody=_POINT, write=_POINT),
    "declaration_step": Policy(
        everybody=_FROZEN_PART,
        write=_REACHED_PART,
        read="("
        + _REACHED_PART
        + " OR "
        + _VERSION.format(key="v.id = version_id", which="ikrar_reviews(v.id, v.area_id)")
        + ")",
    ),
    "declaration_translation": Policy(everybody=_FROZEN_PART, write=_REACHED_PART),
    "declaration_version": Policy(
        everybody="frozen_at IS NOT NULL",
        write="ikrar_reaches(declaration_id, area_id)",
        read="(ikrar_reaches(declaration_id, area_id) OR ikrar_reviews(id, area_id))",
    ),
    "declaration_witness": Policy(everybody=_FROZEN_PART, write=_REACHED_PART),
    "django_content_type": PUBLIC,  # Django's; names of models
    "django_session": IDENTITY,  # found by its key alone, before anybody is known
    "edition_edition": Policy(write=_REACHED_PART),  # what a draft said earlier: its secretaries' alone
    "election_election": PUBLIC,
    "election_participant": PUBLIC,
    "enrolment_enrolmentlink": IDENTITY,  # found by the hash of its code; the link is the right
    "enrolment_key": PUBLIC,  # public halves of offices' keys, final
    "enrolment_vouch": IDENTITY,  # says which officer vouched, behind the gates of records/enrolment
    "grant_attestation": IDENTITY,  # beside the grants, behind the gates of records/grant
    "grant_request": IDENTITY,  # makes grants: two institutions judge it, by grants of both (records/grant/access.py)
    "grant_request_areas": IDENTITY,
    "ikrar_account_grant": IDENTITY,  # what a policy itself asks; read at the door before the person is known
    "ikrar_account_grant_areas": IDENTITY,
    "ikrar_account_signinlink": IDENTITY,  # found by the hash of its token
    "ikrar_account_user": IDENTITY,  # found by user name or session
    "institution_institution": PUBLIC,
    "institution_office": PUBLIC,
    "institution_term": PUBLIC,
    "institution_territory": PUBLIC,
    "invitation_invitation": IDENTITY,  # found by the hash of its code, before anybody is known
    "job_arrival": Policy(write="false"),  # written by the worker alone, as the system
    "job_delivery": Policy(write="false"),  # read behind the gate of records/job, as the system
    "job_try": Policy(write="false"),
    "ledger_change": IDENTITY,  # what two institutions decide about the ledger (records/ledger/change.py)
    "ledger_checkpoint": PUBLIC,  # published whole, like its cosignatures
    "ledger_cosignature": PUBLIC,
    "ledger_key": PUBLIC,  # public halves alone
    "ledger_leaf": PUBLIC,  # holds nothing about a person; published whole
    "ledger_opening": Policy(write="false"),  # written and erased as the system, by the act whose leaf it opens
    "ledger_sighting": PUBLIC,
    "ledger_witnesspolicy": PUBLIC,
    "meeting_approval": Policy(everybody=_APPROVED, write="false", read=_MET.format(table="meeting_approval")),
    "meeting_attendance": Policy(write=_HOSTED_OPEN, read=_HOSTED),  # sealed, and the host's alone
    "meeting_decision": Policy(
        everybody="published <> ''",
        write="false",  # made by freezing, ended by its owner or host: both as the system, behind their gates
        read=_LISTED.format(key="s.thread_id = meeting_decision.thread_id"),
    ),
    "meeting_done": Policy(write="false", read=_DONE),  # written as the system: who acts is not the host most often
    "meeting_edition": Policy(write=_HOSTED),  # what minutes said while they were taken, for the host alone
    "meeting_envelope": Policy(write=_ENVELOPE),  # mailboxes and what came from them
    "meeting_invitee": Policy(everybody=_APPROVED, write=_HOSTED_OPEN, read=_MET.format(table="meeting_invitee")),
    "meeting_meeting": Policy(
        everybody="approved_at IS NOT NULL",
        write="ikrar_hosts(institution_id, area_id)",
        read=_SIGHT.format(key="s.meeting_id = ref"),
    ),
    "meeting_minutes": Policy(write=_HOSTED_OPEN, read=_MET.format(table="meeting_minutes")),
    "meeting_series": Policy(
        write=_KEPT,
        read=f"{_KEPT} OR EXISTS (SELECT 1 FROM meeting_thread t WHERE t.ref = meeting_series.ref)",  # noqa: S608
    ),
    "meeting_sight": Policy(write="false", read=_SEEN),  # triggers alone write it, as the system
    "meeting_step": Policy(write=_HOSTED, read=_MET.format(table="meeting_step")),
    "meeting_tally": Policy(  # triggers alone write it, as the system
        everybody="published <> ''", write="false", read=_FOLLOWED.format(key="meeting_tally.thread_id")
    ),
    "meeting_thread": Policy(write="false", read=_FOLLOWED.format(key="meeting_thread.id")),
    "mfa_authenticator": IDENTITY,  # read while signing in, by its person
    "place_area": PUBLIC,
    "place_decree": PUBLIC,
    "place_formername": PUBLIC,
    "place_succession": PUBLIC,
    "reading_origin": Policy(write=_READING),
    "reading_reading": Policy(
        write="author_id = ikrar_user() AND expires > ikrar_now() AND ikrar_is_secretary()",
    ),
    "relay_act": PUBLIC,  # a relay is published the moment it is planned, with every act on it
    "relay_leg": PUBLIC,
    "relay_photo": PUBLIC,  # that a picture was sealed, by which side
    "relay_photobox": Policy(write=_PHOTO),  # the picture itself
    "relay_relay": PUBLIC,
    "review_approval": Policy(everybody=_FROZEN_PART, write=_REACHED_PART),
    "review_review": Policy(write=f"({_REACHED_PART} OR {_REVIEWED_PART})"),
    "scan_box": Policy(write=_SCAN),  # the picture itself
    "scan_scan": Policy(
        everybody=_VERSION.format(key="v.declaration_id = scan_scan.declaration_id", which="v.frozen_at IS NOT NULL"),
        write=_HELD,
    ),
    "signature_attestation": IDENTITY,  # says which officer saw it, behind the gates of records/signature
    "signature_refusal": PUBLIC,  # of frozen versions alone, final, like all that is signed
    "signature_signature": PUBLIC,
    "signature_signinglink": IDENTITY,  # found by the hash of its code; the link is the right
    "signature_withdrawal": PUBLIC,
    "stage_anchoring": PUBLIC,  # facts with their source, and who entered them
    "stage_note": PUBLIC,
    "stage_published": PUBLIC,  # what calendars were told of stages
    "token_token": IDENTITY,  # found by the hash of the token, before the machine is known
    "wording_band": PUBLIC,  # made of frozen texts, like all of its noun
    "wording_group": PUBLIC,
    "wording_tally": PUBLIC,
    "wording_text": PUBLIC,
    "wording_use": PUBLIC,
    "wording_wording": PUBLIC,
}
