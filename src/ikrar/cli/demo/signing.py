"""Who signed the examples: with vouched office keys, as link holders, by hand; or not. One has a certificate."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from PIL import Image, ImageDraw

from ikrar.cli.demo.life import SECRETARIES, Life
from ikrar.cli.demo.phone import Phone
from ikrar.core.scan.scan import USUAL, What
from ikrar.core.signature.challenge import Act, unpadded
from ikrar.records.declaration import queries as register
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.enrolment import queries as keys
from ikrar.records.scan import actions as scan
from ikrar.records.signature import actions
from ikrar.web.desk import certificate
from ikrar.web.office_passkey import site

#: Whose office is enrolled by whom, and who of another institution vouches too.
ENROLLED: Final = {"98.01/kpu": ("sari", "bima"), "98.01/bawaslu": ("bima", "sari"), "98.01/polres": ("agus", "sari")}
EVENING = time(19)
#: Example -> place in the signing order -> how: the institution of an office key, or a word.
SPOT, REFUSES, WITHDRAWS, HAND = "spot", "refuses", "withdraws", "hand"
SIGNED: Final[dict[str, dict[int, str]]] = {
    "penanganan-laporan": {1: "98.01/kpu", 2: "98.01/bawaslu", 3: "98.01/polres"},
    "kabupaten": {1: "98.01/kpu", 2: "98.01/bawaslu", 3: SPOT},
    "integritas-penyelenggara": {1: "98.01/kpu", 2: SPOT, 3: SPOT, 4: SPOT},
    "partai-pendaftaran": {1: SPOT, 2: SPOT, 3: SPOT, 4: WITHDRAWS},
    "pemilih-pertama": {1: SPOT, 2: SPOT, 3: REFUSES},
    "kades-netral": dict.fromkeys(range(1, 11), HAND),
}
#: All of its offices sign with vouched keys, and its secretary issues the certificate.
CERTIFIED = "penanganan-laporan"
NOT_AGREED = "Poin tentang pengawasan daring belum dibahas dalam rapat pengurus kami."
TAKEN_BACK = "Pengurus partai memutuskan membahas ulang kesepakatan ini."
#: Attests the hands beside the registering secretary.
SECOND_WITNESS = "sari"


@dataclass
class Signers:
    """The phones of the enrolled offices."""

    life: Life
    phones: dict[str, Phone] = field(default_factory=dict)

    def enrol(self, now: datetime) -> None:
        """Let an officer of each institution enrol its head, and vouch for the key with one of another institution."""
        for institution, (own, other) in ENROLLED.items():
            holder = self.life.person(own)
            office = next(one for one in keys.offices(holder, holder.today) if one.kind == "head")
            phone = self.phones[institution] = Phone(site())
            _row, code = enrolment.issue(holder, office.ref, enrolment.Terms(), now=now)
            _link, challenge = enrolment.ask(code, now=now)
            made = enrolment.make(code, phone.new, challenge=unpadded(challenge), now=now)
            for name in (own, other):
                enrolment.vouch(self.life.person(name), made.ref, now=now)

    def sign(self, key: str, number: int, how: str, now: datetime) -> None:
        """Let one office answer for an example."""
        ref = self.life.refs[key]
        secretary = self.life.person(SECRETARIES[_registrar(ref)])
        if how == HAND:
            self._by_hand(ref, number, now)
            return
        code = actions.issue(secretary, ref, offices=frozenset({number}), now=now)[number]
        if how == REFUSES:
            actions.refuse(code, reason=NOT_AGREED, now=now)
            return
        phone = self.phones[how] if how in self.phones else Phone(site())
        asked = actions.ask(code, Act.SIGN, now=now)
        if how not in self.phones:
            asked = actions.bring_key(code, phone.new, nonce=unpadded(asked.challenge), now=now)
        actions.sign(code, phone.answer(asked.challenge), site(), now=now)
        if how == WITHDRAWS:
            code = actions.issue(secretary, ref, offices=frozenset({number}), now=now)[number]
            answer = phone.answer(actions.ask(code, Act.WITHDRAW, now=now).challenge)
            actions.withdraw_by_key(code, answer, site(), reason=TAKEN_BACK, now=now)

    def _by_hand(self, ref: str, number: int, now: datetime) -> None:
        secretary = self.life.person(SECRETARIES[_registrar(ref)])
        until = secretary.today + USUAL
        board = scan.keep(secretary, ref, picture=_board(), what=What.BOARD, until=until, now=now)
        for who in (secretary, self.life.person(SECOND_WITNESS)):
            actions.attest(who, ref, n=number, scan=board.ref, now=now)


def _registrar(ref: str) -> str:
    return str(register.registered(ref).institution)


def _board() -> bytes:
    """Draw a board that says it is an example; the same bytes each time, so that it is sealed once."""
    picture = Image.new("RGB", (640, 400), "white")
    ImageDraw.Draw(picture).text((40, 180), "CONTOH / EXAMPLE: papan tanda tangan", fill="black")
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=True)
    return out.getvalue()


def bring(life: Life) -> None:
    """Enrol the offices before the first ceremony, and let each example be signed the evening after it was frozen."""
    signers = Signers(life)
    frozen = {key: register.registered(life.refs[key]).frozen_at for key in SIGNED if key in life.refs}
    if not frozen:
        return
    signers.enrol(_evening(life, min(frozen.values()).date() - timedelta(days=7)))
    for key in sorted(frozen, key=lambda one: frozen[one]):
        for number, how in SIGNED[key].items():
            signers.sign(key, number, how, _evening(life, frozen[key].date()))
    if CERTIFIED in frozen:
        ref, evening = life.refs[CERTIFIED], _evening(life, frozen[CERTIFIED].date())
        certificate.issue(life.person(SECRETARIES[_registrar(ref)]), ref, "id", evening)


def _evening(life: Life, day: date) -> datetime:
    return life.at(day, EVENING)
