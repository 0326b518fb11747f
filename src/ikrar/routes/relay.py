"""Relays: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern

PLAIN: list[URLPattern] = []
PAGES: list[URLPattern] = []
