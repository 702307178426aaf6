"""A page of a table in the format asked for: JSON, CSV, GeoJSON or Parquet."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from shapely import to_geojson

from alliance.api.parameters import FORMATS
from alliance.api.problems import Refused
from alliance.exports.csv_file import csv_bytes
from alliance.exports.safe_text import with_short_numbers
from alliance.text.licences import STATEMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MIMES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
"""By format."""
LICENCE = {
    "name": "Open Government Licence v3.0",
    "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "statement": STATEMENT,
}
ROWS_AT_A_TIME = 1_000
_WGS84 = "EPSG:4326"
_GEOMETRY = "geometry"


@dataclass(frozen=True, eq=False)
class Found:
    """What answers a request: a table, and what belongs to it.

    Parameters
    ----------
    table
        With lon and lat, or a column ``geometry`` in WGS84, where it can be put on a map.
    about
        What is told beside it in JSON.
    shapes
        Gives the same rows with geometry, where the table itself has none.

    """

    table: pd.DataFrame
    about: Mapping[str, Any] = field(default_factory=dict)
    shapes: Callable[[], gpd.GeoDataFrame] | None = None


@dataclass(frozen=True)
class Page:
    """Which rows of how many an answer holds, and where the others are."""

    offset: int
    limit: int
    count: int
    links: Mapping[str, str]


def chosen_format(asked: str, accept: str) -> str:
    """Return the format by the parameter, else by the header Accept.

    Raises
    ------
    Refused
        The header takes none of them.

    """
    if asked:
        return asked
    ranges = [_range(one) for one in accept.split(",") if one.strip()]
    if not ranges:
        return FORMATS[0]
    for _, kind in sorted(ranges, key=lambda one: -one[0]):
        for name in FORMATS:
            own = MIMES[name].partition(";")[0]
            if kind in (own, "*/*", own.partition("/")[0] + "/*"):
                return name
    raise Refused(406, f"Given are {', '.join(mime.partition(';')[0] for mime in MIMES.values())}.")


def _range(text: str) -> tuple[float, str]:
    kind, *told = (part.strip().lower() for part in text.split(";"))
    weight = next((part[2:] for part in told if part.startswith("q=")), "1")
    try:
        return float(weight), kind
    except ValueError:
        return 0.0, kind


def body_of(found: Found, page: Page, form: str) -> bytes:
    """Return a page of what was found in a format."""
    rows = slice(page.offset, page.offset + page.limit)
    if form == "geojson":
        return _geojson(_on_map(found).iloc[rows], page)
    table = found.table.drop(columns=_GEOMETRY, errors="ignore").iloc[rows]
    if form == "csv":
        return csv_bytes(_plain(table))
    if form == "parquet":
        return _parquet(table, found.about)
    head = orjson.dumps(
        {
            **found.about,
            "count": page.count,
            "limit": page.limit,
            "offset": page.offset,
            "links": page.links,
            "licence": LICENCE,
        },
        option=orjson.OPT_SERIALIZE_NUMPY,
    )
    return head[:-1] + b',"data":' + records(table) + b"}"


def records(table: pd.DataFrame) -> bytes:
    """Return a table as JSON, an object a row; days as 2019-06-01, what is not known as null."""
    return b"[" + ",".join(_objects(table)).encode() + b"]"


def _objects(table: pd.DataFrame) -> list[str]:
    """Return each row as a JSON object."""
    plain = _plain(table)
    dated = map(str, plain.select_dtypes("datetime").columns)
    days = {name: plain[name].dt.strftime("%Y-%m-%d") for name in dated}
    told = plain.assign(**days)
    # A part at a time: while one is written, nothing else in this process moves.
    parts = (told.iloc[at : at + ROWS_AT_A_TIME] for at in range(0, len(told), ROWS_AT_A_TIME))
    return [line for part in parts for line in _lines(part)]


def _lines(table: pd.DataFrame) -> list[str]:
    text = table.to_json(orient="records", lines=True, force_ascii=False, double_precision=15)
    return str(text).rstrip("\n").split("\n")


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return categories as text, days without a time of day, and no digits that are not there."""
    told = with_short_numbers(table)
    names = told.select_dtypes("category").columns
    return told.assign(**{name: told[name].astype("object") for name in names})


def _on_map(found: Found) -> gpd.GeoDataFrame:
    if found.shapes is not None:
        return found.shapes()
    table = found.table
    if _GEOMETRY in table:
        return gpd.GeoDataFrame(table, geometry=_GEOMETRY, crs=_WGS84)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), table.index)
    placed = points.where(table["lon"].notna() & table["lat"].notna(), None)
    return gpd.GeoDataFrame(table, geometry=placed, crs=_WGS84)


def _geojson(table: gpd.GeoDataFrame, page: Page) -> bytes:
    """Return features with their place; the collection says how many there are, and where."""
    properties = _objects(pd.DataFrame(table.drop(columns=_GEOMETRY)))
    shapes = pd.Series(to_geojson(table.geometry.to_numpy()), dtype="object").fillna("null")
    features = '{"type":"Feature","geometry":' + shapes + ',"properties":' + properties + "}"
    head = orjson.dumps(
        {
            "type": "FeatureCollection",
            "numberMatched": page.count,
            "numberReturned": len(table),
            "links": [{"rel": rel, "href": href} for rel, href in page.links.items()],
            "licence": LICENCE,
        }
    )
    return head[:-1] + b',"features":[' + ",".join(features).encode() + b"]}"


def _parquet(table: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    found = pa.Table.from_pandas(_plain(table), preserve_index=False)
    told = {**(found.schema.metadata or {}), b"about": orjson.dumps({**about, "licence": LICENCE})}
    buffer = io.BytesIO()
    pq.write_table(found.replace_schema_metadata(told), buffer, compression="zstd")
    return buffer.getvalue()
