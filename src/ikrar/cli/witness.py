"""``ikrar witness key|run|pull``: an institution that sees to it that nobody rewrites the ledger, itself included."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from pathlib import Path
from types import FrameType

from ikrar.channels.witness.pull import pull
from ikrar.channels.witness.server import Server
from ikrar.channels.witness.source import Source
from ikrar.channels.witness.store import Store
from ikrar.channels.witness.witness import Witness
from ikrar.cli.language import translator
from ikrar.cli.ledger import given_policy
from ikrar.core.errors import InvalidField
from ikrar.core.ledger.witness import logs_of

DONE, REFUSED = 0, 1
OK = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three acts of a witness."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    for name, what in (
        ("key", "make this witness's key and print its public half"),
        ("run", "answer the ledgers that send their checkpoints (c2sp.org/tlog-witness)"),
        ("pull", "look once at a ledger, cosign its newest checkpoint and send that; for cron"),
    ):
        one = acts.add_parser(name, help=what, description=what)
        one.add_argument("--folder", required=True, metavar="DIR", help="key, last checkpoints and evidence live here")
        if name == "key":
            one.add_argument("--name", required=True, help="a name nobody else has, like kpu.example/saksi")
            continue
        one.add_argument("--policy", required=True, metavar="FILE", help="the ledgers to witness: its log lines")
        if name == "run":
            one.add_argument("--host", default="127.0.0.1", help="address to bind (127.0.0.1: only this machine)")
            one.add_argument("--port", type=int, default=8100, help="port to listen on (8100; 0: a free one)")
        else:
            one.add_argument("--url", help="the ledger's address; default: that of the policy's first log")


def run(args: argparse.Namespace) -> int:
    """Do one act; 0 when it is done, 1 when a checkpoint was refused."""
    store = Store(Path(args.folder))
    if args.act == "key":
        print(store.make_key(args.name).key.text())
        return DONE
    policy = given_policy(args.policy)
    witness = Witness(store, logs_of(policy))
    return _serve(args, witness) if args.act == "run" else _look(args.url or policy.log.url, witness)


def _serve(args: argparse.Namespace, witness: Witness) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        server = Server(args.host, args.port, witness)
    except (OSError, OverflowError):
        raise InvalidField(
            "Tidak dapat mendengarkan di {host}:{port}.", field="port", host=args.host, port=args.port
        ) from None
    signal.signal(signal.SIGTERM, _stop)
    where = {"name": witness.signer.name, "host": args.host, "port": server.server_port}
    print(translator()("Saksi {name} mendengarkan di http://{host}:{port}/").format(**where), flush=True)
    try:
        server.serve_forever()
    except (KeyboardInterrupt, SystemExit):
        return DONE
    finally:
        server.server_close()
    return DONE


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit


def _look(url: str, witness: Witness) -> int:
    if not url:
        raise InvalidField("Berikan --url: kebijakan ini tidak menyebut alamat buku besarnya.", field="url")
    found, say = pull(witness, Source(url)), translator()
    told: dict[str, object] = {"size": found.size, "status": found.answer.status, "why": found.answer.body.strip()}
    if found.answer.status != OK:
        print(say("Titik periksa {size} daun DITOLAK ({status}): {why}").format(**told), file=sys.stderr)
        if found.answer.fault:
            print(
                say("Buktinya disimpan di {folder}.").format(folder=witness.store.folder / "evidence"), file=sys.stderr
            )
        return REFUSED
    print(say("Titik periksa {size} daun dibubuhi tanda saksi.").format(**told))
    if found.taken != OK:
        print(say("Buku besar tidak menerimanya ({status}).").format(status=found.taken), file=sys.stderr)
        return REFUSED
    return DONE
