"""What the addresses of the access matrix are about: a world with an owner of everything, and samples of it by address.

What cannot be guessed from an address stands in ``SUBJECTS``; one without an entry fails with a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.job.delivery import Cause, Outcome, Result
from ikrar.core.job.delivery import Kind as About
from ikrar.core.ledger.change import Kind
from ikrar.core.meeting.invitation import to_record
from ikrar.core.scan.scan import USUAL, What
from ikrar.records.account.models import User
from ikrar.records.enrolment.models import EnrolmentLink
from ikrar.records.factor import actions as factor
from ikrar.records.grant import actions as grant
from ikrar.records.invitation import actions as invitation
from ikrar.records.job import actions as job
from ikrar.records.ledger import change, sequence
from ikrar.records.ledger.models import Change, Leaf
from ikrar.records.meeting import attendance
from ikrar.records.ref import new_ref
from ikrar.records.relay import photos
from ikrar.records.scan import actions as scan
from ikrar.records.wording.models import Use
from tests import cast, meetings, relaying, signing, witnessing
from tests.authenticator import Device
from tests.core.meeting.test_invitation import INVITATION


@dataclass(frozen=True)
class Subject:
    """What an address is about: whose it is and where it lies; ``exists`` is whether anybody at all may find it."""

    arguments: tuple[tuple[str, object], ...] = ()
    exists: bool = True
    author: str = ""
    institution: str = ""
    area: str = ""


@dataclass
class World:
    """The refs of what the matrix asks for."""

    readings: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    frozen: dict[str, str] = field(default_factory=dict)
    scans: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    grants: dict[str, tuple[str, str]] = field(default_factory=dict)
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)
    invitations: dict[str, tuple[str, str]] = field(default_factory=dict)
    reviews: dict[str, tuple[str, str]] = field(default_factory=dict)
    device: str = ""
    relay: str = ""
    photo: str = ""
    links: dict[str, str] = field(default_factory=dict)
    office_keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    enrolments: dict[str, tuple[str, str]] = field(default_factory=dict)
    signatures: dict[str, tuple[str, str]] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    named: dict[str, tuple[str, str]] = field(default_factory=dict)


OWNERS = (cast.DEWI, cast.INTAN, cast.YUDA)


def furnish() -> World:
    """Let three secretaries each keep a reading, a draft declaration and a frozen one; return the references."""
    world = World()
    for who in OWNERS:
        holder, area = cast.at_desk(who), who.areas[0]
        world.readings[who.username] = cast.draft(holder, area=area).ref
        world.drafts[who.username] = cast.registered(holder, area=area).ref
        world.frozen[who.username] = cast.frozen(holder, area=area, title=f"Deklarasi {who.institution}").declaration_id
        user, key = User.objects.get(username=who.username), factor.NewPasskey(Device().attested, 0, synced=False)
        for number in range(2):  # two, so that one of them may be removed
            world.keys[who.username] = factor.add_passkey(user, key, name=f"kunci {number}", now=timezone.now())
        world.scans[who.username] = scan.keep(
            holder,
            world.drafts[who.username],
            picture=who.username.encode(),
            what=What.BOARD,
            until=holder.today + USUAL,
            now=timezone.now(),
        ).ref
        world.letters[who.username] = _given_up(who.institution)
    _people(world)
    for author, reader in ((cast.DEWI, cast.BIMA), (cast.INTAN, cast.SARI)):
        area = author.areas[0]
        ref = cast.registered(cast.at_desk(author), area=area, title="Untuk dibaca").ref
        asked = cast.asked(cast.at_desk(author), ref, reader=reader)
        world.reviews[asked.ref] = (reader.institution, area)
    _signing(world)
    _meeting(world)
    world.relay = relaying.planned().ref
    moved, dewi = relaying.planned(baton="Tongkat B"), cast.at_desk(cast.DEWI)
    relaying.opened(moved)
    until = dewi.today + USUAL
    world.photo = photos.keep(dewi, moved.ref, 1, picture=b"x", until=until, now=timezone.now()).ref
    world.device = cast.device()
    cast.issued(world.device)
    change.propose(cast.at_desk(cast.JOKO), Kind.POLICY, text=witnessing.policy(), now=timezone.now())
    sequence.advance(timezone.now())
    return world


def _given_up(institution: str) -> str:
    """Keep a letter that was given up, so that it may be sent again."""
    now, payload = timezone.now(), to_record(INVITATION)
    made = job.send("tu@x.example", About.INVITATION, new_ref(), payload, now, institution=institution)
    claimed = job.claim(now)
    assert claimed is not None
    job.finish(claimed, Result(Outcome.NEVER, Cause.REFUSED, 550), now)
    return made.ref


def _signing(world: World) -> None:
    """Let the KPU keep an office's key, an enrolment link and a signature, and leave a link of each kind to be used."""
    sari, kpu = cast.at_desk(cast.SARI), (cast.SARI.institution, "35.28")
    world.links["office-key"] = signing.link(sari)
    for row in EnrolmentLink.objects.all():
        world.enrolments[row.ref] = kpu
    world.office_keys[signing.enrolled(vouched=0).ref] = kpu
    owner = cast.at_desk(cast.INTAN)
    ref = world.frozen["intan"]
    signed = signing.sign_as_holder(signing.code_for(owner, ref), name="Siti Aminah").ref
    world.signatures[signed] = kpu
    world.named[signed] = (cast.INTAN.institution, cast.INTAN.areas[0])
    world.links["sign"] = signing.code_for(owner, ref, 2)


