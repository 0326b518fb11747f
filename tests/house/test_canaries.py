"""R3: no field shows where its class forbids it. R38: nothing of a public client's address or browser is kept."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from ikrar.core.account.role import GRANTABLE
from ikrar.records.account.models import User
from ikrar.web.quiet import NoClientFilter
from tests import cast
from tests.house import canaries, figures, matrix

OTHERS = [cast.Person(f"peran-{r}", "Peran", r, "35.28/kpu") for r in sorted(GRANTABLE) if r != cast.Role.SECRETARY]
ELSEWHERE = cast.Person("jauh", "Jauh", cast.Role.SECRETARY, "36.04/kpu", ("36.04",))
COLLEAGUES = [canaries.colleague(p) for p in canaries.OWNERS]
EVERYBODY: list[cast.Person | None] = [None, *canaries.OWNERS, *COLLEAGUES, ELSEWHERE, *OTHERS]


@pytest.fixture
def aviary(database: Path) -> canaries.Aviary:
    return canaries.plant()


def enter(aviary: canaries.Aviary, person: cast.Person | None) -> Client:
    """Sign a person in; owners have had their user name replaced by a canary."""
    if person is None:
        return cast.Browser()
    if person not in canaries.OWNERS:
        return cast.sign_in(person)
    word = next(
        w for w, p in aviary.words.items() if p.field == "ikrar_account.User.username" and p.owner == person.username
    )
    return cast.sign_in(User.objects.get(username=word))


def pages(aviary: canaries.Aviary, browser: Client) -> Iterator[tuple[str, str]]:
    """Yield every page of every address for both owners' rows, and what searching gives."""
    world = matrix.World(aviary.readings, aviary.drafts, aviary.frozen)
    found = [a.path for a in matrix.addresses(_everybodys(world))]
    for path in dict.fromkeys(found):
        yield path, _text(browser.get(path))
    for path in ("/deklarasi/", "/meja/tempat/"):
        for words in ("a", "kenari", "pamekasan", "35.28"):
            yield f"{path} {words}", _text(browser.get(path, {"q": words, "cari": words}))
    for ref in aviary.drafts.values():
        for query in ("periksa=1", "cari=a", "tersimpan=1"):
            path = f"/meja/deklarasi/{ref}/?{query}"
            yield path, _text(browser.get(path))


def _everybodys(world: matrix.World) -> matrix.World:
    missing = cast.new_ref()
    for refs in (world.readings, world.drafts, world.frozen):
        refs.setdefault("yuda", missing)
    return world


def _text(response: object) -> str:
    return html.unescape(response.content.decode()) + str(dict(response.headers))


def test_r3_a_canary_sits_in_every_text_field_that_can_hold_one(aviary: canaries.Aviary) -> None:
    assert canaries.empty_fields(aviary) == set()
    assert set(canaries.FIXED) <= canaries.text_fields()
    figures.note("field canaries", len(aviary.words))
    figures.note("text fields with canaries", len(canaries.text_fields() - set(canaries.FIXED)))


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda p: p.username if p else "resident")
def test_r3_no_page_shows_a_field_to_whom_its_class_forbids_it(
    aviary: canaries.Aviary, person: cast.Person | None
) -> None:
    browser = enter(aviary, person)
    asked = {path: list(canaries.leaks(aviary, text, person=person)) for path, text in _own(aviary, browser)}
    assert {path: found for path, found in asked.items() if found} == {}
    figures.note("pages searched for canaries", len(asked))


def _own(aviary: canaries.Aviary, browser: Client) -> Iterator[tuple[str, str]]:
    """Take away what the address itself says: a reference somebody typed is no leak when it comes back."""
    for path, text in pages(aviary, browser):
        for ref in (part for part in path.split("/") if len(part) == 26):
            text = text.replace(ref, "")
        yield path, text


