"""A plan by its address, for programs."""

import asyncio
import json
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from alliance.api.plan import OLD_PATH as PATH
from alliance.api.plan import old_plan_route as plan_route

APP = Starlette(routes=[plan_route()])
FOUNDING = {"day": "2019-06-01", "helped_by": "Founding trusts"}


@pytest.fixture
def ask(register):
    """Give a function that asks for a plan: the status, and what the body holds."""

    def answer(**query):
        sent = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": PATH, "headers": []}
        scope["query_string"] = urlencode(query).encode()
        asyncio.run(APP(scope, receive, send))
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], json.loads(body)

    return answer


def test_a_plan_holds_for_each_pair_all_that_a_board_would_ask(ask):
    status, found = ask(**FOUNDING)
    assert status == 200
    assert found["day"] == "2019-06-01"
    assert found["total"] == pytest.approx(found["bound"])
    whose = {"urn", "name", "run_by_uid", "run_by", "grade", "grade_inherited", "inherited"}
    by_whom = {"supporter_uid", "supporter_name", "from_urn", "from_name", "distance_km"}
    assert whose | by_whom | {"why", "because"} <= set(found["plan"][0])


def test_the_address_of_the_page_narrows_it_and_changes_by_hand_count(ask):
    urn = ask(**FOUNDING)[1]["plan"][0]["urn"]
    uid = ask(**FOUNDING)[1]["plan"][0]["supporter_uid"]
    found = ask(**FOUNDING, forbid=f"{urn}-{uid}")[1]
    assert (urn, uid) not in {(row["urn"], row["supporter_uid"]) for row in found["plan"]}


@pytest.mark.parametrize(
    "query",
    [{"within_km": "1e9"}, {"helped_by": "x"}, {"keep": "nonsense"}, {"day": "9" * 5000}],
)
def test_what_does_not_resolve_is_named(ask, query):
    status, found = ask(**{**FOUNDING, **query})
    assert status == 400
    assert found["error"]
