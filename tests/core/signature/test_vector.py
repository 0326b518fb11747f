"""Assertions that were kept once verify for ever: what these three devices answered is written here, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from base64 import urlsafe_b64decode
from dataclasses import replace

import pytest

from ikrar.core.errors import NotProven
from ikrar.core.signature.assertion import Asked, Assertion, verify
from ikrar.core.signature.challenge import challenge
from ikrar.core.signature.key import key_hash
from tests.core.signature.test_challenge import STATEMENT

ORIGIN, RP = "https://ikrar.example", "ikrar.example"
VECTORS: dict[str, dict[str, str]] = {
    "ES256": {
        "clientDataJSON": (
            "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiZE55c2ViMFhGMkkxczZCdlBwTW40eFdwYUJMVVFHNkZlN2hs"
            "MWVVczZqQSIsICJvcmlnaW4iOiAiaHR0cHM6Ly9pa3Jhci5leGFtcGxlIiwgImNyb3NzT3JpZ2luIjogZmFsc2V9"
        ),
        "authenticatorData": "S9NYm16NMLJXUJ4Y5UCl397q4hm53Was6goo26zBsoMFAAAAAw",
        "signature": "MEUCIBjZC8xAZz789dtLw6ghOcLK6FTeW25g5hlJ0G8_do38AiEAs7DooLOBgUCdY143vyaZCjlE2NWRP3jJtSHKT-qJBgs",
        "spki": (
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPLnlDH6lUBF0qgoUHm_Bdgw0uvr411MJvjPhhPK2_jk_UeEnBJ06XWC2n4ZD-"
            "lUyGsFG31VQolEfyknpv6262g"
        ),
    },
    "EdDSA": {
        "clientDataJSON": (
            "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiZE55c2ViMFhGMkkxczZCdlBwTW40eFdwYUJMVVFHNkZlN2hs"
            "MWVVczZqQSIsICJvcmlnaW4iOiAiaHR0cHM6Ly9pa3Jhci5leGFtcGxlIiwgImNyb3NzT3JpZ2luIjogZmFsc2V9"
        ),
        "authenticatorData": "S9NYm16NMLJXUJ4Y5UCl397q4hm53Was6goo26zBsoMFAAAAAw",
        "signature": "AINy8-OiKqqDmZS9SH65j5l_LNBofp4RsLbnCK40bRjINY0SeTZOQW9XgIHdqLcyi--7g-qWcUSR0RQvGnFkBg",
        "spki": "MCowBQYDK2VwAyEAYv6CdvKnYcDd8uTqgql645ElcBbNV6VWnzse_0MYsfg",
    },
    "RS256": {
        "clientDataJSON": (
            "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiZE55c2ViMFhGMkkxczZCdlBwTW40eFdwYUJMVVFHNkZlN2hs"
            "MWVVczZqQSIsICJvcmlnaW4iOiAiaHR0cHM6Ly9pa3Jhci5leGFtcGxlIiwgImNyb3NzT3JpZ2luIjogZmFsc2V9"
        ),
        "authenticatorData": "S9NYm16NMLJXUJ4Y5UCl397q4hm53Was6goo26zBsoMFAAAAAw",
        "signature": (
            "OehpyrmGhvudr1CggnGfdlUK_rqg45VYT7SYald5_4XHyY8KwL56e0MoJhFZwRz6UUTTu7sc3IAmFt1LQRUPeKv9YIhNJt5rRKsB"
            "25hj65_iMLfZV_cJkfpRV9Xg9i8Rpca_fEP6Y8WXE0wHQ49hxeqYSaOo0X_VFMwlDE1IXNp31DvDvFScdu2zYb3LJPdqICchUIAj"
            "cGZeIoFmVDl68QyMrL8dXAWenBA1tkqvyQylbuy4DEOUvH_Z_Tlui35HEQ8xs_ZIjJK_fYZbU8GH0kwKbLauJnFaeXsrs9MpGP06"
            "Xc8Zf2tU_EWyhlpdjdKdlNow2TfOcD0vHACAeGtNWg"
        ),
        "spki": (
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtaGK2qvY1PpADhfqjeh_O7zTl0q09h2aP8t5nJGzBVCLziHNmy4zYDoF"
            "e_i-UNu7jhGWJqvMxX4wsIvipLk6OggtHq7uLW7xD9wF6JAEJwK4r66jlprTL57cbo5jnXBrKm1re__8RGyynhf1YW6NgBhE3Emr"
            "Nz5lgrcb8-hVQo7HCzL6qa69IhGpKJUXZDNJ5ScX8lOFPOkedIlh3jEQxb-"
            "YL4WQAgxaqnShAT1ygGyH0UnjtqEoYGKpyfFKcJ0g42LgFGK5xD-"
            "xsYqR8VoINtcR8LpqzOq4Cg4X5djk4bEHky2e_Ja4DBapf8l6KTgH63aSaj_uSUMn_EBIV9C3cwIDAQAB"
        ),
    },
}


def kept(kind: str) -> Assertion:
    """Return an assertion as a leaf's record holds it."""
    parts = VECTORS[kind]
    names = ("clientDataJSON", "authenticatorData", "signature", "spki")
    return Assertion(*(urlsafe_b64decode(parts[name] + "=" * (-len(parts[name]) % 4)) for name in names))


@pytest.mark.parametrize("kind", VECTORS)
def test_a_kept_assertion_still_verifies_and_only_for_what_it_was_given(kind: str) -> None:
    asked = Asked(challenge(STATEMENT), ORIGIN, RP)
    assert verify(kept(kind), asked).count == 3
    assert kept(kind).as_json() == VECTORS[kind]
    for other in (replace(asked, origin="https://lain.example"), replace(asked, rp_id="lain.example")):
        with pytest.raises(NotProven):
            verify(kept(kind), other)
    with pytest.raises(NotProven):
        verify(kept(kind), replace(asked, challenge=challenge(replace(STATEMENT, capacity="saksi"))))


def test_the_three_keys_have_three_names() -> None:
    assert len({key_hash(kept(kind).spki) for kind in VECTORS}) == 3


def test_verifying_needs_neither_django_nor_fido2_nor_a_socket() -> None:
    program = (
        "import sys; import ikrar.core.signature.assertion, ikrar.core.signature.vouching, ikrar.core.signature.link;"
        "sys.exit(any(name.partition('.')[0] in {'django', 'fido2', 'sqlite3', 'http'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
