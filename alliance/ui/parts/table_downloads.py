"""The files of a table on the page, each built when it is asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.current.state import current_history
from alliance.exports import (
    About,
    Download,
    about_file,
    csv_file,
    excel_file,
    filter_in_words,
    geopackage_file,
    scope_in_name,
)
from alliance.text.words import count
from alliance.ui.app.taken_away import taken_away
from alliance.ui.parts.page_shown import page_shown
from alliance.views.day_note import day_note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.views.columns import Column

PLACE = {"easting_m", "northing_m"}


def about_shown(
    title: str,
    chosen: Filter,
    columns: Mapping[str, Column] | None = None,
    notes: Sequence[str] = (),
    *,
    part: str = "",
) -> About:
    """Return what is said in a file of what the page shows, and by which the file is named.

    ``part`` is the part of the page that the file holds, where its title does not say it.
    """
    return About(
        title=title,
        day=chosen.day,
        filter_words=filter_in_words(current_history(), chosen),
        sources=current_history().sources,
        made_on=clock.today(),
        notes=tuple(filter(None, (day_note(chosen.day), *notes))),
        columns={name: column.help or column.label for name, column in (columns or {}).items()},
        page=f"{page_shown()} {part}".strip(),
        scope=scope_in_name(current_history(), chosen),
    )


def downloads(
    key: str,
    in_order: Callable[[], pd.DataFrame],
    found: pd.DataFrame,
    columns: Mapping[str, Column],
    title: str,
    chosen: Filter,
    notes: Sequence[str],
) -> None:
    """Offer all rows found as files, each built when it is asked for."""
    about = about_shown(title, chosen, columns, notes)
    files: dict[str, tuple[str, Callable[[], Download]]] = {
        "CSV": (".csv", lambda: csv_file(in_order(), about)),
        "Excel": (".xlsx", lambda: excel_file({title: in_order()}, about)),
    }
    if set(found.columns) >= PLACE:
        files["GeoPackage"] = (".gpkg", lambda: geopackage_file({title: in_order()}, about))
    files["About these rows"] = ("-about.txt", lambda: about_file(about, {title: len(found)}))
    with st.popover("Download", icon=":material/download:", key=f"{key} downloads"):
        st.caption(f"All {count(len(found))} rows and every column, with day, filter and sources.")
        for name, (ending, build) in files.items():
            st.download_button(
                name,
                data=taken_away(about.file_name(ending), partial(_content, build)),
                file_name=about.file_name(ending),
                on_click="ignore",
                key=f"{key} download {name}",
                icon=":material/download:",
            )


def _content(build: Callable[[], Download]) -> bytes:
    return build().content
