"""The closed table of ledger events that exist so far.

A leaf of a type outside this table cannot be built. A new act adds its row here, together with the action
that writes the leaf (R45).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Grain(StrEnum):
    """How coarsely an event's time is told: the hour, or the minute for public ceremonies (trust.md 4.2)."""

    HOUR = "hour"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of act that leaves a leaf: ``noun.verb``, a sentence per language ("id", "en"), the grain."""

    type: str
    meaning: Mapping[str, str] = field(hash=False)
    grain: Grain


def _event(name: str, grain: Grain, *, indonesian: str, english: str) -> Event:
    return Event(name, MappingProxyType({"id": indonesian, "en": english}), grain)


_TABLE: Final = (
    _event(
        "declaration.frozen",
        Grain.HOUR,
        indonesian="Satu versi naskah deklarasi dibekukan dan sidik digitalnya dicatat.",
        english="One version of a declaration's text was frozen and its digest recorded.",
    ),
    _event(
        "review.approved",
        Grain.HOUR,
        indonesian="Lembaga lain membaca rancangan deklarasi dan menyetujuinya sebelum dibekukan.",
        english="Another institution read a draft declaration and approved it before it was frozen.",
    ),
    _event(
        "review.returned",
        Grain.HOUR,
        indonesian="Lembaga lain membaca rancangan deklarasi dan mengembalikannya dengan alasan.",
        english="Another institution read a draft declaration and gave it back with a reason.",
    ),
    _event(
        "scan.sealed",
        Grain.HOUR,
        indonesian="Sebuah gambar dari penandatanganan atau serah terima disegel; hanya komitmen bergaramnya terbuka.",
        english="A picture of a signing or a hand-over was sealed; only its salted commitment is public.",
    ),
    _event(
        "scan.erased",
        Grain.HOUR,
        indonesian="Sebuah gambar tersegel dihapus.",
        english="A sealed picture was erased.",
    ),
    _event(
        "declaration.imported",
        Grain.HOUR,
        indonesian="Satu versi naskah deklarasi yang dibekukan di tempat lain dimasukkan dari berkas.",
        english="One version of a declaration's text that was frozen elsewhere was taken in from a file.",
    ),
    _event(
        "enrolment.made",
        Grain.HOUR,
        indonesian="Kunci sandi sebuah jabatan dibuat pada perangkat pemegang tautan pendaftarannya.",
        english="An office's passkey was made on the device of whoever held its enrolment link.",
    ),
    _event(
        "enrolment.vouched",
        Grain.HOUR,
        indonesian="Sebuah lembaga menjamin bahwa sebuah kunci sandi milik jabatannya.",
        english="An institution vouched that a passkey is the office's.",
    ),
    _event(
        "enrolment.revoked",
        Grain.HOUR,
        indonesian="Kunci sandi sebuah jabatan dicabut dengan alasan.",
        english="An office's passkey was revoked with a reason.",
    ),
    _event(
        "signature.given",
        Grain.MINUTE,
        indonesian="Sebuah jabatan menandatangani satu versi deklarasi dengan kunci sandi.",
        english="An office signed one version of a declaration with a passkey.",
    ),
    _event(
        "signature.attested",
        Grain.MINUTE,
        indonesian="Sebuah lembaga menyaksikan tanda tangan tangan sebuah jabatan pada satu versi deklarasi.",
        english="An institution attested an office's signature by hand under one version of a declaration.",
    ),
    _event(
        "signature.refused",
        Grain.MINUTE,
        indonesian="Sebuah jabatan menyatakan tidak menandatangani satu versi deklarasi.",
        english="An office declared that it does not sign one version of a declaration.",
    ),
    _event(
        "signature.withdrawn",
        Grain.HOUR,
        indonesian="Tanda tangan sebuah jabatan ditarik dengan alasan; tanda tangannya tetap tercatat.",
        english="An office's signature was withdrawn with a reason; the signature stays on record.",
    ),
    _event(
        "signature.unnamed",
        Grain.HOUR,
        indonesian="Nama yang dicantumkan seorang penanda tangan dihapus; tanda tangan jabatannya tetap tercatat.",
        english="The name that a signatory had entered was erased; the office's signature stays on record.",
    ),
    _event(
        "certificate.issued",
        Grain.HOUR,
        indonesian="Piagam sebuah deklarasi yang ditandatangani diterbitkan; sidik PDF-nya dicatat.",
        english="A certificate of a signed declaration was issued; the digest of its PDF is recorded.",
    ),
    _event(
        "grant.proposed",
        Grain.HOUR,
        indonesian="Sebuah lembaga mengusulkan pemberian, perpanjangan, pemindahan, atau penyetelan ulang.",
        english="An institution proposed a grant, an extension, a transfer or a reset.",
    ),
    _event(
        "grant.approved",
        Grain.HOUR,
        indonesian="Lembaga lain menyetujui sebuah usulan, dan usulan itu dijalankan.",
        english="Another institution approved a proposal, and it was carried out.",
    ),
    _event(
        "grant.refused",
        Grain.HOUR,
        indonesian="Lembaga lain menolak sebuah usulan.",
        english="Another institution refused a proposal.",
    ),
    _event(
        "grant.withdrawn",
        Grain.HOUR,
        indonesian="Sebuah lembaga menarik usulannya.",
        english="An institution withdrew its proposal.",
    ),
    _event(
        "grant.given",
        Grain.HOUR,
        indonesian="Sebuah peran diberikan untuk satu lembaga, satu wilayah, dan satu jangka waktu.",
        english="A role was given for one institution, one territory and one period.",
    ),
    _event(
        "grant.ended",
        Grain.HOUR,
        indonesian="Sebuah peran diakhiri sebelum hari terakhirnya.",
        english="A role was ended before its last day.",
    ),
    _event(
        "place.imported",
        Grain.HOUR,
        indonesian="Daftar wilayah sebuah keputusan dimuat ke dalam tabel wilayah.",
        english="A decree's list of areas was taken into the table of areas.",
    ),
    _event(
        "grant.extended",
        Grain.HOUR,
        indonesian="Hari terakhir sebuah peran diperpanjang.",
        english="The last day of a role was moved to a later day.",
    ),
    _event(
        "grant.attested",
        Grain.HOUR,
        indonesian="Sebuah lembaga menyatakan bahwa pemegang sebuah peran masih bertugas.",
        english="An institution said that the holder of a role still serves.",
    ),
    _event(
        "factor.reset",
        Grain.HOUR,
        indonesian="Kata sandi dan faktor kedua sebuah akun dihapus atas persetujuan dua lembaga.",
        english="The password and second factors of an account were removed with the approval of two institutions.",
    ),
    _event(
        "token.issued",
        Grain.HOUR,
        indonesian="Token sebuah perangkat diterbitkan atas mandat yang disetujui dua lembaga.",
        english="A device's token was issued on a grant that two institutions approved.",
    ),
    _event(
        "token.ended",
        Grain.HOUR,
        indonesian="Token sebuah perangkat diakhiri.",
        english="A device's token was ended.",
    ),
    _event(
        "invitation.issued",
        Grain.HOUR,
        indonesian="Sebuah undangan tercetak untuk membuka akun diterbitkan.",
        english="A printed invitation to open an account was issued.",
    ),
    _event(
        "invitation.used",
        Grain.HOUR,
        indonesian="Sebuah undangan tercetak dipakai untuk membuka akun.",
        english="A printed invitation was used to open an account.",
    ),
    _event(
        "invitation.voided",
        Grain.HOUR,
        indonesian="Sebuah undangan tercetak dibatalkan.",
        english="A printed invitation was voided.",
    ),
    _event(
        "installation.begun",
        Grain.HOUR,
        indonesian="Sebuah instalasi dimulai dengan dua lembaga pertama dan administratornya.",
        english="An installation was begun with its first two institutions and their administrators.",
    ),
    _event(
        "installation.recovered",
        Grain.HOUR,
        indonesian="Administrator baru diangkat di server, karena tidak tersisa dua lembaga yang menyetujui.",
        english="An administrator was appointed on the server, for no two institutions were left to approve.",
    ),
    _event(
        "factor.changed",
        Grain.HOUR,
        indonesian="Satu akun mengganti kata sandi, kunci masuk, atau kode cadangannya.",
        english="An account changed its password, a sign-in key or its recovery codes.",
    ),
    _event(
        "reading.erased",
        Grain.HOUR,
        indonesian="Rancangan bacaan yang habis masa simpannya dihapus.",
        english="Reading drafts past their retention date were erased.",
    ),
    _event(
        "example.erased",
        Grain.HOUR,
        indonesian="Data contoh dihapus.",
        english="Example data were erased.",
    ),
    _event(
        "institution.changed",
        Grain.HOUR,
        indonesian="Sebuah lembaga dicatat atau diubah: nama, tingkat, induk, masa berlaku, jabatan.",
        english="An institution was written down or changed: name, level, parent, validity, offices.",
    ),
    _event(
        "territory.set",
        Grain.HOUR,
        indonesian="Wilayah kerja sebuah lembaga diubah mulai satu hari, atau perubahannya ditarik kembali.",
        english="The territory of an institution was changed from a day on, or its change taken back.",
    ),
    _event(
        "office.changed",
        Grain.HOUR,
        indonesian="Sebuah jabatan atau masa jabatannya dicatat atau diubah, tanpa nama orang.",
        english="An office or one of its terms was written down or changed, without any person's name.",
    ),
    _event(
        "stage.anchored",
        Grain.HOUR,
        indonesian="Hari suatu peristiwa yang menentukan tahapan dicatat, dengan sumbernya, atau ditarik kembali.",
        english="The day of an event that stages hang on was entered with its source, or taken back.",
    ),
    _event(
        "stage.noted",
        Grain.HOUR,
        indonesian="Tugas atau kerawanan suatu tahapan di suatu wilayah ditulis, diubah, atau dihapus.",
        english="A duty or risk of a stage in a region was written, changed or removed.",
    ),
    _event(
        "stage.scheduled",
        Grain.HOUR,
        indonesian="Tahapan suatu pemilihan dimasukkan dari berkas; sidik berkasnya dicatat.",
        english="The stages of an election were taken in from a file, whose digest was recorded.",
    ),
    _event(
        "election.registered",
        Grain.HOUR,
        indonesian="Sebuah pemilihan dicatat, dengan hari pemungutan suara dan hari terakhir mandatnya.",
        english="An election was written down, with its voting day and the last day of its grants.",
    ),
    _event(
        "participants.set",
        Grain.HOUR,
        indonesian="Partai peserta sebuah pemilihan dicatat, menurut nomor urutnya.",
        english="The parties of an election were written down, by their ballot numbers.",
    ),
    _event(
        "ledger.policy",
        Grain.HOUR,
        indonesian="Dua lembaga menetapkan siapa yang menyaksikan buku besar ini, dan berapa yang cukup.",
        english="Two institutions set who witnesses this ledger, and how many are enough.",
    ),
    _event(
        "ledger.key",
        Grain.HOUR,
        indonesian="Dua lembaga menetapkan kunci baru untuk buku besar ini.",
        english="Two institutions set a new key for this ledger.",
    ),
    _event(
        "meeting.called",
        Grain.HOUR,
        indonesian="Sebuah lembaga memanggil rapat; undangannya keluar.",
        english="An institution called a meeting; its invitations went out.",
    ),
    _event(
        "meeting.cancelled",
        Grain.HOUR,
        indonesian="Sebuah rapat yang sudah dipanggil dibatalkan dengan alasan.",
        english="A meeting that had been called was cancelled with a reason.",
    ),
    _event(
        "minutes.frozen",
        Grain.HOUR,
        indonesian="Notulen sebuah rapat dibekukan dan sidik digitalnya dicatat.",
        english="The minutes of a meeting were frozen and their digest recorded.",
    ),
    _event(
        "minutes.approved",
        Grain.HOUR,
        indonesian="Sebuah lembaga menyetujui notulen yang dibekukan; dua lembaga membuatnya sah.",
        english="An institution approved frozen minutes; two of them make them valid.",
    ),
    _event(
        "decision.made",
        Grain.HOUR,
        indonesian="Sebuah keputusan rapat dicatat, dengan lembaga yang menjalankannya dan tenggatnya.",
        english="A decision of a meeting was recorded, with the institution that carries it out and its due day.",
    ),
    _event(
        "decision.closed",
        Grain.HOUR,
        indonesian="Sebuah keputusan rapat diselesaikan dengan hasil, atau ditinggalkan dengan alasan.",
        english="A decision of a meeting was closed with a result, or dropped with a reason.",
    ),
    _event(
        "decision.noted",
        Grain.HOUR,
        indonesian="Perkembangan sebuah keputusan rapat dicatat: kemajuan, pelaksana atau tenggat baru, keberatan atas "
        "hasilnya, atau dibuka lagi.",
        english="What became of a decision of a meeting was recorded: progress, another owner or due day, an objection "
        "to its result, or that it was opened again.",
    ),
    _event(
        "attendance.sealed",
        Grain.HOUR,
        indonesian="Daftar hadir sebuah rapat disegel; hanya komitmennya (dengan garam) yang terbuka.",
        english="The attendance list of a meeting was sealed; only its salted commitment is public.",
    ),
    _event(
        "attendance.erased",
        Grain.HOUR,
        indonesian="Daftar hadir tersegel sebuah rapat dihapus pada hari terakhir simpannya.",
        english="The sealed attendance list of a meeting was erased on its last day.",
    ),
    _event(
        "relay.planned",
        Grain.HOUR,
        indonesian="Sebuah kirab direncanakan: tongkat, pemegang pertama, dan ruas-ruasnya.",
        english="A relay was planned: its baton, its first holder and its legs.",
    ),
    _event(
        "relay.changed",
        Grain.HOUR,
        indonesian="Sebuah ruas kirab yang akan datang diubah dengan alasan.",
        english="A leg of a relay that is to come was changed with a reason.",
    ),
    _event(
        "relay.skipped",
        Grain.HOUR,
        indonesian="Sebuah ruas kirab dilewati dengan alasan; tongkat tetap pada pemegangnya.",
        english="A leg of a relay was skipped with a reason; the baton stays with its holder.",
    ),
    _event(
        "relay.dated",
        Grain.HOUR,
        indonesian="Hari sebenarnya sebuah serah terima dicatat dengan alasan.",
        english="The actual day of a hand-over was stated with a reason.",
    ),
    _event(
        "relay.cancelled",
        Grain.HOUR,
        indonesian="Sisa sebuah kirab dibatalkan dengan alasan; tongkat tetap pada pemegangnya.",
        english="What was left of a relay was cancelled with a reason; the baton stays with its holder.",
    ),
    _event(
        "relay.imported",
        Grain.HOUR,
        indonesian="Sebuah kirab dimasukkan dari berkas; yang sudah lewat hanya diceritakan oleh berkas itu.",
        english="A relay was taken in from a file; what was past is told by that file alone.",
    ),
    _event(
        "handover.opened",
        Grain.MINUTE,
        indonesian="Pemegang tongkat membuka serah terima kepada penerima berikutnya.",
        english="The holder of a baton opened its hand-over to the next receiver.",
    ),
    _event(
        "handover.acknowledged",
        Grain.MINUTE,
        indonesian="Penerima mengakui serah terima; tongkat berpindah.",
        english="The receiver acknowledged a hand-over; the baton moved.",
    ),
    _event(
        "handover.refused",
        Grain.MINUTE,
        indonesian="Penerima menolak serah terima dengan alasan; tongkat tetap pada pemberi.",
        english="The receiver refused a hand-over with a reason; the baton stays with the giver.",
    ),
    _event(
        "handover.withdrawn",
        Grain.MINUTE,
        indonesian="Pemberi menarik kembali serah terima dengan alasan; tongkat tetap padanya.",
        english="The giver took a hand-over back with a reason and keeps the baton.",
    ),
    _event(
        "export.made",
        Grain.HOUR,
        indonesian="Satu berkas data diekspor; isinya dicatat lewat sidiknya.",
        english="A file of data was exported; its content is recorded by its digest.",
    ),
)

#: Type -> event. Closed: a type that is not a key here does not exist.
EVENTS: Final[Mapping[str, Event]] = MappingProxyType({event.type: event for event in _TABLE})
