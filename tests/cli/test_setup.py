"""``ikrar setup``: asks before it writes, writes all or nothing, and prints each code once."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli import main, setup
from ikrar.core.account.code import read_code
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import access
from ikrar.records.institution.models import Institution
from ikrar.records.invitation import queries as invitation
from ikrar.records.ledger.models import Leaf

FILE = """
areas = ["36.04"]
[election]
code = "pilkada-uji"
kind = "pilkada"
name = "Pilkada Uji"
voting_day = {day}
ends = {last}
area = "36.04"
[[institution]]
code = "36.04/kpu"
kind = "kpu"
name = "KPU Kabupaten Serang"
administrator = "budi"
[[institution]]
code = "36.04/bawaslu"
kind = "bawaslu"
name = "Bawaslu Kabupaten Serang"
administrator = "citra"
"""


@pytest.fixture(autouse=True)
def prepared(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and settings are there already; the sentences are Indonesian."""
    monkeypatch.setattr(setup, "prepare", lambda: None)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def day(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def file(folder: Path, text: str = FILE) -> str:
    path = folder / "setup.toml"
    path.write_text(text.format(day=day(200), last=day(300)), encoding="utf-8")
    return str(path)


def type_in(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))


def codes(said: str) -> list[str]:
    return re.findall(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}", said)


def begun() -> set[tuple[str, str]]:
    return access.administrators(timezone.localdate())


def test_a_file_begins_an_installation_and_prints_two_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["setup", "--file", file(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert begun() == {("budi", "36.04/kpu"), ("citra", "36.04/bawaslu")}
    assert [invitation.login_behind(read_code(c), timezone.now()) for c in codes(said)] == ["budi", "citra"]
    assert "/masuk/undangan/" in said
    assert {g.ends.isoformat() for g in Grant.objects.all()} == {day(300)}


def test_it_begins_once_and_says_so_before_it_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main.main(["setup", "--file", file(tmp_path)])
    assert main.main(["setup"]) == 2
    assert "sudah punya administrator" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("areas = [", "bukan TOML"),
        ("areas = []", "tidak lengkap"),
        (FILE.replace("voting_day = {day}", 'voting_day = "{day}"'), "tidak lengkap"),
        (FILE.replace('"citra"', '"budi"'), "dua orang"),
        (FILE.replace('"36.04"]', '"99.99"]'), "hari terakhir pemilihan"),
        (re.sub(r"\[election\].*?area = \S+\n", "", FILE, flags=re.DOTALL).replace("36.04", "98.01.77"), "election"),
    ],
    ids=["toml", "lacks", "day", "persons", "area", "no election"],
)
def test_a_file_that_is_off_writes_nothing_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    path = tmp_path / "setup.toml"
    path.write_text(text.replace("{day}", day(200)).replace("{last}", day(300)), encoding="utf-8")
    assert main.main(["setup", "--file", str(path)]) == 2
    assert why in capsys.readouterr().err
    assert (User.objects.count(), Leaf.objects.count()) == (0, 0)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["setup", "--file", str(tmp_path / "lain.toml")]) == 2
    assert "lain.toml" in capsys.readouterr().err


def test_questions_are_asked_again_until_the_answer_is_good(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ["99.99", "36.04", "pilpres", "", "besok", day(200), "", "", ""]  # area, kind, days, names
    seats = ["", "", "Budi S", "budi", "", "", "citra"]
    type_in(monkeypatch, *answers, *seats, "", "mungkin", "ya", "ya")
    assert main.main(["setup"]) == 0
    asked = capsys.readouterr()
    for said in ("99.99 tidak dikenal", "pemilu atau pilkada", "tahun-bulan-hari", "Nama pengguna terdiri", "ya atau"):
        assert said in asked.err
    assert begun() == {("budi", "36.04/kpu"), ("citra", "36.04/bawaslu")}
    assert len(codes(asked.out)) == 2
    assert Institution.objects.filter(area="36.04").count() > 2, "the usual institutions were asked for"


@pytest.mark.parametrize("stop", ["tidak", None], ids=["no", "end of input"])
def test_who_stops_leaves_nothing(monkeypatch: pytest.MonkeyPatch, stop: str | None) -> None:
    answers = ["36.04", "", day(200), "", "", "", "", "", "budi", "", "", "citra", "", ""]
    type_in(monkeypatch, *answers, *([stop] if stop else []))
    assert main.main(["setup"]) == 2
    assert (User.objects.count(), Leaf.objects.count()) == (0, 0)


def test_ctrl_c_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hand(io.StringIO):
        def readline(self, size: int = -1) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Hand())
    assert main.main(["setup"]) == 130
    assert (User.objects.count(), Leaf.objects.count()) == (0, 0)


def test_an_installation_without_two_administrators_is_recovered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main.main(["setup", "--file", file(tmp_path)])
    words = ["setup", "--recover", "36.04/kpu", "--login", "danu", "--areas", "36.04", "--ends", day(100)]
    assert main.main(words) == 2
    assert "Masih ada dua administrator" in capsys.readouterr().err
    account.end_grant(Grant.objects.get(user__username="budi"), reason="left", now=timezone.now())
    assert main.main(words) == 0
    assert len(codes(capsys.readouterr().out)) == 1
    assert ("danu", "36.04/kpu") in begun()


def test_an_election_that_is_known_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import cast

    cast.voting(timezone.localdate() + timedelta(days=300))
    type_in(monkeypatch, "36.04", "", "", "budi", "", "", "citra", "", "", "ya")
    assert main.main(["setup"]) == 0
    assert {g.ends.isoformat() for g in Grant.objects.all()} == {day(300)}
