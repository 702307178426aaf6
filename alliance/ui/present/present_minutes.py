"""Minutes of a presentation's meetings, to take away as Word and as Markdown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import current_database
from alliance.errors import AllianceError
from alliance.exports import file_name
from alliance.present.meeting.decision import decision_day
from alliance.present.meeting.record import meeting_records_of
from alliance.text.words import counted, day_in_words, plain
from alliance.ui.app.taken_away import taken_away
from alliance.ui.present.present_decisions import decision_log
from alliance.ui.present.present_state import presentation_store, steering_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_minutes(presentation_id: int, name: str) -> None:
    """Offer the minutes of a day: who was there, what was voted on, what was decided.

    Parameters
    ----------
    presentation_id, name
        Of the presentation.

    """
    try:
        noted = decision_log().all(presentation_id)
        met = meeting_records_of(current_database(), presentation_id, steering_key())
        redacted = presentation_store().get(presentation_id).presentation.redacted
    except AllianceError as fault:
        st.error(plain(str(fault)), icon=":material/link_off:")
        return
    days = sorted({*map(decision_day, noted), *(one.day for one in met)}, reverse=True)
    if not days:
        st.caption("You can download minutes once somebody followed, or you noted a decision.")
        return
    day = days[0]
    if len(days) > 1:
        chosen = st.selectbox(
            "Meeting of", days, format_func=day_in_words, key=f"minutes of {presentation_id}"
        )
        day = chosen or day
    held = [one for one in noted if decision_day(one) == day]
    meetings = [one for one in met if one.day == day]
    there = sum(one.followers for one in meetings)
    said = [
        counted(len(held), "decision", "decisions"),
        counted(sum(len(one.votes) for one in meetings), "vote", "votes"),
        f"{counted(there, 'browser', 'browsers')} followed",
    ]
    st.caption(f"{day_in_words(day)}: {', '.join(said)}.")
    if redacted:
        st.caption("Schools’ names are hidden, except in what people typed.")
    of: dict[str, Any] = {"meetings": meetings, "redacted": redacted}
    with st.container(horizontal=True):
        _download("Word", ".docx", _WORD, partial(_as_word, name, held, of), name, day)
        markdown = partial(_as_markdown, name, held, of)
        _download("Markdown", ".md", "text/markdown", markdown, name, day)


def _download(
    label: str,
    ending: str,
    mime: str,
    made: Callable[[], bytes | str],
    name: str,
    day: dt.date,
) -> None:
    file = file_name(ending, "Minutes", name, day=day)
    st.download_button(
        f"Minutes as {label}",
        data=taken_away(file, made),
        file_name=file,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"minutes {label}",
    )


def _as_word(name: str, decisions: list[Any], of: dict[str, Any]) -> bytes:
    # What writes Word takes a while to load, which no visit should wait for.
    from alliance.present.files.minutes import minutes_as_word

    return minutes_as_word(name, decisions, **of)


def _as_markdown(name: str, decisions: list[Any], of: dict[str, Any]) -> str:
    from alliance.present.files.minutes import minutes_as_markdown

    return minutes_as_markdown(name, decisions, **of)
