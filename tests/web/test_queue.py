"""The queue of a person's own drafts, and the choice among readings that compete for a doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.reading.record import Alternative, doubt
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import actions, queries
from ikrar.records.reading.models import Reading
from tests import cast
from tests.web.test_input import fields, start, text

QUEUE = "/meja/draf/"


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


def settled() -> None:
    """Make every draft one that nothing is doubtful in."""
    Reading.objects.update(doubtful="")


def test_an_empty_queue_says_how_to_begin(dewi: Client) -> None:
    page = text(dewi.get(QUEUE))
    assert "Tidak ada draf. Tempelkan sebuah siaran pers untuk memulai." in page
    assert "<form" not in page.split("<main", 1)[1]


def test_the_queue_tells_title_area_day_doubts_and_days_left(dewi: Client) -> None:
    start(dewi)
    Reading.objects.update(doubtful=" event_date organizations ")
    page = text(dewi.get(QUEUE))
    assert "Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan" in page
    assert "Kabupaten Pamekasan, Jawa Timur" in page
    assert "2 isian meragukan" in page
    assert "Tanggal acara, Lembaga yang disebut" in page
    assert "dihapus 30 hari lagi" in page


def test_a_draft_without_a_title_is_shown_by_how_its_article_begins(dewi: Client) -> None:
    start(dewi, text="Resep soto ayam.\n\nRebus ayam dengan serai.")
    assert "Resep soto ayam. Rebus ayam" in text(dewi.get(QUEUE))


def test_a_draft_that_goes_today_says_so(dewi: Client) -> None:
    start(dewi)
    end_of_day = timezone.localtime().replace(hour=23, minute=59, second=59)
    Reading.objects.update(expires=end_of_day)
    assert "dihapus hari ini" in text(dewi.get(QUEUE))


def states(dewi: Client) -> dict[str, int]:
    """Return what each filter says it holds, checked against what it shows."""
    page = text(dewi.get(QUEUE))
    said = dict(re.findall(r'keadaan=(\w+)"[^>]*>[^<(]*\((\d+)\)', page))
    for state, count in said.items():
        listed = text(dewi.get(QUEUE, {"keadaan": state})).count('href="/meja/bacaan/0')
        listed += len(re.findall(r'href="/meja/bacaan/[1-9A-Za-z]\w+/"', text(dewi.get(QUEUE, {"keadaan": state}))))
        assert listed == int(count), state
    return {state: int(count) for state, count in said.items()}


def test_each_draft_is_in_the_states_it_is_in(dewi: Client) -> None:
    first, second = (start(dewi)["Location"] for _ in range(2))
    settled()
    assert states(dewi) == {"new": 2, "unsure": 0, "confirmed": 0, "expiring": 0}
    dewi.post(first + "terima/", fields(dewi.get(first)) | {"institution_code": "35.28/kpu"})
    Reading.objects.filter(declaration=None).update(doubtful=" points ", expires=timezone.now() + timedelta(days=2))
    assert states(dewi) == {"new": 1, "unsure": 1, "confirmed": 1, "expiring": 1}
    dewi.post(second + "simpan/", fields(dewi.get(second)))
    assert states(dewi)["new"] == 0


def test_a_draft_whose_declaration_was_discarded_is_no_longer_confirmed(dewi: Client) -> None:
    reading = start(dewi)["Location"]
    answer = dewi.post(reading + "terima/", fields(dewi.get(reading)) | {"institution_code": "35.28/kpu"})
    assert states(dewi)["confirmed"] == 1
    dewi.post(answer["Location"] + "buang/", {"edition": 1})
    assert states(dewi)["confirmed"] == 0


def test_the_title_is_searched_word_by_word_and_the_article_is_not(dewi: Client) -> None:
    start(dewi)
    assert "Deklarasi Pilkada Damai" in text(dewi.get(QUEUE, {"q": "pamekasan damai"}))
    assert "Tidak ada draf yang cocok." in text(dewi.get(QUEUE, {"q": "Forkopimda"}))
    assert "Tidak ada draf yang cocok." in text(dewi.get(QUEUE, {"q": "Forkopimda", "keadaan": "confirmed"}))
    assert "Tidak ada draf dalam keadaan ini." in text(dewi.get(QUEUE, {"keadaan": "confirmed"}))


@pytest.mark.parametrize("asked", [{"keadaan": "x"}, {"hal": "99999999999"}, {"hal": "x"}, {"q": "\0" * 300}])
def test_a_wild_address_shows_the_queue_all_the_same(dewi: Client, asked: dict[str, str]) -> None:
    start(dewi)
    assert dewi.get(QUEUE, asked).status_code == 200


def test_the_queue_is_cut_into_pages_that_keep_what_was_asked(dewi: Client) -> None:
    start(dewi)
    kept = Reading.objects.get()
    for number in range(queries.PAGE):
        kept.pk, kept.submission, kept.event = f"{number:026}", f"s{number}", f"e{number}"
        kept.save(force_insert=True)
    page = text(dewi.get(QUEUE, {"q": "damai", "keadaan": "new"}))
    assert 'href="?q=damai&keadaan=new&hal=2"' in page
    assert 'href="?q=damai&keadaan=new&hal=1"' in text(dewi.get(QUEUE, {"q": "damai", "keadaan": "new", "hal": "2"}))


def test_the_queue_asks_the_database_as_often_for_many_drafts_as_for_one(dewi: Client) -> None:
    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as found:
            dewi.get(page)
        return len(found)

    start(dewi)
    asked(QUEUE), asked("/meja/")
    one = asked(QUEUE), asked("/meja/")
    for _ in range(5):
        start(dewi)
    assert (asked(QUEUE), asked("/meja/")) == one


def test_r2_a_queue_holds_nobody_elses_draft(dewi: Client) -> None:
    start(dewi)
    assert "Pamekasan" not in text(cast.sign_in(cast.INTAN).get(QUEUE))
    assert cast.sign_in(cast.JOKO).get(QUEUE).status_code == 404


# --- readings that compete --------------------------------------------------------------------------------------------


@pytest.fixture
def unsure(dewi: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a draft in which the day and the place are each read in two ways."""
    plain = actions.read

    def read(words: str, **options: object) -> object:
        found = plain(words, **options)  # type: ignore[arg-type]
        at = found.text.index("Jumat")
        day = (Alternative("2024-08-16", ((at, at + 5),)), Alternative("2024-08-23"))
        where = (Alternative("35.28"), Alternative("Lembah"))
        doubts = (
            doubt("event_date", "Hari {day} tidak cocok dengan tanggalnya.", *day, day="Jumat"),
            doubt("regency", "Ada dua wilayah.", *where),
            doubt("handover", "Tidak jelas siapa menyerahkan.", Alternative("KPU")),
        )
        return replace(found, doubts=doubts, event_date=None)

    monkeypatch.setattr(actions, "read", read)
    return str(start(dewi)["Location"])


