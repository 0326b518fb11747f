"""A press release as DOCX: headline, paragraphs, points; nothing in it says who made it or on which machine."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx

from ikrar.core.release.write import Release

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Files of one text are alike whenever they are made: no moment stands in them but this one.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write(release: Release) -> bytes:
    """Return the file; an example says so before anything else (decision 11)."""
    paper = docx.Document()
    about = paper.core_properties
    about.author, about.last_modified_by, about.comments = "Ikrar", "", ""
    about.title, about.created, about.modified = release.headline, EPOCH, EPOCH
    if release.mark:
        paper.add_paragraph(release.mark)
    paper.add_heading(release.headline, level=1)
    for paragraph in release.paragraphs:
        for line in paragraph.split("\n"):
            paper.add_paragraph(line)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()
