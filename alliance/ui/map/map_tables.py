"""The tables that say what the live map's areas and arrows say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from alliance.analysis.areas.area_measures import (
    measure_of,
    measured_areas,
    outlines_in_words,
    whose,
)
from alliance.analysis.areas.indices import SUCCESSORS
from alliance.analysis.filters import named_regions
from alliance.current.current_flows import moves_of
from alliance.current.known_on_day import measured
from alliance.current.state import current_history
from alliance.maps.choice import TRANSFERS
from alliance.text.words import count, day_in_words, period_in_words
from alliance.ui.map.measure_download import measure_download
from alliance.ui.parts.table import data_table
from alliance.ui.parts.ticks import Ticks
from alliance.views.columns import KNOWN_AFTER, Column
from alliance.views.flows.flow_question import MOVES_MEAN
from alliance.views.maps.map_options import KIND_NAMES
from alliance.views.scope import PLACE_RULE

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

    from alliance.analysis.areas.area_measures import Kind
    from alliance.maps.choice import MapChoice

_MOVES = {
    "date": Column("Date", "The day the school joined its new trust", "day"),
    "date_after": KNOWN_AFTER,
    "name": Column("School"),
    "kind": Column("Kind", MOVES_MEAN),
    "from_trust": Column("From"),
    "to_trust": Column("To"),
    "urn_before": Column("URN before", "", "number"),
    "urn_after": Column("URN after", "Different where the school reopened", "number"),
}
_MANY = {
    "transfer": "transfers, drawn on the map",
    "single-academy trust joins": "of single-academy trusts that joined",
    "change of legal entity": "changes of legal entity",
    "merger": "moves in mergers",
}
_NO_MOVE = "No move in this period."


def map_tables(choice: MapChoice) -> None:
    """Draw a table for each of the map's layers that is switched on and has one."""
    if choice.measured:
        _measured_areas(choice, *choice.measured)
    if TRANSFERS in choice.switched_on:
        _transfers(choice)


def _measured_areas(choice: MapChoice, kind: Kind, key: str) -> None:
    measure = measure_of(key)
    st.header(f"{KIND_NAMES[kind]}: {measure.name}", anchor=False)
    table = measured(kind, choice.measured_of)
    number: Literal["percent", "number1"] = "percent" if measure.unit == "%" else "number1"
    columns = {
        "name": Column("Area"),
        key: Column(measure.name, f"{measure.source}. In {measure.unit}.", number),
        "schools": Column("Schools", "Open state-funded schools on the day", "count"),
    }
    notes = [measure.source, whose(measure, choice.filter)]
    if key in SUCCESSORS:
        table = table.assign(whose=table[SUCCESSORS[key]].map(_WHOSE))
        columns["whose"] = Column("Value of", "A district of 2017 that was merged has no own value")
        notes.append("A merged district has the value of the district that replaced it.")
    if f"{key}_given" in table:
        columns[f"{key}_given"] = Column("Of schools", "Schools that the share rests on", "count")
    if f"{key}_year" in table:
        columns[f"{key}_year"] = Column("Exams of", "The last before the day", "number")
    data_table(
        table,
        columns,
        key=f"areas {kind} {key}",
        title=f"{KIND_NAMES[kind]}: {measure.name}",
        chosen=choice.filter,
        searched=("name",),
        order=f"-{key}",
        notes=notes,
        ticks=_TICKS[kind],
    )
    measure_download(
        table,
        kind,
        columns,
        title=f"{KIND_NAMES[kind]}: {measure.name}",
        chosen=choice.filter,
        notes=notes,
    )
    areas = measured_areas(current_history(), kind, choice.filter.day)
    st.caption(
        f"{whose(measure, choice.filter)}, on {day_in_words(choice.filter.day)}, "
        f"{outlines_in_words(areas, kind, choice.filter.day)}. "
        f"Source: {measure.source}."
    )


_TICKS: dict[Kind, Ticks | None] = {
    "region": Ticks("region", "name"),
    "authority": Ticks("authority", "name"),
    "district": None,
    "opportunity_area": Ticks("area", "name"),
}
_WHOSE = {True: "The district that replaced it", False: "The district itself"}


def _transfers(choice: MapChoice) -> None:
    start, end = choice.period
    st.header("Moves between trusts", anchor=False)
    moves: pd.DataFrame = moves_of(
        start, end, named_regions(choice.filter.regions), choice.filter.trusts, every_kind=True
    )
    told: dict[str, Any] = {"kind": moves["kind"].str.capitalize()}
    numbers = moves["kind"].value_counts()
    made_up = [f"{count(numbers[kind])} {_MANY[kind]}" for kind in _MANY if kind in numbers]
    st.markdown(f"{' · '.join(made_up)} · {period_in_words(start, end)}" if made_up else _NO_MOVE)
    data_table(
        moves.assign(**told),
        _MOVES,
        key="moves",
        title=f"Moves between trusts, {period_in_words(start, end)}",
        chosen=choice.filter,
        searched=("name", "from_trust", "to_trust", "kind"),
        order="-date",
        notes=["Only moves of the kind Transfer are drawn on the map.", PLACE_RULE],
    )
