"""A ceremony: 300 offices sign through the pages of a server process while five screens ask; poll and certificate.

The phones are software (``tests/authenticator.py``); everything else is what a hall uses: page, question, key,
signature over HTTP. The bars: 300 signatures in 60 s, every screen shows them all; a certificate in 1 s.
"""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.authenticator import Device

from benchmarks.measure import in_scratch, seconds, tell
from ikrar.cli.installation import prepare

OFFICES, AT_ONCE, SCREENS, EVERY = 300, 10, 5, 2.0
BAR, POLL_BAR, CERTIFICATE_BAR = 60.0, 0.080, 1.0  # seconds
SOME = (7, 60)
INSTITUTION = "98.01/kpu"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def main() -> int:
    """Print the figures; 1 when one is over its bar."""
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from ikrar.cli.demo import cast
    from ikrar.web.server import settle

    settings.ALLOWED_HOSTS.append("testserver")
    cast.bring(timezone.now())
    settle()  # as the server does when it starts
    held = [*(alone(count) for count in SOME), hall()]
    return 0 if all(held) else 1


def declared(count: int, now: datetime) -> str:
    """Register and freeze a declaration of eight points and many offices; returns its reference."""
    from ikrar.cli.demo.life import at_desk
    from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
    from ikrar.records.declaration import actions
    from ikrar.records.review import actions as review

    dewi, bima = at_desk("dewi", now), at_desk("bima", now)
    form = DeclarationForm(
        title=f"CONTOH Deklarasi Damai {count} Jabatan",
        area="98.01",
        event_date=str(now.date()),
        points=tuple(PointForm(f"Menolak politik uang dalam bentuk apa pun, ke-{n}.") for n in range(1, 9)),
        offices=tuple(OfficeForm(office="Ketua", institution=f"Lembaga {n}") for n in range(1, count + 1)),
    )
    ref = actions.begin(dewi, institution=INSTITUTION, form=form, now=now).ref
    asked = review.ask(dewi, ref, edition=1, institution="98.01/bawaslu", now=now)
    review.approve(bima, asked.ref, remark="", now=now)
    actions.freeze(dewi, ref, edition=1, now=now)
    return str(ref)


def codes(ref: str, count: int, now: datetime) -> dict[int, str]:
    """Return a signing link's code for every office."""
    from ikrar.cli.demo.life import at_desk
    from ikrar.records.signature import actions

    return actions.issue(at_desk("dewi", now), ref, offices=frozenset(range(1, count + 1)), now=now)


def alone(count: int) -> bool:
    """Measure what is asked of one ceremony in this process: a poll made anew, and a certificate."""
    from django.test import Client
    from django.utils import timezone

    from ikrar.cli.demo.life import at_desk
    from ikrar.cli.demo.phone import Phone
    from ikrar.core.signature.challenge import Act, unpadded
    from ikrar.records.signature import actions
    from ikrar.web.desk import certificate
    from ikrar.web.office_passkey import site
    from ikrar.web.public import ceremony

    now = timezone.now()
    ref = declared(count, now)
    for code in codes(ref, count, now).values():
        phone, asked = Phone(site()), actions.ask(code, Act.SIGN, now=now)
        again = actions.bring_key(code, phone.new, nonce=unpadded(asked.challenge), now=now)
        actions.sign(code, phone.answer(again.challenge), site(), now=now)
    client = Client()

    def poll() -> None:
        ceremony.STATES.clear()
        assert client.get(f"/upacara/{ref}/1/keadaan.json").status_code == 200

    polled = seconds(poll, times=5)
    issued = seconds(lambda: certificate.issue(at_desk("dewi", now), ref, "id", timezone.now()))
    tell(f"ceremony.poll [{count} offices, made anew]", polled, "ms", 1000)
    tell(f"ceremony.certificate [{count} offices]", issued, "ms", 1000)
    return statistics.median(polled) <= POLL_BAR and statistics.median(issued) <= CERTIFICATE_BAR


