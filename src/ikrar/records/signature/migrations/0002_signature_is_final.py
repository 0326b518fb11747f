"""Triggers that refuse to change or remove what was signed, refused or withdrawn; only examples may be erased."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "what was signed is final"
REAL = (
    "NOT (SELECT d.example FROM declaration_pledgingoffice p JOIN declaration_version v ON v.id = p.version_id"
    " JOIN declaration_declaration d ON d.ref = v.declaration_id WHERE p.id = {})"
)
OF_SIGNATURE = "(SELECT s.pledge_id FROM signature_signature s WHERE s.ref = OLD.signature_id)"
COLUMNS = (
    "pledge_id, method, standing, institution_id, capacity, on_behalf_of, at, key_id, nonce, origin, rp_id, "
    "client_data, authenticator_data, assertion"
)

TRIGGERS = {
    "signature_no_update": f"BEFORE UPDATE OF {COLUMNS} ON signature_signature WHEN TRUE",
    "signature_name_only_emptied": "BEFORE UPDATE OF name ON signature_signature WHEN NEW.name <> ''",
    "withdrawal_no_update": "BEFORE UPDATE ON signature_withdrawal WHEN TRUE",
    "withdrawal_no_delete": f"BEFORE DELETE ON signature_withdrawal WHEN {REAL.format(OF_SIGNATURE)}",
}
for table in ("signature", "attestation", "refusal"):
    TRIGGERS[f"{table}_no_delete"] = f"BEFORE DELETE ON signature_{table} WHEN {REAL.format('OLD.pledge_id')}"
for table in ("attestation", "refusal"):
    TRIGGERS[f"{table}_no_update"] = f"BEFORE UPDATE ON signature_{table} WHEN TRUE"
TABLES = ("signature_signature", "signature_attestation", "signature_refusal", "signature_withdrawal")


class Migration(migrations.Migration):
    dependencies = [("signature", "0001_initial"), ("declaration", "0009_newest")]
    operations = [
        guards("signature", {name: (when, SAYS) for name, when in TRIGGERS.items()}, key="ref"),
        unemptied(TABLES, SAYS),
    ]
