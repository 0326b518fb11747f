"""``ikrar setup`` asks in plain words, takes a file instead, and writes all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli import setup
from ikrar.cli.main import parser_of
from ikrar.cli.setup import plan
from ikrar.core.errors import BadInput, IkrarError, InvalidField, Missing, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant
from ikrar.records.grant import access
from ikrar.records.installation import actions
from ikrar.records.institution.models import Institution
from ikrar.records.invitation import actions as invitation

SOON = str(timezone.localdate() + timedelta(days=200))
LATER = str(timezone.localdate() + timedelta(days=380))
ELECTION = f"""
[election]
kind = "pilkada"
name_id = "Pilkada Berikut"
name_en = "Next local election"
voting_day = {SOON}
ends = {LATER}
"""
SEATS = """
[[administrator]]
kind = "kpu"
login = "budi"

[[administrator]]
kind = "bawaslu"
login = "citra"
"""
WHOLE = 'area = "36.04"\ntemplates = true\n' + ELECTION + SEATS


def answer(monkeypatch: pytest.MonkeyPatch, answers: Iterable[str]) -> list[str]:
    """Let somebody type these answers; returns the questions, growing as they are asked. Then the input ends."""
    waiting, asked = iter(answers), []

    def typed(question: str) -> str:
        asked.append(question)
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", typed)
    return asked


def file_with(folder: Path, text: str) -> Path:
    path = folder / "setup.toml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = ("36.04", "pilkada", SOON, "", "", "", "kpu", "", "budi", "", "", "citra", "", "t", "y")


@pytest.fixture
def no_preparing(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    """The test's database is there already; bringing one up is tested by the journeys."""
    monkeypatch.setattr(setup, "prepare", lambda: None)


def opened(one: actions.Invited) -> None:
    """Let somebody use the printed code and set up a second factor, as on the pages after it."""
    account.set_second_factor(invitation.accept(one.code, name=one.login, now=timezone.now()), "JBSWY3DPEHPK3PXP")


def run(*words: str) -> int:
    return setup.run(parser_of("setup").parse_args(list(words)))


