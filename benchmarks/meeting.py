"""Meetings: 10,000 over five years with 60,000 decisions, and how long every kind of page takes over them.

``python -m benchmarks.meeting [NUMBER]`` works in the present data folder (``IKRAR_DATA``), which should be an empty
one; with ``IKRAR_DATABASE`` set it does so there. The province's secretary sees all of them, the hardest case there
is; "of a regency" is what one of its 38 sees, about a tenth. Of 101 requests a page the 95th in a hundred is the
sixth slowest; the slowest, most often the first one, is printed beside it.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.drafts import _signed_in
from ikrar.cli.installation import prepare
from ikrar.core.text.search import parted

MEETINGS, EACH, YEARS, TIMES = 10_000, 6, 5, 101
BAR, SIZE_BAR, FILE_BAR = 60, 60, 20_000  # milliseconds of 95 in 100; kilobytes compressed; milliseconds of a file
PROVINCE, HOST, ZONE = "35", "35/kpu", "Asia/Jakarta"
SERIES, PLACES = 40, 38
AT_ONCE = 2_000
AHEAD = timedelta(days=180)
OF_REGENCY = (
    "desk list",
    "desk list, words",
    "desk list, common word",
    "register",
    "register, far behind",
    "register, overdue",
    "register, words",
    "register, common word",
    "register, no such word",
    "export",
)
TEXT = "Keputusan {n}: jadwal patroli bersama {place} disampaikan kepada semua lembaga yang diundang. "


def main() -> int:
    """Print the figures; 1 when one of them misses its bar."""
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.web.server import warm

    settings.ALLOWED_HOSTS.append("testserver")
    warm()  # as the server does when it starts
    number = int(sys.argv[1]) if sys.argv[1:] else MEETINGS
    now = timezone.now()
    with identity.system():
        begun = time.perf_counter()
        codes = _places()
        users = {"": _secretary("ukur", PROVINCE, now), " of a regency": _secretary("kabupaten", codes[0], now)}
        _fill(codes, number, now)
        print(f"meeting.fill {number} meetings, {number * EACH} decisions, {time.perf_counter() - begun:.0f} s")
        paths = _paths(codes)
        desks = {whose: _signed_in(user_id) for whose, user_id in users.items()}
    _analyse()
    missed = [name for name, path in paths.items() if "/meja/" not in path and not _tell(name, _guest(), path)]
    for whose, desk in desks.items():
        wanted = {name: path for name, path in paths.items() if "/meja/" in path}
        shown = [name for name in wanted if not whose or name in OF_REGENCY]
        missed += [name + whose for name in shown if not _tell(name + whose, desk, wanted[name])]
    print(f"meeting.missed {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _places() -> list[str]:
    """Register the election commissions of one province, the province's first; return the codes of its regencies."""
    from ikrar.records.institution import actions as institution
    from ikrar.records.place.models import Area

    places = list(Area.objects.filter(code__startswith=f"{PROVINCE}.", level=2).order_by("code")[:PLACES])
    for code, name in ((PROVINCE, "Jawa Timur"), *((place.code, place.name) for place in places)):
        institution.register(code=f"{code}/kpu", kind="kpu", name=f"KPU {name}", area=code)
    return [place.code for place in places]


def _secretary(name: str, area: str, now: datetime) -> int:
    """Return the key of a new account: the secretary of an area's election commission."""
    from ikrar.core.account.role import Role
    from ikrar.records.account import actions

    user, today = actions.register(username=name, name="Ukur"), now.date()
    actions.give_grant(
        user,
        role=Role.SECRETARY,
        institution=f"{area}/kpu",
        areas=[PROVINCE],
        starts=today,
        ends=today + AHEAD,
        now=now,
    )
    return user.pk


def _fill(codes: Sequence[str], number: int, now: datetime) -> None:
    """Write meetings evenly over the years: half hosted by the province, half with it invited."""
    from django.db import transaction

    from ikrar.records import bulk
    from ikrar.records.meeting import models

    series = [models.Series(institution_id=HOST, title=f"Rapat koordinasi {n}") for n in range(SERIES)]
    first = now + AHEAD - timedelta(days=365 * YEARS)
    meetings = [_meeting(n, codes[n % len(codes)], first, number, series[n % SERIES], now) for n in range(number)]
    with transaction.atomic():
        bulk.add(series)
        for rows in (meetings, [_minutes(one) for one in meetings], list(_invited(meetings, codes))):
            _add(rows)
        ended = [one for one in meetings if one.frozen_at]
        threads = dict(models.Thread.objects.values_list("ref", "pk"))
        _add([row for n, one in enumerate(ended) for row in _decisions(n, one, threads, now.date())])


def _add(rows: Sequence[Any]) -> None:
    from ikrar.records import bulk

    for start in range(0, len(rows), AT_ONCE):
        bulk.add(rows[start : start + AT_ONCE])
        if not start:  # PostgreSQL planned the guards for an empty table
            _analyse()
            bulk.replan()


def _meeting(n: int, area: str, first: datetime, number: int, series: Any, now: datetime) -> Any:
    """Make one: what lies ahead is called, of the others all but a few have approved minutes."""
    from ikrar.records.meeting.models import Meeting

    starts = first + timedelta(days=365 * YEARS) * n / number
    state = "called" if starts > now else "frozen" if n % 40 == 0 else "approved"
    frozen = None if state == "called" else starts + timedelta(hours=4)
    title, place = f"Rapat koordinasi pemilihan damai {n}", "Aula kantor"
    return Meeting(
        series=series if n % 2 else None,
        institution_id=HOST if n % 2 else f"{area}/kpu",
        area_id=area,
        election_id="pilkada-2024",
        title=title,
        place=place,
        words=parted((title, place)),
        starts=starts,
        ends=starts + timedelta(hours=3),
        zone=ZONE,
        state=state,
        changed_at=starts,
        digest=f"{n:064x}" if frozen else "",
        frozen_at=frozen,
        approved_at=frozen if state == "approved" else None,
    )


