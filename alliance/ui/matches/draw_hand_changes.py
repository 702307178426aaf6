"""Changes by hand on the page: what they are, what they cost, and how each is made or undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.matching.hand_changes import MOST_BY_HAND, HandChanges
from alliance.errors import Fault
from alliance.text.words import plain
from alliance.ui.matches.hand_state import (
    change_by_hand,
    faults_in_address,
    forbid_pair,
    keep_pair,
    leave_out,
    set_capacity,
    word_on_change,
)
from alliance.ui.matches.match_answer import answered
from alliance.ui.parts.form_faults import REQUIRED, Field, draw_refusal, forget_refusal, refuse
from alliance.views.matches.hand_lines import hand_lines, hand_result_in_words
from alliance.views.matches.match_words import kept_impossible_in_words
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alliance.views.matches.match_question import Answer

_TRUST = Field("Trust", "hand trust")


def hand_changes_made(answer: Answer) -> None:
    """Draw what is changed by hand, each with a button that undoes it, and what all that costs."""
    for fault in faults_in_address():
        st.warning(plain(fault), icon=":material/link_off:")
    hand = answer.question.hand
    with st.container(key="match_hand"):
        if not hand:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            for place, line in enumerate(hand_lines(hand)):
                st.button(
                    plain(line.words),
                    key=f"hand {place}",
                    icon=":material/close:",
                    on_click=change_by_hand,
                    args=(line.without,),
                    help="Takes this change off",
                )
            st.button(
                "Take all changes off",
                key="hand none",
                type="tertiary",
                on_click=change_by_hand,
                args=(HandChanges(),),
            )
        without = answered(answer.question.without_hand())
        said = hand_result_in_words(answer.match, without.match)
        st.markdown(plain(said))
        # The change was made further down the page, where this is not in sight.
        if word := word_on_change():
            st.toast(plain(f"{word} {said}"), icon=":material/done:")
        for fault in kept_impossible_in_words(answer.match.kept_impossible):
            st.warning(plain(fault), icon=":material/warning:")


def change_pair(answer: Answer, urn: int, uid: int) -> None:
    """Draw the buttons that keep or forbid a pair, or leave its trust out, and solve again."""
    name, hand = plain(trust_name(uid)), answer.question.hand
    with st.container(horizontal=True):
        st.button(
            f"Keep {name} for this school",
            key="hand keep",
            icon=":material/keep:",
            on_click=keep_pair,
            args=(uid, urn),
            disabled=(uid, urn) in hand.kept,
        )
        st.button(
            "Forbid this pair",
            key="hand forbid",
            icon=":material/block:",
            on_click=forbid_pair,
            args=(uid, urn),
            disabled=(uid, urn) in hand.forbidden,
        )
        st.button(
            f"Leave {name} out",
            key="hand leave out",
            icon=":material/person_off:",
            on_click=leave_out,
            args=(uid,),
            disabled=uid in hand.left_out,
        )


def change_capacity(answer: Answer) -> None:
    """Draw the form that sets a trust's capacity by hand, or leaves the trust out."""
    could = answer.match.could
    now = dict(zip(could["trust_uid"].astype(int), could["capacity"].astype(int), strict=True))
    if not now:
        return
    with st.expander("Set a trust’s capacity by hand"):
        draw_refusal(_TRUST.key, lambda _: _TRUST)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _ask_capacity(now)


def _ask_capacity(now: Mapping[int, int]) -> None:
    uid = st.selectbox(
        _TRUST.label + REQUIRED,
        sorted(now, key=lambda one: trust_name(one).lower()),
        format_func=trust_name,
        index=None,
        placeholder="A supporting trust",
        key=_TRUST.key,
        filter_mode="contains",
        width=360,
    )
    schools = st.number_input(
        "Schools it may be given",
        min_value=0,
        max_value=MOST_BY_HAND,
        value=min(now.get(uid, 1) if uid is not None else 1, MOST_BY_HAND),
        key=f"hand schools {uid}",
        width=200,
    )
    st.button("Set", key="hand set", on_click=_of_trust, args=(uid, set_capacity, int(schools)))
    st.button("Leave it out", key="hand out", on_click=_of_trust, args=(uid, leave_out))


def _of_trust(uid: int | None, change: Callable[..., None], *more: int) -> None:
    """Change the plan for the trust that was chosen, or ask for one."""
    if uid is None:
        refuse(_TRUST.key, [Fault("trust", "Choose a trust.")], words="")
        return
    forget_refusal(_TRUST.key)
    change(uid, *more)
