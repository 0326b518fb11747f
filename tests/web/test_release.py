"""Press releases at the desk: from a registered declaration or an approved meeting, with quotes as entered."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from ikrar.channels.release import docx_file
from ikrar.core.release.facts import LONGEST_QUOTE, Question
from ikrar.core.release.write import write
from ikrar.web.desk import release
from ikrar.web.parts.templatetags.release_words import QUESTION_NAMES, press_question
from tests import cast, meetings, relaying, signing
from tests.core.release.test_write import MEETING

pytestmark = pytest.mark.usefixtures("database")


def address(ref: str, kind: str = "deklarasi") -> str:
    return f"/meja/rilis/{kind}/{ref}/"


def shown(path: str) -> str:
    answer = cast.sign_in(cast.DEWI).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_registered_declaration_becomes_a_release_that_claims_no_signature_nobody_gave() -> None:
    version = cast.frozen(cast.at_desk(cast.DEWI))
    text = shown(address(version.declaration_id))
    assert version.title in text
    assert "poin yang disepakati" in text
    assert "Jabatan yang berikrar di dalamnya" in text
    assert "ditandatangani" not in text


def test_a_signature_that_stands_is_told() -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.frozen(dewi).declaration_id
    signing.sign_as_holder(signing.code_for(dewi, ref, 1))
    assert "Deklarasi ditandatangani" in shown(address(ref))


def test_an_approved_meeting_becomes_a_release_of_its_public_part() -> None:
    made = meetings.approved(cast.at_desk(cast.DEWI))
    text = shown(address(made.ref, "rapat"))
    assert "menggelar rapat koordinasi lintas sektoral" in text
    assert "Pendopo Ronggosukowati" in text
    assert "Jumat, 16 Agustus 2024, pukul 09.00 sampai 12.00 WIB" in text
    assert "patroli bersama di tiga kecamatan" in text
    assert "Jadwal dikirim" not in text  # a decision that is not public
    assert "paling lambat 30 Agustus 2024" in text


def test_who_took_no_part_in_a_meeting_gets_a_release_without_its_hours() -> None:
    made = meetings.approved(cast.at_desk(cast.DEWI))
    page = cast.sign_in(cast.YUDA).get(address(made.ref, "rapat")).content.decode()
    assert "Jumat, 16 Agustus 2024" in page
    assert "pukul" not in page
    assert "09.00" not in page


def test_a_hand_over_both_sides_signed_off_becomes_a_release() -> None:
    row = relaying.planned()
    path = address(f"{row.ref}-1", "kirab")
    browser = cast.sign_in(cast.DEWI)
    assert browser.get(path).status_code == 404
    relaying.opened(row, witnesses=("Bupati",))
    assert browser.get(path).status_code == 404  # one side alone hands nothing over
    row = relaying.planned(baton="Pataka")
    relaying.handed_over(row, witnesses=("Bupati",))
    text = browser.get(address(f"{row.ref}-1", "kirab")).content.decode()
    assert "menyerahkan Pataka kepada" in text
    assert "Serah terima disaksikan Bupati." in text
    desk = browser.get(f"/meja/kirab/{row.ref}/1/").content.decode()
    assert f'href="{address(f"{row.ref}-1", "kirab")}"' in desk
    for number in ("9", "x", "", "1" * 30):
        assert browser.get(address(f"{row.ref}-{number}", "kirab")).status_code == 404


@pytest.mark.parametrize("kind", ["rapat", "deklarasi", "kirab"])
def test_what_is_not_public_has_no_release(kind: str) -> None:
    dewi = cast.at_desk(cast.DEWI)
    refs = {"rapat": meetings.called(dewi).ref, "deklarasi": cast.registered(dewi).ref, "kirab": cast.new_ref()}
    assert cast.sign_in(cast.DEWI).get(address(refs[kind], kind)).status_code == 404


def test_a_record_without_a_day_says_why_there_is_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is registered without a day today; one that was brought in from elsewhere may be."""
    monkeypatch.setitem(release._FACTS, "deklarasi", lambda ref: None)
    ref = cast.new_ref()
    text = shown(address(ref))
    assert "siaran pers tidak dapat disusun" in text
    assert "kapan" in text
    answer = cast.sign_in(cast.DEWI).post(address(ref), {"berkas": "txt"})
    assert "text/html" in answer["Content-Type"]


def test_a_quote_stands_in_the_draft_and_in_the_file_and_nowhere_else() -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    browser = cast.sign_in(cast.DEWI)
    entered = {"words-0": "Kami siap.", "office-0": "Ketua KPU"}
    assert "“Kami siap,” ujar Ketua KPU." in browser.post(address(ref), entered).content.decode()
    answer = browser.post(address(ref), entered | {"berkas": "txt"})
    assert answer["Content-Disposition"] == f'attachment; filename="siaran-pers-{ref.lower()}.txt"'
    assert "“Kami siap,” ujar Ketua KPU." in answer.content.decode()
    assert "Kami siap" not in browser.get(address(ref)).content.decode()


def test_the_docx_says_what_the_text_says() -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    browser = cast.sign_in(cast.DEWI)
    text = browser.post(address(ref), {"berkas": "txt"}).content.decode()
    answer = browser.post(address(ref), {"berkas": "docx"})
    assert answer["Content-Type"] == docx_file.MEDIA_TYPE
    paper = docx.Document(io.BytesIO(answer.content))
    assert [one.text for one in paper.paragraphs] == [line for line in text.split("\n") if line]


def test_an_example_is_marked_in_page_name_and_headers() -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI), area="98.01").declaration_id
    browser = cast.sign_in(cast.DEWI)
    assert "CONTOH / EXAMPLE – bukan peristiwa nyata" in browser.get(address(ref)).content.decode()
    told = browser.post(address(ref), {"berkas": "txt"}).content.decode()
    assert told.count("CONTOH") == 1  # above all of it, not in the middle of a sentence
    for form in ("txt", "docx"):
        answer = browser.post(address(ref), {"berkas": form})
        assert answer["X-Ikrar-Example"] == "1"
        assert "contoh-siaran-pers" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "entered",
    [{"words-0": "Kami siap."}, {"office-0": "Ketua KPU"}, {"words-1": "k" * (LONGEST_QUOTE + 1), "office-1": "Ketua"}],
)
def test_half_a_quote_keeps_what_was_typed_and_says_what_is_missing(entered: dict[str, str]) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    answer = cast.sign_in(cast.DEWI).post(address(ref), entered | {"berkas": "txt"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert next(iter(entered.values()))[:50] in answer.content.decode()


def test_files_of_one_text_are_alike_and_tell_nothing_of_the_machine() -> None:
    text = write(replace(MEETING, example=True))
    first, second = docx_file.write(text), docx_file.write(text)
    about = docx.Document(io.BytesIO(first)).core_properties
    assert (about.author, about.last_modified_by, about.created) == ("Ikrar", "", docx_file.EPOCH)
    assert docx.Document(io.BytesIO(first)).paragraphs[0].text.startswith("CONTOH")
    assert len(first) == len(second)


def test_every_question_has_a_name() -> None:
    assert set(QUESTION_NAMES) == set(Question)
    assert press_question("x") == "x"
