"""Areas, lines and points as a GeoPackage, which any geographic program opens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from alliance.exports.about import Download
from alliance.exports.days import hold_days
from alliance.exports.safe_text import as_text, is_text, with_short_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.exports.about import About

GRID = "EPSG:27700"
MIME = "application/geopackage+sqlite3"
ABOUT, SOURCES = "about", "sources"
VERSION = "1.3"
"""Of the format: programs of some years ago open it without a warning."""
_DAY = pd.ArrowDtype(pa.date32())


def geopackage_file(layers: Mapping[str, pd.DataFrame], about: About) -> Download:
    """Return tables as the layers of a GeoPackage in British National Grid (EPSG:27700).

    Parameters
    ----------
    layers
        By name: tables with geometry, which are brought to the grid, or tables with ``easting_m``
        and ``northing_m``, which become points. A row whose place is not known stays, without
        geometry.
    about
        Becomes the tables ``about`` (label and value) and ``sources``, which have no geometry.

    """
    facts = pd.DataFrame(
        about.facts({name: len(table) for name, table in layers.items()}),
        columns=["label", "value"],
    ).astype("str")
    title = pd.DataFrame({"label": ["Title"], "value": [about.title]})
    tables = {
        **{name: _on_the_grid(table) for name, table in layers.items()},
        ABOUT: pd.concat([title, facts], ignore_index=True),
        SOURCES: about.source_rows(),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        for name, table in tables.items():
            pyogrio.write_dataframe(
                _plain(table),
                path,
                layer=name,
                driver="GPKG",
                append=True,
                use_arrow=True,  # else a day would become a time
                dataset_options={"VERSION": VERSION},
            )
        content = path.read_bytes()
    return Download(content, about.file_name(".gpkg"), MIME)


def _on_the_grid(table: pd.DataFrame) -> gpd.GeoDataFrame:
    if isinstance(table, gpd.GeoDataFrame):
        return table.to_crs(GRID)
    points = gpd.points_from_xy(table["easting_m"], table["northing_m"], crs=GRID)
    placed = gpd.GeoSeries(points, index=table.index)
    known = table["easting_m"].notna() & table["northing_m"].notna()
    return gpd.GeoDataFrame(table, geometry=placed.where(known, None), crs=GRID)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return categories as text, for the format knows none, and days without a time."""
    geometry = table.geometry.name if isinstance(table, gpd.GeoDataFrame) else None
    names = [name for name in table.columns if name != geometry and is_text(table[name])]
    times = map(str, table.select_dtypes("datetime").columns)
    days = [name for name in times if hold_days(table[name])]
    return with_short_numbers(table).assign(
        **{name: as_text(table[name]) for name in names},
        **{name: table[name].astype(_DAY) for name in days},
    )
