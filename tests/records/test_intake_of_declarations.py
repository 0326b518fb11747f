"""Declarations from a file: registered with the very bytes, in order, once; what cannot be is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice, canonical_bytes, parse
from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.declaration.sheet import Entry, Problem
from ikrar.core.ledger.leaf import opens
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access, actions, intake, queries
from ikrar.records.declaration.models import Declaration, Step, Version
from ikrar.records.ledger.models import Leaf
from tests import cast

AT = datetime(2024, 8, 16, 5, tzinfo=UTC)
TEXT = DeclarationText(
    title="Deklarasi Pilkada Damai",
    election="pilkada-2024",
    area="35.28",
    event_date=AT.date(),
    place="Pendopo",
    language="id",
    preamble="Kami berikrar:",
    points=("Menjaga persatuan.", "Menolak politik uang."),
    closing=None,
    pledging_offices=(PledgingOffice("Ketua", "KPU Kabupaten Pamekasan", None, None),),
    parent=None,
    supersedes=None,
)
BESIDE = {
    "operation": "Operasi Uji",
    "witnesses": (WitnessForm("Camat", "Kecamatan", ""),),
    "translation": TranslationForm("en", "Pledge", "We pledge:", ("Unity.", "No money."), ""),
}


def wording(number: int = 1, reason: str = "", **changes: object) -> Wording:
    """Return a version with parts of its text replaced."""
    kinds = (("UNITY_NKRI",), ("NO_MONEY_POLITICS",))
    data = canonical_bytes(replace(TEXT, **changes))
    return Wording(number, data, AT + timedelta(minutes=number), reason=reason, kinds=kinds, **BESIDE)


def copy(ref: str = "A" * 26, *versions: Wording, **changes: object) -> Copy:
    """Return a declaration of the KPU with one version unless others are given."""
    found = Copy(ref, "35.28/kpu", "KPU Kabupaten Pamekasan", False, versions or (wording(),))
    return replace(found, **changes)


def following(first: Wording, **changes: object) -> Wording:
    """Return the next version after one."""
    return wording(first.number + 1, reason="Salah ketik.", supersedes=first.digest, **changes)


def child(ref: str, of: Wording, **changes: object) -> Copy:
    """Return a declaration that follows another one's version."""
    return copy(ref, wording(parent=of.digest, **{"title": f"Deklarasi {ref[0]}", "area": "35.28.01"} | changes))


def tried(*copies: Copy) -> tuple[intake.Plan, tuple[Problem, ...]]:
    """Compare, each declaration in a row of its own from 2."""
    rows = [Entry(one, "naskah", (n,) * len(one.versions)) for n, one in enumerate(copies, start=2)]
    return intake.compare(rows, now=timezone.now())


def take(*copies: Copy, reason: str = "Pindah peladen.") -> int:
    """Compare and register, all of it at once."""
    plan, problems = tried(*copies)
    assert not problems, problems
    return actions.take_in(plan.arrivals, source="f" * 64, reason=reason, now=timezone.now())


def refused(*copies: Copy) -> list[tuple[int, str]]:
    """Return the faults as (row, column); with any there is nothing to register."""
    plan, problems = tried(*copies)
    assert not plan.arrivals or not problems
    return [(p.row, p.column) for p in problems]


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


# --- what is registered -----------------------------------------------------------------------------------------------


def test_what_comes_in_is_registered_with_its_bytes_its_reference_and_its_day(database: Path) -> None:
    one = copy()
    assert take(one) == 1
    assert queries.copy_of(one.ref) == one
    shown = queries.registered(one.ref)
    assert (shown.canonical, shown.frozen_at) == (one.versions[0].canonical, one.versions[0].frozen_at)
    assert shown.registered_by == "KPU Kabupaten Pamekasan"
    assert (shown.operation, shown.witnesses, shown.translations[0].title) == (
        "Operasi Uji",
        (WitnessForm("Camat", "Kecamatan", ""),),
        "Pledge",
    )
    assert [found.declaration_id for found in queries.register_after(Wanted(words="persatuan"), limit=5)] == [one.ref]


