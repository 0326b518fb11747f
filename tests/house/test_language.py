"""Indonesian first, English second, both complete: every sentence has its counterpart, and no page mixes the two."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import polib
import pytest

import ikrar
from ikrar.cli import build, main
from tests.house import messages

#: Names and loanwords that both languages write alike.
ALIKE = {"Administrator", "Auditor", "CONTOH / EXAMPLE", "Minangkabau", "Sasak"}
#: Words a template may show without a catalogue: our name, the languages' own names, what one types, what JSON is.
BARE = {"Ikrar", "Bahasa Indonesia", "English", "ikrar demo links", "ikrar demo code dewi"}


@pytest.fixture(scope="module")
def shown() -> dict[messages.Message, set[str]]:
    return messages.shown()


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(messages.CATALOGUE))


def english(entry: polib.POEntry) -> list[str]:
    """Return the translations of an entry: one, or one per plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> tuple[set[str], set[str]]:
    """Return the names a sentence leaves open, as ``%(name)s`` and as ``{name}``."""
    return set(re.findall(r"%\((\w+)\)s", text)), {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_shown_has_its_english(shown: dict[messages.Message, set[str]], catalogue: polib.POFile) -> None:
    kept = {(entry.msgid, entry.msgid_plural or "") for entry in catalogue}
    assert {message: sorted(files) for message, files in shown.items() if message not in kept} == {}


def test_the_catalogue_keeps_no_sentence_that_nobody_says_any_more(
    shown: dict[messages.Message, set[str]], catalogue: polib.POFile
) -> None:
    assert [e.msgid for e in catalogue if (e.msgid, e.msgid_plural or "") not in shown] == []
    assert [e.msgid for e in catalogue if e.obsolete] == []


def test_every_entry_is_translated_and_none_is_fuzzy(catalogue: polib.POFile) -> None:
    assert [e.msgid for e in catalogue if e.fuzzy or not all(text.strip() for text in english(e))] == []


def test_what_a_sentence_leaves_open_is_open_in_both_languages(catalogue: polib.POFile) -> None:
    wrong = [e.msgid for e in catalogue if any(placeholders(t) != placeholders(e.msgid) for t in english(e))]
    assert wrong == []


def test_lines_and_ends_agree(catalogue: polib.POFile) -> None:
    def ends(text: str) -> tuple[int, bool, bool, bool]:
        return text.count("\n"), text.endswith(":"), text.endswith("?"), text.endswith("…")

    assert [e.msgid for e in catalogue if any(ends(t) != ends(e.msgid) for t in english(e))] == []


def test_no_english_sentence_is_the_indonesian_one_but_for_names(catalogue: polib.POFile) -> None:
    assert {e.msgid for e in catalogue if e.msgid in english(e)} == ALIKE


def test_the_tone_is_calm_in_both_languages(catalogue: polib.POFile) -> None:
    assert [e.msgid for e in catalogue if any("!" in text for text in [e.msgid, *english(e)])] == []


def test_the_catalogue_stands_in_order_and_names_nobody(catalogue: polib.POFile) -> None:
    ids = [entry.msgid for entry in catalogue]
    assert ids == sorted(set(ids))
    assert set(catalogue.metadata) == {
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }
    assert catalogue.metadata["Project-Id-Version"] == "Ikrar"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_every_call_that_says_something_was_followed_to_a_sentence() -> None:
    # An error that is shown again carries its own sentence, which stands where it was raised.
    assert {call.partition(": ")[2] for call in messages.unfollowed()} <= {"error.message"}


TEMPLATES = [
    ('{% translate "Simpan" %}', {("Simpan", "")}),
    ("{% translate 'Utama' as main %}", {("Utama", "")}),
    ("{% blocktranslate %}Poin {{ n }}{% endblocktranslate %}", {("Poin %(n)s", "")}),
    ("{% blocktranslate with n=v.number %}versi {{ n }}{% endblocktranslate %}", {("versi %(n)s", "")}),
    ("{% blocktranslate trimmed %}\n  Satu\n  kalimat.\n{% endblocktranslate %}", {("Satu kalimat.", "")}),
    (
        "{% blocktranslate count n=n %}{{ n }} poin{% plural %}{{ n }} butir{% endblocktranslate %}",
        {("%(n)s poin", "%(n)s butir")},
    ),
]
MODULES = [
    ('_("Tersimpan.")', {"Tersimpan."}),
    ('gettext("Tersimpan.")', {"Tersimpan."}),
    ('NAME = gettext_lazy("Bahasa Indonesia")', {"Bahasa Indonesia"}),
    ('translator()("Siap: {n}").format(n=1)', {"Siap: {n}"}),
    ('raise BadInput("Kode {code} salah.", code=code)', {"Kode {code} salah."}),
    ('raise errors.Missing("Tidak ada.")', {"Tidak ada."}),
    ('def f():\n    message = "Bukan tanggal."\n    raise BadInput(message)', {"Bukan tanggal."}),
    ('def f(x):\n    raise BadInput("Satu." if x else "Dua.")', {"Satu.", "Dua."}),
    ('_R: Final[dict] = MappingProxyType({1: "Ditolak."})\nraise IllegalMove(_R[x])', {"Ditolak."}),
    ('NAMES = {"a": "Rancangan"}\ndef f(x):\n    return gettext(NAMES.get(x, x))', {"Rancangan"}),
    (
        'A = "Kendali."\nB = {"x": A}\ndef g(c):\n    if c:\n        return "Tak terlihat."\n    return B.get(c)\n'
        "def f(c):\n    refusal = g(c)\n    raise ForbiddenText(refusal)",
        {"Kendali.", "Tak terlihat."},
    ),
    ('doubt("kind", "Tidak jelas.")', {"Tidak jelas."}),
    ('raise ValueError("not for people")', set()),
    ('def f():\n    message = "Lain."\ndef g(message):\n    raise BadInput(message)', set()),
]


@pytest.mark.parametrize(("text", "found"), TEMPLATES)
def test_a_sentence_planted_in_a_template_is_found(text: str, found: set[messages.Message]) -> None:
    assert set(messages.in_template(text)) == found


@pytest.mark.parametrize(("text", "found"), MODULES)
def test_a_sentence_planted_in_code_is_found(text: str, found: set[str]) -> None:
    assert set(messages.in_code(text)) == {(sentence, "") for sentence in found}


def bare(text: str) -> set[str]:
    """Return the words a template shows that stand in no catalogue: text and the attributes people hear or see."""
    text = re.sub(r"\{% (blocktranslate|block body_class).*?endblock(translate)? %\}", "", text, flags=re.DOTALL)
    attributes = re.findall(r'\s(?:title|placeholder|alt|aria-label)="([^"]*)"', text)
    text = re.sub(r"<(pre|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    code = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
    whole = [re.sub(code, "\0", part, flags=re.DOTALL) for part in (text, *attributes)]
    pieces = re.sub(r"<[^>]*>", "\0", whole[0]).split("\0") + [p for part in whole[1:] for p in part.split("\0")]
    return {
        piece.strip(" ·\n:,.()") for piece in pieces if re.search(r"[A-Za-z]{2}", re.sub(r"&\w+;|https://", "", piece))
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Simpan</p>", {"Simpan"}),
        ('<input placeholder="Cari">', {"Cari"}),
        ("<p>{{ n }} poin</p>", {"poin"}),
        ('<p title="{% translate \'Cari\' %}">{% translate "Cari" %} · {{ n }}</p>', set()),
        ("{% blocktranslate %}Poin {{ n }}{% endblocktranslate %}", set()),
        ("<pre>curl</pre>{# a note #}", set()),
    ],
)
def test_a_word_outside_the_catalogue_is_seen(text: str, found: set[str]) -> None:
    assert bare(text) == found


def test_no_template_shows_a_word_that_no_catalogue_holds() -> None:
    for path in sorted(messages.SOURCE.rglob("*.html")):
        assert bare(path.read_text(encoding="utf-8")) - BARE == set(), path.name


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], GNUTranslations]:
    """Compile a copy of the catalogue with ``ikrar build`` and open it."""
    copy = tmp_path / "ikrar"
    shutil.copytree(messages.SOURCE / "locale", copy / "locale", ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(ikrar, "__file__", str(copy / "__init__.py"))

    def compile_and_open() -> GNUTranslations:
        assert main.main(["build"]) == 0
        with (copy / "locale" / "en" / "LC_MESSAGES" / "django.mo").open("rb") as file:
            return GNUTranslations(file)

    return compile_and_open


def test_ikrar_build_compiles_the_catalogue(built: Callable[[], GNUTranslations]) -> None:
    compiled = built()
    assert compiled.gettext("Halaman ini tidak ada.") == "This page does not exist."
    assert compiled.ngettext("%(n)s deklarasi", "%(n)s deklarasi", 1) == "%(n)s declaration"
    assert compiled.ngettext("%(n)s deklarasi", "%(n)s deklarasi", 0) == "%(n)s declarations"


def test_building_twice_gives_the_same_bytes(built: Callable[[], GNUTranslations]) -> None:
    built()
    [compiled] = Path(build.ikrar.__file__ or "").parent.glob("locale/*/LC_MESSAGES/*.mo")
    before = compiled.read_bytes()
    built()
    assert compiled.read_bytes() == before
