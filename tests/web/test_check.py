"""The page that checks: a digest or a reference that was pasted is found, or the page says what it means."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.lookup import Asked, Kind
from ikrar.records.declaration import actions, near
from ikrar.records.declaration.models import Version
from tests import cast

NOWHERE = "0123456789abcdef" * 4


@pytest.fixture
def version(database: Path) -> Version:
    return cast.frozen(cast.at_desk(cast.DEWI))


def ask(words: str, prefix: str = "") -> HttpResponse:
    answer: HttpResponse = cast.Browser().get(f"{prefix}/periksa/?sidik={quote(words)}")
    assert answer.status_code == 200
    return answer


def read(words: str) -> str:
    main = html.unescape(ask(words).content.decode()).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def renewed(version: Version) -> Version:
    """Let the declaration be superseded by a second version with another point."""
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    ref = version.declaration_id
    opened = actions.supersede(dewi, ref, reason="Salah ketik.", now=now)
    actions.save(dewi, ref, edition=opened.edition, form=cast.form(closing="Sekian."))
    return cast.freeze(dewi, ref)


def test_a_registered_digest_leads_to_its_version(version: Version) -> None:
    digest = version.digest or ""
    for words in (digest, digest.upper(), " ".join(digest[i : i + 8] for i in range(0, 64, 8)), f"{digest}  a.json"):
        page = ask(words).content.decode()
        assert "Sidik ini terdaftar." in page
        assert f"/deklarasi/{version.declaration_id}/versi/1/" in page


def test_the_answer_names_its_own_limit(version: Version) -> None:
    assert "Ini hanya membandingkan dengan daftar di situs ini." in read(version.digest or "")


def test_a_reference_or_an_address_leads_to_the_newest_version(version: Version) -> None:
    for words in (version.declaration_id, f"https://ikrar.example/deklarasi/{version.declaration_id}/"):
        assert "Rujukan ini terdaftar:" in read(words)


def test_a_digest_that_was_replaced_says_so(version: Version) -> None:
    second = renewed(version)
    page = read(version.digest or "")
    assert "Versi ini sudah diganti. Yang berlaku sekarang versi 2:" in page
    assert "sudah diganti" not in read(second.digest or "")
    found = near.checked(Asked(Kind.REFERENCE, version.declaration_id))
    assert found is not None
    assert (found.version.number, found.superseded) == (2, False)


def test_a_draft_is_found_by_nobody(database: Path) -> None:
    draft = cast.registered(cast.at_desk(cast.DEWI))
    assert "Tidak ada deklarasi terbit dan tidak ada piagam dengan kode ini." in read(draft.ref)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (NOWHERE, "Sidik ini tidak ada dalam daftar di sini."),
        (NOWHERE, "Tidak terdaftar tidak sama dengan palsu."),
        (NOWHERE[:16], "yang Anda tempel 16."),
        ("7ZQ4M0V8K2T6X1N9B3C5D7F0GH", "Tidak ada deklarasi terbit dan tidak ada piagam dengan kode ini."),
        ("deklarasi damai", "Ini bukan sidik digital, bukan rujukan, dan bukan kode piagam."),
    ],
)
def test_what_is_not_registered_is_told_what_it_means_and_stays_in_the_box(
    database: Path, words: str, says: str
) -> None:
    assert says in read(words)
    assert f'name="sidik" type="text" value="{words}"' in ask(words).content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\0"])
def test_an_empty_box_only_explains(database: Path, words: str) -> None:
    answer = ask(words)
    assert 'role="status"' not in answer.content.decode()
    assert not answer.has_header("X-Robots-Tag")


def test_an_answer_is_kept_out_of_search_engines_and_an_example_is_marked(database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    version = cast.frozen(dewi)
    assert not ask(version.digest or "").has_header("X-Ikrar-Example")
    assert ask(version.digest or "")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("words", [NOWHERE, "damai"])
def test_a_question_costs_the_same_few_queries_whatever_it_finds(version: Version, words: str) -> None:
    for one in (words, version.digest or ""):
        with CaptureQueriesContext(connection) as seen:
            ask(one)
        assert len(seen) <= (4 if one == words else 20)


def test_what_was_typed_is_shown_as_text_and_never_as_markup(database: Path) -> None:
    assert "<script>x" not in ask("<script>x</script>").content.decode()


def test_the_answer_comes_in_english_too(version: Version) -> None:
    assert "This digest is registered." in ask(version.digest or "", "/en").content.decode()


def test_the_page_says_what_a_digest_does_not_prove(database: Path) -> None:
    page = read("")
    for words in (
        "Dapatkah situs ini menipu?",
        "Apakah naskah ini sama dengan kertasnya?",
        "Apakah ikrar ini ditepati?",
    ):
        assert words in page


def test_a_copy_is_computed_by_a_script_alone_and_never_sent(database: Path) -> None:
    page = ask("").content.decode()
    assert 'id="own" hidden' in page
    assert page.count('type="file"') == 1
    assert 'enctype="multipart' not in page
