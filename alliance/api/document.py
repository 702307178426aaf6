"""The API's own description, as OpenAPI 3.1, made of what its routes read and give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from alliance.api.formats import LICENCE, MIMES
from alliance.api.impact import IMPACT_RESOURCE
from alliance.api.parameters import AS, FORMATS, PAGING
from alliance.api.plan import PLAN_RESOURCE
from alliance.api.problems import MIME as PROBLEM
from alliance.api.problems import TITLES
from alliance.api.resources import CHANGES, RESOURCES
from alliance.api.side_by_side import SIDE_BY_SIDE
from alliance.api.single import SINGLE_PARAMETERS
from alliance.web.feed_link import CHANGES_FEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.api.parameters import Parameter
    from alliance.api.resources import Resource

BASE = "/api/v1"
EVERY: tuple[Resource, ...] = (*RESOURCES, *SIDE_BY_SIDE, PLAN_RESOURCE, IMPACT_RESOURCE)
"""All tables of the API."""
FEED, HISTORY = CHANGES_FEED.removeprefix(BASE), "/history.zip"
_SCHEMAS = "#/components/schemas/"
_TEXT = {"type": "string"}
_ROWS = tuple(resource.row for resource in EVERY)
_SINGLE = {
    "school": ("urn", "School", ("inspections", "trusts", "criteria", "predecessors")),
    "trust": ("uid", "Trust", ("academies",)),
}


def document(address: str) -> dict[str, Any]:
    """Return the description of the API that is served at an address, as OpenAPI 3.1 has it."""
    paths = {BASE + resource.path: {"get": _table(resource)} for resource in EVERY}
    for name, (key, model, lists) in _SINGLE.items():
        paths[f"{BASE}/{name}s/{{{key}}}"] = {"get": _one(name, key, model, lists)}
    paths[BASE + FEED] = {"get": _feed()}
    paths[BASE + HISTORY] = {"get": _history()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Northern Alliance: schools and trusts of England on any day",
            "version": "1",
            "summary": "Open, read-only, without a key.",
            "description": (
                "The figures of the pages, from the same tables, for spreadsheets, maps and "
                "programs: say a day and a filter, in the words that addresses of the pages use. "
                "Without a region all of England is meant. Open and read-only, without a key."
            ),
            "license": {"name": LICENCE["name"], "url": LICENCE["url"]},
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    models = [(model, "serialization") for model in _ROWS]
    _, told = models_json_schema(models, ref_template=_SCHEMAS + "{model}")  # type: ignore[arg-type]
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "instance": _TEXT,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["parameter", "detail"],
                    "properties": {"parameter": _TEXT, "detail": _TEXT},
                },
            },
        },
    }
    return {**told["$defs"], "Problem": problem}


def _table(resource: Resource) -> dict[str, Any]:
    name = resource.row.__name__
    given = [form for form in FORMATS if resource.on_map or form != "geojson"]
    content: dict[str, Any] = {MIMES[form].partition(";")[0]: {} for form in given}
    content[MIMES["json"]] = {"schema": _page_of(name)}
    content["text/csv"] = {"schema": _TEXT}
    if resource.on_map:
        content[MIMES["geojson"]] = {"schema": {"type": "object"}}
    return {
        "operationId": resource.path.strip("/").replace("-", "_"),
        "summary": resource.title,
        "description": resource.says,
        "parameters": [
            *map(_parameter, (*resource.parameters, *PAGING)),
            _parameter(AS, {**AS.schema, "enum": given}),
        ],
        "responses": {
            "200": {"description": resource.title, "content": content, "headers": _HEADERS},
            **_refusals(400, 406, 429, 503, *((413,) if resource.costly else ())),
        },
    }


_HEADERS = {
    "ETag": {"description": "Names the content", "schema": _TEXT},
    "Link": {"description": "Where this page and its neighbours are", "schema": _TEXT},
    "X-Total-Count": {"description": "Rows of all pages", "schema": {"type": "integer"}},
}


def _page_of(name: str) -> dict[str, Any]:
    counted = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": ["day", "history", "count", "limit", "offset", "links", "licence", "data"],
        "properties": {
            "day": {"type": "string", "format": "date"},
            "history": _TEXT,
            "filter": {"type": "object"},
            "notes": {"type": "array", "items": _TEXT},
            "count": counted,
            "limit": counted,
            "offset": counted,
            "links": {"type": "object", "additionalProperties": _TEXT},
            "licence": {"type": "object"},
            "data": {"type": "array", "items": {"$ref": _SCHEMAS + name}},
        },
    }


def _one(name: str, key: str, model: str, lists: Sequence[str]) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 1, "maximum": 999_999}
    example = 137049 if name == "school" else 4119
    more = {one: {"type": "array", "items": {"type": "object"}} for one in lists}
    content = {
        "type": "object",
        "required": ["day", "history", name, *lists],
        "properties": {name: {"$ref": _SCHEMAS + model}, **more},
    }
    return {
        "operationId": f"one_{name}",
        "summary": f"One {name} as at a day",
        "description": f"The {name} with what belongs to it by the day: {', '.join(lists)}.",
        "parameters": [
            {
                "name": key,
                "in": "path",
                "required": True,
                "description": f"Its {key.upper()}.",
                "schema": number,
                "example": example,
            },
            *map(_parameter, SINGLE_PARAMETERS),
        ],
        "responses": {
            "200": {
                "description": f"The {name}",
                "content": {MIMES["json"]: {"schema": content}},
            },
            **_refusals(400, 404, 429, 503),
        },
    }


def _feed() -> dict[str, Any]:
    return {
        "operationId": "changes_feed",
        "summary": "What changed, as a feed",
        "description": "The newest changes of a filter as Atom, for a reader of feeds or a rule of "
        "a mailbox. An entry keeps its id.",
        "parameters": list(map(_parameter, CHANGES)),
        "responses": {
            "200": {"description": "The feed", "content": {"application/atom+xml": {}}},
            **_refusals(400, 429, 503),
        },
    }


def _history() -> dict[str, Any]:
    return {
        "operationId": "whole_history",
        "summary": "The whole history as one download",
        "description": "A zip file of one Parquet file a table, with their columns, the sources, "
        "the licences and how to cite them.",
        "responses": {
            "200": {"description": "The zip file", "content": {"application/zip": {}}},
            **_refusals(429, 503),
        },
    }


def _parameter(one: Parameter, schema: Any = None) -> dict[str, Any]:
    plain = dict(schema or one.schema)
    told: dict[str, Any] = {
        "name": one.name,
        "in": "query",
        "description": one.says,
        "schema": {"type": "array", "items": plain, "maxItems": 60} if one.many else plain,
    }
    if one.many:
        told |= {"style": "form", "explode": True}
    if one.example is not None:
        told["example"] = [one.example] if one.many else one.example
    return told


def _refusals(*statuses: int) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": _SCHEMAS + "Problem"}}}
    return {str(status): {"description": TITLES[status], "content": content} for status in statuses}
