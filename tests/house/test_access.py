"""R1 and R2: whoever asks for whatever, in whatever way, gets exactly what the declared rule gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.urls import path

from ikrar import urls
from ikrar.api import access as api_access
from ikrar.core.account.role import Role
from ikrar.records.account import access as account_access
from ikrar.records.declaration import access as declaration_access
from ikrar.records.declaration.models import Version
from ikrar.records.factor import queries as factor
from ikrar.records.grant import access as grant_access
from ikrar.records.institution import access as institution_access
from ikrar.records.institution.models import Institution
from ikrar.records.invitation import access as invitation_access
from ikrar.records.reading import access as reading_access
from ikrar.records.token import access as token_access
from ikrar.web import access
from ikrar.web.access import Audience
from tests.house import figures, matrix, subjects
from tests.house.stage import Stage
from tests.installation import POSTGRESQL
from tests.store import STORE


def test_r1_every_url_pattern_declares_its_rule() -> None:
    assert matrix.undeclared() == []


def test_no_two_addresses_have_one_name() -> None:
    names = [str(pattern.name) for pattern in matrix.patterns()]
    assert sorted(names) == sorted(set(names))


def test_r1_rules_are_what_their_audience_allows() -> None:
    for pattern in matrix.patterns():
        rule = access.rule_of(pattern.callback)
        assert rule is not None
        inside = str(pattern.pattern).startswith("meja/")
        assert inside is (rule.audience is Audience.DESK), pattern.name
        if rule.audience is Audience.EVERYONE:
            assert rule.methods == {"GET", "HEAD"}, pattern.name
        if rule.audience is Audience.DESK:
            assert rule.roles, pattern.name
            assert not rule.roles & {Role.RESIDENT, Role.REVIEWER, Role.MACHINE}, pattern.name


def test_r2_a_404_looks_the_same_whoever_asks_and_for_whatever_reason(stage: Stage) -> None:
    people = [a for a in matrix.actors() if a.name in {"resident", "the author herself"} or "officer" in a.name]
    places = matrix.addresses(stage.world)
    outcome = matrix.run(people, places, methods=("GET",), again=stage.again, written=STORE.written)
    assert len(outcome.pages_404) == len({where for where, _body in outcome.pages_404})


def test_r2_a_refused_request_writes_nothing(stage: Stage) -> None:
    officer = next(a for a in matrix.actors() if a.role is Role.OFFICER)
    browser = matrix.sit_down(officer)
    before = _rows()
    for address in matrix.addresses(stage.world, ("id",)):
        for method in matrix.METHODS:
            if matrix.expected(officer, address, method) == matrix.ABSENT:
                matrix.ask(browser, address, method)
    assert _rows() == before


def _rows() -> list[object]:
    return list(Version.objects.order_by("id").values()) + list(declaration_access.Declaration.objects.values())


# --- planted holes: a matrix that finds nothing proves nothing --------------------------------------------------------

SECRETARY_ELSEWHERE = matrix.Actor("secretary elsewhere", ("link", "mfa"), Role.SECRETARY, areas=("36.04",))
SECRETARY_NEXT_DOOR = matrix.Actor("secretary next door", ("link", "mfa"), Role.SECRETARY, "35.28/bawaslu")
OFFICER = matrix.Actor("officer", ("link", "mfa"), Role.OFFICER)
FORMER = matrix.Actor("former secretary", ("link", "mfa"), Role.SECRETARY, in_force=False)
AUTHOR = matrix.Actor("author", ("link", "mfa"), Role.SECRETARY, areas=("35.28", "98.01"), username="dewi")


def _role(patch: pytest.MonkeyPatch) -> None:
    real = account_access.holder

    def generous(*args: object) -> object:
        found = real(*args)
        return found and account_access.Holder(
            found.user_id,
            found.name,
            found.today,
            tuple(account_access.Grant(Role.SECRETARY, g.institution, g.areas, g.starts, g.ends) for g in found.grants),
        )

    patch.setattr(access, "holder", generous)


def _territory(patch: pytest.MonkeyPatch) -> None:
    def careless(holder: account_access.Holder) -> object:
        return Version.objects.filter(declaration__institution__in=[g.institution for g in holder.grants])

    patch.setattr(declaration_access, "visible_to", careless)


def _institution(patch: pytest.MonkeyPatch) -> None:
    def careless(holder: account_access.Holder) -> object:
        return Version.objects.filter(area__in=[a for g in holder.grants for a in g.areas])

    patch.setattr(declaration_access, "visible_to", careless)


def _expired(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(account_access, "in_force", lambda *_: True)


def _method(patch: pytest.MonkeyPatch) -> None:
    real = access.AccessMiddleware.process_view

    def lax(self: object, request: object, view: object, args: object, kwargs: object) -> object:
        method, request.method = request.method, "POST" if "POST" in view.rule.methods else "GET"
        try:
            return real(self, request, view, args, kwargs)
        finally:
            request.method = method

    patch.setattr(access.AccessMiddleware, "process_view", lax)


def _frame(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "under_desk", lambda request: False)


def _author(patch: pytest.MonkeyPatch) -> None:
    def careless(holder: account_access.Holder) -> object:
        return reading_access.Reading.objects.all()

    patch.setattr(reading_access, "visible_to", careless)


def _request(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(grant_access, "own_requests", lambda holder: grant_access.Request.objects.all())


def _invitation(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(invitation_access, "visible_to", lambda holder: invitation_access.Invitation.objects.all())


def _key(patch: pytest.MonkeyPatch) -> None:
    def careless(user: object, ref: str) -> object:
        rows = factor.Authenticator.objects.filter(type=factor.Authenticator.Type.WEBAUTHN)
        found = [factor._passkey(row) for row in rows if row.data["ref"] == ref]
        return found[0] if found else factor.keys(user).passkeys[0]

    patch.setattr(factor, "passkey", careless)


def _accounts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(grant_access, "visible_to", lambda holder: grant_access.Grant.objects.all())


def _lands(patch: pytest.MonkeyPatch) -> None:
    """The gate of institutions forgets whose it is."""
    patch.setattr(institution_access, "editable", lambda holder, code: Institution.objects.get(code=code))


def _tokenless(patch: pytest.MonkeyPatch) -> None:
    """An operation forgets its token: whoever asks is taken for the device."""
    real = token_access.Machine

    def careless(header: str, now: object) -> object:
        row = token_access.Token.objects.select_related("grant").first()
        found = account_access.holder(row.grant.user_id, now)
        return real(row, found, found.grants[0])

    patch.setattr(api_access, "bearer", careless)


def _revoked(patch: pytest.MonkeyPatch) -> None:
    """The look-up forgets that a token may have been ended."""
    real = token_access.Token.objects.select_related

    def careless(*names: str) -> object:
        class Rows:
            def filter(self, **wanted: object) -> object:
                return real(*names).filter(token_hash=wanted["token_hash"])

        return Rows()

    patch.setattr(token_access.Token.objects, "select_related", careless)


SECOND = ("link", "mfa")
ADMINISTRATOR_ELSEWHERE = matrix.Actor(
    "administrator elsewhere", SECOND, Role.ADMINISTRATOR, "35.28/polres", ("36.04",)
)
ADMINISTRATOR_NARROW = matrix.Actor("administrator, narrow", SECOND, Role.ADMINISTRATOR, areas=("35.28.01",))
HOLES: list[tuple[str, Callable[[pytest.MonkeyPatch], None], matrix.Actor, tuple[str, ...], str]] = [
    ("role", _role, OFFICER, ("GET",), "readings"),
    ("territory of a register", _territory, SECRETARY_ELSEWHERE, ("GET",), "desk-declaration"),
    ("institution of a register", _institution, SECRETARY_NEXT_DOOR, ("GET",), "desk-declaration"),
    ("author", _author, SECRETARY_NEXT_DOOR, ("GET",), "reading"),
    ("own request", _request, ADMINISTRATOR_ELSEWHERE, ("GET",), "grant-request"),
    ("own invitation", _invitation, ADMINISTRATOR_ELSEWHERE, ("POST",), "invitation-void"),
    ("own key", _key, OFFICER, ("GET",), "key-passkey"),
    ("institution of a grant", _accounts, ADMINISTRATOR_ELSEWHERE, ("GET",), "grant"),
    ("territory of a grant", _accounts, ADMINISTRATOR_NARROW, ("GET",), "grant"),
    ("institution of one's own", _lands, ADMINISTRATOR_ELSEWHERE, ("GET",), "desk-institution"),
    ("expired grant", _expired, FORMER, ("GET",), "desk"),
    ("wrong method", _method, AUTHOR, ("PUT",), "reading"),
    ("anonymous", _frame, matrix.Actor("resident"), ("GET",), "desk"),
    ("operation without its token", _tokenless, matrix.Actor("resident"), ("GET",), "api-token"),
    ("revoked token", _revoked, matrix.Actor("revoked", token="ended"), ("GET",), "api-token"),
    ("expired token", _expired, matrix.Actor("expired", token="expired"), ("GET",), "api-token"),
]
#: What a gate forgets here, PostgreSQL's row policies catch: no hole is left to be found.
SECOND_LINE = {_territory, _institution, _author}


@pytest.mark.parametrize(("plant", "actor", "methods", "name"), [h[1:] for h in HOLES], ids=[h[0] for h in HOLES])
def test_r2_the_matrix_finds_a_planted_hole(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    actor: matrix.Actor,
    methods: tuple[str, ...],
    name: str,
) -> None:
    """The whole matrix has no mismatch; with the hole these cells have."""
    places = [a for a in matrix.addresses(stage.world, ("id",)) if a.name == name]
    assert places, name

    def found() -> list[str]:
        return matrix.run([actor], places, methods=methods, again=stage.again).mismatches

    assert found() == []
    plant(monkeypatch)
    assert bool(found()) is not (POSTGRESQL and plant in SECOND_LINE)
    figures.note("planted holes found", 1)


def hole(request: object) -> HttpResponse:
    """A view that declares nothing."""
    return HttpResponse("rahasia")


urlpatterns = [
    path("rahasia/", hole, name="hole"),
    path("meja/rahasia/", hole, name="desk-hole"),
    *urls.urlpatterns,
]
handler404 = "ikrar.web.refusal.not_found"


@pytest.mark.urls(__name__)
def test_r1_an_undeclared_view_is_found_and_answers_404_to_everybody(stage: Stage) -> None:
    assert matrix.undeclared(__name__) == ["rahasia/", "meja/rahasia/"]
    for actor in (AUTHOR, OFFICER, matrix.Actor("resident")):
        browser = matrix.sit_down(actor)
        for method in matrix.METHODS:
            response = browser.generic(method, "/rahasia/")
            assert (response.status_code, b"rahasia</" in response.content) == (404, False)
    assert matrix.sit_down(AUTHOR).get("/meja/rahasia/").status_code == 404


def test_an_address_without_sample_arguments_or_a_scope_says_what_to_add(stage: Stage) -> None:
    strange = path("meja/<int:nomor>/", hole, name="strange")
    with pytest.raises(LookupError, match=r"Add 'strange' to SUBJECTS .* nomor"):
        matrix._subjects(strange, stage.world)
    rule = access.desk("GET", roles=(Role.SECRETARY,), scope="the moon")
    with pytest.raises(LookupError, match="Add the scope 'the moon' to REACH"):
        matrix.expected(AUTHOR, matrix.Address("moon", "/meja/bulan/", rule, subjects.Subject()), "GET")
