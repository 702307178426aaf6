"""What a file would bring into the register: its good rows, its faults, and the taking of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.current.state import current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action
from alliance.register.exchange import Preview, bring_in, export
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import count, counted, listed, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.form_faults import NOTHING_SAVED, Field, draw_refusal, refuse
from alliance.ui.parts.note import draw_status, say
from alliance.ui.register.register_state import LIST, open_tab
from alliance.ui.register.register_table import word_table
from alliance.views.cells import cells
from alliance.views.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from alliance.register.register_store import Progress

    Forget = Callable[[], None]

PAGE = 100
_FORM = "import preview"


def draw_preview(found: Preview, *, again: Forget, done: Forget) -> None:
    """Draw what rows would bring, offer to save it, and list what is wrong.

    Parameters
    ----------
    again
        Has the preview worked out anew, for somebody else wrote meanwhile.
    done
        Forgets the file, once it is saved.

    """
    _tell(found)
    _take(found, again, done)
    _faults(found)
    _withdrawn(found)
    _good(found)


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
    draw_status(
        "rows of the file",
        f"**{counted(rows, 'row', 'rows')}**: {count(len(found.supports))} good, "
        f"{count(found.rows_at_fault)} with faults, {count(found.already)} in the register already"
        + (f", {count(len(found.withdrawn))} withdrawn from it." if found.withdrawn else "."),
        is_news=True,
    )
    if found.ignored:
        st.warning(
            f"Not read: {plain(listed(found.ignored, most=10))}. The register has no such column; "
            "compare the heading with the template.",
            icon=":material/warning:",
        )


def _take(found: Preview, again: Forget, done: Forget) -> None:
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
        _write(found, again, done)
    draw_refusal(_FORM, Field)


def _write(found: Preview, again: Forget, done: Forget) -> None:
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
        again()
        refuse(_FORM, words=f"{NOTHING_SAVED} {broken}")
    except RegisterError as fault:
        refuse(_FORM, words=f"{NOTHING_SAVED} {fault}")
    else:
        done()
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
    _in_pages("import faults", ("Row", "Column", "What is wrong"), rows)


def _withdrawn(found: Preview) -> None:
    """Tell of every row whose support was withdrawn, for it is not added anew."""
    if not found.withdrawn:
        return
    rows = [(str(one.row), one.message) for one in found.withdrawn]
    st.header(f"{counted(len(rows), 'row', 'rows')} withdrawn before", anchor=False)
    _in_pages("import withdrawn", ("Row", "What to do"), rows)


def _in_pages(key: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    pages = -(-len(rows) // PAGE)
    page = st.pagination(pages, key=key) if pages > 1 else 1
    word_table(headings, rows[(page - 1) * PAGE : page * PAGE])


def _as_csv(rows: list[tuple[str, str, str]]) -> bytes:
    table = pd.DataFrame(rows, columns=["Row", "Column", "What is wrong"])
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _good(found: Preview) -> None:
    if not found.supports:
        return
    with st.expander(counted(len(found.supports), "good row", "good rows")):
        shown = ["Supporter's name", "Recipient", "Theme", "Status", "Starts on"]
        shown += ["Start known to", "Illustrative"]
        rows = export(found.supports)[shown]
        told = zip(*(cells(rows[name], Column(name)) for name in shown), strict=True)
        _in_pages("import good", shown, list(told))
