"""Institutions and their offices."""
