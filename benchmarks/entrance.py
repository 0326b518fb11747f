"""Whether the time of a refused sign-in tells if a name exists (R31): n = 200 of each kind, in turns.

The bar: each kind's median differs from that of a wrong password by less than 10 ms.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from benchmarks.measure import in_scratch
from ikrar.cli.installation import prepare

RUNS = 200
BAR = 0.010  # seconds
PASSWORD = "sandi-yang-cukup-panjang"


def main() -> int:
    """Print the figures; 1 when a difference is over the bar."""
    prepare()
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    _people()
    tries = {
        "wrong password": ("ada", "salah"),
        "unknown name": ("tidakada", PASSWORD),
        "account without a password": ("tanpasandi", PASSWORD),
        "closed account": ("tutup", PASSWORD),
        "waiting name": ("tunggu", PASSWORD),
    }
    taken: dict[str, list[float]] = {name: [] for name in tries}
    for _ in range(RUNS):
        for name, (user, word) in tries.items():
            cache.clear()
            for _ in range(5 if name == "waiting name" else 0):
                _count(user)
            taken[name].append(_refused(Client(), user, word))
    return _tell(taken)


def _people() -> None:
    from django.contrib.auth import get_user_model

    from ikrar.records.account import actions

    for name in ("ada", "tutup", "tunggu", "tanpasandi"):
        user = actions.register(username=name, name="Ukur")
        if name != "tanpasandi":
            user.set_password(PASSWORD)
            user.save()
    get_user_model().objects.filter(username="tutup").update(is_active=False)


def _count(user: str) -> None:
    """Use up one try of a name from this block without the cost of a password."""
    from allauth.core.internal import ratelimit
    from django.test import RequestFactory

    from ikrar.web.account import AccountAdapter

    request = RequestFactory().post("/masuk/")
    key = f"{AccountAdapter().get_client_ip(request)}|{user}"
    ratelimit.consume(request, app="allauth.account", action="login_failed", key=key)


def _refused(browser: Any, user: str, word: str) -> float:
    begun = time.perf_counter()
    answer = browser.post("/masuk/", {"login": user, "password": word})
    taken = time.perf_counter() - begun
    if answer.status_code != 200:
        raise RuntimeError(f"{user}: {answer.status_code}")
    return taken


def _tell(taken: dict[str, list[float]]) -> int:
    middle = {name: statistics.median(values) for name, values in taken.items()}
    known = middle["wrong password"]
    for name, value in middle.items():
        print(
            f"entrance.refused [{name}] {value * 1000:.2f} ms, {(value - known) * 1000:+.2f} ms (median of {RUNS})",
            flush=True,
        )
    worst = max(abs(value - known) for value in middle.values())
    print(f"entrance.worst_difference {worst * 1000:.2f} ms (bar {BAR * 1000:.0f} ms)")
    return int(worst >= BAR)


if __name__ == "__main__":
    sys.exit(in_scratch(main))