def press(dewi: Client, address: str, choice: str, **values: object) -> object:
    return dewi.post(address + "pilih/", fields(dewi.get(address)) | {"choose": choice} | values)


def test_each_doubt_shows_its_readings_side_by_side_with_their_words(dewi: Client, unsure: str) -> None:
    page = text(dewi.get(unsure))
    assert "Jumat, 16 Agustus 2024" in page
    assert "Jumat, 23 Agustus 2024" in page
    assert "<b>Jumat</b>" in page
    at = Reading.objects.get().text.index("Jumat")
    assert f'<a class="seen" href="#t{at}" data-field="option-0-0">' in page
    assert re.search(rf'<mark id="t{at}" data-fields="[^"]*option-0-0', page)
    assert "Kabupaten Pamekasan, Jawa Timur" in page
    assert "Ikrar tidak belajar diam-diam" in page
    assert 'value="2-0"' not in page, "a hand-over is not taken by one press"


def test_one_press_takes_a_reading_and_keeps_what_was_typed(dewi: Client, unsure: str) -> None:
    answer = press(dewi, unsure, "0-1", preamble="Dengan penuh tanggung jawab")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    kept = Reading.objects.get()
    form = queries.form_in(kept)
    assert (form.declaration.event_date, form.declaration.preamble) == ("2024-08-23", "Dengan penuh tanggung jawab")
    assert (kept.chosen, kept.event_date.isoformat(), kept.edition) == ({"0": 1}, "2024-08-23", 2)
    assert kept.doubtful.split() == ["regency", "handover"]
    page = text(dewi.get(unsure))
    assert 'value="0-1"' not in page
    assert "dipilih" in page


