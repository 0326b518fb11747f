"""A leaf remembers an act for ever and tells nothing about a person."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.ledger import leaf as module
from ikrar.core.ledger.event import EVENTS, Event, Grain
from ikrar.core.ledger.leaf import (
    HEADER,
    MAX_BYTES,
    Leaf,
    coarse_time,
    commitment,
    leaf_hash,
    opens,
    parse,
    ref_from,
)

OPENING = bytes(range(32))
RECORD = {"digest": "ab" * 32, "act": "freeze"}
LEAF = Leaf(
    type="declaration.frozen",
    time="2024-08-16T03Z",
    by="98.01/kpu",
    ref="7K3M0123456789ABCDEFGHJKMN",
    prev="-",
    com="5YKxVya2gziF6IFjWHPJCDnTiiy6YDoBzedddFEg0Bw=",
)
BYTES = (
    b"ikrar.id/leaf/v1\n"
    b"type declaration.frozen\n"
    b"time 2024-08-16T03Z\n"
    b"by   98.01/kpu\n"
    b"ref  7K3M0123456789ABCDEFGHJKMN\n"
    b"prev -\n"
    b"com  5YKxVya2gziF6IFjWHPJCDnTiiy6YDoBzedddFEg0Bw=\n"
)

hexadecimal = st.text("0123456789abcdef", min_size=64, max_size=64)
institutions = st.from_regex(
    r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?/[a-z]{2,9}(-[a-z]{1,9}){0,2}(-[0-9]{1,4})?",
    fullmatch=True,
)
refs = st.binary(min_size=17, max_size=17).map(ref_from)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcñ", max_size=4), inner, max_size=3),
    max_leaves=8,
)
records = st.dictionaries(st.text("abcñ", max_size=6), json_values, max_size=5)
coms = st.builds(commitment, st.binary(min_size=32, max_size=32), records)
previous = st.just("-") | hexadecimal


@st.composite
def made(draw: st.DrawFn) -> Leaf:
    """A leaf of any event, its time as coarse as the event asks."""
    event = EVENTS[draw(st.sampled_from(sorted(EVENTS)))]
    time = coarse_time(draw(st.datetimes(timezones=st.just(UTC))), event.grain)
    return Leaf(event.type, time, draw(institutions), draw(refs), draw(previous), draw(coms))


leaves = made()


def test_the_written_out_leaf_holds() -> None:
    assert LEAF.to_bytes() == BYTES
    assert parse(BYTES) == LEAF
    assert leaf_hash(BYTES) == "d617e090146452646f56727182c273a27264f449e4bf3887e81142aff5ad0d38"


@given(leaves)
def test_a_leaf_read_back_is_the_same_leaf(leaf: Leaf) -> None:
    data = leaf.to_bytes()
    assert parse(data) == leaf
    assert parse(data).to_bytes() == data
    assert leaf_hash(data) == hashlib.sha256(b"\x00" + data).hexdigest()


@given(leaves, st.data())
def test_changing_any_byte_is_refused_or_changes_the_hash(leaf: Leaf, data: st.DataObject) -> None:
    before = leaf.to_bytes()
    position = data.draw(st.integers(0, len(before) - 1))
    after = bytearray(before)
    after[position] ^= data.draw(st.integers(1, 255))
    assert leaf_hash(bytes(after)) != leaf_hash(before)
    try:
        other = parse(bytes(after))
    except BadInput:
        return
    assert other != leaf
    assert other.to_bytes() == bytes(after)


@given(leaves)
def test_R47_a_leaf_has_seven_lines_and_no_field_beyond_the_schema(leaf: Leaf) -> None:
    lines = leaf.to_bytes().decode("ascii").split("\n")
    assert [line[:5] for line in lines[1:]] == ["type ", "time ", "by   ", "ref  ", "prev ", "com  ", ""]
    assert lines[0] == HEADER
    assert [field.name for field in dataclasses.fields(Leaf)] == ["type", "time", "by", "ref", "prev", "com"]


def test_R47_the_longest_possible_leaf_fits_the_entry_bundle() -> None:
    longest_by = f"35.28.01.2001/{'a' * 24}-{'b' * 24}-{'c' * 16}"
    assert len(longest_by) == 80
    longest = dataclasses.replace(LEAF, type=max(EVENTS, key=len), by=longest_by, prev="a" * 64)
    assert len(longest.to_bytes()) < MAX_BYTES
    with pytest.raises(InvalidField):
        dataclasses.replace(LEAF, by=f"{longest_by}c")


# What a person can be recognised by, as detectors for text and as things to smuggle in.
DETECTORS = {
    "identity number": re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])"),
    "telephone": re.compile(r"(?:\+?62|\b0)[ -]?8[0-9]{1,3}[ -]?[0-9]{3,4}[ -]?[0-9]{3,5}"),
    "e-mail": re.compile(r"[^\s@]+@[^\s@]+"),
    "name": re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+"),
}
identity_numbers = st.from_regex(r"[1-9][0-9]{5}[0-7][0-9](0[1-9]|1[0-2])[0-9]{2}[0-9]{4}", fullmatch=True)
telephones = st.from_regex(r"(\+62|62|0)8[1-9][0-9]{7,9}", fullmatch=True)
grouped_telephones = st.from_regex(r"08[1-9][0-9]-[0-9]{4}-[0-9]{4}", fullmatch=True)
addresses = st.from_regex(r"[a-z]{2,9}(\.[a-z]{2,9})?@[a-z]{2,9}\.(com|id|go\.id)", fullmatch=True)
names = st.from_regex(r"[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8}){1,2}", fullmatch=True)
personal = identity_numbers | telephones | grouped_telephones | addresses | names


@given(leaf=leaves, field=st.sampled_from(["type", "time", "by"]), secret=personal, data=st.data())
def test_R47_no_field_that_an_act_chooses_can_carry_what_a_person_is_known_by(
    leaf: Leaf, field: str, secret: str, data: st.DataObject
) -> None:
    value = getattr(leaf, field)
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    smuggled = data.draw(st.sampled_from([secret, secret.lower(), f"98.01/{secret}", f"98.01/kpu-{secret}"]))
    for candidate in {smuggled, value[:start] + secret + value[end:], value[:start] + smuggled + value[end:]}:
        _assert_refused(leaf, field, candidate)


@given(leaf=leaves, field=st.sampled_from(["ref", "prev", "com"]), secret=personal, data=st.data())
def test_R47_nothing_can_be_added_to_the_fields_that_chance_or_a_hash_makes(
    leaf: Leaf, field: str, secret: str, data: st.DataObject
) -> None:
    value = getattr(leaf, field)
    start = data.draw(st.integers(0, len(value)))
    for candidate in {secret, value[:start] + secret + value[start:]}:
        _assert_refused(leaf, field, candidate)


def _assert_refused(leaf: Leaf, field: str, candidate: str) -> None:
    with pytest.raises(InvalidField) as caught:
        dataclasses.replace(leaf, **{field: candidate})
    assert caught.value.field == field


@given(leaves)
def test_R47_a_scan_of_what_leaves_say_finds_nobody(leaf: Leaf) -> None:
    chosen = leaf.to_bytes().decode().split("\nref  ")[0]
    assert not any(detector.search(chosen) for detector in DETECTORS.values())


@given(personal)
def test_R47_the_detectors_of_the_scan_do_see_persons(secret: str) -> None:
    assert any(detector.search(f"by   {secret}\n") for detector in DETECTORS.values())


WRONG: dict[str, list[str]] = {
    "type": ["", "case.verdict", "declaration", "declaration.frozen ", "Declaration.frozen"],
    "time": [
        "",
        "2024-08-16T03:15Z",
        "2024-08-16",
        "2024-08-16T24Z",
        "2024-02-30T03Z",
        "0000-01-01T03Z",
        "2024-08-16T03+00:00",
        "2024-08-16T03z",
        "٢٠٢٤-08-16T03Z",
        "2024-08-16T03Z\n",
    ],
    "by": [
        "",
        "kpu",
        "98.01",
        "98.01/",
        "98.01/KPU",
        "98.01/k",
        "98.1/kpu",
        "98.01/kpu/x",
        "98.01/kpu-12345",
        "98.01/kpu-12-12",
        "98.01/1-kpu",
        "98.01/kpu-",
        "98.01/kpu\n",
    ],
    "ref": [
        "",
        "7K3M",
        "7K3M0123456789ABCDEFGHJKMI",
        "7k3m0123456789abcdefghjkmn",
        "7K3M0123456789ABCDEFGHJKMNP",
    ],
    "prev": ["", "--", "18231", "A" * 64, "a" * 63, "a" * 65, "-\n"],
    "com": [
        "",
        "YQ==",
        LEAF.com[:-1],
        LEAF.com + "=",
        LEAF.com.replace("w=", "x="),
        LEAF.com.replace("5", "_"),
        LEAF.com + "\n",
    ],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_a_field_outside_its_grammar_is_refused_by_its_name(field: str, value: str) -> None:
    with pytest.raises(InvalidField) as caught:
        dataclasses.replace(LEAF, **{field: value})
    assert caught.value.field == field


@pytest.mark.parametrize("by", ["98/kpu", "98.01/kodim-0826", "35.28.01.2001/partai-a", "98.01/satpol-pp"])
def test_institution_codes_as_they_are_used_are_let_in(by: str) -> None:
    assert dataclasses.replace(LEAF, by=by).by == by


def test_a_ceremony_is_told_by_the_minute_and_only_a_ceremony(monkeypatch: pytest.MonkeyPatch) -> None:
    ceremony = Event("declaration.frozen", {}, Grain.MINUTE)
    monkeypatch.setattr(module, "EVENTS", MappingProxyType({ceremony.type: ceremony}))
    assert parse(dataclasses.replace(LEAF, time="2024-08-16T03:15Z").to_bytes()).time == "2024-08-16T03:15Z"
    with pytest.raises(InvalidField):
        dataclasses.replace(LEAF, time="2024-08-16T03Z")


NO_LEAF = {
    "nothing": b"",
    "no final line end": BYTES[:-1],
    "a line too many": BYTES + b"\n",
    "other line ends": BYTES.replace(b"\n", b"\r\n"),
    "another version": BYTES.replace(b"/v1", b"/v2"),
    "another order": BYTES.replace(b"prev -\n", b"") + b"prev -\n",
    "a field missing": BYTES.replace(b"prev -\n", b""),
    "other padding": BYTES.replace(b"by   ", b"by "),
    "more padding": BYTES.replace(b"type ", b"type  "),
    "an empty field": BYTES.replace(b"prev -", b"prev "),
    "no UTF-8": BYTES.replace(b"kpu", b"kp\xff"),
    "an unknown type": BYTES.replace(b"declaration.frozen", b"declaration.thawed"),
    "a byte order mark": b"\xef\xbb\xbf" + BYTES,
}


@pytest.mark.parametrize("data", NO_LEAF.values(), ids=NO_LEAF.keys())
def test_bytes_that_are_no_leaf_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidField):
        parse(data)


def test_more_than_a_kilobyte_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        parse(BYTES + b"x" * MAX_BYTES)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_refused_and_never_crash(data: bytes) -> None:
    with pytest.raises(BadInput):
        parse(data)


def test_the_written_out_commitment_holds() -> None:
    message = b'ikrar/commit/v1\n{"act":"freeze","digest":"' + b"ab" * 32 + b'"}'
    expected = base64.b64encode(hmac.new(OPENING, message, hashlib.sha256).digest()).decode()
    assert commitment(OPENING, RECORD) == expected == "FaAFXuHofuiR5s9jW91EjdlrQqD0TgDXpRyba0Egb2E="


@given(st.binary(min_size=32, max_size=32), records)
def test_a_commitment_opens_with_its_opening_and_record_in_any_key_order(
    opening: bytes, record: dict[str, Any]
) -> None:
    com = commitment(opening, record)
    assert opens(com, opening, record)
    assert opens(com, opening, dict(reversed(record.items())))
    assert opens(com, opening, MappingProxyType(record))
    assert dataclasses.replace(LEAF, com=com).com == com


@given(st.binary(min_size=32, max_size=32), records, st.data())
def test_a_commitment_opens_with_nothing_else(opening: bytes, record: dict[str, Any], data: st.DataObject) -> None:
    com = commitment(opening, record)
    other_opening = data.draw(st.binary(min_size=32, max_size=32).filter(lambda other: other != opening))
    assert not opens(com, other_opening, record)
    other_record = data.draw(records)
    assume(_canonical(other_record) != _canonical(record))
    assert not opens(com, opening, other_record)


def _canonical(record: dict[str, Any]) -> str:
    return commitment(bytes(32), record)


@given(records, st.sampled_from([b"", bytes(31), bytes(32), bytes(33)]))
def test_after_erasure_of_the_opening_the_record_opens_nothing(record: dict[str, Any], guess: bytes) -> None:
    com = commitment(OPENING, record)
    assert not opens(com, guess, record)


@pytest.mark.parametrize("com", ["", "x", LEAF.com, "\ud800", "é"])
def test_a_commitment_that_is_none_is_not_opened(com: str) -> None:
    assert not opens(com, OPENING, RECORD)


NO_RECORD: dict[str, Any] = {
    "a number beyond exactness": {"a": 2**53},
    "not a number": {"a": float("nan")},
    "a key that is no string": {1: "a"},
    "half a character": {"a": "\ud800"},
    "half a character in a key": {"\ud800": "a"},
    "bytes": {"a": b"a"},
}


@pytest.mark.parametrize("record", NO_RECORD.values(), ids=NO_RECORD.keys())
def test_a_record_without_canonical_form_is_refused_and_opens_nothing(record: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as caught:
        commitment(OPENING, record)
    assert caught.value.field == "record"
    assert not opens(LEAF.com, OPENING, record)


def test_a_record_nested_without_end_is_refused() -> None:
    record: dict[str, Any] = {}
    record["a"] = record
    with pytest.raises(InvalidField):
        commitment(OPENING, record)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_an_opening_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(InvalidField) as caught:
        commitment(bytes(length), RECORD)
    assert caught.value.field == "opening"


def test_references_are_crockford_base32_of_the_first_130_bits() -> None:
    assert ref_from(bytes(17)) == "0" * 26
    assert ref_from(b"\xff" * 17) == "Z" * 26
    assert ref_from(bytes(16) + b"\x40") == "0" * 25 + "1"
    assert ref_from(b"\x08" + bytes(16)) == "1" + "0" * 25
    assert ref_from(bytes(16) + b"\x3f") == "0" * 26


@given(st.binary(min_size=17, max_size=17))
def test_R47_a_reference_keeps_all_of_its_130_random_bits(random: bytes) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = "".join(f"{alphabet.index(character):05b}" for character in ref_from(random))
    assert bits == "".join(f"{byte:08b}" for byte in random)[:130]


@pytest.mark.parametrize("length", [0, 16, 18])
def test_a_reference_needs_exactly_17_random_bytes(length: int) -> None:
    with pytest.raises(InvalidField) as caught:
        ref_from(bytes(length))
    assert caught.value.field == "random"


@pytest.mark.parametrize(
    ("now", "hour", "minute"),
    [
        (datetime(2024, 8, 16, 3, 15, 59, 999999, tzinfo=UTC), "2024-08-16T03Z", "2024-08-16T03:15Z"),
        (
            datetime(2024, 8, 16, 6, 59, tzinfo=timezone(timedelta(hours=7))),
            "2024-08-15T23Z",
            "2024-08-15T23:59Z",
        ),
        (
            datetime(2024, 1, 1, 0, 10, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "2023-12-31T18Z",
            "2023-12-31T18:40Z",
        ),
    ],
)
def test_R41_times_are_told_in_utc_and_rounded_down(now: datetime, hour: str, minute: str) -> None:
    assert coarse_time(now, Grain.HOUR) == hour
    assert coarse_time(now, Grain.MINUTE) == minute


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidField) as caught:
        coarse_time(datetime(2024, 8, 16, 3), Grain.HOUR)  # noqa: DTZ001
    assert caught.value.field == "time"


def test_a_chain_of_leaves_names_its_predecessor_by_hash() -> None:
    first = LEAF.to_bytes()
    second = dataclasses.replace(LEAF, prev=leaf_hash(first))
    assert parse(second.to_bytes()).prev == hashlib.sha256(b"\x00" + first).hexdigest()
