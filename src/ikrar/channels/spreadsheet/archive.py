"""What is checked of an archive before anything in it is opened (R24): members, declared size, ratio, names, kinds."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from typing import Final

from ikrar.core.errors import BadInput, TooLarge

MOST_MEMBERS: Final = 200
MOST_BYTES: Final = 24_000_000  # of all members together, unpacked
MOST_RATIO: Final = 100  # unpacked to packed; a sheet of text stays far below
#: A declaration of a document type in any of the encodings XML knows: no sheet has one, every entity bomb does.
DOCTYPE: Final = re.compile(rb"<\x00*!\x00*(?:D|E)\x00*(?:O|N|L)", re.IGNORECASE)
#: What libraries raise over a broken archive, besides the errors of their own.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
)


def unreadable() -> BadInput:
    """The one answer to whatever is no sheet."""
    return BadInput("Berkas ini bukan XLSX yang dapat dibaca. Simpan ulang sebagai XLSX atau CSV.")


def checked(data: bytes, *, most_bytes: int = MOST_BYTES) -> zipfile.ZipFile:
    """Return the archive when it declares nothing dangerous; nothing is unpacked here.

    Raises TooLarge for too many members, too much declared or too high a ratio; BadInput for what is no archive, is
    encrypted, holds a link, a name twice, or a name that leads elsewhere. A member that lies about its size is cut off
    at what it declared by :mod:`zipfile` itself.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise unreadable() from None
    members = archive.infolist()
    declared = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS or declared > most_bytes or declared > MOST_RATIO * max(len(data), 1):
        raise TooLarge("Berkas ini memuat terlalu banyak bila dibuka. Pecah berkasnya, atau kirim sebagai CSV.")
    if len({m.filename for m in members}) != len(members) or not all(_harmless(m) for m in members):
        raise unreadable()
    return archive


def _harmless(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    plain = not member.filename.startswith("/") and ":" not in member.filename and ".." not in parts
    kind = stat.S_IFMT(member.external_attr >> 16)
    known = member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return plain and known and kind in {0, stat.S_IFREG, stat.S_IFDIR} and not member.flag_bits & 1
