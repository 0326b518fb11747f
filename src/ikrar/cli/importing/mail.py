"""``ikrar import mail FILE…``: answers of calendars from letters (.eml) or a Maildir."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput

#: What became of a letter, by its fate.
SAID = {
    "answer": "jawaban diterima",
    "repeated": "sudah pernah diterima",
    "older": "jawaban lama, tidak mengubah apa pun",
    "stranger": "bukan untuk undangan dari sini",
    "ahead": "menjawab undangan yang belum pernah dikirim",
    "elsewhen": "menjawab hari lain daripada hari rapatnya",
    "several": "menjawab beberapa acara sekaligus; jawablah satu per satu",
    "returned": "surat dari sini yang kembali",
    "automatic": "balasan otomatis",
    "no_answer": "bukan jawaban dari kalender",
    "other_method": "meminta hal yang tidak dilayani",
    "unreadable": "tidak terbaca",
    "too_large": "terlalu besar",
    "too_deep": "terlalu banyak bagian",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the letters."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a letter (.eml) or a Maildir")


def run(args: argparse.Namespace) -> int:
    """Take each letter once and say what became of it; exit 1 when none held an answer that counts.

    Files stay where they are; those of a Maildir move out of ``new``. Raises BadInput for what cannot be read.
    """
    start_django()
    from django.utils import timezone

    from ikrar.channels.email import inbox
    from ikrar.core.job.arrival import Fate

    say, now, fates = translator(), timezone.now(), Counter[str]()
    for path in args.files:
        letters = (
            inbox.take_maildir(path, inbox.to_meeting, now)
            if (path / "new").is_dir()
            else inbox.take_files([path], inbox.to_meeting, now)
        )
        try:
            for came in letters:
                fates[came.fate.value] += 1
                print(f"{came.name}: {say(SAID[came.fate.value])}")
        except OSError as error:
            raise BadInput("Berkas {name} tidak dapat dibaca.", name=str(path)) from error
    return 0 if fates[Fate.ANSWER.value] or not fates else 1
