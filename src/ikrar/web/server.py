"""The server process: gunicorn with threads, bound to one address, silent about who calls (R38)."""

from __future__ import annotations

import gc
from contextlib import suppress
from threading import Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from ikrar.web.quiet import NoClientFilter


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's error log without network addresses; there is no access log."""

    def setup(self, cfg: Any) -> None:
        """Put the filter on every handler gunicorn makes."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(NoClientFilter())


class Server(BaseApplication):  # type: ignore[misc]
    """One process with threads: rate limits and used codes live in its memory alone (decision 0006)."""

    def __init__(self, *, address: str, threads: int = 8) -> None:
        self.chosen = {
            "bind": address,
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "graceful_timeout": 10,
            "proc_name": "ikrar",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn; its own files and variables are not read."""
        for name, value in self.chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, and begin to build the index of places beside it."""
        from ikrar.wsgi import application

        Thread(target=warm, name="warm", daemon=True).start()  # only now: the import above sets Django up
        return application


def warm() -> None:
    """Make what the first reader of a page would wait for: places and their borders, holidays, addresses, templates."""
    from ikrar.core.stage import holiday
    from ikrar.records.place import index
    from ikrar.web.public import map as borders

    index.warm().join()
    borders.of_nation(())
    holiday.covered()  # a second: its package reads the calendars of every country
    _addresses()
    _templates()
    settle()


def _addresses() -> None:
    """Read every pattern in each language: to find a page by its address, and an address by its name."""
    from django.conf import settings
    from django.urls import Resolver404, resolve, reverse
    from django.utils.translation import override

    for language, _name in settings.LANGUAGES:
        with override(language), suppress(Resolver404):
            resolve(f"{reverse('home')}\0")


def _templates() -> None:
    """Compile every page, which then stays compiled."""
    from django.conf import settings
    from django.template.loader import get_template

    for folder in settings.TEMPLATES[0]["DIRS"]:
        for page in sorted(folder.rglob("*.html")):
            get_template(str(page.relative_to(folder)))


def settle() -> None:
    """Load the pages, and spare Python's collector what stays for good.

    It would go through all of it again and again, in the midst of a request: a tenth of a second each time.
    """
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - asking for them imports every view
    gc.collect()
    gc.freeze()
