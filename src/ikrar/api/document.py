"""The interface described by itself: the OpenAPI document for programs, one page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, override

from ikrar.api.access import METER
from ikrar.api.operation import PREFIX, api
from ikrar.api.page import LIMIT
from ikrar.api.v1 import addresses
from ikrar.door import answer

TRANSLATED = {"description", "summary"}


def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document in the language of ``Accept-Language``."""
    language = answer.language_of(request)
    response = JsonResponse(document(language), json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = language
    return response


@cache
def document(language: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document with its sentences in ``language`` ("id" or "en")."""
    addresses.operations()
    raw = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"{PREFIX}/")))
    for schema in raw["components"]["schemas"].values():
        schema.pop("description", None)  # what a class says of itself is for readers of the code
    for said in (operation for path in raw["paths"].values() for operation in path.values()):
        for parameter in said["parameters"]:
            examples = parameter.pop("examples", [])  # a list belongs to a schema, not to a parameter
            parameter.update({"example": examples[0]} if examples else {})
    raw["servers"] = [{"url": "/"}]
    with override(language):
        translated: dict[str, Any] = _translated(raw)
    return translated


def _translated(value: Any) -> Any:
    if isinstance(value, dict):
        texts = {key: said for key, said in value.items() if key in TRANSLATED and isinstance(said, str)}
        return {key: _translated(v) for key, v in value.items()} | {key: gettext(said) for key, said in texts.items()}
    return [_translated(v) for v in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Shown:
    """One operation as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    token: bool
    request: str
    example: str


def page(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters and an example, and what holds for all of them."""
    context = {
        "operations": list(_operations(document(get_language() or settings.LANGUAGE_CODE))),
        "limit": LIMIT,
        "per_minute": METER.limit,
    }
    return render(request, "api/index.html", context)


def _operations(found: dict[str, Any]) -> Iterator[Shown]:
    for path, methods in found["paths"].items():
        for method, said in methods.items():
            body = next(iter(said["responses"].values())).get("content", {}).get("application/json", {})
            yield Shown(
                method=method.upper(),
                path=path,
                summary=said["summary"],
                description=said["description"],
                parameters=said["parameters"],
                token="security" in said,
                request=_command(method.upper(), path, said),
                example=json.dumps(body["example"], indent=2, ensure_ascii=False) if "example" in body else "",
            )


def _command(method: str, path: str, said: dict[str, Any]) -> str:
    """Return the line one types to try an operation, with the first example of each parameter that has one."""
    asked = []
    for parameter in said["parameters"]:
        value = str(parameter.get("example", ""))
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", value)
        elif parameter["required"]:
            asked.append(f"{parameter['name']}={value}")
    words = ["curl", *([] if method == "GET" else ["-X", method])]
    if "security" in said:
        words.append('-H "Authorization: Bearer $TOKEN"')
    return " ".join([*words, f'"{settings.ORIGIN}{path}{"?" + "&".join(asked) if asked else ""}"'])
