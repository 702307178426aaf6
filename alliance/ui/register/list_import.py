"""Bringing in a list that others made: its columns, its names, what is in doubt, the preview."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import current_history, current_register
from alliance.errors import Fault, RegisterError
from alliance.register import Action
from alliance.register.exchange import preview_rows
from alliance.register.lists.list_columns import FIELDS, MUST, guessed, lacking, named
from alliance.register.lists.list_names import places
from alliance.register.lists.list_rows import Said, as_import_rows, read_list, rows_of_list
from alliance.register.register_vocabulary import Funding, Status, Theme
from alliance.register.sheet import MOST_BYTES, MOST_ROWS
from alliance.text.words import count, counted
from alliance.ui.app.sign_in import person, right
from alliance.ui.app.uploaded import upload_box
from alliance.ui.app.visit import ends_with_visit
from alliance.ui.parts.form_faults import (
    NOTHING_SAVED,
    REQUIRED,
    Field,
    draw_broken,
    draw_problem,
    faults_in_words,
)
from alliance.ui.parts.note import draw_status
from alliance.ui.register.list_doubts import decide
from alliance.ui.register.register_preview import draw_preview
from alliance.ui.register.register_table import safe_link, word_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from alliance.register.lists.list_rows import ReadList, Rows

OPENED = "list opened"
_LINK = Field("Where it is published", "list link")
_ROWS, _READ, _FOUND = "list rows", "list read", "list found"
_FIRST = 3
BY_DATES = "Completed where its end has passed, else Active"


def import_list() -> None:
    """Draw the box for the list, its columns, the doubtful names and what would be saved."""
    st.markdown(
        "**1.** Upload a list as it was published or released, CSV or Excel: pairs of school and "
        "supporting organisation, or emergency grants. **2.** Say what its columns hold. **3.** "
        "Decide the doubtful names. **4.** Check the preview. Nothing is saved until you confirm, "
        "and nothing doubtful is ever saved."
    )
    field = Field(
        f"List with up to {count(MOST_ROWS)} rows",
        f"list {st.session_state.setdefault(OPENED, 0)}",
    )
    file = upload_box(
        field.label + REQUIRED,
        type=["csv", "xlsx"],
        key=field.key,
        megabytes=MOST_BYTES // 1_000_000,
        right=right(Action.IMPORT),
    )
    if file is None:
        return
    rows = _rows(file)
    if isinstance(rows, str):
        draw_problem(file.file_id, [Fault("file", rows)], lambda _: field, NOTHING_SAVED)
        return
    columns = _columns(file, rows)
    said = _said(file)
    if _amiss(file, columns, said):
        return
    read = _read(file, rows, columns, said)
    _tell(read)
    decided = decide(read, file.file_id)
    _preview(file, read, decided, said)


def _amiss(file: UploadedFile, columns: Mapping[str, str], said: Said) -> bool:
    """Say what has to be filled in before the list can be read, and what is wrong."""

    def field_of(name: str) -> Field:
        return _LINK if name == "link" else Field(FIELDS[name].label, _column_key(file, name))

    missing = lacking(columns)
    if missing:
        lines = faults_in_words(missing, field_of)
        st.info(f"Before the list can be read:\n\n{lines}", icon=":material/edit:")
    wrong = bool(said.link) and not safe_link(said.link)
    if wrong:
        draw_broken([Fault("link", "An address starts with https://.")], field_of)
    return bool(missing) or wrong


def _column_key(file: UploadedFile, name: str) -> str:
    return f"list column {file.file_id} {name}"


def _rows(file: UploadedFile) -> Rows | str:
    """Return the rows of a list, read once, or why they cannot be."""
    held: tuple[str, Rows | str] | None = st.session_state.get(_ROWS)
    if held is None or held[0] != file.file_id:
        try:
            with ends_with_visit():
                held = (file.file_id, rows_of_list(file.getvalue(), file.name))
        except RegisterError as fault:
            held = (file.file_id, str(fault))
        st.session_state[_ROWS] = held
    return held[1]


def _columns(file: UploadedFile, rows: Rows) -> dict[str, str]:
    """Ask which heading holds what, as guessed at first, beside the first rows of the list."""
    headings = [heading for heading in rows[0][1] if heading]
    likely = guessed(headings)
    st.header("What the columns hold", anchor=False)
    st.caption(
        "Guessed by their headings; correct what is wrong. Columns that stand nowhere here are not "
        "read."
    )
    chosen: dict[str, str] = {}
    with st.container(key="list_columns"):
        boxes = st.columns(3)
        for place, (name, field) in enumerate(FIELDS.items()):
            with boxes[place % 3]:
                heading = st.selectbox(
                    field.label + _required(name),
                    headings,
                    index=headings.index(likely[name]) if name in likely else None,
                    key=_column_key(file, name),
                    placeholder="In no column",
                    help=field.help,
                )
                chosen |= {name: heading} if heading else {}
    shown = [heading for heading in headings if heading in chosen.values()] or headings
    word_table(
        [plain_heading(heading) for heading in ("Row", *shown)],
        [
            (str(number), *(_cell(cells.get(heading)) for heading in shown))
            for number, cells in rows[:_FIRST]
        ],
    )
    st.caption(f"The first of {counted(len(rows), 'row', 'rows')}.")
    return chosen


def _required(name: str) -> str:
    return f" (required, or the {named(MUST[name])})" if name in MUST else ""


def plain_heading(heading: str) -> str:
    """Return a heading of the list, cut where it is long."""
    return heading if len(heading) <= 60 else f"{heading[:59]}…"


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    return "" if value is None else str(value)[:120]


def _said(file: UploadedFile) -> Said:
    """Ask what holds for the whole list."""
    st.header("What holds for the whole list", anchor=False)
    boxes = st.columns(3)
    with boxes[0]:
        theme = st.selectbox(
            "Theme", list(Theme), index=list(Theme).index(Said.theme), key="list theme"
        )
        place = st.selectbox(
            "Region or local authority of all its schools",
            sorted(places(current_history()).values()),
            index=None,
            key="list place",
            placeholder="As its columns say",
            help="With a place, a name that is exactly that of one school there needs no "
            "confirmation.",
            filter_mode="contains",
        )
    with boxes[1]:
        status = st.selectbox("Status", [BY_DATES, *Status], key="list status")
        funding = st.selectbox(
            "Funding", list(Funding), index=None, key="list funding", placeholder="Not said"
        )
        starts_on = _day("Start of rows that tell none", "list start")
    with boxes[2]:
        source = st.text_input(
            "What the list is called", value=file.name, key=f"list name {file.file_id}"
        )
        link = st.text_input(_LINK.label, key=_LINK.key, placeholder="https://")
        ends_on = _day("End of rows that tell none", "list end")
    return Said(
        theme=Theme(theme or Said.theme),
        funding=None if funding is None else Funding(funding),
        status=None if status == BY_DATES else Status(status),
        place=place or "",
        starts_on=starts_on,
        ends_on=ends_on,
        link=link.strip(),
        source=source.strip(),
    )


def _day(label: str, key: str) -> dt.date | None:
    day: dt.date | None = st.date_input(
        label,
        value=None,
        format="DD/MM/YYYY",
        min_value=dt.date(1990, 1, 1),
        max_value=dt.date(2099, 12, 31),
        key=key,
    )
    return day


def _read(file: UploadedFile, rows: Rows, columns: Mapping[str, str], said: Said) -> ReadList:
    """Read the list and match its names, once for what was chosen."""
    asked = (file.file_id, tuple(columns.items()), said.place, said.starts_on, said.ends_on)
    held: tuple[Any, ReadList] | None = st.session_state.get(_READ)
    if held is None or held[0] != asked:
        with st.spinner("Matching names"):
            held = (asked, read_list(current_history(), rows, columns, said))
        st.session_state[_READ] = held
    return held[1]


def _tell(read: ReadList) -> None:
    """Say how many rows are matched without doubt, and what cannot be read."""
    sure = sum(
        row.school_found.sure is not None and row.supporter_found.sure is not None
        for row in read.rows
    )
    doubtful = len(read.doubtful())
    st.header("Names", anchor=False)
    draw_status(
        "rows of the list",
        f"**{counted(len(read.rows), 'row', 'rows')} read**: {count(sure)} with both names sure, "
        f"{counted(doubtful, 'name', 'names')} in doubt.",
        is_news=True,
    )
    if read.faults:
        with st.expander(f"{counted(len(read.faults), 'cell', 'cells')} not read as expected"):
            word_table(
                ("Row", "Column", "What is wrong"),
                [(str(one.row), one.column, one.message) for one in read.faults],
            )


def _preview(file: UploadedFile, read: ReadList, decided: Any, said: Said) -> None:
    """Put what is sure or decided through the rules of the import, and offer to save it."""
    rows = as_import_rows(current_history(), read, decided, said)
    st.header("Preview", anchor=False)
    left = len(read.rows) - len(rows)
    if left:
        st.caption(
            f"{counted(left, 'row is', 'rows are')} left out: a name in doubt is not decided, or "
            "was left out."
        )
    if not rows:
        st.info("No row has both names sure or decided yet.", icon=":material/edit:")
        return
    asked = (file.file_id, current_register().revision(), str(rows))
    held = st.session_state.get(_FOUND)
    if held is None or held[0] != asked:
        with st.spinner("Checking every row"):
            found = preview_rows(rows, current_history(), current_register(), who=person())
            held = (asked, found)
        st.session_state[_FOUND] = held
    draw_preview(held[1], again=_look_again, done=_forget)


def _look_again() -> None:
    st.session_state.pop(_FOUND, None)


def _forget() -> None:
    """Forget the list once it is saved."""
    for key in (_FOUND, _READ, _ROWS):
        st.session_state.pop(key, None)
    st.session_state[OPENED] += 1
