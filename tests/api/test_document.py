"""The interface describes itself: one OpenAPI document, one page for people, and both tell the truth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ikrar.api import document
from ikrar.api.operation import RULES, api
from ikrar.api.v1.addresses import NOUNS
from tests import cast
from tests.house import matrix

METHODS = {"get", "delete", "post", "put", "patch"}


def operations(language: str = "en") -> list[tuple[str, str, dict[str, Any]]]:
    """Return (path, method, what is said) of each operation."""
    found = document.document(language)["paths"]
    return [(path, method, said) for path, methods in found.items() for method, said in methods.items()]


IDS = [f"{method} {path}" for path, method, _ in operations()]


@pytest.mark.parametrize("number", range(len(IDS)), ids=IDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_operation_says_what_it_does_with_an_example_and_its_errors(language: str, number: int) -> None:
    path, method, said = operations(language)[number]
    assert method in METHODS
    assert said["summary"]
    assert said["description"].endswith(".")
    assert "429" in said["responses"]
    assert ("404" in said["responses"]) is ("{" in path)
    assert ("401" in said["responses"]) is ("security" in said)
    for status, answer in said["responses"].items():
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        assert int(status) < 400 or schema == {"$ref": "#/components/schemas/Error"}
    for parameter in said["parameters"]:
        assert parameter["description"].endswith(".")
        assert "example" in parameter


def test_the_two_languages_say_the_same_of_the_same_operations() -> None:
    one, other = operations("id"), operations("en")
    assert [row[:2] for row in one] == [row[:2] for row in other]
    assert all(a[2]["summary"] != b[2]["summary"] for a, b in zip(one, other, strict=True))


def test_every_example_of_an_answer_fits_its_schema() -> None:
    checked = 0
    for router in api._get_bound_routers():
        for found in router.path_operations.values():
            for operation in found.operations:
                model = operation.response_models.get(200)
                if model is None:
                    continue
                example = operation.openapi_extra["responses"][200]["content"]["application/json"]["example"]
                model.model_validate({"response": example})
                checked += 1
    assert checked >= 10


def test_r1_every_operation_is_an_address_with_a_rule_and_nothing_else_is() -> None:
    found = {str(p.pattern): p for p in matrix.patterns() if str(p.pattern).startswith("api/v1")}
    declared = {re.sub(r"{(\w+)}", r"<str:\1>", path.lstrip("/")) for path, _, _ in operations()}
    assert set(found) - {"api/v1/", "api/v1/openapi.json"} == declared
    assert len(RULES) == len(declared)


def test_the_nouns_are_those_of_the_house_in_the_singular() -> None:
    tags = {tag for _, _, said in operations() for tag in said["tags"]}
    assert {module.__name__.rpartition(".")[2] for module in NOUNS} <= tags
    assert tags <= {"place", "institution", "office", "election", "stage", "declaration", "token"}


def test_the_document_is_served_in_the_language_one_asks_for(database: Path) -> None:
    indonesian = cast.Browser().get("/api/v1/openapi.json")
    english = cast.Browser().get("/api/v1/openapi.json", headers={"accept-language": "en"})
    assert indonesian.json() == document.document("id")
    assert english.json() == document.document("en")
    assert (indonesian["Content-Language"], english["Content-Language"]) == ("id", "en")
    assert indonesian.json()["openapi"] == "3.1.0"


@pytest.mark.parametrize(("path", "language"), [("/api/v1/", "id"), ("/en/api/v1/", "en")])
def test_the_page_shows_every_operation_and_loads_nothing_foreign(database: Path, path: str, language: str) -> None:
    answer = cast.Browser().get(path)
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    for where, method, said in operations(language):
        assert f"{method.upper()} {where}" in text
        assert said["summary"] in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!ikrar\.example/)', text)
    assert "<script" not in text


def test_r33_the_foreign_page_of_the_library_is_not_routed(database: Path) -> None:
    for path in ("/api/v1/docs", "/api/docs", "/api/openapi.json"):
        assert cast.Browser().get(path).status_code == 404
