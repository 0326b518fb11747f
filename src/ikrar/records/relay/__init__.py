"""Relays: their plans, the acts of custody that are never changed, and sealed pictures of hand-overs."""
