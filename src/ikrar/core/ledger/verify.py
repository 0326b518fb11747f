"""What a proof proves, checked without server, network or database, and said in plain words with what it does not.

A proof alone shows a checkpoint, who cosigned it, and the leaf it carries. With the opened record it also shows the
content: that the record is what the leaf committed to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from ikrar.core.errors import BadInput, IkrarError, InvalidField, NotProven, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import leaf as leaves
from ikrar.core.ledger import passkey
from ikrar.core.ledger import proof as proofs
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import cosigned
from ikrar.core.ledger.leaf import Leaf
from ikrar.core.ledger.note import open_note, unbase64
from ikrar.core.ledger.passkey import Signed
from ikrar.core.ledger.policy import NONE, Policy
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tree import check_inclusion, hash_leaf
from ikrar.core.text import strict_json

MAX_RECORD: Final = 1_000_000

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An Indonesian sentence with ``{named}`` places, looked up in the catalogue by whoever shows it."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate) -> str:
        """Say it in the reader's language."""
        return translate(self.message).format(**self.params)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with what opens its leaf: the leaf's bytes, the 32 secret bytes, the record."""

    leaf: bytes
    r: bytes
    record: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked. ``included`` and ``opened`` are None when nothing was given to check.

    ``checkpoint`` and ``cosigned`` are what the log and the witnesses signed, ``leaf`` what stands in the tree,
    ``record`` what it committed to, ``signed`` what a passkey signed in it: each is there only once it is proven.
    """

    checkpoint: Checkpoint | None = None
    cosigned: Mapping[str, datetime] = field(default_factory=dict)
    quorum: bool = False
    index: int = 0
    leaf: Leaf | None = None
    included: bool | None = None
    opened: bool | None = None
    record: Mapping[str, object] | None = None
    signed: Signed | None = None
    proven: tuple[Sentence, ...] = ()
    failed: tuple[Sentence, ...] = ()
    unproven: tuple[Sentence, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether everything that could be checked is as it should be."""
        return not self.failed


def parse_record(text: str) -> Opened:
    """Read ``{"leaf": text, "r": base64, "record": {...}}``. Raises ``InvalidField`` for anything else."""
    wrong = InvalidField('Berkas catatan harus berbentuk {{"leaf", "r", "record"}}.', field="record")
    if len(text) > MAX_RECORD:
        raise wrong
    try:
        data = strict_json.loads(text)
    except (ValueError, RecursionError):
        raise wrong from None
    if not isinstance(data, dict) or not isinstance(data.get("leaf"), str) or not isinstance(data.get("record"), dict):
        raise wrong
    r = unbase64(data["r"]) if isinstance(data.get("r"), str) else None
    if r is None:
        raise wrong
    return Opened(data["leaf"].encode(errors="replace"), r, data["record"])


def verify(text: str, policy: Policy, *, record: Opened | None = None) -> Verdict:
    """Check a proof's text by a policy, and with an opened record also the content.

    Raises ``InvalidField`` or ``TooLarge`` for a text that is no proof; what is false is said in ``failed``.
    """
    proof = proofs.parse(text)
    try:
        point, seen = open_checkpoint(proof.checkpoint, policy)
    except (Refused, BadInput) as error:
        return Verdict(index=proof.index, failed=(_said(error),), unproven=_never())
    return _content(_witnessed(policy, point, seen, proof.index), proof, point, record)


def open_checkpoint(text: str, policy: Policy) -> tuple[Checkpoint, dict[str, datetime]]:
    """Return the checkpoint that a log of the policy signed under its own name, and which witnesses cosigned it, when.

    Raises ``Refused`` when none did or a known signature is false, ``InvalidField`` for what is no checkpoint.
    """
    note = open_note(text, policy.keys())
    point, made = checkpoints.parse(note.text), {(s.name, s.id) for s in note.verified}
    if not any(log.key.name == point.origin and (log.key.name, log.key.id) in made for log in policy.logs):
        raise Refused("Buku besar yang Anda percaya tidak menandatangani titik periksa {origin}.", origin=point.origin)
    return point, cosigned(note, policy)


