"""Names of fields and acts as people read them, for pages and for the sentences of errors."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

FIELD_NAMES = {
    "title": "Judul",
    "election": "Pemilihan",
    "area": "Wilayah",
    "area_code": "Wilayah",
    "province": "Provinsi",
    "regency": "Kabupaten/kota",
    "event_date": "Tanggal acara",
    "place": "Tempat",
    "lat": "Lintang",
    "lng": "Bujur",
    "place_text": "Tempat",
    "language": "Bahasa naskah",
    "preamble": "Pembuka",
    "closing": "Penutup",
    "source_url": "Tautan artikel",
    "points": "Poin",
    "login": "Nama pengguna",
    "role": "Peran",
    "areas": "Wilayah tugas",
    "ends": "Hari terakhir",
    "name": "Nama",
    "pledging_offices": "Yang berikrar",
    "reason": "Alasan",
    "offices": "Yang berikrar",
    "kind": "Jenis peristiwa",
    "also_kinds": "Peristiwa lain",
    "operation": "Operasi",
    "organizations": "Lembaga yang disebut",
    "persons": "Orang yang disebut",
    "signatories": "Penanda tangan",
    "handover": "Serah terima",
    "commitment_kinds": "Jenis komitmen",
    "point_count_stated": "Jumlah poin yang disebut",
    "point_kinds": "Jenis komitmen",
    "institution": "Lembaga",
    "institution_kind": "Jenis lembaga",
    "institution_name": "Nama lembaga",
    "short_name": "Nama singkat",
    "level": "Tingkat",
    "parent": "Induk",
    "parent_declaration": "Deklarasi induk",
    "witnesses": "Saksi",
    "translation": "Terjemahan",
    "territory": "Wilayah kerja",
    "starts": "Mulai berlaku",
    "valid_from": "Berlaku mulai",
    "valid_until": "Berlaku sampai",
    "office": "Jabatan",
    "office_kind": "Jenis jabatan",
    "term": "Masa jabatan",
    "election_kind": "Jenis pemilihan",
    "election_name": "Nama pemilihan",
    "voting_day": "Hari pemungutan suara",
    "election_ends": "Hari terakhir mandat",
}
MOVE_NAMES = {
    "open": "membuka rancangan",
    "freeze": "membekukan",
    "supersede": "mengganti",
    "discard": "membuang",
}


def field_name(field: str) -> str:
    """Return the label of a field in the reader's language, with its row's number if it has one."""
    name, _, number = field.partition(".")
    label = gettext(FIELD_NAMES.get(name, name))
    return f"{label} {number.partition('.')[0]}" if number else label


def declaration_field(field: str) -> str:
    """Return the label of a declaration's own field: its parent is a declaration, and no institution."""
    return field_name("parent_declaration" if field == "parent" else field)


def move_name(move: str) -> str:
    """Return what an act on a version is called in the reader's language."""
    return gettext(MOVE_NAMES.get(move, move))


def in_words(params: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters of an error's sentence with codes of fields and acts turned into names."""
    words = dict(params)
    if "field" in words:
        words["field"] = field_name(str(words["field"]))
    if "move" in words:
        words["move"] = move_name(str(words["move"]))
    return words
