"""What this installation writes is what anybody verifies and audits from its public files, with the commands alone."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest
from django.db import transaction

from ikrar.cli import main
from ikrar.records.ledger import actions, cosigning, queries, store
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.ref import new_ref
from tests.witnessing import NOW, advance, agree, later

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    agree(url=True)
    return tmp_path


def scans(count: int) -> Leaf:
    """Leave the two leaves of that many pictures, sealed and erased; returns the last of all."""
    refs = [new_ref() for _ in range(count)]
    with transaction.atomic():
        for type_ in ("scan.sealed", "scan.erased"):
            rows = [actions.append(type=type_, by="35.28/kpu", ref=r, record={"act": type_}, now=NOW) for r in refs]
    return rows[-1]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main.main(["ledger", *map(str, words)])
    return code, capsys.readouterr().out


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_R50_a_leaf_of_this_installation_is_verified_with_its_content(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leaf = scans(3)
    advance(later(1))
    found = queries.proof(leaf.hash)
    assert found is not None
    opening = Opening.objects.get(leaf=leaf)
    opened = {
        "leaf": bytes(leaf.data).decode(),
        "r": b64encode(bytes(opening.r)).decode(),
        "record": json.loads(bytes(opening.record)),
    }
    words = ["--policy", written(folder / "policy", cosigning.policy_text())]
    words += ["--record", written(folder / "record", json.dumps(opened))]
    code, out = run(capsys, "verify", written(folder / "proof", found.text()), *words)
    assert code == 0, out
    assert "(scan.erased) ada di dalamnya" in out
    assert "persis yang dicatat" in out


def test_R49_the_files_of_this_installation_are_audited_against_what_it_signed_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scans(40)
    advance(later(1))
    policy = written(folder / "policy", cosigning.policy_text())
    older = written(folder / "older", store.local().checkpoint() or "")
    scans(120)
    advance(later(2))
    place = store.local().root
    note = queries.head(later(2)).note
    written(place / store.CHECKPOINT, note)  # with the cosignatures, as /ledger/checkpoint answers
    code, out = run(capsys, "audit", place, "--policy", policy, "--older", older)
    assert code == 0, out
    assert "320 daun tentang 160 hal dibaca" in out
    assert "       160  scan.erased" in out
