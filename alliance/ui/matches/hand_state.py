"""What a person changes of a plan by hand, held for the visit and in the address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from alliance.analysis.matching.hand_changes import KEYS, HandChanges, read_hand_changes
from alliance.ui.parts.in_address import write_in_address

_HAND, _FAULTS, _WORD = "match by hand", "match by hand faults", "match by hand word"


def by_hand() -> HandChanges:
    """Return what is changed: from the address when a visit opens with changes, then written there.

    What of the address cannot be read is said once, and left out.
    """
    if _HAND not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in KEYS}
        st.session_state[_HAND], st.session_state[_FAULTS] = read_hand_changes(given)
    hand: HandChanges = st.session_state[_HAND]
    spelled = hand.spelled()
    for key in KEYS:
        write_in_address(key, spelled.get(key, ""))
    return hand


def faults_in_address() -> list[str]:
    """Return what of the changes in the address could not be read; asked once, then forgotten."""
    return list(st.session_state.pop(_FAULTS, ()))


def change_by_hand(hand: HandChanges) -> None:
    """Plan with these changes when the page is drawn next."""
    st.session_state[_HAND] = hand
    st.session_state[_WORD] = "The plan is solved again."


def word_on_change() -> str:
    """Return a word on the change just made; asked once, then forgotten."""
    word: str = st.session_state.pop(_WORD, "")
    return word


def keep_pair(uid: int, urn: int) -> None:
    """Keep a pair in the plan, whatever it costs; it is forbidden no more, nor its trust left out.

    Another trust kept for the school is let go: a person keeps one in its place.
    """
    hand: HandChanges = st.session_state[_HAND]
    change_by_hand(
        replace(
            hand,
            kept=(*(pair for pair in hand.kept if pair[1] != urn), (uid, urn)),
            forbidden=tuple(pair for pair in hand.forbidden if pair != (uid, urn)),
            left_out=tuple(other for other in hand.left_out if other != uid),
        )
    )


def forbid_pair(uid: int, urn: int) -> None:
    """Forbid a pair; it is kept no more."""
    hand: HandChanges = st.session_state[_HAND]
    change_by_hand(
        replace(
            hand,
            forbidden=(*hand.forbidden, (uid, urn)),
            kept=tuple(pair for pair in hand.kept if pair != (uid, urn)),
        )
    )


def leave_out(uid: int) -> None:
    """Let a trust support nobody in this plan; none of its pairs is kept, no capacity set."""
    hand: HandChanges = st.session_state[_HAND]
    lets_go = any(pair[0] == uid for pair in hand.kept)
    change_by_hand(
        replace(
            hand,
            left_out=(*hand.left_out, uid),
            kept=tuple(pair for pair in hand.kept if pair[0] != uid),
            capacity_of=tuple(pair for pair in hand.capacity_of if pair[0] != uid),
        )
    )
    if lets_go:
        st.session_state[_WORD] += " A pair of this trust that was kept is let go."


def set_capacity(uid: int, schools: int) -> None:
    """Say how many schools a trust may be given; it is left out no more."""
    hand: HandChanges = st.session_state[_HAND]
    change_by_hand(
        replace(
            hand,
            capacity_of=(*(pair for pair in hand.capacity_of if pair[0] != uid), (uid, schools)),
            left_out=tuple(other for other in hand.left_out if other != uid),
        )
    )
