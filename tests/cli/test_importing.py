"""``ikrar import boundaries``: checked, told row by row, kept whole or not at all, and seen by the pages at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from ikrar.cli import main
from ikrar.core.place import atlas
from ikrar.records.place import borders
from tests.web.test_place import body


def districts(*, fault: bool = False) -> bytes:
    """The invented districts under codes of real ones, moved to where the test's regency lies."""
    shapes = atlas.fictional(3)
    arcs = [[[round(x + 1.2, 6), round(y + 2.35, 6)] for x, y in arc] for arc in shapes.arcs]
    rows = [
        {"type": "MultiPolygon", "properties": {"kode": code.replace("98.01", "35.28")}, "arcs": shapes.shapes[code]}
        for code in sorted(shapes.shapes)
    ]
    rows += [{"type": None, "properties": {"kode": "35.28.04"}}] if fault else []
    members = {"districts": {"type": "GeometryCollection", "geometries": rows}}
    return json.dumps({"type": "Topology", "arcs": arcs, "objects": members}).encode()


@pytest.fixture
def file(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("ikrar.cli.importing.boundaries.prepare", lambda: None)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    path = tmp_path / "peta.topojson"
    path.write_bytes(districts())
    kept = Path(settings.ENVIRONMENT.data) / borders.PACK
    yield path
    kept.unlink(missing_ok=True)


def kept() -> bool:
    return (Path(settings.ENVIRONMENT.data) / borders.PACK).is_file()


def test_a_dry_run_checks_and_keeps_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["import", "boundaries", "--dry-run", str(file)]) == 0
    assert "Diperiksa saja: 3 kecamatan" in capsys.readouterr().out
    assert not kept()


def test_an_imported_pack_draws_districts_and_answers_surely(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert '<a class="dot"' in body("/wilayah/35.28/")
    assert main.main(["import", "boundaries", str(file)]) == 0
    assert "Tersimpan: 3 kecamatan" in capsys.readouterr().out
    html = body("/wilayah/35.28/")
    assert html.count('<a class="dot"') == 10  # thirteen districts, three of them with borders
    assert 'href="/wilayah/35.28.01/" aria-label="Tlanakan"' in html
    assert "Kecamatan menurut paket peta" in body("/wilayah/titik/?lat=-7.05&lng=113.42")


def test_areas_that_cannot_be_used_are_named_and_nothing_is_kept_until_one_says_so(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(districts(fault=True))
    assert main.main(["import", "boundaries", "--dry-run", str(file)]) == 1
    assert "Wilayah ke-4: 35.28.04 tidak punya bentuk." in capsys.readouterr().err
    assert main.main(["import", "boundaries", str(file)]) == 2
    assert "--leave-out" in capsys.readouterr().err
    assert not kept()
    assert main.main(["import", "boundaries", "--leave-out", str(file)]) == 0
    assert kept()


def test_many_faults_are_counted_not_all_printed(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ikrar.cli.importing.boundaries.SHOWN", 0)
    file.write_bytes(districts(fault=True))
    assert main.main(["import", "boundaries", "--dry-run", str(file)]) == 1
    assert "dan 1 lagi" in capsys.readouterr().err


def test_a_file_that_is_not_there_or_no_map_says_so(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["import", "boundaries", str(file) + "x"]) == 2
    assert "tidak dapat dibaca" in capsys.readouterr().err
    file.write_text("{}", encoding="utf-8")
    assert main.main(["import", "boundaries", str(file)]) == 2
    assert "bukan TopoJSON" in capsys.readouterr().err
