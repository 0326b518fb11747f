"""Ikrar keeps a peaceful-election pledge alive."""

__version__ = "0.1.0"
