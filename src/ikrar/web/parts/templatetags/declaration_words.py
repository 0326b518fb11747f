"""Filters that say what is not known about a declaration, and why."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import gettext

from ikrar.core.declaration.gap import Told
from ikrar.core.declaration.outcome import Lack

register = template.Library()

LACKS: Final = {
    "no_kind": "Poin ini belum diberi jenis komitmen, jadi laporan tidak dapat dikaitkan dengannya.",
    "attitude": "Belum diketahui ditepati atau tidak: tidak ada satu tindakan yang dapat menunjukkannya.",
    "no_report": "Belum diketahui ditepati atau tidak: laporan dan putusan tentang poin ini belum ada di Ikrar.",
}
GAPS: Final = {
    "outcome": "Apa yang terjadi sesudahnya, dan apakah ikrar ini ditepati.",
    "signatures": "Apakah {n} dari yang berikrar menandatangani: mereka dicatat pendaftar, tanda tangannya tidak ada.",
    "signers": "Siapa yang berikrar: tidak satu lembaga pun dicatat.",
    "bodies": "Jabatan siapa yang mewakili {n} dari lembaga yang berikrar.",
    "day": "Pada hari apa ikrar ini dibuat.",
    "place": "Di gedung atau tempat mana ikrar ini dibuat.",
    "election": "Untuk pemilihan yang mana ikrar ini dibuat.",
    "kinds": "Apa jenis komitmen {n} poin: belum ada petugas yang menentukannya.",
    "source": "Dari artikel mana naskah ini: pendaftar tidak menyebut sumber.",
    "article": "Apakah artikel sumbernya masih ada dan masih sama: Ikrar tidak membuka situs lain.",
    "scan": "Apakah naskah ini sama dengan kertas yang ditandatangani: foto atau pindaiannya tidak ada di halaman ini.",
    "outdated": "Apakah isinya masih berlaku seperti tertulis: versi yang lebih baru sudah menggantikannya.",
}


@register.filter
def lack_words(lack: Lack) -> str:
    """Return in words what is missing to know what became of a point."""
    return gettext(LACKS[lack])


@register.filter
def gap_words(told: Told) -> str:
    """Return in words one thing that is not known about a declaration."""
    return gettext(GAPS[told.gap]).format(n=told.count)
