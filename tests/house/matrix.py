"""The access matrix (R1, R2): every address x every kind of person x every method, against an oracle in plain Python.

It grows by itself: addresses come from the URL resolver, roles from core. What it cannot guess stands in two tables,
``SUBJECTS`` (``subjects.py``: sample arguments by URL name) and ``REACH`` (which objects a declared scope reaches); an
address without an entry fails with a sentence that says what to add.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from ikrar.core.account.role import GRANTABLE, Role
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.ref import new_ref
from ikrar.records.token import actions as token
from ikrar.web.access import Audience, Rule, rule_of
from tests import cast
from tests.house.subjects import SUBJECTS, Subject, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
LANGUAGES = ("id", "en")
TRANSLATED = ("GET", "POST")  # the prefix /en changes neither view nor rule: two methods show that it changes no answer
SAMPLE = 5
OPEN, SIGN_IN, LOST, ABSENT, BROKEN = "open", "to sign-in", "401", "404", "5xx"


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a sentence, the factors of the session (None: no session), and the grant in force, if any."""

    name: str
    factors: tuple[str, ...] | None = None
    role: Role | None = None
    institution: str = "35.28/kpu"
    areas: tuple[str, ...] = ("35.28",)
    in_force: bool = True
    username: str = ""
    token: str = ""  # of a device: live, ended, expired or unknown

    @property
    def at_desk(self) -> bool:
        """Whether the session passed a second factor."""
        return self.factors is not None and "mfa" in self.factors


@dataclass(frozen=True)
class Address:
    """One address as asked for: URL name, path, its declared rule and its subject."""

    name: str
    path: str
    rule: Rule | None
    subject: Subject


def _anyone(actor: Actor, subject: Subject) -> bool:
    return True


def _own_draft(actor: Actor, subject: Subject) -> bool:
    return actor.username != "" and subject.author == actor.username


def _own_register(actor: Actor, subject: Subject) -> bool:
    inside = any(subject.area == area or subject.area.startswith(area + ".") for area in actor.areas)
    return actor.institution == subject.institution and inside


def _own_institution(actor: Actor, subject: Subject) -> bool:
    return actor.institution == subject.institution


def _judged(actor: Actor, subject: Subject) -> bool:
    """Their own institution's, and another one's when the actor covers its areas; nobody here serves in two."""
    inside = any(subject.area == area or subject.area.startswith(area + ".") for area in actor.areas)
    return actor.institution == subject.institution or inside


def _around(actor: Actor, subject: Subject) -> bool:
    """What lies in the areas of the grant, whichever institution it belongs to."""
    return any(subject.area == area or subject.area.startswith(area + ".") for area in actor.areas)


def _joins(actor: Actor, subject: Subject) -> bool:
    """The meetings of the actor's institution as host or invited, in the areas of the grant; a draft is the host's."""
    host = subject.institution.split()[0]
    if subject.author == "draft" and (actor.institution != host or actor.role != Role.SECRETARY):
        return False
    return actor.institution in subject.institution.split() and _around(actor, subject)


#: The scope a desk address declares -> whether this person reaches this subject. Written from decisions 14 and 26.
REACH: dict[str, Callable[[Actor, Subject], bool]] = {
    "the person's own institutions and new ones in the areas of the grant": _anyone,
    "the institution the person administers": _own_institution,
    "what concerns the ledger of all institutions": _anyone,
    "meetings the institution hosts, in the areas of the grant": _own_register,
    "meetings the institution hosts or is invited to, in the areas of the grant": _joins,
    "the meetings somebody takes part in": _anyone,
    "starts a meeting": _anyone,
    "own drafts and declarations": _anyone,
    "the person's own drafts": _anyone,
    "all areas": _anyone,
    "starts a draft": _anyone,
    "starts a request": _anyone,
    "people of the institution": _anyone,
    "grants of the institution, in the areas of the grant": _own_register,
    "requests of the institution, and those of others that wait for this person": _judged,
    "invitations of the institution": _own_institution,
    "leaves of the institution, or of the areas": _anyone,
    "a draft of the person's own, not past its date": _own_draft,
    "the person's own keys": _anyone,
    "a passkey of the person's own": _own_draft,
    "declarations of the institution, in the areas of the grant": _own_register,
    "pictures of declarations of the institution, in the areas of the grant": _own_register,
    "the relays of the person's institutions": _anyone,
    "relays in which the institution takes part": _own_institution,
    "pictures of hand-overs that the institution sealed": _own_institution,
    "the own institution's devices": _anyone,
    "what waits for the person's word, and their institutions' signatures": _anyone,
    "offices' keys around the person": _anyone,
    "registered declarations in the areas of the grant": _around,
    "signatures of the person's institutions": _own_institution,
    "stages of elections in the areas of the grant": _around,
    "elections of the areas of the grant": _anyone,
    "signatures under declarations of the institution, in its areas": _own_register,
    "enrolment links of the institution": _own_institution,
    "what is public of declarations, meetings and hand-overs": _anyone,
    "letters of the person's institutions": _anyone,
    "letters of the institution": _own_institution,
    "keys of the institution's offices, and of those in the areas of the grant": _judged,
    "what the person's institutions were asked to read": _anyone,
    "drafts the institution was asked to read, in the areas of the grant": _own_register,
    "devices of the institution one administers, within the areas of one's grant": _own_register,
}


