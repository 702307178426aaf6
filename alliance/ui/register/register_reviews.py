"""Termly reviews: those of one support with the form for the next, and those that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from alliance import clock
from alliance.current.state import current_register
from alliance.errors import Fault, RegisterError, RulesBroken
from alliance.register import Action, Review, Support, rules
from alliance.register.listing import WORDS, in_words, review_due_on
from alliance.register.register_vocabulary import ARRANGEMENTS, RATINGS, Rating
from alliance.text.words import counted, day_in_words, plain
from alliance.ui.app.sign_in import person, right
from alliance.ui.parts.form_faults import REQUIRED
from alliance.ui.parts.note import say
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_state import faults_in_words, open_support
from alliance.ui.register.register_table import word_table
from alliance.views.columns import Column
from alliance.views.register.supports import SUPPORT_COLUMNS, columns_of, every_support

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter

COLOURS: dict[Rating, Literal["red", "orange", "green"]] = {
    Rating.RED: "red",
    Rating.AMBER: "orange",
    Rating.GREEN: "green",
}
DUE_COLUMNS = {
    "Number": SUPPORT_COLUMNS["Number"],
    "Supporter's name": SUPPORT_COLUMNS["Supporter's name"],
    "Recipient": SUPPORT_COLUMNS["Recipient"],
    "Theme": SUPPORT_COLUMNS["Theme"],
    "Review due": Column("Review due", "The day set by the last review, or a term after it", "day"),
    "Review overdue": Column("Overdue"),
    "Last review": Column("Last review", kind="day"),
    "Rating": Column("Last rating", "Red, amber or green", "rank"),
    "Illustrative": SUPPORT_COLUMNS["Illustrative"],
}


def reviews_of(support: Support) -> None:
    """Draw the reviews of a support, newest first, and the form for the next."""
    reviews = current_register().reviews(support.id or 0)
    due = review_due_on(support, reviews)
    if due is not None:
        late = due < clock.today()
        (st.warning if late else st.info)(
            f"The next review {'was' if late else 'is'} due on {day_in_words(due)}"
            + (": it is overdue." if late else "."),
            icon=":material/event_busy:" if late else ":material/event:",
        )
    held, new = st.columns([3, 2], gap="large")
    with held:
        if reviews:
            latest = reviews[-1].rating
            st.badge(f"{latest}: {RATINGS[latest]}", color=COLOURS[latest])
            word_table(
                ("Reviewed on", "Rating", "Comment", "Next review"),
                [
                    (
                        in_words(one.reviewed_on),
                        f"{one.rating}: {RATINGS[one.rating]}",
                        one.comment,
                        in_words(one.next_on),
                    )
                    for one in reversed(reviews)
                ],
            )
        else:
            st.caption("Not reviewed yet. Support under way is reviewed every term.")
    with new:
        _form(support, reviews)


def reviews_due(within: pd.DataFrame, chosen: Filter) -> None:
    """Draw the supports under way by the day their next review is due, overdue ones first."""
    due = within[within["Review due"].notna()]
    overdue = int((due["Review overdue"] == "Yes").sum())
    if due.empty:
        st.info(
            "No support under way matches your filters, so no review is due."
            if len(every_support())
            else "The register is empty, so no review is due.",
            icon=":material/event_available:",
        )
        return
    st.markdown(
        f"**{counted(overdue, 'review is', 'reviews are')} overdue** on "
        f"{day_in_words(clock.today())}, of {counted(len(due), *ARRANGEMENTS)} under way."
    )
    data_table(
        due,
        {name: DUE_COLUMNS[name] for name in columns_of(due) if name in DUE_COLUMNS} | DUE_COLUMNS,
        key="reviews_due",
        title="Reviews of support that are due",
        chosen=chosen,
        searched=("Supporter's name", "Recipient", "Theme"),
        order="Review due",
        picks="Number",
        on_pick=lambda number: open_support(int(number), tab="Reviews"),
    )


def _form(support: Support, reviews: list[Review]) -> None:
    """Ask for the next review; what breaks a rule is said at once."""
    st.header("Add a review", anchor=False)
    form = f"review {support.id} {len(reviews)}"
    st.date_input(
        "Reviewed on" + REQUIRED,
        value=None,
        key=f"{form} day",
        format="DD/MM/YYYY",
        persist_state="session",
    )
    st.radio(
        "Rating" + REQUIRED,
        list(Rating),
        index=None,
        format_func=lambda rating: f"{rating}: {RATINGS[rating]}",
        key=f"{form} rating",
        persist_state="session",
    )
    st.text_area("Comment", key=f"{form} comment", height=80, persist_state="session")
    st.date_input(
        "Next review", value=None, key=f"{form} next", format="DD/MM/YYYY", persist_state="session"
    )
    review = _review(form)
    broken = rules.review_faults(support, reviews, review) if review else []
    if broken:
        st.error(f"There is a problem:\n\n{_told(form, broken)}", icon=":material/error:")
    if words := st.session_state.pop(f"{form} told", ""):
        with st.container(key="refused"):
            st.error(words, icon=":material/error:")
    st.button(
        "Save the review",
        type="primary",
        icon=":material/save:",
        key=f"{form} save",
        on_click=_save,
        args=(form, support.id),
        **right(Action.REVIEW),
    )


def _missing(form: str) -> list[Fault]:
    must = {
        "reviewed_on": ("day", "Enter the day of the review."),
        "rating": ("rating", "Choose one."),
    }
    return [
        Fault(name, words)
        for name, (key, words) in must.items()
        if st.session_state.get(f"{form} {key}") is None
    ]


def _told(form: str, faults: list[Fault]) -> str:
    fields = {"reviewed_on": "day", "next_on": "next"}
    return faults_in_words(
        faults, lambda name: f"{form} {fields.get(name, name)}", lambda name: WORDS.get(name, name)
    )


def _review(form: str) -> Review | None:
    """Return the review that the form describes, if its day and rating are there."""
    held = st.session_state
    day: dt.date | None = held.get(f"{form} day")
    rating = held.get(f"{form} rating")
    if day is None or rating is None:
        return None
    return Review(
        reviewed_on=day,
        rating=Rating(rating),
        comment=(held.get(f"{form} comment") or "").strip(),
        next_on=held.get(f"{form} next"),
    )


def _save(form: str, number: int) -> None:
    review = _review(form)
    if review is None:
        st.session_state[f"{form} told"] = f"Nothing is saved yet.\n\n{_told(form, _missing(form))}"
        return
    try:
        current_register().review(number, review, person())
    except RulesBroken:
        st.session_state[f"{form} told"] = "Nothing is saved yet. Correct the problems above."
    except RegisterError as fault:
        st.session_state[f"{form} told"] = f"Nothing is saved. {plain(str(fault))}"
    else:
        for key in ("day", "rating", "comment", "next", "told"):
            st.session_state.pop(f"{form} {key}", None)
        say("The review is saved.")
