"""What one takes away to check a declaration without this site: its proof, and its certificates as they were issued."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from ikrar.core.certificate.bundle import write
from ikrar.core.declaration.exchange import moment
from ikrar.records.certificate import queries
from ikrar.web.public.attached import attached
from ikrar.web.public.packed import packed
from ikrar.web.public.retyped import retyped


@retyped
@packed
def bundle(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Send the proof of a version: text, signatures with what opens their leaves, and the ledger's proof of each."""
    about = {"address": settings.ORIGIN + reverse("version", args=[ref, number]), "time": _now()}
    found = queries.bundle(ref, number, about=about)
    response = HttpResponse(write(found), "application/json")
    return attached(response, f"bukti-{ref.lower()}-v{number}.json", example=found.example)


def _now() -> str:
    return moment(timezone.now().replace(second=0, microsecond=0))


@retyped
def paper(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Send a certificate, byte for byte as it was issued."""
    found, data = queries.paper(ref, number)
    return attached(HttpResponse(data, "application/pdf"), f"piagam-{ref.lower()}-{number}.pdf", example=found.example)
