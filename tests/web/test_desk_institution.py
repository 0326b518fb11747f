"""Administrators at the desk: names, territory with a preview, offices, terms, usual institutions, files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ikrar.core.institution.sheet import COLUMNS
from ikrar.records.institution import queries
from ikrar.records.institution.models import Institution, Office, Term
from ikrar.records.ledger.models import Leaf
from tests import cast

HOME, PAGE, CHANGE = "/meja/lembaga/", "/meja/lembaga/35.28/kpu/", "/meja/lembaga/35.28/kpu/ubah/"
CODE = "35.28/kpu"


@pytest.fixture
def joko(database: Path) -> Any:
    """A browser in which the administrator of the commission is signed in."""
    return cast.sign_in(cast.JOKO)


def post(browser: Any, path: str, status: int, **values: Any) -> str:
    response = browser.post(path, values)
    assert response.status_code == status, response.content.decode()[-800:]
    return response.content.decode()


def test_the_list_names_the_own_institutions_and_the_columns_of_a_file(joko: Any) -> None:
    page = joko.get(HOME).content.decode()
    assert "KPU Kabupaten Pamekasan" in page
    assert "nama_singkat" in page
    assert "KPU Kabupaten Pamekasan" in joko.get(PAGE).content.decode()
    assert joko.get("/meja/lembaga/35.28/bawaslu/").status_code == 404


def test_a_name_is_saved_and_a_stale_form_is_refused_with_what_was_typed(joko: Any) -> None:
    edition = Institution.objects.get(code=CODE).edition
    post(joko, CHANGE, 303, act="names", edition=edition, name="KPU Pamekasan", short_name="KPU", parent="")
    page = post(joko, CHANGE, 409, act="names", edition=edition, name="Nama Lain", short_name="", parent="")
    assert "Nama Lain" in page
    post(joko, CHANGE, 409, act="names", edition="x", name="Nama Lain")
    assert Institution.objects.get(code=CODE).name == "KPU Pamekasan"


def test_a_territory_is_shown_before_it_is_kept_and_can_be_taken_back(joko: Any) -> None:
    values = {"act": "territory", "areas": "35.28\n36.04.05 35.99", "starts": "2026-01-01"}
    assert "Kramatwatu" in post(joko, CHANGE, 200, **values)
    assert "35.99" in post(joko, CHANGE, 422, then="save", **values)
    post(joko, CHANGE, 303, **(values | {"areas": "35.28 36.04.05", "then": "save"}))
    assert len(queries.stretches(CODE)) == 2
    post(joko, CHANGE, 303, act="take-back")
    assert len(queries.stretches(CODE)) == 1
    post(joko, CHANGE, 422, act="take-back")


@pytest.mark.parametrize("day", ["", "kemarin", "2026-02-31"])
def test_a_day_that_is_none_is_refused_with_an_example(joko: Any, day: str) -> None:
    assert "2026-01-31" in post(joko, CHANGE, 422, act="territory", areas="35.28", starts=day)


def test_an_office_and_its_terms_are_written_and_taken_back(joko: Any) -> None:
    post(joko, CHANGE, 303, act="office", office="Sekretaris KPU", office_kind="secretary")
    office = Office.objects.get(name="Sekretaris KPU")
    post(joko, CHANGE, 303, act="term", ref=office.ref, starts="2026-01-01", ends="", acting="1")
    assert "sementara" in joko.get(PAGE).content.decode()
    post(joko, CHANGE, 303, act="remove-term", ref=Term.objects.get().ref)
    assert not Term.objects.exists()
    post(joko, CHANGE, 422, act="lain")


def test_the_usual_institutions_are_shown_first_and_written_in_the_own_areas_only(joko: Any) -> None:
    path = HOME + "lazim/"
    assert "sudah ada" in post(joko, path, 200, area="35.28")
    assert queries.record("35.28/pemda") is None
    post(joko, path, 303, area="35.28", then="save")
    assert queries.record("35.28/pemda") is not None
    post(joko, path, 422, area="36.04", then="save")


def sheet(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("lembaga.csv", "\n".join([",".join(COLUMNS), *lines]).encode())


def test_a_file_is_tried_first_and_kept_whole_in_the_second_step(joko: Any) -> None:
    path = HOME + "masukkan/"
    response = joko.post(path, {"file": sheet("lembaga,35.28/kodim,tni,regency,Kodim Pamekasan,,35.28,,,")})
    assert response.status_code == 200
    assert "Kodim Pamekasan" in response.content.decode()
    assert queries.record("35.28/kodim") is None
    post(joko, path, 303, kept=response.context["tried"]["kept"], then="save")
    assert queries.record("35.28/kodim") is not None


def test_what_is_wrong_in_a_file_is_told_by_row_and_column(joko: Any) -> None:
    path = HOME + "masukkan/"
    lines = ("lembaga,35.28/bawaslu,bawaslu,regency,Palsu,,35.28,,,", "lembaga,x,tni,regency,X,,x,,,")
    page = post(joko, path, 422, file=sheet(*lines))
    assert "Baris 2, kolom kode" in page
    assert "Baris 3, kolom kode" in page
    assert "Pilih berkas" in post(joko, path, 422)
    assert "kolom" in post(joko, path, 422, file=SimpleUploadedFile("x.csv", b"a,b\n1,2\n"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_leaves_its_digest_and_comes_back_without_a_change(joko: Any, kind: str) -> None:
    response = joko.post(HOME + "unduh/", {"kind": kind})
    assert response["Content-Disposition"].endswith(f'lembaga.{kind}"')
    assert Leaf.objects.filter(type="export.made", by=CODE).count() == 1
    back = joko.post(HOME + "masukkan/", {"file": SimpleUploadedFile(f"x.{kind}", response.content)})
    assert back.status_code == 200
    assert not back.context["tried"]["changes"]
