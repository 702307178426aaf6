"""Who supports and who is supported, found by name: trust, school, authority or another body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.schools.search import LONGEST_QUERY, search
from alliance.analysis.trusts.trust_names import every_trust, shown_names
from alliance.current.state import current_history, kept
from alliance.history.as_at import authorities as every_authority
from alliance.register.register_vocabulary import SupporterKind
from alliance.text.words import count, day_in_words, plain
from alliance.ui.parts.form_faults import REQUIRED
from alliance.views.not_found import no_school

if TYPE_CHECKING:
    import datetime as dt

    from alliance.register import Support

MOST_FOUND = 30


@kept(maxsize=1)
def authorities() -> dict[str, str]:
    """Return every local authority there was, by the name shown, with its code."""
    named = every_authority(current_history())["la_name"].sort_values(kind="stable")
    return {f"{name} ({code})": str(code) for code, name in named.items()}


def write_supporter(form: str, kind: SupporterKind, identity: str) -> None:
    """Put a supporter into the form."""
    st.session_state[f"{form} kind"] = kind
    if kind is SupporterKind.TRUST:
        uid = int(identity) if identity.isdecimal() else 0
        st.session_state[f"{form} trust"] = shown_names(current_history()).get(uid)
    elif kind is SupporterKind.SCHOOL:
        st.session_state[f"{form} supporter words"] = identity
    elif kind is SupporterKind.LOCAL_AUTHORITY:
        shown = [name for name, code in authorities().items() if code == identity]
        st.session_state[f"{form} authority"] = shown[0] if shown else None
    else:
        st.session_state[f"{form} other"] = identity


def write_recipient(form: str, support: Support) -> None:
    """Put a recipient into the form."""
    st.session_state[f"{form} recipient words"] = str(support.recipient_urn)


def ask_kind(form: str) -> None:
    """Ask what kind of body supports."""
    st.session_state.setdefault(f"{form} kind", SupporterKind.TRUST)
    st.segmented_control(
        "Who gives the support",
        list(SupporterKind),
        key=f"{form} kind",
        required=True,
        persist_state="session",
    )


_SUPPORTER_BOXES = {
    SupporterKind.TRUST: "trust",
    SupporterKind.LOCAL_AUTHORITY: "authority",
    SupporterKind.OTHER: "other",
}
SUPPORTER_LABELS = {
    SupporterKind.TRUST: "Supporting trust",
    SupporterKind.SCHOOL: "Supporting school",
    SupporterKind.LOCAL_AUTHORITY: "Supporting local authority",
    SupporterKind.OTHER: "Supporting organisation",
}
"""What the field is called in which a supporter of each kind is given."""


def ask_supporter(form: str, day: dt.date) -> None:
    """Ask who supports."""
    kind, _ = supporter(form, day)
    label = SUPPORTER_LABELS[kind] + REQUIRED
    if kind == SupporterKind.TRUST:
        _choice(label, f"{form} trust", list(every_trust(current_history())))
    elif kind == SupporterKind.SCHOOL:
        _ask_school(label, f"{form} supporter", day)
    elif kind == SupporterKind.LOCAL_AUTHORITY:
        _choice(label, f"{form} authority", list(authorities()))
    else:
        st.text_input(label, key=f"{form} other", persist_state="session")


def ask_recipient(form: str, day: dt.date) -> None:
    """Ask which school is supported."""
    _ask_school("Supported school" + REQUIRED, f"{form} recipient", day)


def supporter(form: str, day: dt.date) -> tuple[SupporterKind, str]:
    """Return the supporter in the form: its kind, and its identifier or "" where none is chosen."""
    held: dict[str, Any] = st.session_state  # type: ignore[assignment]
    kind = SupporterKind(held.get(f"{form} kind") or SupporterKind.TRUST)
    if kind is SupporterKind.TRUST:
        uid = every_trust(current_history()).get(held.get(f"{form} trust") or "")
        return kind, "" if uid is None else str(uid)
    if kind is SupporterKind.SCHOOL:
        urn = _school(f"{form} supporter", day)
        return kind, "" if urn is None else str(urn)
    if kind is SupporterKind.LOCAL_AUTHORITY:
        return kind, authorities().get(held.get(f"{form} authority") or "", "")
    return kind, (held.get(f"{form} other") or "").strip()


def recipient(form: str, day: dt.date) -> int | None:
    """Return the URN of the recipient in the form, if one is chosen."""
    return _school(f"{form} recipient", day)


def box_of_supporter(form: str, kind: SupporterKind) -> str:
    """Return the key of the box in which a supporter of a kind is given."""
    if kind is SupporterKind.SCHOOL:
        return _box_of_school(f"{form} supporter")
    return f"{form} {_SUPPORTER_BOXES[kind]}"


def box_of_recipient(form: str) -> str:
    """Return the key of the box in which the recipient is given."""
    return _box_of_school(f"{form} recipient")


def _box_of_school(key: str) -> str:
    """Return the box for words or, once they find several schools, that to choose one of them."""
    return f"{key} {'urn' if st.session_state.get(_several(key)) else 'words'}"


def _several(key: str) -> str:
    return f"{key} several"


def _choice(label: str, key: str, names: list[str]) -> None:
    st.selectbox(
        label,
        names,
        index=None,
        key=key,
        placeholder="Type part of the name",
        filter_mode="contains",
        persist_state="session",
    )


def _ask_school(label: str, key: str, day: dt.date) -> None:
    words = st.text_input(
        label,
        key=f"{key} words",
        max_chars=LONGEST_QUERY,
        placeholder="Name, number or postcode",
        icon=":material/search:",
        live=True,
        persist_state="session",
    ).strip()
    found = _found(words, day) if words else {}
    st.session_state[_several(key)] = len(found) > 1
    if not words:
        return
    if not found:
        st.caption(no_school(words, asked=plain(words)))
    elif len(found) == 1:
        st.caption(plain(next(iter(found.values()))))
    else:
        more = " or more" if len(found) == MOST_FOUND else ""
        _keep_choice(key, found, day)
        st.selectbox(
            f"Which of {count(len(found))}{more}?{REQUIRED}",
            list(found),
            index=None,
            format_func=lambda urn: found.get(urn, str(urn)),
            key=f"{key} urn",
            placeholder="Choose one",
            filter_mode="contains",
            persist_state="session",
        )


def _keep_choice(key: str, found: dict[int, str], day: dt.date) -> None:
    """Choose the school again where another day words it anew: the box knows it by the words."""
    chosen = st.session_state.get(f"{key} urn")
    if st.session_state.get(f"{key} day", day) != day and chosen in found:
        st.session_state[f"{key} urn"] = chosen
    st.session_state[f"{key} day"] = day


def _school(key: str, day: dt.date) -> int | None:
    """Return the one school that the words name, or the one chosen among those they find."""
    words = (st.session_state.get(f"{key} words") or "").strip()
    found = _found(words, day) if words else {}
    if len(found) == 1:
        return next(iter(found))
    chosen = st.session_state.get(f"{key} urn")
    return int(chosen) if chosen in found else None


@kept(maxsize=256)
def _found(words: str, day: dt.date) -> dict[int, str]:
    """Return schools that answer, by URN, each as it is told apart; a whole URN is one school."""
    found = search(current_history(), words, day, MOST_FOUND)
    whole = found[found["urn"].astype("str") == words]
    found = found if whole.empty else whole
    rows = zip(*(found[name] for name in ("urn", "name", "la_name", "open", "closed")), strict=True)
    return {
        int(urn): f"{name} · {area} · URN {urn}{'' if there else _gone(closed, day)}"
        for urn, name, area, there, closed in rows
    }


def _gone(closed: Any, day: dt.date) -> str:
    if pd.isna(closed) or closed.date() > day:
        return f" · not yet open on {day_in_words(day)}"
    return f" · closed {day_in_words(closed.date())}"
