"""Decision 17: passkeys that are none: made elsewhere, copied, answered twice, too late or with nonsense."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ikrar.records.account.models import User
from ikrar.records.factor import actions
from tests import cast
from tests.authenticator import PRESENT, VERIFIED, Device
from tests.web.test_key import SECRET, make_passkey, passwordless, words


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


@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://lain.example"),
        Device(origin="http://ikrar.example"),
        Device(origin="https://ikrar.example:8443"),
        Device(rp="lain.example"),
        Device(flags=PRESENT),
        Device(flags=VERIFIED),
        Device(cross_origin=True),
    ],
    ids=["other site", "no tls", "other port", "other rp", "not verified", "not present", "frame of another site"],
)
def test_decision_17_a_passkey_of_another_place_or_without_its_person_is_refused(
    desk: Client, dewi: User, device: Device
) -> None:
    answer = desk.post("/meja/kunci/passkey/", {"credential": device.make(desk.post("/meja/kunci/passkey/").json())})
    assert "tidak dikenali" in words(answer)
    good = Device()
    make_passkey(desk, device=good)
    for part in ("origin", "rp", "flags", "cross_origin"):
        setattr(good, part, getattr(device, part))
    browser, answer = passwordless(good)
    assert "tidak dikenali" in words(answer)
    assert browser.get("/meja/").status_code == 303


def test_a_signature_that_is_another_keys_or_an_answer_given_twice_or_too_late_is_refused(
    clock: time_machine.Traveller, desk: Client, dewi: User
) -> None:
    browser = cast.sign_in(dewi)
    device = make_passkey(browser)
    thief = Device(credential=device.credential, handle=device.handle)
    assert "tidak dikenali" in words(passwordless(thief)[1])
    assert "tidak dikenali" in words(passwordless(device, userHandle=b"bukan siapa-siapa")[1])
    assert "tidak dikenali" in words(passwordless(device, userHandle=b"\xff")[1])
    guest = cast.Browser()
    answer = {"credential": device.sign(guest.post("/masuk/kunci/").json())}
    clock.shift(301)
    assert "terlalu lama" in words(guest.post("/masuk/kunci/", answer))
    guest = cast.Browser()
    answer = {"credential": device.sign(guest.post("/masuk/kunci/").json())}
    assert guest.post("/masuk/kunci/", answer)["Location"] == "/meja/"
    again = cast.Browser()
    again.post("/masuk/kunci/")
    assert "tidak dikenali" in words(again.post("/masuk/kunci/", answer)), "the challenge is another session's"


def test_a_copied_key_whose_counter_stands_still_is_refused(desk: Client, dewi: User) -> None:
    device = make_passkey(desk, device=Device(count=5))
    device.count = 6
    assert passwordless(device)[1]["Location"] == "/meja/"
    assert "tidak dapat dipercaya" in words(passwordless(device)[1])


NONSENSE = ("x", "[]", "{}", "null", "1", '"x"', '{"id":1,"rawId":1}', '{"id":"YQ","rawId":"YQ"}', "x" * 20_001)


@pytest.mark.parametrize("answer", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_place_of_a_passkey_is_refused_in_words(desk: Client, dewi: User, answer: str) -> None:
    guest = cast.Browser()
    for browser, path in ((guest, "/masuk/kunci/"), (desk, "/meja/kunci/passkey/"), (desk, "/meja/kunci/ulang/")):
        browser.post(path)
        page = browser.post(path, {"credential": answer})
        assert (page.status_code, "tidak dikenali" in words(page)) == (200, True), path


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject", "authenticatorData", "signature"])
@pytest.mark.parametrize("bad", [b"", b"\xff" * 40, b"{}", b"\xa0", b"\x00" * 37, b"\xbf\xff"], ids=range(6))
def test_broken_parts_of_an_answer_are_refused_in_words(desk: Client, dewi: User, part: str, bad: bytes) -> None:
    device = Device()
    if part in {"clientDataJSON", "attestationObject"}:
        options = desk.post("/meja/kunci/passkey/").json()
        page = desk.post("/meja/kunci/passkey/", {"credential": device.make(options, **{part: bad})})
        assert "tidak dikenali" in words(page)
    make_passkey(desk, device=device)
    if part != "attestationObject":
        assert "tidak dikenali" in words(passwordless(device, **{part: bad})[1])
