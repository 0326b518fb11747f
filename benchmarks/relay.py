"""Relays: 5,000 hand-overs taken in from a file, milliseconds and queries of pages, and the state machine's steps.

``python -m benchmarks.relay`` works in the present data folder (``IKRAR_DATA``), which should be an empty one; with
``IKRAR_DATABASE`` set it does so there. Nothing leaves this process: pages are asked for through Django's client.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from datetime import date, timedelta

from ikrar.cli.installation import prepare

RELAYS, LEGS, TIMES = 50, 100, 101
BAR, IMPORT_BAR, SIZE_BAR = 60, 20.0, 60  # milliseconds of 95 in 100; seconds; kilobytes compressed
STEPS = 500


def main() -> int:
    """Print the figures; 1 when one of them misses its bar."""
    prepare()
    from django.conf import settings

    from ikrar.records import identity
    from ikrar.web.server import warm

    settings.ALLOWED_HOSTS.append("testserver")
    warm()  # as the server does when it starts
    with identity.system():
        missed = [
            name for name, kept in (("import", _import()), ("pages", _pages()), ("machine", _machine())) if not kept
        ]
    print(f"relay.missed {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _import() -> bool:
    """Write a file of 5,000 hand-overs, read it and take it in, as ``ikrar import relay`` does; then once more."""
    from django.utils import timezone

    from ikrar.channels.spreadsheet import file
    from ikrar.channels.spreadsheet.table import Table
    from ikrar.core.relay import sheet
    from ikrar.records.relay import arrival, intake

    data = file.write(Table(sheet.COLUMNS, tuple(_rows())), "csv")
    begun = time.perf_counter()
    table = file.read(data)
    entries, wrong = sheet.from_rows(table.columns, table.rows)
    found = intake.compare(entries)
    assert not wrong, wrong[0].error
    assert not found.problems, found.problems[0].error
    arrival.take_in(found.arrivals, now=timezone.now())
    took = time.perf_counter() - begun
    print(
        f"relay.import {took:.1f} s for {found.legs} hand-overs ({found.present} relays were there; bar {IMPORT_BAR} s)"
    )
    begun = time.perf_counter()
    again = intake.compare(sheet.from_rows(table.columns, table.rows)[0])
    print(f"relay.import again {time.perf_counter() - begun:.1f} s, {again.present} relays there already")
    return took <= IMPORT_BAR and again.present == RELAYS


def _rows() -> list[tuple[str, ...]]:
    from ikrar.core.relay import sheet
    from ikrar.core.relay.custody import Leg as State
    from ikrar.core.relay.plan import Leg, Plan
    from ikrar.records.institution import actions
    from ikrar.records.place.models import Area

    places = list(Area.objects.filter(level=2, fictional=False).order_by("code").values_list("code", "name")[:LEGS])
    for code, name in places:
        actions.register(code=f"{code}/kpu", kind="kpu", name=f"KPU {name}", area=code, offices=(f"Ketua KPU {name}",))
    begins, rows = date(2023, 2, 14), []
    for number in range(RELAYS):
        turned = places[number % 7 :] + places[: number % 7]
        legs = tuple(
            Leg(n, f"{code}/kpu", code, f"Batas {name}", begins + timedelta(days=2 * n))
            for n, (code, name) in enumerate((*turned[1:], turned[0]), start=1)
        )
        start = turned[0][0]
        wanted = Plan(
            "Kirab Pemilu 2024",
            f"Jalur {number + 1}",
            f"{start}/kpu",
            f"{start}/kpu",
            start,
            begins,
            "pemilu-2024",
            ("1 bendera",),
            legs,
        )
        for leg in legs:
            past = leg.n < LEGS - number
            told = (State.TOLD, leg.planned_on + timedelta(days=leg.n % 2), "") if past else (State.PLANNED, None, "")
            rows.append(sheet.to_row(wanted, leg, *told))
    return rows


def _pages() -> bool:
    """Ask for every kind of page as everybody does."""
    from ikrar.records.relay import queries

    one = queries.every()[0].ref
    way = f"/kirab/{one}/"
    paths = {
        "list": "/kirab/",
        "list, words": "/kirab/?q=jalur+kpu",
        "list, area": "/kirab/?wilayah=11",
        "relay": way,
        "hand-over": f"{way}serah-terima/3/",
        "geojson": f"{way}jalan.geojson",
        "calendar": f"{way}perhentian.ics",
        "csv": f"{way}unduh/csv",
    }
    return not [name for name, path in paths.items() if not _tell(name, path)]


def _tell(name: str, path: str) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser, times = Client(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = browser.get(path, secure=True)
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        content = browser.get(path, secure=True).content
    p95, size = statistics.quantiles(times, n=20)[-1], len(gzip.compress(content)) / 1000
    speed = f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms"
    print(f"relay.page {name}: {speed}, {len(asked)} queries, {size:.0f} kB")
    return p95 <= BAR and size <= SIZE_BAR


def _machine() -> bool:
    """Run the state machine of custody for longer than the tests do, and count what it pressed.

    It is one of the tests: without their packages a line says so, and nothing was missed.
    """
    try:
        from hypothesis import settings
        from hypothesis.stateful import run_state_machine_as_test
        from tests.core.relay.test_custody import Hands
    except ModuleNotFoundError as error:
        print(f"relay.machine not run: {error.name} is not installed (make setup-dev)")
        return True

    Hands.steps = Hands.accepted = 0
    begun = time.perf_counter()
    run_state_machine_as_test(Hands, settings=settings(max_examples=STEPS, stateful_step_count=60, deadline=None))
    took = time.perf_counter() - begun
    pressed = f"{Hands.steps} requests pressed, {Hands.accepted} accepted"
    print(f"relay.machine {STEPS} runs, {pressed}, none out of order, {took:.0f} s")
    return Hands.accepted > 0


if __name__ == "__main__":
    sys.exit(main())
