"""Check a bundle offline: text, openings, signatures, vouchers, ledger and witnesses, with ``cryptography`` alone.

What is checked against what: the text's digest; each act's record against its leaf; each leaf against the signed root
of its checkpoint; the checkpoint against the keys of a policy that the verifier brings; each passkey signature against
the key in its record, and that key against the vouches of two institutions (decisions 15 and 16).
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from ikrar.core.certificate.bundle import Act, Bundle
from ikrar.core.declaration.canonical import DeclarationText, digest, parse
from ikrar.core.errors import BadInput, IkrarError, NotProven, Refused
from ikrar.core.ledger import checkpoint, leaf, passkey
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.proof import parse as parse_proof
from ikrar.core.ledger.tree import check_inclusion, hash_leaf
from ikrar.core.ledger.verify import open_checkpoint
from ikrar.core.signature.assertion import Asked, Assertion, verify
from ikrar.core.signature.challenge import Act as Declared
from ikrar.core.signature.challenge import Acting, Signatory, Statement, capacity_of, challenge
from ikrar.core.signature.key import key_hash
from ikrar.core.signature.vouching import same_office

GIVEN, ATTESTED, WITHDRAWN, REFUSED = (
    "signature.given",
    "signature.attested",
    "signature.withdrawn",
    "signature.refused",
)
MADE, VOUCHED, REVOKED = "enrolment.made", "enrolment.vouched", "enrolment.revoked"
FROZEN: Final = frozenset({"declaration.frozen", "declaration.imported"})
ISSUED: Final = "certificate.issued"
#: All that a bundle holds: what registered the text, keys and vouches, signatures, certificates.
ACTS: Final = FROZEN | {GIVEN, ATTESTED, WITHDRAWN, REFUSED, MADE, VOUCHED, REVOKED, ISSUED}
PASSKEY, HAND = "passkey", "hand"


class Ledger(StrEnum):
    """What the ledger shows of an act."""

    UNCHECKED = "unchecked"  # whoever checks brought no policy
    WAITING = "waiting"  # no checkpoint has the leaf yet
    WITNESSED = "witnessed"  # the log signed it and enough witnesses cosigned
    SIGNED = "signed"  # the log signed it, witnesses are too few
    BROKEN = "broken"  # the proof does not show it


class Fault(StrEnum):
    """Why a signature in a bundle proves nothing."""

    OTHER_TEXT = "other_text"
    OTHER_OFFICE = "other_office"
    UNREADABLE = "unreadable"
    NOT_SIGNED = "not_signed"
    REVOKED = "revoked"


class Proof(StrEnum):
    """What a withdrawal shows of who gave it, beside its leaf."""

    NONE = "none"  # it was recorded at the desk
    KEY = "key"  # the key that signed the text signed this too
    BROKEN = "broken"  # it names a key that did not


@dataclass(frozen=True, slots=True)
class Kept:
    """One act that its leaf commits to: the leaf, the record, and what the ledger shows, since when it is witnessed."""

    leaf: leaf.Leaf
    record: Mapping[str, Any]
    ledger: Ledger
    index: int | None = None
    size: int = 0
    witnesses: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def seen(self) -> bool:
        """Whether witnesses, and enough of them, saw this act in the ledger; a policy may ask for none."""
        return self.ledger is Ledger.WITNESSED and bool(self.witnesses)


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature of a bundle: who, how, and whether it holds; ``standing`` says that two institutions vouched.

    ``fault`` None means that it holds. ``by`` are codes of the institutions that vouched for the key or attested;
    ``seen`` says that witnesses saw the enrolment and each of those words in the ledger: anybody can write them down.
    """

    n: int
    office: str
    institution: str
    capacity: str
    on_behalf_of: str
    method: str
    time: str
    fault: Fault | None
    standing: bool = False
    by: tuple[str, ...] = ()
    seen: bool = False
    key: str = ""
    origin: str = ""
    ledger: Ledger = Ledger.UNCHECKED
    withdrawn: str | None = None
    withdrawn_at: str = ""
    withdrawn_by: Proof = Proof.NONE


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle shows. ``text`` is None when the text is not the one of the digest: then nothing else counts.

    ``frozen`` is the act that registered the text; ``broken`` counts acts whose record or leaf is not what it says;
    ``names`` are the institutions' names by their codes, as the records tell them.
    """

    digest: str
    text: DeclarationText | None
    frozen: Kept | None
    signings: tuple[Signing, ...]
    refused: tuple[Kept, ...]
    certificates: tuple[Kept, ...]
    acts: tuple[Kept, ...]
    broken: int
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """The weakest thing the ledger shows of any act; broken when one proof is."""
        order = (Ledger.BROKEN, Ledger.UNCHECKED, Ledger.WAITING, Ledger.SIGNED, Ledger.WITNESSED)
        found = {act.ledger for act in self.acts}
        return next((one for one in order if one in found), Ledger.UNCHECKED)

    @property
    def holds(self) -> bool:
        """Whether nothing in the bundle contradicts it; what the ledger has not shown yet contradicts nothing."""
        return (
            self.text is not None
            and self.frozen is not None
            and not self.broken
            and self.ledger is not Ledger.BROKEN
            and not any(one.fault or one.withdrawn_by is Proof.BROKEN for one in self.signings)
        )

    @property
    def proven(self) -> bool:
        """Whether it holds and the ledger shows every act in it as the policy asks: nothing is merely written down."""
        return self.holds and self.ledger is Ledger.WITNESSED


def check_bundle(bundle: Bundle, policy: Policy | None = None) -> Verdict:
    """Check everything a bundle says; never raises for what is wrong in it, the verdict says so.

    Without a policy no checkpoint is checked: then only what the keys in the bundle signed is shown.
    """
    text = _text(bundle)
    log = None if policy is None else _Log(policy)
    found = [_kept(act, log) for act in bundle.acts]
    acts = tuple(act for act in found if act is not None)
    ours = tuple(act for act in acts if _is_about(act, bundle))
    signings = [_by_key(act, acts, bundle.digest) for act in ours if act.leaf.type == GIVEN]
    signings += _by_hand([act for act in ours if act.leaf.type == ATTESTED], ours)
    return Verdict(
        digest=bundle.digest,
        text=text,
        frozen=next((act for act in ours if act.leaf.type in FROZEN), None),
        signings=tuple(sorted(signings, key=lambda one: one.n)),
        refused=tuple(act for act in ours if act.leaf.type == REFUSED),
        certificates=tuple(act for act in ours if act.leaf.type == ISSUED),
        acts=acts,
        broken=found.count(None),
        names=_names(acts),
    )


def _names(acts: Sequence[Kept]) -> dict[str, str]:
    """Return the name of each institution that the records name, where all of them name it alike."""
    told: dict[str, set[str]] = {}
    for act in acts:
        told.setdefault(act.leaf.by, set()).add(_words(act.record, "by_name"))
    named = {code: names - {""} for code, names in told.items()}
    return {code: next(iter(names)) for code, names in named.items() if len(names) == 1}


def _text(bundle: Bundle) -> DeclarationText | None:
    if digest(bundle.text) != bundle.digest:
        return None
    try:
        return parse(bundle.text)
    except BadInput:
        return None


def _is_about(act: Kept, bundle: Bundle) -> bool:
    told = (act.record.get("declaration"), act.record.get("version"), act.record.get("digest"))
    return told == (bundle.declaration, bundle.version, bundle.digest)


def _kept(act: Act, log: _Log | None) -> Kept | None:
    """Return an act whose leaf commits to its record, with what the ledger shows of it; None for any other."""
    try:
        one = leaf.parse(act.leaf)
    except BadInput:
        return None
    if not leaf.opens(one.com, act.r, act.record) or act.record.get("act") != one.type:
        return None
    if act.proof is None:
        return Kept(one, act.record, Ledger.WAITING)
    if log is None:
        return Kept(one, act.record, Ledger.UNCHECKED)
    try:
        proof = parse_proof(act.proof)
        point, seen = log.opened(proof.checkpoint)
        check_inclusion(hash_leaf(act.leaf), proof.index, point.size, proof.path, point.root)
    except (BadInput, Refused):
        return Kept(one, act.record, Ledger.BROKEN)
    shown = Ledger.WITNESSED if log.policy.satisfied(seen) else Ledger.SIGNED
    return Kept(one, act.record, shown, proof.index, point.size, seen)


class _Log:
    """Opens the checkpoints of a bundle with a policy's keys, each once: a bundle's acts mostly share one."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._opened: dict[str, tuple[checkpoint.Checkpoint, dict[str, datetime]]] = {}

    def opened(self, note: str) -> tuple[checkpoint.Checkpoint, dict[str, datetime]]:
        """Return a checkpoint with its witnesses; raises BadInput and Refused for one that no trusted log signed."""
        if note not in self._opened:
            self._opened[note] = open_checkpoint(note, self.policy)
        return self._opened[note]


