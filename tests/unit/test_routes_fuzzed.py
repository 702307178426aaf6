"""No route answers with a fault of its own, whatever an address asks."""

import asyncio
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from alliance.current.state import served_version
from alliance.web.layer_answers import LAYERS
from alliance.web.routes import routes

APP = Starlette(routes=routes())
DAYS = st.sampled_from(["2019-06-01", "2019-06-02", "2025-08-31", "2016-08-04", "2026-06-30"])
ODD = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "9" * 4301,
        "1e999",
        "nan",
        "\x00",
        "%00",
        "0001-01-01",
        "9999-12-31",
        "٣",
        "🏫",
        "2019-02-30",
        "x" * 5000,
        "'; drop",
        "<script>",
        "137049",
        "London",
        "Alliance region",
        "light",
        "grade",
        "trust",
        "Doncaster",
        "Outwood Grange Academies Trust",
        "true",
    ]
)
DAY_KEYS = {"day", "from", "to"}


def status_of(path, query):
    """Ask for an address as a browser would; a fault that nobody caught is raised here."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    scope["query_string"] = urlencode(query).encode()
    asyncio.run(APP(scope, receive, send))
    return sent[0]["status"]


@pytest.mark.parametrize("layer", sorted(LAYERS))
@given(data=st.data())
def test_no_layer_fails_whatever_its_address_asks(layer, data):
    keys = sorted({*LAYERS[layer][1], "nothing"})
    asked = data.draw(st.lists(st.sampled_from(keys), max_size=4))
    query = [(key, data.draw(DAYS if key in DAY_KEYS else ODD)) for key in asked]
    # The days that it needs, so that more is asked of it than whether they are there.
    query += [(key, data.draw(DAYS)) for key in sorted(DAY_KEYS & set(keys)) if key not in asked]
    assert status_of(f"/layers/{served_version()}/{layer}.json", query) < 500


@given(urn=ODD, day=DAYS)
def test_no_school_fails_whatever_its_number(urn, day):
    path = f"/layers/{served_version()}/school.json"
    assert status_of(path, [("day", day), ("urn", urn)]) < 500


def test_a_period_in_which_nothing_moved_is_an_empty_layer():
    path = f"/layers/{served_version()}/transfers.json"
    query = [("from", "2019-06-01"), ("to", "2019-06-02"), ("region", "London")]
    assert status_of(path, query) == 200


@given(words=ODD)
def test_no_number_of_a_trust_fails_whatever_it_is(words):
    path = f"/filter/{served_version()}/numbered.json"
    assert status_of(path, [("words", words)]) < 500


def test_a_trust_is_answered_by_its_number_for_the_filter():
    path = f"/filter/{served_version()}/numbered.json"
    assert status_of(path, [("words", "UID 4119")]) == 200
    assert status_of(path, []) == 400