def test_r3_an_author_does_see_the_words_of_her_own_drafts(aviary: canaries.Aviary) -> None:
    text = "".join(page for _, page in pages(aviary, enter(aviary, cast.DEWI)))
    seen = {p.field for w, p in aviary.words.items() if w in text and p.owner == "dewi" and p.seen != "everybody"}
    assert {
        "reading.Reading.text",
        "reading.Reading.form",
        "declaration.Version.form",
        "declaration.Step.reason",
        "ikrar_account.User.name",
    } <= seen


def test_r3_the_search_finds_a_planted_leak(aviary: canaries.Aviary) -> None:
    word = next(w for w, p in aviary.words.items() if p.field == "reading.Reading.text")
    assert list(canaries.leaks(aviary, f"<p>{word}</p>", person=None))
    assert not list(canaries.leaks(aviary, f"<p>{word}</p>", person=cast.DEWI))


def test_r56_no_word_that_is_not_public_can_be_searched_for(aviary: canaries.Aviary) -> None:
    browser = cast.Browser()
    for word, planted in aviary.words.items():
        if planted.seen != "everybody":
            page = browser.get("/deklarasi/", {"q": word})
            assert page.context["page"].paginator.count == 0, planted


# --- R38 --------------------------------------------------------------------------------------------------------------

ADDRESS, AGENT, FORWARDED = "203.0.113.77", "KenariPeramban/7.1", "198.51.100.77"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Collect every log line of the process as the product's own handler would write it."""
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record))

    handler = Keeper()
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
    handler.addFilter(NoClientFilter())
    loggers = [logging.getLogger(name) for name in ("", "django", "ikrar", "allauth")]
    for logger in loggers:
        logger.addHandler(handler)
    yield kept
    for logger in loggers:
        logger.removeHandler(handler)


def stranger() -> Client:
    """A client that says as much about itself as a client can."""
    told = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_X_FORWARDED_FOR": FORWARDED}
    browser = cast.Browser(enforce_csrf_checks=True, raise_request_exception=False)
    browser.defaults |= told | {"HTTP_REFERER": "https://asal.example/kenari-rujukan"}
    return browser


def test_r38_nothing_a_client_says_of_itself_is_kept_in_database_logs_or_mail(
    database: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    User.objects.get(username="dewi")
    found = _every_status(stranger(), ref, monkeypatch)
    assert found == {200, 303, 400, 401, 403, 404, 413, 500}
    assert any("planted" in line for line in lines), "the error itself must be logged"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(p.read_bytes() for p in database.parent.glob(database.name + "*"))
    haystacks = {"database": kept.decode("latin-1"), "logs": "\n".join(lines), "mail": repr(vars(mail).get("outbox"))}
    for where, text in haystacks.items():
        for canary in (ADDRESS, AGENT, FORWARDED, "kenari-rujukan"):
            assert canary not in text, (canary, where)


def _every_status(browser: Client, ref: str, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Provoke every answer there is, signing in with a wrong and a right password among them."""
    from ikrar.web.public import check

    user = User.objects.get(username="dewi")
    user.set_password("sandi-yang-cukup-panjang")
    user.save()
    answers = [
        browser.get(f"/deklarasi/{ref}/"),
        browser.get("/meja/"),
        browser.post("/meja/bacaan/", {"text": "x"}),
        browser.post("/masuk/", {"login": "dewi", "password": "x"}),
        browser.get("/tidak-ada/"),
        browser.get("/", headers={"host": "lain.example"}),
        browser.post("/masuk/", b"x" * 6_000_001, content_type="text/plain"),
    ]
    for password in ("salah", "sandi-yang-cukup-panjang"):
        token = browser.get("/masuk/").cookies["__Host-csrf"].value
        values = {"login": "dewi", "password": password, "csrfmiddlewaretoken": token}
        answers.append(browser.post("/masuk/", values, headers={"referer": "https://ikrar.example/masuk/"}))

    def broken(request: object, template: str) -> None:
        raise RuntimeError(f"planted, from {request.META['REMOTE_ADDR']} and {request.META['HTTP_X_FORWARDED_FOR']}")

    monkeypatch.setattr(check, "render", broken)
    return {a.status_code for a in [*answers, browser.get("/periksa/")]}
