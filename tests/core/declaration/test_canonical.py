"""A declaration has one sequence of bytes and one digest, and anybody can check both (decision 18)."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.canonical import (
    MAX_BYTES,
    DeclarationText,
    PledgingOffice,
    canonical_bytes,
    digest,
    example_title,
    is_marked_example,
    needs_example_mark,
    normalised,
    of_json,
    parse,
)
from ikrar.core.errors import BadInput, ForbiddenText, InvalidField, TooLarge
from tests.core.declaration.texts import (
    FULL,
    MINIMAL,
    declarations,
    fictional_areas,
    real_areas,
    texts,
)

MINIMAL_BYTES = (
    b'{"area":null,"closing":null,"election":null,"event_date":null,"language":"id","parent":null,'
    b'"place":null,"pledging_offices":[],"points":[{"n":1,"text":"Damai."}],"preamble":null,'
    b'"supersedes":null,"title":"Ikrar","v":"ikrar.id/declaration/v1"}'
)
FULL_BYTES = (
    b'{"area":"98.01","closing":"Demikian.","election":"pilkada-2024","event_date":"2024-08-16",'
    b'"language":"id","parent":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    b'"place":"Aula Sanggar","pledging_offices":[{"capacity":"penyelenggara",'
    b'"institution":"KPU Kabupaten Rekaan","office":"Ketua","on_behalf_of":null},{"capacity":null,'
    b'"institution":"Partai A","office":null,"on_behalf_of":"pasangan calon 1"}],'
    b'"points":[{"n":1,"text":"Menolak provokasi."},{"n":2,"text":"Menangkal hoaks."}],'
    b'"preamble":"Kami berikrar:",'
    b'"supersedes":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",'
    b'"title":"CONTOH Deklarasi Pilkada Damai","v":"ikrar.id/declaration/v1"}'
)
TYPED = dataclasses.replace(
    MINIMAL,
    title='\u00a0Ikrar  "Me\u0301rdeka"\t\\ damai ',
    preamble=" \r\n ",
    points=("Satu\r\n  dua\rtiga", "Cafe\u0301 \U0001f54a"),
)
TYPED_BYTES = (
    b'{"area":null,"closing":null,"election":null,"event_date":null,"language":"id","parent":null,'
    b'"place":null,"pledging_offices":[],"points":[{"n":1,"text":"Satu\\ndua\\ntiga"},'
    b'{"n":2,"text":"Caf\xc3\xa9 \xf0\x9f\x95\x8a"}],"preamble":null,"supersedes":null,'
    b'"title":"Ikrar \\"M\xc3\xa9rdeka\\" \\\\ damai","v":"ikrar.id/declaration/v1"}'
)


@pytest.mark.parametrize(
    ("text", "data", "hexadecimal"),
    [
        (MINIMAL, MINIMAL_BYTES, "c8f769f9ffc0e1b6aca10a4f30d5193d15a770cbc854509eba9c12910a4c74fa"),
        (FULL, FULL_BYTES, "73853a5f895a6c5ba4e03d051bc1b09d02e802eb348ea2947948006351d6d787"),
        (TYPED, TYPED_BYTES, "2e02f7af93527ea92185622d2263cfc357a4cbc2ea5152e2766bccee7da333c2"),
    ],
    ids=["minimal", "full", "as typed"],
)
def test_the_written_out_vectors_hold(text: DeclarationText, data: bytes, hexadecimal: str) -> None:
    assert canonical_bytes(text) == data
    assert digest(data) == hexadecimal
    assert parse(data) == normalised(text)


def _independent(text: DeclarationText) -> bytes:
    """Write the bytes with the standard library alone; its JSON equals RFC 8785 for keys in ASCII."""
    value = dataclasses.asdict(normalised(text))
    value["v"] = "ikrar.id/declaration/v1"
    value["event_date"] = value["event_date"] and str(value["event_date"])
    value["points"] = [{"text": point, "n": place + 1} for place, point in enumerate(value["points"])]
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(declarations)
def test_bytes_and_digest_equal_those_of_the_standard_library(text: DeclarationText) -> None:
    data = canonical_bytes(text)
    assert data == _independent(text)
    assert digest(data) == hashlib.sha256(data).hexdigest()
    assert not data.endswith(b"\n")


@given(declarations)
def test_parsing_the_bytes_gives_the_normalised_text_back(text: DeclarationText) -> None:
    assert parse(canonical_bytes(text)) == normalised(text)


@given(declarations)
def test_normalising_a_text_twice_changes_nothing_more(text: DeclarationText) -> None:
    assert normalised(normalised(text)) == normalised(text)
    assert canonical_bytes(normalised(text)) == canonical_bytes(text)


@given(declarations, st.randoms(use_true_random=False))
def test_the_order_in_which_fields_are_given_never_matters(text: DeclarationText, chance: Any) -> None:
    fields = [(field.name, getattr(text, field.name)) for field in dataclasses.fields(text)]
    chance.shuffle(fields)
    assert canonical_bytes(DeclarationText(**dict(fields))) == canonical_bytes(text)


def _mapped(text: DeclarationText, change: Any) -> DeclarationText:
    def each(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, PledgingOffice):
            return PledgingOffice(*(each(getattr(value, field.name)) for field in dataclasses.fields(value)))
        if isinstance(value, tuple):
            return tuple(map(each, value))
        return value

    return DeclarationText(**{f.name: each(getattr(text, f.name)) for f in dataclasses.fields(text)})


@pytest.mark.parametrize(
    "typing",
    [
        lambda value: unicodedata.normalize("NFD", value),
        lambda value: unicodedata.normalize("NFC", value),
        lambda value: f" \t\u00a0{value}\r\n ",
        lambda value: value.replace("\r\n", "\r").replace("\r", "\n").replace("\n", " \r\n\t"),
        lambda value: value.replace(" ", "\u00a0 \t"),
    ],
    ids=["decomposed", "composed", "outer space", "other line ends", "other spaces"],
)
@given(text=declarations)
def test_however_it_is_typed_the_bytes_are_the_same(typing: Any, text: DeclarationText) -> None:
    assert canonical_bytes(_mapped(text, typing)) == canonical_bytes(text)


OTHER: dict[str, Any] = {
    "title": "Ikrar lain",
    "election": "pemilu-2024",
    "area": "35.28",
    "event_date": datetime.date(1, 2, 3),
    "place": "Tempat lain",
    "language": "en",
    "preamble": "Pembuka lain",
    "points": ("Satu butir saja",),
    "closing": "Penutup lain",
    "pledging_offices": (PledgingOffice("Kapolres", None, None, None),),
    "parent": "0" * 64,
    "supersedes": "1" * 64,
}


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("text", [FULL, MINIMAL], ids=["full", "minimal"])
def test_changing_any_field_changes_the_digest(text: DeclarationText, field: str) -> None:
    other = dataclasses.replace(text, **{"area": None, field: OTHER[field]})
    before = dataclasses.replace(text, area=None)
    assert digest(canonical_bytes(other)) != digest(canonical_bytes(before))


def test_the_table_of_changes_names_every_field() -> None:
    assert set(OTHER) == {field.name for field in dataclasses.fields(DeclarationText)}


@given(declarations, declarations)
def test_two_texts_share_a_digest_only_if_they_are_the_same_text(one: DeclarationText, two: DeclarationText) -> None:
    same = digest(canonical_bytes(one)) == digest(canonical_bytes(two))
    assert same == (normalised(one) == normalised(two))


@pytest.mark.parametrize("place", range(4))
def test_changing_any_part_of_an_office_changes_the_digest(place: int) -> None:
    parts = ["Ketua", "KPU", "penyelenggara", "masyarakat"]
    seen = set()
    for value in ("satu", "dua"):
        office = PledgingOffice(*(value if n == place else part for n, part in enumerate(parts)))
        seen.add(digest(canonical_bytes(dataclasses.replace(MINIMAL, pledging_offices=(office,)))))
    assert len(seen) == 2


def test_the_order_of_points_and_of_signing_stands_under_the_digest() -> None:
    points = dataclasses.replace(FULL, points=FULL.points[::-1])
    offices = dataclasses.replace(FULL, pledging_offices=FULL.pledging_offices[::-1])
    assert len({digest(canonical_bytes(text)) for text in (FULL, points, offices)}) == 3


OFFICE = PledgingOffice("Ketua", None, None, None)
UNUSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": " \t\r\n"}, "title"),
    "no language": ({"language": ""}, "language"),
    "unknown language": ({"language": "xx"}, "language"),
    "no points": ({"points": ()}, "points"),
    "empty point": ({"points": ("satu", "\u00a0")}, "points.2"),
    "election with capitals": ({"election": "Pilkada 2024"}, "election"),
    "election with an open hyphen": ({"election": "pilkada-"}, "election"),
    "area without its dot": ({"area": "3528"}, "area"),
    "area too deep": ({"area": "35.28.01.2001.1"}, "area"),
    "area in other digits": ({"area": "٣٥"}, "area"),
    "moment instead of a day": (
        {"event_date": datetime.datetime(2024, 8, 16, tzinfo=datetime.UTC)},
        "event_date",
    ),
    "short parent": ({"parent": "ab"}, "parent"),
    "parent in capitals": ({"parent": "A" * 64}, "parent"),
    "supersedes that is no digest": ({"supersedes": "z" * 64}, "supersedes"),
    "office of nobody": (
        {"pledging_offices": (OFFICE, PledgingOffice(None, " ", "saksi", None))},
        "pledging_offices.2",
    ),
}


@pytest.mark.parametrize(("change", "field"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_unusable_field_is_refused_by_its_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        normalised(dataclasses.replace(FULL, **change))
    assert caught.value.field == field


FORBIDDEN: dict[str, dict[str, Any]] = {
    "title": {"title": "ab\u202ec"},
    "election": {"election": "ab\u202ec"},
    "area": {"area": "35\u202e"},
    "place": {"place": "ab\u202ec"},
    "language": {"language": "id\u202e"},
    "preamble": {"preamble": "ab\u202ec"},
    "points.2": {"points": ("satu", "ab\u202ec")},
    "closing": {"closing": "ab\u202ec"},
    "pledging_offices.1.office": {"pledging_offices": (PledgingOffice("ab\u202ec", None, None, None),)},
    "pledging_offices.1.institution": {"pledging_offices": (PledgingOffice(None, "ab\u202ec", None, None),)},
    "pledging_offices.1.capacity": {"pledging_offices": (PledgingOffice("a", "b", "ab\u202ec", None),)},
    "pledging_offices.1.on_behalf_of": {"pledging_offices": (PledgingOffice("a", "b", "c", "ab\u202e"),)},
    "parent": {"parent": "ab\u202ec"},
    "supersedes": {"supersedes": "ab\u202ec"},
}


@pytest.mark.parametrize(("field", "change"), FORBIDDEN.items(), ids=FORBIDDEN.keys())
def test_a_forbidden_character_is_refused_in_every_field(field: str, change: dict[str, Any]) -> None:
    with pytest.raises(ForbiddenText) as caught:
        canonical_bytes(dataclasses.replace(FULL, **change))
    assert (caught.value.field, caught.value.position) == (field, 2)


def test_an_empty_optional_field_and_a_missing_one_are_the_same() -> None:
    emptied = dataclasses.replace(
        MINIMAL, election="", area=" ", place="\t", preamble="\n", closing="\u00a0", parent="", supersedes=""
    )
    assert canonical_bytes(emptied) == canonical_bytes(MINIMAL)


def test_a_text_larger_than_the_limit_is_refused_both_ways() -> None:
    room = MAX_BYTES - len(canonical_bytes(MINIMAL))
    largest = dataclasses.replace(MINIMAL, points=("x" * (room + len("Damai.")),))
    data = canonical_bytes(largest)
    assert len(data) == MAX_BYTES
    assert parse(data) == largest
    with pytest.raises(TooLarge):
        canonical_bytes(dataclasses.replace(largest, title="Ikrar!"))
    with pytest.raises(TooLarge):
        parse(data + b" ")


def _without(key: str) -> bytes:
    value = json.loads(FULL_BYTES)
    del value[key]
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@given(declarations)
def test_the_bytes_are_rfc_8785_as_another_program_writes_it(text: DeclarationText) -> None:
    data = canonical_bytes(text)
    assert data == rfc8785.dumps(json.loads(data))


def test_json_values_have_the_same_bytes_whatever_the_order_of_their_keys() -> None:
    value = json.loads(FULL_BYTES)
    assert of_json(dict(reversed(value.items()))) == FULL_BYTES


@pytest.mark.parametrize(
    "change",
    [{"title": "\ud800"}, {"title": 7}, {"extra": None}, {"place": ""}, {1: "a"}, {"points": []}, {"closing": {1, 2}}],
    ids=repr,
)
def test_json_values_that_are_no_canonical_declaration_are_refused(change: dict[Any, Any]) -> None:
    with pytest.raises(BadInput):
        of_json(json.loads(FULL_BYTES) | change)


def test_json_values_without_an_end_are_refused() -> None:
    deep: list[Any] = []
    deep.append(deep)
    with pytest.raises(BadInput):
        of_json({"closing": deep})


NOT_CANONICAL = {
    "final newline": FULL_BYTES + b"\n",
    "space after a colon": FULL_BYTES.replace(b'"v":', b'"v": '),
    "another order": b'{"v":"ikrar.id/declaration/v1",'
    + MINIMAL_BYTES[1:].replace(b',"v":"ikrar.id/declaration/v1"', b""),
    "a key too many": MINIMAL_BYTES.replace(b'{"area"', b'{"aaa":1,"area"'),
    "a key twice": MINIMAL_BYTES.replace(b'{"area":null', b'{"area":null,"area":null'),
    "another version": MINIMAL_BYTES.replace(b"/v1", b"/v2"),
    "points counted from 0": MINIMAL_BYTES.replace(b'"n":1', b'"n":0'),
    "a point's number as text": MINIMAL_BYTES.replace(b'"n":1', b'"n":"1"'),
    "a point's number as a fraction": MINIMAL_BYTES.replace(b'"n":1', b'"n":1.0'),
    "an escaped letter": MINIMAL_BYTES.replace(b"Ikrar", b"\\u0049krar"),
    "a decomposed letter": MINIMAL_BYTES.replace(b"Ikrar", b"Ikra\xcc\x81r"),
    "a doubled space": MINIMAL_BYTES.replace(b"Ikrar", b"Ikrar  kita"),
    "an empty string for null": MINIMAL_BYTES.replace(b'"place":null', b'"place":""'),
    "another form of the date": FULL_BYTES.replace(b"2024-08-16", b"20240816"),
    "an extra key of an office": FULL_BYTES.replace(b'"office":"Ketua"', b'"name":"x","office":"Ketua"'),
}


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL.keys())
def test_bytes_that_say_the_same_in_another_form_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="bukan bentuk kanonik"):
        parse(data)


NO_DECLARATION = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"v":"\xff"}',
    "nested without end": b"[" * 100_000,
    "a list": b"[]",
    "a missing title": _without("title"),
    "missing points": _without("points"),
    "missing offices": _without("pledging_offices"),
    "a title that is a number": FULL_BYTES.replace(b'"CONTOH Deklarasi Pilkada Damai"', b"1"),
    "a place that is a number": FULL_BYTES.replace(b'"Aula Sanggar"', b"1"),
    "points that are an object": MINIMAL_BYTES.replace(b'[{"n":1,"text":"Damai."}]', b"{}"),
    "a point that is a string": MINIMAL_BYTES.replace(b'{"n":1,"text":"Damai."}', b'"Damai."'),
    "an office that is a string": MINIMAL_BYTES.replace(b'"pledging_offices":[]', b'"pledging_offices":["KPU"]'),
    "a day that does not exist": FULL_BYTES.replace(b"2024-08-16", b"2024-02-30"),
    "a forbidden character": MINIMAL_BYTES.replace(b"Ikrar", b"\\u202eIkrar"),
    "half a character": MINIMAL_BYTES.replace(b"Ikrar", b"\\ud800Ikrar"),
    "an unmarked example": FULL_BYTES.replace(b"CONTOH ", b""),
}


@pytest.mark.parametrize("data", NO_DECLARATION.values(), ids=NO_DECLARATION.keys())
def test_what_is_no_declaration_is_refused_as_bad_input(data: bytes) -> None:
    with pytest.raises(BadInput):
        parse(data)


@given(st.binary(max_size=200) | texts.map(str.encode))
def test_arbitrary_bytes_are_refused_and_never_crash(data: bytes) -> None:
    with pytest.raises(BadInput):
        parse(data)


@given(st.integers(0, len(FULL_BYTES) - 1), st.integers(1, 255))
def test_flipping_any_byte_is_refused_or_gives_another_digest(position: int, mask: int) -> None:
    data = bytearray(FULL_BYTES)
    data[position] ^= mask
    try:
        text = parse(bytes(data))
    except BadInput:
        return
    assert canonical_bytes(text) == bytes(data)
    assert digest(bytes(data)) != digest(FULL_BYTES)


@given(fictional_areas)
def test_decision11_every_fictional_area_needs_the_mark(area: str) -> None:
    assert needs_example_mark(area)
    with pytest.raises(InvalidField, match="CONTOH") as caught:
        canonical_bytes(dataclasses.replace(MINIMAL, area=area))
    assert caught.value.field == "title"
    marked = dataclasses.replace(MINIMAL, area=area, title=example_title("Ikrar"))
    assert parse(canonical_bytes(marked)).title == "CONTOH Ikrar"


@given(real_areas)
def test_decision11_no_real_area_needs_the_mark(area: str) -> None:
    assert not needs_example_mark(area)


@pytest.mark.parametrize("area", ["", "9", "980", "980.1", "35.98", "35.28.98"])
def test_decision11_only_the_code_98_and_below_is_fictional(area: str) -> None:
    assert not needs_example_mark(area)


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("CONTOH Ikrar", True),
        ("  CONTOH\u00a0Ikrar", True),
        ("CONTOH", True),
        ("Contoh Ikrar", False),
        ("CONTOHIkrar", False),
        ("Ikrar CONTOH", False),
        ("", False),
    ],
)
def test_decision11_the_mark_is_the_first_word(title: str, marked: bool) -> None:
    assert is_marked_example(title) is marked


@given(texts)
def test_decision11_marking_marks_once(title: str) -> None:
    once = example_title(title)
    assert is_marked_example(once)
    assert example_title(once) == once
