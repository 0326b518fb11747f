"""The menu of the desk: the addresses that were declared with a name in it, for those whose role may open them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext

from ikrar.core.account.role import Role
from ikrar.web.access import rule_of

#: Where an entry stands, by the name of its URL; what is not named here is work on declarations.
OF_THE_INSTITUTION = {"desk-institutions", "accounts", "tokens", "trail"}
OF_THE_PERSON = {"keys"}
#: The sign beside an entry; what is not named here is a document.
SIGNS = {
    "desk": "tray",
    "readings": "pencil",
    "drafts": "document",
    "declaration-start": "commitment",
    "desk-meetings": "tray",
    "desk-institutions": "office",
    "desk-stages": "calendar",
    "accounts": "badge",
    "tokens": "device",
    "trail": "trail",
    "keys": "key",
}

Entry = tuple[str, Any, str]


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[str, Any, frozenset[Role]], ...]:
    """Return name of the URL, name in the menu and roles of each entry, in the order of the URLs."""
    found = ((p, getattr(p.callback, "menu", ""), rule_of(p.callback)) for p in _patterns(get_resolver().url_patterns))
    return tuple((str(p.name), menu, rule.roles) for p, menu, rule in found if menu and rule)


def menu_of(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """Return name of the URL and name in the menu of what somebody with these roles may open."""
    return [(name, menu) for name, menu, allowed in entries() if allowed & roles]


def grouped(roles: frozenset[Role]) -> list[tuple[str, list[Entry]]]:
    """Return the same in groups with their headings: the work, the institution, oneself; a group is never empty."""
    groups: dict[str, list[Entry]] = {gettext("Pekerjaan"): [], gettext("Lembaga"): [], gettext("Saya"): []}
    work, institution, person = groups.values()
    for name, menu in menu_of(roles):
        group = institution if name in OF_THE_INSTITUTION else person if name in OF_THE_PERSON else work
        group.append((name, menu, SIGNS.get(name, "document")))
    return [(heading, found) for heading, found in groups.items() if found]


def _patterns(found: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one
