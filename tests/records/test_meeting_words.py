"""What a search for meetings and decisions finds, whatever the database, and that it tells nothing of other rows."""

from __future__ import annotations

import random
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.form import DecisionForm
from ikrar.core.text.search import Term, terms, tokens
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.meeting import actions, erasure, finding, queries
from ikrar.records.meeting.models import Decision, Meeting
from ikrar.records.meeting.register import Found, Register, Wanted
from tests import cast, meetings
from tests.installation import on_postgresql, on_sqlite
from tests.store import STORE

BOTH = pytest.mark.parametrize("few", [2_000, 0], ids=["by the index", "in the rows"])
VOCABULARY = ("damai", "damailah", "rapat", "patroli", "35.01", "09.00", "99", "Jum'at", "kéréta", "hoax", "di")
PARTS = ("dam", "da", "patr", "trol", "35", "01", "hoaks", "!!", '"rapat damai"', '"damai rapat"', "jumat kereta")
TYPED = (*VOCABULARY, *PARTS)


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def listed(who: Holder, words: str) -> set[str]:
    return {row.title for row in queries.listed(who, words=words, limit=500)}


def told(words: str) -> set[str]:
    return {row.meeting.title for row in queries.public_page(words=words, limit=500)}


def found(who: Holder, words: str) -> Found:
    return Register(who).found(Wanted(words=words), after="", limit=500)


def texts(who: Holder, words: str) -> set[str]:
    return {row.text for row in found(who, words).rows}


def says(parts: tuple[str, ...], typed: str) -> bool:
    """Say by the plainest reading whether a text in parts has what was typed."""
    asked = terms(typed)
    return bool(asked) and all(any(_has(tokens(part), term) for part in parts) for term in asked)


def _has(words: list[str], term: Term) -> bool:
    size = len(term.words)
    for span in (words[n : n + size] for n in range(len(words) - size + 1)):
        last = span[-1].startswith(term.words[-1]) if term.begins else span[-1] == term.words[-1]
        if last and tuple(span[:-1]) == term.words[:-1]:
            return True
    return False


# --- what is found ----------------------------------------------------------------------------------------------------


