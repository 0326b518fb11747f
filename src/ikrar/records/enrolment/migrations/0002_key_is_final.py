"""Triggers that refuse to change a key or a vouch, and to remove them but for fictional offices (decision 11)."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "a key and who vouched for it are final"
REAL = (
    "NOT (SELECT a.fictional FROM institution_institution i JOIN place_area a ON a.code = i.area_id WHERE i.code = {})"
)
OF_OFFICE = "(SELECT o.institution_id FROM institution_office o WHERE o.id = OLD.office_id)"
COLUMNS = "office_id, acting, on_behalf_of, ends, credential, spki, spki_hash, synced, made_at"

TRIGGERS = {
    "key_no_update": f"BEFORE UPDATE OF {COLUMNS} ON enrolment_key WHEN TRUE",
    "key_revoked_once": "BEFORE UPDATE OF revoked_at, revoked_by_id, reason ON enrolment_key "
    "WHEN OLD.revoked_at IS NOT NULL",
    "key_no_delete": f"BEFORE DELETE ON enrolment_key WHEN OLD.office_id IS NOT NULL AND {REAL.format(OF_OFFICE)}",
    "vouch_no_update": "BEFORE UPDATE ON enrolment_vouch WHEN TRUE",
    "vouch_no_delete": f"BEFORE DELETE ON enrolment_vouch WHEN {REAL.format('OLD.institution_id')}",
}


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0001_initial"), ("place", "0002_decrees")]
    operations = [
        guards("enrolment", {name: (when, SAYS) for name, when in TRIGGERS.items()}),
        unemptied(("enrolment_key", "enrolment_vouch"), SAYS),
    ]