def _meeting(world: World) -> None:
    """Let the KPU host three meetings to which Bawaslu and the police are invited: a draft, a called, an approved."""
    dewi = cast.at_desk(cast.DEWI)
    world.meetings = {"draft": meetings.draft(dewi).ref, "called": meetings.called(dewi).ref}
    approved = meetings.approved(dewi, by=cast.PUTRI)
    world.meetings["approved"] = approved.ref
    world.decisions = {row.ref: approved.ref for row in approved.decisions.all()}
    world.links["check-in"] = attendance.open_door(dewi, world.meetings["called"], now=timezone.now())


def _people(world: World) -> None:
    """Let two administrators of two institutions keep an officer each, a request that waits, and an invitation."""
    today, now = timezone.localdate(), timezone.now()
    cast.voting(today + timedelta(days=365))
    admins = {p.institution: cast.at_desk(p) for p in (cast.JOKO, cast.NILA)}
    for officer in (cast.SARI, cast.BIMA):
        who, kept = admins[officer.institution], (officer.institution, officer.areas[0])
        ref = cast.employ(officer).grants.get().ref
        world.grants[ref] = kept
        terms = grant.Terms(Role.PLANNER, officer.institution, frozenset(officer.areas), today, today)
        world.requests[grant.propose_grant(who, username="baru", terms=terms, now=now).ref] = kept
        world.invitations[invitation.issue(who, ref, now=now)[0].ref] = kept


# --- what cannot be guessed -------------------------------------------------------------------------------------------


def _owned(refs: dict[str, str]) -> list[Subject]:
    known = [Subject((("ref", refs[p.username]),), True, p.username, p.institution, p.areas[0]) for p in OWNERS]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _own_keys(world: World) -> list[Subject]:
    known = [Subject((("ref", ref),), author=name) for name, ref in world.keys.items()]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _people_of(refs: dict[str, tuple[str, str]]) -> list[Subject]:
    known = [Subject((("ref", ref),), institution=where, area=area) for ref, (where, area) in refs.items()]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _institutions() -> list[Subject]:
    known = [Subject((("area", "35.28"), ("unit", u)), institution=f"35.28/{u}") for u in ("kpu", "bawaslu")]
    return [*known, Subject((("area", "35.28"), ("unit", "tidak-ada")), exists=False)]


def _regions() -> list[Subject]:
    """An election in two areas, and one that is not held there."""
    return [
        *[Subject((("code", "pilkada-2024"), ("area", area)), area=area) for area in ("35.28", "36.04")],
        Subject((("code", "pilkada-arunika"), ("area", "35.28")), exists=False),
        Subject((("code", "pilkada-2024"), ("area", "35.99")), exists=False),
    ]


