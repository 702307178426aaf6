"""Bringing supports in from a file: the template, a preview with every fault, and the taking."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.current.state import current_history, current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action
from alliance.register.exchange import Preview, bring_in, export, preview, template
from alliance.register.headings import HEADINGS, MUST
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.register.sheet import MOST_BYTES, MOST_ROWS
from alliance.text.words import count, counted, listed, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.note import say
from alliance.ui.register.register_state import LIST, open_tab
from alliance.ui.register.register_table import word_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from alliance.register.register_store import Progress

PAGE = 100
_OPENED = "import opened"
_SEEN = "import seen"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_supports() -> None:
    """Draw the template to fill in, the box for the file, and what the file would bring."""
    st.markdown(
        "**1.** Fill in the template. **2.** Upload the file, CSV or Excel. **3.** Check the "
        "preview. Nothing is saved until you confirm."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Template for Excel",
            data=template,
            file_name="support-template.xlsx",
            mime=XLSX,
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Template as CSV",
            data=lambda: (",".join(HEADINGS) + "\r\n").encode("utf-8-sig"),
            file_name="support-template.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.expander("What each column expects"):
        word_table(
            ("Column", "Expected", "Must be filled in"),
            [
                (heading, expected, "Yes" if heading in MUST else "")
                for heading, (_, expected) in HEADINGS.items()
            ],
        )
    file = st.file_uploader(
        f"File with up to {count(MOST_ROWS)} support arrangements",
        type=["csv", "xlsx"],
        key=f"import {st.session_state.setdefault(_OPENED, 0)}",
        max_upload_size=MOST_BYTES // 1_000_000,
        **right(Action.IMPORT),
    )
    if file is None:
        return
    found = _preview(file)
    if isinstance(found, str):
        st.error(plain(found), icon=":material/error:")
        return
    _tell(found)
    _take(found)
    _faults(found)
    _withdrawn(found)
    _good(found)


def _preview(file: UploadedFile) -> Preview | str:
    """Return the preview of a file, worked out once for each state of the register."""
    seen = (file.file_id, current_register().revision())
    held: tuple[tuple[str, int], Preview | str] | None = st.session_state.get(_SEEN)
    if held is None or held[0] != seen:
        with rows_done("Checked") as progress:
            held = (seen, _read(file, progress))
        st.session_state[_SEEN] = held
    return held[1]


def _read(file: UploadedFile, progress: Progress) -> Preview | str:
    register = current_register()
    try:
        return preview(file.getvalue(), file.name, current_history(), register, progress)
    except RegisterError as fault:
        return str(fault)


@contextmanager
def rows_done(done: str) -> Iterator[Progress]:
    """Draw a bar that moves with the rows done, a hundred steps in all, and take it away."""
    room = st.empty()
    bar = room.progress(0.0, text="Reading the file…")
    steps = set[int]()

    def progress(rows: int, of: int) -> None:
        step = rows * 100 // of
        if step not in steps:
            steps.add(step)
            bar.progress(step / 100, text=f"{done} {count(rows)} of {counted(of, 'row', 'rows')}")

    try:
        yield progress
    finally:
        room.empty()


def _tell(found: Preview) -> None:
    """Say how many rows are good, at fault, and in the register already."""
    rows = len(found.supports) + found.rows_at_fault + found.already + len(found.withdrawn)
    st.markdown(
        f"**{counted(rows, 'row', 'rows')}**: {count(len(found.supports))} good, "
        f"{count(found.rows_at_fault)} with faults, {count(found.already)} in the register already"
        + (f", {count(len(found.withdrawn))} withdrawn from it." if found.withdrawn else ".")
    )
    if found.ignored:
        st.warning(
            f"Not read: {plain(listed(found.ignored, most=10))}. The register has no such column; "
            "compare the heading with the template.",
            icon=":material/warning:",
        )


def _take(found: Preview) -> None:
    """Offer to write all rows or, where some are at fault, only the good ones."""
    good = len(found.supports)
    if not good:
        st.caption(
            "There is nothing to save. Correct the rows and upload the file again."
            if found.faults
            else "There is nothing to save: every row is in the register already, or was withdrawn."
            if found.withdrawn
            else "There is nothing to save: every row is in the register already."
        )
        return
    words = (
        f"Save only the {counted(good, 'good row', 'good rows')}"
        if found.faults
        else f"Save all {counted(good, 'row', 'rows')}"
    )
    if st.button(words, type="primary", icon=":material/upload:", **right(Action.IMPORT)):
        _write(found)


def _write(found: Preview) -> None:
    try:
        with rows_done("Checked again before saving") as progress:
            added = bring_in(
                current_register(),
                found,
                person(),
                only_good=bool(found.faults),
                progress=progress,
            )
    except RulesBroken as broken:
        # Somebody else wrote since the preview: another look tells row by row.
        st.session_state.pop(_SEEN, None)
        st.error(f"Nothing is saved. {plain(str(broken))}", icon=":material/error:")
    except RegisterError as fault:
        st.error(f"Nothing is saved. {plain(str(fault))}", icon=":material/error:")
    else:
        st.session_state.pop(_SEEN, None)
        st.session_state[_OPENED] += 1
        say(
            f"{counted(len(added), *ARRANGEMENTS)} added, {count(found.already)} in the "
            f"register already, {counted(found.rows_at_fault, 'row', 'rows')} left out for faults"
            + (f", {count(len(found.withdrawn))} withdrawn before." if found.withdrawn else ".")
        )
        open_tab(LIST)
        st.rerun()


def _faults(found: Preview) -> None:
    """Draw every fault by row and column, and offer them as a file to mend by."""
    if not found.faults:
        return
    rows = [(str(fault.row), fault.column, fault.message) for fault in found.faults]
    st.header(counted(len(rows), "fault", "faults"), anchor=False)
    st.download_button(
        "All faults as CSV",
        data=lambda: _as_csv(rows),
        file_name="faults.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    pages = -(-len(rows) // PAGE)
    page = st.pagination(pages, key="import faults") if pages > 1 else 1
    word_table(("Row", "Column", "What is wrong"), rows[(page - 1) * PAGE : page * PAGE])


def _withdrawn(found: Preview) -> None:
    """Tell of every row whose support was withdrawn, for it is not added anew."""
    if not found.withdrawn:
        return
    rows = [(str(one.row), one.message) for one in found.withdrawn]
    st.header(f"{counted(len(rows), 'row', 'rows')} withdrawn before", anchor=False)
    pages = -(-len(rows) // PAGE)
    page = st.pagination(pages, key="import withdrawn") if pages > 1 else 1
    word_table(("Row", "What to do"), rows[(page - 1) * PAGE : page * PAGE])


def _as_csv(rows: list[tuple[str, str, str]]) -> bytes:
    table = pd.DataFrame(rows, columns=["Row", "Column", "What is wrong"])
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _good(found: Preview) -> None:
    if not found.supports:
        return
    with st.expander(counted(len(found.supports), "good row", "good rows")):
        shown = ["Supporter's name", "Recipient", "Theme", "Status", "Starts on", "Illustrative"]
        st.dataframe(
            export(found.supports)[shown],
            hide_index=True,
            alt="The rows of the file without faults",
        )
