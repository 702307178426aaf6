"""Going from one page to another with the filter as it is, in the address too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

_GOING = "going to"


def go_to(page: str, **query: str | list[str]) -> None:
    """Go to the page of this name in ``pages/``; not for a widget's callback.

    ``query`` is what the address says on top of the filter: keys of widgets of that page, not of
    this one.
    """
    set_out(page, query)
    st.rerun()


def set_out(page: str, query: Mapping[str, str | list[str]]) -> None:
    """Have the next run go to a page, with this in its address; for a widget's callback."""
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
