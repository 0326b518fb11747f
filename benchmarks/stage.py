"""The calendar: a feed of 2,000 events made and sent again, pages, and what calendars were told brought up to date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from benchmarks.measure import seconds, tell
from ikrar.cli.installation import prepare

EVENTS = 2_000
START = date(2026, 1, 1)


def main() -> None:
    """Print the figures."""
    prepare()
    from django.test import Client

    from ikrar.core.stage.agenda import Entry
    from ikrar.web.public import calendar_feed, calendar_sources

    def invented(_wanted: object) -> list[Entry]:
        """Make as many entries as the bar names, each with the words of a long stage."""
        changed = datetime(2026, 1, 1, tzinfo=UTC)
        days = [START + timedelta(days=n % 700) for n in range(EVENTS)]
        about = "Periksa apakah nama Anda tercantum; bila tidak, sampaikan kepada KPU atau PPS di desa Anda. " * 3
        return [
            Entry(
                "tahapan", f"stage-x-{n}@x", f"Tahapan {n}", d, d + timedelta(days=9), "/x/", about, "x", "Pilkada X",
                sequence=n % 4, changed=changed,
            )
            for n, d in enumerate(days)
        ]  # fmt: skip

    browser = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    feed = "/kalender/jenis/tahapan.ics"

    def get(path: str) -> None:
        answer = browser.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")

    def made() -> None:
        calendar_feed.FEEDS.clear()
        get(feed)

    source = calendar_sources.Source("tahapan", invented)
    with patch.object(calendar_sources, "SOURCES", (source,)):
        tell(f"stage.feed_made[{EVENTS}]", seconds(made), "ms", 1000)
        tell(f"stage.feed_sent[{EVENTS}]", seconds(lambda: get(feed), times=20), "ms", 1000)
        print(f"stage.feed_size {len(browser.get(feed).content) / 1e3:.0f} kB compressed")
    calendar_feed.FEEDS.clear()
    for path in (
        "/kalender/?bulan=2024-11",
        "/kalender/?wilayah=35.28&bulan=2024-11",
        "/kalender/pilkada-2024/",
        "/kalender/pilkada-2024/QUIET/",
        "/kalender/pilkada-2024.pdf",
    ):
        tell(f"stage.page[{path}]", seconds(lambda path=path: get(path), times=5), "ms", 1000)  # type: ignore[misc]
    _told()


def _told() -> None:
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.records.stage import published

    def again() -> None:
        with identity.system():
            published.bring_up_to_date(timezone.now())

    tell("stage.told_unchanged", seconds(again, times=5), "ms", 1000)


if __name__ == "__main__":
    main()
