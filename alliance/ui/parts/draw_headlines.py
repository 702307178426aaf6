"""On the page: the headline figures of a scope, each beside England's and beside a year earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import everywhere
from alliance.ui.parts.table import data_table
from alliance.views.overview.headlines import (
    HEADLINE_COLUMNS,
    cell_of,
    headline_table_of,
    keys_drawn,
    label_of,
    meaning_of,
    remarks_in_words,
    value_of,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def headlines(chosen: Filter) -> None:
    """Draw ten figures; under each England's, and how it moved in a year."""
    table = headline_table_of(chosen).set_index("figure")
    rows = table.assign(figure=table.index).to_dict("index")
    alone = chosen == everywhere(chosen)
    drawn = keys_drawn(chosen)
    cells = "".join(
        f"<div><dt>{label_of(row, chosen)}</dt><dd>{cell_of(row, alone=alone)}</dd></div>"
        for row in (rows[key] for key in drawn)
    )
    st.html(f'<dl class="figures headlines">{cells}</dl>')
    st.caption(remarks_in_words(table.loc[list(drawn)], chosen))


def headline_table(chosen: Filter) -> None:
    """Draw all figures as a table, with what each counts and why one is missing."""
    table = headline_table_of(chosen)
    written = {
        name: [value_of(v, u) for v, u in zip(table[name], table["unit"], strict=True)]
        for name in ("here_year_earlier", "england_year_earlier")
    }
    written |= {
        name: [meaning_of(row, name) for row in table.to_dict("records")]
        for name in ("here", "england")
    }
    data_table(
        table.assign(**written),
        HEADLINE_COLUMNS,
        key="headlines",
        title="Headline figures",
        chosen=chosen,
    )
