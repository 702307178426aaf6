"""Who is asking: the signed-in person where sign-in is configured, else the local user."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from alliance.register import Action, Person, may
from alliance.register.permission import ANONYMOUS, declares_for
from alliance.settings import settings


def person() -> Person:
    """Return who is asking, from Streamlit's own sign-in.

    Without an ``[auth]`` section in Streamlit's secrets everybody is the local user that the
    settings name; with it, who has not signed in is anonymous.
    """
    if not _sign_in_is_configured():
        return replace(_known(settings().local_user), shared=True)
    if not st.user.is_logged_in:
        return ANONYMOUS
    name = st.user.get("email") or st.user.get("name") or st.user.get("sub")
    return _known(str(name))


def _known(name: str) -> Person:
    named = {each.strip().casefold() for each in settings().updaters.split(",")} - {""}
    return Person(
        name,
        known=True,
        updates=not named or name.casefold() in named,
        declares_for=declares_for(name, settings().declarers),
    )


def sign_in_line() -> None:
    """Say under which name changes are kept, with the button that signs in or out."""
    who = person()
    with st.container(horizontal=True, vertical_alignment="center", key="sign_in"):
        if not _sign_in_is_configured():
            st.caption(f"Your changes will be recorded as **{_plain(who.name)}**.")
        elif who.known:
            st.caption(f"Signed in as **{_plain(who.name)}**.")
            st.button("Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:")
        else:
            st.caption("You can read. Sign in to make changes.")
            st.button("Sign in", on_click=st.login, type="tertiary", icon=":material/login:")


def _sign_in_is_configured() -> bool:
    return "is_logged_in" in st.user


def _plain(name: str) -> str:
    return "".join("\\" + letter if letter in "\\`*_[]<>$:" else letter for letter in name)


def right(action: Action) -> dict[str, Any]:
    """Return what disables a control that this person may not use, with the reason."""
    if may(person(), action):
        return {}
    return {"disabled": True, "help": "Sign in to do this. Without signing in you can only read."}
