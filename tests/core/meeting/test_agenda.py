"""The templates of agendas as domain.md tells the usual one, in both languages; compared word by word."""

from __future__ import annotations

from ikrar.core.meeting import agenda

USUAL = (
    ("", "Pembukaan", "Opening"),
    ("kpu", "Paparan tahapan oleh KPU", "KPU's briefing on the stages"),
    ("bawaslu", "Paparan kerawanan oleh Bawaslu", "Bawaslu's briefing on vulnerabilities"),
    (
        "kesbangpol",
        "Situasi wilayah menurut Kesbangpol dan FKDM",
        "Situation in the area as Kesbangpol and FKDM see it",
    ),
    ("tni", "Dukungan Kodim", "Support by the military district"),
    ("polri", "Rencana pengamanan kepolisian", "The police's security plan"),
    ("", "Masukan partai politik dan masyarakat", "Input by parties and the public"),
    ("", "Keputusan", "Decisions"),
    ("", "Deklarasi", "Declaration"),
)
FOLLOWING = (
    ("", "Pembukaan", "Opening"),
    ("", "Keputusan yang belum selesai", "Decisions not done yet"),
    ("", "Keadaan terbaru dari tiap lembaga", "News from each institution"),
    ("", "Keputusan", "Decisions"),
    ("", "Rapat berikutnya", "Next meeting"),
)


def told(code: str) -> tuple[tuple[str, str, str], ...]:
    template = next(one for one in agenda.templates() if one.code == code)
    return tuple((item.kind, item.title["id"], item.title["en"]) for item in template.items)


def test_the_usual_agenda_is_the_one_that_press_reports_tell() -> None:
    assert told("koordinasi") == USUAL


def test_a_meeting_that_follows_begins_with_what_is_not_done() -> None:
    assert told("lanjutan") == FOLLOWING


def test_titles_come_in_the_language_asked_for() -> None:
    for code in ("koordinasi", "lanjutan"):
        assert agenda.titles(code, "id") == tuple(row[1] for row in told(code))
        assert agenda.titles(code, "en") == tuple(row[2] for row in told(code))


def test_a_template_comes_below_what_was_typed_and_replaces_nothing() -> None:
    typed = ("Doa bersama", "pembukaan")
    found = agenda.added(typed, "koordinasi", "id")
    assert found[:2] == typed
    assert found[2:] == agenda.titles("koordinasi", "id")[1:]
    assert agenda.added((), "koordinasi", "en") == agenda.titles("koordinasi", "en")
    assert agenda.added(found, "koordinasi", "id") == found
