"""The areas of a measure as a GeoPackage: their outlines with the values that the map colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.areas.area_measures import measured_areas
from alliance.current.state import current_history
from alliance.exports import geopackage_file
from alliance.ui.app.taken_away import taken_away
from alliance.ui.parts.table_downloads import about_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.filters import Filter
    from alliance.exports import About, Download
    from alliance.views.columns import Column


def measure_download(
    table: pd.DataFrame,
    kind: Kind,
    columns: Mapping[str, Column],
    *,
    title: str,
    chosen: Filter,
    notes: Sequence[str],
) -> None:
    """Draw a button that gives the areas of a measure, built when it is pressed.

    Parameters
    ----------
    table
        The values: a row an area, with its ``code``.

    """
    about = about_shown(title, chosen, columns, notes)
    name = about.file_name(".gpkg")
    st.download_button(
        "Areas with their values (GeoPackage)",
        data=taken_away(name, lambda: areas_file(table, kind, about, chosen).content),
        file_name=name,
        on_click="ignore",
        key=f"areas of {kind} download",
        icon=":material/download:",
        type="tertiary",
    )


def areas_file(table: pd.DataFrame, kind: Kind, about: About, chosen: Filter) -> Download:
    """Return the outlines of the day's areas of a kind with the values of a table."""
    areas = measured_areas(current_history(), kind, chosen.day)
    return geopackage_file(
        {about.title: areas[["code", "geometry"]].merge(table, on="code")}, about
    )