# --- signatures -------------------------------------------------------------------------------------------------------


def _by_key(act: Kept, acts: Sequence[Kept], of_text: str) -> Signing:
    told = act.record
    words, revoked = _vouchers(act, acts)
    by = tuple(dict.fromkeys(word.leaf.by for word in words if word.leaf.type == VOUCHED))
    own = told["statement"]["signatory"]["institution"] if _has_statement(told) else ""
    fault = _fault(told, of_text) or (Fault.REVOKED if revoked else None)
    return _signing(
        act,
        acts,
        method=PASSKEY,
        fault=fault,
        standing=bool(own) and own in by and len(by) > 1,
        by=by,
        seen=all(word.seen for word in words),
        key=_words(told, "key"),
        origin=_words(told, "origin"),
    )


def _signing(act: Kept, acts: Sequence[Kept], **more: Any) -> Signing:
    told, statement = act.record, act.record.get("statement")
    said = statement if isinstance(statement, dict) else {}
    ended = next((one for one in acts if one.leaf.type == WITHDRAWN and one.leaf.ref == act.leaf.ref), None)
    number = told.get("n")
    return Signing(
        n=number if isinstance(number, int) else 0,
        office=_words(told, "office"),
        institution=_words(told, "institution"),
        capacity=_words(said, "capacity") or _words(told, "capacity"),
        on_behalf_of=_words(said, "on_behalf_of") or _words(told, "on_behalf_of"),
        time=act.leaf.time,
        ledger=act.ledger,
        withdrawn=None if ended is None else _words(ended.record, "reason"),
        withdrawn_at="" if ended is None else ended.leaf.time,
        withdrawn_by=Proof.NONE if ended is None else _proof_of(ended.record, told),
        **more,
    )


