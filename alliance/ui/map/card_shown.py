"""The card of the selected school, which the browser draws over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.current.state import current_history, state_on
from alliance.text.words import day_in_words
from alliance.ui.parts.selection import selected_urn
from alliance.views.content import row_of
from alliance.views.maps.map_view import CardShown

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


def card_shown(day: dt.date, schools: pd.DataFrame) -> CardShown:
    """Return which card the map of a day shows, and what is to be noted on it.

    Parameters
    ----------
    schools
        Those that the map shows, sorted by URN.

    """
    urn = selected_urn()
    if urn is None:
        return CardShown()
    school = row_of(state_on(day), urn)
    if school is None:
        ever = row_of(current_history().schools, urn)
        name = "The selected school" if ever is None else str(ever["name"])
        note = f"{name} (URN {urn}) is not open on {day_in_words(day)}."
        return CardShown(urn, note, open=False)
    notes = []
    if row_of(schools, urn) is None:
        notes.append("This school does not match your filters.")
    if school[["lon", "lat"]].isna().any():
        notes.append("Where it stands is not known.")
    return CardShown(urn, " ".join(notes))
