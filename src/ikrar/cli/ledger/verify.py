"""``ikrar ledger verify PROOF --policy P [--record R.json]``: works with the network off and our server gone."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from ikrar.cli.language import language, translator
from ikrar.cli.ledger import given_policy, given_text
from ikrar.core.certificate import bundle
from ikrar.core.certificate.check import Verdict, check_bundle
from ikrar.core.certificate.said import Mark, said
from ikrar.core.ledger import verify
from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.policy import MAX_BYTES as MAX_POLICY
from ikrar.core.ledger.verify import Sentence, Translate

HOLDS, FAILS = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the proof, the policy and the record."""
    parser.add_argument("proof", metavar="PROOF", help="a .tlog-proof file, or the proof of a declaration (bukti.json)")
    parser.add_argument(
        "--policy", required=True, metavar="FILE", help="whom you trust: logs, witnesses, quorum (c2sp.org/tlog-policy)"
    )
    parser.add_argument("--record", metavar="FILE", help='the opened record, JSON {"leaf", "r", "record"}')


def run(args: argparse.Namespace) -> int:
    """Print what is proven, what failed and what is not proven; 0 when nothing failed, 1 otherwise."""
    given = given_text(args.proof, bundle.MAX_BYTES)
    if bundle.is_bundle(given.encode()):
        return _bundle(given.encode(), args.policy)
    record = verify.parse_record(given_text(args.record, verify.MAX_RECORD)) if args.record else None
    verdict = verify.verify(given, given_policy(args.policy), record=record)
    say = translator()
    print(say("BUKTI INI BERLAKU.") if verdict.holds else say("BUKTI INI TIDAK BERLAKU."))
    _print(say("Gagal:"), verdict.failed)
    _print(say("Terbukti:"), verdict.proven)
    if verdict.leaf:
        print(f"      {EVENTS[verdict.leaf.type].meaning[language(os.environ)]}")
    _print(say("Tidak dibuktikan:"), verdict.unproven)
    return HOLDS if verdict.holds else FAILS


def _bundle(data: bytes, policy: str) -> int:
    """Print what a declaration's proof shows of each act in it, each sentence with how sure it is.

    0 only when the ledger shows all of it: a file alone can say anything.
    """
    found = bundle.read(data)
    verdict = check_bundle(found, given_policy(policy))
    say = translator()
    print(_judged(verdict, say))
    heads = {
        Mark.BROKEN: say("Gagal:"),
        Mark.ENDED: say("Ditarik:"),
        Mark.PROVEN: say("Terbukti:"),
        Mark.TOLD: say("Dicatat:"),
        Mark.OPEN: say("Tidak dibuktikan:"),
    }
    sentences = said(verdict)
    for mark, head in heads.items():
        _print(head, [Sentence(one.message, one.params) for one in sentences if one.mark is mark])
    if found.policy is not None and found.policy.split() == given_text(policy, MAX_POLICY).split():
        print("\n" + say("Kebijakan saksi Anda sama dengan yang dibawa berkas ini. Pastikan isinya kepada para saksi."))
    return HOLDS if verdict.proven else FAILS


def _judged(verdict: Verdict, say: Translate) -> str:
    if verdict.proven:
        return say("BUKTI INI BERLAKU.")
    return say("BUKTI INI BELUM TERBUKTI.") if verdict.holds else say("BUKTI INI TIDAK BERLAKU.")


def _print(head: str, sentences: Sequence[Sentence]) -> None:
    if sentences:
        print(f"\n{head}")
        for sentence in sentences:
            print(f"  - {sentence.text(translator())}")
