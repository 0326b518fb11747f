"""The gates of signing: a declaration's secretaries issue links, officers around it attest, a link's holder signs.

Everything is about the newest frozen version; a signing link is found by the hash of its code alone: it is the right.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ikrar.core.account.grant import covers
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import PledgingOffice, Version
from ikrar.records.prepared import Prepared
from ikrar.records.signature.models import Signature, SigningLink

OFFICERS = (Role.OFFICER, Role.SECRETARY)


def _newest(rows: QuerySet[Version], ref: str) -> Version:
    found = declaration.public().filter(declaration_id=ref).order_by("-number").values("pk")[:1]
    version = rows.filter(pk__in=[row["pk"] for row in found]).select_related("declaration", "area").first()
    if version is None:
        raise Missing("Deklarasi ini tidak ada.")
    return version


def signable(holder: Holder, ref: str) -> Version:
    """Return the registered version of a declaration within the secretary's reach; raises Missing for anything else."""
    return _newest(declaration.visible_to(holder), ref)


def keeps(holder: Holder, ref: str) -> bool:
    """Say whether a declaration is one of those whose secretary the person is."""
    return declaration.visible_to(holder).filter(declaration_id=ref, frozen_at__isnull=False).exists()


def visible_to(holder: Holder) -> QuerySet[Version]:
    """Return the frozen versions in the areas where the person is an officer or secretary: what they may attest."""
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role in OFFICERS:
            for code in grant.areas:
                reach |= Q(area_id=code) | Q(area__code__startswith=f"{code}.")
    return declaration.public().filter(reach)


def attestable(holder: Holder, ref: str) -> Version:
    """Return the registered version of a declaration in the person's areas; raises Missing for anything else."""
    return _newest(visible_to(holder), ref)


def speakers(holder: Holder, version: Version) -> tuple[str, ...]:
    """Return the institutions for which a person may attest what happens where a version lies, sorted."""
    near = {g.institution for g in holder.grants if g.role in OFFICERS and covers(g.areas, version.area_id or "")}
    return tuple(sorted(near))


_NEWER = Prepared(
    lambda ref, number: declaration.public().filter(declaration_id=ref, number__gt=number).values_list("pk")[:1],
    "<ref>",
    32_000,
)


def superseded(version: Version) -> bool:
    """Say whether a newer version of the same declaration was frozen."""
    return bool(_NEWER.rows(version.declaration_id, version.number))


def pledge_of(version: Version, n: int) -> PledgingOffice:
    """Return a pledging office of a version by its place in the signing order; raises Missing without one."""
    row = version.offices.filter(n=n).select_related("version__declaration").first()
    if row is None:
        raise Missing("Jabatan ini tidak ada dalam deklarasi ini.")
    return row


def links_of(version: Version) -> QuerySet[SigningLink]:
    """Return the signing links of a version that its gate let through."""
    return SigningLink.objects.filter(pledge__version=version)


_BEHIND = Prepared(
    lambda code_hash: SigningLink.objects.select_related(
        "pledge__version__declaration__institution", "made_key"
    ).filter(code_hash=code_hash),
    "<hash>",
)
_ABOUT = Prepared(
    lambda code_hash: SigningLink.objects.filter(code_hash=code_hash).values_list("pledge__version__declaration_id"),
    "<hash>",
)


def behind(code_hash: str) -> SigningLink | None:
    """Return the link with this hash, whatever its state; None when there never was one."""
    return _BEHIND.first(code_hash)


def about(code_hash: str) -> str:
    """Return the reference of the declaration that the link with this hash is about; empty without such a link."""
    return next((str(ref) for (ref,) in _ABOUT.rows(code_hash)), "")


def withdrawable(holder: Holder) -> QuerySet[Signature]:
    """Return the signatures whose withdrawal this person may record: of the institutions they serve.

    A signatory's institution that is not registered has no officers: there the declaration's secretaries record it.
    """
    served = {grant.institution for grant in holder.grants if grant.role in OFFICERS}
    reached = declaration.visible_to(holder).values("pk")
    return Signature.objects.filter(
        Q(institution__in=served) | Q(institution__isnull=True, pledge__version__in=reached)
    )


def signatures_under(holder: Holder) -> QuerySet[Signature]:
    """Return the signatures under all versions of the declarations whose secretary the person is."""
    return Signature.objects.filter(pledge__version__in=declaration.visible_to(holder).values("pk"))


def signature_under(holder: Holder, ref: str) -> Signature:
    """Return a signature under a declaration whose secretary the person is; raises Missing for anything else."""
    row = signatures_under(holder).filter(ref=ref).select_related("pledge__version__declaration").first()
    if row is None:
        raise Missing("Tanda tangan ini tidak ada.")
    return row


def signature_for(holder: Holder, ref: str) -> Signature:
    """Return a signature whose withdrawal this person may record; raises Missing for anything else."""
    row = withdrawable(holder).filter(ref=ref).select_related("pledge__version__declaration").first()
    if row is None:
        raise Missing("Tanda tangan ini tidak ada.")
    return row
