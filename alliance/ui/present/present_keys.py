"""The presenter's keys: each press is heard once, in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from alliance.ui.parts.own_script import drawn_by

_KEYS, _HEARD = "present_keys", "present keys heard"
MOST_PRESSES = 50
Press = Callable[[str, Callable[[], None]], None]
_piece = drawn_by(_KEYS)


def draw_keys(begun: float, titles: list[str], at: int, press: Press) -> None:
    """Draw the list of scenes, clock and buttons of the keys, and hear what is pressed or chosen.

    Presses that come while a scene is drawn would take each other's place. So the browser sends all
    that were not heard yet, numbered, until it is told that they were.

    Parameters
    ----------
    begun
        When the presentation began, in seconds since 1970.
    titles, at
        Of the scenes, and which of them is shown, from 1.
    press
        Called with what a key is for, as ``present_keys.js`` names it, and a function to call as
        soon as that is done; and last with no words. The next press may break in wherever the
        session is read or written; a press that was not done by then is given again.

    """
    _piece(
        key=_KEYS,
        data={
            "begun": begun,
            "clock": True,
            "titles": titles,
            "at": at,
            "heard": _heard().number,
        },
        on_pressed_change=partial(_hear, press),
        width="content",
    )


@dataclass
class _Heard:
    """The number of the last press that was done."""

    number: int = 0


def _hear(press: Press) -> None:
    """Do what was pressed since; what the browser sends is not trusted to be well formed."""
    presses = st.session_state[_KEYS].get("pressed")
    heard = _heard()
    for one in presses[:MOST_PRESSES] if isinstance(presses, list) else ():
        if not (isinstance(one, list) and len(one) == 2):
            continue
        number, what = one
        if isinstance(number, int) and isinstance(what, str) and number > heard.number:
            press(what, partial(setattr, heard, "number", number))
    press("", lambda: None)


def _heard() -> _Heard:
    heard: _Heard = st.session_state.setdefault(_HEARD, _Heard())
    return heard
