"""Each public page and the desk's: queries, milliseconds, compressed bytes, with 1 and with 1,000 declarations."""

from __future__ import annotations

import gzip
from datetime import timedelta

from benchmarks.measure import seconds, tell
from ikrar.cli.installation import prepare

MANY = 1_000


def main() -> None:
    """Print the figures."""
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from ikrar.cli.demo import cast, example

    settings.ALLOWED_HOSTS.append("testserver")
    now = timezone.now()
    cast.bring(now)
    example.bring(now)
    _pages("1 declaration")
    _multiply(now)
    _pages(f"{MANY} declarations")


def _multiply(now):  # type: ignore[no-untyped-def]
    """Freeze many declarations through the same acts a secretary uses."""
    from ikrar.cli.demo.example import INSTITUTION, freeze, holder_of
    from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
    from ikrar.records.declaration import actions

    dewi = holder_of("dewi", now)
    for number in range(MANY - 1):
        form = DeclarationForm(
            title=f"CONTOH Deklarasi Damai {number}",
            area="98.01.01",
            event_date=str(timedelta(days=number % 300) * -1 + now.date()),
            points=tuple(PointForm(f"menolak politik uang nomor {number} {n}") for n in range(4)),
            offices=(OfficeForm(office="Ketua", institution=f"Lembaga {number}"),),
        )
        made = actions.start(institution=INSTITUTION, form=form, now=now)
        freeze(dewi, made.ref, now=now)


def _pages(state: str) -> None:
    from django.test import Client

    from ikrar.core.declaration.search import Wanted
    from ikrar.records.declaration import queries

    client = Client()
    version = queries.register_page(Wanted(words="Lembah")).object_list[0]
    paths = {
        "home": "/",
        "register": "/deklarasi/",
        "search": "/deklarasi/?q=politik+uang",
        "declaration": f"/deklarasi/{version.declaration_id}/",
        "canonical": f"/deklarasi/{version.declaration_id}/versi/1.json",
        "check": "/periksa/",
    }
    for name, path in paths.items():
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        print(f"pages.{name} [{state}] {_queries(client, path)} queries, {len(gzip.compress(answer.content))} bytes gz")
        tell(f"pages.{name} [{state}]", seconds(lambda p=path: client.get(p), times=5), "ms", 1000)


def _queries(client, path):  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


if __name__ == "__main__":
    main()
