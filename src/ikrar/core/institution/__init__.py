"""Institutions: their kinds and levels, their dated territories, their offices, and the usual ones of a place."""
