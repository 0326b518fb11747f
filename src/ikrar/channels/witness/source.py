"""Where a log is read from: its address (HTTP) or a folder with the same files. Every answer has a limit of bytes."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.ledger import tile as tiles
from ikrar.core.ledger.note import MAX_BYTES as MAX_NOTE
from ikrar.core.ledger.tile import MAX_ENTRY, WIDTH, Tile
from ikrar.core.ledger.tree import Read

TIMEOUT: Final = 10  # seconds
MAX_TILE: Final = WIDTH * (MAX_ENTRY + 2)


class Source:
    """A log's files. Raises ``InvalidField`` for an address that is neither http(s) nor a folder."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/")
        self.web = urlsplit(place).scheme in {"http", "https"}
        if not self.web and not Path(place).is_dir():
            raise InvalidField("{place} bukan alamat http(s) dan bukan folder.", field="place", place=place)

    def checkpoint(self) -> bytes:
        """Return the log's newest signed checkpoint. Raises ``Refused`` when it cannot be reached."""
        return self._file("checkpoint", MAX_NOTE)

    def tile(self, tile: Tile) -> bytes:
        """Return a tile, or its beginning when the log has only the full one by now (tlog-tiles, partial tiles).

        Raises ``Refused`` when neither can be reached.
        """
        try:
            return self._file(tile.path(), MAX_TILE)
        except Refused:
            if tile.width == WIDTH:
                raise
        data = self._file(Tile(tile.level, tile.index).path(), MAX_TILE)
        if tile.level == tiles.ENTRIES:
            return tiles.encode_entries(tiles.decode_entries(data, WIDTH)[: tile.width])
        return tiles.encode(tiles.decode(data, WIDTH)[: tile.width])

    def read(self, size: int) -> Read:
        """Return the ``read(level, index)`` of the log's tree of ``size`` leaves."""
        return tiles.reader(self.tile, size)

    def leaves(self, size: int) -> Iterator[bytes]:
        """Yield the first ``size`` leaves. Raises ``Refused`` or ``InvalidField`` for a missing or broken bundle."""
        for bundle in tiles.bundles(size):
            yield from tiles.decode_entries(self.tile(bundle), bundle.width)

    def post(self, path: str, body: bytes) -> tuple[int, str]:
        """Send a text to the log; returns the status and the answer. Raises ``Refused`` when it cannot be reached."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
            f"{self.place}/{path}", body, {"Content-Type": "text/plain; charset=utf-8"}, method="POST"
        )
        try:
            with _opener().open(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.read(MAX_NOTE).decode(errors="replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(MAX_NOTE).decode(errors="replace")
        except (OSError, ValueError) as error:
            raise self._unreached(path, error) from None

    def _file(self, path: str, limit: int) -> bytes:
        try:
            if not self.web:
                data = Path(self.place, path).read_bytes()
            else:
                with _opener().open(f"{self.place}/{path}", timeout=TIMEOUT) as answer:
                    data = answer.read(limit + 1)
        except (OSError, ValueError) as error:
            raise self._unreached(path, error) from None
        if len(data) > limit:
            raise BadInput("{path} lebih besar daripada {limit} bita.", path=path, limit=limit)
        return data

    def _unreached(self, path: str, error: Exception) -> Refused:
        return Refused("{place}/{path} tidak dapat dibaca: {why}", place=self.place, path=path, why=str(error))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another address is another log: a redirection is an error, not followed."""

    def redirect_request(self, *args: object) -> None:
        """Follow nothing."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