def _minutes(meeting: Any) -> Any:
    from ikrar.core.meeting import agenda
    from ikrar.records.meeting.models import Minutes

    titles = list(agenda.titles("koordinasi", "id"))
    notes = ["Dibahas bersama semua lembaga yang hadir. " * 5] * len(titles)
    return Minutes(meeting=meeting, agenda=titles, form={"notes": notes, "closing": "", "decisions": []})


def _invited(meetings: Sequence[Any], codes: Sequence[str]) -> Iterator[Any]:
    """Invite the province where it does not host, and the commissions of three places more."""
    from ikrar.records.meeting.models import Invitee

    for n, one in enumerate(meetings):
        others = [f"{codes[(n + step) % len(codes)]}/kpu" for step in (1, 2, 3)]
        for place, code in enumerate(others if one.institution_id == HOST else [HOST, *others], 1):
            yield Invitee(meeting=one, n=place, institution_id=code, office="Ketua", present=bool(one.frozen_at))


def _decisions(nth: int, meeting: Any, threads: Mapping[str, int], today: date) -> Iterator[Any]:
    """Make the decisions of one meeting, three of four public; one of ten old ones is open still."""
    from ikrar.records.meeting.models import REAL, Decision

    held = meeting.starts.date()
    for n in range(1, EACH + 1):
        due = None if n == EACH else held + timedelta(days=7 * n)
        standing = "open" if held > today - timedelta(days=30) or (nth + n) % 10 == 0 else "closed"
        public = n % 4 > 0
        text = (TEXT.format(n=n, place=meeting.area_id) * 2).strip()
        yield Decision(
            meeting=meeting,
            series_id=meeting.series_id,
            thread_id=threads[meeting.series_id or meeting.ref],
            n=n,
            text=text,
            words=parted((text,)),
            owner_id=HOST if n % 3 else meeting.institution_id,
            office="Ketua",
            due=due,
            stage="CAMPAIGN" if n % 2 else "",
            public=public,
            sorts=due or date.max,
            published=REAL if public and meeting.state == "approved" else "",
            standing=standing,
            result="Sudah dikerjakan." if standing == "closed" else "",
            ended_at=datetime.combine(due or held, datetime.min.time(), UTC) if standing == "closed" else None,
            ended_by_id=meeting.institution_id if standing == "closed" else None,
        )


def _analyse() -> None:
    """Let the database count its tables, as a server in use does by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _paths(codes: Sequence[str]) -> dict[str, str]:
    """Return every kind of page by its name."""
    from ikrar.records.meeting.models import Decision, Meeting

    rows = Meeting.objects.filter(state="approved").order_by("-starts", "ref")
    one, old = rows[0].ref, rows[rows.count() * 3 // 4].ref
    hosted = Meeting.objects.filter(state="approved", institution=HOST).order_by("-starts")[0].ref
    decided = Decision.objects.filter(standing="open").order_by("sorts", "ref")
    deep = Decision.objects.order_by("sorts", "ref")[Decision.objects.count() // 2].ref
    register = "/meja/rapat/keputusan/"
    return {
        "public list": "/rapat/",
        "public list, words": "/rapat/?q=damai+99",
        "public list, common word": "/rapat/?q=damai",
        "public list, no such word": "/rapat/?q=pelantikan",
        "public list, far behind": f"/rapat/?setelah={old}",
        "public meeting": f"/rapat/{one}/",
        "calendar, a month": "/kalender/?bulan=2024-11",
        "calendar, a month of a place": f"/kalender/?wilayah={codes[0]}&bulan=2024-11",
        "desk list": "/meja/rapat/",
        "desk list, words": "/meja/rapat/?q=damai+99",
        "desk list, common word": "/meja/rapat/?q=damai",
        "desk list, no such word": "/meja/rapat/?q=pelantikan",
        "desk list, far behind": f"/meja/rapat/?setelah={old}",
        "desk meeting": f"/meja/rapat/{hosted}/",
        "minutes": f"/meja/rapat/{hosted}/notulen/",
        "decision": f"{register}{decided[0].ref}/",
        "register": register,
        "register, far behind": f"{register}?setelah={deep}",
        "register, overdue": f"{register}?keadaan=overdue",
        "register, institution": f"{register}?lembaga={codes[0]}/kpu",
        "register, area and stage": f"{register}?tempat={codes[1]}&tahapan=CAMPAIGN&keadaan=open",
        "register, words": f"{register}?q=patroli+35.01",
        "register, common word": f"{register}?q=patroli",
        "register, beginning of a word": f"{register}?q=patr",
        "register, no such word": f"{register}?q=pelantikan",
        "export": f"{register[:-1]}.csv",
    }


def _guest() -> Any:
    from django.test import Client

    return Client()


def _tell(name: str, browser: Any, path: str) -> bool:
    """Print the figures of one address; a file is no page and has a bar of its own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, file = [], path.endswith(".csv")
    for _ in range(3 if file else TIMES):
        begun = time.perf_counter()
        answer = browser.get(path, secure=True)
        content = answer.getvalue()  # a file is written while it is read
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        browser.get(path, secure=True).getvalue()
    p95, size = statistics.quantiles(times, n=20)[-1], len(gzip.compress(content)) / 1000
    speed = f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, slowest {max(times):.0f} ms"
    print(f"meeting.page {name}: {speed}, {len(asked)} queries, {size:.0f} kB", flush=True)
    return p95 <= FILE_BAR if file else p95 <= BAR and size <= SIZE_BAR


if __name__ == "__main__":
    sys.exit(main())
