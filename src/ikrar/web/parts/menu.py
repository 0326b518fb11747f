"""The menu of the desk: the addresses that were declared with a name in it, for those whose role may open them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from ikrar.core.account.role import Role
from ikrar.web.access import rule_of


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[str, Any, frozenset[Role]], ...]:
    """Return name of the URL, name in the menu and roles of each entry, in the order of the URLs."""
    found = ((p, getattr(p.callback, "menu", ""), rule_of(p.callback)) for p in _patterns(get_resolver().url_patterns))
    return tuple((str(p.name), menu, rule.roles) for p, menu, rule in found if menu and rule)


def menu_of(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """Return name of the URL and name in the menu of what somebody with these roles may open."""
    return [(name, menu) for name, menu, allowed in entries() if allowed & roles]


def _patterns(found: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
