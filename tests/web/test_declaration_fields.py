"""The fields beside a draft's text: what it follows, witnesses, translation, and what is offered for its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.records.declaration import queries
from ikrar.records.declaration.models import Version
from tests import cast
from tests.web.test_input import fields, start, text

WIDE = replace(cast.DEWI, areas=("35", "98"))


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(WIDE)


@pytest.fixture
def draft(dewi: Client) -> str:
    """The address of a declaration draft."""
    return f"/meja/deklarasi/{cast.registered(cast.at_desk(WIDE)).ref}/"


def kept(draft: str) -> DeclarationForm:
    return queries.form_in(Version.objects.get(declaration_id=draft.split("/")[-2], frozen_at=None))


def press(dewi: Client, draft: str, change: str, **values: object) -> str:
    """Press a button of the rows; returns the part of the page it leads back to."""
    answer = dewi.post(draft + "baris/", fields(dewi.get(draft)) | {"change": change} | values)
    assert answer.status_code == 303
    return str(answer["Location"]).partition("#")[2]


def test_witnesses_are_added_moved_and_dropped_and_stay_apart_from_those_who_pledge(dewi: Client, draft: str) -> None:
    before = kept(draft).offices
    assert press(dewi, draft, "add-witness") == "witnesses"
    press(dewi, draft, "add-witness", **{"witness-office-0": "Camat", "witness-institution-0": "Kecamatan Proppo"})
    sent = {"witness-institution-1": "Kodim", "witness-capacity-1": "mewakili"}
    press(dewi, draft, "up-witness-1", **sent)
    assert kept(draft).witnesses == (WitnessForm("", "Kodim", "mewakili"), WitnessForm("Camat", "Kecamatan Proppo"))
    press(dewi, draft, "drop-witness-0")
    assert kept(draft).witnesses == (WitnessForm("Camat", "Kecamatan Proppo"),)
    assert kept(draft).offices == before


def test_a_translation_stands_beside_each_part_marked_unofficial_and_moves_with_its_point(
    dewi: Client, draft: str
) -> None:
    assert "translation_title" not in text(dewi.get(draft))
    assert press(dewi, draft, "add-translation") == "translation"
    page = text(dewi.get(draft))
    assert page.count(", tidak resmi</label>") == 5
    assert 'name="translation-1" rows="3" lang="en"' in page
    told = {"translation_title": "Declaration", "translation-0": "One.", "translation-1": "Two."}
    assert press(dewi, draft, "up-point-1", **told) == "points"
    press(dewi, draft, "add-point")
    press(dewi, draft, "add-translation")
    assert kept(draft).translation == TranslationForm("en", "Declaration", "", ("Two.", "One.", ""))
    press(dewi, draft, "drop-point-0")
    assert kept(draft).translation == TranslationForm("en", "Declaration", "", ("One.", ""))
    press(dewi, draft, "drop-translation")
    assert kept(draft).translation is None


def test_the_translation_of_an_english_text_begins_in_indonesian(dewi: Client, draft: str) -> None:
    press(dewi, draft, "add-translation", language="en")
    found = kept(draft).translation
    assert found is not None
    assert found.language == "id"


def test_what_a_translation_lacks_is_said_before_freezing(dewi: Client, draft: str) -> None:
    press(dewi, draft, "add-translation")
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"translation_title": "Declaration"})
    assert "Terjemahan poin 1 belum diisi." in text(dewi.get(draft + "bekukan/"))
    page = text(dewi.get(draft + "?periksa=1"))
    assert '<a href="#translation">Terjemahan</a>' in page
    assert 'id="translation-error"' in page


def test_what_may_be_followed_is_offered_searched_and_kept_without_a_script(dewi: Client, draft: str) -> None:
    desk = cast.at_desk(WIDE)
    province = cast.frozen(desk, area="35", title="Ikrar Jawa Timur").declaration_id
    below = cast.frozen(desk, area="35.28.01", title="Ikrar kecamatan").declaration_id
    invented = cast.frozen(desk, area="98.01").declaration_id
    page = text(dewi.get(draft))
    assert f'name="parent" value="{province}"' in page
    assert f'value="{below}"' not in page
    assert f'value="{invented}"' not in page
    answer = dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"parent_words": "zzz", "parent_search": "1"})
    assert answer["Location"].endswith("?induk=zzz#parent")
    assert "yang memuat “zzz”" in text(dewi.get(answer["Location"]))
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"parent": province})
    assert kept(draft).parent == province
    assert f'value="{province}" checked' in text(dewi.get(draft + "?induk=zzz"))
    assert f'value="{draft.split("/")[-2]}"' not in text(dewi.get(draft))


def test_a_parent_that_is_not_registered_is_said_and_not_lost(dewi: Client, draft: str) -> None:
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"parent": "A" * 26})
    page = text(dewi.get(draft))
    assert f"{'A' * 26}: tidak ada dalam daftar" in page
    assert f'value="{"A" * 26}" checked' in page
    assert "Deklarasi induk ini tidak ada dalam daftar." in text(dewi.get(draft + "bekukan/"))


def test_the_parents_digest_stands_in_the_text_that_is_shown_before_freezing(dewi: Client, draft: str) -> None:
    top = cast.frozen(cast.at_desk(WIDE), area="35")
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"parent": top.declaration_id, "operation": "Operasi A"})
    answer = dewi.get(draft + "bekukan/")
    form = kept(draft)
    version = Version.objects.get(declaration_id=draft.split("/")[-2])
    assert queries.text_to_freeze(version, top).parent == top.digest
    assert answer.context["text"].parent == top.digest
    assert (form.parent, form.operation) == (top.declaration_id, "Operasi A")


def test_the_suggested_kinds_of_a_point_or_of_all_are_taken_at_one_press(dewi: Client, draft: str) -> None:
    points = (PointForm("Menolak hoaks."), PointForm("Menolak politik uang."))
    words = {"point-0": points[0].text, "point-1": points[1].text}
    assert press(dewi, draft, "suggest-point-1", **words) == "points"
    assert [p.kinds for p in kept(draft).points] == [(), ("NO_MONEY_POLITICS",)]
    page = text(dewi.get(draft))
    assert "Pakai semua usulan jenis komitmen (1)" in page
    assert 'value="suggest-point-1"' not in page
    press(dewi, draft, "suggest-points", **{"kinds-1": "NO_MONEY_POLITICS"})
    assert [p.kinds for p in kept(draft).points] == [("NO_HOAX",), ("NO_MONEY_POLITICS",)]
    assert "suggest-" not in text(dewi.get(draft))


def test_a_registered_institution_of_the_area_is_added_with_the_title_of_its_head(dewi: Client, draft: str) -> None:
    page = text(dewi.get(draft))
    assert 'value="head-0-35.28/polres"' in page
    answer = dewi.post(draft + "baris/", fields(dewi.get(draft)) | {"known": "head-0-35.28/polres"})
    assert answer["Location"].endswith("#offices")
    assert kept(draft).offices[-1].institution.startswith("Polres")
    assert kept(draft).offices[:2] == cast.form().offices
    assert 'value="head-0-35.28/polres"' not in text(dewi.get(draft))


def test_a_short_name_is_proposed_with_its_record_as_beside_an_article(dewi: Client, draft: str) -> None:
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"institution-0": "KPU Pamekasan"})
    page = text(dewi.get(draft))
    assert f'value="institution-0-35.28/kpu" formaction="{draft}baris/"' in page
    dewi.post(draft + "baris/", fields(dewi.get(draft)) | {"known": "institution-0-35.28/kpu"})
    assert kept(draft).offices[0] == OfficeForm("Ketua", "KPU Kabupaten Pamekasan", "penyelenggara", "seluruh jajaran")


@pytest.mark.parametrize("pressed", ["head-0-35.28/tidak-ada", "institution-0-36.04/kpu", "apa-saja"])
def test_what_is_not_offered_any_more_changes_nothing_and_loses_nothing(dewi: Client, draft: str, pressed: str) -> None:
    answer = dewi.post(draft + "baris/", fields(dewi.get(draft)) | {"known": pressed, "closing": "Sekian."})
    assert answer.status_code == 422
    assert "Sekian." in text(answer)
    assert kept(draft).closing == cast.form().closing


def test_a_conflict_names_what_differs_in_words(dewi: Client, draft: str) -> None:
    old = fields(dewi.get(draft))
    press(dewi, draft, "add-translation")
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"translation_title": "Declaration", "operation": "B"})
    answer = dewi.post(draft + "simpan/", old | {"operation": "A"})
    assert answer.status_code == 409
    page = text(answer)
    assert "Terjemahan" in page
    assert "Declaration" in page
    assert "TranslationForm" not in page


def test_too_many_witnesses_are_refused_aloud(dewi: Client, draft: str) -> None:
    answer = dewi.post(draft + "baris/", fields(dewi.get(draft)) | {"witness_rows": "61", "change": "add-witness"})
    assert answer.status_code == 422
    assert "Paling banyak 60 baris." in text(answer)


def test_a_reading_hands_the_operation_on_and_has_no_witnesses_yet(dewi: Client) -> None:
    reading = start(dewi)["Location"]
    page = text(dewi.get(reading))
    assert page.count('name="operation"') == 1
    assert "witness_rows" not in page
    assert 'name="parent"' not in page
    sent = fields(dewi.get(reading)) | {"operation": "Operasi Rekaan", "institution_code": "35.28/kpu"}
    where = dewi.post(reading + "terima/", sent)["Location"]
    assert kept(where).operation == "Operasi Rekaan"
    assert 'value="Operasi Rekaan"' in text(dewi.get(where))
