"""``ikrar ledger audit URL|DIR``: a whole ledger from its public files, with nothing taken on trust."""

from __future__ import annotations

import argparse
import hashlib
from contextlib import suppress
from pathlib import Path

from ikrar.cli.language import translator
from ikrar.cli.ledger import given_policy, given_text
from ikrar.core.ledger import audit, checkpoint, proof
from ikrar.core.ledger.audit import Audit
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.note import read_note
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.verify import open_checkpoint

HOLDS, FAILS = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the place, the policy and older checkpoints."""
    parser.add_argument("place", metavar="URL|DIR", help="the ledger's address, or a folder with the same files")
    parser.add_argument(
        "--policy", metavar="FILE", help="whom you trust (c2sp.org/tlog-policy); without it no signature is checked"
    )
    parser.add_argument(
        "--older",
        metavar="FILE",
        action="append",
        default=[],
        help="an older checkpoint or proof that the ledger must go on from; may be given again",
    )
    parser.add_argument(
        "--save",
        metavar="FILE",
        help="keep the checkpoint for the next --older when nothing is wrong, else beside it as FILE.refused-DIGEST",
    )


def run(args: argparse.Namespace) -> int:
    """Rebuild, compare and print what was found; 0 when nothing is wrong, 1 otherwise."""
    from ikrar.channels.witness.source import Source  # with the network's modules, which verify does without

    policy = given_policy(args.policy) if args.policy else None
    source = Source(args.place)
    newest = source.checkpoint().decode(errors="replace")
    point = _opened(newest, policy)
    older = [_opened(_note(given_text(path, proof.MAX_BYTES)), policy) for path in args.older]
    found = audit.audit(source.leaves(point.size), point, older)
    _tell(found, point, policy, newest)
    holds = found.holds and _enough(newest, policy)
    if args.save:
        _save(Path(args.save), newest, holds)
    return HOLDS if holds else FAILS


def _save(path: Path, note: str, holds: bool) -> None:
    """Keep what the log signed; what accuses it is never written over."""
    if holds:
        path.write_text(note, encoding="utf-8")
    else:
        kept = path.with_name(f"{path.name}.refused-{hashlib.sha256(note.encode()).hexdigest()[:16]}")
        with suppress(FileExistsError), kept.open("x", encoding="utf-8") as file:
            file.write(note)


def _note(text: str) -> str:
    return proof.parse(text).checkpoint if text.startswith(proof.HEADER) else text


def _opened(note: str, policy: Policy | None) -> Checkpoint:
    return open_checkpoint(note, policy)[0] if policy else checkpoint.parse(read_note(note).text)


def _enough(note: str, policy: Policy | None) -> bool:
    return policy is None or policy.satisfied(open_checkpoint(note, policy)[1])


def _tell(found: Audit, point: Checkpoint, policy: Policy | None, newest: str) -> None:
    say = translator()
    told = {"origin": point.origin, "size": found.size, "refs": found.refs}
    print(say("{origin}: {size} daun tentang {refs} hal dibaca.").format(**told))
    for type_, count in sorted(found.types.items()):
        print(f"  {count:>8}  {type_}")
    for error in found.faults:
        print(f"  - {say(error.message).format(**error.params)}")
    if policy is None:
        print(say("Tanda tangan tidak diperiksa: berikan --policy."))
    elif not _enough(newest, policy):
        print(say("Saksi tidak cukup menurut kebijakan yang Anda berikan."))
    print(
        say("Akarnya sama dengan yang ditandatangani, tidak ada rantai yang terputus.")
        if found.holds
        else say("Buku besar ini TIDAK cocok dengan yang ditandatangani.")
    )
