"""One school or one trust as at a day, with what belongs to it by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd
from starlette.responses import Response

from alliance.analysis.filter_codec import DAY
from alliance.analysis.filters import Filter
from alliance.api.answering import OPEN, is_known, settled, tag_of
from alliance.api.formats import LICENCE, MIMES, records
from alliance.api.parameters import AS_JSON, THE_DAY
from alliance.api.problems import Refused
from alliance.api.question import Asked
from alliance.api.rate import TABLES
from alliance.api.resources import about
from alliance.current.state import current_history
from alliance.text.words import day_in_words, is_urn
from alliance.views.open_data import open_columns as columns
from alliance.views.open_data.school_rows import need_rows, school_rows
from alliance.views.open_data.trust_rows import trust_rows
from alliance.views.open_data.typed import typed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from starlette.requests import Request

SINGLE_PARAMETERS = (THE_DAY, AS_JSON)
INSPECTION = (
    "start",
    "published",
    "overall",
    "quality_of_education",
    "behaviour_and_attitudes",
    "personal_development",
    "leadership_and_management",
    "early_years",
    "sixth_form",
    "safeguarding_effective",
    "category_of_concern",
)
"""What is told of a graded inspection of the school itself."""


async def one_school(request: Request) -> Response:
    """Answer with a school that is open on a day."""
    return await settled(request, lambda: TABLES.work(lambda: _answer(request, "urn", _school)))


async def one_trust(request: Request) -> Response:
    """Answer with a trust that holds an academy on a day."""
    return await settled(request, lambda: TABLES.work(lambda: _answer(request, "uid", _trust)))


def _answer(request: Request, key: str, find: Callable[[int, dt.date], dict[str, Any]]) -> Response:
    asked = Asked(request.query_params.multi_items(), SINGLE_PARAMETERS)
    day = asked.day(DAY, current_history().default_day)
    asked.settle()
    number = request.path_params[key]
    if not (is_urn(number) or (key == "uid" and number.isascii() and number.isdecimal())):
        raise Refused(404, f"{number[:20]!r} is no {key.upper()}; expected digits.")
    if len(number) > 9:
        raise Refused(404, f"There is no {key.upper()} {number[:20]}.")
    tag = tag_of(request)
    headers = {**OPEN, "Cache-Control": "no-cache", "ETag": tag}
    if is_known(request, tag):
        return Response(None, 304, headers)
    body = {**about(Filter(day)), **find(int(number), day), "licence": LICENCE}
    return Response(orjson.dumps(body), 200, headers, MIMES["json"])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(records(table))
    return found


def _school(urn: int, day: dt.date) -> dict[str, Any]:
    history, at = current_history(), pd.Timestamp(day)
    table = school_rows(Filter(day))
    table = table[table["urn"] == urn]
    if table.empty:
        raise Refused(404, _not_open(urn, day))
    inspections = history.inspections
    inspections = inspections[(inspections["inspected_urn"] == urn) & (inspections["start"] <= at)]
    spells = history.memberships
    spells = spells[(spells["urn"] == urn) & (spells["joined"] <= at)]
    names = history.trusts.set_index("trust_uid")["name"]
    # What ended after the day had not ended by then.
    over = spells["left"] <= at
    spells = spells.assign(
        trust_name=spells["trust_uid"].map(names), left=spells["left"].where(over)
    )
    needs = need_rows(Filter(day))
    needs = needs[needs["urn"] == urn]
    links = history.links
    before = links[(links["successor_urn"] == urn) & ~(links["date"] > at)]
    return {
        "school": _records(typed(table, columns.SCHOOL))[0],
        "inspections": _records(inspections.sort_values("start")[list(INSPECTION)]),
        "trusts": _records(spells[["trust_uid", "trust_name", "joined", "left"]]),
        "criteria": _records(needs[["rule", "gravity", "why", "inherited"]]),
        "predecessors": _records(before[["predecessor_urn", "predecessor_name", "date", "kind"]]),
    }


def _not_open(urn: int, day: dt.date) -> str:
    schools = current_history().schools
    own = schools[schools["urn"] == urn]
    if own.empty:
        return f"No school of the records has the URN {urn}."
    said = [
        f"{what} {day_in_words(value.date())}"
        for what, value in (
            ("it opened", own["opened"].iloc[0]),
            ("it closed", own["closed"].iloc[0]),
        )
        if pd.notna(value)
    ]
    when = f": {' and '.join(said)}" if said else ""
    return f"{own['name'].iloc[0]} ({urn}) was not open on {day_in_words(day)}{when}."


def _trust(uid: int, day: dt.date) -> dict[str, Any]:
    table = trust_rows(Filter(day))
    table = table[table["trust_uid"] == uid]
    if table.empty:
        known = current_history().trusts["trust_uid"].eq(uid).any()
        said = (
            f"The trust {uid} ran no academy on {day_in_words(day)}."
            if known
            else f"No trust of the records has the UID {uid}."
        )
        raise Refused(404, said)
    schools = school_rows(Filter(day, trusts=(uid,)))
    told = _records(schools[["urn", "name", "phase", "la_name", "joined"]])
    return {"trust": _records(typed(table, columns.TRUST))[0], "academies": told}
