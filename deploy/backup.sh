#!/bin/sh
# Write one backup into the folder named: the database as it stands between two transactions, the secret key, and the
# sums of both. Reads the same IKRAR_* settings as the server. The newest fourteen are kept.
set -eu
umask 077
folder=${1:?"name the folder for backups, such as /var/backups/ikrar"}
data=${IKRAR_DATA:?"IKRAR_DATA is not set: load /etc/ikrar/ikrar.env first"}
if [ -n "${IKRAR_DATABASE:-}" ]; then
    echo "This writes backups of SQLite. PostgreSQL is dumped by its superuser: docs/howto/postgresql.md, Backups." >&2
    exit 2
fi
name=$(date -u +%Y-%m-%dT%H%M%SZ)
new=$folder/.$name
mkdir -p "$folder"
mkdir "$new"
trap 'rm -rf "$new"' EXIT

"$(dirname "$0")/../.venv/bin/python" - "$data/ikrar.sqlite3" "$new/ikrar.sqlite3" <<'PY'
import sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as source, sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
    verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
if verdict != "ok":
    sys.exit(f"the copy is damaged: {verdict}")
PY
cp -p "${IKRAR_SECRET_KEY_FILE:-$data/secret.key}" "$new/secret.key"
(cd "$new" && sha256sum -- * >SHA256SUMS)
mv "$new" "$folder/$name"
trap - EXIT
ls -1d "$folder"/20* | sort -r | tail -n +15 | while read -r old; do rm -rf "$old"; done
echo "$folder/$name"
