"""The typed settings of an installation, read from ``IKRAR_*`` environment variables.

Reading never raises and never writes: what is wrong is collected in ``Environment.problems`` and reported by the
system checks (:mod:`ikrar.checks`), which stop a half-configured start with an id and a hint.
"""

from __future__ import annotations

import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ikrar.durable import put_once


@dataclass(frozen=True)
class Setting:
    """One setting: its variable, its default as written, and what it means."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("IKRAR_DATA", "var/ikrar", "Folder of the database and the secret key; nothing is kept elsewhere."),
    Setting(
        "IKRAR_ORIGIN",
        "http://localhost:8000",
        "The one address people open, scheme and port included; its host is the only one answered.",
    ),
    Setting(
        "IKRAR_SECRET_KEY_FILE",
        "IKRAR_DATA/secret.key",
        "File (mode 0600) with at least 50 random characters; `ikrar demo` and `ikrar serve` write it when absent.",
    ),
    Setting(
        "IKRAR_DATABASE",
        "",
        "Empty: SQLite in IKRAR_DATA. Else PostgreSQL, as postgresql://ROLE@HOST/NAME with the application's role.",
    ),
    Setting(
        "IKRAR_DATABASE_PASSWORD_FILE",
        "",
        "File (mode 0600) with that role's password; empty where the server knows the role otherwise (peer, pgpass).",
    ),
    Setting(
        "IKRAR_BACKUP_KEYS",
        "IKRAR_DATA/backup-keys",
        "Folder of the monthly keys of backups; `ikrar backup` writes them. Never in a backup itself.",
    ),
    Setting(
        "IKRAR_MIRROR",
        "",
        "A second folder, better on another disk or machine, for the ledger's tiles; empty for none.",
    ),
    Setting("IKRAR_DEMO", "0", "1 turns on the demo: example data, sign-in links, loopback only."),
    Setting(
        "IKRAR_BEHIND_PROXY",
        "0",
        "1 when a TLS proxy on the same machine sets X-Forwarded-Proto and X-Forwarded-For; refused in the demo.",
    ),
    Setting("IKRAR_MAIL_HOST", "", "Mail server that takes our letters; empty: none is sent, the desk offers files."),
    Setting("IKRAR_MAIL_PORT", "", "Its port; empty: 587 for starttls, 465 for tls, 25 for none."),
    Setting("IKRAR_MAIL_TLS", "starttls", "starttls or tls, the certificate is checked; none on loopback only."),
    Setting("IKRAR_MAIL_CA", "", "File of the authorities that vouch for its certificate; empty: the machine's own."),
    Setting("IKRAR_MAIL_USER", "", "Name to sign in with there; empty where the server knows this machine."),
    Setting("IKRAR_MAIL_PASSWORD_FILE", "", "File (mode 0600) with that user's password."),
    Setting("IKRAR_MAIL_FROM", "", "Address that letters come from and that calendars answer to; a functional one."),
    Setting("IKRAR_MAIL_IN", "", "Maildir in which the answers to that address arrive; `ikrar work` reads it."),
)
LOOPBACK = ("localhost", "127.0.0.1", "files.localhost")
KEY_LENGTH = 50
UNFINISHED = "restore-unfinished"  # in IKRAR_DATA while `ikrar restore` puts things in place


@dataclass(frozen=True)
class Problem:
    """Something wrong with a setting: check id, what is wrong, what to do."""

    id: str
    message: str
    hint: str


@dataclass(frozen=True)
class Database:
    """A PostgreSQL database as libpq understands it; an empty host is the local socket."""

    role: str
    name: str
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Mail:
    """The mail server that takes our letters; ``tls`` is starttls, tls or none, ``ca`` a file or empty."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""


@dataclass(frozen=True)
class Environment:
    """What an installation is told from outside, already in its types."""

    data: Path
    mirror: Path | None
    database: Database | None
    origin: str
    host: str
    secret_key: str
    secret_key_file: Path
    backup_keys: Path
    demo: bool
    behind_proxy: bool
    mail: Mail | None
    mail_in: Path | None
    problems: tuple[Problem, ...]

    @property
    def https(self) -> bool:
        """Whether people reach this installation over TLS."""
        return self.origin.startswith("https://")


