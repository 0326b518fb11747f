"""The public ledger: its page in plain words, its files for programs, and the signature a witness brings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.errors import Refused
from ikrar.core.ledger import cosignature
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.tile import ENTRIES, Tile, decode, decode_entries
from ikrar.core.ledger.verify import verify
from ikrar.records.ledger import queries, recovery, sequence, store
from ikrar.records.ledger.models import Cosignature, Leaf, Sighting
from ikrar.web.public import ledger
from tests.store import STORE
from tests.witnessing import act, advance, agree, signer


@pytest.fixture
def browser(database: Path) -> Client:
    """Somebody without a session; counts of the meter are forgotten."""
    ledger.METER.forget()
    return Client(SERVER_NAME="ikrar.example")


def get(browser: Client, path: str, **more: object) -> object:
    """Ask over TLS."""
    return browser.get(path, secure=True, **more)


def words(response: object) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- the page -------------------------------------------------------------------------------------------------------


def test_before_anything_happened_the_page_says_what_will_be_there(browser: Client) -> None:
    text = words(get(browser, "/buku-besar/"))
    assert "Merah: jangan diandalkan dulu" in text
    assert "Belum ada saksi yang ditetapkan" in text
    assert "Belum ada perbuatan" in text


def test_the_page_tells_the_light_the_witnesses_and_the_newest_acts(browser: Client) -> None:
    agree()
    act(count=2)
    advance(timezone.now())
    act()
    text = words(get(browser, "/buku-besar/"))
    assert "Hijau: disaksikan" in text
    for name in ("KPU", "BAWASLU", "UNIV", "negara", "sipil"):
        assert name in text
    assert text.count("Sebuah peran diakhiri sebelum hari terakhirnya.") == 3
    assert "nomor 1" in text
    assert "menunggu nomor" in text
    english = words(get(browser, "/en/buku-besar/"))
    assert "Green: witnessed" in english
    assert "A role was ended before its last day." in english


def test_a_witness_that_is_missing_turns_the_page_amber_and_too_few_red(browser: Client) -> None:
    agree()
    act()
    advance(timezone.now(), but=("POLRI",))
    text = words(get(browser, "/buku-besar/"))
    assert "Kuning: perlu perhatian" in text
    assert "belum pernah" in text


def test_the_page_says_why_the_log_stands_still(browser: Client) -> None:
    recovery.note_stopped(Refused("Ubin {path} berbeda dengan basis data; buku besar tidak ditandatangani.", path="x"))
    assert "Ubin x berbeda dengan basis data" in words(get(browser, "/buku-besar/"))
    assert "The tile x differs from the database" in words(get(browser, "/en/buku-besar/"))


def test_the_demo_says_that_its_witnesses_prove_nothing(browser: Client, demo: object) -> None:
    answer = browser.get("/buku-besar/", HTTP_HOST="localhost:8000", REMOTE_ADDR="127.0.0.1")
    assert "tidak membuktikan apa pun" in words(answer)
    assert answer["X-Ikrar-Example"] == "1"


def test_the_page_costs_the_same_however_much_stands_in_it(browser: Client) -> None:
    agree()
    costs = []
    for count in (1, 40):
        act(count=count)
        advance(timezone.now())
        with CaptureQueriesContext(connection) as captured:
            get(browser, "/buku-besar/")
        costs.append(len(STORE.own(captured)))
    assert costs[0] == costs[1] <= 14


def test_a_leaf_is_found_by_its_hash(browser: Client) -> None:
    leaf = act()[0]
    answer = get(browser, f"/buku-besar/?sidik=%20{leaf.hash.upper()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/buku-besar/{leaf.hash}/")
    for asked in ("0" * 64, "x", "%00", "é"):
        answer = get(browser, f"/buku-besar/?sidik={asked}")
        assert answer.status_code == 200
    assert "Tidak ada catatan dengan sidik itu" in words(answer)


def test_a_leaf_has_a_page_with_its_proof_once_it_is_signed(browser: Client) -> None:
    leaf = act()[0]
    assert "Bukti belum siap" in words(get(browser, f"/buku-besar/{leaf.hash}/"))
    advance(timezone.now())
    answer = get(browser, f"/buku-besar/{leaf.hash}/")
    assert f"/ledger/proof/{leaf.hash}" in answer.content.decode()
    assert "ikrar.id/leaf/v1" in words(answer)
    assert get(browser, "/buku-besar/0000/").status_code == 404
    assert get(browser, f"/buku-besar/{'0' * 64}/").status_code == 404


# --- for programs ---------------------------------------------------------------------------------------------------


def test_what_the_addresses_give_is_enough_to_verify_a_leaf_elsewhere(browser: Client) -> None:
    agree()
    leaves = act(count=300)
    advance(timezone.now())
    policy = Policy.parse(get(browser, "/ledger/policy").content.decode())
    for leaf in (leaves[0], leaves[255], leaves[299]):
        answer = get(browser, f"/ledger/proof/{leaf.hash}")
        assert answer["Content-Disposition"] == f'attachment; filename="{leaf.hash[:16]}.tlog-proof"'
        verdict = verify(answer.content.decode(), policy)
        assert verdict.holds
        assert verdict.quorum


def test_the_checkpoint_is_the_newest_with_its_cosignatures_and_is_asked_for_anew(browser: Client) -> None:
    assert get(browser, "/ledger/checkpoint").status_code == 404
    agree()
    act()
    advance(timezone.now())
    answer = get(browser, "/ledger/checkpoint")
    assert answer.content.decode() == queries.newest_note()
    assert answer.content.decode().count("— ") == 6
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-cache", "text/plain; charset=utf-8")
    assert not answer.cookies


def test_tiles_stand_at_their_paths_and_full_ones_may_be_kept_for_ever(browser: Client) -> None:
    act(count=300)
    sequence.advance(timezone.now())
    full, partial = get(browser, "/ledger/tile/0/000"), get(browser, "/ledger/tile/0/001.p/44")
    rows = list(Leaf.objects.order_by("number"))
    hashes = [bytes.fromhex(row.hash) for row in rows]
    assert [*decode(full.content, 256), *decode(partial.content, 44)] == hashes
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"
    assert partial["Cache-Control"] == "public, max-age=300"
    bundle = get(browser, "/ledger/tile/entries/001.p/3")
    assert decode_entries(bundle.content, 3) == tuple(bytes(row.data) for row in rows[256:259])
    assert bundle["Content-Type"] == "application/octet-stream"
    assert get(browser, "/ledger/tile/1/000.p/1").status_code == 200
    for path in (
        "0/1",
        "0/001",
        "0/001.p/45",
        "0/000.p/0",
        "0/000/",
        "9/000",
        "x",
        "entries/002",
        "0/../../secret.key",
    ):
        answer = get(browser, f"/ledger/tile/{path}")
        assert answer.status_code == 404, path
        assert answer["Cache-Control"] == "no-store"


def test_tiles_that_nothing_signed_covers_yet_are_not_given(browser: Client) -> None:
    act(count=3)
    sequence.advance(timezone.now())
    store.local().write(Tile(0, 0, 5), bytes(5 * 32))
    store.local().write(Tile(ENTRIES, 0, 5), bytes(10))
    assert get(browser, "/ledger/tile/0/000.p/5").status_code == 404
    assert get(browser, "/ledger/tile/entries/000.p/5").status_code == 404
    assert get(browser, "/ledger/tile/0/000.p/3").status_code == 200


def test_a_proof_of_what_waits_or_is_unknown_is_absent(browser: Client) -> None:
    leaf = act()[0]
    for name in (leaf.hash, "0" * 64, "x", leaf.hash.upper()):
        assert get(browser, f"/ledger/proof/{name}").status_code == 404


# --- what a witness brings ------------------------------------------------------------------------------------------


def bring(browser: Client, data: bytes, **told: str) -> object:
    """POST a note as a program does: no cookie, no token, no form."""
    strict = Client(SERVER_NAME="ikrar.example", enforce_csrf_checks=True)
    return strict.post("/ledger/cosignature", data, content_type="text/plain; charset=utf-8", secure=True, **told)


def brought(name: str = "UNIV") -> bytes:
    """Write the newest checkpoint with one witness's signature."""
    note = notes.read_note(queries.newest_note())
    return cosignature.added(note, [cosignature.cosign(note.text, signer(name), timezone.now())]).encode()


