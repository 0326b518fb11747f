"""Indonesian first, English second, both complete: every sentence has its counterpart, and no page mixes the two."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import ikrar
from ikrar.cli import main
from ikrar.records.account import actions as account
from ikrar.records.declaration import actions as declaration
from tests import cast
from tests.house import messages

#: Names and loanwords that both languages write alike.
ALIKE = {"Administrator", "Auditor", "CONTOH / EXAMPLE", "Menu", "Minangkabau", "Sasak"}
#: Words a template may show without a catalogue: our name, the languages' own names, what one types, what JSON is.
BARE = {
    "CSV",
    "JSON",
    "Ctrl",
    "Alt",
    "Ikrar",
    "Bahasa Indonesia",
    "English",
    "venv/bin/ikrar demo links",
    "venv/bin/ikrar demo code dewi",
}


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
    kept = messages.kept(catalogue)
    assert {message: sorted(files) for message, files in shown.items() if message not in kept} == {}


def test_the_catalogue_keeps_no_sentence_that_nobody_says_any_more(
    shown: dict[messages.Message, set[str]], catalogue: polib.POFile
) -> None:
    assert messages.kept(catalogue) - set(shown) == set()
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
    ids = [(entry.msgid, entry.msgctxt or "") for entry in catalogue]
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
    # An error that is shown again carries its own sentence, which stands where it was raised or marked by `say`.
    assert {call.partition(": ")[2] for call in messages.unfollowed()} <= {"error.message", "doubt['message']", "said"}


TEMPLATES = [
    ('{% translate "Simpan" %}', {("Simpan", "")}),
    ("{% translate 'Utama' as main %}", {("Utama", "")}),
    ('{% translate "selesai" context "keputusan" %}', {("keputusan\x04selesai", "")}),
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
    ('pgettext("keputusan", "selesai")', {"keputusan\x04selesai"}),
    ('raise ValueError("not for people")', set()),
    ('def f():\n    message = "Lain."\ndef g(message):\n    raise BadInput(message)', set()),
]


@pytest.mark.parametrize(("text", "found"), TEMPLATES)
def test_a_sentence_planted_in_a_template_is_found(text: str, found: set[messages.Message]) -> None:
    assert set(messages.in_template(text)) == found


@pytest.mark.parametrize(("text", "found"), MODULES)
def test_a_sentence_planted_in_code_is_found(text: str, found: set[str]) -> None:
    assert set(messages.in_code(text)) == {(sentence, "") for sentence in found}


def test_a_plural_planted_in_code_is_found() -> None:
    assert set(messages.in_code('ngettext("{n} hari", "{n} hari-hari", 3)')) == {("{n} hari", "{n} hari-hari")}


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
    assert compiled.ngettext("%(n)s lembaga", "%(n)s lembaga", 1) == "%(n)s institution"
    assert compiled.ngettext("%(n)s lembaga", "%(n)s lembaga", 0) == "%(n)s institutions"


def test_the_compiled_catalogue_of_this_tree_is_up_to_date(catalogue: polib.POFile) -> None:
    compiled = messages.CATALOGUE.with_suffix(".mo")
    assert compiled.exists(), "run: make setup"
    assert compiled.read_bytes() == catalogue.to_binary(), "run: make setup"


class Shown(HTMLParser):
    """The pieces of text a page shows or has read aloud, but for what is code or content in another language."""

    HEARD = frozenset({"title", "placeholder", "alt", "aria-label"})
    PASSED = frozenset({"script", "style", "pre", "code"})
    ALONE = frozenset({"input", "meta", "link", "br", "img", "path", "hr"})

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.language = ""
        self.pieces: set[str] = set()
        self.open: list[tuple[str, bool]] = []  # (tag, whether what is inside is passed over)
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.language = self.language or values.get("lang", "")
        above = self.open[-1][1] if self.open else False
        passed = values["lang"] != self.language if "lang" in values else above
        passed = passed or tag in self.PASSED or values.get("class") == "text"  # the article beside a reading
        if not passed:
            self.pieces |= {" ".join(values[name].split()) for name in self.HEARD & values.keys()}
        if tag not in self.ALONE:
            self.open.append((tag, passed))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.ALONE:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.pieces.add(" ".join(data.split()))


def strangers(pieces: set[str], sentences: set[str]) -> set[str]:
    """Return the sentences found among the pieces: whole if they are one word, anywhere if they are more."""
    found = set()
    for sentence in sentences:
        pattern = re.sub(r"%\\\(\w+\\\)s|\\\{\w+\\\}", ".+", re.escape(" ".join(sentence.split())))
        look = re.compile(pattern if " " in sentence else f"{pattern}$")
        anywhere = " " in sentence
        if any(look.search(piece) if anywhere else look.match(piece) for piece in pieces):
            found.add(sentence)
    return found


def of_the_other(catalogue: polib.POFile, language: str) -> set[str]:
    """Return the sentences that only the other language has."""
    indonesian = {text for e in catalogue for text in (e.msgid, e.msgid_plural) if text}
    translated = {text for e in catalogue for text in english(e)}
    return indonesian - translated if language == "en" else translated - indonesian


@pytest.mark.parametrize(
    ("piece", "seen"),
    [
        ("Cari", {"Cari"}),
        ("Cari deklarasi", set()),
        ("· Versi 3 .", {"Versi %(n)s"}),
        ("Kode wilayah 1 tidak dikenal.", {"Kode wilayah {code} tidak dikenal."}),
    ],
)
def test_a_stranger_on_a_page_is_seen(piece: str, seen: set[str]) -> None:
    assert strangers({piece}, {"Cari", "Versi %(n)s", "Kode wilayah {code} tidak dikenal."}) == seen


def check_pages(catalogue: polib.POFile, ask: Callable[[str], HttpResponse], status: int = 200) -> None:
    """Ask for a page in both languages; neither may show a sentence of the other, both must show their own."""
    for language, prefix in (("id", ""), ("en", "/en")):
        response = ask(prefix)
        assert response.status_code == status
        page = Shown(response)
        assert page.language == language
        assert strangers(page.pieces, of_the_other(catalogue, language)) == set(), response.request["PATH_INFO"]
        other = "id" if language == "en" else "en"
        assert len(strangers(page.pieces, of_the_other(catalogue, other))) > 5


@pytest.fixture
def register(database: Path) -> str:
    """Return the ref of a declaration with two frozen versions."""
    dewi = cast.at_desk(cast.DEWI)
    first = cast.frozen(dewi)
    now = timezone.now()
    declaration.supersede(dewi, first.declaration_id, reason="Ejaan diperbaiki.", now=now)
    cast.freeze(dewi, first.declaration_id)
    return first.declaration_id


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/deklarasi/",
        "/deklarasi/?q=persatuan",
        "/deklarasi/?q=zzz",
        "/deklarasi/?wilayah=35.28",
        "/deklarasi/{ref}/",
        "/deklarasi/{ref}/versi/1/",
        "/deklarasi/{ref}/versi/2/",
        "/periksa/",
        "/masuk/",
    ],
)
def test_a_public_page_speaks_one_language(catalogue: polib.POFile, register: str, path: str) -> None:
    check_pages(catalogue, lambda prefix: cast.Browser().get(prefix + path.format(ref=register)))


def test_an_empty_register_speaks_one_language(catalogue: polib.POFile, database: Path) -> None:
    check_pages(catalogue, lambda prefix: cast.Browser().get(f"{prefix}/"))
    check_pages(catalogue, lambda prefix: cast.Browser().get(f"{prefix}/deklarasi/"))


def test_what_does_not_exist_is_said_in_one_language(catalogue: polib.POFile, database: Path) -> None:
    check_pages(catalogue, lambda prefix: cast.Browser().get(f"{prefix}/tidak-ada/"), 404)


def test_a_lost_session_is_told_in_one_language(catalogue: polib.POFile, database: Path) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    typed = {"text": "isi", "reason": "ejaan"}
    file = {"file": SimpleUploadedFile("artikel.txt", b"isi")}
    for address in ("bacaan/", "deklarasi/x/versi-baru/"):
        for headers in (ours, None):
            browser = cast.Browser(headers=headers)
            check_pages(catalogue, lambda prefix: browser.post(f"{prefix}/meja/{address}", typed | file), 401)  # noqa: B023


def test_a_form_out_of_date_is_told_in_one_language(catalogue: polib.POFile, database: Path) -> None:
    def stale(prefix: str) -> HttpResponse:
        browser = cast.Browser(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
        return browser.post(f"{prefix}/masuk/", {"login": "dewi"})

    check_pages(catalogue, stale, 403)


def test_a_wrong_password_is_told_in_one_language(catalogue: polib.POFile, database: Path) -> None:
    told = {}
    for prefix in ("", "/en"):
        response = cast.Browser().post(f"{prefix}/masuk/", {"login": "dewi", "password": "salah sekali"})
        [told[prefix]] = response.context["form"].non_field_errors()
    assert told[""] != told["/en"]
    check_pages(catalogue, lambda prefix: cast.Browser().post(f"{prefix}/masuk/", {"login": "dewi", "password": "x"}))


def test_the_demo_link_and_the_second_factor_speak_one_language(
    catalogue: polib.POFile, database: Path, demo: object
) -> None:
    dewi = cast.employ(cast.DEWI)
    account.set_second_factor(dewi, "JBSWY3DPEHPK3PXP")
    links: dict[str, str] = {}

    def link(prefix: str) -> HttpResponse:
        links[prefix] = f"{prefix}/masuk/tautan/{account.make_link(dewi, timezone.now())}/"
        return local().get(links[prefix])

    def code(prefix: str) -> HttpResponse:
        browser = local()
        return browser.get(browser.post(links[prefix])["Location"])

    check_pages(catalogue, link)
    check_pages(catalogue, code)
    check_pages(catalogue, lambda prefix: local().post(links[prefix]), 410)


def test_an_account_without_a_second_factor_is_told_in_one_language(
    catalogue: polib.POFile, database: Path, demo: object
) -> None:
    dewi = cast.employ(cast.DEWI)

    def refused(prefix: str) -> HttpResponse:
        return local().post(f"{prefix}/masuk/tautan/{account.make_link(dewi, timezone.now())}/")

    check_pages(catalogue, refused, 403)


def local() -> Client:
    """Return a browser on the demo's own address."""
    return Client(SERVER_NAME="localhost", SERVER_PORT="8000")


