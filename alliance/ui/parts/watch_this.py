"""“Watch this”: the address of a feed that tells what changes among the schools looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filter_codec import written
from alliance.ui.parts.public_base import public_base
from alliance.web.feed_link import WATCHED, feed_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.analysis.filters import Filter

_OPEN = "watch this"


def watch_this(watched: Mapping[str, Sequence[str | int]]) -> None:
    """Draw the button; what it opens holds the address, to be copied."""
    box = st.popover(
        "Watch this", icon=":material/rss_feed:", key=_OPEN, on_change="rerun", type="tertiary"
    )
    if box.open:
        with box:
            st.markdown(
                "Openings, closings, schools that join a trust or move, and inspections here, of "
                "the last year of the records, as a feed (Atom). Copy the address into a feed "
                "reader, or into a mailbox that reads feeds: it tells when the records bring more."
            )
            st.code(public_base() + feed_address(watched), language=None, wrap_lines=True)
            st.markdown(f"[Other figures for programs]({public_base()}/api/v1)")


def watched_by(chosen: Filter) -> dict[str, list[str]]:
    """Return what a feed has of a filter: all but its day, grades and sizes of trusts."""
    return {key: values for key, values in written(chosen).items() if key in WATCHED}
