"""R44: every stored field is classified. R56: no field, index, address, parameter or query can look a person up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

import ikrar
from ikrar.core.declaration.search import Wanted
from ikrar.records.declaration import queries
from ikrar.records.place import queries as place
from ikrar.records.tables import TABLES
from tests import cast
from tests.house import matrix, privacy

SOURCE = Path(ikrar.__file__ or "").parent
OURS = [m for m in apps.get_models() if m.__module__.startswith("ikrar.")]

#: Words that would name, number or follow a person; as a field, a parameter or an index they may not exist.
PERSON = re.compile(
    r"(^|_)(nik|ktp|kk|npwp|phone|telepon|telp|hp|whatsapp|wa|email|surel|alamat|address|birth|lahir|gender|religion|agama|"
    r"ethnic|suku|speaker|reporter|pelapor|suspect|tersangka|orang|person|persons|nama_orang|handle|username|user|"
    r"author|penulis|signatory|face|photo|foto|ip|user_agent|device|location|lokasi_orang)(_|$)"
)
#: Fields of ours that name a person all the same, each for a reason.
ALLOWED = {
    "ikrar_account.User.username": "staff sign in with it",
    "ikrar_account.Grant.user": "a grant is somebody's",
    "ikrar_account.SignInLink.user": "a demo link signs somebody in",
    "invitation.Invitation.user": "an invitation opens somebody's account",
    "reading.Reading.author": "a draft is its author's alone",
}
#: Columns an index (or a unique key) may find a person by.
INDEXED = {
    "ikrar_account.User.username": "sign-in",
    "ikrar_account.Grant.user": "the holder's own grants",
    "ikrar_account.SignInLink.user": "key of the row",
    "reading.Reading.author": "the author's own drafts",
    "meeting.Approval.officer": "one word of a person for one meeting (R8), found behind the meeting",
}


# --- R44 --------------------------------------------------------------------------------------------------------------


def test_r44_every_field_of_every_installed_app_is_classified_and_no_entry_is_stale() -> None:
    assert privacy.differences(privacy.all_fields(), set(privacy.policy())) == []


def test_r44_a_new_field_and_a_stale_entry_are_found() -> None:
    found = privacy.differences(privacy.all_fields() | {"report.Report.nik"}, set(privacy.policy()) | {"a.B.c"})
    assert [sentence.split()[0] for sentence in found] == ["a.B.c", "report.Report.nik"]


@pytest.mark.parametrize("name", sorted(privacy.policy()))
def test_r44_an_entry_says_a_known_class_who_may_see_it_and_why(name: str) -> None:
    entry = privacy.policy()[name]
    assert entry.seen in privacy.CLASSES[entry.kind]
    assert entry.draft in privacy.SEEN
    assert entry.why.endswith(".")


def test_r44_every_table_says_how_long_its_rows_are_kept() -> None:
    assert all(privacy.retentions().values())


def test_r5_every_table_has_a_class_so_that_row_policies_forget_none() -> None:
    kept = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    assert sorted(kept - set(TABLES)) == [], "say in records/tables.py whose the rows are: public, identity or a Policy"
    assert sorted(set(TABLES) - kept) == [], "records/tables.py names a table that is no more"
    assert list(TABLES) == sorted(TABLES)


# --- R56 --------------------------------------------------------------------------------------------------------------


def test_r56_no_field_of_ours_names_a_person_beyond_those_with_a_reason() -> None:
    found = {f"{m._meta.label}.{f.name}" for m in OURS for f in privacy.fields(m) if PERSON.search(f.name)}
    assert found == set(ALLOWED)


def test_r56_no_index_or_unique_key_finds_a_person_except_by_what_staff_sign_in_with(database: Path) -> None:
    personal = {name for name, entry in privacy.policy().items() if entry.kind == "personal"}
    found = {f"{m._meta.label}.{name}" for m in OURS for name in _indexed(m)} & (personal | set(ALLOWED))
    assert found == set(INDEXED)


def _indexed(model: type) -> Iterator[str]:
    columns = {f.column: f.name for f in model._meta.concrete_fields}
    with connection.cursor() as cursor:
        for rule in connection.introspection.get_constraints(cursor, model._meta.db_table).values():
            if rule["index"] or rule["unique"] or rule["primary_key"]:
                yield from (columns[c] for c in rule["columns"] or () if c in columns)


def test_r56_no_address_takes_a_person() -> None:
    for pattern in matrix.patterns():
        for name in [*pattern.pattern.converters, *str(pattern.name).split("-")]:
            assert not PERSON.search(name), pattern.name


REGISTER = {"tempat", "pemilihan", "komitmen", "lembaga", "setelah"}  # besides words, area and the days from and to
SPREAD = {"alamat", "contoh"}  # the address of a page of ours to be framed, and whether examples are looked at
TRAIL = {"dari", "berakhir", "ref", "sejak", "sampai"}  # of the people of one's institution and of its leaves


def test_r56_the_parameters_of_search_are_words_area_position_and_page_alone() -> None:
    read = set()
    for path in SOURCE.rglob("web/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("GET.get"):
                read.add(ast.literal_eval(node.args[0]))
    read -= {"sidik"}  # the digest of a text, to check it
    assert (
        read
        == {"q", "wilayah", "hal", "cari", "induk", "periksa", "tersimpan", "lat", "lng", "next", "jenis", "keadaan"}
        | {"bulan"}  # a month of the calendar
        | {"tahapan", "deklarasi"}  # of decisions; and the declaration whose meeting is written down
        | {"bacaan", "arah", "mulai", "sesudah"}  # the reading that becomes a hand-over; places in lists of relays
        | TRAIL
        | REGISTER
        | SPREAD
    )


QUERIES = {
    "filter",
    "exclude",
    "order_by",
    "values",
    "values_list",
    "annotate",
    "aggregate",
    "get",
    "distinct",
    "alias",
}
#: Query on a person's column -> why it may be.
LOOKUPS = {
    "user_id=holder.user_id": "whether the asking person ever served the institution whose draft they would review",
    "author_id=holder.user_id": "the author's own drafts",
    "username=username": "sign-in, and the operator's own command line",
    "user__username=username": "the operator's command line: the present code of a demo person",
    "user=user_id": "whoever makes the request: the grants that hold now",
    "user=user": "the one account an act is about: its second factors, its invitation",
    "user__is_active=True": "closed accounts hold nothing",
}


def test_r56_no_query_filters_sorts_or_groups_by_a_person_beyond_the_known_ones() -> None:
    found = {(path.name, text) for path in SOURCE.rglob("*.py") for text in _lookups(path.read_text(encoding="utf-8"))}
    assert {text for _, text in found} == set(LOOKUPS), found


def test_r56_a_planted_search_by_person_is_found() -> None:
    for planted in (
        "Reading.objects.filter(author__name__icontains=words)",
        "Grant.objects.values('user').annotate(n=Count('pk'))",
        "User.objects.order_by('name', 'username')",
        "Report.objects.filter(Q(speaker=x))",
    ):
        assert set(_lookups(planted)) - set(LOOKUPS), planted


def _lookups(source: str) -> Iterator[str]:
    """Yield what a query asks of a person's column, as written."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name not in QUERIES | {"Q", "F"} or (".objects" not in ast.unparse(node.func) and name not in {"Q", "F"}):
            continue
        for argument in node.args:
            text = argument.value if isinstance(argument, ast.Constant) else ""
            if isinstance(text, str) and _personal(text):
                yield text
        for keyword in node.keywords:
            if keyword.arg and _personal(keyword.arg):
                yield f"{keyword.arg}={ast.unparse(keyword.value)}"


def _personal(lookup: str) -> bool:
    return any(PERSON.search(part) or part in {"name__icontains"} for part in lookup.lstrip("-").split("__"))


def test_r56_search_finds_neither_staff_nor_persons_in_drafts(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    cast.draft(dewi, persons=("Wira Adinata Sukmaraga",))
    cast.frozen(dewi, persons=("Wira Adinata Sukmaraga",))
    for words in ("Wira", "Sukmaraga", "Rengganis", "dewi"):
        assert queries.register_page(Wanted(words=words)).paginator.count == 0
        assert place.search(words) == []
        page = cast.Browser().get("/deklarasi/", {"q": words}).content.decode()
        assert "Deklarasi Pilkada Damai 2024" not in page
