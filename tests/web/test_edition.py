"""The editor's safety: undo and redo, earlier editions, two people's changes side by side, and the draft on paper."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.declaration.merging import imprint
from ikrar.records.declaration import access, actions, queries
from ikrar.records.edition.models import Edition
from ikrar.web.desk.conflict import PRESSED
from tests import cast

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
PICK = re.compile(r'<input type="radio" name="(pick-[^"]+)" value="(mine|theirs)"( checked)?>')


@pytest.fixture
def desk(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def ref(desk: Client) -> str:
    return cast.registered(cast.at_desk(cast.DEWI)).ref


def stored(ref: str) -> DeclarationForm:
    return queries.form_in(access.editable(cast.at_desk(cast.DEWI), ref))


def change(ref: str, edition: int = 1, **changes: Any) -> int:
    """Let another secretary save a change meanwhile."""
    return actions.save(cast.at_desk(cast.LASTRI), ref, edition=edition, form=cast.form(**changes))


def posted(edition: int = 1, **changes: str) -> dict[str, Any]:
    """Return the complete form as its page sends it, loaded when it said what a fresh declaration says."""
    form = cast.form()
    names = ("title", "election", "event_date", "place", "language", "preamble", "closing", "source_url")
    sent: dict[str, Any] = {name: getattr(form, name) for name in names}
    sent |= {"edition": edition, "area": form.area, "point_rows": len(form.points), "office_rows": len(form.offices)}
    for i, point in enumerate(form.points):
        sent |= {f"point-{i}": point.text, f"kinds-{i}": list(point.kinds)}
    for i, o in enumerate(form.offices):
        sent |= {f"office-{i}": o.office, f"institution-{i}": o.institution}
        sent |= {f"capacity-{i}": o.capacity, f"behalf-{i}": o.on_behalf_of}
    return sent | {"loaded": imprint(form.as_json())} | changes


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def merging(answer: HttpResponse) -> dict[str, Any]:
    """Return what the conflict page would send if nothing on it was touched."""
    page = answer.content.decode()
    sent: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page[page.index("/gabung/") :]):
        sent.setdefault(name, []).append(html.unescape(value))
    return sent | {name: side for name, side, checked in PICK.findall(page) if checked}


# --- undo -------------------------------------------------------------------------------------------------------------


def test_a_change_is_undone_and_done_again_without_a_script(desk: Client, ref: str) -> None:
    page = f"/meja/deklarasi/{ref}/"
    assert desk.post(page + "simpan/", posted(place="Alun-alun")).status_code == 303
    assert desk.post(page + "langkah/", posted(2, place="Alun-alun", step="undo")).status_code == 303
    assert stored(ref).place == cast.form().place
    assert desk.post(page + "langkah/", posted(3, step="redo")).status_code == 303
    assert stored(ref).place == "Alun-alun"


def test_undoing_with_something_typed_and_not_saved_undoes_just_that_and_keeps_it(desk: Client, ref: str) -> None:
    page = f"/meja/deklarasi/{ref}/"
    assert desk.post(page + "langkah/", posted(place="Alun-alun", step="undo")).status_code == 303
    assert stored(ref).place == cast.form().place
    assert desk.post(page + "langkah/", posted(3, step="redo")).status_code == 303
    assert stored(ref).place == "Alun-alun"


def test_where_there_is_nothing_to_undo_nothing_happens_and_the_buttons_say_so(desk: Client, ref: str) -> None:
    page = f"/meja/deklarasi/{ref}/"
    assert desk.post(page + "langkah/", posted(step="undo")).status_code == 303
    assert not Edition.objects.exists()
    shown = text_of(desk.get(page))
    assert re.search(r'value="undo"[^>]*disabled', shown)
    assert re.search(r'value="redo"[^>]*disabled', shown)
    desk.post(page + "simpan/", posted(place="Alun-alun"))
    assert not re.search(r'value="undo"[^>]*disabled', text_of(desk.get(page)))


def test_earlier_editions_are_listed_with_what_changed_and_lead_back(desk: Client, ref: str) -> None:
    page = f"/meja/deklarasi/{ref}/suntingan/"
    assert "Belum ada yang diubah." in text_of(desk.get(page))
    change(ref, place="Alun-alun", closing="Sekian.")
    shown = text_of(desk.get(page))
    assert "Berubah: Tempat, Penutup" in shown
    assert "sekarang di sini" in shown
    assert desk.post(page, {"edition": "1", "to": "1"}).status_code == 409
    assert desk.post(page, {"edition": "2", "to": "9"}).status_code == 409
    assert desk.post(page, {"edition": "2", "to": "1"}).status_code == 303
    assert stored(ref) == cast.form()


def test_a_frozen_text_has_no_earlier_editions(desk: Client) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    assert desk.get(f"/meja/deklarasi/{ref}/suntingan/").status_code == 303


# --- two people -------------------------------------------------------------------------------------------------------


def test_mine_and_theirs_stand_side_by_side_and_only_what_differs(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun", points=(*cast.form().points, cast.PointForm("Menolak hoaks.", ("NO_HOAX",))))
    answer = desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(closing="Sekian."))
    assert answer.status_code == 409
    shown = text_of(answer)
    assert [name for name, _, checked in PICK.findall(shown) if checked] == [
        "pick-place",
        "pick-closing",
        "pick-points.3",
    ]
    for said in ("Alun-alun", "Sekian.", "Menolak hoaks.", "(baris ini tidak ada)", "Poin, baris 3"):
        assert said in shown
    assert stored(ref).closing == cast.form().closing, "nothing was saved over"


def test_the_proposed_choice_keeps_what_each_of_the_two_changed(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    sent = merging(desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(closing="Sekian.")))
    assert sent["pick-place"] == "theirs"
    assert sent["pick-closing"] == "mine"
    assert desk.post(f"/meja/deklarasi/{ref}/gabung/", sent).status_code == 303
    assert (stored(ref).place, stored(ref).closing) == ("Alun-alun", "Sekian.")
    assert stored(ref).points == cast.form().points


@pytest.mark.parametrize(("side", "place"), [("mine", "Lapangan"), ("theirs", "Alun-alun")])
def test_a_person_takes_either_side(desk: Client, ref: str, side: str, place: str) -> None:
    change(ref, place="Alun-alun")
    sent = merging(desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(place="Lapangan")))
    assert desk.post(f"/meja/deklarasi/{ref}/gabung/", sent | {"pick-place": side}).status_code == 303
    assert stored(ref).place == place


def test_two_who_save_within_a_minute_are_not_offered_their_own_stale_words(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    form = cast.form(place="Alun-alun")
    mine = posted(2, place="Alun-alun", closing="Sekian.", loaded=imprint(form.as_json()))
    change(ref, 2, place="Gedung serbaguna")  # typed on: one step, and the edition I loaded is kept no more
    assert not Edition.objects.filter(edition=2).exists()
    sent = merging(desk.post(f"/meja/deklarasi/{ref}/simpan/", mine))
    assert (sent["pick-place"], sent["pick-closing"]) == ("theirs", "mine")


def test_the_page_carries_what_it_showed_and_the_script_what_was_kept(desk: Client, ref: str) -> None:
    assert (
        f'name="loaded" value="{imprint(stored(ref).as_json())}"'
        in desk.get(f"/meja/deklarasi/{ref}/").content.decode()
    )
    sent = posted(place="Alun-alun")
    kept = desk.post(f"/meja/deklarasi/{ref}/simpan/", sent, headers={"accept": "application/json"}).json()
    assert kept == {"edition": 2, "loaded": imprint(cast.form(place="Alun-alun").as_json())}


def test_what_was_refused_unread_is_still_compared_with_what_it_was_typed_over(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    answer = desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(point_rows="61"))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert '<input type="hidden" name="edition" value="1">' in shown, "saving again must not overwrite the other's"
    assert f'name="loaded" value="{posted()["loaded"]}"' in shown


def test_a_declaration_to_follow_is_named_as_one_on_the_page_of_a_conflict(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    shown = text_of(desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(parent="0" * 26)))
    assert "<legend>Deklarasi induk</legend>" in shown
    assert "Lembaga induk" not in shown


def test_a_change_made_while_choosing_is_shown_too_and_nothing_typed_is_lost(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    sent = merging(desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(closing="Sekian.")))
    change(ref, 2, place="Alun-alun", preamble="Kami berikrar:")
    again = desk.post(f"/meja/deklarasi/{ref}/gabung/", sent)
    assert again.status_code == 409
    assert "Sementara Anda memilih" in text_of(again)
    assert merging(again)["loaded"] == [posted()["loaded"]], "what both came from is still what mine was typed over"
    assert desk.post(f"/meja/deklarasi/{ref}/gabung/", merging(again)).status_code == 303
    merged = stored(ref)
    assert (merged.place, merged.preamble, merged.closing) == ("Alun-alun", "Kami berikrar:", "Sekian.")


def test_a_row_added_in_a_stale_page_is_added_when_the_two_are_merged(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    answer = desk.post(f"/meja/deklarasi/{ref}/baris/", posted(change="drop-point-1"))
    assert answer.status_code == 409
    assert desk.post(f"/meja/deklarasi/{ref}/gabung/", merging(answer)).status_code == 303
    assert (stored(ref).place, stored(ref).points) == ("Alun-alun", cast.form().points[:1])


def test_the_page_carries_everything_typed_but_what_was_pressed(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    sent = merging(desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(then="freeze")))
    typed = posted()
    assert {n for n in sent if not n.startswith("pick-")} >= {n for n, v in typed.items() if v != []} - PRESSED
    assert "then" not in sent


def test_the_script_is_told_of_the_conflict_and_not_sent_a_page(desk: Client, ref: str) -> None:
    change(ref, place="Alun-alun")
    answer = desk.post(f"/meja/deklarasi/{ref}/simpan/", posted(), headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")


# --- paper ------------------------------------------------------------------------------------------------------------


def test_the_draft_on_paper_says_that_it_is_one_and_has_a_line_for_each_office(desk: Client, ref: str) -> None:
    shown = text_of(desk.get(f"/meja/deklarasi/{ref}/cetak/"))
    assert "RANCANGAN" in shown
    assert "suntingan ke-1" in shown
    assert shown.count('class="line"') == len(cast.form().offices)


def test_an_unfinished_draft_is_shown_on_paper_with_what_it_lacks(desk: Client, ref: str) -> None:
    change(ref, offices=(), event_date="kapan-kapan")
    answer = desk.get(f"/meja/deklarasi/{ref}/cetak/")
    assert answer.status_code == 200
    assert "Belum dapat dibekukan" in text_of(answer)


def test_what_is_frozen_is_no_draft_on_paper(desk: Client) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    shown = text_of(desk.get(f"/meja/deklarasi/{ref}/cetak/"))
    assert "RANCANGAN" not in shown
    assert 'class="line"' in shown


def test_the_editor_names_its_keys_and_leads_to_paper_and_earlier_editions(desk: Client, ref: str) -> None:
    shown = text_of(desk.get(f"/meja/deklarasi/{ref}/"))
    assert "Papan tombol" in shown
    assert f'href="/meja/deklarasi/{ref}/cetak/"' in shown
    assert f'href="/meja/deklarasi/{ref}/suntingan/"' in shown
