"""R31, R32, R34: setting up, changing and using one's keys, each the real way through the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.core.errors import Refused
from ikrar.records.account import queries as accounts
from ikrar.records.account.models import User
from ikrar.records.factor import actions, queries
from ikrar.web import entrance, factor, passkey, totp
from tests import cast
from tests.authenticator import ELIGIBLE, PRESENT, VERIFIED, Device

PASSWORD = "sandi-yang-cukup-panjang"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def dewi(database: Path) -> User:
    return cast.employ(cast.DEWI)


@pytest.fixture
def desk(dewi: User) -> Client:
    """Dewi at her desk, who has an authenticator app."""
    actions.set_totp(dewi, SECRET, now=timezone.now())
    return cast.sign_in(dewi)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(cast.NOON, tick=False) as traveller:
        yield traveller


def invited(user: User, rf: object) -> Client:
    """Return a browser in which an invitation was just accepted."""
    browser = cast.Browser()
    request = rf.post("/masuk/undangan/", secure=True)
    request.session = browser.session
    answer = entrance.begin_enrolment(request, user)
    assert (answer.status_code, answer["Location"]) == (303, "/masuk/siapkan/")
    request.session.save()
    browser.cookies["__Host-session"] = request.session.session_key
    return browser


def shown(page: HttpResponse) -> str:
    """Return the six digits an app would show that was given the secret on the page."""
    secret = re.search(r'id="secret"><code>([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")
    return str(format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30)))


def words(page: HttpResponse) -> str:
    return page.content.decode()


def make_passkey(browser: Client, path: str = "/meja/kunci/passkey/", device: Device | None = None) -> Device:
    device = device or Device()
    options = browser.post(path).json()
    answer = browser.post(path, {"credential": device.make(options), "name": "ponsel"})
    assert answer.status_code == 303, words(answer)
    return device


def passwordless(device: Device, browser: Client | None = None, **changes: bytes) -> tuple[Client, HttpResponse]:
    browser = browser or cast.Browser()
    options = browser.post("/masuk/kunci/").json()
    return browser, browser.post("/masuk/kunci/", {"credential": device.sign(options, **changes)})


# --- an invitation ----------------------------------------------------------------------------------------------------


def test_r31_an_invited_person_sets_password_app_and_codes_and_only_then_reaches_the_desk(
    dewi: User, rf: object
) -> None:
    browser = invited(dewi, rf)
    assert browser.get("/meja/").status_code == 303
    assert browser.get("/masuk/siapkan/kode/")["Location"] == "/masuk/siapkan/", "first the password"
    twice = {"password": PASSWORD, "password_again": PASSWORD}
    assert browser.post("/masuk/siapkan/sandi/", twice)["Location"] == "/masuk/siapkan/"
    assert browser.get("/masuk/siapkan/cadangan/")["Location"] == "/masuk/siapkan/", "then a second factor"
    code = shown(browser.get("/masuk/siapkan/kode/"))
    assert browser.post("/masuk/siapkan/kode/", {"code": code})["Location"] == "/masuk/siapkan/cadangan/"
    assert browser.get("/meja/").status_code == 303, "and the recovery codes"
    assert "Lihat kode cadangan" in words(browser.get("/masuk/siapkan/"))
    page = words(browser.get("/masuk/siapkan/cadangan/"))
    file = browser.get("/masuk/siapkan/cadangan/teks/")
    assert all(f"{c[:5]} {c[5:]}" in page and f"{c[:5]} {c[5:]}" in words(file) for c in queries.unused_codes(dewi))
    before = browser.cookies["__Host-session"].value
    assert browser.post("/masuk/siapkan/cadangan/")["Location"] == "/meja/"
    assert browser.cookies["__Host-session"].value != before
    assert browser.get("/meja/").status_code == 200
    assert browser.get("/masuk/siapkan/")["Location"] == "/masuk/", "the way in is closed behind"


def test_r31_the_code_that_confirms_an_app_signs_nobody_in_while_it_holds(
    dewi: User, rf: object, clock: time_machine.Traveller
) -> None:
    browser = invited(dewi, rf)
    browser.post("/masuk/siapkan/sandi/", {"password": PASSWORD, "password_again": PASSWORD})
    code = shown(browser.get("/masuk/siapkan/kode/"))
    browser.post("/masuk/siapkan/kode/", {"code": f"{code[:3]} {code[3:]}"})
    browser.post("/masuk/siapkan/cadangan/")
    clock.shift(30)
    again = cast.Browser()
    assert again.post("/masuk/", {"login": "dewi", "password": PASSWORD})["Location"] == "/masuk/kode/"
    assert again.post("/masuk/kode/", {"code": code}).status_code == 200
    assert again.get("/meja/").status_code == 303
    assert again.post("/masuk/kode/", {"code": accounts.present_code("dewi")})["Location"] == "/meja/"


def test_r31_a_code_that_confirms_a_new_app_at_the_desk_is_used_up_too(desk: Client, dewi: User) -> None:
    dewi.set_password(PASSWORD)
    dewi.save()
    desk = cast.sign_in(dewi)
    code = shown(desk.get("/meja/kunci/kode/"))
    assert desk.post("/meja/kunci/kode/", {"code": code}).status_code == 303
    again = cast.Browser()
    assert again.post("/masuk/", {"login": "dewi", "password": PASSWORD})["Location"] == "/masuk/kode/"
    assert again.post("/masuk/kode/", {"code": code}).status_code == 200
    assert again.get("/meja/").status_code == 303


def test_r31_an_invited_person_may_take_a_passkey_instead(dewi: User, rf: object) -> None:
    browser = invited(dewi, rf)
    browser.post("/masuk/siapkan/sandi/", {"password": PASSWORD, "password_again": PASSWORD})
    assert "JavaScript" in words(browser.get("/masuk/siapkan/kunci/"))
    device = make_passkey(browser, "/masuk/siapkan/kunci/")
    browser.post("/masuk/siapkan/cadangan/")
    assert browser.get("/meja/").status_code == 200
    assert passwordless(device)[1]["Location"] == "/meja/"


def test_an_enrolling_session_reaches_its_own_pages_and_sign_out_and_nothing_else(dewi: User, rf: object) -> None:
    browser = invited(dewi, rf)
    for path in ("/meja/", "/meja/kunci/", "/meja/kunci/kode/", "/meja/bacaan/"):
        assert browser.get(path).status_code == 303, path
        assert browser.post(path).status_code == 401, path
    assert browser.get("/masuk/")["Location"] == "/masuk/siapkan/"
    assert browser.get("/keluar/").status_code == 200
    browser.post("/keluar/")
    assert browser.get("/masuk/siapkan/")["Location"] == "/masuk/"


def test_an_enrolment_ends_after_an_hour_or_when_the_account_gets_keys_elsewhere(
    dewi: User, rf: object, clock: time_machine.Traveller
) -> None:
    slow, late = invited(dewi, rf), invited(dewi, rf)
    clock.shift(3601)
    assert slow.get("/masuk/siapkan/")["Location"] == "/masuk/"
    clock.move_to(cast.NOON)
    actions.set_totp(User.objects.get(pk=dewi.pk), SECRET, now=timezone.now())
    assert late.get("/masuk/siapkan/")["Location"] == "/masuk/"


def test_no_enrolment_begins_for_an_account_with_keys_or_for_a_closed_one(dewi: User, rf: object) -> None:
    closed = cast.employ(cast.INTAN)
    closed.is_active = False
    actions.set_totp(dewi, SECRET, now=timezone.now())
    for user in (dewi, closed):
        with pytest.raises(Refused):
            invited(user, rf)


def test_steps_without_an_invitation_lead_to_sign_in_and_leave_no_session(database: Path) -> None:
    for step in ("", "sandi/", "kode/", "kunci/", "cadangan/", "cadangan/teks/"):
        browser = cast.Browser()
        assert browser.get(f"/masuk/siapkan/{step}")["Location"] == "/masuk/"
        assert browser.post(f"/masuk/siapkan/{step}")["Location"] == "/masuk/"
    assert not Session.objects.exists()


def test_recovery_codes_of_an_enrolment_that_took_too_long_are_not_shown(
    dewi: User, rf: object, clock: time_machine.Traveller
) -> None:
    browser = invited(dewi, rf)
    browser.post("/masuk/siapkan/sandi/", {"password": PASSWORD, "password_again": PASSWORD})
    make_passkey(browser, "/masuk/siapkan/kunci/")
    clock.shift(31 * 60)
    assert "sudah tidak dapat ditampilkan" in words(browser.get("/masuk/siapkan/cadangan/"))
    assert browser.get("/masuk/siapkan/cadangan/teks/").status_code == 303


def test_a_half_session_is_ended_by_the_sign_in_page(dewi: User) -> None:
    browser = cast.sign_in(dewi, factors=("password",))
    assert browser.get("/masuk/")["Location"] == "/masuk/"
    assert browser.get("/masuk/").status_code == 200
    assert cast.sign_in(dewi).get("/masuk/")["Location"] == "/meja/"


# --- one's own keys ---------------------------------------------------------------------------------------------------


def test_every_desk_role_sees_its_own_keys(database: Path) -> None:
    for person in cast.CAST:
        page = cast.sign_in(person).get("/meja/kunci/")
        assert "Kunci masuk" in words(page), person


def test_a_person_makes_names_and_removes_a_passkey(desk: Client, dewi: User) -> None:
    make_passkey(desk, device=Device(flags=PRESENT | VERIFIED | ELIGIBLE))
    [key] = queries.keys(dewi).passkeys
    assert (key.name, key.synced) == ("ponsel", True)
    assert "dapat disalin" in words(desk.get(f"/meja/kunci/passkey/{key.ref}/"))
    assert desk.post(f"/meja/kunci/passkey/{key.ref}/", {"name": "x" * 61}).status_code == 200
    desk.post(f"/meja/kunci/passkey/{key.ref}/", {"name": "kunci rumah"})
    assert "kunci rumah" in words(desk.get("/meja/kunci/"))
    assert desk.post(f"/meja/kunci/passkey/{key.ref}/lepas/").status_code == 303
    assert queries.keys(dewi).passkeys == ()
    assert desk.get("/meja/").status_code == 200


def test_the_last_second_factor_cannot_be_removed(desk: Client, dewi: User) -> None:
    answer = desk.post("/meja/kunci/kode/lepas/")
    assert answer.status_code == 409
    assert "Tambahkan yang lain dahulu" in words(answer)
    make_passkey(desk)
    assert desk.post("/meja/kunci/kode/lepas/").status_code == 303
    assert desk.post("/meja/kunci/kode/lepas/").status_code == 303, "what is gone stays gone"
    [key] = queries.keys(dewi).passkeys
    assert desk.post(f"/meja/kunci/passkey/{key.ref}/lepas/").status_code == 409


def test_the_app_is_replaced_only_by_a_code_of_the_new_one(desk: Client, dewi: User) -> None:
    page = desk.get("/meja/kunci/kode/")
    assert "<svg" in words(page)
    right = shown(page)
    wrong = desk.post("/meja/kunci/kode/", {"code": "000000" if right != "000000" else "000001"})
    assert "tidak cocok" in words(wrong)
    assert shown(wrong) == right, "the same secret stands until it is confirmed"
    assert desk.post("/meja/kunci/kode/", {"code": "é"}).status_code == 200
    before = accounts.present_code("dewi")
    assert desk.post("/meja/kunci/kode/", {"code": right}).status_code == 303
    assert accounts.present_code("dewi") == right != before
    assert "terlalu lama" in words(desk.post("/meja/kunci/kode/", {"code": right}))


def test_r34_the_offered_secret_lies_encrypted_in_the_session(desk: Client) -> None:
    page = desk.get("/meja/kunci/kode/")
    secret = re.search(r'id="secret"><code>([A-Z2-7 ]+)<', words(page))[1].replace(" ", "")
    assert totp.OFFERED in desk.session
    assert secret not in json.dumps(dict(desk.session.items()))


def test_recovery_codes_are_shown_once_and_the_new_ones_replace_the_old(desk: Client, dewi: User) -> None:
    old = queries.unused_codes(dewi)
    assert "Kode yang tersisa: 10" in words(desk.get("/meja/kunci/cadangan/"))
    assert desk.get("/meja/kunci/cadangan/teks/")["Location"] == "/meja/kunci/cadangan/"
    assert desk.post("/meja/kunci/cadangan/")["Location"] == "/meja/kunci/cadangan/"
    new = [f"{c[:5]} {c[5:]}" for c in queries.unused_codes(dewi)]
    page, file = words(desk.get("/meja/kunci/cadangan/")), desk.get("/meja/kunci/cadangan/teks/")
    assert all(c in page for c in new)
    assert words(file).splitlines()[3:] == new
    assert file["Content-Disposition"].startswith("attachment")
    desk.post("/meja/kunci/cadangan/tersimpan/")
    assert not any(c in words(desk.get("/meja/kunci/cadangan/")) for c in new)
    assert not set(old) & set(queries.unused_codes(dewi))


def test_without_a_second_factor_there_are_no_recovery_codes(dewi: User) -> None:
    answer = cast.sign_in(dewi).post("/meja/kunci/cadangan/")
    assert (answer.status_code, "setelah ada faktor kedua" in words(answer)) == (409, True)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"password": "pendek", "password_again": "pendek"}, "12"),
        ({"password": "passwordpassword", "password_again": "lain"}, "tidak sama"),
        ({"password": "1qaz2wsx3edc", "password_again": "1qaz2wsx3edc"}, "umum"),
        ({"password": "350201010190", "password_again": "350201010190"}, "angka"),
        ({"password": "dewirengganis", "password_again": "dewirengganis"}, "mirip"),
        ({"password": PASSWORD, "password_again": PASSWORD, "old_password": "salah"}, "lama tidak cocok"),
        ({}, "12"),
    ],
)
def test_r31_a_password_is_long_rare_typed_twice_and_unlike_the_name(
    desk: Client, dewi: User, values: dict[str, str], why: str
) -> None:
    dewi.set_password("yang-lama-cukup-panjang")
    dewi.save()
    answer = cast.sign_in(dewi).post("/meja/kunci/sandi/", values)
    assert answer.status_code == 200
    assert why in words(answer)
    assert not any(value in words(answer) for value in values.values() if len(value) > 6)


def test_r32_a_new_password_ends_every_other_session_and_keeps_this_one(desk: Client, dewi: User) -> None:
    other = cast.sign_in(User.objects.get(pk=dewi.pk))
    assert other.get("/meja/").status_code == 200
    before = desk.cookies["__Host-session"].value
    assert desk.post("/meja/kunci/sandi/", {"password": PASSWORD, "password_again": PASSWORD}).status_code == 303
    assert desk.cookies["__Host-session"].value != before
    assert desk.get("/meja/").status_code == 200
    assert other.get("/meja/").status_code == 303
    third = {"password": PASSWORD + "-2", "password_again": PASSWORD + "-2", "old_password": PASSWORD}
    assert desk.post("/meja/kunci/sandi/", third).status_code == 303
    for _ in range(5):
        desk.post("/meja/kunci/sandi/", third)
    assert "terlalu sering dicoba" in words(desk.post("/meja/kunci/sandi/", third | {"old_password": PASSWORD + "-2"}))


def test_r32_all_other_sessions_are_ended_at_one_press(desk: Client, dewi: User) -> None:
    other = cast.sign_in(User.objects.get(pk=dewi.pk))
    answer = desk.post("/meja/kunci/keluar-semua/")
    assert answer["Location"] == "/meja/kunci/?keluar=1"
    assert "Semua sesi lain sudah diakhiri" in words(desk.get(answer["Location"]))
    assert other.get("/meja/").status_code == 303


# --- showing the second factor once more ------------------------------------------------------------------------------

CHANGES = (
    ("GET", "/meja/kunci/sandi/"),
    ("POST", "/meja/kunci/kode/"),
    ("POST", "/meja/kunci/kode/lepas/"),
    ("POST", "/meja/kunci/passkey/"),
    ("POST", "/meja/kunci/cadangan/"),
    ("GET", "/meja/kunci/cadangan/teks/"),
    ("POST", "/meja/kunci/keluar-semua/"),
)


def test_ten_minutes_after_the_second_factor_every_change_asks_for_it_again(
    database: Path, clock: time_machine.Traveller
) -> None:
    dewi = cast.employ(cast.DEWI)
    actions.set_totp(dewi, SECRET, now=timezone.now())
    browser = cast.sign_in(dewi)
    clock.shift(601)
    for method, path in CHANGES:
        answer = browser.generic(method, path)
        assert answer.status_code == 303, path
        assert answer["Location"].startswith("/meja/kunci/ulang/?next=%2Fmeja%2Fkunci%2F"), path
    assert browser.get("/meja/kunci/").status_code == 200
    page = browser.get("/meja/kunci/ulang/?next=/meja/kunci/sandi/")
    assert 'name="next" value="/meja/kunci/sandi/"' in words(page)
    assert "tidak cocok" in words(browser.post("/meja/kunci/ulang/", {"code": "1"}))
    code = {"code": accounts.present_code("dewi")}
    assert browser.post("/meja/kunci/ulang/", code | {"next": "/meja/kunci/sandi/"})["Location"] == "/meja/kunci/sandi/"
    assert browser.get("/meja/kunci/sandi/").status_code == 200


def test_a_passkey_or_a_recovery_code_serves_too_and_leads_to_no_other_site(
    clock: time_machine.Traveller, desk: Client, dewi: User
) -> None:
    browser = cast.sign_in(dewi)
    device = make_passkey(browser)
    clock.shift(601)
    options = browser.post("/meja/kunci/ulang/").json()
    wrong = browser.post("/meja/kunci/ulang/", {"credential": Device(handle=device.handle).sign(options)})
    assert "tidak dikenali" in words(wrong)
    options = browser.post("/meja/kunci/ulang/").json()
    answer = {"credential": device.sign(options), "next": "https://lain.example/meja/kunci/"}
    assert browser.post("/meja/kunci/ulang/", answer)["Location"] == "/meja/kunci/"
    clock.shift(601)
    spare = queries.unused_codes(dewi)[0]
    assert browser.post("/meja/kunci/ulang/", {"code": f"{spare[:5]} {spare[5:]}"}).status_code == 303
    assert queries.keys(dewi).codes_left == 9


# --- signing in with it -----------------------------------------------------------------------------------------------


def test_r31_a_passkey_signs_in_alone_and_a_closed_account_not_at_all(desk: Client, dewi: User) -> None:
    device = make_passkey(desk)
    browser, answer = passwordless(device)
    assert answer["Location"] == "/meja/"
    assert browser.get("/meja/").status_code == 200
    User.objects.filter(pk=dewi.pk).update(is_active=False)
    browser, answer = passwordless(device)
    assert "tidak dikenali" in words(answer)
    assert browser.get("/meja/").status_code == 303


def test_r31_a_passkey_serves_as_second_factor_after_the_password(desk: Client, dewi: User) -> None:
    device = make_passkey(desk)
    dewi.set_password(PASSWORD)
    dewi.save()
    browser = cast.Browser()
    browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
    assert "Pakai kunci sandi" in words(browser.get("/masuk/kode/"))
    options = browser.post("/masuk/kode/").json()
    assert [one["id"] for one in options["publicKey"]["allowCredentials"]]
    assert "tidak dikenali" in words(browser.post("/masuk/kode/", {"credential": "{}"}))
    options = browser.post("/masuk/kode/").json()
    assert browser.post("/masuk/kode/", {"credential": device.sign(options)})["Location"] == "/meja/"
    assert browser.get("/meja/").status_code == 200


def test_r31_a_recovery_code_signs_in_once(desk: Client, dewi: User) -> None:
    dewi.set_password(PASSWORD)
    dewi.save()
    spare = queries.unused_codes(dewi)[0]
    for expected in (302, 200):
        browser = cast.Browser()
        browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
        assert browser.post("/masuk/kode/", {"code": spare}).status_code == expected


def test_r31_five_wrong_codes_wait_for_five_minutes(database: Path, clock: time_machine.Traveller) -> None:
    dewi = cast.employ(cast.DEWI)
    actions.set_totp(dewi, SECRET, now=timezone.now())
    actions.set_password(dewi, PASSWORD, now=timezone.now())
    browser = cast.Browser()
    browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
    for number in range(5):
        browser.post("/masuk/kode/", {"code": f"x{number}"})
    assert browser.post("/masuk/kode/", {"code": accounts.present_code("dewi")}).status_code == 200
    clock.shift(301)
    assert browser.post("/masuk/kode/", {"code": accounts.present_code("dewi")}).status_code == 302


def test_r31_a_code_of_the_period_before_is_taken_once(database: Path, clock: time_machine.Traveller) -> None:
    dewi = cast.employ(cast.DEWI)
    actions.set_totp(dewi, SECRET, now=timezone.now())
    actions.set_password(dewi, PASSWORD, now=timezone.now())
    code = str(accounts.present_code("dewi"))
    answers = []
    for seconds, typed in ((0, "000000"), (29, code), (2, f"{code[:3]} {code[3:]}"), (29, code), (30, code)):
        clock.shift(seconds)
        browser = cast.Browser()
        browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
        answers.append(browser.post("/masuk/kode/", {"code": typed}).status_code)
    assert answers == [200, 302, 200, 200, 200]


def test_one_may_start_over_as_somebody_else(desk: Client, dewi: User) -> None:
    dewi.set_password(PASSWORD)
    dewi.save()
    browser = cast.Browser()
    browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
    assert browser.post("/masuk/kode/", {"again": "1"})["Location"] == "/masuk/"
    assert browser.get("/masuk/").status_code == 200


def test_r32_the_session_key_changes_at_the_password_and_at_the_second_factor(desk: Client, dewi: User) -> None:
    dewi.set_password(PASSWORD)
    dewi.save()
    browser, seen = cast.Browser(), []
    browser.cookies["__Host-session"] = "kunci-yang-ditanam"
    browser.post("/masuk/", {"login": "dewi", "password": PASSWORD})
    seen.append(browser.cookies["__Host-session"].value)
    browser.post("/masuk/kode/", {"code": queries.unused_codes(dewi)[0]})
    seen.append(browser.cookies["__Host-session"].value)
    assert browser.get("/meja/").status_code == 200
    assert len({"kunci-yang-ditanam", *seen}) == 3
    fixed = cast.Browser()
    fixed.cookies["__Host-session"] = seen[0]
    assert fixed.get("/meja/").status_code == 303


def test_passkey_sign_in_is_limited_by_block_and_by_get_it_is_no_page(database: Path) -> None:
    assert cast.Browser().get("/masuk/kunci/")["Location"] == "/masuk/"
    browser = cast.Browser()
    answers = {browser.post("/masuk/kunci/").status_code for _ in range(121)}
    assert answers == {200, 429}


def test_nobodys_session_has_no_person(rf: object, dewi: User) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(factor.Missing):
        factor.person(request)
    assert factor.failure(None) == ""
    assert passkey.UNUSABLE.endswith("sekali lagi.")
    assert timedelta(seconds=passkey.STATE_LIFE) == timedelta(minutes=5)
