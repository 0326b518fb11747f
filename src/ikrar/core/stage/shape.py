"""Which tables and keys a file of an election has, and what each must be: every row by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from ikrar.core.errors import BadInput
from ikrar.core.institution.kind import kinds
from ikrar.core.stage.lines import Path
from ikrar.core.stage.parse import NO_DAY, UNREAD
from ikrar.core.stage.rule import point

LONGEST: Final = 400
CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
#: Tables that may stand several times; each but ``election``.
LISTS: Final = ("anchor", "stage", "duty", "risk")

#: Table -> key -> what it must be, "?" where it may be left out.
SHAPES: Final[Mapping[str, Mapping[str, str]]] = {
    "election": {
        "code": "word",
        "kind": "word",
        "year": "number",
        "voting_day": "day",
        "ends": "day",
        "area": "word?",
        "fictional": "truth?",
        "name": "texts",
    },
    "anchor": {"code": "code", "name": "texts", "local": "truth"},
    "stage": {
        "code": "code",
        "name": "texts",
        "first": "point?",
        "last": "point?",
        "rule": "texts?",
        "resident": "texts",
        "source": "word",
        "parent": "word?",
        "follows": "word?",
        "only_if": "word?",
        "reading": "rows?",
    },
    "reading": {"first": "point?", "last": "point", "source": "word", "note": "texts"},
    "duty": {"stage": "code", "who": "kind", "text": "texts", "source": "word"},
    "risk": {"stage": "code", "text": "texts", "source": "word"},
}

Fault = tuple[Path, BadInput]


def faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with each table by itself, at the key where it is wrong or lacking."""
    for name in content:
        if name not in {"election", *LISTS}:
            yield (name,), _no_table(name)
    if not isinstance(content.get("election"), dict):
        yield (), BadInput("Berkas ini harus memuat bagian {name}.", name="[election]")
    else:
        yield from _keys(("election",), content["election"], SHAPES["election"])
    if not content.get("stage"):
        yield (), BadInput("Berkas ini harus memuat bagian {name}.", name="[[stage]]")
    for name in LISTS:
        yield from _rows((name,), content.get(name, []), name)


def sound(content: Mapping[str, Any], found: Iterable[Fault]) -> dict[str, Any]:
    """Return what a file holds without what :func:`faults` found: enough to check the rest against each other."""
    kept: dict[str, Any] = {name: _copied(content.get(name, [])) for name in LISTS}
    election = content.get("election")
    kept["election"] = dict(election) if isinstance(election, dict) else {}
    for at, _error in found:
        table: Any = kept
        for step in at[:-1]:
            table = table[step]
        if len(at) > 1:  # a whole table that is none was left out above
            table.pop(at[-1], None)
    return kept


def near(name: str, among: Iterable[str]) -> str:
    """Return the one of several names that a wrong one was probably meant to be; empty when none is near."""
    return next(iter(get_close_matches(name, sorted(among), n=1)), "")


def _no_table(name: str) -> BadInput:
    found = near(name, ("election", *LISTS))
    if found:
        return BadInput("Bagian {name} tidak dikenal; mungkin {near}.", name=name, near=found)
    return BadInput("Bagian {name} tidak dikenal.", name=name)


def _copied(rows: Any) -> list[dict[str, Any]]:
    """Return a list of tables that may be changed; none for what is no such list."""
    if not _listed(rows):
        return []
    return [
        {k: [dict(one) for one in v] if k == "reading" and _listed(v) else v for k, v in row.items()} for row in rows
    ]


def _listed(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _rows(at: Path, rows: Any, name: str) -> Iterator[Fault]:
    if not _listed(rows):
        yield at, BadInput("Tulis {name} sebagai daftar bagian.", name=f"[[{name}]]")
        return
    for number, row in enumerate(rows):
        yield from _keys((*at, number), row, SHAPES[name])
        if name == "stage" and isinstance(row.get("reading", []), list):
            yield from _rows((*at, number, "reading"), row.get("reading", []), "reading")


def _keys(at: Path, row: Mapping[str, Any], shape: Mapping[str, str]) -> Iterator[Fault]:
    for key in row:
        if key not in shape:
            yield (*at, key), _strange(key, shape)
    for key, what in shape.items():
        if key in row:
            error = _value(row[key], what.rstrip("?"), key)
            if error:
                yield (*at, key), error
        elif not what.endswith("?"):
            yield (*at, key), BadInput("Bagian ini harus memuat {name}.", name=key)


def _strange(key: str, shape: Iterable[str]) -> BadInput:
    found = near(key, shape)
    if found:
        return BadInput("Kunci {name} tidak dikenal di bagian ini; mungkin {near}.", name=key, near=found)
    return BadInput("Kunci {name} tidak dikenal di bagian ini.", name=key)


def _value(value: Any, what: str, key: str) -> BadInput | None:
    if value == UNREAD:
        return BadInput("Baris ini tidak mengikuti bentuk TOML.")
    if what in {"day", "point"} and type(value) is date and value == NO_DAY:
        return BadInput("Tanggal ini tidak ada di kalender.")
    return _SAID[what](value) if what in _SAID else _plain(value, what, key)


def _plain(value: Any, what: str, key: str) -> BadInput | None:
    kinds_of: dict[str, bool] = {
        "word": isinstance(value, str) and (_line(value) or not value),
        "number": type(value) is int,
        "day": type(value) is date,
        "truth": isinstance(value, bool),
        "rows": isinstance(value, list),
    }
    return None if kinds_of[what] else BadInput("Isi {name} tidak dapat dipakai.", name=key)


def _line(value: Any) -> bool:
    return (
        isinstance(value, str)
        and value != UNREAD
        and 0 < len(value) <= LONGEST
        and value.isprintable()
        and value.strip() == value
    )


def _code(value: Any) -> BadInput | None:
    good = isinstance(value, str) and CODE.fullmatch(value) is not None
    return None if good else BadInput("Tulis kode dengan huruf besar, angka, dan garis bawah, seperti VOTE.")


def _kind(value: Any) -> BadInput | None:
    if value in kinds():
        return None
    found = near(value, kinds()) if isinstance(value, str) else ""
    if found:
        return BadInput("Jenis lembaga {name} tidak dikenal; mungkin {near}.", name=value, near=found)
    return BadInput("Tulis jenis lembaga yang bertugas, seperti kpu atau bawaslu.")


def _texts(value: Any) -> BadInput | None:
    good = isinstance(value, dict) and set(value) == {"id", "en"} and all(_line(one) for one in value.values())
    return None if good else BadInput("Tulis dalam kedua bahasa: id dan en, masing-masing satu baris.")


def _point(value: Any) -> BadInput | None:
    try:
        point(value)
    except ValueError as error:
        if str(error) == "number":
            return BadInput("Banyaknya hari atau jam adalah bilangan bulat mulai dari 1.")
        return BadInput(
            "Tulis tanggal, bilangan dari hari pemungutan suara, atau aturan seperti {{ after = ..., days = 5 }}."
        )
    return None


#: Kinds of value with a sentence of their own.
_SAID: Final[Mapping[str, Callable[[Any], BadInput | None]]] = {
    "code": _code,
    "kind": _kind,
    "point": _point,
    "texts": _texts,
}
