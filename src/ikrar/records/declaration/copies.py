"""Registered declarations as they travel: each with all its frozen versions and what stands beside their text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.move import Move
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import Missing
from ikrar.records import identity
from ikrar.records.declaration import access
from ikrar.records.declaration.models import Declaration, Step, Translation, Version, Witness

CHUNK = 200  # declarations read at once


@dataclass
class _Beside:
    witnesses: list[WitnessForm] = field(default_factory=list)
    translation: TranslationForm | None = None


def copy_of(ref: str) -> Copy:
    """Return one declaration with its frozen versions; raises Missing when none is frozen. Constant queries (5)."""
    found = _chunk([ref])
    if not found:
        raise Missing("Deklarasi ini tidak ada.")
    return found[0]


def copies(refs: Sequence[str]) -> Iterator[Copy]:
    """Yield declarations by their references, in that order; what is not public is left out.

    It reads ``CHUNK`` at once, each under an identity of its own: a stream goes on after its request has ended.
    """
    for begin in range(0, len(refs), CHUNK):
        with identity.request():
            found = _chunk(refs[begin : begin + CHUNK])
        yield from found


def _chunk(refs: Sequence[str]) -> list[Copy]:
    versions: dict[str, list[Version]] = defaultdict(list)
    rows = access.public().filter(declaration_id__in=refs).select_related("declaration__institution", "approval")
    for version in rows.order_by("number"):
        versions[version.declaration_id].append(version)
    keys = [v.pk for of_one in versions.values() for v in of_one]
    kinds, reasons, beside = _kinds(keys), _reasons(keys), _beside(keys)
    return [
        _copy(
            of_one[0].declaration, tuple(_wording(v, kinds[v.pk], reasons.get(v.pk, ""), beside[v.pk]) for v in of_one)
        )
        for of_one in (versions[ref] for ref in refs if ref in versions)
    ]


def _copy(declaration: Declaration, wordings: tuple[Wording, ...]) -> Copy:
    of = declaration.institution
    return Copy(declaration.ref, of.code, of.name, declaration.example, wordings)


def _wording(version: Version, kinds: dict[int, list[str]], reason: str, beside: _Beside) -> Wording:
    return Wording(
        number=version.number,
        canonical=bytes(version.canonical or b""),
        frozen_at=version.frozen_at,
        reason=reason,
        source_url=version.source_url,
        kinds=tuple(tuple(codes) for _, codes in sorted(kinds.items())),
        operation=version.operation,
        witnesses=tuple(beside.witnesses),
        translation=beside.translation,
        reviewed_by=approval.institution_id if (approval := getattr(version, "approval", None)) else "",
    )


def _beside(versions: list[int]) -> dict[int, _Beside]:
    """Return for each version its witnesses in order, and its translation; two queries."""
    found: dict[int, _Beside] = defaultdict(_Beside)
    for w in Witness.objects.filter(version_id__in=versions).order_by("n"):
        found[w.version_id].witnesses.append(WitnessForm(w.office, w.institution, w.capacity))
    for t in Translation.objects.filter(version_id__in=versions).order_by("language"):
        found[t.version_id].translation = TranslationForm(t.language, t.title, t.preamble, tuple(t.points), t.closing)
    return found


def _kinds(versions: list[int]) -> dict[int, dict[int, list[str]]]:
    """Return for each version its points by number with their kinds, sorted; a point without kinds has none."""
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Version.objects.filter(pk__in=versions).values_list("pk", "points__n", "points__kinds__code")
    for version, number, code in rows.order_by("points__kinds__code"):
        found[version][number].extend([code] if code else [])
    return found


def _reasons(versions: list[int]) -> dict[int, str]:
    """Return why each version was made, as its opening says."""
    steps = Step.objects.filter(version_id__in=versions, move=Move.OPEN).exclude(reason="")
    return dict(steps.values_list("version_id", "reason"))
