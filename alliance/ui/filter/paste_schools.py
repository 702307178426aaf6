"""The filter “Only these schools”: a list that is pasted, read, and settled where in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import PART, narrow, without
from alliance.current.state import current_history, state_on
from alliance.errors import Fault
from alliance.register.lists.pasted_schools import (
    MOST_LETTERS,
    MOST_LINES,
    Offered,
    Pasted,
    read_pasted,
)
from alliance.text.words import count, counted, plain
from alliance.ui.parts.form_faults import (
    REQUIRED,
    Field,
    draw_refusal,
    forget_refusal,
    refuse,
)
from alliance.views.day_note import shut_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.analysis.filters import Filter

TEXT = "pasted schools"
_FIELD = Field(
    "URNs, LAESTABs or names: one a line, with commas, or copied from a spreadsheet", TEXT
)
LEAVE_OUT = "Leave it out"
_MOST_TOLD = 40


def paste_button(chosen: Filter, keep: Callable[[Sequence[int], bool], None]) -> None:
    """Draw the button that opens the list.

    ``keep`` takes the schools that were understood, and whether they are to be the whole filter.
    """
    label = "Change the list of schools" if chosen.schools else "Paste a list of schools"
    if st.button(label, icon=":material/playlist_add_check:", type="tertiary", key="paste"):
        if chosen.schools:
            st.session_state[TEXT] = "\n".join(map(str, chosen.schools))
        _dialog(chosen, keep)


@st.dialog("Only these schools", width="medium")
def _dialog(chosen: Filter, keep: Callable[[Sequence[int], bool], None]) -> None:
    draw_refusal(_FIELD.key, lambda _: _FIELD)
    text = st.text_area(
        _FIELD.label + REQUIRED,
        key=_FIELD.key,
        max_chars=MOST_LETTERS,
        height=180,
        placeholder="106670\n201/3614\nCastleford Academy",
        persist_state="session",
    )
    st.button("Read the list", icon=":material/fact_check:", on_click=_see_there_is_one)
    if not text.strip():
        return
    read = read_pasted(current_history(), text, chosen.day)
    summary = st.container()
    urns = [*read.understood, *_settled(read)]
    with summary:
        _say(read, urns, chosen)
    alone = _ask_whether_alone(urns, chosen)
    if st.button(
        f"Show only {counted(len(urns), 'this school', 'these schools')}"
        if len(urns) == 1
        else f"Show only these {count(len(urns))} schools",
        type="primary",
        disabled=not urns,
        key="keep pasted",
    ):
        keep(urns, alone)
        st.rerun()


def _see_there_is_one() -> None:
    forget_refusal(_FIELD.key)
    if not st.session_state[_FIELD.key].strip():
        refuse(_FIELD.key, [Fault("list", "Paste or type one school or more.")], words="")


def _ask_whether_alone(urns: Sequence[int], chosen: Filter) -> bool:
    """Ask whether the other filters come off, where they leave out schools of the list."""
    state = state_on(chosen.day)
    listed = state[state["urn"].isin(urns)]
    left_out = len(listed) - len(narrow(listed, without(chosen, PART["urns"])))
    if not left_out:
        return False
    return st.checkbox(
        f"Remove my other filters, which leave out {counted(left_out, 'school', 'schools')} of it",
        value=True,
        key="pasted alone",
    )


def _say(read: Pasted, urns: Sequence[int], chosen: Filter) -> None:
    """Say what was understood, what is in doubt, and what was not found."""
    lines = [f"**Understood: {counted(len(read.understood), 'school', 'schools')}.**"]
    if read.headings:
        lines.append("The first line was taken for headings.")
    if shut := shut_in_words(urns, chosen.day):
        lines.append(f"{plain(shut)}, and shown on other days only.")
    if read.cut:
        lines.append(f"Only the first {count(MOST_LINES)} lines are read.")
    st.markdown(" ".join(lines))
    if read.missing:
        told = [
            f"- {plain(written)}: {why}" for written, why in list(read.missing.items())[:_MOST_TOLD]
        ]
        more = len(read.missing) - len(told)
        if more:
            told.append(f"- and {count(more)} more")
        with st.expander(f"Not found: {count(len(read.missing))}", expanded=len(told) < 6):
            st.markdown("\n".join(told))


def _settled(read: Pasted) -> list[int]:
    """Ask which school is meant where several may be; return those that were chosen."""
    if not read.doubtful:
        return []
    st.markdown(f"**In doubt: {count(len(read.doubtful))}.** What you leave undecided is left out.")
    found = []
    with st.container(height=260 if len(read.doubtful) > 3 else "content", border=False):
        for written, offered in list(read.doubtful.items())[:_MOST_TOLD]:
            one = st.selectbox(
                f"“{plain(written)}” means",
                [*offered, None],
                index=None,
                format_func=_named,
                key=f"pasted doubt {written}",
                placeholder="Choose the school",
            )
            if one is not None:
                found.append(one.urn)
    return found


def _named(one: Offered | None) -> str:
    return LEAVE_OUT if one is None else one.label
