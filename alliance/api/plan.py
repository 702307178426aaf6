"""The plan of a match: who could support whom, from published records alone.

The register of support is private and has no part in it. A plan that is too large is refused
before it is worked out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import numpy as np
import orjson
import shapely
from starlette.responses import Response
from starlette.routing import Route

from alliance.analysis.filter_codec import DAY
from alliance.analysis.filters import PART
from alliance.analysis.matching.hand_changes import KEYS
from alliance.analysis.matching.match_size import match_size
from alliance.api.formats import Found
from alliance.api.plan_parameters import OF_A_PLAN
from alliance.api.problems import Fault, Refused
from alliance.api.rate import COST_OF_A_PLAN, PLANS, see_allowance
from alliance.api.resources import Resource, about
from alliance.api.row_models import PLAN, PLAN_ROW
from alliance.current.state import current_history
from alliance.errors import AllianceError, QuestionError
from alliance.settings import settings
from alliance.views.matches.match_content import question_of
from alliance.views.matches.match_question import HELPING, answer_to
from alliance.views.matches.match_words import RUN_BY_NAMES
from alliance.views.open_data.typed import typed
from alliance.views.page_address import PageAddress
from alliance.web.faults import said

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from starlette.requests import Request

    from alliance.analysis.matching.run_by_choice import RunBy
    from alliance.api.question import Asked
    from alliance.views.matches.match_question import Question

OLD_PATH = "/api/matches.json"
"""Answers with a plan by the query of the Matches page, as it did before there was an API."""


def see_size(question: Question) -> None:
    """Raise Refused where a plan is larger than ``ALLIANCE_API_MOST_PAIRS`` allows."""
    most = settings().api_most_pairs
    if not most:
        return
    size = match_size(current_history(), question.chosen.day, question.terms())
    if size > most:
        raise Refused(
            413,
            f"This plan has {size:,} pairs of schools to weigh; up to {most:,} are worked out "
            f"here. Narrow it: name a region or an authority, lower within_km "
            f"({question.max_distance_km:g}) or supporters_a_school "
            f"({question.supporters_per_school}), or leave count_inherited out.",
        )


def _plan(asked: Asked) -> Callable[[], Found]:
    chosen = asked.filter()
    own = {key: values for key, values in asked.given.items() if key not in PART}
    own["run_by"] = [RUN_BY_NAMES.get(cast("RunBy", code), code) for code in own["run_by"]]
    # Of the filter the words are read already; a page's address without a region means another.
    address = PageAddress({**own, DAY: [chosen.day.isoformat()], "region": []})
    question = replace(question_of(address), chosen=chosen, given=())
    asked.faults += [Fault(_about(fault), fault) for fault in address.faults]

    def found() -> Found:
        see_size(question)
        match = answer_to(question).match
        table, whole = typed(match.plan, PLAN), match.as_json()
        more = {key: told for key, told in whole.items() if key not in ("plan", "supported")}
        told = about(chosen, helped_by=question.helped_by, served=match.served, **more)
        return Found(table, told, lambda: _lines(table))

    return found


def _about(fault: str) -> str:
    """Return the parameter that a fault of an address is about."""
    called = {"Criterion": "need_rules", "Supporting trust": HELPING}
    spelled = next((key for key in KEYS if key in fault), "")
    return called.get(fault.partition(":")[0], spelled)


def _lines(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the pairs of a plan as lines from the supporting school to the other."""
    places = current_history().schools.set_index("urn")[["lon", "lat"]]
    start, end = (places.reindex(table[name]).to_numpy() for name in ("from_urn", "urn"))
    ends = np.stack([start, end], axis=1)
    known = ~np.isnan(ends).any(axis=(1, 2))
    lines = np.full(len(table), None, dtype="object")
    lines[known] = shapely.linestrings(ends[known])
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(lines, table.index), crs="EPSG:4326")


PLAN_RESOURCE = Resource(
    "/plan",
    "The plan of a match",
    "Supporting trusts matched to schools eligible for support, to a proved optimum, from "
    "published records alone: what the register of support holds is private and is not taken into "
    "account, so that the Matches page may show another plan where it holds something. One is "
    "worked out at a time, and one that is too large is refused with what to narrow. In JSON with "
    "who is not matched and why, the capacity of each trust, and the rules; GeoJSON has a line "
    "from the supporting school to the other.",
    OF_A_PLAN,
    PLAN_ROW,
    _plan,
    costly=True,
)


async def old_plan(request: Request) -> Response:
    """Answer with all that belongs to a plan, as ``python -m alliance match --format json`` does.

    The query is that of the page; 400 with all that does not resolve in it, 413 where the plan is
    too large, 429 and 503 where too much is asked, 503 where the register or the history cannot
    be read.
    """
    given = request.query_params
    query = {key: given.getlist(key) for key in given}
    try:
        see_allowance(request, COST_OF_A_PLAN)
        return await PLANS.work(lambda: _old_plan(query))
    except Refused as refused:
        return _old_answer({"error": [refused.detail]}, refused.status, refused.headers)


def _old_plan(query: dict[str, list[str]]) -> Response:
    try:
        address = PageAddress(query)
        question = replace(question_of(address), version=current_history().version)
        if address.faults:
            return _old_answer({"error": address.faults}, 400)
        see_size(question)
        found = answer_to(question).match.as_json()
    except QuestionError as fault:
        return _old_answer({"error": [str(fault)]}, 400)
    except AllianceError as fault:
        return _old_answer({"error": [said(fault)]}, 503)
    return _old_answer({"day": question.chosen.day, "history": question.version, **found})


def _old_answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    text = orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(
        text, status, {"Cache-Control": "no-store", **(headers or {})}, "application/json"
    )


def old_plan_route() -> Route:
    """Return the route of the plan as it was before there was an API."""
    return Route(OLD_PATH, old_plan)
