"""The frame of every page: what is drawn, two menus of which the width shows one, a footer, and the refusals."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template, TemplateDoesNotExist
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from ikrar.core.account.role import GRANTABLE, Role
from ikrar.web import refusal
from ikrar.web.parts.menu import OF_THE_INSTITUTION, OF_THE_PERSON, SIGNS, entries, grouped, menu_of
from ikrar.web.parts.templatetags.frame_parts import drawing, icon, mark
from tests import cast

WEB = Path(refusal.__file__).parent
PARTS = WEB / "parts" / "templates"
DRAWN = sorted([*PARTS.glob("icons/*.svg"), *PARTS.glob("drawings/*.svg")])
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
SHAPES = {"svg", "path", "circle"}


def source(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("path", DRAWN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_drawing_is_lines_of_the_colour_of_the_text_and_fetches_nothing(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text())  # our own file
    tags = {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in root.iter()}
    assert tags <= SHAPES
    assert (root.get("fill"), root.get("stroke")) == ("none", "currentColor")
    colours = {one.get(name) for one in root.iter() for name in ("fill", "stroke")} - {None}
    assert colours <= {"none", "currentColor"}
    assert {one.get("class") for one in root.iter()} <= {
        None,
        "icon",
        "drawing",
        "tint",
        "paper",
        "solid",
        "soft",
        "gap",
    }
    assert len(path.read_bytes()) < 2_500


def test_every_sign_and_drawing_that_a_page_asks_for_exists() -> None:
    asked = {
        (f"{tag}s", name)
        for path in TEMPLATES
        for tag, name in re.findall(r'{% (icon|drawing) "([a-z]+)"', path.read_text())
    }
    assert asked
    assert asked | {("icons", name) for name in SIGNS.values()} <= {(p.parent.name, p.stem) for p in DRAWN}


def test_what_is_drawn_is_silent_to_a_screen_reader_and_never_takes_the_focus() -> None:
    for drawn in (icon("place"), drawing("sheet")):
        assert 'aria-hidden="true" focusable="false"' in drawn


def test_a_sign_nobody_drew_is_an_error_and_not_a_hole_in_the_page() -> None:
    with pytest.raises(TemplateDoesNotExist):
        icon("pistol")


def test_a_template_may_draw_without_loading_anything() -> None:
    assert Template('{% icon "search" %}').render(Context()) == icon("search")


@pytest.mark.parametrize(
    ("path", "address", "alone", "marked"),
    [
        ("/deklarasi/", "/deklarasi/", False, "page"),
        ("/deklarasi/X1/", "/deklarasi/", False, "true"),
        ("/meja/kunci/", "/meja/", True, ""),
        ("/meja/", "/meja/", True, "page"),
        ("/wilayah/", "/deklarasi/", False, ""),
    ],
)
def test_a_menu_marks_the_page_and_the_part_it_belongs_to(path: str, address: str, alone: bool, marked: str) -> None:
    assert mark(path, address, alone=alone) == marked


def test_without_a_request_nothing_is_marked() -> None:
    assert "aria-current" not in Template("{% menu_links %}").render(Context())
    assert 'href="/deklarasi/"' in Template("{% menu_links %}").render(Context())


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_menu_drawn_for_one_page_and_language_is_not_shown_on_another(rf: RequestFactory, language: str) -> None:
    def drawn(path: str) -> str:
        return Template("{% menu_links %}").render(Context({"request": rf.get(path)}))

    with translation.override(language):
        one, other = drawn(reverse("declarations")), drawn(reverse("areas"))
        assert one != other
        for name, page in (("declarations", one), ("areas", other)):
            assert f'href="{reverse(name)}" aria-current="page"' in page
            assert page.count("aria-current") == 1


@pytest.mark.parametrize("role", sorted(GRANTABLE))
def test_the_groups_of_the_desk_hold_what_the_menu_holds_each_once(role: Role) -> None:
    flat = [(name, label) for _, found in grouped(frozenset({role})) for name, label, _ in found]
    assert sorted(flat, key=str) == sorted(menu_of(frozenset({role})), key=str)
    assert all(found for _, found in grouped(frozenset({role})))


def test_every_named_place_and_sign_of_the_menu_belongs_to_an_entry() -> None:
    names = {name for name, _, _ in entries()}
    assert set(SIGNS) | OF_THE_INSTITUTION | OF_THE_PERSON <= names


def test_the_menu_is_there_for_phones_without_a_script_and_says_where_one_is(database: Path) -> None:
    page = source(cast.Browser().get("/deklarasi/"))
    assert '<details class="menu-folded"><summary>' in page
    assert page.count('<a href="/deklarasi/" aria-current="page">') == 2  # of which the width shows one
    assert not re.search(r'<script(?! type="application/ld\+json")', page)


def test_the_menu_of_the_desk_stands_in_groups_with_the_way_out(database: Path) -> None:
    page = source(cast.sign_in(cast.DEWI).get("/meja/"))
    assert page.count('<span class="group">Pekerjaan</span>') == 2
    assert page.count(reverse("account_logout")) == 2


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_foot_of_every_page_leads_to_checking_and_says_what_ikrar_is_not(database: Path, path: str) -> None:
    foot = source(cast.Browser().get(path)).partition("<footer")[2]
    prefix = path.rstrip("/")
    assert [f'href="{prefix}{way}"' in foot for way in ("/periksa/", "/api/v1/", "/masuk/", "/wilayah/")] == [True] * 4
    assert "110" in foot
    assert "112" in foot


def test_a_page_that_is_missing_offers_a_search_and_ways_on(database: Path) -> None:
    answer = cast.Browser().get("/tidak-ada/")
    assert answer.status_code == 404
    assert 'role="search"' in source(answer)
    assert 'class="ways"' in source(answer)


@pytest.mark.parametrize(("language", "home"), [("id", "/"), ("en", "/en/")])
def test_when_something_of_ours_breaks_the_page_needs_no_database(rf: RequestFactory, language: str, home: str) -> None:
    with translation.override(language):  # this test has no database: a query would fail it
        answer = refusal.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert f'<html lang="{language}">' in source(answer)
    assert f'href="{home}"' in source(answer)


@pytest.mark.parametrize("error", [ValueError, OSError])
def test_when_the_list_of_styles_is_gone_too_the_page_still_says_what_happened(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def missing(name: str) -> str:
        raise error(name)

    monkeypatch.setattr(staticfiles_storage, "url", missing)
    answer = refusal.server_error(rf.get("/"))
    assert 'rel="stylesheet"' not in source(answer)
    assert "<h1>Ada yang rusak di pihak kami</h1>" in source(answer)


@pytest.mark.parametrize("name", ["403.html", "429.html", "refusal/too_large.html", "refusal/bad_request.html"])
def test_every_refusal_says_what_happened_and_where_to_go(rf: RequestFactory, name: str) -> None:
    page = refusal.render(rf.get("/"), name).content.decode()
    assert 'class="drawing"' in page
    assert "<h1>" in page
    assert 'class="button"' in page
    assert 'content="noindex"' in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_address_of_a_row_is_that_of_its_page_in_the_language_of_the_reader(language: str) -> None:
    for ref in ("01J5E0T6M3X0VV7Q4S2ZB8K9AN", "01J5E0T6M3X0VV7Q4S2ZB8K9AP"):
        with translation.override(language):
            made = Template("{% page 'meeting' ref %}").render(Context({"ref": ref}))
            assert made == reverse("meeting", args=[ref])
    with pytest.raises(NoReverseMatch):
        Template("{% page 'no-such-page' ref %}").render(Context({"ref": "1"}))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_foot_is_in_the_language_of_the_page_and_offers_a_guest_the_entrance(language: str) -> None:
    with translation.override(language):
        for holder, entrance in ((None, "account_login"), (object(), "desk")):
            foot = Template("{% footer %}").render(Context({"holder": holder}))
            assert (f'href="{reverse("account_login")}"' in foot) == (holder is None)
            assert (f'href="{reverse("desk")}"' in foot) == (holder is not None)
            assert reverse(entrance) in foot
            assert f'href="{reverse("meetings")}"' in foot


def test_both_widths_of_a_page_have_the_same_menus(database: object) -> None:
    page = source(cast.sign_in(cast.DEWI).get(reverse("decisions")))
    wide, folded = re.findall(
        r"<nav aria-label=\"Utama\">(.*?)</nav>|<nav class=\"menu-wide\"[^>]*>(.*?)</nav>", page, re.S
    )
    assert "".join(wide) == "".join(folded) != ""
    desks = re.findall(r"<nav[^>]*aria-label=\"Meja\">(.*?)</nav>", page, re.S)
    assert len(desks) == 2
    assert desks[0] == desks[1] != ""
