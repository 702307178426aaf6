"""Going from one page to another with the filter as it is, in the address too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.settings import ROOT
from alliance.ui.schools.draw_school_search import choose_school
from alliance.views.schools.school_search import BOX

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUST = "trust_profile"
"""Names the trust that the page of trusts looks at in the address."""
_GOING = "going to"


def go_to(page: str, **query: str | list[str]) -> None:
    """Go to the page of this name in ``pages/``; not for a widget's callback.

    ``query`` is what the address says on top of the filter: keys of widgets of that page, not of
    this one.
    """
    _set_out(page, query)
    st.rerun()


def set_out_for_school(urn: int) -> None:
    """Have the next run go to the page of schools and tell of one; for a widget's callback."""
    if urn in current_history().schools["urn"].array:
        choose_school(urn)
        _set_out("schools", {BOX: str(urn)})


def set_out_for_trust(uid: int) -> None:
    """Have the next run go to the page of trusts and tell of one; for a widget's callback."""
    if name := shown_names(current_history()).get(uid):
        st.session_state[TRUST] = name
        _set_out("trusts", {TRUST: name})


def _set_out(page: str, query: Mapping[str, str | list[str]]) -> None:
    st.session_state[_GOING] = (page, query)


def leave() -> None:
    """Go where :func:`go_to` said; call it before any widget, whose values may be set only then.

    Without any query, even an empty one, Streamlit refuses to leave a page whose widgets are bound
    to the address; and it takes the filter out of it, unless its values are set anew.
    """
    if _GOING not in st.session_state:
        return
    page, query = st.session_state.pop(_GOING)
    for key in st.query_params:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    st.switch_page(ROOT / "pages" / f"{page}.py", query_params=query)


def go_to_school(urn: int) -> None:
    """Go to the page of schools and tell of this one."""
    choose_school(int(urn))
    go_to("schools", **{BOX: str(urn)})
