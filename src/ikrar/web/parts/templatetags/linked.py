"""What a page says as JSON-LD (schema.org), for programs that read pages: the same facts, never a person."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.urls import reverse

from ikrar.door.language import read_in
from ikrar.records.declaration.queries import Registered
from ikrar.records.place.queries import Record
from ikrar.web.parts.templatetags.address import absolute, address

register = template.Library()
CONTEXT = "https://schema.org"
EXAMPLE = "CONTOH / EXAMPLE"


@register.filter(is_safe=True)
@stringfilter
def linked(script: str) -> str:
    """Give a data block of Django's own writing, which escapes it, the type of JSON-LD."""
    return script.replace('type="application/json"', 'type="application/ld+json"', 1)


@register.inclusion_tag("linked.html")
def declaration_data(found: Registered) -> dict[str, Any]:
    """Write a declaration: a work declared by institutions, at an event, about a place, in numbered parts."""
    return {"data": of_declaration(found)}


@register.inclusion_tag("linked.html")
def area_data(found: Record) -> dict[str, Any]:
    """Write an area with the areas around it."""
    return {"data": of_area(found)}


@register.inclusion_tag("linked.html")
def register_data() -> dict[str, Any]:
    """Write the register: a collection that is free to read."""
    return {"data": of_register()}


def of_declaration(found: Registered) -> dict[str, Any]:
    """Return what is known of a declaration; what is not known is left out."""
    text = found.text
    page = absolute(address(found))
    institutions = dict.fromkeys(o.institution for o in text.pledging_offices if o.institution)
    return _known(
        {
            "@context": CONTEXT,
            "@type": "CreativeWork",
            "@id": absolute(f"/deklarasi/{found.ref}/versi/{found.number}/"),
            "url": page,
            "name": text.title,
            "inLanguage": text.language,
            "version": str(found.number),
            "identifier": f"sha256:{found.digest}",
            "datePublished": found.frozen_at.isoformat(),
            "creativeWorkStatus": EXAMPLE if found.example else None,
            "author": [{"@type": "Organization", "name": name} for name in institutions],
            "publisher": {"@type": "Organization", "name": found.registered_by},
            "about": _known(
                {
                    "@type": "Event",
                    "name": text.title,
                    "startDate": text.event_date.isoformat() if text.event_date else None,
                    "location": _place(found),
                }
            ),
            "hasPart": [
                {"@type": "CreativeWork", "position": point.n, "text": point.text, "url": f"{page}#poin-{point.n}"}
                for point in found.points
            ],
            "encoding": {
                "@type": "MediaObject",
                "encodingFormat": "application/json",
                "contentUrl": absolute(reverse("canonical", args=[found.ref, found.number])),
                "sha256": found.digest,
            },
            "isBasedOn": found.source_url or None,
        }
    )


def _place(found: Registered) -> dict[str, Any] | None:
    area = None
    if found.place:
        area = {
            "@type": "AdministrativeArea",
            "name": found.place.name,
            "identifier": found.place.code,
            "url": absolute(reverse("area", args=[found.place.code])),
        }
    if not found.text.place:
        return area
    return _known({"@type": "Place", "name": found.text.place, "containedInPlace": area})


def of_area(found: Record) -> dict[str, Any]:
    """Return an area: its official code, and the areas around it from the narrowest."""
    around: dict[str, Any] | None = {"@type": "Country", "name": "Indonesia"} if not found.fictional else None
    for one in found.parents:
        own = {"@type": "AdministrativeArea", "name": one.name, "identifier": one.code}
        around = _known(own | {"containedInPlace": around})
    return _known(
        {
            "@context": CONTEXT,
            "@type": "AdministrativeArea",
            "url": absolute(reverse("area", args=[found.code])),
            "name": f"CONTOH {found.name}" if found.fictional else found.name,
            "identifier": found.code,
            "containedInPlace": around,
        }
    )


def of_register() -> dict[str, Any]:
    """Return the register of declarations."""
    language = read_in()
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "url": absolute(reverse("declarations")),
        "name": "Register of declarations" if language == "en" else "Daftar deklarasi",
        "inLanguage": language,
        "isAccessibleForFree": True,
    }


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}