def test_all_versions_come_in_with_their_reasons_and_the_newest_is_listed(database: Path) -> None:
    first = wording()
    one = copy("B" * 26, first, following(first, place="Aula"))
    assert take(one) == 2
    assert queries.copy_of(one.ref) == one
    (listed,) = queries.register_after(limit=5)
    assert listed.number == 2
    assert [link.reason for link in queries.registered(one.ref).versions] == ["Salah ketik.", ""]


def test_the_steps_say_that_it_was_imported_why_and_by_whose_register(database: Path) -> None:
    first = wording()
    take(copy("B" * 26, first, following(first, place="Aula")))
    steps = Step.objects.order_by("id").values_list("version__number", "move", "old", "new", "reason")
    assert list(steps) == [
        (1, "open", "", "draft", ""),
        (1, "import", "draft", "frozen", "Pindah peladen."),
        (2, "open", "", "draft", "Salah ketik."),
        (2, "import", "draft", "frozen", "Pindah peladen."),
        (1, "supersede", "frozen", "superseded", ""),
    ]
    assert set(Step.objects.values_list("institution_id", flat=True)) == {"35.28/kpu"}


def test_r45_each_version_leaves_a_leaf_that_commits_to_its_digest_and_its_file(database: Path) -> None:
    one = copy(versions=(replace(wording(), reviewed_by="35.28/bawaslu"),))
    take(one)
    (leaf,) = Leaf.objects.all()
    record = {
        "act": "declaration.imported",
        "declaration": one.ref,
        "version": 1,
        "digest": one.versions[0].digest,
        "frozen_at": "2024-08-16T05:01:00Z",
        "reviewed_by": "35.28/bawaslu",
        "source": "f" * 64,
    }
    assert (leaf.type, leaf.by, leaf.ref) == ("declaration.imported", "35.28/kpu", Declaration.objects.get().ledger_ref)
    assert opens(leaf.com, bytes(leaf.opening.r), record)


def test_the_register_of_one_installation_comes_in_whole_at_another(dewi: Holder) -> None:
    made = cast.frozen(dewi, **BESIDE | {"translation": None})
    ref = made.declaration_id
    actions.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    taken = queries.copy_of(ref)
    elsewhere = replace(taken, ref="Q" * 26)
    assert refused(elsewhere) == [(2, "sidik")]
    assert (taken, tried(taken)[0].present) == (queries.copy_of(ref), 1)


def test_an_imported_declaration_goes_on_at_the_desk_like_any_other(dewi: Holder) -> None:
    take(copy())
    actions.supersede(dewi, "A" * 26, reason="Perbaikan.", now=timezone.now())
    draft = access.editable(dewi, "A" * 26)
    form = queries.form_in(draft)
    assert (draft.number, form.title, form.witnesses) == (2, TEXT.title, BESIDE["witnesses"])


def test_what_was_filled_in_by_hand_gets_a_reference_and_is_frozen_now(database: Path) -> None:
    one = copy("A1", replace(wording(), frozen_at=None))
    take(one)
    version = Version.objects.get()
    assert len(version.declaration_id) == 26
    assert version.frozen_at is not None
    assert version.frozen_at > AT + timedelta(minutes=1)
    assert tried(one)[0].present == 1


# --- order and resuming -----------------------------------------------------------------------------------------------


def test_parents_come_first_in_whatever_order_the_file_has_them(database: Path) -> None:
    top = wording(title="Deklarasi P", area="35")
    province = copy("P" * 26, top)
    regency = child("R" * 26, top, area="35.28")
    district = child("D" * 26, regency.versions[0])
    plan, problems = tried(district, regency, province)
    assert not problems
    assert [one.ref[0] for one in plan.arrivals] == ["P", "R", "D"]
    take(district, regency, province)
    assert queries.registered("D" * 26).parent.ref == "R" * 26
    form = queries.form_in(Version.objects.get(declaration_id="D" * 26))
    assert form.parent == "R" * 26


