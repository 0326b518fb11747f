"""The demo as a program: it starts, says what to do, reuses what is there, starts over, and stops cleanly."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.app import PERIOD, shown
from tests.journeys.conftest import Demo, environment, free_port, start_demo, stop, wait_for

pytestmark = pytest.mark.journey
FIRST_PAGE = 20  # the examples are a few more


def get(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def registered(demo: Demo) -> set[str]:
    _, page = get(f"{demo.origin}/deklarasi/")
    return set(re.findall(r'href="/deklarasi/([0-9A-Z]{26})/', page))


def test_the_demo_prints_its_address_links_and_secrets_and_a_second_start_reuses_what_is_there(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    first = start_demo(data, port)
    wait_for(first)
    said = "\n".join(first.lines)
    assert f"http://localhost:{port}" in said
    assert "/masuk/tautan/" in said
    assert "Rahasia TOTP" in said
    before = registered(first)
    assert len(before) == FIRST_PAGE
    assert stop(first) == 0
    assert "Traceback" not in "\n".join(first.lines)

    second = start_demo(data, port)
    wait_for(second)
    assert registered(second) == before
    assert "Memuat" not in "\n".join(second.lines)
    assert [line for line in second.lines if "http" not in line][-1] != [
        line for line in first.lines if "http" not in line
    ][-1]
    assert stop(second) == 0

    third = start_demo(data, port, "--fresh")
    wait_for(third)
    assert registered(third).isdisjoint(before)
    assert stop(third) == 0


def test_the_demo_tells_the_code_that_an_app_shows(demo: Demo) -> None:
    begun = int(time.time()) // PERIOD
    told = demo.ask("code", "dewi").strip()
    assert told in [shown(demo.secret("dewi"), period) for period in range(begun, int(time.time()) // PERIOD + 1)]


def test_a_busy_port_gives_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "ikrar.cli", "demo", "--port", str(port), "--data", str(tmp_path / "data")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(), check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip().count("\n") == 0
    assert f"Porta {port} sudah dipakai" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_no_demo_is_never_thrown_away(tmp_path: Path) -> None:
    precious = tmp_path / "data" / "surat.txt"
    precious.parent.mkdir()
    precious.write_text("jangan hilang", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "ikrar.cli",
        "demo",
        "--port",
        str(free_port()),
        "--data",
        str(precious.parent),
        "--fresh",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(), check=False)
    assert done.returncode == 2
    assert "bukan folder peragaan" in done.stderr
    assert precious.read_text(encoding="utf-8") == "jangan hilang"


def test_the_demo_answers_on_this_machine_only(demo: Demo) -> None:
    assert get(f"{demo.origin}/", Host="ikrar.example")[0] == 400
    assert get(f"{demo.origin}/", **{"X-Forwarded-For": "203.0.113.77"})[0] == 400
    status, page = get(f"http://127.0.0.1:{demo.port}/")  # followed to localhost
    assert status == 200
    assert "Ikrar" in page


def test_an_election_that_is_over_rebuilds_the_examples_and_nothing_else(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    demo = start_demo(data, port)
    wait_for(demo)
    before = registered(demo)
    assert stop(demo) == 0
    _end_the_election(data)

    again = start_demo(data, port)
    wait_for(again)
    assert any("data contoh dibangun ulang" in line for line in again.lines)
    after = registered(again)
    assert len(after) == FIRST_PAGE
    assert after.isdisjoint(before)
    assert stop(again) == 0


def _end_the_election(data: Path) -> None:
    script = (
        "import datetime, django; django.setup()\n"
        "from ikrar.records.election.actions import set_voting_day\n"
        "set_voting_day('pilkada-arunika', datetime.date.today() - datetime.timedelta(days=1))\n"
    )
    port = json.loads((data / "demo.json").read_text(encoding="utf-8"))["port"]
    settings = {
        "DJANGO_SETTINGS_MODULE": "ikrar.settings",
        "IKRAR_DATA": str(data),
        "IKRAR_DEMO": "1",
        "IKRAR_ORIGIN": f"http://localhost:{port}",
    }
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120, env=environment() | settings)
