"""Bringing supports in from a file: the template, a preview with every fault, and the taking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.current.state import current_history, current_register
from alliance.errors import Fault, RegisterError
from alliance.register import Action
from alliance.register.exchange import Preview, preview, template
from alliance.register.headings import HEADINGS, MUST
from alliance.register.sheet import MOST_BYTES, MOST_ROWS
from alliance.text.words import count
from alliance.ui.app.sign_in import person, right
from alliance.ui.app.uploaded import upload_box
from alliance.ui.app.visit import ends_with_visit
from alliance.ui.parts.form_faults import NOTHING_SAVED, REQUIRED, Field, draw_problem
from alliance.ui.register.list_import import import_list
from alliance.ui.register.register_preview import draw_preview, rows_done
from alliance.ui.register.register_table import word_table

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from alliance.register.register_store import Progress

_OPENED = "import opened"
_SEEN = "import seen"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


TEMPLATE, LIST_OF_OTHERS = "The register’s template", "A list that others made"


def import_supports() -> None:
    """Draw the choice between the register's own template and a list that others made."""
    way = st.segmented_control(
        "What the file is",
        [TEMPLATE, LIST_OF_OTHERS],
        default=TEMPLATE,
        required=True,
        key="import_way",
        persist_state="session",
    )
    if way == LIST_OF_OTHERS:
        import_list()
    else:
        _import_template()


def _import_template() -> None:
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
    field = Field(
        f"File with up to {count(MOST_ROWS)} support arrangements",
        f"import {st.session_state.setdefault(_OPENED, 0)}",
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
    found = _preview(file)
    if isinstance(found, str):
        draw_problem(file.file_id, [Fault("file", found)], lambda _: field, NOTHING_SAVED)
        return
    draw_preview(found, again=_look_again, done=_forget)


def _look_again() -> None:
    st.session_state.pop(_SEEN, None)


def _forget() -> None:
    _look_again()
    st.session_state[_OPENED] += 1


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
        with ends_with_visit():
            asked = (file.getvalue(), file.name, current_history(), register)
            return preview(*asked, progress, person())
    except RegisterError as fault:
        return str(fault)
