"""The time zone of each province, as IANA names. Source: ``data/zones.csv``."""

from __future__ import annotations

from ikrar.core.data import files


def load() -> dict[str, str]:
    """Map each province code to its IANA zone (WIB, WITA or WIT)."""
    return {row["province"]: row["zone"] for row in files.rows("zones.csv")}
