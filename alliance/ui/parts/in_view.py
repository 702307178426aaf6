"""What is costly and stands below the fold is drawn when the reader comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.ui.parts.own_script import drawn_by

if TYPE_CHECKING:
    from collections.abc import Callable

_in_view = drawn_by("in_view")


def once_in_view(
    key: str, label: str, height_px: int, draw: Callable[[], None], *, asked: bool = False
) -> None:
    """Call ``draw`` once its place on the page has been in view; until then keep the place.

    What has been seen stays drawn for the rest of the visit.

    Parameters
    ----------
    key
        Names the place.
    label
        Says what will stand there, on a button for those who do not scroll.
    height_px
        About as high as what will stand there, so that little moves.
    asked
        Draw it at once: the address asks for something in it.

    """
    if asked:
        st.session_state[seen(key)] = True
    if st.session_state.get(seen(key)):
        draw()
        return
    # Not a fragment of its own: Streamlit sends what two of them tell at once for one alone.
    _in_view(
        key=f"in view {key}",
        data={"label": label, "height": height_px},
        on_seen_change=lambda: st.session_state.update({seen(key): True}),
    )


def seen(key: str) -> str:
    """Return under which key of the session it is kept that a place was seen."""
    return f"seen {key}"
