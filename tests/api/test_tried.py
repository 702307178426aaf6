"""The API tried by its own document, and by whatever else an address may hold."""

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from alliance.api.document import BASE, EVERY
from alliance.api.routes import api_routes
from alliance.settings import settings as app_settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_asgi(f"{BASE}/openapi.json", Starlette(routes=api_routes()))
OPERATIONS = {one.label: one for one in (found.ok() for found in SCHEMA.get_all_operations())}
ODD = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "9" * 300,
        "1e999",
        "nan",
        "\x00",
        "0001-01-01",
        "9999-12-31",
        "2019-02-30",
        "٣",
        "🏫",
        "'; drop",
        "<script>",
        "137049",
        "4119",
        "North East",
        "Alliance region",
        "Doncaster",
        "true",
        "csv",
        "district",
    ]
)
DAYS = st.sampled_from(["2019-06-01", "2025-08-31", "2016-08-04", "2005-09-01", "2026-06-30"])
PATIENCE_S = 120
TAKEN = sorted({one.name for resource in EVERY for one in resource.taken} | {"nothing", "a-b"})


@pytest.fixture(autouse=True)
def small_plans(monkeypatch):
    """No limit on how often, and none but small plans."""
    monkeypatch.setenv("ALLIANCE_API_A_MINUTE", "0")
    monkeypatch.setenv("ALLIANCE_API_MOST_PAIRS", "3000")
    app_settings.cache_clear()


@pytest.mark.parametrize("examples", [2, pytest.param(6, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_as_the_document_says(name, examples):
    @settings(max_examples=examples, derandomize=True, deadline=None, database=None)
    @given(case=OPERATIONS[name].as_strategy())
    def tried(case):
        case.validate_response(case.call(timeout=PATIENCE_S), checks=CHECKS)

    tried()


@pytest.mark.parametrize("path", [*(one.path for one in EVERY), "/changes.atom", "/schools/137049"])
def test_no_address_is_a_fault_of_the_server(api, path):
    @settings(max_examples=12, derandomize=True, deadline=None, database=None)
    @given(
        query=st.lists(st.tuples(st.sampled_from(TAKEN), ODD), max_size=3),
        day=DAYS,
        accept=st.sampled_from(["*/*", "", "text/csv", ";;q=x", "application/*;q=0.1", "\xe9"]),
    )
    def tried(query, day, accept):
        asked = [*query, ("to" if path.startswith(("/changes", "/transfers")) else "day", day)]
        found = api(BASE + path, asked, accept=accept)
        assert found.status < 500
        if found.status >= 400:
            assert found.headers["content-type"] == "application/problem+json"
            assert found.json()["detail"]

    tried()
