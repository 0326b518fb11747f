"""The one shape of an error under ``/api/``: ``{"error": {"code", "message", "fields"?}}``.

``code`` is stable and for programs, ``message`` says what to do in the reader's language, and ``fields`` names each
parameter that cannot be used. Nothing else is ever in it: no traceback, no word of the database, no echo of a secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

API = "/api"


def say(message: str) -> str:
    """Mark a sentence for the catalogue; it is looked up where it is shown."""
    return message


def under_api(request: HttpRequest) -> bool:
    """Say whether an address is for programs, in either language."""
    inner = request.path_info.removeprefix("/en")
    return inner == API or inner.startswith(API + "/")


def language_of(request: HttpRequest) -> str:
    """Return the language of an answer to a program: that of the path, then ``Accept-Language``, else Indonesian."""
    if request.path_info.startswith("/en/"):
        return "en"
    for wanted, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)


def refuse(
    request: HttpRequest,
    status: int,
    code: str,
    said: str,
    *,
    fields: Iterable[tuple[str, str]] = (),
    params: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Return an error; ``fields`` are (parameter, sentence in the reader's language), ``params`` fill ``said``."""
    request.rule = None  # type: ignore[attr-defined]  # so that no header tells which rule said no
    language = language_of(request)
    with override(language):
        error: dict[str, object] = {"code": code, "message": gettext(said).format(**(params or {}))}
    if named := [{"field": field, "message": why} for field, why in fields]:
        error["fields"] = named
    response = JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = language
    patch_vary_headers(response, ("Accept-Language",))
    return response


def missing(request: HttpRequest) -> HttpResponse:
    """The one answer for whatever does not exist, or not for the one who asks, or not in this way."""
    return refuse(
        request, 404, "missing", say("Tidak ada apa pun pada alamat ini. Periksa alamat, kode, dan cara memintanya.")
    )


def no_token(request: HttpRequest) -> HttpResponse:
    """The one answer to a missing, unknown, revoked or expired device token."""
    response = refuse(
        request,
        401,
        "no_token",
        say(
            "Operasi ini memerlukan token perangkat yang masih berlaku. Kirim pada kepala permintaan: "
            "Authorization: Bearer TOKEN."
        ),
    )
    response["WWW-Authenticate"] = 'Bearer realm="Ikrar"'
    return response


def unreadable(request: HttpRequest) -> HttpResponse:
    """A request that is no proper HTTP for this host."""
    return refuse(
        request, 400, "bad_request", say("Permintaan ini tidak dapat dibaca. Periksa alamat dan kepala permintaannya.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """A body over the limit."""
    sentence = say("Isi permintaan melebihi batas {limit} byte. Kirim dalam bagian yang lebih kecil.")
    return refuse(request, 413, "too_large", sentence, params={"limit": settings.BODY_LIMIT})


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """More requests within a minute than one block of addresses may send; says when to try again."""
    sentence = say("Permintaan terlalu sering. Coba lagi dalam {seconds} detik.")
    response = refuse(request, 429, "too_many_requests", sentence, params={"seconds": seconds})
    response["Retry-After"] = str(seconds)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke."""
    return refuse(
        request, 500, "server_error", say("Ada yang rusak di pihak kami dan sudah dicatat. Coba lagi sebentar lagi.")
    )


def unusable(request: HttpRequest, fields: Iterable[tuple[str, str]]) -> HttpResponse:
    """Parameters that cannot be used, each named with what to do."""
    sentence = say("Ada parameter yang tidak dapat dipakai. Perbaiki yang disebut di bawah ini, lalu kirim lagi.")
    return refuse(request, 422, "invalid_field", sentence, fields=fields)
