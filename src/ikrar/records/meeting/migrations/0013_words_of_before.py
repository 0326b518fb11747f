"""The words of the meetings and decisions there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import migrations

from ikrar.core.text.search import parted
from ikrar.records import bulk

AT_ONCE = 2_000
#: Table, and the columns whose words are kept.
TABLES = {"Meeting": ("title", "place"), "Decision": ("text",)}


def fill(apps: Any, schema_editor: Any) -> None:
    """Give every row its words, some thousand at a time."""
    for name, columns in TABLES.items():
        model = apps.get_model("meeting", name)
        for rows in _batches(model.objects.order_by("pk").values_list(*columns, "pk").iterator(AT_ONCE)):
            bulk.change(model, ["words"], [(parted(parts), ref) for *parts, ref in rows])


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    return iter(lambda: list(islice(rows, AT_ONCE)), [])


class Migration(migrations.Migration):
    dependencies = [("meeting", "0012_words")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
