"""What the check of a bundle shows, in plain sentences: what is proven, only told, broken, or open.

Sentences are Indonesian with ``{named}`` parameters, as those of errors; the edge that shows them translates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ikrar.core.certificate.check import HAND, Fault, Kept, Ledger, Proof, Signing, Verdict


class Mark(StrEnum):
    """How sure a sentence is."""

    PROVEN = "proven"
    TOLD = "told"
    BROKEN = "broken"
    ENDED = "ended"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: how sure it is, its words, and what fills the named places in them."""

    mark: Mark
    message: str
    params: Mapping[str, object]


def say(message: str, mark: Mark, **params: object) -> Said:
    """Return a sentence."""
    return Said(mark, message, params)


FAULTS: Final = {
    Fault.OTHER_TEXT: "{who}: tanda tangan ini untuk naskah lain, jadi tidak berlaku di sini.",
    Fault.OTHER_OFFICE: "{who}: tanda tangan ini untuk jabatan atau kunci lain, jadi tidak berlaku di sini.",
    Fault.UNREADABLE: "{who}: catatan tanda tangannya rusak dan tidak dapat diperiksa.",
    Fault.NOT_SIGNED: "{who}: tanda tangannya tidak cocok dengan kuncinya.",
    Fault.REVOKED: "{who}: kuncinya sudah dicabut sebelum tanda tangan ini.",
}


def said(verdict: Verdict) -> tuple[Said, ...]:
    """Return what a verdict means, in the order in which a reader needs it."""
    if verdict.text is None:
        return (
            say(
                "Naskah dalam berkas ini bukan naskah bersidik {digest}. Selebihnya tidak diperiksa.",
                Mark.BROKEN,
                digest=verdict.digest[:16],
            ),
        )
    return tuple(_all(verdict))


def _all(verdict: Verdict) -> Iterator[Said]:
    yield say("Naskah ini menghasilkan sidik {digest}….", Mark.PROVEN, digest=verdict.digest[:16])
    if verdict.frozen is None:
        yield say("Berkas ini tidak menunjukkan bahwa naskah itu pernah didaftarkan.", Mark.BROKEN)
    else:
        yield say(
            "Naskah itu didaftarkan oleh {by} pada {time}.",
            _sure(verdict.frozen),
            by=verdict.names.get(verdict.frozen.leaf.by, verdict.frozen.leaf.by),
            time=verdict.frozen.leaf.time,
        )
    for one in verdict.signings:
        yield from _signing(one, verdict.names)
    if not verdict.signings:
        yield say("Berkas ini tidak memuat tanda tangan.", Mark.OPEN)
    for one_refused in verdict.refused:
        yield say(
            "{who} menyatakan tidak menandatangani pada {time}.",
            Mark.TOLD,
            who=_who(one_refused.record.get("office"), one_refused.record.get("institution")),
            time=one_refused.leaf.time,
        )
    if verdict.broken:
        yield say("{n} catatan tidak cocok dengan daunnya, jadi tidak dihitung.", Mark.BROKEN, n=verdict.broken)
    yield _in_ledger(verdict)
    yield say("Apakah ada yang menarik tanda tangannya sesudah berkas ini dibuat: periksa di halamannya.", Mark.OPEN)
    yield say("Apakah ikrar ini ditepati: tidak dibuktikan oleh tanda tangan.", Mark.OPEN)


def _sure(act: Kept) -> Mark:
    if act.ledger is Ledger.BROKEN:
        return Mark.BROKEN
    return Mark.PROVEN if act.seen else Mark.TOLD


def _who(office: object, institution: object) -> str:
    return ", ".join(str(part) for part in (office, institution) if part)


def _signing(one: Signing, called: Mapping[str, str]) -> Iterator[Said]:
    who = _who(one.office, one.institution)
    if one.fault is not None:
        yield say(FAULTS[one.fault], Mark.BROKEN, who=who)
        return
    names = ", ".join(called.get(code, code) for code in one.by)
    if one.method == HAND:
        yield say(
            "{who}: tanda tangan tangan, disaksikan {names}, {time}. Kertasnya sendiri tidak dibuktikan di sini.",
            Mark.TOLD,
            who=who,
            names=names,
            time=one.time,
        )
    else:
        yield say(
            "{who}: kunci {key}… menandatangani naskah ini di {origin}, {time}.",
            Mark.PROVEN,
            who=who,
            key=one.key[:16],
            origin=one.origin,
            time=one.time,
        )
        if one.standing:
            sure = Mark.PROVEN if one.seen else Mark.TOLD
            yield say("{who}: bahwa kuncinya milik jabatan ini dijamin oleh {names}.", sure, who=who, names=names)
        else:
            yield say(
                "{who}: bahwa kuncinya milik jabatan ini belum dijamin dua lembaga; ia pemegang tautan.",
                Mark.OPEN,
                who=who,
            )
    if one.withdrawn is not None:
        yield say(
            "{who} MENARIK tanda tangan ini pada {time}. Alasan: {why}",
            Mark.ENDED,
            who=who,
            time=one.withdrawn_at,
            why=one.withdrawn or "-",
        )
    if one.withdrawn_by is Proof.KEY:
        yield say("{who}: kunci yang menandatangani itu sendiri menandatangani penarikannya.", Mark.PROVEN, who=who)
    elif one.withdrawn_by is Proof.BROKEN:
        yield say("{who}: penarikan itu menyebut kunci yang tidak menandatanganinya.", Mark.BROKEN, who=who)


def _in_ledger(verdict: Verdict) -> Said:
    proven = [act for act in verdict.acts if act.ledger is Ledger.WITNESSED]
    seen = sorted({name for act in proven for name in act.witnesses})
    first = min((at for act in proven for at in act.witnesses.values()), default=None)
    told = {
        Ledger.BROKEN: say("Bukti buku besarnya tidak cocok dengan kebijakan saksi yang dipakai.", Mark.BROKEN),
        Ledger.UNCHECKED: say("Buku besarnya tidak diperiksa: tidak ada kebijakan saksi yang diberikan.", Mark.OPEN),
        Ledger.WAITING: say("Sebagian catatan belum masuk titik periksa buku besar; buktinya menyusul.", Mark.OPEN),
        Ledger.SIGNED: say("Buku besar memuatnya, tetapi saksinya belum cukup.", Mark.TOLD),
    }
    if verdict.ledger is Ledger.WITNESSED and not seen:
        return say("Buku besar memuatnya; kebijakan yang dipakai tidak meminta saksi.", Mark.TOLD)
    return told.get(verdict.ledger) or say(
        "Semua catatan ini ada di buku besar, disaksikan {names}; saksi melihatnya sejak {time}.",
        Mark.PROVEN,
        names=", ".join(seen),
        time=first.strftime("%Y-%m-%dT%H:%MZ") if first else "-",
    )
