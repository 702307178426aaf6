"""A plan of supporters to need as JSON, for whoever asks by the address of the Matches page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response
from starlette.routing import Route

from alliance.current.state import current_history
from alliance.errors import AllianceError, QuestionError
from alliance.views.matches.match_content import question_of
from alliance.views.matches.match_question import answer_to
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from starlette.requests import Request

PATH = "/api/matches.json"


def plan(request: Request) -> Response:
    """Answer with all that belongs to a plan, as ``python -m alliance match --format json`` does.

    The query is that of the page; 400 with all that does not resolve in it, 503 where the register
    or the history cannot be read.
    """
    given = request.query_params
    try:
        address = PageAddress({key: given.getlist(key) for key in given})
        question = replace(question_of(address), version=current_history().version)
        if address.faults:
            return _answer({"error": address.faults}, 400)
        found = answer_to(question).match.as_json()
    except QuestionError as fault:
        return _answer({"error": [str(fault)]}, 400)
    except AllianceError as fault:
        return _answer({"error": [str(fault)]}, 503)
    return _answer({"day": question.chosen.day, "history": question.version, **found})


def plan_route() -> Route:
    """Return the route to hand to the server."""
    return Route(PATH, plan)


def _answer(body: object, status: int = 200) -> Response:
    text = orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(text, status, {"Cache-Control": "no-store"}, "application/json")
