"""The queue of drafts, a merge proposal and one reading, with 20 and with 10,000 drafts of one author.

Once with two drafts to an event, and once with all of one place and day, in groups as large as they become.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from benchmarks.measure import seconds, tell
from ikrar.cli.installation import prepare

FEW, MANY = 20, 10_000
TOGETHER = 2  # drafts of one event
MORE = "\n\nKalimat tambahan nomor {n} membuat teks ini lain dari yang lain.\n"


def main() -> None:
    """Print the figures."""
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from ikrar.cli.demo import cast, example
    from ikrar.records.reading import event
    from ikrar.records.reading.models import Reading

    settings.ALLOWED_HOSTS.append("testserver")
    now = timezone.now()
    cast.bring(now)
    dewi = example.holder_of("dewi", now)
    for count, together in ((FEW, TOGETHER), (MANY, TOGETHER), (MANY, event.TOGETHER)):
        Reading.objects.all().delete()
        _fill(dewi, count, now, together)
        _tell(dewi, f"{count} drafts, {together} of an event")


def _fill(dewi: Any, count: int, now: Any, together: int) -> None:
    """Read one article, and copy its draft with other titles, days and events."""
    from ikrar.records.ref import new_ref

    made = _read(dewi, 0)
    model, rows, event = type(made), [], ""
    kept = {f.attname: getattr(made, f.attname) for f in model._meta.concrete_fields}
    for n in range(1, count):
        event = event if n % together else new_ref()
        changes = {
            "ref": new_ref(),
            "submission": new_ref(),
            "event": event or made.event,
            "title": f"CONTOH Deklarasi Damai {n}",
            "event_date": now.date() - timedelta(days=7 * (n // together % 500) if together == TOGETHER else 9),
            "area_code": "98.01",
            "created": now - timedelta(minutes=n),
        }
        rows.append(model(**kept | changes))
    model.objects.bulk_create(rows, batch_size=500)


def _read(dewi: Any, number: int) -> Any:
    from django.utils import timezone

    from ikrar.cli.demo.example import article
    from ikrar.records.reading import actions
    from ikrar.records.ref import new_ref

    now = timezone.now()
    text = article(now) + MORE.format(n=number)
    return actions.start(dewi, text=text, published=None, source_url="", submission=new_ref(), now=now)


def _tell(dewi: Any, state: str) -> None:
    from ikrar.records.reading.models import Reading

    browser = _signed_in(dewi.user_id)
    event = Reading.objects.order_by("-created").values_list("event", flat=True)[0]
    first = Reading.objects.filter(event=event).order_by("-created")[0].ref
    paths = {
        "queue": "/meja/draf/",
        "search": "/meja/draf/?q=damai+19",
        "unsure": "/meja/draf/?keadaan=unsure&hal=2",
        "desk": "/meja/",
        "merge": f"/meja/bacaan/{first}/gabung/",
        "draft": f"/meja/bacaan/{first}/",
    }
    for name, path in paths.items():
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        print(f"drafts.{name} [{state}] {_queries(browser, path)} queries, {len(answer.content)} bytes")
        tell(f"drafts.{name} [{state}]", seconds(lambda p=path: browser.get(p)), "ms", 1000)
    tell(f"drafts.read [{state}]", seconds(lambda: _read(dewi, 1)), "ms", 1000)


def _signed_in(user_id: int) -> Any:
    """Return a browser with a session as after a link and a second factor."""
    from django.test import Client

    from ikrar.records.account.models import User
    from ikrar.web.access import SEEN

    browser, now = Client(), time.time()
    browser.force_login(User.objects.get(pk=user_id))
    session = browser.session
    session["account_authentication_methods"] = [{"method": m, "at": now} for m in ("link", "mfa")]
    session["account_authentication_methods_user"] = str(user_id)
    session[SEEN] = now
    session.save()
    return browser


def _queries(browser: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        browser.get(path)
    return len(found)


if __name__ == "__main__":
    main()
