"""The names of a list that are in doubt: whom each may mean, for a person to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.text.words import counted, plain

if TYPE_CHECKING:
    from alliance.register.lists.list_names import Asked, Candidate, Matched
    from alliance.register.lists.list_rows import ReadList

    Decided = dict[tuple[str, Asked], Candidate | None]

_ENDS = {"school": "Supported school", "supporter": "Supporting organisation"}
_PAGE = 20
LEAVE_OUT = "Leave its rows out"


def decide(read: ReadList, file: str) -> Decided:
    """Draw each doubtful name with whom it may mean, and return what was chosen."""
    doubtful = list(read.doubtful().items())
    if not doubtful:
        return {}
    st.markdown(
        "Choose whom each of these means. The number is how well the name fits, 100 at most; rows "
        "of a name that nobody decides are left out."
    )
    pages = -(-len(doubtful) // _PAGE)
    page = st.pagination(pages, key=f"list doubts {file}") if pages > 1 else 1
    for key, found in doubtful[(page - 1) * _PAGE : page * _PAGE]:
        _ask(key, found, read, _key(file, key))
    chosen: Decided = {}
    for key, found in doubtful:
        offered = {_named(one): one for one in found.offered}
        chosen[key] = offered.get(st.session_state.get(_key(file, key)) or "")
    asked = [st.session_state.get(_key(file, key)) for key, found in doubtful if found.offered]
    open_ones = asked.count(None)
    st.caption(
        f"{counted(open_ones, 'name is', 'names are')} still to be decided."
        if open_ones
        else "Every doubtful name is decided."
    )
    return chosen


def _key(file: str, key: tuple[str, Asked]) -> str:
    end, asked = key
    return f"list doubt {file} {end} {asked.name} {asked.number} {asked.place} {asked.first}"


def _ask(key: tuple[str, Asked], found: Matched, read: ReadList, name: str) -> None:
    """Ask whom a name means."""
    end, asked = key
    rows = [
        row.number
        for row in read.rows
        if (row.school if end == "school" else row.supporter) == asked
    ]
    told = ", ".join(str(number) for number in rows[:5]) + ("…" if len(rows) > 5 else "")
    place = f", {asked.place}" if asked.place else ""
    number = f", number {asked.number}" if asked.number else ""
    if not found.offered:
        st.markdown(
            f"**{_ENDS[end]}: {plain(asked.name)}**{plain(place + number)} (row {told}): nobody "
            "there then has a name like it. Its rows are left out; correct the name and upload "
            "the list again."
        )
        return
    st.selectbox(
        f"{_ENDS[end]} “{plain(asked.name)}”{plain(place + number)} (row {told}): {found.why}",
        [*(_named(one) for one in found.offered), LEAVE_OUT],
        index=None,
        key=name,
        placeholder="Choose whom it means",
        persist_state="session",
    )


def _named(one: Candidate) -> str:
    return f"{one.label} · fits {one.score:.0f}"
