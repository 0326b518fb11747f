"""What the address of a list asks for: what cannot be read is told of beside its field, and narrows nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext

from ikrar.core.stage.month import Month
from ikrar.core.stage.month import parse as month_in
from ikrar.web.parts.place import sought


class Reader:
    """Reads filters one by one; ``given`` holds those in force, ``wrong`` what to say of the others, by parameter."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def words(self, name: str, typed: str) -> str:
        """Return words to search for."""
        return self._keep(name, sought(typed))

    def choice(self, name: str, typed: str, choices: Collection[str]) -> str:
        """Return one of the choices, empty for none."""
        value = sought(typed)
        if value and value not in choices:
            said = gettext("“{value}” tidak ada dalam daftar pilihan, jadi tidak dipakai menyaring.")
            self.wrong[name] = said.format(value=value)
            return ""
        return self._keep(name, value)

    def day(self, name: str, typed: str) -> date | None:
        """Return a day, None for none."""
        value = sought(typed)
        if not value:
            return None
        try:
            found = date.fromisoformat(value)
        except ValueError:
            said = gettext("Tanggal “{value}” tidak terbaca, jadi tidak dipakai menyaring. Tulis seperti 2024-08-16.")
            self.wrong[name] = said.format(value=value)
            return None
        self._keep(name, value)
        return found

    def month(self, name: str, typed: str) -> Month | None:
        """Return a month, None for none."""
        value = sought(typed)
        found = month_in(value)
        if value and found is None:
            self.wrong[name] = gettext("Bulan “{value}” tidak terbaca. Tulis seperti 2024-08.").format(value=value)
        return found

    def _keep(self, name: str, value: str) -> str:
        if value:
            self.given[name] = value
        return value
