"""What changed, as an Atom feed (RFC 4287), for any filter."""

from __future__ import annotations

import re
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pandas as pd
from lxml import etree
from starlette.responses import Response

from alliance import clock
from alliance.analysis.filter_codec import DAY, written
from alliance.analysis.filters import in_use
from alliance.api.answering import OPEN, is_known, public_address, settled, tag_of
from alliance.api.parameters import FROM, TO
from alliance.api.question import Asked
from alliance.api.rate import TABLES
from alliance.api.resources import CHANGES, changes_asked
from alliance.current.state import current_history
from alliance.exports.about import filter_in_words
from alliance.exports.safe_text import NOT_XML
from alliance.text.licences import STATEMENT
from alliance.text.urn_lists import spelled
from alliance.text.words import listed, when_in_words
from alliance.views.open_data.change_rows import change_rows

if TYPE_CHECKING:
    from starlette.requests import Request

    from alliance.analysis.filters import Filter

MIME = "application/atom+xml"
MOST_ENTRIES = 200
NAMESPACE = uuid.UUID("6f0c2c1e-5f55-4b7e-9d0e-8c9a4ce1f0a3")
"""Made for these feeds once; never to be changed, or every reader would see every entry anew."""
ATOM = "http://www.w3.org/2005/Atom"


async def changes_feed(request: Request) -> Response:
    """Answer with the newest changes of a filter."""
    return await settled(request, lambda: TABLES.work(partial(_answer, request)))


def _answer(request: Request) -> Response:
    asked = Asked(request.query_params.multi_items(), CHANGES)
    chosen, start, end, urns = changes_asked(asked)
    asked.settle()
    tag = tag_of(request, str(current_history().written))
    headers = {**OPEN, "Cache-Control": "no-cache", "ETag": tag}
    if is_known(request, tag):
        return Response(None, 304, headers)
    table = change_rows(chosen, start, end)
    if urns:
        table = table[table["urn"].isin(urns)]
    period = {key: value for key in (FROM, TO) if (value := asked.word(key))}
    body = _feed(request, chosen, {"urn": urns, **period}, table.head(MOST_ENTRIES))
    return Response(body, 200, headers, MIME)


def _feed(request: Request, chosen: Filter, more: dict[str, Any], table: pd.DataFrame) -> bytes:
    history, home = current_history(), public_address(request)
    told = {key: values for key, values in written(chosen).items() if key != DAY}
    feed = etree.Element("feed", nsmap={None: ATOM})
    own = urlencode({**told, **more}, doseq=True)
    _add(feed, "id", _id("feed", own))
    _add(feed, "title", f"Northern Alliance: what changed. {_about(chosen, more['urn'])}")
    _add(feed, "updated", _moment(history.written or history.last_day))
    _add(_add(feed, "author"), "name", "Northern Alliance")
    _add(feed, "rights", STATEMENT)
    here = f"{home}{request.url.path}"
    _add(feed, "link", rel="self", type=MIME, href=f"{here}?{request.url.query}".rstrip("?"))
    _add(
        feed,
        "link",
        rel="alternate",
        type="text/html",
        href=f"{home}/{_page_of(told, more['urn'])}".rstrip("?"),
    )
    # At most MOST_ENTRIES rows.
    for row in table.to_dict("records"):
        _entry(feed, row, home)
    found: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return found


def _page_of(told: dict[str, list[str]], urns: tuple[int, ...]) -> str:
    """Return the page that shows what a feed tells of: of one school its own, else the overview."""
    if len(urns) == 1:
        return f"schools?{urlencode({**told, 'urn': urns[0]}, doseq=True)}"
    return (
        f"overview?{urlencode({**told, **({'urns': spelled(urns)} if urns else {})}, doseq=True)}"
    )


def _about(chosen: Filter, urns: tuple[int, ...]) -> str:
    """Say whose changes the feed tells: of the filter's schools, or of these alone."""
    history = current_history()
    if not urns:
        return filter_in_words(history, chosen)
    names = history.schools.set_index("urn")["name"]
    own = f"{listed([f'{names[urn]} ({urn})' for urn in urns])}."
    return f"{own} {filter_in_words(history, chosen)}" if in_use(chosen) else own


def _entry(feed: Any, row: dict[Any, Any], home: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", row_id(row))
    _add(entry, "title", f"{row['name']}: {row['kind']}")
    _add(entry, "updated", _moment(row["date"]))
    _add(entry, "published", _moment(row["date"]))
    _add(entry, "category", term=row["kind"])
    # On a day that knows of the change.
    page = f"{home}/schools?urn={row['urn']}&day={pd.Timestamp(row['date']):%Y-%m-%d}"
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    when = when_in_words(row["date"], row["date_after"])
    _add(entry, "summary", f"{when[:1].upper()}{when[1:]}. {row['detail']}", type="text")


def row_id(row: dict[Any, Any]) -> str:
    """Return the id of a change, the same in every feed that tells of it and from day to day."""
    day = f"{row['date']:%Y-%m-%d}"
    return _id(row["kind"], str(row["urn"]), day, row["trust_uid"], row["from_uid"])


def _add(parent: Any, name: str, text: str = "", **told: str) -> Any:
    plain = {key: re.sub(NOT_XML, "", value) for key, value in told.items()}
    element = etree.SubElement(parent, name, plain)
    if text:
        element.text = re.sub(NOT_XML, "", text)
    return element


def _id(*parts: Any) -> str:
    name = "|".join("" if pd.isna(one) else str(one) for one in parts)
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _moment(day: Any) -> str:
    if isinstance(day, pd.Timestamp) or not hasattr(day, "hour"):
        return f"{day:%Y-%m-%d}T00:00:00Z"
    return f"{clock.in_utc(day):%Y-%m-%dT%H:%M:%SZ}"
