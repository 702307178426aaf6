"""The frame that is the same on every page: title, what is looked at, faults, sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.option_counts import without
from alliance.analysis.partial_days import partial_note
from alliance.ui.address import copy_link
from alliance.ui.figures import MEANINGS
from alliance.ui.filters import Part, chips, day_here, parts_in_use
from alliance.ui.words import count, counted, day_in_words, listed
from alliance.web.current import current_history, state_on
from alliance.web.layers import trust_names

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from alliance.errors import AllianceError

APP = "Northern Alliance"
ICON = Path(__file__).with_name("icon.png")
_BESIDE_TITLE = "beside the title"
PLACES = ("region", "commissioner", "authority", "area")


def heading(title: str, chosen: Filter, schools: pd.DataFrame, said: str = "") -> None:
    """Write the title, the sentence that says what is looked at, chips and a note on the day.

    ``said`` takes the place of the sentence, where a page looks at one thing only.
    """
    st.set_page_config(page_title=f"{title} · {APP}")
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(title, anchor=False)
        day_here()
        copy_link()
        st.session_state[_BESIDE_TITLE] = st.container(width="content")
    st.markdown(f"**{said or _looked_at(chosen, schools)}**")
    chips()
    if note := partial_note(current_history(), chosen.day):
        st.info(note, icon=":material/info:")


def beside_title() -> DeltaGenerator | None:
    """Give the place beside the title of the page just drawn, once; nothing where it has none."""
    place: DeltaGenerator | None = st.session_state.pop(_BESIDE_TITLE, None)
    return place


def founding_trusts() -> tuple[int, ...]:
    """Give the UIDs of the trusts that founded the alliance."""
    return tuple(int(uid) for uid in current_history().alliance["trust_uid"])


def _looked_at(chosen: Filter, schools: pd.DataFrame) -> str:
    where = [part for part in parts_in_use() if part.key in PLACES]
    places = [name for part in where for name in part.held] or ["England"]
    founding = int(schools["trust_uid"].isin(founding_trusts()).sum())
    return " · ".join(
        [
            listed(places),
            day_in_words(chosen.day),
            counted(len(schools), "school", "schools"),
            f"{counted(founding, 'academy', 'academies')} of the founding trusts",
        ]
    )


def nothing_found(chosen: Filter) -> None:
    """Say which part of the filter emptied the result."""
    state = state_on(chosen.day)
    lines = [
        f"- without **{part.label}**{_held(part)} there would be "
        f"{counted(found, 'school', 'schools')}"
        for part in parts_in_use()
        if (found := len(narrow(state, without(chosen, part.field))))
    ]
    remedy = "\n".join(lines) or "- no single part does it: take off two or more"
    st.warning(
        f"No school open on {day_in_words(chosen.day)} passes every part of the filter:\n\n"
        + remedy,
        icon=":material/filter_alt_off:",
    )


def _held(part: Part) -> str:
    """Say what a part holds, unless its name says it."""
    return "" if part.held == [part.label] else f" ({listed(part.held)})"


def fault_page(fault: AllianceError) -> None:
    """Say what is wrong and what to run, in place of a page."""
    st.title("The history cannot be read", anchor=False)
    st.error(str(fault), icon=":material/error:")
    st.markdown("Put it back, or compile it again, in the folder of this app:")
    st.code(
        "git checkout -- data/history\n"
        "python -m alliance compile --from FOLDER_OF_PUBLISHED_FILES --to data/history\n"
        "python -m alliance check",
        language="bash",
    )
    st.markdown("Then reload this page; the app need not be started again.")


def sources_line(chosen: Filter) -> None:
    """Write where the figures come from."""
    st.caption(MEANINGS)
    sources = current_history().sources
    publishers = listed(sorted(sources["publisher"].dropna().unique()), most=6)
    st.caption(
        f"State of {day_in_words(chosen.day)}, from {count(len(sources))} published files of "
        f"{publishers}. Contains public sector information licensed under the Open Government "
        "Licence v3.0; boundaries and postcodes contain OS data © Crown copyright and database "
        "right, and Royal Mail data © Royal Mail copyright and database right. History "
        f"{current_history().version}."
    )


def trust_name(uid: int) -> str:
    """Give the display name of a trust."""
    return trust_names().get(uid, str(uid))
