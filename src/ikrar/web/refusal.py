"""The answers that are no page: not found, too large, session lost, a form out of date. Nothing entered is lost."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from ikrar.core.errors import IkrarError
from ikrar.door import answer
from ikrar.web.names import in_words

UNKEPT = {"csrfmiddlewaretoken", "password", "password_again", "old_password", "code", "credential"}
TWO_PEOPLE = {"setujui", "tolak", "tarik", "akhiri", "perpanjang", "setel-ulang", "undangan", "batal", "bertugas"}
FINAL_ACTS = {
    "bekukan",
    "buang",
    "versi-baru",
    "terima",
    "lepas",
    *TWO_PEOPLE,
}  # to be done on their own page, with open eyes

#: The page for what does not exist says nothing of the request but its language, so each is drawn once.
_NOT_FOUND: dict[tuple[bool, bool, bool, str], str] = {}


def message(error: IkrarError) -> str:
    """Return an error's sentence in the reader's language."""
    return str(_(error.message)).format(**in_words(error.params))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for whatever does not exist, or not for the one who asks: same body, same headers.

    The frame forgets the rule and person the door already knew, so that the page cannot tell one reason from another.
    """
    if answer.under_api(request):
        return answer.missing(request)
    request.rule = request.holder = None  # type: ignore[attr-defined]
    inside = request.path_info.removeprefix("/en").startswith("/meja")  # only people who signed in come this far
    english = get_language() == "en"
    key = (english, inside, settings.DEMO, settings.ORIGIN)
    if key not in _NOT_FOUND:
        context = {"signed_in": inside, "other_language_path": "/" if english else "/en/", "request": None}
        _NOT_FOUND[key] = render_to_string("refusal/not_found.html", context, request)
    return HttpResponse(_NOT_FOUND[key], status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no browser of ours sends."""
    if answer.under_api(request):
        return answer.unreadable(request)
    return render(request, "refusal/bad_request.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """A body over the limit: says the limit and what to do; the text is still in the page before."""
    if answer.under_api(request):
        return answer.too_large(request)
    return render(request, "refusal/too_large.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke: a page that needs neither database nor session nor the list of static files."""
    if answer.under_api(request):
        return answer.broken(request)
    english = get_language() == "en"
    context = {"language": "en" if english else "id", "home": "/en/" if english else "/", "styles": _styles()}
    return HttpResponse(render_to_string("refusal/server_error.html", context), status=500)


def _styles() -> list[str]:
    """Return the addresses of the styles, none when the list of static files is missing or broken."""
    try:
        return [static(f"ikrar/{name}.css") for name in ("tokens", "base", "frame")]
    except (ValueError, OSError):
        return []


def from_our_own_page(request: HttpRequest) -> bool:
    """Say whether a request provably comes from a page of ours: the only one to which a body may be shown again.

    A browser says so itself; one too old for that names the origin. Whoever says neither might be any site.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == settings.ORIGIN


def session_lost(request: HttpRequest) -> HttpResponse:
    """An anonymous POST under the desk prefix: a way to sign in again, and the input kept in the page if it is ours."""
    if "application/json" in request.headers.get("Accept", ""):
        sentence = answer.say("Sesi Anda sudah berakhir. Masuk lagi, lalu simpan.")
        return answer.refuse(request, 401, "session_lost", sentence)
    if not from_our_own_page(request):
        return render(request, "refusal/bad_request.html", status=401)
    return _kept_page(request, 401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is out of date: offered again with a fresh one, but only to a page of our own."""
    if not from_our_own_page(request):
        return render(request, "refusal/bad_request.html", status=403)
    return _kept_page(request, 403)


@requires_csrf_token
def _kept_page(request: HttpRequest, status: int) -> HttpResponse:
    """The input once more, with a token and its cookie, though the request may not have come as far as those."""
    context = {
        "kept": _kept(request),
        "files": sorted(request.FILES),
        "target": request.get_full_path(),
        "back": _page_of_final_act(request),
        "sign_in": status == 401,
    }
    return render(request, "refusal/kept.html", context, status=status)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name not in UNKEPT for value in values]


def _page_of_final_act(request: HttpRequest) -> str:
    """Return the page an act that cannot be undone belongs to; nothing for what may be sent again without a look."""
    page, _slash, act = request.path.rstrip("/").rpartition("/")
    return f"{page}/" if act in FINAL_ACTS else ""
