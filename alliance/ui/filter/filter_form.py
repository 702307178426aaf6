"""The filter in the sidebar, and the chips that take its parts off: what they say, and are told.

Both are drawn in the browser by one small script (``filter.js``), for six of Streamlit's
lists cost half of what a change may take. The script keeps the address, and fetches the options of
a list, with their counts, when it is opened. What the filter holds stands in the session under the
keys of its parts, so it outlives a change of page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.areas.opportunity_areas import region_of
from alliance.analysis.filter_codec import DAY, FIRST, called, kept_as, read_filter
from alliance.analysis.filters import PART, PARTS, Filter, named_regions
from alliance.current.filter_options import offered
from alliance.current.state import current_history
from alliance.text.urn_lists import spelled
from alliance.ui.filter.paste_schools import paste_button
from alliance.ui.parts.own_script import drawn_by
from alliance.web.filter_lists import lists_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alliance.analysis.filters import Part

DAY_HERE = "day_here"
MOST_USED = 5
"""So many parts, the first, stand above “More filters”."""
LONGEST_LIST = 2_000
"""A list of schools of more letters is kept in the session and not in the address."""
_FIELDS, _CHIPS = "filter", "chips"
_CHANGE = "filter change"
_piece = drawn_by("filter")


def draw_filter(page: str) -> None:
    """Draw the filter; the page reads what it says with :func:`sidebar_filter`.

    ``page`` is its path, for the address is kept as long as it is that of this page.
    """
    for part in PARTS:
        _hold(part, st.session_state.get(part.key, part.first))
    with st.sidebar:
        _choose_day("Day", DAY, value=current_history().default_day, bind="query-params")
        fields = [
            {"key": part.key, "label": part.label, "kind": part.kind, "help": part.help}
            for part in PARTS
            if part.kind == "school"
            or offered(part, st.session_state[DAY])
            or st.session_state[part.key]
        ]
        for part in PARTS:  # on the day just drawn grade 3 may have another name
            _hold(part, st.session_state[part.key])
        _piece(
            key=_FIELDS,
            data={
                **_filter_message(),
                "fields": fields,
                "shown": MOST_USED,
                "page": page,
                "default": FIRST,
                "longest": LONGEST_LIST,
                "lists": lists_address(sidebar_filter()),
            },
            on_changed_change=partial(take_change, _FIELDS),
        )
        paste_button(sidebar_filter(), keep_schools)


def keep_schools(urns: Sequence[int], alone: bool) -> None:
    """Narrow the filter to these schools, its other parts as they are or, ``alone``, taken off."""
    if alone:
        filter_on_nothing()
    _hold(PART["urns"], [spelled(urns)])


def chips(said: str, *, filtered: bool = True) -> None:
    """Draw a button for each value of the filter that takes it off, on a page that it narrows.

    ``said`` is the sentence on what is looked at, which is read aloud when it changes.
    """
    labels = {key: PART[key].label for key in names_in_use()} if filtered else None
    data = {**_filter_message(), "labels": labels, "said": said}
    _piece(key=_CHIPS, data=data, on_changed_change=partial(take_change, _CHIPS))
    if filtered and too_long_for_links(sidebar_filter()):
        st.caption("Your list of schools is too long for a link: the address leaves it out.")


def too_long_for_links(chosen: Filter) -> bool:
    """Return whether the filter holds a list of schools that no address should carry."""
    return len(spelled(chosen.schools)) > LONGEST_LIST


def take_address(given: Mapping[str, Iterable[str]]) -> None:
    """Take from the address what the filter holds; call it before it is drawn first.

    Where nothing that a key says is known, its part is as at first.
    """
    for part in PARTS:
        values = [value for value in given.get(part.key, ()) if value]
        if part.key in given and (not values or known_names(part, values)):
            _hold(part, values)


def take_change(name: str) -> None:
    """Take what was chosen in the browser, which is not trusted to be well formed."""
    told = st.session_state[name].get("changed")
    if not isinstance(told, dict) or not isinstance(told.get("change"), int):
        return
    st.session_state[_CHANGE] = told["change"]
    held = told.get("held")
    if told.get("reset"):
        _reset()
    elif isinstance(held, dict):
        for part in PARTS:
            values = held.get(part.key)
            _hold(part, values if isinstance(values, list) else [])


def keep_filter() -> None:
    """Keep the day where the filter is not drawn; else it would be as at first afterwards."""
    if DAY in st.session_state:
        st.session_state[DAY] = st.session_state[DAY]


def sidebar_filter() -> Filter:
    """Return what the filter in the sidebar says."""
    history = current_history()
    day = st.session_state.get(DAY, history.default_day)
    return read_filter(history, day, names_in_use())[0]


def all_of_england() -> Filter:
    """Return the day alone, for a page that the filter does not narrow."""
    return Filter(sidebar_filter().day)


def names_in_use() -> dict[str, list[str]]:
    """Return the names that each part of the filter narrows to, by its key, where it narrows."""
    return {key: names for key in PART if (names := st.session_state.get(key))}


def day_here() -> None:
    """Draw the day once more, for phones, where the sidebar is closed.

    The style sheet hides it on a wide screen; a browser that says it is none is spared it.
    """
    if "Mobi" not in st.context.headers.get("User-Agent", "Mobi"):
        return
    st.session_state[DAY_HERE] = st.session_state[DAY]
    with st.container(key="day_for_phones"):
        _choose_day("Day", DAY_HERE, on_change=_take_day_from_here, label_visibility="collapsed")


def _hold(part: Part, values: Iterable[object]) -> None:
    st.session_state[part.key] = known_names(part, values)


def known_names(part: Part, values: Iterable[object]) -> list[str]:
    """Return the options of a part that values name, as the session keeps them on its day."""
    history = current_history()
    day = st.session_state.get(DAY, history.default_day)
    return kept_as(history, read_filter(history, day, {part.key: values})[0], part)


def _filter_message() -> dict[str, Any]:
    """Return what the browser is told with each change: the filter, and which change it answers.

    ``shown_as`` is what stands on the chip of a value that people would not know.
    """
    held = names_in_use()
    shown_as = {
        value: ", ".join(called(current_history(), sidebar_filter(), PART[key]))
        for key, values in held.items()
        for value in values
        if PART[key].kind == "school"
    }
    return {"change": st.session_state.get(_CHANGE, 0), "held": held, "shown_as": shown_as}


def _choose_day(label: str, key: str, **more: Any) -> None:
    history = current_history()
    st.date_input(
        label,
        min_value=history.first_day,
        max_value=history.last_day,
        format="DD/MM/YYYY",
        key=key,
        **more,
    )


def _take_day_from_here() -> None:
    st.session_state[DAY] = st.session_state[DAY_HERE]


def narrow_to_area(name: str | None) -> None:
    """Look at one Opportunity Area, or at none in particular; before the filter is drawn.

    Regions that the area does not lie in are taken off, for nothing would be left.
    """
    _hold(PART["area"], [name] if name else [])
    regions = named_regions(sidebar_filter().regions)
    if name and regions and region_of(current_history(), name) not in regions:
        _hold(PART["region"], ())


def filter_on_nothing() -> None:
    """Take off every part of the filter but the day."""
    for part in PARTS:
        _hold(part, ())


def _reset() -> None:
    for part in PARTS:
        _hold(part, part.first)
    st.session_state[DAY] = current_history().default_day
