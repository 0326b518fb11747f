"""A demo of its own for each file of journeys, and a browser to visit it with."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.journeys.app import App

ROOT = Path(__file__).parents[2]
START_LIMIT = 120  # seconds the issue allows a demo to start
BUSY_START = 600  # seconds after which a demo that others need is given up, on a busy machine
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # WebGL without a graphics card, for the map
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds a page may take to show what is expected, on a busy machine
LINK_LIFE = 300  # seconds a printed link is handed out; it holds for ten minutes
expect.set_options(timeout=PATIENCE)


@dataclass
class Demo:
    """A running demo: its address, its folder, what it printed; and what its people hold to sign in with."""

    port: int
    data: Path
    process: subprocess.Popen[str]
    lines: list[str]
    listener: threading.Thread
    app: App = field(default_factory=App)
    links: dict[str, str] = field(default_factory=dict)
    printed: float = 0.0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def ask(self, *words: str) -> str:
        """Run ``ikrar demo WORDS`` against this demo."""
        command = [sys.executable, "-m", "ikrar.cli", "demo", *words, "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=environment())
        return done.stdout

    def link(self, name: str) -> str:
        """Return a sign-in link that nobody used: of those printed last, or of new ones."""
        if name not in self.links or time.monotonic() - self.printed > LINK_LIFE:
            self.printed = time.monotonic()
            rows = (line.split() for line in self.ask("links").splitlines() if "/masuk/tautan/" in line)
            self.links = {row[0]: row[2] for row in rows}
        return self.links.pop(name)

    def secret(self, name: str) -> str:
        """Return what the demo printed for a person's authenticator app."""
        rows = (line.split() for line in self.lines if line.startswith("  ") and "http" not in line)
        return next(row[1] for row in rows if row[0] == name)

    def code(self, name: str) -> str:
        """Return six digits of a person's app that nobody typed before: the product takes a code once."""
        return self.app.code(self.secret(name))


def environment() -> dict[str, str]:
    """The environment of a fresh terminal, in Indonesian."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "DJANGO_", "COV_", "COVERAGE_"))}
    return kept | {"LANG": "id_ID.UTF-8", "LC_ALL": "id_ID.UTF-8", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(data: Path, port: int, *options: str, limit: int = START_LIMIT) -> Demo:
    """Start a demo and wait until it has printed everything it prints."""
    command = [sys.executable, "-m", "ikrar.cli", "demo", "--port", str(port), "--data", str(data), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=data.parent, env=environment()
    )
    lines: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("  nila") and "http" not in line:
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert ready.wait(limit), "\n".join(lines)
    assert process.poll() is None, "\n".join(lines)
    return Demo(port, data, process, lines, listener)


def stop(demo: Demo) -> int:
    """Press Ctrl-C and return the exit status."""
    demo.process.send_signal(signal.SIGINT)
    status = demo.process.wait(timeout=120)
    demo.listener.join(timeout=60)
    if demo.process.stdout is not None:
        demo.process.stdout.close()
    return status


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that was started once and stopped: its tables and examples take most of a start."""
    data = tmp_path_factory.mktemp("furnished") / "data"
    made = start_demo(data, free_port(), limit=BUSY_START)
    wait_for(made)
    stop(made)
    return data


@pytest.fixture(scope="module")
def demo(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that runs for one file of journeys, on a copy of what the first start made."""
    data = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(furnished, data)
    running = start_demo(data, free_port(), limit=BUSY_START)
    wait_for(running)
    yield running
    stop(running)


def wait_for(demo: Demo) -> None:
    """Return when the demo's server accepts a connection."""
    wait_until_open(demo.port)


def wait_until_open(port: int) -> None:
    """Return when a server accepts a connection on a port of this machine."""
    pause = threading.Event()
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.1)
    raise AssertionError("the server did not open its port")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; closed with each file, because its event loop forbids Django's database calls meanwhile."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "no Chromium: run `make setup-dev`, which installs it or names the package"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


Visit = Callable[..., BrowserContext]


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Visit]:
    """Open browser windows; each notes every host that was asked for."""
    opened: list[BrowserContext] = []

    def window(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=demo.origin, locale="id-ID", timezone_id="Asia/Jakarta", **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield window
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def dewi_state(browser: Browser, demo: Demo) -> dict[str, object]:
    """Dewi, a secretary, signs in once; the windows of this file share her session."""
    return state_of(browser, demo, "dewi")


@pytest.fixture(scope="module")
def bima_state(browser: Browser, demo: Demo) -> dict[str, object]:
    """Bima, an officer of another institution, signs in once."""
    return state_of(browser, demo, "bima")


@pytest.fixture(scope="module")
def joko_state(browser: Browser, demo: Demo) -> dict[str, object]:
    """Joko, an administrator, signs in once."""
    return state_of(browser, demo, "joko")


def state_of(browser: Browser, demo: Demo, name: str) -> dict[str, object]:
    """Sign in once and return the session for other windows."""
    context = browser.new_context(base_url=demo.origin, locale="id-ID")
    context.set_default_timeout(PATIENCE)
    enter(context.new_page(), demo, name)
    state = context.storage_state()
    context.close()
    return dict(state)


def enter(page: Page, demo: Demo, name: str) -> None:
    """Sign in with link and code, as people of the demo do."""
    page.goto(demo.link(name))
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Kode").fill(demo.code(name))
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/meja/")


def follow(target: Locator, key: str = "") -> None:
    """Press what leads to a page, perhaps to the same one anew, and return when that page has wholly come.

    A click alone may return before: what is read next could be the page that is being left, or half of the next one.
    ``key`` presses it by keyboard.
    """
    with target.page.expect_navigation():
        if key:
            target.press(key)
        else:
            target.click()
