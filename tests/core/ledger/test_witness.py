"""A witness answers as c2sp.org/tlog-witness and decision 21 say, in that order, and says what accuses the log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import BadInput
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.note import Signer, sign
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.tree import EMPTY_ROOT, consistency
from ikrar.core.ledger.witness import MAX_PROOF, SIZE_TYPE, Answer, Fault, Request, answer, logs_of, parse_request
from tests.core.ledger import keys
from tests.core.ledger.written import Log

LOG, OTHER = Log(100), Log(100, salt="lain")
STEP = b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
LOGS = logs_of(Policy.parse(keys.policy_text()))
BODY = LOG.request(60).text().encode()
LAST = {keys.ORIGIN: LOG.point(60)}


def asked(request: Request, last: dict[str, Checkpoint] | None = None) -> Answer:
    return answer(request.text().encode(), LOGS, LAST if last is None else last)


def test_the_request_of_the_specification_is_read_and_written_back() -> None:
    request = parse_request(keys.SPEC_REQUEST.encode())
    assert (request.old, len(request.path), request.note) == (20_852_014, 4, keys.SPEC_CHECKPOINT)
    assert request.text() == keys.SPEC_REQUEST


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1\n",
        b"old 01\n\n" + keys.SPEC_CHECKPOINT.encode(),
        b"old -1\n\n" + keys.SPEC_CHECKPOINT.encode(),
        b"1\n\n" + keys.SPEC_CHECKPOINT.encode(),
        b"old 1\nYWE=\n\n" + keys.SPEC_CHECKPOINT.encode(),
        b"old 1\n\xff\n\n" + keys.SPEC_CHECKPOINT.encode(),
        b"old 1\n" + STEP * (MAX_PROOF + 1) + b"\n" + keys.SPEC_CHECKPOINT.encode(),
        b"old 1\n\nno checkpoint\n",
        b"old 1\n\n" + keys.GO_NOTE.encode(),
        b"old 1\n\n" + keys.SPEC_CHECKPOINT.encode() + keys.SPEC_CHECKPOINT.split("\n\n")[1].encode() * 600,
    ],
)
def test_what_is_no_request_is_answered_400(body: bytes) -> None:
    assert answer(body, LOGS, LAST).status == 400
    if not body.endswith(keys.GO_NOTE.encode()):
        with pytest.raises(BadInput):
            parse_request(body)


def test_a_log_that_goes_on_is_cosigned() -> None:
    for size in (60, 61, 100):
        found = asked(LOG.request(60, size))
        assert (found.status, found.fault) == (200, None)
        assert found.note is not None
        assert found.note.text == LOG.point(size).text()


def test_a_log_is_taken_from_its_first_leaf_or_from_where_it_is() -> None:
    assert asked(LOG.request(0), {}).status == 200
    empty = Request(0, (), Log().note())
    assert asked(empty, {}).status == 200


def test_an_unknown_log_is_404_before_anything_else() -> None:
    foreign = Signer("lain.contoh/ledger", b"f" * 32)
    note = sign(Checkpoint("lain.contoh/ledger", 5, b"r" * 32).text(), [foreign])
    assert asked(Request(9, (), note)).status == 404


def test_R49_another_key_is_403_and_kept() -> None:
    for signer in (keys.log_signer(9), Signer("lain.contoh/ledger", b"f" * 32)):
        swapped = asked(Request(200, (), sign(LOG.point().text(), [signer])))
        assert (swapped.status, swapped.fault) == (403, Fault.KEY)
    false = LOG.request(60).note.replace("\n100\n", "\n101\n")
    assert asked(Request(60, (), false)).status == 403


def test_a_log_with_a_second_key_is_known_by_both() -> None:
    second = keys.log_signer(2)
    logs = logs_of(Policy.parse(f"log {keys.log_signer().key.text()}\nlog {second.key.text()}\nquorum none\n"))
    request = replace(LOG.request(60), note=sign(LOG.point().text(), [second]))
    assert answer(request.text().encode(), logs, LAST).status == 200


def test_R49_an_old_size_beyond_the_checkpoint_is_400_and_fewer_leaves_than_before_are_kept() -> None:
    back = asked(LOG.request(60, 40))
    assert (back.status, back.fault) == (400, Fault.ROLLBACK)
    boast = asked(replace(LOG.request(60), old=500, path=()))
    assert (boast.status, boast.fault) == (400, None)


def test_R49_an_old_size_that_is_not_the_last_is_409_with_the_last() -> None:
    for old in (0, 59, 61):
        stale = asked(LOG.request(old))
        assert (stale.status, stale.body, stale.type, stale.fault) == (409, "60\n", SIZE_TYPE, None)
    assert asked(LOG.request(30, 40)).fault is Fault.ROLLBACK
    assert asked(LOG.request(30), {}).body == "0\n"


def test_R49_another_root_at_the_same_size_is_422_and_kept() -> None:
    fork = asked(OTHER.request(60, 60))
    assert (fork.status, fork.fault) == (422, Fault.FORK)


def test_R49_a_log_that_was_cut_and_grew_again_is_422_and_kept() -> None:
    cut = Log(50)
    cut.salt = "lain"
    cut.grow(50)
    regrown = asked(cut.request(60))
    assert (regrown.status, regrown.fault) == (422, Fault.UNPROVEN)


@pytest.mark.parametrize(
    ("request_", "last"),
    [
        (replace(LOG.request(60), path=()), LAST),
        (replace(LOG.request(60), path=LOG.request(60).path[:-1]), LAST),
        (replace(LOG.request(60, 60), path=(EMPTY_ROOT,)), LAST),
        (replace(LOG.request(0), path=(EMPTY_ROOT,)), {}),
        (Request(0, (), sign(Checkpoint(keys.ORIGIN, 0, b"r" * 32).text(), [keys.log_signer()])), {}),
    ],
)
def test_R49_no_proof_a_cut_one_and_one_too_many_are_422(request_: Request, last: dict[str, Checkpoint]) -> None:
    assert asked(request_, last).status == 422


@given(st.data())
def test_only_what_goes_on_is_ever_cosigned(data: st.DataObject) -> None:
    log = data.draw(st.sampled_from([LOG, OTHER]))
    old, size = data.draw(st.integers(0, 100)), data.draw(st.integers(0, 100))
    wrong = data.draw(st.booleans())
    path = consistency(log.read, *sorted((old, size)))
    request = Request(old, (*path, EMPTY_ROOT) if wrong else path, log.note(size))
    expected = log is LOG and not wrong and old == 60 <= size
    assert (asked(request).status == 200) is expected


def changed(at: int, byte: int) -> bytes:
    return bytes([*BODY[:at], byte, *BODY[at + 1 :]])


@given(st.binary(max_size=200) | st.builds(changed, st.integers(0, len(BODY) - 1), st.integers(0, 255)))
def test_no_bytes_make_a_witness_fall_or_cosign_what_the_log_did_not_sign(body: bytes) -> None:
    found = answer(body, LOGS, LAST)
    assert found.status in {200, 400, 403, 404, 409, 422}
    assert found.note is None or found.note.text == LOG.point().text()
