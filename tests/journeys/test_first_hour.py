"""Whoever follows docs/howto/jam-pertama.md word by word has two institutions, four offices and three people."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.house.howto import HOWTO
from tests.journeys.conftest import PATIENCE, environment, free_port, wait_until_open
from tests.journeys.walker import Walker, steps

PAGE = HOWTO / "jam-pertama.md"
pytestmark = pytest.mark.journey


def answers() -> str:
    """Return the answers to ``ikrar setup`` that the page prints."""
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A real installation, begun from the console and served; yields its address and the two printed codes."""
    folder, port = tmp_path_factory.mktemp("installation"), free_port()
    origin = f"http://localhost:{port}"
    settings = environment() | {"IKRAR_DATA": str(folder / "data"), "IKRAR_ORIGIN": origin}
    (folder / "setup.toml").write_text(answers(), encoding="utf-8")
    ikrar = [sys.executable, "-m", "ikrar.cli"]
    begun = subprocess.run(
        [*ikrar, "setup", "--file", str(folder / "setup.toml")],
        env=settings, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    logins = re.findall(r"Nama pengguna\s+(\S+)", begun.stdout)
    codes = re.findall(r"Kode\s+(\S+-\S+)", begun.stdout)
    server = subprocess.Popen([*ikrar, "serve", "--port", str(port)], env=settings, stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port)
        yield origin, {f"KODE {login.upper()}": code for login, code in zip(logins, codes, strict=True)}
    finally:
        server.terminate()
        server.wait(timeout=120)


def test_the_first_hour_goes_as_its_page_says_word_by_word(
    installation: tuple[str, dict[str, str]], browser: Browser
) -> None:
    origin, codes = installation
    opened: list[BrowserContext] = []

    def window() -> BrowserContext:
        opened.append(browser.new_context(base_url=origin, locale="id-ID", timezone_id="Asia/Jakarta"))
        opened[-1].set_default_timeout(PATIENCE)
        return opened[-1]

    try:
        done = Walker(window, notes=dict(codes)).walk(PAGE)
    finally:
        for one in opened:
            one.close()
    assert done == len(list(steps(PAGE)))
    assert done > 60


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n## Joko\n\n1. Tekan tombolnya.\n",
        "# T\n\n## Joko\n\n1. Lihat **Meja**.\n",
    ],
)
def test_a_page_that_says_what_nobody_can_do_fails(browser: Browser, tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    context = browser.new_context()
    with pytest.raises(AssertionError, match="nobody can do this as written"):
        Walker(lambda: context).walk(page)
    context.close()