# --- who asks, and what for -------------------------------------------------------------------------------------------


def actors() -> list[Actor]:
    """Everybody of decision 12 in every place, and those whose session or grant is not what it was."""
    desk, secretary = ("link", "mfa"), Role.SECRETARY
    places = itertools.product(sorted(GRANTABLE), ("35.28/kpu", "35.28/bawaslu"), (("35.28",), ("36.04",)))
    standing = [Actor(f"{r} of {i} in {a[0]}", desk, r, i, a) for r, i, a in places]
    return [
        Actor("resident"),
        Actor("the author herself", desk, secretary, areas=("35.28", "98.01"), username="dewi"),
        *standing,
        Actor("secretary of a wider area", desk, secretary, areas=("35",)),
        Actor("secretary of a narrower area", desk, secretary, areas=("35.28.01",)),
        *(Actor(f"machine with a token that is {state}", token=state) for state in TOKENS),
        Actor("administrator of a wider area", desk, Role.ADMINISTRATOR, areas=("35",)),
        Actor("administrator of a narrower area", desk, Role.ADMINISTRATOR, areas=("35.28.01",)),
        Actor("reviewer, who holds no standing role", desk),
        Actor("secretary whose grant ran out yesterday", desk, secretary, in_force=False),
        Actor("author with a password only", ("password",), secretary, areas=("35.28", "98.01"), username="dewi"),
    ]


TOKENS = ("live", "ended", "expired", "unknown")


def show_token(browser: Client, state: str) -> Client:
    """Let a browser show a device token in this state on every request."""
    if state == "unknown":
        secret = "ikrar_" + "x" * 43
    else:
        ref = cast.device(f"uji-{state}")
        secret = cast.issued(ref)
        if state == "ended":
            token.end(cast.at_desk(cast.JOKO), ref, now=timezone.now())
        if state == "expired":
            Grant.objects.filter(ref=ref).update(starts=cast.NOON.date(), ends=cast.NOON.date())
    browser.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return browser


def sit_down(actor: Actor) -> Client:
    """Return a browser with the actor's session or token; grants are given by the product's own action."""
    browser = cast.Browser(raise_request_exception=False)
    if actor.token:
        return show_token(browser, actor.token)
    if actor.factors is None:
        return browser
    user = User.objects.filter(username=actor.username).first() if actor.username else None
    if user is None:
        user = account.register(username="m" + new_ref().lower(), name="Orang Matriks")
        if actor.role is not None:
            today = timezone.localdate()
            last = today + timedelta(days=90) if actor.in_force else today - timedelta(days=1)
            terms = {"role": actor.role, "institution": actor.institution, "areas": actor.areas}
            account.give_grant(user, starts=today - timedelta(days=90), ends=last, now=timezone.now(), **terms)
    return cast.sign_in(user, factors=actor.factors, browser=browser)