@pytest.mark.parametrize("path", ["/meja/", "/meja/bacaan/", "/meja/deklarasi/{ref}/", "/keluar/"])
def test_a_page_of_the_desk_speaks_one_language(catalogue: polib.POFile, register: str, path: str) -> None:
    browser = cast.sign_in(cast.DEWI)
    check_pages(catalogue, lambda prefix: browser.get(prefix + path.format(ref=register)))


def test_the_editors_speak_one_language(catalogue: polib.POFile, database: Path) -> None:
    dewi = cast.at_desk(cast.DEWI)
    reading, made = cast.draft(dewi), cast.registered(dewi, points=())
    browser = cast.sign_in(cast.DEWI)
    check_pages(catalogue, lambda prefix: browser.get(f"{prefix}/meja/bacaan/{reading.ref}/"))
    check_pages(catalogue, lambda prefix: browser.get(f"{prefix}/meja/deklarasi/{made.ref}/"))
    check_pages(catalogue, lambda prefix: browser.get(f"{prefix}/meja/deklarasi/{made.ref}/bekukan/"))


def test_dates_are_written_as_each_language_writes_them(register: str) -> None:
    pages = {prefix: cast.Browser().get(f"{prefix}/deklarasi/").content.decode() for prefix in ("", "/en")}
    assert "Jumat, 16 Agustus 2024" in pages[""]
    assert "Friday, 16 August 2024" in pages["/en"]
    assert "Jumat" not in pages["/en"]
    assert "Friday" not in pages[""]