def test_a_run_that_was_stopped_goes_on_where_it_was(database: Path) -> None:
    first = wording()
    whole = (copy("A" * 26, first, following(first, place="Aula")), copy("B" * 26, wording(title="Deklarasi B")))
    plan, _ = tried(*whole)
    actions.take_in(plan.arrivals[:1], source="f" * 64, reason="x", now=timezone.now())
    again, problems = tried(*whole)
    assert (again.present, len(again.arrivals), problems) == (1, 2, ())
    assert actions.take_in(plan.arrivals, source="f" * 64, reason="x", now=timezone.now()) == 2
    assert [queries.copy_of(one.ref) for one in whole] == list(whole)
    assert take(*whole) == 0


def test_a_parent_or_an_earlier_version_may_be_here_already(database: Path) -> None:
    first, top = wording(), wording(title="Deklarasi P", area="35")
    take(copy("A" * 26, first), copy("P" * 26, top))
    take(copy("A" * 26, first, following(first, place="Aula")), child("D" * 26, top))
    assert Version.objects.filter(frozen_at__isnull=False).count() == 4
    take(copy("A" * 26, following(first, place="Aula")))


def test_a_chain_of_any_length_is_put_in_order_without_recursion(database: Path) -> None:
    one = wording()
    versions = [one]
    for n in range(1_200):
        versions.append(following(versions[-1], place=f"Aula {n}"))
    plan, problems = tried(copy("A" * 26, *versions))
    assert not problems
    assert [a.wording.number for a in plan.arrivals] == list(range(1, 1_202))


# --- what is refused --------------------------------------------------------------------------------------------------


FIRST = wording()
SERANG = wording(area="36.04", title="Serang")
FAULTS: list[tuple[str, Callable[[], tuple[Copy, ...]], list[tuple[int, str]]]] = [
    ("an institution nobody registered", lambda: (copy(institution="35.28/dinas"),), [(2, "pendaftar")]),
    ("a name longer than any institution has", lambda: (copy(institution_name="K" * 161),), [(2, "nama_pendaftar")]),
    ("a name cut off at a cell's end", lambda: (copy(institution_name="K" * 16_000),), [(2, "nama_pendaftar")]),
    ("an area nobody knows", lambda: (copy("A" * 26, wording(area="99.99")),), [(2, "wilayah")]),
    ("an election nobody knows", lambda: (copy("A" * 26, wording(election="pilkada-1955")),), [(2, "pemilihan")]),
    (
        "a kind nobody knows",
        lambda: (copy("A" * 26, replace(FIRST, kinds=(("X",), ()))),),
        [(2, "jenis_komitmen")],
    ),
    ("a day to come", lambda: (copy("A" * 26, replace(FIRST, frozen_at=AT.replace(year=2999))),), [(2, "dibekukan")]),
    ("an example that says it is none", lambda: (copy(example=True),), [(2, "contoh")]),
    (
        "an invented place that says it is real",
        lambda: (copy("A" * 26, wording(area="98.01", title="CONTOH Ikrar")),),
        [(2, "contoh")],
    ),
    ("the same declaration twice", lambda: (copy(), copy()), [(3, "deklarasi")]),
    ("the same text under two references", lambda: (copy(), copy("B" * 26)), [(3, "sidik")]),
    ("a version without the one before it", lambda: (copy("A" * 26, following(FIRST)),), [(2, "mengganti")]),
    ("a first version that supersedes", lambda: (copy("A" * 26, wording(supersedes="c" * 64)),), [(2, "mengganti")]),
    (
        "a second version that supersedes nothing",
        lambda: (copy("A" * 26, FIRST, wording(2, place="Aula")),),
        [(2, "mengganti")],
    ),
    (
        "versions out of order",
        lambda: (copy("A" * 26, replace(FIRST, number=2), replace(wording(place="Aula"), number=1)),),
        [(2, "versi")],
    ),
    ("a version of number nought", lambda: (copy("A" * 26, replace(FIRST, number=0)),), [(2, "versi")]),
    ("a parent nobody knows", lambda: (copy("A" * 26, wording(parent="d" * 64)),), [(2, "mengikuti")]),
    (
        "a parent of another place",
        lambda: (
            copy("P" * 26, wording(area="36.04", title="Serang")),
            child("D" * 26, wording(area="36.04", title="Serang")),
        ),
        [(3, "mengikuti")],
    ),
    ("a point without a text", lambda: (copy("A" * 26, wording(event_date=None)),), [(2, "tanggal")]),
    ("a reason with a hidden letter", lambda: (copy("A" * 26, replace(FIRST, reason="a\u200b")),), [(2, "alasan")]),
]


