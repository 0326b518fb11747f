"""Certificates at the desk: see what the next one would show, issue it, and find those that were issued."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.channels.paper import certificate
from ikrar.channels.paper.certificate import Entry, Piagam
from ikrar.core.certificate.bundle import Act, write
from ikrar.core.declaration.exchange import moment
from ikrar.core.errors import Conflict, InvalidField, Refused, TooLarge
from ikrar.records.account.access import Holder
from ikrar.records.certificate import access, actions, queries
from ikrar.records.certificate.queries import Draft
from ikrar.records.declaration import queries as declaration
from ikrar.records.signature import queries as signature
from ikrar.web.access import holder_of
from ikrar.web.desk import editor
from ikrar.web.refusal import message

LANGUAGES = ("id", "en")
#: What a leaf is of, as a certificate prints it.
OF = {
    "declaration.frozen": "Naskah dibekukan",
    "declaration.imported": "Naskah dimasukkan",
    "signature.given": "Tanda tangan {who}",
    "signature.attested": "Kesaksian tanda tangan {who}",
    "signature.withdrawn": "Penarikan tanda tangan {who}",
    "signature.refused": "Pernyataan tidak menandatangani {who}",
    "certificate.issued": "Piagam terbit",
}


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who signed and which certificates were issued; the POST issues one more, in the language chosen."""
    if request.method != "POST":
        return _page(request, ref)
    try:
        made = issue(holder_of(request), ref, request.POST.get("language", "id"), timezone.now())
    except (Conflict, InvalidField, Refused, TooLarge) as error:
        return _page(request, ref, error=message(error), status=editor.status_of(error))
    return editor.see_other(reverse("desk-certificates", args=[ref]) + f"?tersimpan={made}")


def issue(holder: Holder, ref: str, language: str, now: datetime) -> int:
    """Set a certificate of a declaration as it stands and issue it; returns its number.

    Raises as ``actions.issue`` does, InvalidField for another language, TooLarge for a text too long for paper.
    """
    if language not in LANGUAGES:
        raise InvalidField("Pilih bahasa piagam.", field="language")
    draft = queries.draft(holder, ref, language)
    pdf = certificate.pdf(_piagam(ref, draft, now), language)
    return actions.issue(holder, ref, draft, pdf=pdf, now=now).number


def _piagam(ref: str, draft: Draft, now: datetime) -> Piagam:
    found = declaration.registered(ref, draft.version)
    address = settings.ORIGIN + reverse("version", args=[ref, draft.version])
    proof = queries.bundle(ref, draft.version, about={"address": address, "time": moment(now.replace(microsecond=0))})
    return Piagam(
        code=draft.code,
        number=draft.number,
        version=draft.version,
        canonical=found.canonical,
        digest=found.digest,
        example=found.example,
        registrar=found.registered_by,
        issued_at=now,
        place=found.place.label if found.place else "",
        page=address,
        check=f"{settings.ORIGIN}{reverse('check')}?sidik={draft.code}",
        signed=draft.signed,
        entries=[Entry(_of(act), act.leaf, act.proof) for act in proof.acts if act.record["act"] in OF],
        proof=write(proof),
    )


def _of(act: Act) -> str:
    told = act.record
    who = ", ".join(filter(None, (str(told.get("office", "")), str(told.get("institution", "")))))
    return gettext(OF[told["act"]]).format(who=who)


def _page(request: HttpRequest, ref: str, *, error: str = "", status: int = 200) -> HttpResponse:
    version = access.issuable(holder_of(request), ref)
    signed = signature.signed(version)
    context = {
        "ref": ref,
        "title": version.title,
        "number": version.number,
        "signed": signed,
        "standing": sum(one.stands for one in signed),
        "certificates": queries.issued(ref),
        "done": request.GET.get("tersimpan", ""),
        "error": error,
    }
    return render(request, "desk/certificates.html", context, status=status)
