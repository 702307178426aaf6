"""The frame that is the same on every page: title, what is looked at, faults, sources."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import called
from alliance.analysis.filters import PART, PARTS, Filter, in_use, narrow, without
from alliance.current.filter_options import offered
from alliance.current.state import current_history, state_on
from alliance.history import schools_on
from alliance.text.licences import STATEMENT
from alliance.text.words import count, counted, day_in_words, listed, plain
from alliance.ui.app.address import copy_link
from alliance.ui.app.draw_about import about
from alliance.ui.briefing.briefing_button import briefing_button
from alliance.ui.filter.filter_form import chips, day_here, names_in_use
from alliance.ui.parts.watch_this import watch_this
from alliance.views.about import APP
from alliance.views.beside_england import MEANINGS
from alliance.views.day_note import day_note
from alliance.views.trusts_at_hand import founding_trusts
from alliance.web.faults import UNEXPECTED, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from alliance.errors import AllianceError
    from alliance.views.briefing.briefing import Subject

ICON = Path(__file__).with_name("icon.png")
_BESIDE_TITLE = "beside the title"


def heading(
    title: str,
    chosen: Filter,
    schools: pd.DataFrame,
    said: str = "",
    *,
    graded: bool = True,
    filtered: bool = True,
    beside: str = "",
    briefing: Subject | None = None,
    watched: Mapping[str, Sequence[str | int]] | None = None,
) -> None:
    """Write the title, the sentence that says what is looked at, chips and a note on the day.

    ``said`` takes the place of the sentence, where a page looks at one thing only; ``graded`` says
    whether the page shows overall grades; ``filtered`` whether the filter narrows it, and its day
    and chips stand here; ``beside`` what the chips do not do here;
    ``briefing`` whom the page tells of, where there is a briefing of one page; ``watched`` what a
    feed of changes here asks for.
    """
    st.set_page_config(page_title=f"{title} · {APP}")
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(title, anchor=False)
        if filtered:
            day_here()
        copy_link()
        if briefing is not None:
            briefing_button(briefing)
        st.session_state[_BESIDE_TITLE] = st.container(width="content")
        if watched is not None:
            watch_this(watched)
        about()
    sentence = said or _looked_at(chosen, schools)
    st.markdown(f"**{sentence}**")
    chips(sentence, filtered=filtered)
    if beside:
        st.caption(beside)
    if note := day_note(chosen.day, graded=graded):
        st.info(note, icon=":material/info:")


def beside_title() -> DeltaGenerator | None:
    """Return the place beside the title of the page just drawn, once; nothing where it has none."""
    place: DeltaGenerator | None = st.session_state.pop(_BESIDE_TITLE, None)
    return place


def _looked_at(chosen: Filter, schools: pd.DataFrame) -> str:
    held = names_in_use()
    places = [held[key] for key in held if PART[key].of == "place"]
    founding = int(schools["trust_uid"].isin(founding_trusts()).sum())
    return " · ".join(
        [
            _overlap(places),
            day_in_words(chosen.day),
            counted(len(schools), "school", "schools"),
            f"{counted(founding, 'academy', 'academies')} of the founding trusts",
        ]
    )


def _overlap(places: list[list[str]]) -> str:
    """Name the places that schools must lie in, one of each part of the filter."""
    if not places[1:]:
        return listed(places[0]) if places else "England"
    every = "all of" if places[2:] else "both"
    return f"Schools in {every} {listed([' or '.join(names) for names in places], most=9)}"


def nothing_found(chosen: Filter) -> None:
    """Say which part of the filter emptied the result."""
    state, held, history = state_on(chosen.day), names_in_use(), current_history()
    lines = [
        f"- Remove **{part.label}"
        f"{'' if part.kind == 'switch' else f': {listed(called(history, chosen, part))}'}** to see "
        f"{counted(found, 'school', 'schools')}."
        for part in PARTS
        if part.key in held and (found := len(narrow(state, without(chosen, part))))
    ]
    lines += [f"- {why}" for why in not_of_the_day(chosen)]
    remedy = "\n".join(lines) or "- Remove two or more filters: removing one is not enough."
    st.warning(
        f"No school open on {day_in_words(chosen.day)} matches your filters.\n\n" + remedy,
        icon=":material/filter_alt_off:",
    )


def not_of_the_day(chosen: Filter) -> list[str]:
    """Say which places of the filter there were not on its day, and what was there instead."""
    history, day = current_history(), chosen.day
    now = schools_on(history, day)[["urn", "la_name"]]
    under, there = history.school_authorities, set(now["la_name"].dropna().unique())
    said = []
    for name in (name for name in chosen.authorities if name not in there):
        urns = under.loc[under["la_name"] == name, "urn"]
        instead = now.loc[now["urn"].isin(urns), "la_name"].value_counts()
        names = [str(one) for one, number in instead.items() if number > 1]
        if names:
            said.append(f"{name} was no local authority then; its place had {listed(names)}")
    return said + [part.absent for part in in_use(chosen) if part.absent and not offered(part, day)]


def fault_page(fault: AllianceError) -> None:
    """Say what is wrong and what to run, in place of a page."""
    st.title("The history cannot be read", anchor=False)
    st.error(plain(said(fault)), icon=":material/link_off:")
    st.markdown("Put it back, or compile it again, in the folder of this app:")
    st.code(
        "git checkout -- data/history\n"
        "python -m alliance compile --from FOLDER_OF_PUBLISHED_FILES --to data/history\n"
        "python -m alliance check",
        language="bash",
    )
    st.markdown("Then reload this page; the app need not be started again.")


def unexpected(fault: Exception) -> bool:
    """Say that a page, a part of it or a press fell over, under the reference that the log has.

    Streamlit asks this of every fault that nothing catches, and says nothing itself where it was
    said.
    """
    st.error(
        f"{said(fault, UNEXPECTED)} Reload the page or go to another one. If it happens again, "
        "tell whoever runs this app, with the reference.",
        icon=":material/report:",
    )
    return True


def sources_line(chosen: Filter) -> None:
    """Write in a line of what day the figures are; pressed, it says what they mean, and whose."""
    sources = current_history().sources
    publishers = listed(sorted(sources["publisher"].dropna().unique()), most=6)
    state = f"State of {day_in_words(chosen.day)}, from {count(len(sources))} published files"
    whose = f"{state} of {publishers}. {STATEMENT} History {current_history().version}."
    st.html(
        f'<details class="sources"><summary>{state}. <u>Meaning and sources</u></summary>'
        f"<p>{escape(MEANINGS)}</p><p>{escape(whose)}</p></details>"
    )
