"""The page of one declaration: what it means in short, what to do, when it is looked at again, what is not known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice
from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.declaration.gap import Gap
from ikrar.core.declaration.outcome import Lack
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.declaration.review_day import Turn
from ikrar.records.account.access import Holder
from ikrar.records.declaration.queries import PointView, Registered
from ikrar.records.election.models import Election
from ikrar.web.parts.templatetags.declaration_words import GAPS, LACKS
from ikrar.web.public import explained
from tests import cast

NOON = datetime(2024, 11, 27, 5, tzinfo=UTC)
PILKADA = Election(code="pilkada-2024", kind="pilkada", voting_day=date(2024, 11, 27))
CHAIR = PledgingOffice("Ketua", "KPU Kabupaten Pamekasan", None, None)
TEXT = DeclarationText(
    title="Deklarasi",
    election="pilkada-2024",
    area="35.28",
    event_date=date(2024, 8, 16),
    place=None,
    language="id",
    preamble=None,
    points=("Menjaga persatuan.", "Menolak hoaks."),
    closing=None,
    pledging_offices=(CHAIR,),
    parent=None,
    supersedes=None,
)
REGISTERED = Registered(
    ref="A" * 26,
    number=1,
    text=TEXT,
    place=None,
    election=PILKADA,
    points=(PointView(1, "Menjaga persatuan.", ("UNITY_NKRI",)), PointView(2, "Menolak hoaks.", ("NO_HOAX",))),
    digest="0" * 64,
    canonical=b"{}",
    example=False,
    source_url="",
    registered_by="KPU Kabupaten Pamekasan",
    institution="35.28/kpu",
    frozen_at=NOON,
    newest=1,
    versions=(),
    parent=None,
    ancestors=(),
    children=(),
    operation="",
    witnesses=(),
    translations=(),
    reviewed_by=None,
)


def told(**changes: Any) -> explained.Page:
    return explained.page(replace(REGISTERED, **changes), NOON)


def summary(*kinds: str, offices: int = 1) -> str:
    points = tuple(PointView(n, "Poin.", (code,)) for n, code in enumerate(kinds, 1)) or (PointView(1, "Poin.", ()),)
    return told(points=points, text=replace(TEXT, pledging_offices=(CHAIR,) * offices)).summary


# --- in short ---------------------------------------------------------------------------------------------------------


def test_the_first_sentence_says_who_pledged_how_much_and_what() -> None:
    assert summary("NO_HOAX") == "Satu lembaga atau jabatan berikrar dalam satu poin: melawan hoaks."
    two = summary("NO_HOAX", "NO_MONEY_POLITICS", offices=5)
    assert two == "5 lembaga atau jabatan berikrar dalam 2 poin: melawan hoaks dan menolak politik uang."
    assert summary("NO_HOAX", "NO_HOAX").count("melawan hoaks") == 1


def test_a_kind_that_holds_commas_is_parted_otherwise_and_of_many_only_some_are_named() -> None:
    assert summary("NO_HOAX", "PEACE_SAFE").endswith("melawan hoaks; dan aman, tertib, damai.")
    many = summary("NO_HOAX", "NO_MONEY_POLITICS", "UNITY_NKRI", "NO_HATE_SPEECH", "ETHICS", "NEUTRALITY")
    assert many.endswith("menolak ujaran kebencian, dan 2 hal lain.")


def test_without_offices_or_kinds_the_sentence_claims_neither() -> None:
    assert summary(offices=0) == "Ikrar ini berisi satu poin."


def test_the_english_page_says_it_in_english() -> None:
    with translation.override("en"):
        assert told().summary.endswith("pledged in 2 points: keep the nation united and counter hoaxes.")
        assert told().when_where == "Friday, 16 August 2024."


def test_a_declaration_without_a_day_and_place_says_no_day_and_place() -> None:
    assert told(text=replace(TEXT, event_date=None)).when_where == ""


# --- kept or not ------------------------------------------------------------------------------------------------------


def test_it_is_looked_at_again_on_days_of_its_election_seen_from_the_place() -> None:
    assert [turn for _, turn in told().days] == [Turn.PAST, Turn.PAST, Turn.AHEAD, Turn.AHEAD, Turn.OPEN]
    assert told().outlook == "Ditepati atau tidak: belum diketahui. Dilihat lagi Kamis, 28 November 2024."
    late = datetime(2024, 11, 27, 16, tzinfo=UTC)  # 23.00 in Java, after midnight in Papua
    papua = explained.page(replace(REGISTERED, text=replace(TEXT, area="94.01")), late)
    assert papua.days[2][1] is Turn.TODAY
    assert explained.page(REGISTERED, late).days[2][1] is Turn.AHEAD


def test_without_an_election_there_is_no_day_and_nothing_is_promised() -> None:
    page = told(election=None)
    assert page.days == ()
    assert page.outlook == "Ditepati atau tidak: belum diketahui."
    assert "7 hari kerja" in page.report_days


def test_a_report_is_due_within_the_days_of_the_law_of_its_election() -> None:
    assert told().report_days == "paling lambat 7 hari sejak diketahui"
    pemilu = Election(code="pemilu-2024", kind="pemilu", voting_day=date(2024, 2, 14))
    assert told(election=pemilu).report_days == "paling lambat 7 hari kerja sejak diketahui"


def test_each_point_says_what_is_missing_to_know_it() -> None:
    assert [point.lack for point in told().points] == [Lack.ATTITUDE, Lack.NO_REPORT]
    unkind = told(points=(PointView(1, "Poin.", ()), PointView(2, "Poin.", ("GONE",))))
    assert [point.kinds for point in unkind.points] == [(), ()]


def test_every_gap_and_every_lack_has_its_words() -> None:
    assert set(GAPS) == set(Gap)
    assert set(LACKS) == set(Lack)


# --- offices ----------------------------------------------------------------------------------------------------------


def test_few_offices_stand_in_one_list_and_many_under_their_capacity_in_signing_order() -> None:
    head, village = (PledgingOffice(None, "x", capacity, None) for capacity in (None, "kepala desa"))
    assert len(explained.groups((head, village))) == 1
    groups = explained.groups((head, *(village,) * 11, head))
    assert [(one.capacity, one.first, len(one.offices)) for one in groups] == [
        ("", 1, 1),
        ("kepala desa", 2, 11),
        ("", 13, 1),
    ]


def test_a_translation_stands_beside_its_point() -> None:
    page = told(translations=(TranslationForm("en", "T", "", ("Keep united.", "No hoaxes."), ""),))
    assert [point.translations for point in page.points] == [(("en", "Keep united."),), (("en", "No hoaxes."),)]


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def body(path: str) -> str:
    response = cast.Browser().get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_a_page_explains_each_point_and_what_a_resident_can_do(dewi: Holder) -> None:
    page = body(f"/deklarasi/{cast.frozen(dewi).declaration_id}/")
    assert "Tolak, lalu laporkan kepada Bawaslu" in page
    assert "Ikrar di sini belum menerima laporan" in page
    assert page.count("Yang dapat Anda lakukan") == 2
    assert re.search(r'id="poin-2".*href="#poin-2"', page, re.DOTALL)
    for value in ("Belum diketahui", "Ditepati", "Diuji", "Dilanggar"):
        assert value in page
    assert "Sehari sesudah pemungutan suara" in page
    assert "waktunya lewat, belum diketahui" in page


def test_its_head_tells_other_programs_what_it_is_without_a_foreign_host(dewi: Holder) -> None:
    page = body(f"/deklarasi/{cast.frozen(dewi).declaration_id}/")
    head = page.partition("</head>")[0]
    assert "<title>Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan" in head
    assert '<meta name="description" content="2 lembaga atau jabatan berikrar dalam 2 poin' in head
    assert "og:image" not in head


def test_the_digest_can_be_checked_on_linux_macos_and_windows(dewi: Holder) -> None:
    version = cast.frozen(dewi)
    page = body(f"/deklarasi/{version.declaration_id}/")
    for recipe in ("sha256sum -c", "shasum -a 256 -c", "Get-FileHash", "certutil -hashfile"):
        assert recipe in page
    assert f'data-digest="{version.digest}"' in page


def test_the_office_that_read_it_before_it_was_frozen_is_named(dewi: Holder) -> None:
    page = body(f"/deklarasi/{cast.frozen(dewi).declaration_id}/")
    assert "dibaca dan disetujui lembaga lain pada" in page


def test_every_file_of_a_declaration_is_linked_and_there(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    links = re.findall(r'href="(/deklarasi/[^"]+/unduh/\w+)"', body(f"/deklarasi/{ref}/"))
    assert {link.rpartition("/")[2] for link in links} >= {"json", "csv", "xlsx"}
    assert [cast.Browser().get(link).status_code for link in links] == [200] * len(links)


def test_witnesses_and_translation_stand_apart_from_who_pledged_and_what(dewi: Holder) -> None:
    version = cast.frozen(
        dewi,
        witnesses=(WitnessForm("Kapolres Pamekasan", "Polres Pamekasan", ""),),
        translation=TranslationForm("en", "Declaration", "We", ("Keep united.", "No money."), "So be it."),
        operation="Operasi Mantap Praja Semeru 2024",
    )
    page = body(f"/deklarasi/{version.declaration_id}/")
    assert page.index("Yang berikrar") < page.index("Yang menyaksikan") < page.index("Kapolres Pamekasan")
    assert '<p class="unofficial" lang="en">Keep united.</p>' in page
    assert "terjemahan tidak resmi" in page
    assert "Operasi Mantap Praja Semeru 2024" in page


def test_a_declaration_that_follows_another_is_drawn_below_it(dewi: Holder) -> None:
    above = cast.frozen(dewi)
    below = cast.frozen(dewi, area="35.28.01", parent=above.declaration_id, title="Deklarasi Kecamatan")
    lowest = cast.frozen(dewi, area="35.28.01.2001", parent=below.declaration_id, title="Deklarasi Desa")
    page = body(f"/deklarasi/{lowest.declaration_id}/")
    links = [page.index(f"/deklarasi/{one.declaration_id}/versi/1/") for one in (above, below)]
    assert links == sorted(links)
    assert page.count("<ul") == page.count("</ul>")
    assert "Deklarasi Kecamatan" in body(f"/deklarasi/{above.declaration_id}/")


def test_a_page_of_two_hundred_offices_and_a_hundred_points_asks_as_often_as_a_small_one(dewi: Holder) -> None:
    small = cast.frozen(dewi)
    large = cast.frozen(
        dewi,
        title="Deklarasi besar",
        points=tuple(PointForm(f"Menolak politik uang, butir {n}.", ("NO_MONEY_POLITICS",)) for n in range(100)),
        offices=tuple(OfficeForm("Kepala Desa", f"Desa {n}", "kepala desa") for n in range(200)),
    )
    counts = []
    for version in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = body(f"/deklarasi/{version.declaration_id}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert 'id="poin-100"' in page
    assert "200 lembaga atau jabatan, dalam urutan penandatanganan." in page
    assert page.count("Kepala Desa") == 200
