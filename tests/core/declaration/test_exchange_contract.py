"""The file of a declaration, word for word: programs elsewhere read it, and no name in it changes by itself."""

from __future__ import annotations

import json

import pytest

from ikrar.core.declaration import exchange
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import InvalidField
from tests.core.declaration.texts import FULL
from tests.core.declaration.travelling import COPY, WORDING

TEXT = {
    "v": "ikrar.id/declaration/v1",
    "title": "CONTOH Deklarasi Pilkada Damai",
    "election": "pilkada-2024",
    "area": "98.01",
    "event_date": "2024-08-16",
    "place": "Aula Sanggar",
    "language": "id",
    "preamble": "Kami berikrar:",
    "points": [
        {"n": 1, "text": "Menolak provokasi."},
        {"n": 2, "text": "Menangkal hoaks."},
    ],
    "closing": "Demikian.",
    "pledging_offices": [
        {
            "office": "Ketua",
            "institution": "KPU Kabupaten Rekaan",
            "capacity": "penyelenggara",
            "on_behalf_of": None,
        },
        {
            "office": None,
            "institution": "Partai A",
            "capacity": None,
            "on_behalf_of": "pasangan calon 1",
        },
    ],
    "parent": "a" * 64,
    "supersedes": "b" * 64,
}
DOCUMENT = {
    "v": "ikrar.id/exchange/v1",
    "ref": "A" * 26,
    "registered_by": {
        "code": "98.01/kpu",
        "name": "KPU Kabupaten Lembah Arunika",
    },
    "example": True,
    "versions": [
        {
            "number": 1,
            "digest": WORDING.digest,
            "frozen_at": "2024-08-16T05:00:00.000123Z",
            "reason": "",
            "source_url": "https://berita.example/a?b=c",
            "operation": "Operasi Rekaan",
            "reviewed_by": "98.01/bawaslu",
            "kinds": [["NO_PROVOCATION"], ["NO_HOAX", "PUBLIC_CALM"]],
            "witnesses": [
                {
                    "office": "Camat",
                    "institution": "Kecamatan Rekaan",
                    "capacity": "",
                }
            ],
            "translation": {
                "language": "en",
                "title": "CONTOH Pledge",
                "preamble": "We pledge:",
                "points": ["One.", "Two."],
                "closing": "So be it.",
            },
            "text": TEXT,
        }
    ],
}


def test_the_document_of_a_declaration_is_this_one() -> None:
    assert exchange.to_json(COPY) == DOCUMENT
    assert exchange.from_json(json.loads(json.dumps(DOCUMENT))) == COPY


def test_its_keys_stand_in_this_order_so_that_people_find_what_they_look_for() -> None:
    found = json.loads(exchange.line(COPY))
    assert list(found) == list(DOCUMENT)
    assert list(found["versions"][0]) == list(DOCUMENT["versions"][0])  # type: ignore[index]


@pytest.mark.parametrize("name", sorted(DOCUMENT))
def test_no_key_of_the_document_may_be_left_out(name: str) -> None:
    with pytest.raises(InvalidField):
        exchange.from_json({key: value for key, value in DOCUMENT.items() if key != name})


@pytest.mark.parametrize("name", sorted(DOCUMENT["versions"][0]))  # type: ignore[index]
def test_no_key_of_a_version_may_be_left_out(name: str) -> None:
    version = {key: value for key, value in DOCUMENT["versions"][0].items() if key != name}  # type: ignore[index]
    with pytest.raises(InvalidField) as error:
        exchange.from_json({**DOCUMENT, "versions": [version]})
    assert error.value.field == f"versions.1.{name}"


def test_the_form_of_what_travelled_is_the_form_somebody_could_have_typed() -> None:
    assert exchange.form_of(WORDING, FULL) == DeclarationForm(
        title="CONTOH Deklarasi Pilkada Damai",
        election="pilkada-2024",
        area="98.01",
        event_date="2024-08-16",
        place="Aula Sanggar",
        language="id",
        preamble="Kami berikrar:",
        closing="Demikian.",
        source_url="https://berita.example/a?b=c",
        points=(
            PointForm("Menolak provokasi.", ("NO_PROVOCATION",)),
            PointForm("Menangkal hoaks.", ("NO_HOAX", "PUBLIC_CALM")),
        ),
        offices=(
            OfficeForm("Ketua", "KPU Kabupaten Rekaan", "penyelenggara", ""),
            OfficeForm("", "Partai A", "", "pasangan calon 1"),
        ),
        parent="",
        operation="Operasi Rekaan",
        witnesses=(WitnessForm("Camat", "Kecamatan Rekaan", ""),),
        translation=TranslationForm(
            language="en",
            title="CONTOH Pledge",
            preamble="We pledge:",
            points=("One.", "Two."),
            closing="So be it.",
        ),
    )