def _proof_of(ended: Mapping[str, Any], told: Mapping[str, Any]) -> Proof:
    """Say whether the key that gave a signature withdrew it, of this very text; the desk's word needs no key."""
    try:
        by = passkey.signed(ended)
    except NotProven:
        return Proof.BROKEN
    same = by is not None and (by.key, ended.get("digest"), ended.get("n")) == (
        told.get("key"),
        told.get("digest"),
        told.get("n"),
    )
    return Proof.NONE if by is None else Proof.KEY if same else Proof.BROKEN


def _has_statement(told: Mapping[str, Any]) -> bool:
    said = told.get("statement")
    return isinstance(said, dict) and isinstance(said.get("signatory"), dict)


def _words(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _fault(told: Mapping[str, Any], of_text: str) -> Fault | None:
    """Return why a passkey signature does not show that this office signed this text; None when it does."""
    try:
        statement, assertion = _statement(told["statement"]), _assertion(told["assertion"])
        if statement.digest != of_text or statement.act is not Declared.SIGN:
            return Fault.OTHER_TEXT
        if key_hash(assertion.spki) != told["key"] or not _same_office(told, statement):
            return Fault.OTHER_OFFICE
        verify(assertion, Asked(challenge(statement), told["origin"], told["rp_id"]))
    except NotProven:
        return Fault.NOT_SIGNED
    except (IkrarError, KeyError, TypeError, ValueError, AttributeError):
        return Fault.UNREADABLE
    return None


def _same_office(told: Mapping[str, Any], statement: Statement) -> bool:
    who, pledged = statement.signatory, told["on_behalf_of"]
    return (
        (who.office, who.name) == (told["office"], told["institution"])
        and statement.capacity in {capacity_of(acting, told["capacity"]) for acting in Acting}
        and pledged in {"", statement.on_behalf_of}
    )


def _statement(said: Mapping[str, Any]) -> Statement:
    who = said["signatory"]
    return Statement(
        act=Declared(said["act"]),
        digest=said["digest"],
        signatory=Signatory(who["institution"], who["name"], who["office"]),
        capacity=said["capacity"],
        on_behalf_of=said["on_behalf_of"],
        nonce=_bytes(said["nonce"]),
    )


def _assertion(parts: Mapping[str, str]) -> Assertion:
    names = ("clientDataJSON", "authenticatorData", "signature", "spki")
    return Assertion(*(_bytes(parts[name]) for name in names))


def _bytes(words: str) -> bytes:
    try:
        return b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)
    except Base64Error as error:
        raise ValueError("no base64url") from error


def _vouchers(act: Kept, acts: Sequence[Kept]) -> tuple[list[Kept], bool]:
    """Return the enrolment of a signature's key with the vouches by its hour, and whether it had been revoked before.

    A leaf's time is coarse, so what happened within the hour of the signature counts in its favour.
    """
    enrolment, key = act.record.get("enrolment"), act.record.get("key")
    own = [one for one in acts if one.leaf.ref == enrolment and one.record.get("key") == key]
    made = next((one for one in own if one.leaf.type == MADE), None)
    if made is None or not _enrolled_for(made.record, act.record):
        return [], False
    hour = act.leaf.time[:13]
    vouched = [one for one in own if one.leaf.type == VOUCHED and one.leaf.time[:13] <= hour]
    revoked = any(one.leaf.type == REVOKED and one.leaf.time[:13] < hour for one in own)
    return [made, *vouched], revoked


def _enrolled_for(made: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    if not _has_statement(told):
        return False
    who = told["statement"]["signatory"]
    if made.get("institution") != who.get("institution"):
        return False
    office = _words(who, "office")  # a text may name the institution alone: then each of its offices may sign
    return not office or same_office(office, _words(who, "name"), _words(made, "office"))


def _by_hand(words: Sequence[Kept], acts: Sequence[Kept]) -> list[Signing]:
    """Return the signings by hand: each is as good as the institutions that attested it, two at least."""
    by: dict[str, list[Kept]] = {}
    for word in words:
        by.setdefault(word.leaf.ref, []).append(word)
    made = []
    for of_one in by.values():
        attesters = tuple(dict.fromkeys(word.leaf.by for word in of_one))
        if len(attesters) > 1:
            made.append(_signing(of_one[-1], acts, method=HAND, fault=None, by=attesters))
    return made
