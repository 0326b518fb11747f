"""Ikrar for programs: the same nouns as the pages, in JSON, under ``/api/``."""
