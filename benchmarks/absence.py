"""How long a 404 takes for each reason it has (R2): absence must not be told from denial by the clock.

Desk addresses are asked for interleaved, 200 times each, by an officer and by a secretary of another institution.
"""

from __future__ import annotations

import re
import statistics
import time
from typing import Any

from ikrar.cli.installation import prepare

TIMES = 200
BAR = 1.0  # milliseconds between the medians of what exists and what does not
SAME_PAGE = re.compile(rb"<a [^>]*hreflang[^>]*>")  # the link to the other language repeats the address asked for


def main() -> None:
    """Print the median of each reason and the widest difference."""
    prepare()
    from django.utils import timezone

    from ikrar.cli.demo import cast, example

    now = timezone.now()
    cast.bring(now)
    example.bring(now)
    ref = _draft(now)
    officer, other = _browser("sari"), _browser("bima")
    cases = {
        "an id nobody gave": (officer, "/meja/deklarasi/" + "0" * 26 + "/"),
        "another institution's draft": (other, f"/meja/deklarasi/{ref}/"),
        "an address the role may not use": (officer, f"/meja/deklarasi/{ref}/"),
        "an address nobody declared": (officer, "/meja/tidak-ada/"),
        "a public reference nobody gave": (officer, "/deklarasi/" + "0" * 26 + "/"),
    }
    taken: dict[str, list[float]] = {name: [] for name in cases}
    bodies = set()
    for _ in range(TIMES):
        for name, (browser, path) in cases.items():
            begun = time.perf_counter()
            answer = browser.get(path)
            taken[name].append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 404, (path, answer.status_code)
            if path.startswith("/meja/"):
                bodies.add(SAME_PAGE.sub(b"", answer.content))
    medians = {name: statistics.median(values) for name, values in taken.items()}
    for name, median in medians.items():
        print(f"absence.{name.replace(' ', '_')} {median:.2f} ms (median of {TIMES})")
    # That an address was never declared is no secret: the program is public. Whether a record exists is one.
    desk = list(medians.values())[:3]
    verdict = "within" if max(desk) - min(desk) <= BAR else "OVER"
    print(f"absence.difference_by_existence {max(desk) - min(desk):.2f} ms ({verdict} the bar of {BAR:.0f} ms)")
    print(f"absence.bodies {len(bodies)} different body under the desk")


def _draft(now: Any) -> str:
    from ikrar.cli.demo.example import INSTITUTION
    from ikrar.core.declaration.form import DeclarationForm
    from ikrar.records.declaration import actions

    form = DeclarationForm(title="CONTOH Deklarasi yang belum selesai", area="98.01")
    return str(actions.start(institution=INSTITUTION, form=form, now=now).ref)


def _browser(username: str) -> Any:
    """Return a browser with a session as after sign-in with a second factor."""
    from django.conf import settings
    from django.test import Client

    from ikrar.records.account import queries

    user = queries.by_username(username)
    browser = Client(SERVER_NAME="localhost", secure=True)
    settings.ALLOWED_HOSTS.append("localhost")
    browser.force_login(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": m, "at": time.time()} for m in ("password", "mfa")]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


if __name__ == "__main__":
    main()
