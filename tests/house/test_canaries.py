"""R3: no field shows where its class forbids it. R38: nothing of a public client's address or browser is kept."""

from __future__ import annotations

import html
import io
import itertools
import logging
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pdfminer.high_level import extract_text

from ikrar.api import access as api_access
from ikrar.core.account.role import GRANTABLE
from ikrar.core.institution import sheet
from ikrar.door.meter import Meter
from ikrar.records.account.models import User
from ikrar.records.declaration import listing, words
from ikrar.records.declaration.models import Version
from ikrar.records.grant import access as grant_access
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import access as reading_access
from ikrar.web.quiet import NoClientFilter
from tests import cast
from tests.house import canaries, figures, matrix, subjects
from tests.house.fixed import FIXED

OTHERS = [cast.Person(f"peran-{r}", "Peran", r, "35.28/kpu") for r in sorted(GRANTABLE) if r != cast.Role.SECRETARY]
ELSEWHERE = cast.Person("jauh", "Jauh", cast.Role.SECRETARY, "36.04/kpu", ("36.04",))
COLLEAGUES = [canaries.colleague(p) for p in canaries.OWNERS]
AWAY = cast.Person("kepala-jauh", "Kepala", cast.Role.ADMINISTRATOR, "36.04/kpu", ("36.04",))
BESIDE = cast.Person("kepala-sebelah", "Kepala", cast.Role.ADMINISTRATOR, "35.28/bawaslu")
DEVICE = cast.Person("perangkat", "Perangkat", cast.Role.MACHINE, "35.28/kpu")  # shows a token, never a session
EVERYBODY: list[cast.Person | None] = [
    None,
    *canaries.OWNERS,
    *COLLEAGUES,
    cast.PUTRI,
    ELSEWHERE,
    *OTHERS,
    AWAY,
    BESIDE,
    DEVICE,
]


@pytest.fixture
def aviary(database: Path) -> canaries.Aviary:
    return canaries.plant()


def enter(aviary: canaries.Aviary, person: cast.Person | None) -> Client:
    """Sign a person in; owners have had their user name replaced by a canary."""
    if person is None:
        return cast.Browser()
    if person == DEVICE:
        return matrix.show_token(cast.Browser(), "live")
    if person not in canaries.OWNERS:
        return cast.sign_in(person)
    word = next(
        w for w, p in aviary.words.items() if p.field == "ikrar_account.User.username" and p.owner == person.username
    )
    return cast.sign_in(User.objects.get(username=word))


QUERIES = ("a", "kenari", "pamekasan", "35.28")
SEARCHES = (
    "/deklarasi/",
    "/meja/tempat/",
    "/meja/akun/",
    "/lembaga/",
    "/api/v1/declaration",
    "/api/v1/place",
    "/api/v1/institution",
)


Ask = Callable[[], HttpResponse]


def asks(aviary: canaries.Aviary, browser: Client) -> Iterator[tuple[str, Ask]]:
    """Yield what there is to ask for, by a name that begins with the address."""
    for path in dict.fromkeys(a.path for a in matrix.addresses(_everybodys(aviary))):
        yield path, partial(browser.get, path)
    for path, asked in itertools.product(SEARCHES, QUERIES):
        yield f"{path} {asked}", partial(browser.get, path, {"q": asked} if "api" in path else _asked(asked))
    yield "/deklarasi/ of a title", partial(browser.get, "/deklarasi/", {"q": _title(aviary)})
    for ref, query in itertools.product(aviary.drafts.values(), ("periksa=1", "cari=a", "tersimpan=1")):
        path = f"/meja/deklarasi/{ref}/?{query}"
        yield path, partial(browser.get, path)
    yield "/meja/akun/ ended", partial(browser.get, "/meja/akun/", {"berakhir": "1"})
    for kind in ("csv", "xlsx"):
        yield f"/meja/lembaga/unduh/ {kind}", partial(browser.post, "/meja/lembaga/unduh/", {"kind": kind})


