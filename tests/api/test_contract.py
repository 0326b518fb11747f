"""R35: the interface keeps the promises of its OpenAPI document, whatever is sent, with every kind of token.

schemathesis makes the requests from the document and hands them to the WSGI application itself: no network. Each answer
is checked for: no 5xx, a status, content type and body that the document names, and a token that is not ignored.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from ikrar.api import access, document
from tests import cast
from tests.house import figures, matrix

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of the libraries below it, while they are imported
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
EXAMPLES = 120 if FULL else 12
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
TOKENS = ("none", "live", "ended", "expired", "unknown")
WATCHED = ("none", "live")  # for coverage: the others are refused by the same lines (decision 38)
OPERATIONS = [(path, method) for path, found in document.document("en")["paths"].items() for method in found]
BOUNDS = settings(
    max_examples=EXAMPLES,
    derandomize=not FULL,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def contract(database: Path, monkeypatch: pytest.MonkeyPatch) -> schemathesis.BaseSchema:
    """Return the document as served, bound to the application; nobody is told to wait here."""
    from ikrar.wsgi import application

    monkeypatch.setattr(access.METER, "limit", 1_000_000)
    cast.frozen(cast.at_desk(cast.DEWI))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"Host": cast.HOST})


def header_of(token: str) -> dict[str, str]:
    """Return the headers of a client with this kind of token."""
    own = {"Host": cast.HOST}
    if token == "none":
        return own
    return own | {"Authorization": matrix.show_token(cast.Browser(), token).defaults["HTTP_AUTHORIZATION"]}


@contextmanager
def nothing_can_be_wrong(mode: GenerationMode) -> Iterator[None]:
    """Pass where no wrong input exists: any text is a code, and an operation without parameters takes none."""
    try:
        yield
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE


@pytest.mark.parametrize("token", [t if t in WATCHED else pytest.param(t, marks=pytest.mark.unwatched) for t in TOKENS])
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{m} {p}" for p, m in OPERATIONS])
def test_r35_whatever_is_sent_the_answer_is_one_the_document_promises(
    contract: schemathesis.BaseSchema, path: str, method: str, token: str
) -> None:
    operation, headers = contract[path][method.upper()], header_of(token)
    asked = 0
    for mode in GenerationMode:

        @BOUNDS
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            case.headers = dict(case.headers or {}) | headers
            answer = case.call()
            case.validate_response(answer, checks=CHECKS)
            if path.endswith("/token") and token != "live":
                assert answer.status_code == 401

        with nothing_can_be_wrong(mode):
            run()
    figures.note("API requests made from the document", asked)
