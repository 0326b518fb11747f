"""Administrators at the desk: names, territory with a preview, offices, terms, usual institutions, files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ikrar.core.institution.sheet import COLUMNS
from ikrar.records.institution import actions, queries
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


def test_a_territory_is_picked_shown_before_it_is_kept_and_can_be_taken_back(joko: Any) -> None:
    page = post(joko, CHANGE, 200, act="territory", areas="35.28", areas_words="Kramatwatu", areas_search="1")
    assert 'name="areas_pick" value="36.04.05"' in page
    values = {"act": "territory", "areas": ["35.28"], "areas_pick": "36.04.05", "starts": "2026-01-01"}
    page = post(joko, CHANGE, 200, **values)
    assert "masuk: Kramatwatu" in page
    assert "tetap: Kabupaten Pamekasan" in page
    assert "Belum disimpan" in page
    assert len(queries.stretches(CODE)) == 1
    post(joko, CHANGE, 303, then="save", **values)
    assert len(queries.stretches(CODE)) == 2
    page = joko.get(PAGE + "?tersimpan=territory").content.decode()
    assert page.count("Tarik kembali perubahan terakhir") == 1
    page = post(joko, CHANGE, 200, act="territory", areas="35.28", starts="2026-01-01")
    assert "Perubahan yang sudah tercatat untuk hari itu diganti." in page
    page = post(joko, CHANGE, 200, act="territory", areas="36.04.05", starts="2027-01-01")
    assert "keluar: Kabupaten Pamekasan" in page
    post(joko, CHANGE, 303, act="take-back")
    assert len(queries.stretches(CODE)) == 1
    assert "Tarik kembali perubahan terakhir" not in joko.get(PAGE).content.decode()
    post(joko, CHANGE, 422, act="take-back")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"areas": "35.99"}, "tidak dikenal"),
        ({"areas": []}, "sedikitnya satu wilayah"),
        ({"areas": [], "areas_words": "Serang"}, "pilih dari hasilnya"),
        ({"areas": [f"35.28.{n:02}.{m}" for n in range(3) for m in range(2000, 2090)]}, "masukkan dari berkas"),
    ],
    ids=["unknown", "none", "words only", "too many"],
)
def test_a_territory_that_cannot_be_is_refused_before_it_is_shown(joko: Any, values: Any, said: str) -> None:
    page = post(joko, CHANGE, 422, act="territory", starts="2026-01-01", **values)
    assert said in page
    assert 'value="2026-01-01"' in page
    assert "Belum disimpan" not in page


def test_a_change_before_the_newest_one_is_refused_when_it_is_shown(joko: Any) -> None:
    post(joko, CHANGE, 303, act="territory", then="save", areas=["35.28", "36.04"], starts="2026-01-01")
    assert "tarik kembali" in post(joko, CHANGE, 422, act="territory", areas="35.28", starts="2025-01-01")


def test_the_nation_has_a_box_of_its_own_where_it_may_be_the_territory(joko: Any) -> None:
    assert 'name="nation"' not in joko.get(PAGE).content.decode()
    Institution.objects.filter(code=CODE).update(level="nation")
    assert 'name="nation" value="1">' in joko.get(PAGE).content.decode()
    values = {"act": "territory", "nation": "1", "starts": "2026-01-01"}
    assert "masuk: seluruh Indonesia" in post(joko, CHANGE, 200, **values)
    post(joko, CHANGE, 303, then="save", **values)
    assert 'name="nation" value="1" checked' in joko.get(PAGE).content.decode()


@pytest.mark.parametrize("day", ["", "kemarin", "2026-02-31"])
def test_a_day_that_is_none_is_refused_with_an_example(joko: Any, day: str) -> None:
    page = post(joko, CHANGE, 422, act="territory", areas=["35.28", "36.04"], starts=day)
    assert "2026-01-31" in page
    assert 'name="areas" value="36.04" checked' in page


def test_an_institution_is_closed_and_opened_again(joko: Any) -> None:
    page = post(joko, CHANGE, 422, act="close", last="besok")
    assert 'value="besok"' in page
    post(joko, CHANGE, 303, act="close", last="2030-12-31")
    assert str(Institution.objects.get(code=CODE).valid_until) == "2030-12-31"
    assert "Buka kembali lembaga ini" in joko.get(PAGE).content.decode()
    post(joko, CHANGE, 303, act="open")
    assert Institution.objects.get(code=CODE).valid_until is None


def test_an_office_is_written_and_changed_and_a_wrong_one_keeps_what_was_typed(joko: Any) -> None:
    post(joko, CHANGE, 303, act="office", office="Sekretaris KPU", office_kind="secretary")
    one = Office.objects.get(name="Sekretaris KPU")
    changed = {"act": "office", "ref": one.ref, "office": "Sekretaris", "office_kind": "deputy"}
    page = post(joko, CHANGE, 422, valid_from="2026-02-01", valid_until="2026-01-01", **changed)
    assert 'value="Sekretaris"' in page
    assert 'value="2026-02-01"' in page
    assert "<details open>" in page
    assert Office.objects.get(ref=one.ref).name == "Sekretaris KPU"
    post(joko, CHANGE, 303, valid_from="2026-01-01", valid_until="", **changed)
    one.refresh_from_db()
    assert (one.name, one.kind, str(one.valid_from)) == ("Sekretaris", "deputy", "2026-01-01")
    page = post(joko, CHANGE, 422, act="office", office="Sekretaris", office_kind="head")
    assert page.count('value="Sekretaris"') == 2, "in the office and in the form for a new one"
    post(joko, CHANGE, 404, act="office", ref="x", office="Lain", office_kind="head")


def test_the_terms_of_an_office_are_written_ended_opened_and_taken_back(joko: Any) -> None:
    post(joko, CHANGE, 303, act="office", office="Sekretaris KPU", office_kind="secretary")
    office = Office.objects.get(name="Sekretaris KPU")
    term = {"act": "term", "ref": office.ref, "acting": "1"}
    page = post(joko, CHANGE, 422, starts="2026-02-01", ends="2026-01-01", **term)
    assert 'value="2026-02-01"' in page
    post(joko, CHANGE, 303, starts="2026-01-01", ends="", **term)
    assert "sementara" in joko.get(PAGE).content.decode()
    ref = Term.objects.get().ref
    assert "2025-12-31" in post(joko, CHANGE, 422, act="end-term", ref=ref, ends="2025-12-31")
    post(joko, CHANGE, 303, act="end-term", ref=ref, ends="2026-06-30")
    assert str(Term.objects.get().ends) == "2026-06-30"
    post(joko, CHANGE, 303, act="open-term", ref=ref)
    assert Term.objects.get().ends is None
    post(joko, CHANGE, 303, act="remove-term", ref=ref)
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


def test_the_usual_institutions_wait_where_another_kind_bears_a_usual_name(joko: Any) -> None:
    taken = next(p.record.name for p in queries.proposals("35.28") if p.record.code == "35.28/kejari")
    actions.register(code="35.28/ormas", kind="cso", name=taken, area="35.28")
    answer = joko.post(HOME + "lazim/", {"area": "35.28", "then": "save"})
    assert answer.status_code == 422
    assert "Lembaga 35.28/ormas di wilayah yang sama sudah bernama begitu" in answer.content.decode()
