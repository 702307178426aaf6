"""On the page: who may do what, and for administrators who is what and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance import clock
from alliance.analysis.trusts.trust_names import every_trust
from alliance.current.state import current_history, database_of_people
from alliance.errors import Fault, RegisterError, RulesBroken
from alliance.register.people import access, sign_ins
from alliance.register.people.roles import Grant, told
from alliance.register.people.signed_in import known_people
from alliance.register.permission import EVERY_ROLE, Action, Role, may
from alliance.text.words import counted, day_in_words, plain
from alliance.ui.app.sign_in import person, right, roles, sign_in_line, sign_out_everywhere
from alliance.ui.app.sign_in_held import ask_anew, limits
from alliance.ui.parts.form_faults import REQUIRED, Field, draw_refusal, forget_refusal, refuse
from alliance.ui.parts.note import attempt, draw_note, say
from alliance.ui.register.register_table import word_table
from alliance.views.data import rights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FORM = "role form"
_FIELDS = {
    "holder": Field("Who", "role holder"),
    "role": Field("Role", "role given"),
    "trusts": Field("An editor’s own trusts", "role trusts"),
}
_OPEN = (
    "No role is given to anybody yet, so everybody who signs in may do everything. Name an "
    "administrator: from then on, who has no role may only read."
)
_FIXED = "Whoever runs the app gives this one, by ALLIANCE_ROLES."


def draw_rights() -> None:
    """Draw the table of rights and, for who gives roles, what was given and refused."""
    sign_in_line()
    draw_note()
    word_table(rights.headings(), rights.rows())
    st.caption(rights.ALSO)
    word_table(("Role", "What for"), rights.roles_in_words())
    who = person()
    if who.shared or not may(who, Action.ADMINISTER):
        return
    try:
        with database_of_people().connect() as connection:
            names, lines = known_people(connection), access.latest(connection)
            here = sign_ins.in_use(connection, limits())
        given = [*roles().fixed, *roles().all()]
    except RegisterError as fault:
        st.error(plain(str(fault)), icon=":material/link_off:")
        return
    st.header("Roles given", anchor=False)
    if not given:
        st.warning(_OPEN, icon=":material/group:")
    for grant in given:
        _draw_one(grant, names)
    _form(names)
    _signed_in(here, names)
    _accesses(lines)


def _draw_one(grant: Grant, names: Mapping[str, str]) -> None:
    called = f" ({names[grant.holder]})" if grant.holder in names else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(f"{told(grant)}{called}, given by {grant.given_by}"), width="stretch")
        st.button(
            "Take it back",
            key=f"take role {grant.id or told(grant)}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_take,
            args=(grant.id,),
            **(right(Action.ADMINISTER) if grant.id else {"disabled": True, "help": _FIXED}),
        )


def _form(names: Mapping[str, str]) -> None:
    st.header("Give a role", anchor=False)
    draw_refusal(_FORM, _FIELDS.__getitem__)
    holder, role, trusts = _FIELDS.values()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            holder.label + REQUIRED,
            list(names),
            index=None,
            key=holder.key,
            format_func=lambda one: f"{names[one]} · {one}" if one in names else one,
            accept_new_options=True,
            placeholder="Somebody who has signed in, an address, or group:NAME",
        )
        st.selectbox(
            role.label + REQUIRED,
            [one for one in Role if one in EVERY_ROLE],
            index=None,
            key=role.key,
            format_func=str.capitalize,
            width=200,
        )
    st.multiselect(trusts.label, list(every_trust(current_history())), key=trusts.key)
    st.button("Give the role", type="primary", on_click=_give, **right(Action.ADMINISTER))


def _give() -> None:
    held = {name: st.session_state.get(field.key) or "" for name, field in _FIELDS.items()}
    holder, role, trusts = held["holder"], held["role"], held["trusts"]
    missing = [Fault("holder", "Say who.")] * (not holder)
    missing += [Fault("role", "Choose a role.")] * (not role)
    if missing:
        refuse(_FORM, missing)
        return
    known = every_trust(current_history())
    try:
        roles().give(holder, Role(role), [known[name] for name in trusts], person())
    except RulesBroken as broken:
        refuse(_FORM, broken.faults)
    except RegisterError as fault:
        refuse(_FORM, words=str(fault))
    else:
        ask_anew()
        forget_refusal(_FORM)
        for field in _FIELDS.values():
            st.session_state.pop(field.key, None)
        say("The role is given.")


def _take(number: int) -> None:
    if attempt(lambda: roles().take(number, person())):
        ask_anew()
        say("The role is taken back.")


def _signed_in(here: Sequence[sign_ins.InUse], names: Mapping[str, str]) -> None:
    st.header("Signed in now", anchor=False)
    if not here:
        st.caption("Nobody.")
    for one in here:
        at, name = clock.in_london(one.used_at), names.get(one.identity, one.identity)
        browsers = counted(one.browsers, "browser", "browsers")
        said = f"{name}, in {browsers}, last active {day_in_words(at)}, {at:%H:%M}"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(said), width="stretch")
            st.button(
                "Sign them out everywhere",
                key=f"sign out {one.identity}",
                icon=":material/devices_off:",
                type="tertiary",
                on_click=_sign_out,
                args=(one.identity, name),
                **right(Action.ADMINISTER),
            )


def _sign_out(identity: str, name: str) -> None:
    if attempt(lambda: sign_out_everywhere(identity, name)):
        say(f"{name} is signed out everywhere.")


def _accesses(lines: list[access.Access]) -> None:
    st.header("Sign-ins, files and refusals", anchor=False)
    if not lines:
        st.caption("None yet.")
        return
    shown = [(clock.in_london(one.at), one) for one in lines[:200]]
    word_table(
        ("When", "Who", "Who that is", "What", "More"),
        [
            (f"{day_in_words(at)}, {at:%H:%M:%S}", one.who, one.who_is, one.what, one.about)
            for at, one in shown
        ],
    )
