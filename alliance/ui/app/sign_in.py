"""Who is asking: the signed-in person where sign-in is configured, else the local user."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current import state
from alliance.errors import AllianceError, NotAllowed
from alliance.register import Action, Person, may
from alliance.register.people.access import note_refusal
from alliance.register.people.roles import Roles, grants_in, person_of, tidy
from alliance.register.people.sign_ins import SignIn, end_everywhere, sign_in_of
from alliance.register.people.signed_in import SignedIn, signed_in
from alliance.register.permission import (
    ANONYMOUS,
    EVERY_ROLE,
    SIGN_IN,
    Role,
    declares_for,
    demand,
    why_not,
)
from alliance.settings import ROOT, settings
from alliance.ui.app.sign_in_held import ask_anew, held, note_use, why_ended

if TYPE_CHECKING:
    from collections.abc import Collection

OPEN_BY_ACCIDENT = (
    "Nobody can make changes here: other machines reach this app, and it has no sign-in. Whoever "
    "runs it sets up [auth] in .streamlit/secrets.toml, or lets it listen on its own machine only "
    "(--server.address=127.0.0.1), or sets ALLIANCE_OPEN_TO_WRITE=true to let everybody write."
)
_CLAIMS = ("iss", "sub", "name", "email", "email_verified", "iat", "nonce")
_CLOSED, _NOT_ENDED = "register closed", "sign-in not ended"
_KEPT = {
    "": frozenset[Action](),
    "register": frozenset({Action.READ_REGISTER}),
    "all": frozenset({Action.READ, Action.READ_REGISTER}),
}


def person() -> Person:
    """Return who is asking, from Streamlit's own sign-in.

    Without an ``[auth]`` section in Streamlit's secrets everybody is the local user that the
    settings name, as long as nobody reaches the app from elsewhere; with it, who has not signed in
    is anonymous.
    """
    visitor = replace(ANONYMOUS, kept_from=_KEPT[settings().sign_in_to_read])
    if not _sign_in_is_configured():
        open_to_them = settings().open_to_write or is_own_machine()
        return _local_user() if open_to_them else replace(visitor, way_in=OPEN_BY_ACCIDENT)
    if not st.user.is_logged_in:
        return visitor
    one, sign_in = _signed_in()
    known = held(sign_in)
    if known.ended:
        return replace(visitor, way_in=why_ended(known.ended))
    if not one.identity or known.grants is None:
        # Nothing tells them from others, so nothing is theirs; or it cannot be asked what is, nor
        # whether their sign-in was ended.
        return Person(one.name, True, one.identity, frozenset({Role.READER}))
    return person_of(replace(one, groups=one.groups | known.groups), known.grants, settings())


def _signed_in() -> tuple[SignedIn, SignIn]:
    group_claims = settings().group_claims
    names = (*_CLAIMS, *(name.strip() for name in group_claims.split(",")))
    claims = {name: st.user.get(name) for name in names}
    one = signed_in(claims, group_claims)
    return one, sign_in_of(claims, one.identity)


def current_sign_in() -> SignIn | None:
    """Return the sign-in of this visit, whether it holds or not; nothing where there is none."""
    is_one = _sign_in_is_configured() and st.user.is_logged_in
    return _signed_in()[1] if is_one else None


def note_visit() -> None:
    """Keep that whoever is signed in does something, so that the sign-in goes on."""
    if sign_in := current_sign_in():
        note_use(sign_in)


def sign_out_everywhere(identity: str, name: str) -> None:
    """End all sign-ins of a person: one's own, or another's by an administrator.

    Raises
    ------
    NotAllowed, RegisterError
        They may not, or it could not be kept.
    """
    end_everywhere(state.database_of_people(), identity, name, person())
    ask_anew()


def _sign_out_everywhere() -> None:
    who = person()
    try:
        sign_out_everywhere(who.identity, who.name)
    except AllianceError as fault:
        st.session_state[_NOT_ENDED] = str(fault)
        return
    st.logout()


def roles() -> Roles:
    """Return the roles, to be given and taken."""
    return Roles(state.database_of_people(), grants_in(settings().roles))


def _local_user() -> Person:
    name = settings().local_user
    named = {tidy(each) for each in settings().updaters.split(",")} - {""}
    updates = not named or name.casefold() in named
    return Person(
        name,
        known=True,
        roles=EVERY_ROLE if updates else EVERY_ROLE - {Role.UPDATER},
        declares_for=declares_for(name, settings().declarers),
        shared=True,
    )


def is_own_machine() -> bool:
    """Return whether the app listens on its own machine only, and the visit comes from there."""
    forwarded = (st.context.headers.get("X-Forwarded-For") or "").split(",")
    host = (st.context.headers.get("Host") or "").rpartition("@")[2]
    # None from this machine; where no browser has come, it is no address either.
    comes_from = st.context.ip_address
    reached = [comes_from] if isinstance(comes_from, str) else []
    reached += [*(one.strip() for one in forwarded), _bare(host)]
    return all(_is_loopback(one) for one in (st.get_option("server.address") or "::", *reached))


def _bare(host: str) -> str:
    """Return a host without its port."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _is_loopback(address: str) -> bool:
    if address in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def say_if_open_by_accident() -> None:
    """Say so where nobody may write, for the app can be reached and asks nobody who they are."""
    if person().way_in == OPEN_BY_ACCIDENT:
        with st.container(key="open_by_accident"):
            st.warning(OPEN_BY_ACCIDENT, icon=":material/lock:")


