"""The register's list: what enters and leaves it, what a search finds, and that its cost does not grow."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import InvalidField
from ikrar.core.text.search import Term, tokens
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions, finding, listing, queries
from ikrar.records.declaration.models import Listing, Version
from ikrar.records.ref import new_ref
from ikrar.records.words import LAST, told, vector
from tests import cast
from tests.installation import on_sqlite
from tests.store import STORE


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def point(text: str, *kinds: str) -> dict[str, object]:
    return {"points": (PointForm(text, kinds),)}


def found(**wish: object) -> list[str]:
    return [version.title for version in queries.register_page(Wanted(**wish)).object_list]


def everything() -> list[tuple[object, ...]]:
    return list(Listing.objects.order_by("key").values_list())


# --- what is listed ---------------------------------------------------------------------------------------------------


def test_a_draft_is_not_listed_and_a_frozen_version_is(dewi: Holder) -> None:
    cast.registered(dewi)
    assert not Listing.objects.exists()
    version = cast.frozen(dewi)
    row = Listing.objects.get()
    assert (row.declaration_id, row.version_id) == (version.declaration_id, version.pk)
    assert (row.province, row.regency, row.district, row.village) == ("35", "35.28", "", "")


def test_a_newer_version_takes_the_place_of_the_older_one_and_its_words(dewi: Holder) -> None:
    ref = cast.frozen(dewi, **point("menolak serangan fajar")).declaration_id
    actions.supersede(dewi, ref, reason="Salah tulis.", now=timezone.now())
    assert found(words="fajar") != [], "the frozen version stands until the new one is frozen"
    actions.save(dewi, ref, edition=1, form=cast.form(**point("menolak amplop")))
    cast.freeze(dewi, ref)
    assert Listing.objects.count() == 1
    assert (found(words="fajar"), len(found(words="amplop"))) == ([], 1)


def test_when_freezing_fails_nothing_is_listed(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cast.registered(dewi)
    cast.approved(dewi, made.ref)

    def fails(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions.ledger, "append", fails)
    with pytest.raises(RuntimeError):
        actions.freeze(dewi, made.ref, edition=1, now=timezone.now())
    assert not Listing.objects.exists()
    assert found(words="damai") == []


@on_sqlite
def test_r42_erased_examples_are_neither_found_nor_in_any_byte(dewi: Holder) -> None:
    cast.frozen(dewi)
    cast.frozen(dewi, title="Kenarizqx", area="98.01", election="")
    assert b"kenarizqx" in STORE.everything(), "the canary must be found while it is there"
    actions.erase_examples(by="98.01/kpu", now=timezone.now())
    assert found(words="kenarizqx") == []
    assert found(words="damai") == ["Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan"]
    assert b"kenarizqx" not in STORE.everything()


def test_renewing_lists_what_an_earlier_release_registered_and_changes_nothing_else(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    actions.supersede(dewi, ref, reason="Salah tulis.", now=timezone.now())
    cast.freeze(dewi, ref)
    cast.frozen(dewi, title="Deklarasi kedua")
    before = everything()
    assert listing.renew() == 0
    Listing.objects.filter(declaration_id=ref).delete()
    assert listing.renew() == 1
    assert everything() == before


def test_renewing_makes_anew_what_was_listed_by_another_rule(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.frozen(dewi)
    monkeypatch.setattr(listing, "RULE", listing.RULE + 1)
    assert listing.renew() == 1
    assert Listing.objects.get().rule == listing.RULE


def test_many_are_entered_with_as_many_queries_as_a_few(dewi: Holder) -> None:
    for number in range(4):
        cast.frozen(dewi, title=f"Deklarasi {number}")
    counts = []
    for some in (Version.objects.all()[:1], Version.objects.all()):
        rows = list(some)
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            assert listing.enter_many(rows) == len(rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@on_sqlite
def test_a_listing_is_never_changed_in_place(dewi: Holder) -> None:
    cast.frozen(dewi)
    with pytest.raises(IntegrityError, match="made anew"):
        Listing.objects.update(words="lain")


# --- what is found ----------------------------------------------------------------------------------------------------


def test_words_are_found_whole_from_their_beginning_and_in_any_order(dewi: Holder) -> None:
    cast.frozen(dewi, title="A", **point("Menangkal provokasi dan ujaran kebencian."))
    cast.frozen(dewi, title="B", **point("Menolak politik uang."))
    for words_typed, titles in (
        ("provok", ["A"]),
        ("ujaran provokasi", ["A"]),
        ("okasi", []),
        ("POLITIK", ["B"]),
        ("me", []),
        ("pamekasan", ["B", "A"]),
        ("“ujaran kebencian”", ["A"]),
        ("“kebencian ujaran”", []),
        ("“provokasi kebencian”", []),
    ):
        assert found(words=words_typed) == titles, words_typed


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "'",
        "*",
        "(",
        "a OR b",
        "NEAR(a b)",
        "words:damai",
        "^damai",
        "-damai",
        "damai' & !x",
        "\\",
        ":*",
        "#w35",
        "|",
    ],
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(dewi: Holder, hostile: str) -> None:
    cast.frozen(dewi)
    found(words=hostile)
    assert found(words=f"{hostile} tidakada") == []
    assert found(area=hostile) == []


def test_a_word_of_a_hundred_letters_is_found_by_itself(dewi: Holder) -> None:
    long = "panjang" * 15
    cast.frozen(dewi, title="A", **point(f"Kata {long} ini."))
    assert found(words=long[:100]) == ["A"]
    assert found(words="x" * 100) == []


def test_every_filter_narrows_by_itself_and_with_the_others(dewi: Holder) -> None:
    cast.frozen(dewi, title="A", event_date="2024-08-16", **point("x", "NO_HOAX"))
    cast.frozen(
        dewi,
        title="B",
        area="35.28.01",
        election="pemilu-2024",
        event_date="2024-01-05",
        offices=(OfficeForm("Kapolres", "Polres Pamekasan"),),
        **point("y", "NO_MONEY_POLITICS"),
    )
    for wish, titles in (
        ({}, ["A", "B"]),
        ({"area": "35.28"}, ["A", "B"]),
        ({"area": "35.28.01"}, ["B"]),
        ({"area": "35.2"}, []),
        ({"election": "pilkada-2024"}, ["A"]),
        ({"kind": "NO_HOAX"}, ["A"]),
        ({"institution_kind": "polri"}, ["B"]),
        ({"institution_kind": "kpu"}, ["A", "B"]),
        ({"institution": "35.28/kpu"}, ["A", "B"]),
        ({"since": date(2024, 8, 16)}, ["A"]),
        ({"until": date(2024, 8, 15)}, ["B"]),
        ({"since": date(2024, 1, 5), "until": date(2024, 1, 5)}, ["B"]),
        ({"since": date(2024, 1, 6), "until": date(2024, 1, 5)}, []),
        ({"words": "x", "kind": "NO_HOAX", "since": date(2024, 8, 1)}, ["A"]),
        ({"words": "x", "kind": "NO_MONEY_POLITICS"}, []),
    ):
        assert found(**wish) == titles, wish
        assert queries.register_count(Wanted(**wish)) == len(titles)


def test_r44_the_name_in_an_office_or_of_whom_one_speaks_for_is_not_found(dewi: Holder) -> None:
    cast.frozen(dewi, offices=(OfficeForm("Ketua Wiratama", "KPU Kabupaten Pamekasan", "Sukmawati", "Rengganis"),))
    for name in ("Wiratama", "Sukmawati", "Rengganis"):
        assert found(words=name) == []


# --- pages ------------------------------------------------------------------------------------------------------------


def days(dewi: Holder, number: int, *, first: int = 0) -> None:
    for n in range(first, first + number):
        day = date(2024, 8, 16) + timedelta(days=n)
        cast.frozen(dewi, title=f"Deklarasi {n}", event_date=day.isoformat())


def test_beyond_the_window_of_pages_a_new_one_goes_on_behind_the_last_row(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    monkeypatch.setattr(finding, "CAP", 4)
    days(dewi, 5)
    first = queries.register_page(page="2")
    assert ([v.title for v in first.object_list], first.paginator.count) == (["Deklarasi 2", "Deklarasi 1"], 4)
    assert first.paginator.more
    last = queries.register_page(after=first.object_list[-1].declaration_id)
    assert [v.title for v in last.object_list] == ["Deklarasi 0"]
    assert not last.paginator.more


def test_a_place_in_the_list_that_is_none_is_refused(dewi: Holder) -> None:
    with pytest.raises(InvalidField):
        queries.register_page(after=new_ref())


def test_a_page_of_the_register_takes_as_many_queries_with_twenty_rows_as_with_one(dewi: Holder) -> None:
    counts = []
    for first, more in ((0, 1), (1, 19)):
        days(dewi, more, first=first)
        for wish in (Wanted(), Wanted(words="menjaga uang", area="35", since=date(2024, 1, 1))):
            with CaptureQueriesContext(connection) as asked:
                page = queries.register_page(wish)
                assert page.paginator.count == first + more
                assert all(v.declaration.institution.name and (v.area is None or v.area.parent) for v in page)
            counts.append(len(STORE.own(asked)))
    assert set(counts) == {3}


# --- both databases find alike ----------------------------------------------------------------------------------------

SYLLABLES = ("ma", "ka", "po", "li", "uang", "da", "mai", "-", " ", " ", "'", "é", "2")


def test_what_is_found_is_what_reading_every_text_would_find(dewi: Holder) -> None:
    chance = random.Random(5)
    texts = {f"T{n}": "".join(chance.choices(SYLLABLES, k=30)) for n in range(6)}
    for title, text in texts.items():
        cast.frozen(dewi, title=title, preamble="", closing="", place="", **point(text + " akhir"))
    read = {title: tokens(f"{text} akhir") for title, text in texts.items()}
    for _ in range(60):
        typed = "".join(chance.choices(SYLLABLES, k=chance.randint(1, 5)))
        wanted = Wanted(words=typed)
        if wanted.terms:
            expected = {t for t, kept in read.items() if all(_in(kept, term) for term in wanted.terms)}
            assert set(found(words=typed)) == expected, typed


def _in(found: list[str], term: Term) -> bool:
    size = len(term.words)
    spans = (tuple(found[n : n + size]) for n in range(len(found) - size + 1))
    return any(_same(span, term) for span in spans)


def _same(span: tuple[str, ...], term: Term) -> bool:
    head = span[:-1] == term.words[:-1]
    return head and (span[-1].startswith(term.words[-1]) if term.begins else span[-1] == term.words[-1])


def test_a_vector_has_a_place_for_a_gap_and_ends_at_the_last_place_there_is() -> None:
    assert vector(["a", "#", "it's", "#w35"]) == "'a':1 'it''s':3 '#w35':4"
    assert told(vector(["#", "a", "#", "it's", "a"])) == "# a # it's a"
    assert told("") == ""
    assert vector(["x"] * 20_000).endswith(f"'x':{LAST}")
