"""Walks a how-to page word by word in a real browser: a sentence of a numbered step is done, or the walk fails.

The page (docs/howto/jam-pertama.md) is written in Indonesian for people; its numbered steps use a few plain forms:

    Buka `/alamat/`.                          go to an address of the installation
    Tekan **Tulisan**.                        press the button or link with that name
    Isi **Nama isian** dengan `nilai`.        fill a field by its label
    Pilih **Pilihan** pada **Nama isian**.    choose in a list
    Pilih **Pilihan**.                        choose one of several (radio)
    Centang **Tulisan**.                      tick a box
    Anda melihat "teks".                      the page shows it
    Catat **Tulisan** sebagai `NAMA`.         keep what stands after these words; `NAMA` later stands for it
    Isi **Nama isian** dengan kode autentikator `NAMA`.  six digits of that secret, as the app would show them

A heading ``## Sari (KPU)`` says in whose browser the steps happen: each person has a browser of their own. What stands
outside numbered steps is for reading. A sentence in any other form fails the walk, so that the page cannot promise
what nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.app import App

#: Marks the page as one that is being left, once a link or a form leads away from it.
WATCHED: Final = """() => {
    const mark = (leaves) => { if (leaves) document.documentElement.dataset.leaving = "yes"; };
    window.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        mark(link && !event.defaultPrevented && link.href.split("#")[0] !== location.href.split("#")[0]);
    });
    window.addEventListener("submit", (event) => {
        mark(!event.defaultPrevented || event.target.matches("[data-autosave]"));
    });
}"""
_STEP = re.compile(r"^\d+\. (.*(?:\n   .*)*)", re.MULTILINE)
_SENTENCE = re.compile(r"(?:[^.\"`*]|\"[^\"]*\"|`[^`]*`|\*\*[^*]*\*\*)+\.")
_BOLD, _CODE, _QUOTED = r"\*\*([^*]+)\*\*", r"`([^`]+)`", r"\"([^\"]+)\""


@dataclass(frozen=True)
class Step:
    """One sentence of the page, and the person in whose browser it happens."""

    person: str
    sentence: str


def steps(page: Path) -> Iterator[Step]:
    """Yield every sentence of the numbered steps of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        person = heading.partition(" (")[0].strip()
        for match in _STEP.finditer(body):
            told = " ".join(match[1].split())
            sentences = _SENTENCE.findall(told)
            if "".join(sentences).replace(" ", "") != told.replace(" ", ""):
                raise AssertionError(f"this step is not made of whole sentences: {told}")
            for sentence in sentences:
                yield Step(person, sentence.strip())


@dataclass
class Walker:
    """Does what a page says: one browser for each person, and the notes taken on the way."""

    open_browser: Callable[[], BrowserContext]
    notes: dict[str, str] = field(default_factory=dict)
    app: App = field(default_factory=App)
    pages: dict[str, Page] = field(default_factory=dict)

    def walk(self, page: Path) -> int:
        """Do every step of a page; returns how many sentences were done. Raises AssertionError with the sentence."""
        done = 0
        for step in steps(page):
            self._do(step)
            done += 1
        return done

    def _do(self, step: Step) -> None:
        page = self.pages.get(step.person) or self.open_browser().new_page()
        self.pages[step.person] = page
        for form, act in FORMS:
            match = re.fullmatch(form, step.sentence)
            if match:
                try:
                    act(self, page, *(self._meant(text) for text in match.groups()))
                except Exception as error:
                    shown = page.locator("main").inner_text()[:1500] if page.locator("main").count() else page.url
                    raise AssertionError(f"{step.person}: {step.sentence}\n{error}\n{page.url}\n{shown}") from error
                return
        raise AssertionError(f"nobody can do this as written: {step.sentence}")

    def _meant(self, text: str) -> str:
        """Put what was noted in place of its name."""
        return self.notes.get(text, text)

    def go(self, page: Page, address: str) -> None:
        """Open an address of the installation."""
        page.goto(address)

    def press(self, page: Page, name: str) -> None:
        """Press the button, or else the link, with exactly this name."""
        button = page.get_by_role("button", name=name, exact=True)
        target = button if button.count() else page.get_by_role("link", name=name, exact=True)
        page.evaluate(WATCHED)
        target.filter(visible=True).first.click()
        expect(page.locator("html[data-leaving=yes]")).to_have_count(0)
        page.wait_for_load_state()

    def fill(self, page: Page, label: str, value: str) -> None:
        """Fill a field by its label."""
        page.get_by_label(label, exact=True).filter(visible=True).first.fill(value)

    def fill_code(self, page: Page, label: str, secret: str) -> None:
        """Fill in the digits an authenticator shows."""
        self.fill(page, label, self.app.code(secret))

    def choose(self, page: Page, option: str, label: str) -> None:
        """Choose in a list by its label."""
        page.get_by_label(label, exact=True).filter(visible=True).first.select_option(label=option)

    def choose_one(self, page: Page, option: str) -> None:
        """Choose one of several."""
        page.get_by_role("radio", name=option).first.check()

    def tick(self, page: Page, label: str) -> None:
        """Tick a box."""
        page.get_by_label(label, exact=True).first.check()

    def see(self, page: Page, text: str) -> None:
        """Wait until the page shows a text."""
        expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def note(self, page: Page, label: str, name: str) -> None:
        """Keep what stands right after the words that announce it."""
        announced = page.locator(f"xpath=//main//*[self::p or self::dt or self::h2][contains(., '{label}')]").last
        value = announced.locator("xpath=following-sibling::*[1]")
        self.notes[name] = " ".join(value.inner_text().split())


FORMS: Final[tuple[tuple[str, Callable[..., None]], ...]] = (
    (rf"Buka {_CODE}\.", Walker.go),
    (rf"Tekan {_BOLD}\.", Walker.press),
    (rf"Isi {_BOLD} dengan kode autentikator {_CODE}\.", Walker.fill_code),
    (rf"Isi {_BOLD} dengan {_CODE}\.", Walker.fill),
    (rf"Pilih {_BOLD} pada {_BOLD}\.", Walker.choose),
    (rf"Pilih {_BOLD}\.", Walker.choose_one),
    (rf"Centang {_BOLD}\.", Walker.tick),
    (rf"Anda melihat {_QUOTED}\.", Walker.see),
    (rf"Catat {_BOLD} sebagai {_CODE}\.", Walker.note),
)
