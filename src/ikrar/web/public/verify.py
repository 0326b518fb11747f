"""Check a file that somebody holds: a certificate, a proof, a registered text; looked at, answered, never kept."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.channels.document import pdf_certificate
from ikrar.channels.document.opener import Opener
from ikrar.core.certificate import bundle
from ikrar.core.certificate.compare import Lacking, lacking
from ikrar.core.certificate.said import Said, said
from ikrar.core.declaration import lookup
from ikrar.core.declaration.canonical import digest, parse
from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.door.client import block_token
from ikrar.door.meter import Meter
from ikrar.records.certificate import queries as certificate
from ikrar.records.certificate.queries import Issued
from ikrar.records.declaration import queries
from ikrar.records.declaration.queries import Checked
from ikrar.records.signature import queries as signature
from ikrar.records.signature.queries import Signed
from ikrar.web.public.check import MOST_SHOWN, shown, since
from ikrar.web.refusal import message

LARGEST: Final = 5_000_000
SECONDS: Final = 10.0  # for opening one file while somebody waits
#: Files a minute for one block of addresses: each starts a program that opens it.
METER: Final = Meter(12)


@dataclass
class Answer:
    """What is said of a file: in short, what was found, what differs, what its proof shows, what changed since."""

    kind: str
    sha256: str
    issued: Issued | None = None
    found: Checked | None = None
    signed: tuple[Signed, ...] = ()
    since: tuple[Signed, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    said: tuple[Said, ...] = ()
    shown: tuple[Said, ...] = ()
    holds: bool | None = None
    proven: bool = False


def page(request: HttpRequest) -> HttpResponse:
    """Take a PDF or JSON file and say in plain words what it is, what it proves and what it does not."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"answer": None})
    wait = METER.wait(block_token(request), time.time())
    if wait:
        response = render(request, "refusal/too_often.html", {"seconds": wait}, status=429)
        response["Retry-After"] = str(wait)
        return response
    try:
        answer = check(_sent(request))
    except BadInput as error:
        return render(request, "public/verify.html", {"answer": None, "error": message(error)}, status=422)
    response = render(request, "public/verify.html", {"answer": answer})
    if answer.found and answer.found.version.declaration.example:
        response["X-Ikrar-Example"] = "1"
    return response


def _sent(request: HttpRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        raise InvalidField("Pilih sebuah berkas PDF atau JSON.", field="file")
    if sent.size > LARGEST:
        raise TooLarge("Berkas paling besar {limit} MB.", limit=LARGEST // 1_000_000)
    return bytes(sent.read())


def check(data: bytes) -> Answer:
    """Say what a file is; raises BadInput for what is neither PDF nor JSON, and for a PDF that cannot be opened."""
    sha256 = hashlib.sha256(data).hexdigest()
    issued = certificate.with_digest(sha256)
    if issued is not None:
        answer = _known(Answer("issued", sha256, issued=issued), issued.declaration, issued.version)
        answer.since = since(issued, answer.signed)
        return answer
    if data.startswith(b"%PDF"):
        return _pdf(data, sha256)
    if bundle.is_bundle(data):
        return _proof(data, sha256, "proof")
    if data.lstrip()[:1] in {b"{", b"["}:
        return _text(Answer("text", sha256), sha256)
    raise BadInput("Berkas ini bukan PDF dan bukan JSON. Pilih piagam, bukti, atau naskah yang Anda unduh.")


def _pdf(data: bytes, sha256: str) -> Answer:
    """A PDF that was not issued here as it is: say what it carries and what its pages do not show."""
    with Opener(SECONDS) as opener:
        parts = opener.certificate(data)
    answer = Answer("changed", sha256, issued=_by_code(parts))
    carried = parts.get(pdf_certificate.TEXT, "").encode()
    if carried:
        answer = _text(answer, digest(carried))
    if answer.found is None and answer.issued:
        answer = _known(answer, answer.issued.declaration, answer.issued.version)
    if answer.found is None:
        answer.kind = "foreign"
        return answer
    registered = parse(bytes(answer.found.version.canonical or b""))
    answer.lacking = lacking(registered, parts.get(pdf_certificate.WORDS, ""))
    return answer


def _by_code(parts: Mapping[str, str]) -> Issued | None:
    """Return the certificate whose code stands on the pages of a PDF."""
    words = parts.get(pdf_certificate.WORDS, "")
    codes = dict.fromkeys(lookup.references(words))
    return next((one for one in map(certificate.named, list(codes)[:5]) if one), None)


def _proof(data: bytes, sha256: str, kind: str) -> Answer:
    carried = bundle.read(data)
    verdict = certificate.checked(carried)
    answer = _text(Answer(kind, sha256, said=said(verdict), holds=verdict.holds, proven=verdict.proven), carried.digest)
    given = {one.n for one in verdict.signings if one.withdrawn is None}
    answer.since = tuple(one for one in answer.signed if one.withdrawn and one.n in given)
    return answer


def _text(answer: Answer, of: str) -> Answer:
    return _with(answer, queries.checked(lookup.Asked(lookup.Kind.DIGEST, of)))


def _known(answer: Answer, ref: str, number: int) -> Answer:
    return _with(answer, queries.checked(lookup.Asked(lookup.Kind.REFERENCE, ref, number=number)))


def _with(answer: Answer, found: Checked | None) -> Answer:
    if found is not None:
        answer.found, answer.signed = found, tuple(signature.signed(found.version))
        answer.shown = shown(found) if len(answer.signed) <= MOST_SHOWN else ()
    return answer
