"""Bringing the history up to date by upload: hand in files, read what would change, apply."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance import clock
from alliance.budget.apart import apart
from alliance.budget.limits import PUBLISHED
from alliance.current.state import current_history
from alliance.errors import AllianceError, Fault, SourceError, Step, TooMuch
from alliance.exports import csv_bytes
from alliance.history.compile.updating.adding import MOST_ROWS
from alliance.history.compile.updating.reported import reported
from alliance.history.compile.updating.update import SAME_FACTS, update
from alliance.history.compile.updating.where_published import where_published
from alliance.register.permission import Action, may, why_not
from alliance.settings import settings
from alliance.text.words import count, counted, listed, plain
from alliance.ui.app.sign_in import demand_here, person, sign_in_line
from alliance.ui.app.taken_away import taken_away
from alliance.ui.app.uploaded import upload_box
from alliance.ui.app.visit import ends_with_visit
from alliance.ui.data.return_data import return_data
from alliance.ui.parts.form_faults import REQUIRED, Field, draw_problem
from alliance.ui.parts.note import draw_note, draw_status, say
from alliance.ui.register.register_table import word_table
from alliance.web.faults import said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from alliance.history.compile.updating.adding import Taken
    from alliance.history.compile.updating.update import Update

MOST_FILES = 12
FAULTS_SHOWN = 100
NAMES_SHOWN = 100
DAY_FIELD = "Day the files describe"
STEPS = {
    Step.GIVE_DAY: f"Give it in the field “{DAY_FIELD}”, or put it into the name, as 2026-10-01.",
    Step.GIVE_EXAMS: f"Give the day of the exams in the field “{DAY_FIELD}”, or name the file as "
    "2023-2024_….csv.",
    Step.GO_BACK: "Return to the history before it with the button below.",
}
_OPENED = "update opened"
_SEEN = "update seen"
_DAY = "update day"


def update_data() -> None:
    """Draw the box for the files, what they would change, and the button that applies it."""
    st.markdown(
        "**1.** Upload files as the Department for Education, Ofsted and the Office for National "
        "Statistics publish them: CSV, Excel, zip, GeoJSON, GeoPackage or zipped shapefile, "
        "under any name. **2.** Check what would change. **3.** Apply it. The data before the "
        "update are kept, and you can return to them."
    )
    sign_in_line()
    draw_note()
    with st.container(horizontal=True, vertical_alignment="top"):
        files = upload_box(
            _files_label() + REQUIRED,
            megabytes=st.get_option("server.maxUploadSize"),
            files=MOST_FILES,
            key=_files_key(),
            right=_right(),
        )
        day = st.date_input(
            DAY_FIELD,
            key=_DAY,
            value=None,
            max_value=clock.today(),
            format="DD/MM/YYYY",
            width=220,
            **(
                {"help": "Only needed if neither the file's name nor its content gives the day."}
                | _right()
            ),
        )
    _where()
    if files and may(person(), Action.UPDATE):
        _previewed(files, day)
    return_data(_right())


def _where() -> None:
    """Say where the files are, and which command fetches them all."""
    with st.expander("Where the files are published"):
        st.markdown(
            "\n".join(
                f"- [{one.publisher}]({one.page}): {'; '.join(one.contents)}"
                for one in where_published()
            )
            + "\n\nOn the server `python -m alliance update --download` fetches what is new "
            "and applies it; the README says how to run it every week."
        )


def _right() -> dict[str, Any]:
    """Return what disables a control that this person may not use, with the reason."""
    reason = why_not(person(), Action.UPDATE)
    return {"disabled": True, "help": reason} if reason else {}


def _previewed(files: Sequence[UploadedFile], day: dt.date | None) -> None:
    if len(files) > MOST_FILES:
        _refused(
            files,
            day,
            Fault("files", f"You chose {len(files)} files. Choose at most {MOST_FILES}."),
        )
        return
    # A preview holds for these files on this history only.
    seen = (*(file.file_id for file in files), day, current_history().version)
    held = st.session_state.get(_SEEN)
    if held is None or held[0] != seen:
        with st.spinner("Reading the files and building the new history beside the old one"):
            held = (seen, _tried(files, day, dry_run=True))
        st.session_state[_SEEN] = held
    found: Update | Fault = held[1]
    if isinstance(found, Fault):
        _refused(files, day, found)
        return
    _tell(found)
    if found.changed is not None and st.button(
        "Apply", type="primary", icon=":material/update:", **_right()
    ):
        _apply(files, day)


def _files_label() -> str:
    megabytes = st.get_option("server.maxUploadSize")
    return f"Up to {MOST_FILES} files of at most {megabytes} MB and {count(MOST_ROWS)} rows"


def _files_key() -> str:
    return f"update {st.session_state.setdefault(_OPENED, 0)}"


def _refused(files: Sequence[UploadedFile], day: dt.date | None, fault: Fault) -> None:
    """Say why files are not taken, and which field mends it."""
    fields = {"files": Field(_files_label(), _files_key()), "day": Field(DAY_FIELD, _DAY)}
    tried = " ".join([*(file.file_id for file in files), str(day or "")])
    draw_problem(tried, [fault], fields.__getitem__, "Nothing is changed.")


def _tried(files: Sequence[UploadedFile], day: dt.date | None, *, dry_run: bool) -> Update | Fault:
    """Update, or try to; what prevents it comes back as a fault of the field that mends it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, file in enumerate(files):
            own = Path(folder) / str(number)
            own.mkdir()
            # A name from outside is never a path here.
            path = own / (Path(file.name.replace("\\", "/")).name or "file")
            path.write_bytes(file.getbuffer())
            paths.append(path)
        try:
            demand_here(Action.UPDATE)
            asked = partial(apart, PUBLISHED, update, paths, settings().history_dir, as_at=day)
            if not dry_run:
                # What was confirmed goes on to its end.
                return asked(dry_run=False)
            with ends_with_visit():
                return asked(dry_run=True)
        except TooMuch as fault:
            return Fault("files", f"{listed([path.name for path in paths])}: {fault}.")
        except SourceError as fault:
            by_day = fault.step in (Step.GIVE_DAY, Step.GIVE_EXAMS)
            return Fault("day" if by_day else "files", fault.told(STEPS))
        except AllianceError as fault:
            return Fault("files", said(fault))


