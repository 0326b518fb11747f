"""What only a demo does: this machine alone, and sign-in links that a button uses up (decisions 11, 13, 17)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client
from django.utils import timezone

from ikrar.cli.demo import cast as cast_of_demo
from ikrar.cli.demo import example
from ikrar.core.declaration.search import Wanted
from ikrar.records.account import actions, queries
from ikrar.records.account.models import SignInLink, User
from ikrar.records.declaration import queries as register
from ikrar.web.demo import FORWARDING, LoopbackMiddleware
from tests import cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Local(Client):
    """A browser on the machine of the demo."""

    def __init__(self, host: str = "localhost:8000", **options: object) -> None:
        super().__init__(HTTP_HOST=host, **options)


@pytest.fixture
def dewi(database: Path, demo: object) -> User:
    user = cast.employ(cast.DEWI)
    actions.set_second_factor(user, SECRET)
    return user


@pytest.fixture
def path(dewi: User) -> str:
    return f"/masuk/tautan/{actions.make_link(dewi, timezone.now())}/"


def test_a_link_is_shown_by_get_used_up_by_post_and_leads_to_the_second_factor(path: str) -> None:
    browser = Local()
    for _ in range(2):
        assert "Masuk dengan tautan peragaan" in browser.get(path).content.decode()
    assert SignInLink.objects.count() == 1
    assert browser.post(path)["Location"] == "/masuk/kode/"
    assert not SignInLink.objects.exists()
    assert browser.get("/meja/").status_code == 303
    assert browser.post("/masuk/kode/", {"code": queries.present_code("dewi")})["Location"] == "/meja/"
    page = browser.get("/meja/").content.decode()
    assert "Dewi Rengganis" in page
    assert "CONTOH / EXAMPLE" in page


def test_a_used_link_says_what_to_do(path: str) -> None:
    Local().post(path)
    again = Local().post(path)
    assert again.status_code == 410
    assert "ikrar demo links" in again.content.decode()
    assert "ikrar demo links" in Local().get(path).content.decode()


def test_a_link_needs_the_token_of_its_own_form(path: str) -> None:
    assert Local(enforce_csrf_checks=True).post(path).status_code == 403
    assert SignInLink.objects.count() == 1


def test_a_link_is_dead_after_ten_minutes(path: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert "tidak berlaku" in Local().get(path).content.decode()
        assert Local().post(path).status_code == 410


def test_outside_the_demo_there_are_no_links(path: str, settings: object) -> None:
    settings.DEMO = False
    for method in ("get", "post"):
        assert getattr(Local(), method)(path).status_code == 404
    assert SignInLink.objects.count() == 1
    with pytest.raises(MiddlewareNotUsed):
        LoopbackMiddleware(lambda request: None)


@pytest.mark.parametrize("header", FORWARDING)
def test_a_forwarded_request_is_refused(dewi: User, header: str) -> None:
    answer = Local().get("/", **{header: "x"})
    assert answer.status_code == 400
    assert "this machine only" in answer.content.decode()


@pytest.mark.parametrize("host", ["ikrar.example", "192.168.1.7:8000", "localhost.lain.example", "[::1]:8000"])
def test_another_host_is_refused(dewi: User, host: str) -> None:
    assert Local(host).get("/").status_code == 400


def test_a_get_on_the_ip_address_goes_to_localhost_with_its_query(dewi: User) -> None:
    answer = Local("127.0.0.1:8000").get("/deklarasi/?q=damai")
    assert (answer.status_code, answer["Location"]) == (302, "http://localhost:8000/deklarasi/?q=damai")
    assert Local("127.0.0.1:8000").post("/masuk/", {}).status_code == 200
    assert Local().get("/").status_code == 200


def test_the_demo_speaks_of_itself_on_every_page_and_sends_no_hsts(dewi: User) -> None:
    for address in ("/", "/deklarasi/", "/masuk/", "/tidak-ada/"):
        answer = Local().get(address)
        assert "CONTOH / EXAMPLE" in answer.content.decode()
        assert "Strict-Transport-Security" not in answer.headers


def test_a_demo_started_again_after_its_election_rebuilds_its_examples_inside_a_new_one(database: Path) -> None:
    start = timezone.now()
    cast_of_demo.bring(start)
    example.bring(start)
    example.bring(start)
    kept = register.register_page(Wanted(area="98.01")).paginator.count
    assert kept >= 19
    with time_machine.travel(start + timedelta(days=45)):
        now = timezone.now()
        cast_of_demo.bring(now)
        assert example.outdated(now)
        example.remove(now)
        example.bring(now)
        assert not example.outdated(now)
        page = register.register_page(Wanted(area="98.01"))
        assert page.paginator.count == kept
        assert timedelta() <= timezone.localdate(now) - page.object_list[0].event_date <= timedelta(days=7)
