"""Cosignatures (c2sp.org/tlog-cosignature, Ed25519): a witness says when it saw a checkpoint, append-only so far.

It means "append-only as I saw it", never "I agree with what stands in it".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.note import STAMP_BYTES, Kind, Note, Signature, Signer, joined
from ikrar.core.ledger.policy import Policy


def cosign(text: str, signer: Signer, at: datetime) -> Signature:
    """Cosign a checkpoint's text at a moment (whole seconds). Raises ``InvalidField`` for a key of another kind."""
    if signer.kind is not Kind.COSIGNATURE:
        raise InvalidField("Kunci {name} bukan kunci saksi.", field="key", name=signer.name)
    return signer.sign(text, int(at.timestamp()))


def moment(signature: Signature) -> datetime:
    """Return the moment a cosignature bears, in UTC. Raises ``InvalidField`` when it bears none that a clock shows."""
    try:
        return datetime.fromtimestamp(int.from_bytes(signature.data[:STAMP_BYTES]), UTC)
    except (OverflowError, ValueError, OSError):
        raise InvalidField("Waktu saksi {name} tidak masuk akal.", field="time", name=signature.name) from None


def cosigned(note: Note, policy: Policy) -> dict[str, datetime]:
    """Return which witnesses of a policy, by their names in it, cosigned an opened note, and when each says it did."""
    made = {(signature.name, signature.id): signature for signature in note.verified}
    return {
        name: moment(made[party.key.name, party.key.id])
        for name, party in policy.witnesses.items()
        if (party.key.name, party.key.id) in made
    }


def added(note: Note, fresh: Iterable[Signature]) -> str:
    """Write a note with further signatures; a newer one takes the place of the same key's older one."""
    kept = {(s.name, s.id): s for s in (*note.verified, *note.unverified)}
    kept |= {(s.name, s.id): s for s in fresh}
    return joined(note.text, list(kept.values()))