def pages(aviary: canaries.Aviary, browser: Client, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every page, answer and file of every address for both owners' rows, and what searching gives.

    ``where`` keeps those whose name begins with it.
    """
    for path, ask in asks(aviary, browser):
        if path.startswith(where):
            yield path, _text(ask())


def _title(aviary: canaries.Aviary) -> str:
    """Return the word in a frozen title: whole words find declarations."""
    titles = (word for word, one in aviary.words.items() if one.field == "declaration.Version.title")
    return next(word for word in titles if aviary.words[word].seen == "everybody")


def _asked(text: str) -> dict[str, str]:
    return {"q": text, "cari": text}


def _everybodys(aviary: canaries.Aviary) -> subjects.World:
    missing = cast.new_ref()
    world = subjects.World(aviary.readings, aviary.drafts, aviary.frozen)
    world.grants, world.requests, world.device = aviary.grants, aviary.requests, aviary.device
    world.reviews, world.office_keys = aviary.reviews, aviary.office_keys
    world.relay, world.photo = aviary.relay, aviary.photo
    world.scans, world.letters = dict(aviary.scans), dict(aviary.letters)
    for refs in (world.readings, world.drafts, world.frozen, world.scans, world.letters):
        refs.setdefault("yuda", missing)
    return world


def _text(response: object) -> str:
    """Return what an answer says, a workbook or a PDF unpacked, with its headers."""
    return _words(response.getvalue()) + str(dict(response.headers))


def _words(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    if content.startswith(b"%PDF"):
        return extract_text(io.BytesIO(content)) + "".join(_streams(content))
    return html.unescape(content.decode())


def _streams(pdf: bytes) -> Iterator[str]:
    """Yield what is packed in a PDF beside its pages: attachments and what it says of itself."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompress(packed).decode("utf-8", "replace")


def test_r3_a_canary_sits_in_every_text_field_that_can_hold_one(aviary: canaries.Aviary) -> None:
    assert canaries.empty_fields(aviary) == set()
    assert set(FIXED) <= canaries.text_fields()
    figures.note("field canaries", len(aviary.words))
    figures.note("text fields with canaries", len(canaries.text_fields() - set(FIXED)))


@pytest.mark.unwatched  # every page it asks for is one of the matrix, which is watched (decision 38)
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda p: p.username if p else "resident")
def test_r3_no_page_shows_a_field_to_whom_its_class_forbids_it(
    aviary: canaries.Aviary, person: cast.Person | None
) -> None:
    browser = enter(aviary, person)
    asked = {path: list(canaries.leaks(aviary, text, person=person)) for path, text in _own(aviary, browser)}
    assert {path: found for path, found in asked.items() if found} == {}
    figures.note("pages searched for canaries", len(asked))


def _own(aviary: canaries.Aviary, browser: Client, where: str = "") -> Iterator[tuple[str, str]]:
    """Take away what the address itself says: a reference somebody typed is no leak when it comes back."""
    for path, text in pages(aviary, browser, where):
        for ref in (part for part in path.split("/") if len(part) == 26 or part.startswith("kenari")):
            text = text.replace(ref, "")
        yield path, _past_leaves(text) if "/meja/jejak/" in path else text


def _past_leaves(text: str) -> str:
    """Take away the references of leaves: a leaf is public, and the trail ties its reference to no row."""
    for ref in set(Leaf.objects.values_list("ref", flat=True)):
        text = text.replace(ref, "")
    return text


@pytest.mark.unwatched
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


@pytest.mark.unwatched
def test_r3_who_was_asked_to_read_sees_the_words_of_that_draft_and_of_no_other(aviary: canaries.Aviary) -> None:
    text = "".join(page for _, page in pages(aviary, enter(aviary, cast.PUTRI), "/meja/"))
    seen = {p.owner for w, p in aviary.words.items() if w in text and p.field == "declaration.Version.form"}
    assert seen == {"dewi", "intan"}
    assert all(p.reader for w, p in aviary.words.items() if w in text and p.field == "declaration.Version.form")


def test_r3_the_search_finds_a_planted_leak(aviary: canaries.Aviary) -> None:
    word = next(w for w, p in aviary.words.items() if p.field == "reading.Reading.text")
    assert list(canaries.leaks(aviary, f"<p>{word}</p>", person=None))
    assert not list(canaries.leaks(aviary, f"<p>{word}</p>", person=cast.DEWI))


def _admit_all_accounts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(grant_access, "visible_to", lambda holder: grant_access.Grant.objects.all())


def _publish_drafts(patch: pytest.MonkeyPatch) -> None:
    """Let drafts pass for frozen ones, listed with the others: the interface's schema refuses a draft as such."""
    canonical = Version.objects.filter(frozen_at__isnull=False)[0].canonical
    for draft in Version.objects.filter(frozen_at__isnull=True):
        draft.canonical, draft.digest, draft.frozen_at = canonical, draft.title.ljust(64, "0"), timezone.now()
        draft.save()
        listing.enter_many([draft])
    with connection.cursor() as cursor:  # canaries are planted without triggers, and so without those of the words
        cursor.execute(f"INSERT INTO {words.TABLE}({words.TABLE}) VALUES ('rebuild')")


