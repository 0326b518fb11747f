"""The transaction of a request, and who the database takes it for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ikrar.records import identity


class IdentityMiddleware:
    """Opens each request as nobody in particular; the door raises it to a person. On SQLite this does nothing.

    It stands around everything that asks the database, sessions among it, and answers only after the commit. An
    action's own transaction becomes a savepoint. A streaming answer is produced later: it opens an identity of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one transaction, rolled back when the answer is an error of ours."""
        with identity.request():
            response = self.get_response(request)
            if response.status_code >= 500:
                identity.undo()
        return response
