"""Starting a declaration at the desk: blank, from a usual text, or after one that is registered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from ikrar.core.declaration import template
from ikrar.records.declaration import queries
from ikrar.records.declaration.models import Version
from tests import cast
from tests.web.test_input import text

START = "/meja/deklarasi/"
WIDE = replace(cast.DEWI, areas=("35", "98"))


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(WIDE)


def begin(dewi: Client, pick: str, **values: object) -> HttpResponse:
    return dewi.post(START, {"pick": pick, "institution": "35.28/kpu"} | values)


def started(answer: HttpResponse) -> Version:
    """Return the draft that an answer leads to."""
    assert answer.status_code == 303
    return Version.objects.get(declaration_id=answer["Location"].split("/")[-2])


def test_every_usual_text_is_shown_whole_with_its_kinds_and_where_its_structure_comes_from(dewi: Client) -> None:
    page = text(dewi.get(START))
    for one in template.templates().values():
        assert f'value="naskah:{one.code}"' in page
        assert all(part in page for part in (one.name["id"], one.points[0].text, one.after[0]))
    english = text(dewi.get("/en" + START))
    assert template.templates()["asn"].name["en"] in english
    assert template.templates()["asn"].points[0].text in english


def test_the_page_is_reached_from_the_desk_and_from_a_registered_declaration(dewi: Client) -> None:
    assert f'href="{START}"' in text(dewi.get("/meja/"))
    made = cast.frozen(cast.at_desk(WIDE))
    link = f"{START}?dari=turunan:{made.declaration_id}"
    assert f'href="{link}#found"' in text(dewi.get(f"{START}{made.declaration_id}/"))
    assert f'value="turunan:{made.declaration_id}" checked' in text(dewi.get(link))


def test_a_blank_one_starts_with_area_and_election_alone(dewi: Client) -> None:
    version = started(begin(dewi, "kosong:", area="35.28", election="pilkada-2024"))
    form = queries.form_in(version)
    assert (form.area, form.election, form.title, form.points) == ("35.28", "pilkada-2024", "", ())
    assert (version.number, version.declaration.institution_id) == (1, "35.28/kpu")


def test_a_usual_text_starts_with_the_names_of_the_place_and_the_heads_of_its_institutions(dewi: Client) -> None:
    version = started(begin(dewi, "naskah:bersama", area="35.28", election="pilkada-2024"))
    form = queries.form_in(version)
    assert "Kabupaten Pamekasan" in form.title
    assert form.points == template.templates()["bersama"].points
    assert "KPU Kabupaten Pamekasan" in [row.institution for row in form.offices]
    assert len(form.offices) >= 5
    assert all(row.office for row in form.offices)


def test_a_title_says_the_election_in_indonesian_whatever_the_reader_speaks(dewi: Client) -> None:
    sent = {"pick": "naskah:bersama", "institution": "35.28/kpu", "area": "35.28", "election": "pilkada-2024"}
    form = queries.form_in(started(dewi.post("/en" + START, sent)))
    assert form.title.startswith("Deklarasi Pilkada")
    assert "Pemilihan" not in form.title


def test_the_preview_of_a_usual_text_says_the_area_and_the_election_chosen_so_far(dewi: Client) -> None:
    sent = {"find": "1", "words": "", "area": "35.28", "election": "pilkada-2024"}
    page = text(dewi.post(START, sent))
    wanted = template.fill(
        template.templates()["bersama"], area_name="Kabupaten Pamekasan", election_name="Pilkada Serentak 2024"
    )
    assert f"<h3>{wanted.title}</h3>" in page
    assert "Deklarasi Pemilihan" not in page


def test_english_readers_are_told_that_the_usual_texts_are_indonesian(dewi: Client) -> None:
    assert "The texts are in Indonesian" in text(dewi.get("/en" + START))
    assert "berbahasa Indonesia" not in text(dewi.get(START))


def test_a_usual_title_follows_the_election_that_is_chosen_afterwards(dewi: Client) -> None:
    version = started(begin(dewi, "naskah:bersama", area="35.28"))
    form = queries.form_in(version)
    assert "Pemilihan" in form.title
    page = f"{START}{version.declaration_id}/simpan/"
    sent = {"edition": "1", "title": form.title, "area": "35.28", "election": "pilkada-2024", "language": "id"}
    kept = dewi.post(page, sent, headers={"accept": "application/json"}).json()
    assert kept["words"]["title"].startswith("Deklarasi Pilkada")
    version.refresh_from_db()
    assert queries.form_in(version).title == kept["words"]["title"]
    own = {**sent, "edition": "2", "title": "Ikrar kami", "election": ""}
    assert "words" not in dewi.post(page, own, headers={"accept": "application/json"}).json()


def test_the_optional_point_is_added_where_it_was_asked_for_and_only_for_the_text_that_was_picked(
    dewi: Client,
) -> None:
    clauses = ["asn:0", "kepala-desa:0", "kepala-desa:7"]
    form = queries.form_in(started(begin(dewi, "naskah:kepala-desa", clause=clauses)))
    text_of_it = template.templates()["kepala-desa"]
    assert form.points == (*text_of_it.points, *text_of_it.clauses)
    assert form.area == ""


def test_one_of_the_fictional_area_gets_its_mark(dewi: Client) -> None:
    version = started(begin(dewi, "naskah:kampanye", area="98.01"))
    assert version.title.startswith("CONTOH ")
    assert version.declaration.example


def test_one_that_follows_takes_over_the_wording_and_its_parent_and_a_copy_the_wording_alone(dewi: Client) -> None:
    made = cast.frozen(cast.at_desk(WIDE), operation="Operasi Rekaan")
    child = queries.form_in(started(begin(dewi, f"turunan:{made.declaration_id}", area="35.28.02")))
    copy = queries.form_in(started(begin(dewi, f"salinan:{made.declaration_id}", area="")))
    assert child.parent == made.declaration_id
    assert copy.parent == ""
    wording = cast.form()
    for form in (child, copy):
        assert (form.points, form.closing, form.operation) == (
            wording.points,
            wording.closing,
            "Operasi Rekaan",
        )
        assert (form.event_date, form.offices, form.source_url) == ("", (), "")
    assert child.title == "Deklarasi Pilkada Damai 2024 Kecamatan Pademawu"


def test_declarations_are_searched_without_a_script_and_nothing_that_was_filled_in_is_lost(dewi: Client) -> None:
    made = cast.frozen(cast.at_desk(WIDE))
    answer = begin(dewi, "naskah:asn", find="1", words="pilkada damai", area="35.28", election="pilkada-2024")
    page = text(answer)
    assert answer.status_code == 200
    assert f'value="turunan:{made.declaration_id}"' in page
    assert 'value="naskah:asn" checked' in page
    assert 'value="pilkada-2024" selected' in page
    assert 'name="area" value="35.28"' in page
    assert "tidak ada yang demikian" not in page
    assert "Tidak ada deklarasi terdaftar yang memuat" in text(begin(dewi, "kosong:", find="1", words="zzz"))


@pytest.mark.parametrize("pressed", [{"area_search": "1"}, {"find": "enter"}])
def test_an_area_is_searched_without_a_script_too(dewi: Client, pressed: dict[str, str]) -> None:
    page = text(begin(dewi, "naskah:asn", area_words="lembah arunika", **pressed))
    assert 'name="area_pick" value="98.01"' in page
    assert 'value="naskah:asn" checked' in page


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"pick": ""}, "Pilih dari mana deklarasi ini dimulai."),
        ({"pick": "naskah:tidak-ada"}, "Pilih dari mana deklarasi ini dimulai."),
        ({"pick": "turunan:" + "A" * 26}, "Deklarasi ini tidak ada dalam daftar. Cari lagi."),
        ({"institution": "36.04/kpu"}, "Anda bukan sekretaris lembaga ini."),
        ({"institution": ""}, "Anda bukan sekretaris lembaga ini."),
        ({"area": "36.04"}, "Wilayah ini di luar wilayah tugas Anda."),
    ],
)
def test_what_cannot_start_is_said_and_starts_nothing(dewi: Client, values: dict[str, str], says: str) -> None:
    sent = {"pick": "naskah:asn", "institution": "35.28/kpu", "area": "35.28", "election": "pilkada-2024"} | values
    answer = dewi.post(START, sent)
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="pilkada-2024" selected' in text(answer)
    assert not Version.objects.exists()


def test_what_was_started_by_mistake_is_discarded_and_gone_from_the_desk(dewi: Client) -> None:
    where = begin(dewi, "kosong:")["Location"]
    assert dewi.post(where + "buang/", {"edition": "1"}).status_code == 303
    assert where not in text(dewi.get("/meja/"))
    assert dewi.get(where).status_code == 404