def _tell(found: Update) -> None:
    """Draw what each file is and what it would change."""
    draw_status(
        "files",
        f"**{counted(len(found.taken), 'file', 'files')} read.** "
        + ("Nothing is new." if found.changed is None else "Check what would change."),
        is_news=True,
    )
    for name in found.already:
        st.markdown(f"{plain(name)}: the history holds it already.")
    for line in found.told_aside():
        st.markdown(plain(line))
    if found.taken:
        word_table(
            ("File", "What it is", "Day", "Rows"),
            [(one.file, one.content, str(one.day or ""), _rows(one)) for one in found.taken],
        )
    for one in found.taken:
        if one.note:
            st.info(f"{plain(one.file)}: {one.note}", icon=":material/info:")
        if one.unknown_columns:
            columns = plain(", ".join(one.unknown_columns))
            st.caption(f"{plain(one.file)}: columns not known, left aside: {columns}.")
    _tell_changes(found)
    st.download_button(
        "All of this as CSV",
        data=taken_away("what-would-change.csv", lambda: csv_bytes(reported(found))),
        file_name="what-would-change.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        help="Every file, every new fact by name and number, and every refused value, uncut.",
    )


def _tell_changes(found: Update) -> None:
    """Draw what would be new, by number and by name, and what is refused."""
    if found.changed is None:
        st.info("The data do not change.", icon=":material/info:")
        return
    if found.same_facts:
        st.info(SAME_FACTS, icon=":material/info:")
    if found.beyond:
        st.warning(found.beyond, icon=":material/event_busy:")
    counts = found.changed.counts()
    others = {what: counts.pop(what) for what in found.changed.told_otherwise()}
    if past := len(found.changed.past):
        st.warning(
            f"Days before the update would show something else: "
            f"{counted(past, 'change', 'changes')}, named below.",
            icon=":material/history:",
        )
    word_table(
        ("What would be new", "Number"),
        [(what, count(number)) for what, number in counts.items() if number],
    )
    if nothing := [what for what, number in counts.items() if not number]:
        st.caption(f"Nothing new: {', '.join(nothing)}.")
    if any(others.values()):
        word_table(
            ("Values that would change", "Number"),
            [(what, count(number)) for what, number in others.items() if number],
        )
    for what, names in found.changed.named().items():
        with st.expander(f"{what[0].upper()}{what[1:]}: {count(len(names))}"):
            more = len(names) - NAMES_SHOWN
            lines = [f"- {plain(name)}" for name in names[:NAMES_SHOWN]]
            st.markdown("\n".join([*lines, *([f"- and {count(more)} more"] if more > 0 else [])]))
    if len(found.faults):
        with st.expander(counted(len(found.faults), "value refused", "values refused")):
            shown = found.faults.head(FAULTS_SHOWN).astype("str")
            word_table(
                ("File", "Row", "Column", "Found", "Expected"),
                list(shown.itertuples(index=False, name=None)),
            )


def _rows(one: Taken) -> str:
    refused = f", {count(one.rows_refused)} refused" if one.rows_refused else ""
    return f"{count(one.rows_read)}{refused}"


def _apply(files: Sequence[UploadedFile], day: dt.date | None) -> None:
    with st.spinner("Applying"):
        done = _tried(files, day, dry_run=False)
    st.session_state.pop(_SEEN, None)
    if isinstance(done, Fault):
        _refused(files, day, done)
        return
    st.session_state[_OPENED] += 1
    say(done.lines()[-1])
    st.rerun()