def patterns(urlconf: str | None = None) -> list[URLPattern]:
    """Return every URL pattern below the root, however deep."""

    def below(found: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for one in found:
            if isinstance(one, URLResolver):
                yield from below(one.url_patterns)
            else:
                yield one

    return list(below(get_resolver(urlconf).url_patterns))


def undeclared(urlconf: str | None = None) -> list[str]:
    """Return the patterns whose view declares no rule (R1)."""
    return [str(p.pattern) for p in patterns(urlconf) if rule_of(p.callback) is None]


def addresses(world: World, languages: tuple[str, ...] = LANGUAGES) -> list[Address]:
    """Return every address with every sample subject, and addresses that nobody declared."""
    found: dict[str, Address] = {}
    for language, pattern in itertools.product(languages, patterns()):
        rule, name = rule_of(pattern.callback), str(pattern.name)
        for subject in _subjects(pattern, world):
            with translation.override(language):
                path = reverse(name, kwargs=dict(subject.arguments))
            found[path] = Address(name, path, rule, subject)
    for prefix in ("/en" if "en" in languages else "", ""):
        for path in ("/tidak-ada/", "/meja/tidak-ada/", "/meja", "/deklarasi", "/admin/", "/api", "/api/v1/x"):
            found[prefix + path] = Address("nothing", prefix + path, None, Subject())
    return list(found.values())


def _subjects(pattern: URLPattern, world: World) -> list[Subject]:
    name = str(pattern.name)
    make = SUBJECTS.get(name) or (SUBJECTS.get(name.partition("-")[0]) if name.startswith("reading-") else None)
    if make is not None:
        return make(world)
    if pattern.pattern.converters:
        wanted = ", ".join(pattern.pattern.converters)
        raise LookupError(f"Add {name!r} to SUBJECTS in tests/house/subjects.py, with sample values for: {wanted}.")
    return [Subject()]


def sample(places: list[Address], number: int) -> list[Address]:
    """Return a fifth of the addresses, another for each number, and those nobody declared: for a second database."""
    return [a for n, a in enumerate(places) if a.name == "nothing" or n % SAMPLE == number % SAMPLE]


# --- the oracle -------------------------------------------------------------------------------------------------------


def expected(actor: Actor, address: Address, method: str) -> str:
    """Say how the product must answer, from the declared rule and decision 14 alone."""
    inner = address.path.removeprefix("/en")
    if (inner == "/meja" or inner.startswith("/meja/")) and not actor.at_desk:
        return SIGN_IN if method in {"GET", "HEAD"} else LOST
    rule = address.rule
    if rule is None or method not in rule.methods or not address.subject.exists:
        return ABSENT
    if rule.audience is Audience.MACHINE:
        return OPEN if actor.token == "live" else LOST
    if rule.audience is not Audience.DESK:
        return OPEN
    if actor.role not in rule.roles or not actor.in_force:
        return ABSENT
    if rule.scope not in REACH:
        raise LookupError(
            f"Add the scope {rule.scope!r} to REACH in tests/house/matrix.py: which objects does it reach?"
        )
    return OPEN if REACH[rule.scope](actor, address.subject) else ABSENT


def answer(address: Address, response: HttpResponse) -> str:
    """Name the class of an answer."""
    if response.status_code >= 500:
        return BROKEN
    if response.status_code == 303 and response["Location"].removeprefix("/en").startswith("/masuk/?next="):
        return SIGN_IN
    return {401: LOST, 404: ABSENT, 400: "400", 403: "403", 405: "405"}.get(response.status_code, OPEN)


@dataclass
class Outcome:
    """What a run of the matrix found."""

    cells: int = 0
    mismatches: list[str] = field(default_factory=list)
    pages_404: set[tuple[str, bytes]] = field(default_factory=set)
    headers_404: dict[tuple[str, str], set[tuple[tuple[str, str], ...]]] = field(default_factory=dict)

    def add(self, actor: Actor, address: Address, method: str, response: HttpResponse) -> None:
        """Compare one cell, and keep what a 404 looks like."""
        self.cells += 1
        wanted, found = expected(actor, address, method), answer(address, response)
        if wanted != found:
            self.mismatches.append(f"{method} {address.path} ({address.name}) as {actor.name}: {found}, not {wanted}")
        if response.status_code == 404:
            self._keep_404(actor, address, method, response)

    def _keep_404(self, actor: Actor, address: Address, method: str, response: HttpResponse) -> None:
        english = "en" if address.path.startswith("/en") else "id"
        part = address.path.removeprefix("/en").split("/")[1]
        if method != "HEAD":
            kind = {"api": "json", "meja": "desk"}.get(part, "page")  # the desk's offers a way to sign out
            self.pages_404.add((f"{english} {kind}", response.content))
        headers = tuple(sorted((k, v) for k, v in response.headers.items() if k != "Content-Length"))
        self.headers_404.setdefault((english, part if part in {"meja", "api"} else ""), set()).add(headers)


def ask(browser: Client, address: Address, method: str) -> HttpResponse:
    """Send one request without any input."""
    return browser.generic(method, address.path)


def run(
    people: Iterable[Actor],
    places: Iterable[Address],
    *,
    methods: tuple[str, ...] = METHODS,
    again: Callable[[], None] = lambda: None,
    written: Callable[[], object] = object,
) -> Outcome:
    """Ask for every cell; ``again`` puts the world back after a cell that changed what ``written`` returns."""
    outcome, places = Outcome(), list(places)
    for actor in people:
        again()
        browser = sit_down(actor)
        kept: Any = browser.cookies.copy()
        before = written()
        for address, method in itertools.product(places, methods):
            if address.path.startswith("/en") and method not in TRANSLATED:
                continue
            response = ask(browser, address, method)
            outcome.add(actor, address, method, response)
            if answer(address, response) == OPEN and written() != before:
                again()
                browser = sit_down(actor)
                kept, before = browser.cookies.copy(), written()
            browser.cookies = kept.copy()
    return outcome


def narrowed(actor: Actor, **changes: Any) -> Actor:
    """Return an actor with changes, for planting holes."""
    return replace(actor, **changes)
