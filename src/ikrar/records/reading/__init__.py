"""Drafts a person makes out of an article; theirs alone, for thirty days."""
