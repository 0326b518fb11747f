"""Signatures under frozen versions, by passkey through a one-time link or by hand; their withdrawal."""
