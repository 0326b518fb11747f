"""R9, R31, R32, R34: signing in the real way, staying in, and being out again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ikrar.records.account import actions, queries
from ikrar.records.account.models import Grant, User
from ikrar.records.erasure import forget_pages
from ikrar.web import access, account
from tests import cast
from tests.store import STORE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "sandi-yang-cukup-panjang"


@pytest.fixture
def dewi(database: Path) -> User:
    user = cast.employ(cast.DEWI)
    user.set_password(PASSWORD)
    user.save()
    actions.set_second_factor(user, SECRET)
    return user


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(cast.NOON, tick=False) as traveller:
        yield traveller


def password(browser: Client, name: str = "dewi", word: str = PASSWORD) -> object:
    return browser.post("/masuk/", {"login": name, "password": word})


def code(browser: Client, value: str | None = None) -> object:
    return browser.post("/masuk/kode/", {"code": value or queries.present_code("dewi")})


def test_r31_signing_in_takes_password_and_code_and_leads_to_the_desk(dewi: User) -> None:
    browser = cast.Browser()
    assert password(browser)["Location"] == "/masuk/kode/"
    assert browser.get("/meja/").status_code == 303
    answer = code(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/meja/")
    page = browser.get("/meja/")
    assert page.status_code == 200
    assert "Dewi Rengganis" in page.content.decode()


def test_r31_a_code_works_once_and_a_wrong_one_never(dewi: User) -> None:
    used = queries.present_code("dewi")
    browser = cast.Browser()
    password(browser)
    assert code(browser, "000000" if used != "000000" else "000001").status_code == 200
    assert code(browser, used).status_code == 302
    other = cast.Browser()
    password(other)
    assert code(other, used).status_code == 200
    assert other.get("/meja/").status_code == 303


def test_r31_without_a_second_factor_nobody_gets_in(dewi: User) -> None:
    actions.register(username="baru", name="Baru")
    User.objects.filter(username="baru").update(password=dewi.password)
    browser = cast.Browser()
    answer = password(browser, "baru")
    assert answer.status_code == 403
    assert browser.get("/meja/").status_code == 303


def test_r31_unknown_name_wrong_password_closed_account_and_waiting_name_get_the_same_answer(dewi: User) -> None:
    User.objects.filter(username=cast.employ(cast.INTAN).username).update(is_active=False, password=dewi.password)
    tries = [("dewi", "salah"), ("tidakada", PASSWORD), ("intan", PASSWORD)]
    tries += [("dewi", "salah")] * 4 + [("dewi", PASSWORD)]
    answers = [password(cast.Browser(), name, word) for name, word in tries]
    assert {a.status_code for a in answers} == {200}
    assert len({re.sub(r'value="[^"]*"', "", a.content.decode()) for a in answers}) == 1
    assert "tidak cocok, atau terlalu sering dicoba" in answers[0].content.decode()


def test_r31_accounts_are_given_never_taken(database: Path) -> None:
    assert not account.AccountAdapter().is_open_for_signup(None)
    for path in ("/daftar/", "/signup/", "/accounts/signup/", "/masuk/lupa/"):
        assert cast.Browser().get(path).status_code == 404
    assert not User.objects.exists()


def test_after_signing_in_one_lands_on_the_page_one_wanted_but_never_on_another_host(dewi: User) -> None:
    for wanted, reached in (("/meja/bacaan/", "/meja/bacaan/"), ("https://lain.example/", "/meja/")):
        browser = cast.Browser()
        browser.post("/masuk/", {"login": "dewi", "password": PASSWORD, "next": wanted})
        with time_machine.travel(timezone.now() + timedelta(minutes=2 if reached == "/meja/" else 0)):
            assert code(browser)["Location"] == reached


def test_r34_the_totp_secret_is_in_no_byte_of_the_database(dewi: User, database: Path) -> None:
    forget_pages()
    kept = STORE.everything()
    assert SECRET.encode() not in kept
    assert PASSWORD.encode() not in kept
    sealed = account.SecondFactorAdapter().encrypt(SECRET)
    assert account.SecondFactorAdapter().decrypt(sealed) == SECRET


def block(rf: object, address: str, **meta: str) -> str:
    return account.AccountAdapter().get_client_ip(rf.post("/masuk/", REMOTE_ADDR=address, **meta))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.77", "203.0.113.1", True),
        ("203.0.113.77", "203.0.114.77", False),
        ("2001:db8:7::1", "2001:db8:7:ffff:1:2:3:4", True),
        ("2001:db8:7::1", "2001:db8:8::1", False),
        ("2001:db8:7::1", "203.0.113.77", False),
        ("::ffff:203.0.113.77", "203.0.113.1", True),
        ("::ffff:203.0.113.77", "::ffff:203.0.114.77", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "unix:", True),
        ("203.0.113.999", "", True),
        ("", "203.0.113.77", False),
    ],
)
def test_r14_a_block_is_24_bits_of_ipv4_or_48_of_ipv6_and_what_is_no_address_is_one_block(
    rf: object, one: str, other: str, same: bool
) -> None:
    assert (block(rf, one) == block(rf, other)) is same
    assert not any(part in block(rf, one) for part in (one, "203.0", "2001:db8") if part)


def test_r14_the_token_of_a_block_is_another_every_hour(rf: object, clock: time_machine.Traveller) -> None:
    first = block(rf, "203.0.113.77")
    clock.shift(3599)
    assert block(rf, "203.0.113.77") == first, "cast.NOON is the full hour"
    clock.shift(1)
    assert block(rf, "203.0.113.77") != first
    clock.move_to(cast.NOON)
    assert block(rf, "203.0.113.77") != first, "a key that was thrown away never comes back"


def test_behind_a_proxy_the_last_forwarded_address_counts_and_without_one_none_does(
    rf: object, settings: object
) -> None:
    forwarded = {"HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.77"}
    assert block(rf, "127.0.0.1", **forwarded) == block(rf, "127.0.0.1")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, behind_proxy=True)
    seen = block(rf, "127.0.0.1", **forwarded)
    assert seen == block(rf, "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert seen != block(rf, "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.77, 198.51.100.9")
    assert seen != block(rf, "127.0.0.1")
    assert block(rf, "127.0.0.1", HTTP_X_FORWARDED_FOR="") == block(rf, "127.0.0.1")


def test_wrong_passwords_for_invented_users_stop_nobody_else_in_the_block(
    dewi: User, clock: time_machine.Traveller
) -> None:
    for number in range(40):
        assert password(cast.Browser(), f"rekaan-{number}", "salah").status_code == 200
    assert password(cast.Browser()).status_code == 302


def test_a_block_that_never_stops_guessing_is_stopped_for_a_while_and_others_are_not(
    dewi: User, clock: time_machine.Traveller
) -> None:
    for number in range(60):
        password(cast.Browser(), f"rekaan-{number}", "salah")
    assert password(cast.Browser()).status_code == 429
    assert password(cast.Browser(REMOTE_ADDR="203.0.113.77")).status_code == 302
    clock.shift(61)
    assert password(cast.Browser()).status_code == 302


def test_five_wrong_passwords_for_a_name_let_that_block_wait_five_minutes_and_lock_the_name_nowhere_else(
    dewi: User, clock: time_machine.Traveller
) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.77"}
    for _ in range(5):
        password(cast.Browser(**stranger), word="salah")
    assert password(cast.Browser(**stranger)).status_code == 200, "the right password, too soon"
    assert password(cast.Browser(REMOTE_ADDR="198.51.100.9")).status_code == 302, "her own block goes on"
    clock.shift(301)
    assert password(cast.Browser(**stranger)).status_code == 302


def test_guessing_one_name_from_very_many_blocks_is_stopped_after_three_hundred_tries_an_hour(
    dewi: User, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "make_password", lambda word: word)
    monkeypatch.setattr(User, "check_password", lambda self, word: word == PASSWORD)
    for number in range(300):
        password(cast.Browser(REMOTE_ADDR=f"203.{number // 4}.{number % 4}.77"), word="salah")
    assert password(cast.Browser(REMOTE_ADDR="198.51.100.9")).status_code == 200
    clock.shift(3601)
    assert password(cast.Browser(REMOTE_ADDR="198.51.100.9")).status_code == 302


def test_r14_the_address_of_who_signs_in_is_in_no_byte_of_cache_or_database(
    dewi: User, database: Path, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, behind_proxy=True)
    canary = "203.0.113.77"
    browser = cast.Browser(REMOTE_ADDR=canary, headers={"X-Forwarded-For": canary})
    password(browser, word="salah")
    password(browser)
    code(browser, "000000")
    code(browser)
    assert cache._cache, "the rate limits keep their counts here"
    forget_pages()
    kept = STORE.everything()
    kept += repr([(k, v) for k, v in cache._cache.items()]).encode() + caplog.text.encode()
    for form in (canary, "203.0.113", str(int(ip_address(canary)))):
        assert form.encode() not in kept
        for name in ("md5", "sha1", "sha256", "blake2b", "blake2s"):
            assert hashlib.new(name, form.encode()).hexdigest().encode() not in kept


def test_r32_signing_out_ends_the_session_and_has_the_browser_forget(dewi: User) -> None:
    browser = cast.sign_in(dewi)
    assert browser.get("/keluar/").status_code == 200
    answer = browser.post("/keluar/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert browser.get("/meja/").status_code == 303
    assert "Clear-Site-Data" not in cast.Browser().get("/keluar/").headers


# --- time -------------------------------------------------------------------------------------------------------------


def test_r32_half_an_hour_without_a_request_ends_the_session(database: Path, clock: time_machine.Traveller) -> None:
    browser = cast.sign_in(cast.DEWI)
    clock.shift(30 * 60)
    assert browser.get("/meja/").status_code == 200
    clock.shift(30 * 60 + 1)
    assert browser.get("/meja/").status_code == 303
    clock.move_to(cast.NOON)
    assert browser.get("/meja/").status_code == 303, "an ended session stays ended"


def test_r32_a_session_that_was_never_used_grows_old_too(database: Path, clock: time_machine.Traveller) -> None:
    browser = cast.sign_in(cast.DEWI)
    session = browser.session
    del session[access.SEEN]
    session.save()
    clock.shift(30 * 60 + 1)
    assert browser.get("/meja/").status_code == 303


def test_r32_after_twelve_hours_one_signs_in_again_however_busy(database: Path, clock: time_machine.Traveller) -> None:
    browser = cast.sign_in(cast.DEWI)
    for _ in range(12 * 3):
        assert browser.get("/meja/").status_code == 200
        clock.shift(20 * 60)
    assert browser.get("/meja/").status_code == 200
    clock.shift(1)
    assert browser.get("/meja/").status_code == 303


def test_r32_looking_around_writes_the_session_once_a_minute_at_most(
    database: Path, clock: time_machine.Traveller
) -> None:
    browser = cast.sign_in(cast.DEWI)
    written = []
    for _ in range(3):
        written.append(bool(browser.get("/meja/").cookies))
        clock.shift(30)
    assert written == [False, False, True]


def test_r9_a_grant_that_runs_out_stops_the_next_request_of_a_live_session(
    database: Path, clock: time_machine.Traveller
) -> None:
    today = timezone.localdate()
    user = cast.employ(cast.DEWI, ends=today)
    clock.move_to(cast.NOON.replace(hour=16, minute=50))  # ten minutes before midnight in Jakarta
    browser = cast.sign_in(user)
    assert browser.get("/meja/").status_code == 200
    clock.shift(10 * 60)
    assert browser.get("/meja/").status_code == 404


def test_r9_a_grant_ended_today_stops_the_next_request_of_a_live_session(database: Path) -> None:
    browser = cast.sign_in(cast.DEWI)
    assert browser.get("/meja/").status_code == 200
    actions.end_grant(Grant.objects.get(), reason="pindah tugas", now=timezone.now())
    assert browser.get("/meja/").status_code == 404
    assert browser.post("/meja/bacaan/", {"text": cast.ARTICLE}).status_code == 404


def test_a_session_of_a_closed_account_is_nobodys(database: Path) -> None:
    browser = cast.sign_in(cast.DEWI)
    User.objects.update(is_active=False)
    assert browser.get("/meja/").status_code == 303


def test_r31_a_session_without_the_second_factor_stays_outside(database: Path) -> None:
    for factors in ((), ("password",), ("link",)):
        assert cast.sign_in(cast.DEWI, factors=factors).get("/meja/").status_code == 303


def test_only_a_view_under_a_desk_rule_may_ask_who_is_there(rf: object) -> None:
    with pytest.raises(access.Missing):
        access.holder_of(rf.get("/"))


def test_r34_the_secret_key_is_the_files_and_the_file_is_nobody_elses() -> None:
    file = settings.ENVIRONMENT.secret_key_file
    assert file.read_text(encoding="utf-8").strip() == settings.SECRET_KEY
    assert file.stat().st_mode & 0o077 == 0
