"""Promises of web, in sentences."""
