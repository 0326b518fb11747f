"""What is saved as a file: its name, and the mark of an example in name and headers (decision 11)."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)


def attached(response: R, name: str, *, example: bool) -> R:
    """Have an answer saved under a name; one that holds nothing but examples says so and is not indexed."""
    mark = "contoh-" if example else ""
    response["Content-Disposition"] = f'attachment; filename="{mark}{name}"'
    if example:
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response