def read_environment(environ: Mapping[str, str]) -> Environment:
    """Read every setting from a mapping of environment variables; problems are kept, not raised."""
    values = {s.name: environ.get(s.name, s.default).strip() for s in SETTINGS}
    problems: list[Problem] = []
    data = Path(values["IKRAR_DATA"]).absolute()
    key_file = Path(values["IKRAR_SECRET_KEY_FILE"].replace("IKRAR_DATA", str(data), 1))
    backup_keys = Path(values["IKRAR_BACKUP_KEYS"].replace("IKRAR_DATA", str(data), 1)).absolute()
    demo = _flag(values, "IKRAR_DEMO", problems)
    behind_proxy = _flag(values, "IKRAR_BEHIND_PROXY", problems)
    origin, host = _origin(values["IKRAR_ORIGIN"], demo, problems)
    if demo and behind_proxy:
        problems.append(
            Problem(
                "ikrar.E005",
                "The demo cannot stand behind a proxy.",
                "Unset IKRAR_BEHIND_PROXY or IKRAR_DEMO.",
            )
        )
    if (data / UNFINISHED).exists():
        problems.append(
            Problem(
                "ikrar.E016",
                f"A restore into {data} was not finished.",
                "Run the same `ikrar restore` again; what it set aside is still there.",
            )
        )
    return Environment(
        data=data,
        mirror=Path(values["IKRAR_MIRROR"]).absolute() if values["IKRAR_MIRROR"] else None,
        database=_database(values, problems),
        origin=origin,
        host=host,
        secret_key=_secret_key(key_file, problems),
        secret_key_file=key_file,
        backup_keys=backup_keys,
        demo=demo,
        behind_proxy=behind_proxy,
        mail=_mail(values, problems),
        mail_in=_mail_in(values["IKRAR_MAIL_IN"], problems),
        problems=tuple(problems),
    )


def _flag(values: Mapping[str, str], name: str, problems: list[Problem]) -> bool:
    if values[name] not in {"0", "1"}:
        problems.append(Problem("ikrar.E001", f"{name} is {values[name]!r}.", f"Set {name} to 0 or 1."))
    return values[name] == "1"


def _origin(value: str, demo: bool, problems: list[Problem]) -> tuple[str, str]:
    parts = _split(value)
    if parts is None:
        problems.append(
            Problem(
                "ikrar.E002",
                f"IKRAR_ORIGIN is {value!r}, which is no origin.",
                "Write it like https://ikrar.example, without a path.",
            )
        )
        return "http://localhost:8000", "localhost"
    host = str(parts.hostname)
    if demo and host not in LOOPBACK:
        problems.append(
            Problem("ikrar.E003", f"The demo does not answer to {host!r}.", "Use localhost in IKRAR_ORIGIN.")
        )
    if not demo and parts.scheme != "https" and host not in LOOPBACK:
        problems.append(
            Problem(
                "ikrar.E004",
                "IKRAR_ORIGIN is not https.",
                "Put a TLS proxy in front and use its https address.",
            )
        )
    return f"{parts.scheme}://{parts.netloc}", host


def _split(value: str) -> SplitResult | None:
    """Take an origin apart; None when it is none (a path, a user, a port that is no number)."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    beyond = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    return parts if usable and not beyond else None


LIBPQ = frozenset({"host", "port", "sslmode", "sslrootcert"})  # what may follow the question mark


def _database(values: Mapping[str, str], problems: list[Problem]) -> Database | None:
    value = values["IKRAR_DATABASE"]
    if not value:
        return None
    found = parse_database(value)
    if found is None:
        problems.append(
            Problem(
                "ikrar.E011",
                "IKRAR_DATABASE is no address of a PostgreSQL database, or it carries a password.",
                "Write it like postgresql://ikrar@/ikrar or postgresql://ikrar@db.example/ikrar?sslmode=verify-full.",
            )
        )
        return None
    return replace(found, password=_password(values["IKRAR_DATABASE_PASSWORD_FILE"], problems))


def parse_database(value: str) -> Database | None:
    """Take ``postgresql://ROLE@HOST:PORT/NAME?sslmode=…`` apart; None for anything else, a password among it."""
    try:
        parts = urlsplit(value)
        port = str(parts.port or "")
        more = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        return None
    name = unquote(parts.path.removeprefix("/"))
    named = parts.scheme == "postgresql" and parts.username and name and "/" not in name
    if not named or parts.password is not None or parts.fragment or not more.keys() <= LIBPQ:
        return None
    host = more.pop("host", unquote(parts.hostname or ""))
    return Database(unquote(str(parts.username)), name, host, more.pop("port", port), tuple(sorted(more.items())))


