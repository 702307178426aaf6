"""Keeps what stays in memory out of the collection of garbage.

Streamlit asks for a full collection after every run. With pandas and all that is kept loaded it
would take longer than many a run, and find nothing.
"""

from __future__ import annotations

import gc

from alliance.settings import settings


def set_aside() -> None:
    """Leave out of later collections what is there now.

    What is freed by counting is freed all the same; rings of objects that point to each other are
    not, until :func:`look_through`.
    """
    gc.collect()
    if settings().freeze:
        gc.freeze()


def look_through() -> None:
    """Free what became garbage among what was set aside; it takes some tenths of a second."""
    gc.unfreeze()
    set_aside()