def hall() -> bool:
    """Let every office sign through a server of its own while the screens ask; True when the bar is held."""
    from django.utils import timezone

    now = timezone.now()
    ref = declared(OFFICES, now)
    links = codes(ref, OFFICES, now)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = os.environ | {"IKRAR_ORIGIN": f"http://localhost:{port}"}
    server = subprocess.Popen([sys.executable, "-m", "ikrar.cli", "serve", "--port", str(port)], env=told)
    try:
        _await(port)
        return _ceremony(port, ref, links)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(port: int) -> None:
    pause = threading.Event()
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.1)
    raise RuntimeError("the server did not open its port")


def _ceremony(port: int, ref: str, links: dict[int, str]) -> bool:
    screens = [Screen(port, f"/upacara/{ref}/1/keadaan.json") for _ in range(SCREENS)]
    for screen in screens:
        screen.start()
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as phones:
        taken = list(phones.map(lambda code: _sign(port, code), links.values()))
    whole = time.perf_counter() - begun
    for screen in screens:
        screen.over.set()
        screen.join()
    polls = [one for screen in screens for one in screen.taken]
    shown = [json.loads(screen.last)["signed"] for screen in screens]
    print(f"ceremony.signatures {OFFICES} in {whole:.1f} s, {AT_ONCE} phones at once (bar {BAR:.0f} s)")
    _spread("ceremony.signature, page to stored", taken)
    _spread(f"ceremony.poll [{SCREENS} screens meanwhile]", polls)
    print(f"ceremony.shown {' '.join(map(str, shown))} on the last answer of each screen", flush=True)
    return whole <= BAR and shown == [OFFICES] * SCREENS


def _spread(name: str, taken: list[float]) -> None:
    cuts = statistics.quantiles(taken, n=20)
    print(f"{name} p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms (n={len(taken)})", flush=True)


class Screen(threading.Thread):
    """Asks for the state every two seconds as the page's script does, and once more when all is over."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__()
        self.port, self.path, self.over = port, path, threading.Event()
        self.taken: list[float] = []
        self.last = self._mark = ""

    def run(self) -> None:
        """Ask until it is over; the last time the second of the kept answer has passed."""
        while not self.over.wait(EVERY):
            self.taken.append(self._ask())
        threading.Event().wait(EVERY)
        self._ask()

    def _ask(self) -> float:
        begun = time.perf_counter()
        line = HTTPConnection("localhost", self.port, timeout=30)
        line.request("GET", self.path, headers={"If-None-Match": self._mark} if self._mark else {})
        answer = line.getresponse()
        data = answer.read().decode()
        line.close()
        if answer.status == 200:
            self.last, self._mark = data, answer.headers["ETag"]
        elif answer.status != 304:
            raise RuntimeError(f"{self.path}: {answer.status}")
        return time.perf_counter() - begun


def _sign(port: int, code: str) -> float:
    """Let one phone open its page, make a key and sign; returns the seconds."""
    begun, path = time.perf_counter(), f"/tanda-tangan/{code}/"
    origin = f"http://localhost:{port}"
    device, line = Device(origin=origin, rp="localhost"), HTTPConnection("localhost", port, timeout=30)
    line.request("GET", path)
    page = line.getresponse()
    found = TOKEN.search(page.read().decode())
    if found is None:
        raise RuntimeError(f"no form on the signing page: {page.status}")
    sent = {"Cookie": page.headers["Set-Cookie"].split(";")[0], "Origin": origin, "Accept": "application/json"}
    sent["Content-Type"] = "application/x-www-form-urlencoded"

    def step(wanted: int, **fields: str) -> str:
        line.request("POST", path, urlencode(fields | {"csrfmiddlewaretoken": found[1]}), sent)
        answer = line.getresponse()
        data = answer.read().decode()
        if answer.status != wanted:
            raise RuntimeError(f"{fields['do']}: {answer.status} {data[:200]}")
        return data

    asked = json.loads(step(200, do="ask", act="sign", way="|"))
    again = json.loads(step(200, do="key", nonce=asked["make"], credential=device.make(asked)))
    step(303, do="sign", credential=device.sign(again))
    line.close()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(in_scratch(main))
