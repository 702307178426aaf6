"""Returning to the history before the last update, once it is told what goes and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import current_history
from alliance.errors import AllianceError, HistoryError
from alliance.history import open_history
from alliance.history.compile.updating.changed import MOVED, changed
from alliance.history.succession import kept_before, previous_of, roll_back
from alliance.register.permission import Action
from alliance.settings import settings
from alliance.text.words import count, counted, day_in_words, plain
from alliance.ui.app.sign_in import demand_here
from alliance.ui.parts.note import say
from alliance.ui.register.register_table import word_table

if TYPE_CHECKING:
    from alliance.history import History

BOX = "return to the history before"


def return_data(right: dict[str, Any]) -> None:
    """Draw the box that returns to the history before; nothing where none is kept.

    Parameters
    ----------
    right
        What disables the box for who may not, with the reason.
    """
    if not previous_of(settings().history_dir).exists():
        return
    box = st.popover(
        "Return to the history before", icon=":material/undo:", key=BOX, on_change="rerun", **right
    )
    if right or not box.open:
        # A shut box can be said to be open by who forges it; what is in it takes seconds.
        return
    with box:
        try:
            kept = kept_before(settings().history_dir)
        except HistoryError as damaged:
            st.error(plain(str(damaged)), icon=":material/link_off:")
            return
        _ask(current_history(), kept)


def _ask(now: History, kept: History) -> None:
    st.markdown(
        f"The app shows {_named(now)}. It would return to {kept.in_words}, "
        f"with overall grades to {day_in_words(kept.grades_to)}."
    )
    back = changed(now, kept)
    lost, regained = changed(kept, now).counts(), back.counts()
    # A move or a changed value is a difference whichever way it is looked at.
    moved = lost.pop(MOVED)
    del regained[MOVED]
    otherwise = {what: regained.pop(what) for what in back.told_otherwise()}
    lost = {what: number for what, number in lost.items() if what not in otherwise}
    _tell("No longer there", lost)
    _tell("There again", regained)
    _tell("Values that change", otherwise)
    if moved:
        st.markdown(f"Shown in another trust: {counted(moved, 'school', 'schools')}.")
    st.markdown(
        "The register of support and the presentations stay as they are. The history left is "
        "kept until an update changes what a day shows: you can come back to it here."
    )
    st.button(
        f"Return to {day_in_words(kept.last_day)}",
        type="primary",
        on_click=_return,
        args=(kept.version,),
    )


def _tell(heading: str, counts: dict[str, int]) -> None:
    if rows := [(what, count(number)) for what, number in counts.items() if number]:
        word_table((heading, "Number"), rows)


def _named(history: History) -> str:
    return f"history {history.version}, to {day_in_words(history.last_day)}"


def _return(version: str) -> None:
    """Return to the history of this version, unless another has taken its place meanwhile."""
    st.session_state[BOX] = False
    folder = settings().history_dir
    try:
        demand_here(Action.UPDATE)
        if open_history(previous_of(folder)).version != version:
            raise HistoryError(
                "The data were changed meanwhile, so nothing was done. Open the box again and "
                "check what would change."
            )
        roll_back(folder)
    except AllianceError as fault:
        say(str(fault), fault=True)
        return
    say(f"The app shows {_named(current_history())} again.")
