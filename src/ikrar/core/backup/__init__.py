"""Backups: how one is sealed, what lies in it, and whether what was restored is what was kept."""
