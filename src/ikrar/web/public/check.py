"""How anyone checks a declaration, and what a digest or a reference that was pasted stands for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.certificate.said import Said, said
from ikrar.core.declaration import lookup
from ikrar.records.certificate import queries as certificate
from ikrar.records.certificate.queries import Issued
from ikrar.records.declaration import queries
from ikrar.records.declaration.queries import Checked
from ikrar.records.signature import queries as signature
from ikrar.records.signature.queries import Signed
from ikrar.web.public.packed import packed

MOST_SHOWN = 40  # offices whose proofs are checked while somebody waits; of more the proof itself is offered
TYPED = 300  # code points shown again in the box


@packed
def page(request: HttpRequest) -> HttpResponse:
    """Explain what a digest proves, what it does not, and how to recompute it; find what was pasted (``sidik``)."""
    words = request.GET.get("sidik", "").replace("\0", "")[: lookup.LIMIT].strip()
    asked = lookup.read(words)
    found = queries.checked(asked)
    issued = None if found else _issued(asked)
    if issued:
        found = queries.checked(lookup.Asked(lookup.Kind.REFERENCE, issued.declaration, number=issued.version))
    signed = signature.signed(found.version) if found else []
    proven = shown(found) if found and len(signed) <= MOST_SHOWN else ()
    context = {
        "words": words[:TYPED],
        "asked": asked,
        "found": found,
        "issued": issued,
        "signed": signed,
        "said": proven,
    }
    if issued:
        context["since"] = since(issued, signed)
    response = render(request, "public/check.html", context)
    if asked.kind is not lookup.Kind.NOTHING:
        response["X-Robots-Tag"] = "noindex"
    if found and found.version.declaration.example:
        response["X-Ikrar-Example"] = "1"
    return response


def _issued(asked: lookup.Asked) -> Issued | None:
    """Return the certificate with the code or the digest that was pasted."""
    if asked.kind is lookup.Kind.REFERENCE:
        return certificate.named(asked.value)
    return certificate.with_digest(asked.value) if asked.kind is lookup.Kind.DIGEST else None


def since(issued: Issued, signed: Iterable[Signed]) -> tuple[Signed, ...]:
    """Return what was signed or withdrawn after a certificate was issued: it cannot show that."""

    def later(moment: datetime | None) -> bool:
        return moment is not None and moment > issued.issued_at

    return tuple(one for one in signed if later(one.at) or (one.withdrawn is not None and later(one.withdrawn.at)))


def shown(found: Checked) -> tuple[Said, ...]:
    """Return what the proof of a version shows at this moment, checked as anybody else would check it."""
    version = found.version
    return said(certificate.checked(certificate.bundle(version.declaration_id, version.number)))