@pytest.mark.parametrize(("made", "places"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_what_cannot_be_is_told_with_its_row_and_column(
    database: Path, made: Callable[[], tuple[Copy, ...]], places: list[tuple[int, str]]
) -> None:
    assert refused(*made()) == places


def test_a_name_as_long_as_an_institution_may_have_comes_in(database: Path) -> None:
    assert refused(copy(institution_name="K" * 160)) == []


def test_one_fault_keeps_the_whole_file_out(database: Path) -> None:
    plan, problems = tried(copy(), copy("B" * 26, wording(area="99.99")))
    assert (plan.arrivals, len(problems)) == ((), 1)


def test_what_is_here_under_the_same_number_with_another_text_is_a_fault(database: Path) -> None:
    take(copy())
    assert refused(copy("A" * 26, wording(place="Aula"))) == [(2, "versi")]


def test_what_is_here_of_another_institution_is_a_fault(database: Path) -> None:
    take(copy())
    assert refused(copy(institution="35.28/bawaslu")) == [(2, "pendaftar")]


def test_an_older_version_than_the_one_here_is_a_fault(database: Path) -> None:
    first = wording()
    third = replace(following(first, place="Aula"), number=3)
    take(copy("A" * 26, first, third))
    assert refused(copy("A" * 26, first, following(first, place="Balai"))) == [(2, "versi")]


def test_a_number_that_a_draft_here_holds_is_a_fault_that_says_so(dewi: Holder) -> None:
    take(copy())
    actions.supersede(dewi, "A" * 26, reason="Perbaikan.", now=timezone.now())
    first = wording()
    _, (problem,) = tried(copy("A" * 26, first, following(first, place="Aula")))
    assert "rancangan" in str(problem.error)


def test_real_and_invented_never_mix_in_one_declaration(database: Path) -> None:
    example = wording(area="98.01", title="CONTOH Ikrar", election=None)
    take(copy("E" * 26, example, institution="98.01/kpu", example=True))
    now_real = wording(2, supersedes=example.digest)
    assert refused(copy("E" * 26, now_real, institution="98.01/kpu")) == [(2, "contoh")]
    assert refused(child("D" * 26, example)) == [(2, "mengikuti")]


def test_a_field_of_json_is_told_by_its_own_name(database: Path) -> None:
    entry = Entry(copy(institution="35.28/dinas"), "", (7,))
    _, (problem,) = intake.compare([entry], now=timezone.now())
    assert (problem.sheet, problem.row, problem.column) == ("", 7, "registered_by")


def test_a_cascade_deeper_than_eight_is_refused_where_it_gets_too_deep(database: Path) -> None:
    top = wording(title="Deklarasi 0")
    chain = [copy("A" * 26, top)]
    for n in range(1, 9):
        chain.append(child("ABCDEFGHIJ"[n] * 26, chain[-1].versions[0], area="35.28"))
    take(*chain[:8])
    assert refused(*chain) == [(10, "mengikuti")]


# --- cost -------------------------------------------------------------------------------------------------------------


def test_comparing_asks_no_more_for_twelve_than_for_three(database: Path) -> None:
    many = [copy(letter * 26, wording(title=f"Deklarasi {letter}")) for letter in "ABCDEFGHIJKL"]
    counts = []
    for some in (many[:3], many):
        with CaptureQueriesContext(connection) as found:
            tried(*some)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_what_is_registered_is_the_text_of_the_bytes(database: Path) -> None:
    take(copy())
    version = Version.objects.get()
    assert parse(bytes(version.canonical or b"")) == TEXT
    assert list(version.points.order_by("n").values_list("text", flat=True)) == list(TEXT.points)
    assert (version.title, version.area_id, version.election_id) == (TEXT.title, "35.28", "pilkada-2024")
