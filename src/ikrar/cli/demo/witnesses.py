"""The demo's five witnesses: real keys, real answers, one process on this same machine; they prove nothing to anybody.

``python -m ikrar.cli.demo.witnesses`` serves those of IKRAR_DATA; :func:`settle` has the demo's two administrators
agree on them, the way every installation does.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import Final

from ikrar.channels.witness.server import Server
from ikrar.channels.witness.store import Store
from ikrar.channels.witness.witness import Witness
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.witness import logs_of

STATE: Final = ("KPU", "BAWASLU", "POLRES")
CIVIL: Final = ("UNIVERSITAS", "PEMANTAU")
FOLDER: Final = "witnesses"
PORTS: Final = "ports.json"
POLICY: Final = "policy"


def settle(folder: Path, now: datetime) -> None:
    """Give each witness a key and a free port, and have two administrators agree on them where that changed."""
    from ikrar.records import identity
    from ikrar.records.ledger import cosigning, key

    ports = _ports(folder)
    text = _policy(folder, ports)
    with identity.system():
        key.current(now)
        if not cosigning.policy_text().endswith(text):
            _agree(text, now)
        (folder / POLICY).write_text(cosigning.policy_text(), encoding="utf-8")


def _agree(text: str, now: datetime) -> None:
    from ikrar.core.ledger.change import Kind
    from ikrar.records.account import queries
    from ikrar.records.account.access import holder
    from ikrar.records.ledger import change

    people = [queries.by_username(name) for name in ("joko", "nila")]
    joko, nila = (holder(user.pk, now) if user else None for user in people)
    if joko is not None and nila is not None:
        change.approve(nila, change.propose(joko, Kind.POLICY, text=text, now=now).ref, now=now)


def _ports(folder: Path) -> list[int]:
    """Return the ports of the last start if they are free, else others."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PORTS
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    with ExitStack() as stack:
        found = [stack.enter_context(_bound(port)) for port in kept or [0] * len(STATE + CIVIL)]
        ports = [one.getsockname()[1] for one in found if one.getsockname()[1]]
    if len(ports) != len(STATE + CIVIL):
        path.unlink()
        return _ports(folder)
    path.write_text(json.dumps(ports), encoding="utf-8")
    return ports


def _bound(port: int) -> socket:
    """Return a socket bound to a port of this machine, or one bound to nothing when somebody else has it."""
    one = socket(AF_INET, SOCK_STREAM)
    one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        one.bind(("127.0.0.1", port))
    except OSError:
        return one
    return one


def _policy(folder: Path, ports: list[int]) -> str:
    lines = []
    for name, port in zip(STATE + CIVIL, ports, strict=True):
        store = Store(folder / name)
        made = store.signer() if (store.folder / "key").exists() else store.make_key(f"{name.lower()}.contoh/saksi")
        lines.append(f"witness {name} {made.key.text()} http://127.0.0.1:{port}")
    groups = [f"group negara 2 {' '.join(STATE)}", f"group sipil 1 {' '.join(CIVIL)}", "group q all negara sipil"]
    return "\n".join([*lines, *groups, "quorum q"]) + "\n"


def serve(folder: Path) -> None:
    """Serve all of them until this process is ended."""
    ports = json.loads((folder / PORTS).read_text(encoding="utf-8"))
    logs = logs_of(Policy.parse((folder / POLICY).read_text(encoding="utf-8")))
    threads = []
    for name, port in zip(STATE + CIVIL, ports, strict=True):
        server = Server("127.0.0.1", port, Witness(Store(folder / name), logs))
        threads.append(threading.Thread(target=server.serve_forever, daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    serve(Path(os.environ["IKRAR_DATA"]) / FOLDER)