def _show_everybodys_readings(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading_access, "visible_to", lambda holder: reading_access.Reading.objects.all())


def _export_names(patch: pytest.MonkeyPatch) -> None:
    real = sheet.to_rows

    def careless(records: object) -> object:
        rows = real(records)
        names = User.objects.filter(username__startswith="kenari").values_list("username", flat=True)
        return (*rows, (*names[:1], *rows[0][1:]))

    patch.setattr(sheet, "to_rows", careless)


LEAKS: list[tuple[str, Callable[[pytest.MonkeyPatch], None], cast.Person | None, str]] = [
    ("page", _show_everybodys_readings, ELSEWHERE, "/meja/bacaan/"),
    ("search", _publish_drafts, None, "/deklarasi/ of a title"),
    ("JSON", _publish_drafts, None, "/api/v1/declaration"),
    ("JSON for a token", _publish_drafts, DEVICE, "/api/v1/declaration"),
    ("CSV", _admit_all_accounts, AWAY, "/meja/akun/unduh/"),
    ("CSV by POST", _export_names, AWAY, "/meja/lembaga/unduh/ csv"),
    ("XLSX", _export_names, AWAY, "/meja/lembaga/unduh/ xlsx"),
]


@pytest.mark.parametrize(("plant", "person", "where"), [leak[1:] for leak in LEAKS], ids=[leak[0] for leak in LEAKS])
def test_r3_a_leak_planted_in_any_format_is_found(
    aviary: canaries.Aviary,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    person: cast.Person | None,
    where: str,
) -> None:
    browser = enter(aviary, person)
    plant(monkeypatch)
    assert [path for path, text in _own(aviary, browser, where) if list(canaries.leaks(aviary, text, person=person))]


@pytest.mark.unwatched
def test_r56_no_word_that_is_not_public_can_be_searched_for(aviary: canaries.Aviary) -> None:
    browser = cast.Browser()
    for word, planted in aviary.words.items():
        if planted.seen != "everybody":
            page = browser.get("/deklarasi/", {"q": word})
            assert page.context["page"].paginator.count == 0, planted
            assert browser.get("/api/v1/declaration", {"q": word}).json()["items"] == [], planted


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
    assert found == {200, 303, 400, 401, 403, 404, 413, 422, 429, 500}
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
        browser.post("/masuk/", b"x" * 11_000_001, content_type="text/plain"),
    ]
    for password in ("salah", "sandi-yang-cukup-panjang"):
        token = browser.get("/masuk/").cookies["__Host-csrf"].value
        values = {"login": "dewi", "password": password, "csrfmiddlewaretoken": token}
        answers.append(browser.post("/masuk/", values, headers={"referer": "https://ikrar.example/masuk/"}))

    def broken(request: object, template: str) -> None:
        raise RuntimeError(f"planted, from {request.META['REMOTE_ADDR']} and {request.META['HTTP_X_FORWARDED_FOR']}")

    monkeypatch.setattr(check, "render", broken)
    answers += [*_every_api_answer(browser, monkeypatch), browser.get("/periksa/")]
    return {a.status_code for a in answers}


def _every_api_answer(browser: Client, monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """Provoke every error of the interface for programs: 200, 401, 404, 413, 422, 500 and, last, 429."""
    token = {"authorization": f"Bearer {cast.issued(cast.device())}"}
    answers = [
        browser.get("/api/v1/place/35.28"),
        browser.get("/api/v1/token"),
        browser.get("/api/v1/token", headers=token),
        browser.get("/api/v1/tidak-ada"),
        browser.get("/api/v1/place", {"limit": "banyak"}),
        browser.post("/api/v1/place", b"x" * 11_000_001, content_type="application/json"),
    ]
    assert [a.status_code for a in answers] == [200, 401, 200, 404, 422, 413]

    def broken(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(api_access.actions, "note_use", broken)
    answers.append(browser.get("/api/v1/token", headers=token))
    monkeypatch.setattr(api_access, "METER", Meter(0))
    answers.append(browser.get("/api/v1/place/35.28"))
    assert [a.status_code for a in answers[-2:]] == [500, 429]
    for answer in answers:
        assert not any(canary in answer.content.decode() for canary in (ADDRESS, AGENT, FORWARDED))
    return answers
