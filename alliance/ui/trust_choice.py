"""The choice of one trust, kept in the address, and the league table of each day."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.footprints import Footprints, footprints
from alliance.analysis.trusts import TIERS, league
from alliance.settings import ROOT
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

TRUST = "trust_profile"
TABLE = "all trusts"


@lru_cache(maxsize=1)
def every_trust() -> dict[str, int]:
    """Give every trust of the history by the name shown; with its UID where two share one."""
    trusts = current_history().trusts.sort_values(["name", "trust_uid"])
    often = Counter(trusts["name"])
    return {
        name if often[name] == 1 else f"{name} ({uid})": int(uid)
        for name, uid in zip(trusts["name"], trusts["trust_uid"], strict=True)
    }


@lru_cache(maxsize=1)
def shown_names() -> dict[int, str]:
    """Give the name shown of every trust, by UID."""
    return {uid: name for name, uid in every_trust().items()}


def choose_trust() -> int | None:
    """Ask for one trust, or all in a table."""
    name = st.selectbox(
        "Trust to look at",
        list(every_trust()),
        index=None,
        placeholder="All trusts in a table",
        key=TRUST,
        bind="query-params",
        persist_state="session",
        filter_mode="contains",
        width=460,
    )
    return None if name is None else every_trust()[name]


def choose(uid: int) -> None:
    """Look at one trust when the Trusts page is drawn next."""
    st.session_state[TRUST] = shown_names()[int(uid)]


def open_trust(uid: int) -> None:
    """Go to the Trusts page and look at one trust."""
    choose(uid)
    st.switch_page(ROOT / "pages" / "trusts.py")


def back_to_all() -> None:
    """Look at all trusts again."""
    st.session_state[TRUST] = None
    st.session_state.pop(f"{TABLE} picked", None)


@lru_cache(maxsize=12)
def league_on(day: dt.date) -> pd.DataFrame:
    """Give the league table of a day; shared by all visitors."""
    return league(current_history(), day)


@lru_cache(maxsize=12)
def prints_on(day: dt.date) -> Footprints:
    """Give the footprints of all trusts on a day."""
    return footprints(state_on(day))


def tier_rule() -> str:
    """Say how trusts are put into tiers."""
    return "; ".join(f"{name} {academies_of(name)}" for name in TIERS) + " academies"


def academies_of(name: str) -> str:
    """Give the numbers of academies of a tier: 1–5, 30 or more."""
    names = list(TIERS)
    before = names.index(name) - 1
    least = 1 if before < 0 else int(TIERS[names[before]]) + 1
    most = TIERS[name]
    return f"{least} or more" if most == float("inf") else f"{least}–{int(most)}"