def _password(name: str, problems: list[Problem]) -> str:
    """The password in the file; empty without one. A file that is missing or open to others is a problem."""
    path = Path(name)
    if not name:
        return ""
    if not path.is_file() or stat.S_IMODE(path.stat().st_mode) & 0o077:
        problems.append(
            Problem(
                "ikrar.E012",
                f"The password file {path} is missing, or others on this machine can read it.",
                f"Write the password into it and run: chmod 600 {path}",
            )
        )
        return ""
    return path.read_text(encoding="utf-8", errors="replace").strip()


PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SENDER = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def _mail(values: Mapping[str, str], problems: list[Problem]) -> Mail | None:
    """The server letters go to; None without one, or when what is told of it cannot be used."""
    host, tls, port = values["IKRAR_MAIL_HOST"], values["IKRAR_MAIL_TLS"], values["IKRAR_MAIL_PORT"]
    if not host:
        return None
    if tls == "none" and host not in LOOPBACK:
        problems.append(
            Problem(
                "ikrar.E018",
                "Letters would go to the mail server in the clear.",
                "Set IKRAR_MAIL_TLS to starttls or tls; none is for a server on this machine.",
            )
        )
        return None
    sender, user, ca = values["IKRAR_MAIL_FROM"], values["IKRAR_MAIL_USER"], values["IKRAR_MAIL_CA"]
    number = port or str(PORTS.get(tls, ""))
    known = number.isascii() and number.isdigit() and 0 < int(number) < 65_536 and tls in PORTS
    if not (known and _SENDER.fullmatch(sender) and (not ca or Path(ca).is_file())):
        problems.append(
            Problem(
                "ikrar.E019",
                "What is told of the mail server is not whole.",
                "Set IKRAR_MAIL_FROM to one plain address, IKRAR_MAIL_TLS to starttls, tls or none, IKRAR_MAIL_PORT to "
                "a number or nothing, and IKRAR_MAIL_CA to a file or nothing.",
            )
        )
        return None
    password = _password(values["IKRAR_MAIL_PASSWORD_FILE"], problems) if user else ""
    return Mail(host, int(number), tls, sender, user, password, ca)


def _mail_in(value: str, problems: list[Problem]) -> Path | None:
    path = Path(value).absolute() if value else None
    if path is not None and not all((path / part).is_dir() for part in ("new", "cur", "tmp")):
        problems.append(
            Problem(
                "ikrar.E020",
                f"There is no Maildir at {path}.",
                "Have the mail server deliver there, or make the folder with new, cur and tmp in it.",
            )
        )
        return None
    return path


def _secret_key(path: Path, problems: list[Problem]) -> str:
    """The key in the file, or a passing one (with the problem noted) so that tools can import the settings."""
    if not path.is_file():
        problems.append(
            Problem(
                "ikrar.E006",
                f"There is no secret key at {path}.",
                "Start once with `ikrar serve`, or restore it.",
            )
        )
        return secrets.token_urlsafe(KEY_LENGTH)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        problems.append(Problem("ikrar.E007", f"Others on this machine can read {path}.", f"Run: chmod 600 {path}"))
    key = path.read_text(encoding="utf-8", errors="replace").strip()
    if len(key) < KEY_LENGTH:
        problems.append(
            Problem(
                "ikrar.E008",
                "The secret key is too short.",
                f"It needs {KEY_LENGTH} random characters or more.",
            )
        )
    return key


def write_secret_key(path: Path) -> None:
    """Write a new secret key with mode 0600 unless the file is already there."""
    put_once(path, f"{secrets.token_urlsafe(64)}\n".encode())
