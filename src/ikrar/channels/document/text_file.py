"""Plain text."""

from __future__ import annotations

from ikrar.channels.document.document import Document
from ikrar.core.text import source


def read(data: bytes) -> tuple[Document, ...]:
    """Decode the bytes; raises what :func:`ikrar.core.text.source.decode` raises."""
    return (Document(source.decode(data)),)