def test_a_witness_brings_its_cosignature_without_an_account(browser: Client) -> None:
    agree(url=False)
    act()
    sequence.advance(timezone.now())
    answer = bring(browser, brought())
    assert (answer.status_code, answer.content) == (200, b"kept 1\n")
    assert not answer.cookies
    assert Cosignature.objects.count() == 1
    assert "univ.example" in get(browser, "/ledger/checkpoint").content.decode()


def test_an_older_word_is_kept_beside_its_own_checkpoint_and_makes_nothing_younger(browser: Client) -> None:
    agree(url=False)
    act()
    sequence.advance(timezone.now())
    older = brought()
    act()
    sequence.advance(timezone.now())
    for data in (brought(), older, older):
        assert bring(browser, data).content == b"kept 1\n"
    assert list(Cosignature.objects.order_by("checkpoint__size").values_list("checkpoint__size", flat=True)) == [1, 2]
    assert Sighting.objects.get().size == 2


def test_what_is_brought_without_a_valid_signature_is_refused(browser: Client) -> None:
    agree()
    act()
    sequence.advance(timezone.now())
    stranger = brought().replace(b"ikrar.example/ledger", b"lain.example/ledger")
    cases = {queries.newest_note().encode(): 403, stranger: 404, b"": 422, b"\xff" * 20: 422, b"x" * 70_000: 413}
    for data, status in cases.items():
        assert bring(browser, data).status_code == status
    for length in ("abc", "²", ""):
        assert bring(browser, b"x", CONTENT_LENGTH=length).status_code == 422, "a length that is none is none"
    assert not Cosignature.objects.exists()
    assert get(browser, "/ledger/cosignature").status_code == 404


def test_who_brings_too_often_waits(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger.METER, "limit", 2)
    assert [bring(browser, b"").status_code for _ in range(3)] == [422, 422, 429]
    ledger.METER.forget()
