"""Leaves hold nothing about a person and are public by design; openings are reached only through their own noun."""
