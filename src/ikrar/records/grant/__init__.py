"""Requests that need two people, the end of grants, and whether their holders still serve."""
