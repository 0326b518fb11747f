"""Calendars in the form that calendar programs read (RFC 5545, RFC 7986)."""
