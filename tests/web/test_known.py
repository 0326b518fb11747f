"""What is registered for the names of a draft, beside them on its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client

from ikrar.records.institution.models import Institution, Office, Territory
from ikrar.records.reading import queries
from ikrar.records.reading.models import Reading
from ikrar.web.desk import decode
from tests import cast
from tests.web.test_input import fields, start, text


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def draft(dewi: Client) -> str:
    return str(start(dewi)["Location"])


def changed(dewi: Client, draft: str, **values: object) -> str:
    """Save the draft with other values, and return its page."""
    assert dewi.post(draft + "simpan/", fields(dewi.get(draft)) | values).status_code == 303
    return text(dewi.get(draft))


def test_a_short_name_is_proposed_with_its_record_and_taken_by_one_press(dewi: Client, draft: str) -> None:
    page = changed(dewi, draft, **{"institution-0": "KPU Pamekasan", "preamble": "Dengan ini"})
    assert "Tercatat sebagai:" in page
    assert '<a href="/lembaga/35.28/kpu/">KPU Kabupaten Pamekasan</a>' in page
    assert 'name="known" value="institution-0-35.28/kpu"' in page
    assert Reading.objects.get().form["declaration"]["offices"][0]["institution"] == "KPU Pamekasan"
    sent = fields(dewi.get(draft)) | {"known": "institution-0-35.28/kpu", "closing": "Amin"}
    answer = dewi.post(draft + "tercatat/", sent)
    assert answer.status_code == 303
    assert answer["Location"].endswith("#known-institution-0")
    declaration = queries.form_in(Reading.objects.get()).declaration
    assert declaration.offices[0].institution == "KPU Kabupaten Pamekasan"
    assert (declaration.preamble, declaration.closing) == ("Dengan ini", "Amin")
    page = text(dewi.get(draft))
    assert "sudah tertulis" in page
    assert 'value="institution-0-35.28/kpu"' not in page


def test_several_are_all_offered_and_none_is_said(dewi: Client, draft: str) -> None:
    page = changed(dewi, draft, **{"institution-0": "KPU Serang", "institution-1": "Kodim 0826/Pamekasan"})
    assert "Mungkin salah satu dari yang tercatat:" in page
    assert 'value="institution-0-36.04/kpu"' in page
    assert "Tidak tercatat." in page
    assert "Belum tercatat di wilayah itu." in page


def test_a_role_offers_its_office_and_the_name_of_the_person_stays(dewi: Client, draft: str) -> None:
    page = text(dewi.get(draft))
    pressed = "role-0-35.28/polres Ketua Polres Pamekasan"
    assert f'name="known" value="{pressed}"' in page
    assert "Jabatan yang tercatat:" in page
    answer = dewi.post(draft + "tercatat/", fields(dewi.get(draft)) | {"known": pressed})
    assert answer["Location"].endswith("#offices")
    form = queries.form_in(Reading.objects.get())
    assert (form.declaration.offices[-1].office, form.persons[0].name) == (
        "Ketua Polres Pamekasan",
        "Wira Adinata Sukmaraga",
    )
    assert f'value="{pressed}"' not in text(dewi.get(draft))


def test_the_organizations_lead_to_their_public_pages(dewi: Client, draft: str) -> None:
    page = changed(dewi, draft, organizations="Polres Pamekasan\nKomunitas Sepeda")
    part = page.split("Catatan lembaga yang disebut", 1)[1].split("</dl>", 1)[0]
    assert '<a href="/lembaga/35.28/polres/">Polres Pamekasan</a>' in part
    assert "Komunitas Sepeda" in part
    assert "<button" not in part


def test_a_name_of_a_record_is_written_as_text(dewi: Client, draft: str) -> None:
    row = Institution.objects.create(code="35.28/kodim", kind="tni", name="Kodim <b> & Co", area_id="35.28")
    Territory.objects.create(institution=row, area_id="35.28")
    Office.objects.create(institution=row, name='Dandim "A"')
    changed(dewi, draft, **{"institution-0": "Kodim", "role-0": "Dandim"})
    page = dewi.get(draft).content.decode()
    assert "Kodim &lt;b&gt; &amp; Co" in page
    assert "Kodim <b>" not in page
    sent = fields(dewi.get(draft)) | {"known": 'role-0-35.28/kodim Dandim "A"'}
    assert dewi.post(draft + "tercatat/", sent).status_code == 303


@pytest.mark.parametrize(
    "pressed", ["", "institution-0-36.04/kpu", "institution-99-35.28/kpu", "x", "role-x-", "-" * 9]
)
def test_a_press_that_is_none_keeps_what_was_typed_and_saves_nothing(dewi: Client, draft: str, pressed: str) -> None:
    sent = fields(dewi.get(draft)) | {"known": pressed, "closing": "Semoga damai"}
    answer = dewi.post(draft + "tercatat/", sent)
    assert answer.status_code == 422
    assert "Pilihan ini tidak ada lagi" in text(answer)
    assert "Semoga damai" in text(answer)
    assert Reading.objects.get().edition == 1


def test_a_confirmed_draft_offers_no_press(dewi: Client, draft: str) -> None:
    changed(dewi, draft, **{"institution-0": "KPU Pamekasan"})
    dewi.post(draft + "terima/", fields(dewi.get(draft)) | {"institution_code": "35.28/kpu"})
    assert 'name="known"' not in text(dewi.get(draft))


def test_the_proposals_are_told_in_english_too(dewi: Client, draft: str) -> None:
    changed(dewi, draft, **{"institution-0": "KPU Pamekasan"})
    page = text(dewi.get("/en" + draft))
    assert "Registered as:" in page
    assert "This name tells the kind of institution and its area." in page


@pytest.mark.parametrize(
    ("known", "read"),
    [
        ("role-2-35.28/polres Kapolres A B", ("role", 2, "35.28/polres", "Kapolres A B")),
        ("institution-0-35.28/satpol-pp", ("institution", 0, "35.28/satpol-pp", "")),
        ("", ("", -1, "", "")),
    ],
)
def test_a_press_is_decoded(known: str, read: tuple[str, int, str, str]) -> None:
    post = QueryDict(mutable=True)
    post["known"] = known
    assert decode.known(post) == read
