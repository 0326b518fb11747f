"""Issued certificates of signed declarations."""
