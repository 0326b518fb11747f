"""Triggers that refuse to change or remove an issued certificate; only examples may be erased, and a PDF itself."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "an issued certificate is final"
REAL = "NOT (SELECT d.example FROM declaration_declaration d WHERE d.ref = OLD.declaration_id)"

TRIGGERS = {
    "certificate_no_update": ("BEFORE UPDATE ON certificate_certificate WHEN TRUE", SAYS),
    "certificate_no_delete": (f"BEFORE DELETE ON certificate_certificate WHEN {REAL}", SAYS),
    "paper_no_update": ("BEFORE UPDATE ON certificate_paper WHEN TRUE", SAYS),
}


class Migration(migrations.Migration):
    dependencies = [("certificate", "0001_initial")]
    operations = [
        guards("certificate", TRIGGERS, key="ref"),
        unemptied(("certificate_certificate", "certificate_paper"), SAYS),
    ]
