"""``deploy/fetch-map`` never keeps the product from being set up."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "fetch-map"
NEEDED = ("sed", "mkdir", "cp", "rm")
FETCH = "mkdir -p node_modules/maplibre-gl/dist; cd node_modules/maplibre-gl; echo licence >LICENSE.txt; cd dist; "
FETCH += "for f in maplibre-gl maplibre-gl-worker; do printf 'x\\n//# sourceMappingURL=y.map' >$f.mjs; done"


def run(folder: Path, npm: str | None) -> subprocess.CompletedProcess[str]:
    """Run the script in a folder, with a programme in the place of npm or without any."""
    tools = folder / "bin"
    tools.mkdir()
    for name in NEEDED:
        (tools / name).symlink_to(next(p for d in ("/bin", "/usr/bin") if (p := Path(d) / name).exists()))
    if npm is not None:
        (tools / "npm").write_text(f"#!/bin/sh\n{npm}\n")
        (tools / "npm").chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)], cwd=folder, env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("npm", "said"), [(None, "npm is not here"), ("exit 1", "npm could not fetch")])
def test_without_npm_or_its_registry_set_up_goes_on_and_says_so_once(
    tmp_path: Path, npm: str | None, said: str
) -> None:
    done = run(tmp_path, npm)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert not (tmp_path / "src").exists()


def test_what_was_fetched_stands_among_the_static_files_with_its_licence(tmp_path: Path) -> None:
    done = run(tmp_path, FETCH)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder = tmp_path / "src/ikrar/web/parts/static/maplibre"
    assert {path.name for path in folder.iterdir()} == {"maplibre-gl.mjs", "maplibre-gl-worker.mjs", "LICENSE.txt"}
    assert "sourceMappingURL" not in (folder / "maplibre-gl.mjs").read_text()


def test_the_script_can_be_run() -> None:
    assert os.access(SCRIPT, os.X_OK)
