"""Declarations: versions, points, pledging offices."""
