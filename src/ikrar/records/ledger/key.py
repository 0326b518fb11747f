"""The log's own keys: the private halves are files of mode 0600 beside the secret key, the public halves are rows.

They do not lie under ``ledger/``, which a web server may serve. Nothing writes a private half anywhere else.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ikrar.core.errors import Refused
from ikrar.core.ledger.note import KEY_BYTES, Signer, VerifierKey
from ikrar.durable import put
from ikrar.records.ledger.models import Key
from ikrar.records.turn import take_turn

TURN = "ledger.key"


def origin() -> str:
    """Return the log's name: of its first key, so that a later change of address makes no other log of it."""
    first = Key.objects.order_by("id").first()
    return VerifierKey.parse(first.verifier).name if first else f"{settings.ENVIRONMENT.host}/ledger"


def make(now: datetime) -> Key:
    """Make a key under the log's name: first its file, then its row, not in use yet."""
    private = secrets.token_bytes(KEY_BYTES)
    public = Signer(origin(), private).key
    put(_file(public), b64encode(private) + b"\n")
    return Key.objects.create(verifier=public.text(), made_at=now)


def current(now: datetime) -> Key:
    """Return the key the log signs with, made when the log has none yet."""
    found = Key.objects.filter(begun_at__isnull=False, ended_at__isnull=True).order_by("id").first()
    if found is not None:
        return found
    with transaction.atomic():
        take_turn(TURN)
        row = Key.objects.filter(ended_at__isnull=True).order_by("id").first() or make(now)
        row.begun_at = row.begun_at or now
        row.save(update_fields=["begun_at"])
    return row


def successor() -> Key | None:
    """Return the key that was approved and waits for the old one's last checkpoint, None when there is none."""
    return Key.objects.filter(begun_at__isnull=True, ended_at__isnull=True).order_by("id").first()


def take_over(old: Key, new: Key, now: datetime) -> None:
    """Let the new key sign from now on; the old one never signs again."""
    with transaction.atomic():
        take_turn(TURN)
        Key.objects.filter(pk=old.pk, ended_at__isnull=True).update(ended_at=now)
        Key.objects.filter(pk=new.pk, begun_at__isnull=True).update(begun_at=now)


def has_private(row: Key) -> bool:
    """Say whether the private half of a key is here."""
    return _file(VerifierKey.parse(row.verifier)).is_file()


def signer(row: Key) -> Signer:
    """Return the signer of a key. Raises Refused when its file is missing, open to others or another key's."""
    public = VerifierKey.parse(row.verifier)
    path = _file(public)
    if not path.is_file() or path.stat().st_mode & 0o077:
        raise Refused("Kunci buku besar {path} tidak ada, atau dapat dibaca orang lain (chmod 600).", path=path)
    found = Signer(public.name, b64decode(path.read_bytes()))
    if found.key != public:
        raise Refused("Berkas {path} bukan kunci buku besar ini.", path=path)
    return found


def _file(public: VerifierKey) -> Path:
    return Path(settings.ENVIRONMENT.data) / "ledger-keys" / f"{public.id.hex()}.key"
