"""Each command of ``docs/howto/api.md`` does what the document says, against a running server."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.http import HttpResponse

from ikrar.api import access
from tests import cast

TEXT = (Path(__file__).parents[2] / "docs" / "howto" / "api.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines() if line.strip()
]


def run(command: str) -> HttpResponse:
    """Send what a curl command would send."""
    if "$TOKEN" in command:
        command = command.replace("$TOKEN", cast.issued(cast.device()))
    words = shlex.split(command.partition("  # ")[0])
    assert words[0] == "curl"
    address = words[-1].removeprefix("http://localhost:8000")
    headers = {
        name.strip(): value.strip() for name, _, value in (w.partition(":") for w in words if re.match(r"[A-Z].*: ", w))
    }
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    return cast.Browser().generic(method, address, headers=headers)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_answers_as_the_document_says(database: Path, command: str) -> None:
    wanted = int(command.partition("  # ")[2] or 200)
    answer = run(command)
    assert answer.status_code == wanted
    body = answer.json() if answer.content else {}
    assert ("error" in body) is (wanted >= 400)
    assert (wanted == 204) is (body == {})
    assert body.get("items") != [] or "/declaration" in command


def test_the_document_names_every_code_of_an_error_and_the_limit(database: Path) -> None:
    from ikrar.door import answer

    source = Path(answer.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'\b[1-5][0-9]{2},\s+"(\w+)"', source))
    assert codes == set(re.findall(r"\| [0-9]{3} \| `(\w+)` \|", TEXT))
    assert f"{access.METER.limit} requests a minute" in TEXT
