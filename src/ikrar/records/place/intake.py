"""What a new list of areas would change, and what keeps it from being taken; writes nothing."""

from __future__ import annotations

from ikrar.core.errors import BadInput, Refused
from ikrar.core.place import decree
from ikrar.core.place.area import Area as Listed
from ikrar.core.place.listing import Listing
from ikrar.records.place.models import Area


def changes(listing: Listing) -> decree.Change:
    """Say what a list would change of the areas valid now, the fictional ones aside; writes nothing."""
    fields = ("code", "level", "kind", "name", "parent_id", "lat", "lng")
    standing = Area.objects.filter(fictional=False, valid_until=None).values_list(*fields)
    before = (Listed(c, level, kind, name, parent or "", *at) for c, level, kind, name, parent, *at in standing)
    return decree.compare(before, listing.areas, listing.origins)


def problems(listing: Listing) -> tuple[BadInput, ...]:
    """Return what keeps a list from being taken: its own problems, else origins that are no valid area now."""
    if listing.problems:
        return listing.problems
    said = sorted({code for codes in listing.origins.values() for code in codes})
    known = set(Area.objects.filter(fictional=False, valid_until=None).values_list("code", flat=True)) if said else ()
    message = "Kode asal {code} bukan kode wilayah yang berlaku sekarang."
    return tuple(BadInput(message, code=code) for code in said if code not in known)


def shrinkage(change: decree.Change) -> Refused | None:
    """Return the refusal of a list in which too many codes are gone, or None; ``--shrink`` waives it."""
    if not change.shrinks:
        return None
    return Refused(
        "{n} dari {total} kode yang berlaku hilang tanpa pengganti, lebih dari {limit} persen: mungkin daftarnya "
        "terpotong. Periksa berkasnya; bila memang begitu, ulangi dengan --shrink.",
        n=len(change.vanished),
        total=change.standing,
        limit=decree.SHRINK,
    )
