"""``ikrar export declarations FILE``: registered declarations as JSON, JSONL, CSV, XLSX or PDF, piece by piece."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.errors import BadInput, Missing

if TYPE_CHECKING:
    from ikrar.core.declaration.exchange import Copy

ALL = 10_000_000
FORMATS = ("json", "jsonl", "csv", "xlsx", "pdf")
ALONE = {"json", "pdf"}  # a file of one declaration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, its format, which declarations, and who acts."""
    parser.add_argument("file", type=Path, help="where to write; its name ends in .jsonl, .csv, .xlsx, .json or .pdf")
    parser.add_argument("--format", choices=FORMATS, help="when the name does not say it")
    parser.add_argument("--area", default="", metavar="CODE", help="only those of an area and all below it")
    parser.add_argument(
        "--ref",
        default="",
        metavar="REF",
        help="only this declaration: the 26 letters and digits in its page's address; .json and .pdf always need it",
    )
    parser.add_argument("--by", required=True, metavar="CODE", help="the institution that exports, for the record")


def run(args: argparse.Namespace) -> int:
    """Write the declarations, and leave the leaf of the export; raises BadInput when the file is there already."""
    start_django()
    from django.utils import timezone

    from ikrar.core.declaration.search import Wanted
    from ikrar.records import identity
    from ikrar.records.declaration import queries
    from ikrar.records.institution import actions

    kind = args.format or args.file.suffix.removeprefix(".").lower()
    if kind in ALONE and not args.ref:
        raise BadInput(
            "Berkas .{kind} memuat satu deklarasi saja. Sebutkan yang mana dengan --ref, misalnya --ref {example}: "
            "26 huruf dan angka di alamat halamannya. Untuk banyak deklarasi pakai .jsonl, .csv atau .xlsx.",
            kind=kind,
            example="A" * 26,
        )
    if kind not in FORMATS:
        raise BadInput("Akhiri nama berkas dengan .jsonl, .csv atau .xlsx; .json dan .pdf hanya bersama --ref.")
    with identity.system():
        refs = [args.ref] if args.ref else queries.register_refs(Wanted(area=args.area), limit=ALL)
        if args.ref:
            queries.copy_of(args.ref)  # Missing before a file is made
        with Progress(len(refs), sys.stderr) as progress:
            digest = _keep(args.file, _pieces(_counted(queries.copies(refs), progress), kind, _about(args, len(refs))))
        terms = {"by": args.by, "holder": None, "digest": digest, "rows": len(refs), "what": "declarations"}
        try:
            actions.record_export(now=timezone.now(), **terms)
        except Missing:
            args.file.unlink()  # no file leaves without its leaf
            raise
    print(translator()("{n} deklarasi ditulis ke {path}.").format(n=len(refs), path=args.file))
    return 0


def _about(args: argparse.Namespace, count: int) -> dict[str, object]:
    from django.conf import settings
    from django.utils import timezone

    from ikrar.core.declaration.exchange import moment

    asked = " ".join(part for part in (args.area, args.ref) if part)
    said = translator()(
        "Hanya deklarasi yang didaftarkan di pemasangan Ikrar ini. Yang tidak ada di sini belum tentu tidak pernah "
        "dibuat."
    )
    time = moment(timezone.now().replace(microsecond=0))
    return {"address": settings.ORIGIN, "asked": asked, "time": time, "declarations": count, "coverage": said}


def _pieces(copies: Iterable[Copy], kind: str, about: dict[str, object]) -> Iterator[bytes]:
    from ikrar.channels.exchange import file

    if kind == "pdf":
        return (_paper(copy) for copy in copies)
    return file.write(copies, kind, about)


def _paper(copy: Copy) -> bytes:
    from django.conf import settings
    from django.urls import reverse
    from django.utils.translation import get_language

    from ikrar.channels.paper import declaration
    from ikrar.records.declaration import queries

    found, language = queries.registered(copy.ref), get_language() or "id"
    sheet = declaration.Sheet(
        place=found.place.label if found.place else "",
        election=str(getattr(found.election, f"name_{language}", "") or ""),
        address=settings.ORIGIN + reverse("version", args=[copy.ref, found.number]),
    )
    return declaration.pdf(copy, found.number, sheet, language)


def _counted(copies: Iterable[Copy], progress: Progress) -> Iterator[Copy]:
    for copy in copies:
        yield copy
        progress.advance()


def _keep(path: Path, pieces: Iterable[bytes]) -> str:
    """Write the pieces to a new file and return the SHA-256 of them all; what was begun in vain is removed."""
    digest = hashlib.sha256()
    try:
        with path.open("xb") as out:
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
    except FileExistsError:
        raise BadInput("Berkas {path} sudah ada; pilih nama lain.", path=path) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadInput("Berkas {path} tidak dapat ditulis: {why}", path=path, why=error.strerror) from None
    return digest.hexdigest()