def demand_here(action: Action) -> None:
    """See that this person may do an action that writes nothing to the register.

    Raises
    ------
    NotAllowed
        They may not; that it was refused is kept.
    """
    who = person()
    try:
        demand(who, action)
    except NotAllowed as refusal:
        with suppress(AllianceError):
            note_refusal(state.database_of_people(), who, str(refusal))
        raise


def sees_names() -> bool:
    """Return whether this person may read who changed what, and notes."""
    return may(person(), Action.READ_NAMES)


def close_to_who_may_not_read(*, followed: bool) -> None:
    """Keep the register from this visit unless it may read it, or follows what it is shown."""
    closed = "" if followed else why_not(person(), Action.READ_REGISTER)
    st.session_state[_CLOSED] = closed and "Sign in to read the register of support."


def _why_closed() -> str:
    return str(st.session_state.get(_CLOSED, "")) if settings().sign_in_to_read else ""


state.why_closed = _why_closed


def sign_in_line() -> None:
    """Say under which name changes are kept, with the button that signs in or out."""
    who = person()
    with st.container(horizontal=True, vertical_alignment="center", key="sign_in"):
        if not _sign_in_is_configured():
            st.caption(
                f"Your changes will be recorded as **{_plain(who.name)}**."
                if who.known
                else "You can read, and nobody can make changes."
            )
        elif who.known:
            st.caption(f"Signed in as **{_plain(who.name)}**.")
            st.button("Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:")
            if who.identity:
                st.button(
                    "Sign out everywhere",
                    on_click=_sign_out_everywhere,
                    type="tertiary",
                    icon=":material/devices_off:",
                    help="In every browser in which you are signed in to this app.",
                )
        else:
            st.caption(_ended() or "You can read. Sign in to make changes.")
            st.button("Sign in", on_click=st.login, type="tertiary", icon=":material/login:")
    if why := st.session_state.pop(_NOT_ENDED, ""):
        st.error(_plain(why), icon=":material/link_off:")


def _ended() -> str:
    """Return why whoever was signed in no longer is; "" of who never was."""
    why = person().way_in
    return "" if why in (SIGN_IN, OPEN_BY_ACCIDENT) else why


def ask_to_sign_in() -> None:
    """Draw what stands in the place of a page that is only for who has signed in."""
    st.title("Sign in to read this", anchor=False)
    if not _sign_in_is_configured():
        st.warning(OPEN_BY_ACCIDENT, icon=":material/lock:")
        return
    st.markdown(_ended() or "Whoever runs this app shows it to people who have signed in.")
    st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")
    st.page_link(ROOT / "pages" / "follow.py", label="Follow a presentation by its code")


def _sign_in_is_configured() -> bool:
    return "is_logged_in" in st.user


def _plain(name: str) -> str:
    return "".join("\\" + letter if letter in "\\`*_[]<>$:" else letter for letter in name)


def right(
    action: Action,
    *,
    trusts: Collection[int] | None = None,
    made_by: str | None = None,
) -> dict[str, Any]:
    """Return what disables a control that this person may not use, with the reason.

    It takes what :func:`alliance.register.permission.may` takes of a thing.
    """
    reason = why_not(person(), action, trusts=trusts, made_by=made_by)
    return {"disabled": True, "help": reason} if reason else {}
