"""Files of the public register: anybody takes one declaration or many, and each file says where it is from."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text

from ikrar.channels.exchange import file
from ikrar.channels.paper import press
from ikrar.core.declaration.form import OfficeForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.records.declaration import actions, queries
from ikrar.web.public import exchange
from tests import cast

LIST = "/deklarasi/unduh/"


def one(ref: str, kind: str, prefix: str = "") -> object:
    return cast.Browser().get(f"{prefix}/deklarasi/{ref}/unduh/{kind}")


def read(data: bytes) -> list[object]:
    entries, problems = file.read(io.BytesIO(data), len(data))
    assert not problems
    return [entry.copy for entry in entries]


def full(**changes: object) -> str:
    """Freeze a declaration with everything beside its text, and a second version of it; returns its reference."""
    dewi = cast.at_desk(cast.DEWI)
    english = TranslationForm("en", "Pledge", "We pledge:", ("Unity.", "No money."), "So be it.")
    beside = {"operation": "Operasi Uji", "witnesses": (WitnessForm("Camat", "Kecamatan", ""),), "translation": english}
    ref = cast.frozen(dewi, **beside | changes).declaration_id
    actions.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    form = cast.form(place="Aula", **beside | changes)
    actions.save(dewi, ref, edition=1, form=form)
    cast.freeze(dewi, ref)
    return str(ref)


@pytest.mark.parametrize("kind", exchange.FILES)
def test_one_declaration_comes_with_all_its_versions_and_what_stands_beside_them(database: Path, kind: str) -> None:
    ref = full()
    answer = one(ref, kind)
    assert (answer.status_code, answer["Content-Type"]) == (200, file.FORMATS[kind])
    assert answer["Content-Disposition"] == f'attachment; filename="deklarasi-{ref.lower()}.{kind}"'
    assert "X-Ikrar-Example" not in answer
    (copy,) = read(answer.content)
    assert copy == queries.copy_of(ref)
    assert [v.number for v in copy.versions] == [1, 2]
    assert [v.digest for v in copy.versions] == [queries.registered(ref, n).digest for n in (1, 2)]
    assert [v.reason for v in copy.versions] == ["", "Salah ketik."]
    last = copy.versions[1]
    assert last.kinds == (("UNITY_NKRI",), ("NO_MONEY_POLITICS",))
    assert (last.operation, last.witnesses[0].office, last.translation.title) == ("Operasi Uji", "Camat", "Pledge")


def test_a_file_says_its_address_its_time_and_what_it_covers(database: Path) -> None:
    ref = full()
    about = json.loads(one(ref, "json").content)["about"]
    assert about["address"] == f"https://ikrar.example/deklarasi/{ref}/unduh/json"
    assert about["time"].endswith("Z")
    assert "belum tentu" in about["coverage"]
    assert "installation" in json.loads(one(ref, "json", "/en").content)["about"]["coverage"]
    with zipfile.ZipFile(io.BytesIO(one(ref, "xlsx").content)) as book:
        assert b"belum tentu" in b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize("kind", sorted(exchange.MANY))
def test_the_files_of_a_search_hold_what_the_list_shows_in_its_order(database: Path, kind: str) -> None:
    dewi = cast.at_desk(cast.DEWI)
    old = cast.frozen(dewi, event_date="2020-01-01", title="Deklarasi lama").declaration_id
    new = full()
    answer = cast.Browser().get(LIST + kind)
    assert [copy.ref for copy in read(answer.getvalue())] == [new, old]
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    found = cast.Browser().get(LIST + kind, {"q": "lama", "wilayah": "35"}).getvalue()
    assert [copy.ref for copy in read(found)] == [old]
    assert read(cast.Browser().get(LIST + kind, {"wilayah": "36"}).getvalue()) == []


def test_more_than_the_stated_limit_is_left_out_and_the_file_says_so(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dewi = cast.at_desk(cast.DEWI)
    for n in range(3):
        cast.frozen(dewi, title=f"Deklarasi {n}")
    monkeypatch.setattr(exchange, "MANY", {"jsonl": 2})
    lines = cast.Browser().get(LIST + "jsonl", {"q": "\0deklarasi"}).getvalue().splitlines()
    about = json.loads(lines[0])["about"]
    assert (len(lines), about["declarations"], about["more"]) == (3, 2, True)
    assert json.loads(one(json.loads(lines[1])["ref"], "json").content)["about"]["more"] is False


def test_decision11_files_of_examples_are_called_so_and_kept_from_search_engines(database: Path) -> None:
    area = {"area": "98.01", "offices": (OfficeForm("Ketua", "KPU"),)}
    ref = full(**area, translation=None)
    for address in (f"/deklarasi/{ref}/unduh/csv", LIST + "csv?wilayah=98.01"):
        answer = cast.Browser().get(address)
        assert (answer["X-Ikrar-Example"], answer["X-Robots-Tag"]) == ("1", "noindex")
        assert 'filename="contoh-deklarasi-' in answer["Content-Disposition"]
        assert "CONTOH" in answer.getvalue().decode()
    assert "X-Ikrar-Example" not in cast.Browser().get(LIST + "csv")


@pytest.mark.parametrize("address", ["/deklarasi/unduh/json", "/deklarasi/unduh/exe", "/deklarasi/X/unduh/csv"])
def test_what_is_no_kind_or_no_declaration_is_not_found(database: Path, address: str) -> None:
    assert cast.Browser().get(address).status_code == 404


def test_a_draft_is_in_no_file(database: Path) -> None:
    made = cast.registered(cast.at_desk(cast.DEWI))
    for kind in (*exchange.ONE, "exe"):
        assert one(made.ref, kind).status_code == 404
    assert read(cast.Browser().get(LIST + "jsonl").getvalue()) == []


def test_files_of_many_are_made_a_few_times_a_minute_for_one_sender(database: Path) -> None:
    browser = cast.Browser()
    assert [browser.get(LIST + "csv").status_code for _ in range(6)] == [200] * 6
    answer = browser.get("/en" + LIST + "csv")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "seconds" in answer.content.decode()


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_file_of_many_is_streamed_with_as_many_questions_for_one_as_for_ten(database: Path, kind: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dewi, counts = cast.at_desk(cast.DEWI), []
    for n in range(4):
        cast.frozen(dewi, title=f"Deklarasi {n}")
        answer = cast.Browser().get(LIST + kind)
        assert answer.streaming
        with CaptureQueriesContext(connection) as found:
            answer.getvalue()
        counts.append(len(found))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("kind", exchange.FILES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_file_sets_no_cookie_and_names_the_same_declaration_in_both_languages(
    database: Path, kind: str, prefix: str
) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    answer = one(ref, kind, prefix)
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    assert [copy.ref for copy in read(answer.content)] == [ref]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "persatuan"}, True),
        ({"q": "perahu"}, False),
        ({"wilayah": "35.28"}, True),
        ({"wilayah": "35.28.01"}, False),
        ({"q": "persatuan", "wilayah": "35"}, True),
        ({"q": "x" * 5_000}, False),
        ({"q": "\0"}, True),
        ({"wilayah": "tidak-ada"}, False),
    ],
)
def test_a_file_of_a_search_holds_what_the_same_address_of_the_list_shows(
    database: Path, asked: dict[str, str], found: bool
) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    shown = ref in cast.Browser().get("/deklarasi/", asked).content.decode()
    held = [copy.ref for copy in read(cast.Browser().get(LIST + "jsonl", asked).getvalue())]
    assert (bool(held), shown) == (found, found)


def test_a_head_request_costs_nothing_but_its_answer(database: Path) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    answer = cast.Browser().head(f"/deklarasi/{ref}/unduh/csv")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(("prefix", "said"), [("", "Yang diikrarkan"), ("/en", "What is pledged")])
def test_a_version_goes_out_on_paper_in_the_language_of_the_address(database: Path, prefix: str, said: str) -> None:
    ref = full()
    answer = cast.Browser().get(f"{prefix}/deklarasi/{ref}/unduh/pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="deklarasi-{ref.lower()}-v2.pdf"'
    text = extract_text(io.BytesIO(answer.content))
    assert "Kabupaten Pamekasan" in text
    assert "Aula" in text
    assert read(answer.content) == [queries.copy_of(ref)]


def test_an_older_version_an_example_and_what_is_not_there_on_paper(database: Path) -> None:
    ref = full(area="98.01", translation=None, offices=(OfficeForm("Ketua", "KPU"),))
    answer = cast.Browser().get(f"/deklarasi/{ref}/versi/1/unduh/pdf")
    assert 'filename="contoh-deklarasi-' in answer["Content-Disposition"]
    assert (answer["X-Ikrar-Example"], answer["X-Robots-Tag"]) == ("1", "noindex")
    assert "CONTOH / EXAMPLE" in extract_text(io.BytesIO(answer.content))
    assert "diganti versi 2" in extract_text(io.BytesIO(answer.content))
    for missing in (f"/deklarasi/{ref}/versi/9/unduh/pdf", "/deklarasi/X/unduh/pdf"):
        assert cast.Browser().get(missing).status_code == 404


def test_a_text_too_long_for_paper_is_told_in_a_sentence(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    monkeypatch.setattr(press, "MOST", 10)
    answer = cast.Browser().get(f"/deklarasi/{ref}/unduh/pdf")
    assert (answer.status_code, "JSON" in answer.content.decode()) == (422, True)


def test_the_list_offers_the_files_of_what_it_shows(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    page = cast.Browser().get("/deklarasi/", {"q": "persatuan"}).content.decode()
    for kind in exchange.MANY:
        assert f'href="/deklarasi/unduh/{kind}?q=persatuan"' in page