def test_r8_the_questions_end_with_two_administrators_and_their_codes(
    no_preparing: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answer(monkeypatch, GOOD)
    assert run() == 0
    told = capsys.readouterr().out
    assert access.administrators(timezone.localdate()) == {("budi", "36.04/kpu"), ("citra", "36.04/bawaslu")}
    assert told.count("/masuk/undangan/") == 2
    assert "Nama pengguna  budi" in told
    assert len(asked) == len(GOOD)


def test_a_bad_answer_is_said_in_one_sentence_and_asked_again(
    no_preparing: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ["", "Serang", "pilkada lagi", "2020-01-01", "besok", "X1", "kpu", "budi", "mungkin"]
    answers = [bad[0], bad[1], "36.04", bad[2], "pilkada", bad[3], bad[4], SOON, "", "", "", "kpu", "", bad[5], "budi"]
    answers += [bad[6], "bawaslu", "", bad[7], "citra", "", bad[8], "t", "y"]
    answer(monkeypatch, answers)
    assert run() == 0
    said = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(said) == len(bad)
    assert "Kabupaten Serang" in said[1]
    assert "Kota Serang" in said[1]


def test_saying_no_or_going_away_leaves_nothing(no_preparing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for answers in ((*GOOD[:-1], "t"), GOOD[:6], ()):
        answer(monkeypatch, answers)
        with pytest.raises(BadInput, match=r"[Tt]idak ada yang disimpan"):
            run()
    assert not Grant.objects.exists()


def test_an_election_that_already_covers_the_area_is_not_asked_for(
    no_preparing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ikrar.records.election import actions as election

    election.set_voting_day("pilkada-arunika", timezone.localdate() + timedelta(days=30))
    asked = answer(monkeypatch, ("98.01", "kpu", "", "budi", "", "", "citra", "", "t", "y"))
    assert run() == 0
    assert not any("pemungutan" in q for q in asked)


def test_a_file_answers_instead_and_the_usual_institutions_come_with_it(no_preparing: None, tmp_path: Path) -> None:
    assert run("--file", str(file_with(tmp_path, WHOLE))) == 0
    assert access.administrators(timezone.localdate()) == {("budi", "36.04/kpu"), ("citra", "36.04/bawaslu")}
    assert Institution.objects.filter(area="36.04", kind="polri").exists()
    assert {g.ends.isoformat() for g in Grant.objects.all()} == {LATER}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("area = ", "bukan TOML"),
        (WHOLE.replace("login", "nama_pengguna"), "tidak dikenal"),
        ("wilayah = 1\n" + WHOLE, "tidak dikenal"),
        (WHOLE.replace('"36.04"', "36.04"), "harus berupa teks"),
        (WHOLE.replace(SOON, f'"{SOON}"'), "harus berupa tanggal"),
        ('area = "36.04"\n' + ELECTION, "tepat dua"),
        ('area = "36.04"\n' + SEATS, "tambahkan bagian"),
        (WHOLE.replace('"kpu"', '"warung"'), "tidak lazim"),
        (WHOLE.replace('"bawaslu"', '"kpu"'), "berlainan jenis"),
        (WHOLE.replace("citra", "budi"), "dua orang"),
        (WHOLE.replace("citra", "C!"), "Nama pengguna"),
    ],
)
def test_a_file_that_is_off_says_what_and_leaves_nothing(
    no_preparing: None, tmp_path: Path, text: str, says: str
) -> None:
    before = Institution.objects.count()
    with pytest.raises(IkrarError, match=says):
        run("--file", str(file_with(tmp_path, text)))
    assert (Institution.objects.count(), Grant.objects.count()) == (before, 0)


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path, database: Path) -> None:
    with pytest.raises(BadInput, match="tidak dapat dibuka"):
        plan.read(tmp_path / "tidak-ada.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="bukan TOML"):
        plan.read(tmp_path / "x.toml")


def test_an_own_institution_and_the_nation_can_be_named_in_the_file(database: Path, tmp_path: Path) -> None:
    text = WHOLE.replace('kind = "pilkada"', 'kind = "pemilu"\narea = "ID"').replace(
        'kind = "kpu"', 'kind = "university"\nname = "Universitas Rekaan"\ncode = "36.04/universitas-rekaan"'
    )
    made = plan.read(file_with(tmp_path, text))
    assert made.vote is not None
    assert (made.vote.area, made.vote.code) == (None, f"pemilu-{SOON[:4]}-nasional")
    assert made.seats[0].code == "36.04/universitas-rekaan"


def test_an_installation_begins_once_and_says_so_before_asking(no_preparing: None, tmp_path: Path) -> None:
    run("--file", str(file_with(tmp_path, WHOLE)))
    with pytest.raises(Refused, match="sudah punya administrator"):
        run()


def test_lost_codes_are_printed_again_for_who_never_opened_the_account(
    no_preparing: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--file", str(file_with(tmp_path, WHOLE)))
    first = actions.invite_again(now=timezone.now())
    opened(first[0])
    capsys.readouterr()
    assert run("codes") == 0
    told = capsys.readouterr().out
    assert "citra" in told
    assert "budi" not in told
    with pytest.raises(Missing):
        invitation.accept(first[1].code, name="Citra", now=timezone.now())


def test_no_code_is_printed_when_everybody_has_opened_the_account(no_preparing: None, tmp_path: Path) -> None:
    run("--file", str(file_with(tmp_path, WHOLE)))
    for one in actions.invite_again(now=timezone.now()):
        opened(one)
    with pytest.raises(Missing, match="belum membuka"):
        run("codes")


def test_recovering_needs_that_nobody_is_left_to_approve(no_preparing: None, tmp_path: Path) -> None:
    run("--file", str(file_with(tmp_path, WHOLE)))
    for one in actions.invite_again(now=timezone.now()):
        opened(one)
    words = ("recover", "--institution", "36.04/bawaslu", "--login", "dian")
    with pytest.raises(Refused, match="Masih ada dua"):
        run(*words)
    Grant.objects.filter(user__username="citra").update(ended_on=timezone.localdate())
    assert run(*words) == 0
    assert ("dian", "36.04/bawaslu") in access.administrators(timezone.localdate())
    with pytest.raises(InvalidField, match="tidak terbaca"):
        run(*words, "--until", "kapan-kapan")
