"""A decision that is being written, kept in the presenter's window until it is noted."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import streamlit as st

from alliance import clock
from alliance.present.meeting.decision import LABELS, MOST_LETTERS
from alliance.ui.parts.own_script import drawn_by

FURTHEST = dt.timedelta(days=3_650)
_piece = drawn_by("draft")


def keep_draft(form: str) -> None:
    """Have the window keep what a form holds, or fill the form with it after a reload."""
    held: Any = st.session_state
    words = {name: held.get(f"{form} {name}") for name in LABELS}
    due_on = words["due_on"]
    _piece(
        key=f"{form} draft",
        data={
            "form": form,
            "typed": list(MOST_LETTERS),
            "words": words | {"due_on": due_on.isoformat() if due_on else None},
            "id": held.get(f"{form} id"),
            "version": held.get(f"{form} version", 0),
        },
        on_kept_change=partial(_take_up, form),
    )


def _take_up(form: str) -> None:
    """Fill the form with what the window kept, as far as it is well formed: it is not trusted."""
    held: Any = st.session_state
    kept = held[f"{form} draft"].get("kept")
    if not isinstance(kept, dict) or any(held.get(f"{form} {name}") for name in LABELS):
        return
    words = kept.get("words")
    for name, most in MOST_LETTERS.items():
        text = words.get(name) if isinstance(words, dict) else None
        if isinstance(text, str) and text:
            held[f"{form} {name}"] = text[:most]
    if isinstance(words, dict) and (due_on := _day(words.get("due_on"))):
        held[f"{form} due_on"] = due_on
    number, version = kept.get("id"), kept.get("version")
    # Whether that decision may be changed is asked when it is saved.
    if type(number) is int and type(version) is int:
        held[f"{form} id"], held[f"{form} version"] = number, version


def _day(text: object) -> dt.date | None:
    """Return a day that the box for it can hold, or nothing."""
    try:
        day = dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return day if day and abs(day - clock.today()) < FURTHEST else None
