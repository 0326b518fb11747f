"""How an office signed, refused or withdrew, in whole sentences: the same on certificate, page and screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ikrar.core.signature.vouching import Standing
from ikrar.door.moment import moment as told
from ikrar.records.signature.queries import Signed

PASSKEY = "passkey"


def head(one: Signed) -> str:
    """Return office and institution as the text names them."""
    return ", ".join(filter(None, (one.office, one.institution)))


def rest(one: Signed) -> str:
    """Return the capacity in which an office stands there, and on whose behalf."""
    behalf = _("atas nama {who}").format(who=one.on_behalf_of) if one.on_behalf_of else ""
    return " · ".join(filter(None, (one.capacity, behalf)))


def short(one: Signed) -> str:
    """Return in a few words where an office stands, for the screen of a ceremony."""
    if one.withdrawn:
        return _("tanda tangan ditarik")
    if one.method == PASSKEY:
        return _("kunci sandi jabatan") if one.standing is Standing.OFFICE else _("kunci sandi pemegang tautan")
    if one.method:
        return _("tanda tangan tangan, disaksikan dua lembaga")
    if one.refused:
        return _("menyatakan tidak menandatangani")
    return _("menunggu saksi kedua") if one.waiting else _("belum menandatangani")


def how(one: Signed) -> tuple[str, ...]:
    """Return what is known of an office's signature in whole sentences, the signature first, its withdrawal last."""
    return tuple(filter(None, (_given(one), _behind(one), _ended(one))))


def _given(one: Signed) -> str:
    if one.method is None:
        return _not_given(one)
    words = {
        Standing.OFFICE: _("Ditandatangani dengan kunci sandi jabatan, {when}."),
        Standing.HOLDER: _("Ditandatangani pemegang tautan dengan kunci sandi, {when}."),
        None: _("Ditandatangani dengan tangan; dicatat {when}."),
    }
    return words[one.standing].format(when=moment(one.at))


def _not_given(one: Signed) -> str:
    if one.refused:
        said = _("Menyatakan tidak menandatangani, {when}.").format(when=moment(one.refused.at))
        return f"{said} {_reason(one.refused.reason)}".strip()
    if one.waiting:
        return _("Satu lembaga menyaksikan tanda tangan tangan; menunggu lembaga kedua.")
    return _("Belum menandatangani.")


def _behind(one: Signed) -> str:
    if one.standing is Standing.OFFICE:
        return _("Kuncinya dijamin oleh {names}.").format(names=listed(one.vouchers))
    if one.standing is Standing.HOLDER:
        return _("Belum dijamin dua lembaga bahwa kunci ini milik jabatan.")
    return _("Disaksikan oleh {names}.").format(names=listed(one.attesters)) if one.method else ""


def _ended(one: Signed) -> str:
    if one.withdrawn is None:
        return ""
    when, by = moment(one.withdrawn.at), one.withdrawn.by
    said = (
        _("DITARIK {when}, dicatat oleh {by}.").format(when=when, by=by)
        if by
        else _("DITARIK {when} dengan kunci yang sama.").format(when=when)
    )
    return f"{said} {_reason(one.withdrawn.reason)}".strip()


def _reason(words: str) -> str:
    return _("Alasan: {words}").format(words=words) if words else ""


def moment(at: datetime | None) -> str:
    """Write a moment as people there do, with its zone; empty for none."""
    return told(at) if at else ""


def day(at: datetime | None) -> str:
    """Write the day of a moment; empty for none."""
    return date_format(localtime(at), "j F Y") if at else ""


def listed(names: Sequence[str]) -> str:
    """Write names as a list within a sentence."""
    if len(names) < 2:
        return "".join(names)
    return _("{names} dan {last}").format(names="; ".join(names[:-1]), last=names[-1])
