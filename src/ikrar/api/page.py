"""One page of a list: at most ``LIMIT`` rows in a stable order, and the address of the next (R36)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from ikrar.door.answer import say

LIMIT = 100
DEFAULT = 20

#: A code or reference as it stands in this interface; no control character ever reaches the database.
Key = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9./-]*$")]
#: Words to search for.
Words = Annotated[str, Field(max_length=100, pattern=r"^[^\u0000-\u001f\u007f]*$")]

T = TypeVar("T")


class Paged(Schema):
    """The two parameters of every list."""

    after: Key = Field(
        "", description=say("Kunci baris terakhir dari halaman sebelumnya. Biasanya cukup ikuti next."), examples=[""]
    )
    limit: int = Field(
        DEFAULT, ge=1, le=LIMIT, description=say("Paling banyak baris dalam satu halaman."), examples=[DEFAULT]
    )


def next_page(request: HttpRequest, rows: list[T], limit: int, key: Callable[[T], str]) -> str | None:
    """Return the whole address of the next page, None on the last; ``rows`` holds one more than ``limit`` if any."""
    if len(rows) <= limit:
        return None
    kept = [(name, value) for name, value in request.GET.items() if name != "after"]
    return f"{settings.ORIGIN}{request.path}?{urlencode([*kept, ('after', key(rows[limit - 1]))])}"


def link(name: str, **arguments: object) -> str:
    """Return the whole address of a page or operation, in Indonesian."""
    return str(settings.ORIGIN) + reverse(name, kwargs=arguments)


def marked(response: Any, examples: Iterable[bool]) -> None:
    """Mark an answer that holds invented data, which no search engine keeps (decision 11)."""
    if any(examples):
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
