"""Where the app is reached from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from alliance.settings import settings


def public_base() -> str:
    """Return where other people and their programs reach the app."""
    if settings().public_address:
        return settings().public_address.rstrip("/")
    here = urlsplit(st.context.url or "http://localhost")
    # A page stands right below the app's top, which may itself stand below a path of its host.
    return f"{here.scheme}://{here.netloc}{here.path.rpartition('/')[0]}"
