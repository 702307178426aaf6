"""The filter in the sidebar, bound to the address, and the chips that take its parts off.

The script behind ``app.py`` draws it, not the pages: so its widgets are the same on every page,
and what they hold outlives a change of page.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from alliance.analysis.filters import Filter
from alliance.analysis.trusts import TIERS
from alliance.history import ALLIANCE_REGION, PHASES
from alliance.maps.palette import GRADE_NAMES
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_REGIONS = [ALLIANCE_REGION]
DAY = "day"
DAY_HERE = "day_here"
MEMBERS = "members"
MORE = "more filters"


COLUMNS = {
    "area": "opportunity_area",
    "authority": "la_name",
    "commissioner": "commissioner_region",
}
"""The column of schools that holds a part's names, where it has another name than the part."""


class Part(NamedTuple):
    """A part of the filter: its key in the address, its label, its field, what it holds now."""

    key: str
    label: str
    field: str
    held: list[str] = []  # noqa: RUF012 -- never written to


PARTS = [
    Part("region", "Region", "regions"),
    Part("area", "Opportunity Area", "opportunity_areas"),
    Part("trust", "Trust", "trusts"),
    Part("phase", "Phase", "phases"),
    Part("grade", "Ofsted grade", "grades"),
]
LESS_USED = [
    Part("authority", "Local authority", "authorities"),
    Part("type", "Type of school", "types"),
    Part("tier", "Size of trust", "tiers"),
    # Offered only where a loaded extract of the register carries them.
    Part("commissioner", "Commissioner’s region", "commissioner_regions"),
]
MEMBERS_ONLY = Part(MEMBERS, "Alliance members only", "members")
HELP = {
    "tier": "By the academies a trust has in all of England: Starter 1–5, Established 6–15, "
    "National 16–29, System leader 30 and more.",
    "commissioner": "The eight regions of regional schools commissioners, 2014 to 2022.",
    MEMBERS: "Keeps the academies of the five trusts that founded the alliance.",
}


@kept(maxsize=1)
def trust_options() -> dict[str, int]:
    """Give every multi-academy trust that ever ran a school by the name shown.

    Where two share a name, their UIDs tell them apart.
    """
    history = current_history()
    trusts = history.trusts
    ran_a_school = trusts["trust_uid"].isin(history.memberships["trust_uid"])
    trusts = trusts[ran_a_school & (trusts["kind"] == "MAT")].sort_values(["name", "trust_uid"])
    often = Counter(trusts["name"])
    return {
        name if often[name] == 1 else f"{name} ({uid})": int(uid)
        for name, uid in zip(trusts["name"], trusts["trust_uid"], strict=True)
    }


@kept(maxsize=16)
def options(key: str) -> dict[str, Any]:
    """Give the options of a part as they are shown, each with its value in the filter."""
    if key == "trust":
        return trust_options()
    if key == "grade":
        return {name: grade for grade, name in GRADE_NAMES.items()}
    if key == MEMBERS:
        founders = tuple(int(uid) for uid in current_history().alliance["trust_uid"])
        return {MEMBERS_ONLY.label: founders}
    return {name: name for name in _names(key)}


def draw_filter() -> None:
    """Draw the filter; the page reads what it says with :func:`sidebar_filter`."""
    with st.sidebar:
        _choose_day("Day", DAY, value=current_history().default_day, bind="query-params")
        for part in PARTS:
            _choose(part)
        more = st.expander("More filters", key=MORE, on_change="rerun")
        # Drawn unseen they would cost a first visit a tenth of a second.
        if more.open or any(_asked_for(part) for part in [*LESS_USED, MEMBERS_ONLY]):
            with more:
                for part in LESS_USED:
                    if options(part.key):
                        _choose(part)
                st.toggle(MEMBERS_ONLY.label, key=MEMBERS, bind="query-params", help=HELP[MEMBERS])
        st.button(
            "Reset the filter", on_click=_reset, type="tertiary", icon=":material/restart_alt:"
        )


def _asked_for(part: Part) -> bool:
    """Tell whether a part is in use, or will be by what the address says."""
    return bool(st.session_state.get(part.key)) or part.key in st.query_params


def keep_filter() -> None:
    """Keep what the filter says where it is not drawn; else it would be as at first afterwards."""
    for key in (DAY, MEMBERS, *(part.key for part in [*PARTS, *LESS_USED])):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def sidebar_filter() -> Filter:
    """Give what the filter in the sidebar says."""
    values = {
        part.field: tuple(options(part.key)[name] for name in part.held) for part in parts_in_use()
    }
    if "members" in values:
        values["members"] = options(MEMBERS)[MEMBERS_ONLY.label]
    return Filter(day=st.session_state[DAY], **values)


def parts_in_use() -> list[Part]:
    """Give the parts of the filter that narrow something, as the sidebar holds them."""
    parts = [
        part._replace(held=list(st.session_state.get(part.key) or []))
        for part in [*PARTS, *LESS_USED]
    ]
    if st.session_state.get(MEMBERS):
        parts.append(MEMBERS_ONLY._replace(held=[MEMBERS_ONLY.label]))
    return [part for part in parts if part.held]


def chips() -> None:
    """Draw a button for each value of the filter that takes it off."""
    parts = parts_in_use()
    if not parts:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for part in parts:
            for value in part.held:
                st.button(
                    value,
                    key=f"chip {part.key} {value}",
                    icon=":material/close:",
                    help=f"Take off: {part.label} {value}",
                    on_click=_take_off,
                    args=(part.key, value),
                )


def day_here() -> None:
    """Draw the day once more, for phones, where the sidebar is closed.

    The style sheet hides it on a wide screen; a browser that says it is none is spared it.
    """
    if "Mobi" not in st.context.headers.get("User-Agent", "Mobi"):
        return
    st.session_state[DAY_HERE] = st.session_state[DAY]
    with st.container(key="day_for_phones"):
        _choose_day("Day", DAY_HERE, on_change=_take_day_from_here, label_visibility="collapsed")


def _names(key: str) -> Iterable[str]:
    if key == "tier":
        return TIERS
    if key == "phase":
        return PHASES
    column = COLUMNS.get(key, key)
    names = current_history().schools[column].cat.categories
    return [ALLIANCE_REGION, *names] if key == "region" else names


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


def _choose(part: Part) -> None:
    st.multiselect(
        part.label,
        list(options(part.key)),
        default=DEFAULT_REGIONS if part.key == "region" else [],
        key=part.key,
        placeholder="All",
        bind="query-params",
        filter_mode="contains",
        select_all=False,
        help=HELP.get(part.key),
    )


def _take_off(key: str, value: str) -> None:
    if key == MEMBERS:
        st.session_state[MEMBERS] = False
    else:
        st.session_state[key] = [kept for kept in st.session_state[key] if kept != value]


def _take_day_from_here() -> None:
    st.session_state[DAY] = st.session_state[DAY_HERE]


def _reset() -> None:
    for part in [*PARTS, *LESS_USED]:
        st.session_state[part.key] = []
    st.session_state["region"] = DEFAULT_REGIONS
    st.session_state[MEMBERS] = False
    st.session_state[DAY] = current_history().default_day
