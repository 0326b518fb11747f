"""The menu of the desk shows what somebody may open, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from ikrar.core.account.role import GRANTABLE
from ikrar.web.parts.menu import entries, menu_of
from tests import cast

MENU = re.compile(r'<nav class="desk-menu".*?</nav>', re.DOTALL)


def shown(person: cast.Person) -> list[str]:
    page = cast.sign_in(person).get("/meja/").content.decode()
    found = MENU.search(page)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


@pytest.mark.parametrize("person", cast.CAST, ids=lambda p: p.username)
def test_R1_every_entry_of_the_menu_opens_for_the_person_who_sees_it(database: Path, person: cast.Person) -> None:
    browser = cast.sign_in(person)
    for address in shown(person):
        assert browser.get(address).status_code == 200, address


def test_an_entry_is_hidden_from_roles_that_may_not_open_it() -> None:
    for name, _, allowed in entries():
        for role in GRANTABLE:
            assert (name in dict(menu_of(frozenset({role})))) == (role in allowed)


def test_the_menu_has_one_entry_an_address_and_each_works_without_arguments() -> None:
    names = [name for name, _, _ in entries()]
    assert len(names) == len(set(names))
    assert all(reverse(name).startswith("/meja/") for name in names)


def test_the_public_pages_show_no_menu_of_the_desk(database: Path) -> None:
    assert not MENU.search(cast.Browser().get("/").content.decode())
