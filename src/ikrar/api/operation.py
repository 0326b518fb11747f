"""One operation of the interface: its rule, its words, its answers, and the one view each address has.

django-ninja decodes parameters and writes the OpenAPI document; the address, the rule and every refusal are ours. An
operation is declared with :func:`operation` in the module of its noun and becomes an address in :func:`routes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext, override
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import ConfigDict, Field

from ikrar.core.errors import BadInput, Missing
from ikrar.door import answer
from ikrar.door.answer import say
from ikrar.door.rule import Audience, Rule, route

PREFIX = "api/v1"
LISTED = 5  # unknown parameters named in one answer
F = TypeVar("F", bound=Callable[..., Any])


class FieldError(Schema):
    """One parameter that cannot be used, and why."""

    field: str = Field(description=say("Nama parameter, seperti dalam permintaan."))
    message: str = Field(description=say("Apa yang salah dan apa yang perlu dilakukan, dalam bahasa pembaca."))


class ErrorBody(Schema):
    """What went wrong: a stable code for programs, a sentence for people, and the parameters concerned."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(description=say("Kode tetap untuk program."))
    message: str = Field(description=say("Satu kalimat untuk orang, dalam bahasa pembaca."))
    fields: list[FieldError] = Field(default=[], description=say("Parameter yang tidak dapat dipakai, bila ada."))


class Error(Schema):
    """The one shape of every error under ``/api/``."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"error": {"code": "missing", "message": "…"}}]}
    )
    error: ErrorBody


class _Plain(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Bearer:
    """Describes device tokens in the OpenAPI document; the door itself checks them, before any view."""

    openapi_security_schema = {
        "type": "http",
        "scheme": "bearer",
        "description": say("Token perangkat, hanya pada kepala permintaan, tidak pernah dalam alamat."),
    }

    def __call__(self, request: HttpRequest) -> object:
        """Return the machine that the door let through."""
        return getattr(request, "machine", None)


api = NinjaAPI(
    title="Ikrar",
    version="1",
    description=say(
        "Daftar ikrar pemilu damai untuk program: tempat, lembaga, jabatan, pemilihan, dan deklarasi. Bacaan umum "
        "terbuka tanpa akun. Operasi token memerlukan token perangkat. Semua kesalahan berbentuk sama."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=_Plain(),
)
RULES: dict[str, Rule] = {}  # Django's pattern -> the rule of its operations


def operation(
    method: str,
    path: str,
    *,
    rule: Rule,
    name: str,
    summary: str,
    description: str,
    response: Any,
    example: Mapping[str, object] | None = None,
) -> Callable[[F], F]:
    """Declare one operation; ``summary`` and ``description`` are marked with :func:`say`, ``name`` names the address.

    Every operation may answer 429, one with parameters 404 and 422, one for machines 401; ``response`` None is 204.
    """
    answers: dict[int, Any] = {200: response} if response else {204: None}
    answers |= {401: Error} if rule.audience is Audience.MACHINE else {}
    answers |= {404: Error} if "{" in path else {}
    answers |= {422: Error, 429: Error}
    shown = {"responses": {200: {"content": {"application/json": {"example": example}}}}} if example else None
    RULES[f"{PREFIX}{path}"] = rule
    declared: Callable[[F], F] = api.api_operation(
        [method],
        path,
        auth=Bearer() if rule.audience is Audience.MACHINE else None,
        response=answers,
        operation_id=name if method == "GET" else f"{name}-{method.lower()}",
        summary=summary,
        description=description,
        tags=[path.split("/")[1]],
        url_name=f"api-{name}",
        openapi_extra=shown,
    )
    return declared


def routes() -> list[URLPattern]:
    """Return one URL pattern for each address, carrying its rule."""
    return list(_routes())


def _routes() -> Iterator[URLPattern]:
    seen: set[str] = set()
    for router in api._get_bound_routers():
        for path, found in router.path_operations.items():
            if path in seen:
                continue
            seen.add(path)
            known = frozenset(n for o in found.operations for m in o.models for n in _query_names(m))
            pattern = f"{PREFIX}{path}".replace("{", "<str:").replace("}", ">")
            yield route(pattern, _view(found.get_view(), known), RULES[f"{PREFIX}{path}"], name=str(found.url_name))


def _query_names(model: Any) -> tuple[str, ...]:
    return tuple(model.__ninja_flatten_map__) if model.__ninja_param_source__ == "query" else ()


def _view(view: Callable[..., HttpResponse], known: frozenset[str]) -> Callable[..., HttpResponseBase]:
    """Refuse parameters nobody declared, for a misspelt filter must not pass as none; answer HEAD as GET."""

    @wraps(view)
    def checked(request: HttpRequest, **arguments: str) -> HttpResponseBase:
        if any("\0" in value for value in arguments.values()):
            return answer.missing(request)
        unknown = sorted(set(request.GET) - known)[:LISTED]
        if unknown:
            return answer.unusable(request, [(name[:40], _unknown(request, known)) for name in unknown])
        method = request.method
        try:
            request.method = "GET" if method == "HEAD" else method
            return view(request, **arguments)
        finally:
            request.method = method

    return checked


def _unknown(request: HttpRequest, known: frozenset[str]) -> str:
    with override(answer.language_of(request)):
        if not known:
            return gettext("Operasi ini tidak mengenal parameter apa pun.")
        return gettext("Parameter ini tidak dikenal. Yang dikenal: {known}.").format(known=", ".join(sorted(known)))


#: Kind of mistake as pydantic names it -> what to do; ``{…}`` are pydantic's own.
SENTENCES: Mapping[str, str] = {
    "missing": "Parameter ini wajib diisi.",
    "int_parsing": "Isi dengan bilangan bulat.",
    "int_parsing_size": "Isi dengan bilangan bulat yang lebih kecil.",
    "float_parsing": "Isi dengan angka, dengan titik sebagai tanda desimal.",
    "finite_number": "Isi dengan angka biasa.",
    "greater_than_equal": "Isi dengan angka, paling kecil {ge}.",
    "less_than_equal": "Isi dengan angka, paling besar {le}.",
    "string_too_long": "Paling panjang {max_length} huruf.",
    "string_too_short": "Paling pendek {min_length} huruf.",
    "string_pattern_mismatch": "Bentuknya tidak sesuai. Lihat contoh pada dokumentasi.",
    "literal_error": "Pilih salah satu: {expected}.",
}


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any("path" in e["loc"] for e in error.errors):
        return answer.missing(request)  # no such address, as for any unknown code
    with override(answer.language_of(request)):
        wrong = [(str(e["loc"][-1]), _sentence(e)) for e in error.errors]
    return answer.unusable(request, wrong)


def _sentence(error: Mapping[str, Any]) -> str:
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return gettext("Nilai ini tidak dapat dipakai.")
    return gettext(sentence).format(**error.get("ctx", {}))


@api.exception_handler(BadInput)
def _bad_input(request: HttpRequest, error: BadInput) -> HttpResponse:
    with override(answer.language_of(request)):
        sentence = gettext(error.message).format(**error.params)
    return answer.unusable(request, [(str(error.params.get("field", "")), sentence)])


@api.exception_handler(Missing)
def _missing(request: HttpRequest, error: Missing) -> HttpResponse:
    return answer.missing(request)
