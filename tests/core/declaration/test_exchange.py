"""A declaration travels with the very bytes that were registered, and what differs is refused with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration import exchange
from ikrar.core.declaration.canonical import canonical_bytes, digest
from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.outside import Outside
from ikrar.core.declaration.outside import TranslationForm as Translation
from ikrar.core.declaration.outside import WitnessForm as Witness
from ikrar.core.errors import BadInput, ForbiddenText, InvalidField
from ikrar.core.ledger.leaf import ref_from
from tests.core.declaration.texts import FULL
from tests.core.declaration.travelling import AT, COPY, WORDING, copies, moments


def told(**changes: Any) -> dict[str, Any]:
    """Return the JSON values of a good declaration, its first version changed."""
    value: dict[str, Any] = json.loads(exchange.line(COPY))
    value["versions"][0] |= changes
    return value


def test_a_declaration_is_told_with_its_text_as_an_object_and_its_digest() -> None:
    value = told()
    assert value["v"] == "ikrar.id/exchange/v1"
    assert value["registered_by"] == {"code": "98.01/kpu", "name": "KPU Kabupaten Lembah Arunika"}
    version = value["versions"][0]
    assert version["text"]["v"] == "ikrar.id/declaration/v1"
    assert version["digest"] == digest(canonical_bytes(FULL))
    assert version["frozen_at"] == "2024-08-16T05:00:00.000123Z"


@given(copies)
def test_what_travels_as_json_comes_back_whole(copy: Copy) -> None:
    assert exchange.from_json(exchange.loads(exchange.line(copy))) == copy


def test_the_same_declaration_is_the_same_line_and_an_about_is_never_read_back() -> None:
    assert exchange.line(COPY) == exchange.line(replace(COPY))
    assert exchange.from_json(exchange.to_json(COPY, {"time": "now"})) == COPY
    assert exchange.is_about(exchange.loads(exchange.about_line({"time": "now"})))
    assert not exchange.is_about(told())
    assert not exchange.is_about([])


def test_another_text_under_the_same_digest_is_refused_with_both_digests() -> None:
    value = told()
    value["versions"][0]["text"]["points"][0]["text"] = "Menerima uang."
    with pytest.raises(InvalidField) as error:
        exchange.from_json(value)
    assert error.value.field == "digest"
    assert value["versions"][0]["digest"] in str(error.value)


def test_a_digest_may_be_left_out_and_is_then_computed() -> None:
    assert exchange.from_json(told(digest="")) == COPY
    assert exchange.from_json(told(digest=WORDING.digest.upper())) == COPY


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda v: v.pop("ref"), "ref"),
        (lambda v: v.update(v="ikrar.id/exchange/v9"), "v"),
        (lambda v: v.update(extra=1), "declaration.extra"),
        (lambda v: v.update(example="ya"), "example"),
        (lambda v: v.update(ref=7), "ref"),
        (lambda v: v.update(registered_by=[]), "registered_by"),
        (lambda v: v["registered_by"].pop("name"), "registered_by.name"),
        (lambda v: v.update(versions=[]), "versions"),
        (lambda v: v.update(versions={}), "versions"),
        (lambda v: v.update(versions=[1]), "versions.1"),
        (lambda v: v["versions"][0].update(number=True), "versions.1.number"),
        (lambda v: v["versions"][0].update(number="1"), "versions.1.number"),
        (lambda v: v["versions"][0].update(frozen_at="2024-08-16T05:00:00"), "frozen_at"),
        (lambda v: v["versions"][0].update(frozen_at="kemarin"), "frozen_at"),
        (lambda v: v["versions"][0].update(frozen_at="0001-01-01T00:00:00+14:00"), "frozen_at"),
        (lambda v: v["versions"][0].update(kinds=[["A"], [3]]), "versions.1.kinds.2.1"),
        (lambda v: v["versions"][0].update(witnesses=[{"office": "a"}]), "versions.1.witnesses.1.capacity"),
        (lambda v: v["versions"][0].update(translation={}), "versions.1.translation.closing"),
        (lambda v: v["versions"][0].update(text=float("nan")), "versions.1.text"),
        (lambda v: v["versions"][0].update(text={"n": 2**60}), "versions.1.text"),
        (lambda v: v["versions"][0].update(text={"n": "\ud800"}), "versions.1.text"),
        (lambda v: v["versions"][0].update(text=[]), "declaration"),
    ],
)
def test_what_is_missing_unknown_or_of_another_type_is_named(
    change: Callable[[dict[str, Any]], Any], field: str
) -> None:
    value = told()
    change(value)
    with pytest.raises(InvalidField) as error:
        exchange.from_json(value)
    assert error.value.field == field


def test_a_text_that_is_not_canonical_is_refused() -> None:
    value = told(digest="")
    value["versions"][0]["text"]["title"] += " "
    with pytest.raises(BadInput, match="kanonik"):
        exchange.from_json(value)
    value["versions"][0]["text"]["title"] = "CONTOH \u200b"
    with pytest.raises(ForbiddenText):
        exchange.from_json(value)


def test_a_number_that_another_program_wrote_as_a_fraction_is_the_same_number() -> None:
    value = told()
    for point in value["versions"][0]["text"]["points"]:
        point["n"] = float(point["n"])
    assert exchange.from_json(value) == COPY


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe{\x00}\x00", b'{"a":NaN}', b"[" * 200_000, b"9" * 5_000])
def test_what_is_no_json_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput, match="JSON"):
        exchange.loads(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert exchange.from_json(exchange.loads(b"\xef\xbb\xbf" + exchange.line(COPY))) == COPY


@given(moments)
def test_a_moment_is_written_in_utc_and_read_back_to_the_microsecond(at: datetime) -> None:
    assert exchange.read_moment(exchange.moment(at)) == at
    jakarta = at.astimezone(timezone(timedelta(hours=7)))
    assert exchange.moment(jakarta) == exchange.moment(at)


def test_a_version_that_could_have_been_frozen_passes_with_its_form() -> None:
    found = exchange.check(WORDING)
    assert found.text == FULL
    assert (found.form.title, found.form.parent) == (FULL.title, "")
    assert found.form.points[0].kinds == ("NO_PROVOCATION",)
    assert found.outside == Outside(WORDING.operation, WORDING.witnesses, WORDING.translation)
    assert exchange.check(replace(WORDING, kinds=())).form.points[0].kinds == ()


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (replace(WORDING, kinds=(("NO_HOAX",),)), "kinds"),
        (replace(WORDING, source_url="javascript:alert(1)"), "source_url"),
        (replace(WORDING, canonical=canonical_bytes(replace(FULL, event_date=None))), "event_date"),
        (replace(WORDING, canonical=canonical_bytes(replace(FULL, pledging_offices=()))), "offices"),
    ],
)
def test_what_could_not_have_been_frozen_is_refused(wording: Wording, field: str) -> None:
    with pytest.raises(InvalidField) as error:
        exchange.check(wording)
    assert error.value.field == field


def test_a_date_no_form_can_hold_is_refused_though_its_bytes_are_canonical() -> None:
    old = replace(FULL, event_date=FULL.event_date and FULL.event_date.replace(year=1024))
    with pytest.raises(BadInput, match="1024"):
        exchange.check(replace(WORDING, canonical=canonical_bytes(old)))


def test_a_text_the_form_would_not_write_again_word_for_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No such text is known; the day a form learns to lose a word, the file is refused instead of the word lost."""
    monkeypatch.setattr(exchange, "text_of", lambda form, **kept: replace(FULL, closing=None))
    with pytest.raises(BadInput, match="persis"):
        exchange.check(WORDING)


def test_beside_the_text_travel_witnesses_and_an_unofficial_translation() -> None:
    assert WORDING.witnesses == (Witness("Camat", "Kecamatan Rekaan", ""),)
    assert WORDING.translation == Translation("en", "CONTOH Pledge", "We pledge:", ("One.", "Two."), "So be it.")
    assert told()["versions"][0]["translation"]["points"] == ["One.", "Two."]
    assert WORDING.frozen_at == AT


@given(st.binary(min_size=17, max_size=17))
def test_every_reference_the_register_gives_is_known_as_one_and_no_mark_of_a_hand_is(random: bytes) -> None:
    assert exchange.REF.fullmatch(ref_from(random))
    for mark in ("A1", "", "I" * 26, ref_from(random)[:-1], ref_from(random).lower()[:25] + "u"):
        assert not exchange.REF.fullmatch(mark)
