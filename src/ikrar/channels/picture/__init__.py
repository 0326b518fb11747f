"""Photographs that people send are drawn anew, so that nothing hidden in their files is kept (R20)."""
