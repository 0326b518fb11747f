"""Meetings of several institutions: who is invited and what they answer, what is decided, what is due."""
