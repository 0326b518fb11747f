"""What answers say beside their content: the mark of an example in headers (decision 11), the name of a file."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)


def marked(response: R, *, example: bool, quiet: bool = False) -> R:
    """Let an answer that shows an example say so to programs; neither it nor a search (``quiet``) is indexed."""
    if example:
        response["X-Ikrar-Example"] = "1"
    if example or quiet:
        response["X-Robots-Tag"] = "noindex"
    return response


def attached(response: R, name: str, *, example: bool) -> R:
    """Have an answer saved under a name; one that holds nothing but examples says so and is not indexed."""
    mark = "contoh-" if example else ""
    response["Content-Disposition"] = f'attachment; filename="{mark}{name}"'
    return marked(response, example=example)
