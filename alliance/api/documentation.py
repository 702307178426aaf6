"""The page that explains the API, made of its own document; it asks nothing of any host."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from alliance.api.answering import OPEN, is_known, public_address, settled, tag_of
from alliance.api.document import BASE, document
from alliance.api.formats import MIMES
from alliance.api.parameters import FIRST_LIMIT, FORMATS, MOST_ROWS
from alliance.api.rate import TABLES
from alliance.current.state import current_history
from alliance.settings import settings
from alliance.text.licences import STATEMENT
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
EXAMPLES: dict[str, dict[str, str | list[str]]] = {
    "headlines": {"day": "2025-08-31", "region": "Alliance region"},
    "schools": {"day": "2025-08-31", "region": "North East", "limit": "20"},
    "trusts": {"day": "2025-08-31", "members": "true"},
    "areas": {"kind": "opportunity_area", "day": "2025-08-31"},
    "transfers": {"from": "2017-04-03", "to": "2019-06-01", "trust": "5195"},
    "needs": {"day": "2019-06-01", "area": "Doncaster"},
    "documented_support": {"region": "Yorkshire and The Humber"},
    "changes": {"from": "2024-09-01", "to": "2025-08-31", "area": "Bradford"},
    "changes_feed": {"area": "Bradford"},
    "compare": {"compare": ["trust:4119", "area:Doncaster"], "day": "2019-06-01"},
    "published_figures": {},
    "plan": {"day": "2019-06-01", "region": "North East", "helped_by": "Founding trusts"},
    "impact": {"impact_what": "Lay in an Opportunity Area", "impact_area": "Doncaster"},
    "one_school": {"day": "2019-06-01"},
    "one_trust": {"day": "2025-08-31"},
    "whole_history": {},
}
"""Queries to try, by operation."""


async def openapi(request: Request) -> Response:
    """Answer with the OpenAPI document."""
    return await settled(request, lambda: TABLES.work(lambda: _revalidated(request, _document)))


async def documentation(request: Request) -> Response:
    """Answer with the page that explains the API."""
    return await settled(request, lambda: TABLES.work(lambda: _revalidated(request, _page)))


def _revalidated(request: Request, answer: Callable[[str], Response]) -> Response:
    tag = tag_of(request)
    headers = {**OPEN, "Cache-Control": "no-cache", "ETag": tag}
    if is_known(request, tag):
        return Response(None, 304, headers)
    found = answer(public_address(request))
    found.headers.update(headers)
    return found


def _document(address: str) -> Response:
    return Response(
        orjson.dumps(document(address), option=orjson.OPT_INDENT_2), 200, {}, MIMES["json"]
    )


def _page(address: str) -> Response:
    told, history, most = document(address), current_history(), settings().api_a_minute
    schemas = told["components"]["schemas"]
    operations = [
        _operation(path, methods["get"], schemas) for path, methods in told["paths"].items()
    ]
    html = _template().render(
        top=urlsplit(address).path,
        base=urlsplit(address).path + BASE,
        info=told["info"],
        address=address,
        operations=operations,
        history=history,
        first=day_in_words(history.first_day),
        last=day_in_words(history.last_day),
        first_limit=f"{FIRST_LIMIT:,}",
        most_rows=f"{MOST_ROWS:,}",
        allowance=f"One address may ask {most} times a minute; a plan counts as ten."
        if most
        else "",
        statement=STATEMENT,
    )
    return Response(html, 200, {"Content-Security-Policy": _POLICY}, "text/html")


@lru_cache(maxsize=1)
def _template() -> Any:
    place = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return place.get_template("documentation.html")


def _operation(path: str, told: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    id_ = told["operationId"]
    content = told["responses"]["200"]["content"]
    row = _row_of(content.get(MIMES["json"], {}).get("schema", {}), schemas)
    return {
        "id": id_,
        "path": path,
        "summary": told["summary"],
        "description": told["description"],
        "parameters": [
            {**one, "takes": _takes(one["schema"])} for one in told.get("parameters", ())
        ],
        "columns": [
            {"name": name, "takes": _takes(one), "description": one["description"]}
            for name, one in row.items()
        ],
        "examples": _examples(id_, path, told, content),
    }


def _row_of(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    data = schema.get("properties", {}).get("data", {})
    name = data.get("items", {}).get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schemas[name]["properties"] if name else {}
    return found


def _takes(schema: dict[str, Any]) -> str:
    """Say what a parameter takes, or a column holds."""
    if schema["type"] == "array" if "type" in schema else False:
        return f"{_takes(schema['items'])}; may be repeated"
    if "anyOf" in schema:
        return _takes(schema["anyOf"][0])
    if "enum" in schema:
        return ", ".join(schema["enum"])
    kind = {"integer": "whole number", "string": "text", "boolean": "true or false"}
    said = "day" if schema.get("format") == "date" else kind.get(schema["type"], schema["type"])
    if "minimum" in schema:
        said = f"{said} from {schema['minimum']:,} to {schema['maximum']:,}"
    return f"{said}; {schema['default']} by default" if "default" in schema else said


def _examples(
    id_: str, path: str, told: dict[str, Any], content: dict[str, Any]
) -> list[dict[str, str]]:
    for one in told.get("parameters", ()):
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(one["example"]))
    query = EXAMPLES[id_]
    given = [form for form in FORMATS if MIMES[form].partition(";")[0] in content]
    if len(given) < 2:
        return [{"label": "Try it", "href": f"{path}?{urlencode(query, doseq=True)}".rstrip("?")}]
    return [
        {
            "label": form.upper(),
            "href": f"{path}?{urlencode({**query, 'format': form}, doseq=True)}",
        }
        for form in given
    ]
