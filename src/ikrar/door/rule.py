"""The rule an address declares: who may use it and how; what declares nothing does not exist (R1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from ikrar.core.account.role import Role


class Audience(StrEnum):
    """Who an address is for."""

    EVERYONE = "everyone"  # a public page: no cookie, no session
    ENTRANCE = "entrance"  # sign-in and sign-out
    DESK = "desk"  # people with a grant in force
    MACHINE = "machine"  # programs with a device token in force
    SIGNED = "signed"  # programs whose body bears the signature that is their right: no cookie, no token


@dataclass(frozen=True)
class Rule:
    """What an address declares: audience, roles (for the desk), methods, and in words the objects it reaches."""

    audience: Audience
    methods: frozenset[str]
    roles: frozenset[Role]
    scope: str


View = Callable[..., HttpResponseBase]


def everyone(scope: str = "") -> Rule:
    """A public page: GET and HEAD."""
    return Rule(Audience.EVERYONE, frozenset({"GET", "HEAD"}), frozenset(), scope)


def entrance(*methods: str, scope: str = "") -> Rule:
    """A step of signing in or out."""
    return Rule(Audience.ENTRANCE, _with_head(methods), frozenset(), scope)


def desk(*methods: str, roles: tuple[Role, ...], scope: str) -> Rule:
    """A page of the desk for holders of one of the roles; ``scope`` says which objects it reaches."""
    return Rule(Audience.DESK, _with_head(methods), frozenset(roles), scope)


def machine(*methods: str, scope: str) -> Rule:
    """An operation for device tokens; ``scope`` says which objects it reaches."""
    return Rule(Audience.MACHINE, _with_head(methods), frozenset({Role.MACHINE}), scope)


def signed(scope: str) -> Rule:
    """An address that takes a signed body by POST; no cookie counts there, so none can be abused from another site."""
    return Rule(Audience.SIGNED, frozenset({"POST"}), frozenset(), scope)


def _with_head(methods: tuple[str, ...]) -> frozenset[str]:
    return frozenset(methods) | ({"HEAD"} if "GET" in methods else set())


def route(pattern: Any, view: View, rule: Rule, *, name: str, menu: Any = "") -> URLPattern:
    """Return a URL pattern whose view carries its rule; ``menu`` is its name in the menu of the desk, if it has one."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.rule = rule  # type: ignore[attr-defined]
    declared.menu = menu  # type: ignore[attr-defined]
    return path(pattern, declared, name=name)


def rule_of(view: object) -> Rule | None:
    """Return the rule a view declares."""
    rule = getattr(view, "rule", None)
    return rule if isinstance(rule, Rule) else None
