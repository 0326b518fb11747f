"""The signatures of the demo are real, under examples: whole, in part, by hand, refused, withdrawn; each verifies."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli.demo import cast, example, signing
from ikrar.core.signature.assertion import Asked, verify
from ikrar.core.signature.challenge import Act, Signatory, Statement, challenge
from ikrar.core.signature.vouching import Standing
from ikrar.records.certificate import queries as certificate
from ikrar.records.certificate.models import Certificate
from ikrar.records.declaration import access
from ikrar.records.declaration.models import Version
from ikrar.records.enrolment.models import Key, Vouch
from ikrar.records.ledger.models import Leaf
from ikrar.records.scan.models import Scan
from ikrar.records.signature import queries
from ikrar.records.signature.models import Signature


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now()


def titled(words: str) -> Version:
    """Return the newest frozen version of the example with these words in its title."""
    return access.public().filter(title__contains=words).order_by("-number")[0]


def test_the_examples_are_signed_in_every_way_there_is(database: Path, now: datetime) -> None:
    cast.bring(now)
    example.bring(now)
    _whole()
    _ways()
    _kept()
    _leaves(now)
    _certified()
    before = Signature.objects.count()
    example.bring(now)
    assert Signature.objects.count() == before
    example.remove(now)
    assert not Signature.objects.exists()
    assert not Certificate.objects.exists()
    assert not Key.objects.exists()
    example.bring(now)
    assert Signature.objects.count() == before


def _certified() -> None:
    """Its certificate is the only one: number 1, in Indonesian, with a PDF that carries the proof."""
    made = Certificate.objects.get()
    assert (made.declaration_id, made.number, made.language) == (titled("Penanganan Laporan").declaration_id, 1, "id")
    found, data = certificate.paper(made.declaration_id, 1)
    assert found.sha256 == made.sha256
    assert data.startswith(b"%PDF-1.7")


def _whole() -> None:
    """One is signed by every office with a key that two institutions vouched for."""
    rows = queries.signed(titled("Penanganan Laporan Warga"))
    assert [row.standing for row in rows] == [Standing.OFFICE] * 3
    assert all(row.stands and len(row.vouchers) == 2 for row in rows)
    assert rows[0].vouchers[0] == rows[0].institution
    assert Key.objects.filter(office__isnull=False).count() == len(signing.ENROLLED)
    assert Vouch.objects.count() == 2 * len(signing.ENROLLED)


def _ways() -> None:
    """One is signed in part, one by hand, one was refused by an office, one withdrawn by the key that had signed."""
    partly = queries.signed(titled("Ikrar Pilkada Damai Kabupaten"))
    assert [row.standing for row in partly[:4]] == [Standing.OFFICE, Standing.OFFICE, Standing.HOLDER, None]
    assert [row.method for row in partly[3:]] == [None] * 4
    hands = queries.signed(titled("Netralitas Kepala Desa"))
    assert {row.method for row in hands} == {"hand"}
    assert all(len(row.attesters) == 2 for row in hands)
    assert Scan.objects.count() == 1
    refused = queries.signed(titled("Pemilih Pertama"))[2].refused
    assert refused is not None
    assert refused.reason == signing.NOT_AGREED
    last = queries.signed(titled("Pendaftaran Pasangan Calon"))[3]
    assert last.withdrawn is not None
    assert (last.withdrawn.reason, last.stands) == (signing.TAKEN_BACK, False)


def _kept() -> None:
    """Each passkey signature of the demo verifies with its public key alone, and nobody's name is under any."""
    rows = Signature.objects.filter(method="passkey").select_related("pledge__version")
    assert len(rows) == 16
    for row in rows:
        kept = queries.kept(row.ref)
        who = Signatory(row.institution_id or "", row.pledge.institution, row.pledge.office)
        nonce = urlsafe_b64decode(row.nonce + "=")
        told = (who, row.capacity, row.on_behalf_of, nonce)
        said = Statement(Act.SIGN, row.pledge.version.digest or "", *told)
        assert said.as_json() == kept.statement
        verify(kept.assertion, Asked(challenge(said), kept.origin, kept.rp_id))
        assert row.name == ""
        assert row.pledge.version.title.startswith("CONTOH ")


def _leaves(now: datetime) -> None:
    """Every signature has its leaf, none after the present, and each lies after its text was frozen."""
    for row in Signature.objects.select_related("pledge__version"):
        assert row.pledge.version.frozen_at is not None
        assert row.pledge.version.frozen_at <= row.at <= now
        assert Leaf.objects.filter(ref=row.ref, type__startswith="signature.").exists()
    attested = Leaf.objects.filter(type="signature.attested").count()
    assert attested == 2 * Signature.objects.filter(method="hand").count()
