"""Mail servers on this machine: one that does as the standard says, and one that does as it is told."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Box:
    """What a server took; it refuses an address that stands in ``refuses`` with that answer."""

    letters: list[Envelope] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, _server: Any, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:
        self.letters.append(envelope)
        return "250 kept"


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"ikrar", b"rahasia"))


@contextmanager
def serving(
    box: Box, *, context: ssl.SSLContext | None = None, whole: bool = False, auth: bool = False
) -> Iterator[int]:
    """Run a real server; gives its port. ``context``: it offers STARTTLS, or speaks TLS from the start (``whole``)."""
    port = free_port()
    options: dict[str, Any] = {"hostname": HOST, "port": port}
    if context and whole:
        options["ssl_context"] = context
    elif context:
        options |= {"tls_context": context, "require_starttls": True}
    if auth:
        options |= {"authenticator": _knows, "auth_required": True}
    controller = Controller(box, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """Make a throw-away certificate for a name: the server's context, and the file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(pem, pkcs8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


@contextmanager
def scripted(answers: dict[str, bytes | None], *, greeting: bytes | None = b"220 halo\r\n") -> Iterator[int]:
    """Run a server that answers each command with what stands for it, and closes the connection at None.

    An answer of ``b""`` is silence. Commands are EHLO, MAIL, RCPT, DATA, QUIT and "." for the end of a letter.
    """
    usual: dict[str, bytes | None] = {
        "EHLO": b"250 halo\r\n",
        "MAIL": b"250 OK\r\n",
        "RCPT": b"250 OK\r\n",
        "DATA": b"354 go on\r\n",
        ".": b"250 kept\r\n",
        "QUIT": b"221 bye\r\n",
    }
    said = usual | answers
    listener = socket.create_server((HOST, 0))
    thread = threading.Thread(target=_play, args=(listener, said, greeting), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


def _play(listener: socket.socket, said: dict[str, bytes | None], greeting: bytes | None) -> None:
    try:
        connection, _address = listener.accept()
    except OSError:
        return
    with connection, connection.makefile("rb") as lines:
        if greeting is None:
            return
        connection.sendall(greeting)
        inside = False
        for line in lines:
            word = ("." if line == b".\r\n" else "") if inside else line[:4].decode().strip().upper()
            if not word:
                continue
            answer = said.get(word, b"500 what\r\n")
            if answer is None:
                return
            connection.sendall(answer)
            inside = word == "DATA" and answer.startswith(b"354")
