"""The register with 100,000 declarations: milliseconds and queries of its pages, on SQLite or on PostgreSQL.

``python -m benchmarks.register [NUMBER]`` builds the declarations in the present data folder first, if it is empty;
with ``IKRAR_DATABASE`` set it does so there. Nothing leaves this process: pages are asked for through Django's client.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from urllib.parse import quote_plus

from benchmarks import invented
from ikrar.cli.installation import prepare

NUMBER, SMALL, TIMES = 100_000, 10_000, 21
MANY = "wilayah=35&pemilihan=pilkada-2024&komitmen=NO_HOAX&lembaga=kpu"
BAR = 80  # milliseconds, 95 in 100
BARS = {"PDF": 150}


def main() -> int:
    """Print the figures; 1 when a page is above the bar."""
    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    _build(number)
    from django.db import connection

    from ikrar.records import identity
    from ikrar.records.place import index
    from ikrar.web.server import settle

    index.index()
    settle()  # as the server does when it starts

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    _rebuild()
    with identity.system():
        paths = _paths()
    slow = [name for name, path in paths.items() if _tell(name, path) > BARS.get(name, BAR)]
    print(f"register.slow {len(slow)} above the bar of {BAR} ms (PDF {BARS['PDF']}): {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _build(number: int) -> None:
    """Build the declarations, unless the data folder holds some from an earlier run."""
    from ikrar.records.declaration.models import Listing

    there = Listing.objects.count()
    if there:
        print(f"register.build left out: {there} declarations are there", flush=True)
        return
    begun = time.perf_counter()
    invented.build(number, told=_growth)
    print(f"register.build {time.perf_counter() - begun:.0f} s for {number} declarations", flush=True)


def _growth(written: int) -> None:
    """Print the figures of the usual pages while the register is still small, to compare with the end."""
    from ikrar.records import identity

    if written == SMALL:
        with identity.system():
            paths = _paths()
        for name in ("list", "words several", "everything", "province", "declaration", "commitment", "api list"):
            _tell(f"{name}, {SMALL} declarations", paths[name])


def _rebuild() -> None:
    """Print how long the index of words takes to be made anew, and a part of the list from the texts themselves."""
    from django.db import connection, transaction

    from ikrar.records import identity
    from ikrar.records.declaration import listing, words
    from ikrar.records.declaration.models import Listing

    with identity.system(), transaction.atomic():
        if connection.vendor == "sqlite":
            begun = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {words.TABLE}({words.TABLE}) VALUES ('rebuild')")
            print(f"register.rebuild index of words: {time.perf_counter() - begun:.1f} s", flush=True)
        some = Listing.objects.order_by("key").values_list("key", flat=True)[:SMALL]
        Listing.objects.filter(key__in=list(some)).delete()
        begun = time.perf_counter()
        count = listing.renew()
        print(f"register.rebuild list: {time.perf_counter() - begun:.1f} s for {count} declarations", flush=True)
        transaction.set_rollback(True)


def _paths() -> dict[str, str]:
    from ikrar.core.declaration.search import Wanted
    from ikrar.records.declaration import queries
    from ikrar.records.declaration.models import Listing

    last = queries.register_page(page="50").object_list[-1]
    middle = Listing.objects.order_by("key").values_list("declaration_id", flat=True)[Listing.objects.count() // 2]
    rare = next(word for word in queries.registered(last.declaration_id).text.points[0].split()[::-1]).strip(".")
    one = queries.register_page(Wanted(area="35.28")).object_list[0].declaration_id
    words = {
        "rare": rare,
        "common": "damai",
        "prefix": "men",
        "several": "menolak politik uang jawa timur",
        "phrase": '"berita hoax dan ujaran"',
        "nothing": "zzzqqq",
        "common, nothing together": "damai persatuan uang hoax sara zzzqqq",
    }
    return {
        "home": "/",
        "list": "/deklarasi/",
        "list page 50": "/deklarasi/?hal=50",
        "list behind the middle": f"/deklarasi/?setelah={middle}",
        **{f"words {name}": f"/deklarasi/?q={quote_plus(q)}" for name, q in words.items()},
        "area province": "/deklarasi/?wilayah=35",
        "area regency": "/deklarasi/?wilayah=35.28",
        "area by name": "/deklarasi/?tempat=kabupaten+pamekasan",
        "election": "/deklarasi/?pemilihan=pilkada-2024",
        "kind": "/deklarasi/?komitmen=NO_HOAX",
        "kind of institution": "/deklarasi/?lembaga=polri",
        "period": "/deklarasi/?dari=2024-01-01&sampai=2024-03-31",
        "everything": f"/deklarasi/?q=politik+uang&dari=2019-01-01&{MANY}",
        "everything, nothing": f"/deklarasi/?q=zzzqqq&{MANY}",
        "nation": "/wilayah/",
        "province": "/wilayah/35/",
        "regency": "/wilayah/35.28/",
        "institution": "/lembaga/35.28/ukur-kpu/",
        "declaration": f"/deklarasi/{one}/",
        "PDF": f"/deklarasi/{one}/unduh/pdf",
        **_spread(one),
        "api list": "/api/v1/declaration?limit=100",
        "api words": "/api/v1/declaration?q=politik+uang&area=35&limit=100",
        "api behind the middle": f"/api/v1/declaration?after={middle}&limit=100",
        "api declaration": f"/api/v1/declaration/{one}",
    }


def _spread(one: str) -> dict[str, str]:
    """Return the pages of what spreads out of the register."""
    from ikrar.core.declaration.spread import Side
    from ikrar.records.wording.models import Tally

    most = Tally.objects.filter(code="NO_HOAX", area="", election="", side=Side.GROUP).order_by("-count")[0].value
    return {
        "commitments": "/komitmen/",
        "commitment": "/komitmen/tolak-hoaks/",
        "commitment in a province": "/komitmen/tolak-hoaks/?wilayah=35&pemilihan=pilkada-2024",
        "commitment in a regency": "/komitmen/tolak-hoaks/?wilayah=35.28",
        "wording, the most used": f"/komitmen/tolak-hoaks/rumusan/{most}/",
        "corrections": "/koreksi/",
        "feed of all": "/deklarasi/umpan.xml",
        "feed of a province": "/wilayah/35/umpan.xml",
        "feed of a kind": "/komitmen/tolak-hoaks/umpan.xml",
        "frame of a declaration": f"/embed/deklarasi/{one}/",
        "frame of a province": "/embed/wilayah/35/",
        "frame of a kind": "/embed/komitmen/tolak-hoaks/",
    }


def _tell(name: str, path: str) -> float:
    """Print the figures of one address, and return the 95th of a hundred."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, taken = Client(), []
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    queries = len(asked)
    assert answer.status_code == 200, (path, answer.status_code)
    busy = time.process_time()
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
    busy = (time.process_time() - busy) * 1000 / TIMES
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
    size, packed = len(answer.content), len(gzip.compress(answer.content, 6))
    print(
        f"register[{connection.vendor}] {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, processor {busy:.1f} ms, "
        f"{queries} queries, {size} bytes, {packed} compressed",
        flush=True,
    )
    return p95


if __name__ == "__main__":
    sys.exit(main())