def _published(world: World, **more: object) -> list[Subject]:
    extra = tuple(more.items())
    return [
        Subject((("ref", world.frozen["dewi"]), *extra)),
        Subject((("ref", world.drafts["dewi"]), *extra), exists=False),
        Subject((("ref", new_ref()), *extra), exists=False),
    ]


def _kinds() -> list[Subject]:
    return [Subject((("slug", "jaga-persatuan"),)), Subject((("slug", "tidak-ada"),), exists=False)]


def _wordings() -> list[Subject]:
    """Return the page of a group that declarations use, and pages of none."""
    refs = Use.objects.filter(code="UNITY_NKRI").values_list("group", flat=True)[:1]
    known = [Subject((("slug", "jaga-persatuan"), ("ref", ref))) for ref in refs]
    none = [("jaga-persatuan", new_ref()), *(("tolak-hoaks", ref) for ref in refs), ("tidak-ada", new_ref())]
    return [*known, *(Subject((("slug", slug), ("ref", ref)), exists=False) for slug, ref in none)]


def _device(world: World) -> list[Subject]:
    ref = world.device or new_ref()
    known = Subject((("ref", ref),), institution="35.28/kpu", area="35.28", exists=bool(world.device))
    return [known, Subject((("ref", new_ref()),), exists=False)]


def _elections(name: str) -> list[Subject]:
    return [Subject(((name, "pilkada-2024"),)), Subject(((name, "x"),), exists=False)]


def _links(world: World, name: str) -> list[Subject]:
    known = [Subject((("code", world.links[name]),))] if name in world.links else []
    return [*known, Subject((("code", "0" * 25),), exists=False)]


CALENDARS = ("", "-feed", "-paper", "-table", "-data")


#: The institutions that take part in the meetings of the world, the host first.
PARTIES = "35.28/kpu 35.28/bawaslu 35.28/polres"


def _hosted(world: World) -> list[Subject]:
    known = [Subject((("ref", ref),), institution="35.28/kpu", area="35.28") for ref in world.meetings.values()]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _joined(world: World) -> list[Subject]:
    """Return the meetings that participants reach: of a draft it is the host's secretaries alone."""
    known = [
        Subject((("ref", ref),), author=state, institution=PARTIES, area="35.28")
        for state, ref in world.meetings.items()
    ]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _decided(world: World) -> list[Subject]:
    known = [Subject((("ref", ref),), institution=PARTIES, area="35.28") for ref in world.decisions]
    return [*known, Subject((("ref", new_ref()),), exists=False)]


def _approved_meetings(world: World) -> list[Subject]:
    return [Subject((("ref", ref),), exists=state == "approved") for state, ref in world.meetings.items()]


#: URL name (or the part of it before the first dash) -> its sample subjects.
def _changes() -> list[Subject]:
    return [Subject((("ref", row.ref),)) for row in Change.objects.all()] + [Subject((("ref", "x"),), exists=False)]


def _leaves() -> list[Subject]:
    found = Leaf.objects.order_by("number").first()
    assert found is not None
    return [Subject((("name", name),), exists=name == found.hash) for name in (found.hash, "0" * 64, "x")]


def _relays(world: World, **more: object) -> list[Subject]:
    known = [Subject((("ref", world.relay), *more.items()), institution="35.28/kpu")] if world.relay else []
    return [*(known or [Subject((("ref", new_ref()), *more.items()), exists=False)]), _no_relay(**more)]


def _no_relay(**more: object) -> Subject:
    return Subject((("ref", new_ref()), *more.items()), exists=False)


def _photos(world: World) -> list[Subject]:
    known = [Subject((("ref", world.photo),), institution="35.28/kpu")] if world.photo else []
    return [*known, _no_relay()]