def test_a_choice_can_be_changed_and_taken_back(dewi: Client, unsure: str) -> None:
    for choice, kept in (("0-1", 1), ("0-0", 0), ("0-", -1)):
        press(dewi, unsure, choice)
        assert Reading.objects.get().chosen == {"0": kept}
    assert "sudah diperiksa" in text(dewi.get(unsure))


def test_a_place_that_names_no_one_area_is_searched_and_nothing_is_saved(dewi: Client, unsure: str) -> None:
    answer = press(dewi, unsure, "1-1")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "tidak menunjuk satu wilayah saja" in text(answer)  # type: ignore[arg-type]
    assert 'name="area_pick"' in text(answer)  # type: ignore[arg-type]
    assert Reading.objects.get().edition == 1
    press(dewi, unsure, "1-0")
    assert Reading.objects.get().area_code == "35.28"


@pytest.mark.parametrize("choice", ["", "9-0", "0-9", "x-y", "2-0", "-1-0", "0-" + "9" * 40])
def test_a_choice_that_is_none_changes_nothing(dewi: Client, unsure: str, choice: str) -> None:
    press(dewi, unsure, choice)
    kept = Reading.objects.get()
    assert queries.form_in(kept).declaration.event_date == ""


def test_a_choice_from_an_old_window_saves_nothing_over(dewi: Client, unsure: str) -> None:
    before = fields(dewi.get(unsure))
    dewi.post(unsure + "simpan/", before | {"title": "Judul dari jendela lain"})
    answer = dewi.post(unsure + "pilih/", before | {"choose": "0-1"})
    assert answer.status_code == 409
    assert Reading.objects.get().chosen == {}


def test_a_choice_is_kept_in_its_draft_alone(dewi: Client, unsure: str) -> None:
    other, leaves = start(dewi)["Location"], Leaf.objects.count()
    press(dewi, unsure, "0-1")
    third = start(dewi)["Location"]
    rows = {r.ref: r for r in Reading.objects.all()}
    fresh = [rows[address.split("/")[3]] for address in (other, third)]
    assert [(r.chosen, r.found["doubts"], r.form["declaration"]["event_date"]) for r in fresh] == [
        ({}, rows[unsure.split("/")[3]].found["doubts"], "")
    ] * 2
    assert Leaf.objects.count() == leaves


def test_a_confirmed_draft_offers_no_choice(dewi: Client, unsure: str) -> None:
    dewi.post(unsure + "terima/", fields(dewi.get(unsure)) | {"institution_code": "35.28/kpu"})
    assert 'name="choose"' not in text(dewi.get(unsure))
    assert press(dewi, unsure, "0-1").status_code == 409  # type: ignore[attr-defined]


def test_the_words_that_moved_a_score_lead_into_the_text(dewi: Client) -> None:
    address = start(dewi)["Location"]
    kept = Reading.objects.get()
    at = kept.text.index("Forkopimda")
    kept.found["reasons"] = [
        {"field": "kind", "value": "declaration", "weight": 2.0, "span": [at, at + 10]},
        {"field": "kind", "value": "declaration", "weight": -3.0, "span": [at, at + 4]},
        {"field": "kind", "value": "declaration", "weight": 1.0, "span": [at, at + 10]},
        {"field": "regency", "value": "35.28", "weight": 1.0, "span": [0, 0]},
        {"field": "area_code", "value": "35.28", "weight": 1.0, "span": [at, at + 4]},
    ]
    kept.save()
    page = text(dewi.get(address))
    assert "Jenis peristiwa: Deklarasi damai" in page
    assert "Wilayah: Kabupaten Pamekasan, Jawa Timur" in page
    assert f'<a href="#t{at}" lang="id">Fork</a> (melemahkan)' in page
    assert re.search(rf'id="t{at}"', page)
