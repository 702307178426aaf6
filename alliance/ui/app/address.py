"""The address of a view: a button that copies it, and a word on what in it means nothing.

The filter takes its parts from it on a visit's first run. Widgets bound to it drop what they do not
know from it while they are drawn. So it is read before them, and judged when the page is drawn.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import (
    DAY,
    in_words,
    nearest_day,
    options,
    read_day,
    read_filter,
)
from alliance.analysis.filters import PART, without
from alliance.analysis.trusts.trust_names import called_today, every_trust
from alliance.current.state import current_history
from alliance.errors import QuestionError
from alliance.text.words import day_in_words, listed
from alliance.ui.filter.filter_form import sidebar_filter, take_address, too_long_for_links
from alliance.ui.parts.own_script import drawn_by
from alliance.views.renamed import called_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GIVEN = "address given"
_IGNORED = "address ignored"
_READ = "address read"
# Shown again only if it is made of these: no mark-up, no link.
_PLAIN = re.compile(r"[\w ,'&()/+-]{1,60}")
_MOST_SHOWN = 8
_HERE = Path(__file__).parent
_copy_link = drawn_by(
    "copy_link",
    html=(_HERE / "copy_link.html").read_text("utf-8"),
    css=(_HERE / "copy_link.css").read_text("utf-8"),
)


def read_address() -> None:
    """Take the address as given, on the first run of a visit; call it before any widget."""
    if _IGNORED not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in st.query_params}
        _call_as_now(given)
        st.session_state[_IGNORED] = []
        st.session_state[_GIVEN] = given
        _go_to_nearest_day(given.get(DAY, []))
        take_address(given)


def _call_as_now(given: dict[str, list[str]]) -> None:
    """Write what was renamed into the address by its name of now, and begin anew."""
    now = called_now(given)
    other = {key: list(values) for key, values in now.items() if list(values) != given.get(key)}
    if other:
        for key in given.keys() - now.keys():
            del st.query_params[key]
        # Widgets take the address as it was when the run began.
        st.query_params.update(other)
        st.rerun()


def _go_to_nearest_day(given: Sequence[str]) -> None:
    """Open on the nearest day of the records where the address names one outside them."""
    with contextlib.suppress(QuestionError):
        day = read_day(next(filter(None, given), ""))
        if (nearest := nearest_day(current_history(), day)) != day:
            st.session_state[DAY] = nearest


def judge_address() -> None:
    """Note what of the address came to nothing; call it when the page has been drawn."""
    given: dict[str, list[str]] = st.session_state.pop(_GIVEN, {})
    st.session_state[_IGNORED] += [
        fault for key, values in given.items() for fault in _faults(key, values)
    ]


def note_on_address() -> None:
    """Tell what of the address was ignored, until the reader has seen it."""
    ignored: list[str] = st.session_state.get(_IGNORED, [])
    if not ignored:
        return
    lines = ignored[:_MOST_SHOWN]
    if len(ignored) > _MOST_SHOWN:
        lines = [*lines, f"and {len(ignored) - _MOST_SHOWN} more"]
    with st.container(key="address_note"):
        st.info(
            "Some of the address could not be used and was left out:\n\n"
            + "\n".join(f"- {line}" for line in lines),
            icon=":material/link_off:",
        )
        st.button("Close this note", type="tertiary", on_click=ignored.clear)


def copy_link() -> None:
    """Draw a button that copies the address with the whole filter in it.

    The browser's own address leaves out what is as at first; the copy names the day and the
    regions too, so that it shows the same view when a newer history opens on another day.
    """
    chosen = sidebar_filter()
    if too_long_for_links(chosen):
        chosen = without(chosen, PART["urns"])
    held = in_words(current_history(), chosen)
    _copy_link(key="copy_link", data={"held": held}, width="content")


def _faults(key: str, values: Sequence[str]) -> list[str]:
    given = [value for value in values if value]
    if key == DAY:
        return _day_faults(given)
    if part := PART.get(key):
        history = current_history()
        _, faults = read_filter(history, history.default_day, {key: given})
        known = [] if part.kind == "school" else list(options(history, part))
        return [
            f"**{part.label}**: {_quoted(value)} is not known{_nearest(value, known)}"
            for _, value in faults
        ]
    if key in st.session_state:
        return [
            f"**{_called(key)}**: {_quoted(value)} is not known here"
            f"{_nearest(value, _choices(key))}"
            for value in dict.fromkeys(given)
            if not {value, *_called_today(key, value)} & _spellings(key)
        ]
    # A page may read a key without a widget; that it stands for nothing can be said of no other.
    read = READ_BY_PAGES | st.session_state.get(_READ, set())
    return [] if key in read else [f"{_quoted(key)} is not used on this page"]


def read_by_page(keys: Iterable[str]) -> None:
    """Note keys of the address that this page reads without a widget of their own."""
    st.session_state.setdefault(_READ, set()).update(keys)


def ignore(label: str, value: str) -> None:
    """Note a value of the address that a page, which reads it itself, could not use."""
    st.session_state.setdefault(_IGNORED, []).append(f"**{label}**: {_quoted(value)} is not known")


READ_BY_PAGES: frozenset[str] = frozenset(
    {"school", "match_school", "beside", "plan_name", "keep", "forbid", "leave_out", "capacity_of"}
)
"""Keys that pages read from the address without a widget."""


_CALLED = {
    "trust_profile": "Trust to look at",
    "compared_with": "Trusts to compare with",
    "trusts": "Trusts in colour",
    "urn": "School",
    "changed": "Day to compare with",
    "since": "First day of transfers",
    "until": "Last day of transfers",
    "samephase": "Same phase only",
}
"""What keys of the address are called, where that is not their own name."""


def _called(key: str) -> str:
    """Return the name by which people know a key of the address."""
    if key.endswith("_tab"):
        return "Tab"
    return _CALLED.get(key, key.replace("_", " ").capitalize())


def _called_today(key: str, value: str) -> list[str]:
    return called_today(current_history(), value) if key == "trust_profile" else []


def _choices(key: str) -> list[str]:
    """Return the names of which a key takes one, where a reader may have meant another of them."""
    if key in ("trust_profile", "compared_with"):
        return list(every_trust(current_history()))
    return []


def _spellings(key: str) -> set[str]:
    """Return what a page's widget took from the address, as it may be written there."""
    held = st.session_state[key]
    values = held if isinstance(held, list | tuple | set) else [held]
    forms = {str(value) for value in values}
    forms |= {str(value).lower() for value in values if isinstance(value, bool)}
    return forms.union(st.query_params.get_all(key))


def _day_faults(values: Sequence[str]) -> list[str]:
    history = current_history()
    known = f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)}"
    faults = [
        f"**Day**: {_quoted(value)}; a view is of one day, and of several the first is taken"
        for value in values[1:]
    ]
    for value in values[:1]:
        try:
            day = read_day(value)
        except QuestionError:
            faults.append(f"**Day**: {_quoted(value)}; expected a day such as 2018-10-01")
            continue
        if (nearest := nearest_day(history, day)) != day:
            faults.append(
                f"**Day**: {day_in_words(day)} is outside the records ({known}); the view is of "
                f"the nearest day, {day_in_words(nearest)}"
            )
    return faults


def _quoted(value: str) -> str:
    return f"“{value}”" if _PLAIN.fullmatch(value) else "something that is not a name"


def _nearest(value: str, known: list[str]) -> str:
    near = [name for name in known if name.startswith(f"{value} (")]
    near = near or difflib.get_close_matches(value[:60], known, n=2)
    return f"; did you mean {listed(near).replace(' and ', ' or ')}?" if near else ""
