"""R8 at the desk: one administrator proposes who witnesses, one of another institution decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from ikrar.core.ledger.change import Kind
from ikrar.records.ledger.models import Change, Key, WitnessPolicy
from tests import cast
from tests.witnessing import policy

HOME = "/meja/buku-besar/"


@pytest.fixture
def joko(database: Path) -> Client:
    """An administrator of the KPU at the desk."""
    return cast.sign_in(cast.JOKO)


@pytest.fixture
def nila(database: Path) -> Client:
    """An administrator of Bawaslu at the desk."""
    return cast.sign_in(cast.NILA)


def words(response: object) -> str:
    """Return a page without its line breaks."""
    return " ".join(response.content.decode().split())


def test_r8_a_policy_goes_from_one_desk_to_another_and_is_in_force(joko: Client, nila: Client) -> None:
    answer = joko.post(HOME + "usul/", {"text": policy()})
    row = Change.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}{row.ref}/")
    mine, theirs = words(joko.get(answer["Location"])), words(nila.get(answer["Location"]))
    assert "Tarik usulan" in mine
    assert "Setujui" not in mine
    assert "Putusan Anda" in theirs
    assert "group sipil 1 UNIV PERS" in theirs
    assert nila.post(f"{HOME}{row.ref}/setujui/").status_code == 303
    assert WitnessPolicy.objects.get().text == policy()
    assert "witness KPU" in words(joko.get(HOME))
    assert "disetujui" in words(joko.get(HOME)).lower()


def test_r8_the_proposer_cannot_approve(joko: Client) -> None:
    joko.post(HOME + "usul/", {"text": policy()})
    answer = joko.post(f"{HOME}{Change.objects.get().ref}/setujui/")
    assert answer.status_code == 422
    assert "orang lain daripada pengusulnya" in words(answer)
    assert not WitnessPolicy.objects.exists()


def test_a_text_that_is_no_policy_comes_back_with_its_words_and_the_reason(joko: Client) -> None:
    answer = joko.post(HOME + "usul/", {"text": "witness A bukan-kunci\nquorum A"})
    assert answer.status_code in {400, 422}
    assert "Baris 1 kebijakan saksi tidak sah." in words(answer)
    assert "witness A bukan-kunci" in words(answer)
    assert 'aria-invalid="true"' in words(answer)


def test_a_key_is_proposed_refused_and_withdrawn(joko: Client, nila: Client) -> None:
    joko.post(HOME + "usul/", {"kind": "key"})
    first = Change.objects.get(kind=Kind.KEY.value)
    assert nila.post(f"{HOME}{first.ref}/tolak/").status_code == 303
    nila.post(HOME + "usul/", {"kind": "key"})
    second = Change.objects.get(state="open")
    assert "lembaga pengusul" in words(joko.post(f"{HOME}{second.ref}/tarik/"))
    assert nila.post(f"{HOME}{second.ref}/tarik/").status_code == 303
    assert sorted(Change.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]
    assert not Key.objects.exists()


def test_who_is_no_administrator_does_not_find_it(joko: Client) -> None:
    joko.post(HOME + "usul/", {"text": policy()})
    dewi = cast.sign_in(cast.DEWI)
    for path in (HOME, f"{HOME}{Change.objects.get().ref}/"):
        assert dewi.get(path).status_code == 404
    assert joko.get(f"{HOME}tidak-ada/").status_code == 404
