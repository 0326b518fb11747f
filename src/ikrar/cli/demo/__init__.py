"""``ikrar demo``: the whole product on this machine, with the life of a fictional regency."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from ikrar.cli.installation import claim_port, prepare, start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Missing

MARKER = "demo.json"
FURNISH = "furnish"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare port, folder and the fresh start, and the two small commands for a running demo."""
    shown = ["start", "links", "code"]  # and what the start itself asks for
    told = f"{{{','.join(shown)}}}"
    parser.add_argument(
        "what", nargs="?", default="start", choices=[*shown, FURNISH], metavar=told, help="default: start"
    )
    parser.add_argument("name", nargs="?", default="", help="whose code, with `code`: for example dewi")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="folder of the demo's database (var/demo)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's database away and start over")


def run(args: argparse.Namespace) -> int:
    """Start the demo, or print fresh sign-in links or a present code for one that is running."""
    if args.what == "links":
        return _links(args.data)
    if args.what == "code":
        return _code(args.data, args.name)
    if args.what == FURNISH:
        _join(args.data)
        _furnish()
        return 0
    claim_port(args.port)
    if args.fresh:
        _throw_away(args.data)
    _settle(args.data, args.port)
    prepare()
    (args.data / MARKER).write_text(json.dumps({"port": args.port}), encoding="utf-8")
    _furnish_apart(args.data)
    _settle_witnesses(args.data)
    secrets = _fresh_factors()
    _print_welcome(args.port, secrets)
    return _serve(args.port)


def _throw_away(folder: Path) -> None:
    if folder.exists() and not (folder / MARKER).exists() and any(folder.iterdir()):
        raise BadInput("{folder} bukan folder peragaan; tidak ada yang dihapus.", folder=folder)
    shutil.rmtree(folder, ignore_errors=True)


def _settle(folder: Path, port: int) -> None:
    """Point every setting of this process and its children at the demo."""
    for name in [n for n in os.environ if n.startswith("IKRAR_")]:
        del os.environ[name]
    os.environ["IKRAR_DEMO"] = "1"
    os.environ["IKRAR_DATA"] = str(folder.absolute())
    os.environ["IKRAR_ORIGIN"] = f"http://localhost:{port}"


def _join(folder: Path) -> int:
    """Point this process at a demo that was started before; returns its port, raises Missing when there is none."""
    marker = folder / MARKER
    if not marker.exists():
        raise Missing("Tidak ada peragaan di {folder}. Mulai dengan: make demo", folder=folder)
    port = int(json.loads(marker.read_text(encoding="utf-8"))["port"])
    _settle(folder, port)
    start_django()
    return port


def _furnish_apart(folder: Path) -> None:
    """Furnish in a process of its own; ends with its exit status when that fails.

    An example's certificate starts the threads of the compiler of documents. The server's worker is forked and would
    lack them: each PDF would wait for ever.
    """
    command = [sys.executable, "-m", "ikrar.cli", "demo", FURNISH, "--data", str(folder.absolute())]
    if status := subprocess.run(command, check=False).returncode:  # noqa: S603  our own program, no shell
        raise SystemExit(status)


def _furnish() -> None:
    """Bring cast and examples up to date; examples that fell out of time are built anew, and that is said."""
    from django.utils import timezone

    from ikrar.cli.demo import cast, example

    now = timezone.now()
    cast.bring(now)
    if example.outdated(now):
        print(translator()("Pemilihan contoh sudah lewat; data contoh dibangun ulang."), file=sys.stderr)
        example.remove(now)
    example.bring(now)


def _fresh_factors() -> dict[str, str]:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    from ikrar.cli.demo.cast import CAST
    from ikrar.records.account import actions, queries

    secrets: dict[str, str] = {}
    for person in CAST:
        user = queries.by_username(person.username)
        if user is not None:
            secrets[person.username] = generate_totp_secret()
            actions.set_second_factor(user, secrets[person.username])
    return secrets


def _print_welcome(port: int, secrets: dict[str, str]) -> None:
    say = translator()
    print(say("Ikrar siap: {address}  (Ctrl-C menghentikan)").format(address=f"http://localhost:{port}"))
    _print_links(port)
    print(say("Rahasia TOTP, untuk aplikasi autentikator; kode sekarang: .venv/bin/ikrar demo code NAMA"))
    for name, secret in secrets.items():
        print(f"  {name:6} {secret}")
    sys.stdout.flush()


def _print_links(port: int) -> None:
    from django.utils import timezone

    from ikrar.cli.demo.cast import CAST
    from ikrar.records.account import actions, queries

    say = translator()
    print(say("Tautan masuk, sekali pakai, sepuluh menit; yang baru: .venv/bin/ikrar demo links"))
    for person in CAST:
        user = queries.by_username(person.username)
        if user is not None:
            token = actions.make_link(user, timezone.now())
            print(f"  {person.username:6} {person.role.value:13} http://localhost:{port}/masuk/tautan/{token}/")


def _links(folder: Path) -> int:
    _print_links(_join(folder))
    return 0


def _code(folder: Path, username: str) -> int:
    _join(folder)
    from ikrar.records.account import queries

    code = queries.present_code(username)
    if code is None:
        raise Missing("Tidak ada pemeran bernama “{name}”. Contoh: ikrar demo code dewi", name=username)
    print(code)
    return 0


def _settle_witnesses(folder: Path) -> None:
    from django.utils import timezone

    from ikrar.cli.demo.witnesses import FOLDER, settle

    settle(folder / FOLDER, timezone.now())


def _serve(port: int) -> int:
    """Serve until Ctrl-C; the witnesses and the job worker run beside and stop with it."""
    from ikrar.web.server import Server

    witnesses = subprocess.Popen([sys.executable, "-m", "ikrar.cli.demo.witnesses"])
    worker = subprocess.Popen([sys.executable, "-m", "ikrar.cli", "work"])
    try:
        Server(address=f"127.0.0.1:{port}").run()
    except SystemExit as stop:
        return int(stop.code or 0)
    finally:
        for process in (witnesses, worker):
            process.terminate()
        for process in (witnesses, worker):
            process.wait(timeout=timedelta(seconds=10).total_seconds())
    return 0
