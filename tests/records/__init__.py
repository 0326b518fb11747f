"""Promises of records, in sentences."""