def _witnessed(policy: Policy, point: Checkpoint, seen: Mapping[str, datetime], index: int) -> Verdict:
    held = {"origin": point.origin, "size": point.size}
    proven = [Sentence(_("Buku besar {origin} menandatangani bahwa ia berisi {size} daun."), held)]
    for name, at in sorted(seen.items()):
        saw = {"name": name, "at": told(at)}
        proven.append(Sentence(_("Saksi {name} melihatnya pada {at}: hanya bertambah, tidak ada yang diubah."), saw))
    missing = ", ".join(name for name in policy.witnesses if name not in seen)
    unproven = (Sentence(_("Tidak ada tanda dari saksi {names}."), {"names": missing}),) if missing else ()
    verdict = Verdict(point, seen, policy.satisfied(seen), index, proven=tuple(proven), unproven=unproven)
    if policy.quorum == NONE:
        return replace(verdict, unproven=(*unproven, Sentence(_("Kebijakan yang Anda berikan tidak meminta saksi."))))
    if verdict.quorum:
        enough = Sentence(_("Saksi-saksinya cukup menurut kebijakan yang Anda berikan."))
        return replace(verdict, proven=(*verdict.proven, enough))
    return replace(verdict, failed=(Sentence(_("Saksi tidak cukup menurut kebijakan yang Anda berikan.")),))


def _content(verdict: Verdict, proof: Proof, point: Checkpoint, record: Opened | None) -> Verdict:
    proven, failed, unproven = list(verdict.proven), list(verdict.failed), list(verdict.unproven)
    data, leaf, opened, by = record.leaf if record else proof.extra, None, None, None
    if data is None:
        unproven.append(Sentence(_("Daunnya tidak diperiksa: bukti ini tidak membawanya.")))
    else:
        leaf, error = _standing(data, proof, point)
        failed += [error] if error else []
        opened = leaves.opens(leaf.com, record.r, record.record) if record and leaf else None
        proven += [_told(leaf, proof.index, record.record if record and opened else {})] if leaf else []
    if record and leaf:
        if opened:
            proven.append(Sentence(_("Catatan yang Anda berikan adalah persis yang dicatat daun itu.")))
            by = _passkey(record.record, proven, failed, unproven)
        else:
            failed.append(Sentence(_("Catatan yang Anda berikan bukan yang dicatat daun itu.")))
    elif not record:
        unproven.append(Sentence(_("Isi peristiwanya tidak diperiksa: catatannya tidak diberikan.")))
    return replace(
        verdict,
        leaf=leaf,
        included=None if data is None else leaf is not None,
        opened=opened,
        record=record.record if record and opened else None,
        signed=by,
        proven=tuple(proven),
        failed=tuple(failed),
        unproven=(*unproven, *_never()),
    )


def _passkey(
    record: Mapping[str, object], proven: list[Sentence], failed: list[Sentence], unproven: list[Sentence]
) -> Signed | None:
    try:
        by = passkey.signed(record)
    except NotProven as error:
        told = {"fault": error.fault}
        failed.append(Sentence(_("Tanda tangan perangkat dalam catatan itu tidak berlaku ({fault})."), told))
        return None
    if by:
        who = {"key": by.key[:16], "who": ", ".join(filter(None, (by.office, by.institution))), "origin": by.origin}
        proven.append(Sentence(_("Kunci sandi {key} menandatanganinya untuk {who}, di {origin}."), who))
        unproven.append(Sentence(_("Siapa yang menjamin kunci sandi itu tertulis pada daun pendaftarannya.")))
    return by


def _standing(data: bytes, proof: Proof, point: Checkpoint) -> tuple[Leaf | None, Sentence | None]:
    try:
        check_inclusion(hash_leaf(data), proof.index, point.size, proof.path, point.root)
        return leaves.parse(data), None
    except (Refused, BadInput) as error:
        return None, _said(error)


def _told(leaf: Leaf, index: int, record: Mapping[str, object]) -> Sentence:
    """Say what the leaf says; the institution by its name where the opened record tells it, else by its code."""
    name = record.get("by_name")
    by = name if isinstance(name, str) and name else leaf.by
    place = {"number": index + 1, "type": leaf.type, "time": leaf.time, "by": by}
    return Sentence(_("Daun nomor {number} ({type}) ada di dalamnya, dicatat {time} oleh {by}."), place)


def _never() -> tuple[Sentence, ...]:
    """Return what no proof of a ledger shows."""
    return (
        Sentence(_("Saksi tidak menyetujui isinya; ia hanya melihat bahwa tidak ada yang diubah atau dihapus.")),
        Sentence(_("Tidak dibuktikan bahwa janji ditepati, atau siapa orang di balik sebuah lembaga.")),
    )


def told(moment: datetime) -> str:
    """Write a moment in UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _said(error: IkrarError) -> Sentence:
    return Sentence(error.message, error.params)


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is looked up where it is shown."""
    return text
