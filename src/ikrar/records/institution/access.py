"""Institutions and offices are public facts; only who holds an office would not be, and that is not kept."""
