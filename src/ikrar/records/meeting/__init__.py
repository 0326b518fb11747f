"""Meetings of several institutions: series, invitations, attendance, minutes, decisions."""