@BOTH
def test_a_search_finds_what_reading_every_text_finds(dewi: Holder, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    dice = random.Random(7)
    for n in range(24):
        title, place = (" ".join(dice.choices(VOCABULARY, k=dice.randint(1, 4))) for _ in range(2))
        meetings.draft(dewi, title=f"{title} nomor{n}", place=place)
    rows = list(Meeting.objects.values_list("title", "place"))
    for typed in TYPED:
        assert listed(dewi, typed) == {title for title, place in rows if says((title, place), typed)}, typed
        two = f"{typed} damai"
        assert listed(dewi, two) == {title for title, place in rows if says((title, place), two)}, two
    assert len(listed(dewi, "damai")) > 5
    assert len(listed(dewi, "")) == len(rows)


@BOTH
def test_decisions_are_found_and_counted_by_their_words(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    dice = random.Random(11)
    typed = [" ".join(dice.choices(VOCABULARY, k=dice.randint(2, 6))) + f" butir{n}" for n in range(12)]
    decisions = tuple(DecisionForm(text, "35.28/kpu", "Ketua") for text in typed)
    meetings.frozen(dewi, typed=meetings.minutes(decisions=decisions))
    rows = list(Decision.objects.values_list("text", flat=True))
    for words in TYPED:
        wanted = {text for text in rows if says((text,), words)}
        assert texts(dewi, words) == wanted, words
        count = found(dewi, words).count
        assert (count is None) == (len(wanted) > few), words
        assert count is None or count.all == len(wanted), words
    assert len(texts(dewi, "35.01")) > 1


def test_words_narrow_together_with_the_other_filters(dewi: Holder) -> None:
    meetings.frozen(dewi)
    wanted = Wanted(words="patroli", owner="35.28/bawaslu", standing="open")
    assert len(Register(dewi).found(wanted, after="", limit=9).rows) == 1
    other = Wanted(words="patroli", owner="35.28/kpu")
    assert Register(dewi).found(other, after="", limit=9).count == Count(0, 0, 0, 0)


# --- what the index follows -------------------------------------------------------------------------------------------


@BOTH
def test_a_changed_title_and_place_are_found_and_the_former_ones_no_more(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    made = meetings.called(dewi, title="Rapat kenarizqa", place="Aula kenarizqb")
    later = meetings.form(title="Rapat kenarizqc", place="Aula kenarizqd")
    actions.change(dewi, made.ref, edition=1, form=later, mailbox="kpu@lembaga.example", now=timezone.now())
    for word, hit in (("kenarizqa", False), ("kenarizqb", False), ("kenarizqc", True), ("kenarizqd", True)):
        assert listed(dewi, word) == ({"Rapat kenarizqc"} if hit else set()), word


@on_sqlite
def test_r42_neither_discarded_drafts_nor_former_titles_nor_erased_examples_leave_a_word(dewi: Holder) -> None:
    draft = meetings.draft(dewi, title="Rapat kenarizqd")
    changed = meetings.draft(dewi, title="Rapat kenarizqt")
    said = (DecisionForm("Kenarizqk diputuskan.", "35.28/kpu", "Ketua"),)
    meetings.frozen(dewi, typed=meetings.minutes(decisions=said), area="98.01", title="Rapat kenarizqe", election="")
    words = (b"kenarizqd", b"kenarizqt", b"kenarizqe", b"kenarizqk")
    assert all(word in STORE.everything() for word in words), "the canary must be found while it is there"
    actions.discard(dewi, draft.ref, edition=1)
    actions.change(dewi, changed.ref, edition=1, form=meetings.form(), now=timezone.now())
    erasure.forget_examples()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = STORE.everything()
    assert [word for word in words if word in kept] == []
    assert found(dewi, "kenarizqk").rows == []


@on_sqlite
def test_the_index_holds_the_words_of_the_rows_there_are_and_no_others(dewi: Holder) -> None:
    meetings.frozen(dewi)
    gone = meetings.draft(dewi)
    actions.discard(dewi, gone.ref, edition=1)
    for table in ("meeting_meeting", "meeting_decision"):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}_word ({table}_word) VALUES ('integrity-check')")
            cursor.execute(f"SELECT ref FROM {table}_word_key EXCEPT SELECT ref FROM {table}")
            assert cursor.fetchall() == []
            cursor.execute(f"SELECT ref FROM {table} EXCEPT SELECT ref FROM {table}_word_key")
            assert cursor.fetchall() == []


def test_every_row_has_the_words_that_are_made_of_it_now(dewi: Holder) -> None:
    meetings.frozen(dewi)
    meetings.draft(dewi)
    made = {row: finding.of_meeting(row.title, row.place) for row in Meeting.objects.all()}
    made |= {row: finding.of_decision(row.text) for row in Decision.objects.all()}
    assert len(made) == 4
    for row, words in made.items():
        one = type(row).objects.filter(pk=row.pk)
        before = one.values_list("words")[0]
        one.update(words=words)
        assert one.values_list("words")[0] == before


def test_the_migration_enters_the_words_of_the_rows_there_are(dewi: Holder) -> None:
    meetings.frozen(dewi, title="Rapat kenarizqlama")
    models = (Meeting, Decision)
    before = [dict(model.objects.values_list("pk", "words")) for model in models]
    with identity.system():
        for model in models:
            model.objects.update(words=None)
    assert listed(dewi, "kenarizqlama") == texts(dewi, "patroli") == set()
    with identity.system():
        import_module("ikrar.records.meeting.migrations.0013_words_of_before").fill(apps, SimpleNamespace())
    assert [dict(model.objects.values_list("pk", "words")) for model in models] == before
    assert listed(dewi, "kenarizqlama") == {"Rapat kenarizqlama"}
    assert len(texts(dewi, "patroli")) == 1


# --- what it tells ----------------------------------------------------------------------------------------------------


@BOTH
def test_a_search_tells_nobody_of_a_word_in_a_row_they_do_not_see(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """A draft is its host's; what was called is its parties'; nobody else learns that a word stands there."""
    monkeypatch.setattr(finding, "FEW", few)
    meetings.draft(dewi, title="Rapat kenarizqdraf")
    meetings.called(dewi, title="Rapat kenarizqundangan")
    said = (DecisionForm("Kenarizqputusan.", "35.28/kpu", "Ketua"),)
    meetings.frozen(dewi, title="Rapat kenarizqbeku", typed=meetings.minutes(decisions=said))
    stranger, agus = cast.at_desk(cast.YUDA), cast.at_desk(cast.AGUS)
    assert stranger.institutions(Role.SECRETARY)
    for word in ("kenarizqdraf", "kenarizqundangan", "kenarizqbeku", "kenarizqputusan"):
        assert told(word) == set(), word
        assert listed(stranger, word) == set(), word
        assert found(stranger, word) == Found([], Count(0, 0, 0, 0)), word
    assert listed(agus, "kenarizqdraf") == set()
    assert listed(agus, '"rapat kenarizqundangan"') == {"Rapat kenarizqundangan"}
    assert [row.text for row in found(agus, "kenarizqputusan").rows] == ["Kenarizqputusan."]
    assert listed(dewi, "kenarizqdraf") == {"Rapat kenarizqdraf"}


def test_the_public_finds_approved_meetings_by_their_words(dewi: Holder) -> None:
    meetings.approved(dewi, title="Rapat kenarizqsetuju")
    assert told("kenarizqset") == {"Rapat kenarizqsetuju"}
    assert told("kenarizqlain") == set()


@on_postgresql
def test_below_the_program_too_an_index_tells_its_words_to_nobody_and_references_to_those_who_see_the_rows(
    dewi: Holder,
) -> None:
    made = meetings.draft(dewi, title="Rapat kenarizqdraf")
    yuda = cast.at_desk(cast.YUDA)
    asked = (
        (identity.Kind.PERSON, dewi.user_id, [made.ref]),
        (identity.Kind.PERSON, yuda.user_id, []),
        (identity.Kind.ANONYMOUS, None, []),
        (identity.Kind.SYSTEM, None, [made.ref]),
    )
    for kind, user_id, refs in asked:
        with identity.identity(kind, user_id), connection.cursor() as cursor:
            cursor.execute("SELECT meeting_meeting_saying('kenarizqdraf'::tsquery)")
            assert cursor.fetchone() == (refs,), kind
            cursor.execute("SELECT count(*) FROM meeting_meeting_word")
            assert cursor.fetchone() == (1 if kind is identity.Kind.SYSTEM else 0,), kind


@on_postgresql
def test_the_words_beside_the_rows_are_theirs(dewi: Holder) -> None:
    meetings.frozen(dewi)
    actions.discard(dewi, meetings.draft(dewi).ref, edition=1)
    with identity.system(), connection.cursor() as cursor:
        for table in ("meeting_meeting", "meeting_decision"):
            cursor.execute(
                f"SELECT count(*) FROM {table} t FULL JOIN {table}_word w USING (ref)"
                " WHERE t.words IS DISTINCT FROM w.words"
            )
            assert cursor.fetchone() == (0,)
            cursor.execute(f"SELECT count(*) FROM {table}_word")
            assert cursor.fetchone() != (0,)
