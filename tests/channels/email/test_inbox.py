"""A Maildir and files: each letter once, out of the way afterwards, whatever stops the round."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ikrar.channels.email import inbox, receive
from ikrar.core.errors import Missing
from ikrar.core.job.arrival import Fate
from ikrar.core.meeting.reply import Reply, Taken
from tests.channels.email.test_receive import ICS, LETTERS, letter

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Desk:
    """Stands for the noun that replies are about: remembers them, and says what becomes of each."""

    def __init__(self, taken: Taken = Taken.NEW) -> None:
        self.replies: list[Reply] = []
        self.taken = taken

    def __call__(self, reply: Reply, now: datetime) -> Taken:
        assert now == NOW
        self.replies.append(reply)
        return self.taken


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def put(maildir: Path, name: str, data: bytes) -> None:
    (maildir / "new" / name).write_bytes(data)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_answers_are_taken_and_move_to_cur_as_seen(maildir: Path) -> None:
    for name in ("outlook", "gmail", "thunderbird"):
        put(maildir, f"1.{name}.host", (LETTERS / f"{name}.eml").read_bytes())
    desk = Desk()
    came = list(inbox.take_maildir(maildir, desk, NOW))
    assert [one.fate for one in came] == [Fate.ANSWER] * 3
    assert len(desk.replies) == 3
    assert names(maildir / "new") == []
    assert names(maildir / "cur") == ["1.gmail.host:2,S", "1.outlook.host:2,S", "1.thunderbird.host:2,S"]


def test_what_a_person_should_look_at_goes_unseen_into_a_folder_beside(maildir: Path) -> None:
    put(maildir, "1.a", (LETTERS / "bounce.eml").read_bytes())
    put(maildir, "2.b", b"\x00" * 100)
    put(maildir, "3.c:2,", b"x" * (receive.LARGEST + 10))
    came = list(inbox.take_maildir(maildir, Desk(), NOW))
    assert [one.fate for one in came] == [Fate.RETURNED, Fate.NO_ANSWER, Fate.TOO_LARGE]
    assert names(maildir / inbox.BESIDE / "cur") == ["1.a:2,", "2.b:2,", "3.c:2,"]
    assert names(maildir / "cur") == []


@pytest.mark.parametrize(
    ("taken", "fate", "aside"),
    [
        (Taken.NEW, Fate.ANSWER, False),
        (Taken.OLDER, Fate.OLDER, False),
        (Taken.REPEATED, Fate.REPEATED, False),
        (Taken.STRANGER, Fate.STRANGER, True),
        (Taken.AHEAD, Fate.AHEAD, True),
    ],
)
def test_what_the_noun_says_decides_where_a_letter_goes(maildir: Path, taken: Taken, fate: Fate, aside: bool) -> None:
    put(maildir, "1.a", letter())
    (came,) = inbox.take_maildir(maildir, Desk(taken), NOW)
    assert came == inbox.Came("1.a", fate)
    assert bool(names(maildir / inbox.BESIDE / "cur")) is aside


def test_a_letter_that_cannot_be_opened_is_set_aside_and_the_next_one_is_read(
    maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(maildir, "1.a", letter())
    put(maildir, "2.b", letter())
    real = inbox._bytes

    def shut(path: Path) -> bytes:
        if path.name == "1.a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(inbox, "_bytes", shut)
    assert [one.fate for one in inbox.take_maildir(maildir, Desk(), NOW)] == [Fate.UNREADABLE, Fate.ANSWER]
    assert names(maildir / inbox.BESIDE / "cur") == ["1.a:2,"]


def test_a_letter_nobody_foresaw_does_not_keep_the_next_one_from_being_read(maildir: Path) -> None:
    put(maildir, "1.a", letter().replace(b"a@b.example", b"(" * 50_000))
    put(maildir, "2.b", letter(ICS.replace("UID:", "RECURRENCE-ID;TZID=Asia:20261207T090000\nUID:")))
    put(maildir, "3.c", letter(head="X: 1\n").replace(b"<1@", b"<2@"))
    came = [one.fate for one in inbox.take_maildir(maildir, Desk(), NOW)]
    assert came == [Fate.ANSWER, Fate.UNREADABLE, Fate.ANSWER]


def test_the_same_letter_again_under_another_name_is_taken_once(maildir: Path) -> None:
    desk = Desk()
    for name in ("1.a", "2.b"):
        put(maildir, name, letter())
    assert [one.fate for one in inbox.take_maildir(maildir, desk, NOW)] == [Fate.ANSWER, Fate.REPEATED]
    assert len(desk.replies) == 1
    assert len(names(maildir / "cur")) == 2


def test_letters_without_a_message_id_are_told_apart_by_what_they_say() -> None:
    bare = letter().replace(b"Message-ID: <1@b.example>\n", b"")
    other = bare.replace(b"ACCEPTED", b"DECLINED")
    desk = Desk()
    assert [inbox.take(data, desk, NOW) for data in (bare, bare, other)] == [Fate.ANSWER, Fate.REPEATED, Fate.ANSWER]


def test_stopped_between_taking_and_moving_the_next_round_only_moves(
    maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(maildir, "1.a", letter())
    desk = Desk()

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "_put_away", killed)
        with pytest.raises(KeyboardInterrupt):
            list(inbox.take_maildir(maildir, desk, NOW))
    assert names(maildir / "new") == ["1.a"]
    assert [one.fate for one in inbox.take_maildir(maildir, desk, NOW)] == [Fate.REPEATED]
    assert len(desk.replies) == 1
    assert names(maildir / "cur") == ["1.a:2,S"]


def test_stopped_while_taking_nothing_is_kept_and_the_next_round_takes_it(maildir: Path) -> None:
    put(maildir, "1.a", letter())

    def killed(_reply: Reply, _now: datetime) -> Taken:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(inbox.take_maildir(maildir, killed, NOW))
    assert [one.fate for one in inbox.take_maildir(maildir, Desk(), NOW)] == [Fate.ANSWER]


def test_a_letter_the_noun_has_no_use_for_does_not_keep_the_next_one(maildir: Path) -> None:
    put(maildir, "1.a", letter())
    put(maildir, "2.b", letter(ICS.replace("ACCEPTED", "DECLINED")).replace(b"<1@b", b"<2@b"))
    seen: list[str] = []

    def answer(reply: Reply, _now: datetime) -> Taken:
        seen.append(reply.partstat)
        if len(seen) == 1:
            raise Missing("Rapat ini tidak ada.")
        return Taken.NEW

    assert [one.fate for one in inbox.take_maildir(maildir, answer, NOW)] == [Fate.UNREADABLE, Fate.ANSWER]


def test_folders_and_links_in_a_maildir_are_left_alone(maildir: Path, tmp_path: Path) -> None:
    (maildir / "new" / "folder").mkdir()
    secret = tmp_path / "rahasia"
    secret.write_bytes(letter())
    (maildir / "new" / "link").symlink_to(secret)
    assert list(inbox.take_maildir(maildir, Desk(), NOW)) == []
    assert secret.exists()


def test_a_letter_another_process_moved_meanwhile_is_left_to_it(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(maildir, "1.a", letter())
    put(maildir, "2.b", letter())
    usual = inbox._bytes

    def faster(path: Path) -> bytes:
        if path.name == "1.a":
            path.unlink()
        return usual(path)

    monkeypatch.setattr(inbox, "_bytes", faster)
    assert [one.name for one in inbox.take_maildir(maildir, Desk(), NOW)] == ["2.b"]


def test_files_stay_where_they_are(tmp_path: Path) -> None:
    paths = [LETTERS / "outlook.eml", LETTERS / "holiday.eml"]
    came = list(inbox.take_files(paths, Desk(), NOW))
    assert [(one.name, one.fate) for one in came] == [
        ("outlook.eml", Fate.ANSWER),
        ("holiday.eml", Fate.AUTOMATIC),
    ]
    assert all(path.exists() for path in paths)
    with pytest.raises(FileNotFoundError):
        list(inbox.take_files([tmp_path / "tidak-ada.eml"], Desk(), NOW))


def test_nothing_of_a_message_id_is_kept() -> None:
    assert inbox.digest("<a@b>", b"x") == inbox.digest("<a@b>", b"y") != inbox.digest("<c@b>", b"x")
    assert "a@b" not in inbox.digest("<a@b>", b"x")
