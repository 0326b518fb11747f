"""The names of backups, and which of them go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ikrar.core.backup.name import backups, name_at, outnumbered

NAMES = [name_at(datetime(2026, 11, day, 2, 15, tzinfo=UTC)) for day in range(1, 6)]


def test_a_backup_is_named_after_its_moment_in_utc() -> None:
    jakarta = timezone(timedelta(hours=7))
    assert name_at(datetime(2026, 11, 22, 2, 15, 9, tzinfo=jakarta)) == "ikrar-2026-11-21T191509Z.backup"


def test_only_our_own_files_are_backups_and_they_sort_by_time() -> None:
    others = ["ikrar.backup", ".ikrar-2026-11-01T021500Z.backup", NAMES[0] + ".part", "catatan.txt", "x" + NAMES[1]]
    assert backups([*others, *reversed(NAMES)]) == NAMES


@pytest.mark.parametrize(("keep", "gone"), [(9, 0), (5, 0), (4, 1), (1, 4), (0, 4), (-3, 4)])
def test_the_newest_stay_and_the_last_one_always(keep: int, gone: int) -> None:
    assert outnumbered([*NAMES, "catatan.txt"], keep) == NAMES[:gone]