SUBJECTS: dict[str, Callable[[World], list[Subject]]] = {
    **{f"ledger-{verb}": (lambda world: _changes()) for verb in ("change", "approve", "refuse", "withdraw")},
    "ledger-leaf": lambda world: _leaves(),
    "ledger-proof": lambda world: _leaves()[1:],
    "ledger-tile": lambda world: [Subject((("path", path),), exists=False) for path in ("0/000", "0/../x", "-1/000")],
    "reading": lambda world: _owned(world.readings),
    "desk-declaration": lambda world: _owned(world.drafts),
    **dict.fromkeys(("desk-meeting", "meeting-approve", "minutes"), _joined),
    **dict.fromkeys(
        (
            "meeting-change",
            "meeting-invite",
            "meeting-move",
            "attendance",
            "minutes-save",
            "minutes-merge",
            "minutes-editions",
        ),
        _hosted,
    ),
    "minutes-file": lambda world: [
        Subject((*one.arguments, ("kind", kind)), one.exists and kind == "docx", one.author, one.institution, one.area)
        for one in _joined(world)
        for kind in ("docx", "exe")
    ],
    "meeting": _approved_meetings,
    "decision": _decided,
    "decisions-file": lambda world: [Subject((("kind", "csv"),)), Subject((("kind", "exe"),), exists=False)],
    "check-in": lambda world: _links(world, "check-in"),
    "scans": lambda world: _owned(world.drafts),
    **{name: (lambda world: _owned(world.frozen)) for name in ("signing", "signing-links", "signing-void", "attest")},
    "signature-withdraw": lambda world: _people_of(world.signatures),
    "signature-unname": lambda world: _people_of(world.named),
    **{f"office-key-{act}": (lambda world: _people_of(world.office_keys)) for act in ("view", "vouch", "revoke")},
    "office-key-void": lambda world: _people_of(world.enrolments),
    "office-key": lambda world: _links(world, "office-key"),
    "sign": lambda world: _links(world, "sign"),
    **dict.fromkeys(("scan", "scan-erase"), lambda world: _owned(world.scans)),
    "release": lambda world: [
        *_published(world, kind="deklarasi"),
        *_published(world, kind="tidak-ada")[1:],
    ],
    **dict.fromkeys(("letter", "letter-page", "letter-calendar", "letter-again"), lambda world: _owned(world.letters)),
    "declaration": lambda world: _published(world),
    **{
        f"declaration-{verb}": (lambda world: _owned(world.drafts))
        for verb in ("save", "rows", "freeze", "supersede", "discard", "editions", "step", "merge", "paper")
    },
    **{f"review-{verb}": (lambda world: _people_of(world.reviews)) for verb in ("approve", "return")},
    "review": lambda world: _people_of(world.reviews),
    **dict.fromkeys(("review-ask", "review-withdraw"), lambda world: _owned(world.drafts)),
    "declaration-titled": lambda world: [
        Subject((("ref", world.frozen["dewi"]), ("slug", "deklarasi-35-28-kpu"))),
        *_published(world, slug="deklarasi")[1:],
    ],
    "difference": lambda world: _published(world, old=1, new=2)[1:],
    **dict.fromkeys(("commitment", "commitment-feed", "embed-commitment"), lambda world: _kinds()),
    "commitment-wording": lambda world: _wordings(),
    **dict.fromkeys(
        ("area-feed", "embed-area"),
        lambda world: [Subject((("code", "35.28"),)), Subject((("code", "99"),), exists=False)],
    ),
    "embed-declaration": lambda world: _published(world),
    "sitemap-part": lambda world: [
        *(Subject((("name", name),)) for name in ("halaman", "wilayah-1", "deklarasi-1")),
        *(Subject((("name", name),), exists=False) for name in ("deklarasi-2", "deklarasi-x", "lain")),
    ],
    "version": lambda world: [*_published(world, number=1), *_published(world, number=2)[1:]],
    "canonical": lambda world: _published(world, number=1),
    **dict.fromkeys(("ceremony", "ceremony-code"), lambda world: _published(world)),
    **dict.fromkeys(("ceremony-live", "proof"), lambda world: _published(world, number=1)),
    "certificate-paper": lambda world: _published(world, number=1)[1:],
    "desk-certificates": lambda world: _owned(world.frozen),
    "declaration-paper": lambda world: _published(world),
    "declaration-print": lambda world: _owned(world.drafts),
    "version-paper": lambda world: [*_published(world, number=1), *_published(world, number=2)[1:]],
    "declaration-file": lambda world: _published(world, kind="json"),
    "declarations-file": lambda world: [Subject((("kind", "jsonl"),)), Subject((("kind", "exe"),), exists=False)],
    "area-borders": lambda world: [Subject((("code", "35.28"),)), Subject((("code", "35.28.01"),), exists=False)],
    "area": lambda world: [Subject((("code", "35.28"),)), Subject((("code", "99"),), exists=False)],
    "manual-page": lambda world: [Subject((("slug", "keselamatan"),)), Subject((("slug", "tidak-ada"),), exists=False)],
    "institution": lambda world: [
        Subject((("area", "35.28"), ("unit", "kpu"))),
        Subject((("area", "35.28"), ("unit", "tidak-ada")), exists=False),
    ],
    **{f"calendar-election{rest}": (lambda world: _elections("code")) for rest in CALENDARS},
    "embed-calendar": lambda world: _elections("code"),
    "calendar-area-feed": lambda world: [Subject((("code", "35.28"),)), Subject((("code", "99"),), exists=False)],
    "calendar-kind-feed": lambda world: [Subject((("kind", "tahapan"),)), Subject((("kind", "x"),), exists=False)],
    "calendar-stage": lambda world: [
        Subject((("code", "pilkada-2024"), ("stage_code", "QUIET"))),
        Subject((("code", "pilkada-2024"), ("stage_code", "x")), exists=False),
        Subject((("code", "x"), ("stage_code", "QUIET")), exists=False),
    ],
    **{
        name: (lambda world: _relays(world))
        for name in ("relay", "relay-geojson", "relay-calendar", "desk-relay", "desk-relay-cancel")
    },
    **dict.fromkeys(("handover", "handover-record"), lambda world: _relays(world, n=1)),
    "handover-paper": lambda world: _relays(world, n=1)[1:],
    "relay-file": lambda world: _relays(world, kind="csv"),
    "relays-file": lambda world: [Subject((("kind", "csv"),)), Subject((("kind", "exe"),), exists=False)],
    "desk-handover": lambda world: _relays(world, n=1),
    **{
        f"desk-handover-{act}": (lambda world: _relays(world, n=1))
        for act in ("open", "acknowledge", "refuse", "withdraw", "skip", "change", "day", "seal")
    },
    **dict.fromkeys(("handover-picture", "handover-picture-erase"), lambda world: _photos(world)),
    "election": lambda world: [Subject((("code", "pilkada-2024"),)), Subject((("code", "x"),), exists=False)],
    "desk-institution": lambda world: _institutions(),
    **dict.fromkeys(("desk-stage", "desk-stage-anchor", "desk-stage-note"), lambda world: _regions()),
    "desk-institution-change": lambda world: _institutions(),
    "key-passkey": _own_keys,
    "key-passkey-remove": _own_keys,
    **dict.fromkeys(("token", "token-issue", "token-end"), _device),
    "api-declaration": lambda world: _published(world),
    "api-declaration-version": lambda world: [*_published(world, number=1), *_published(world, number=2)[1:]],
    "api-place": lambda world: [Subject((("code", "35.28"),)), Subject((("code", "99.99"),), exists=False)],
    "api-stages": lambda world: _elections("code"),
    "api-election": lambda world: [Subject((("code", "pilkada-2024"),)), Subject((("code", "x"),), exists=False)],
    "api-institution": lambda world: [
        Subject((("area", "35.28"), ("name", "kpu"))),
        Subject((("area", "35.28"), ("name", "tidak-ada")), exists=False),
    ],
    "grant-request": lambda world: _people_of(world.requests),
    **{
        f"grant-{act}": (lambda world: _people_of(world.requests))
        for act in ("approve", "refuse", "withdraw", "invite-first")
    },
    "grant": lambda world: _people_of(world.grants),
    **{
        f"grant-{act}": (lambda world: _people_of(world.grants))
        for act in ("end", "extend", "move", "reset", "attest", "invite")
    },
    "invitation-void": lambda world: _people_of(world.invitations),
    "link": lambda world: [Subject((("token", "tidak-ada"),), exists=False)],
}
