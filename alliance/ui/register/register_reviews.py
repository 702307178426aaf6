"""Termly reviews: those of one support with the form for the next, and those that are due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from alliance import clock
from alliance.current.state import current_register
from alliance.errors import RegisterError, RulesBroken
from alliance.register import Action, Review, Support, rules
from alliance.register.listing import WORDS, in_words, review_due_on
from alliance.register.register_vocabulary import ARRANGEMENTS, RATINGS, Rating
from alliance.text.words import counted, day_in_words
from alliance.ui.app.sign_in import person, right, sees_names
from alliance.ui.parts.form_faults import (
    NOTHING_SAVED,
    REQUIRED,
    Field,
    draw_broken,
    draw_refusal,
    refuse,
)
from alliance.ui.parts.note import say
from alliance.ui.parts.table import data_table
from alliance.ui.register.register_draft import empty, form_key
from alliance.ui.register.register_state import open_support
from alliance.ui.register.register_table import word_table
from alliance.views.columns import Column
from alliance.views.register.supports import SUPPORT_COLUMNS, columns_of, every_support

if TYPE_CHECKING:
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
                        one.comment if sees_names() else "",
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
    """Ask for the next review; what breaks a rule is said at once, what is missing when sent."""
    st.header("Add a review", anchor=False)
    form = form_key(f"review {support.id}")
    st.date_input(
        WORDS["reviewed_on"] + REQUIRED,
        value=None,
        key=f"{form} reviewed_on",
        format="DD/MM/YYYY",
        persist_state="session",
    )
    st.radio(
        WORDS["rating"] + REQUIRED,
        list(Rating),
        index=None,
        format_func=lambda rating: f"{rating}: {RATINGS[rating]}",
        key=f"{form} rating",
        persist_state="session",
    )
    st.text_area(WORDS["comment"], key=f"{form} comment", height=80, persist_state="session")
    st.date_input(
        WORDS["next_on"],
        value=None,
        key=f"{form} next_on",
        format="DD/MM/YYYY",
        persist_state="session",
    )
    faults = rules.review_faults(support, reviews, _given(form))
    if not draw_refusal(form, field_of := partial(_field, form), faults):
        draw_broken([fault for fault in faults if _given(form)[fault.field]], field_of)
    st.button(
        "Save the review",
        type="primary",
        icon=":material/save:",
        key=f"{form} save",
        on_click=_save,
        args=(form, support, reviews),
        **right(Action.REVIEW),
    )


def _field(form: str, name: str) -> Field:
    return Field(WORDS[name], f"{form} {name}")


def _given(form: str) -> dict[str, Any]:
    """Return what the form says by field; nothing where it is blank."""
    held = st.session_state
    rating = held.get(f"{form} rating")
    return {
        "reviewed_on": held.get(f"{form} reviewed_on"),
        "rating": Rating(rating) if rating else None,
        "comment": (held.get(f"{form} comment") or "").strip(),
        "next_on": held.get(f"{form} next_on"),
    }


def _save(form: str, support: Support, reviews: list[Review]) -> None:
    given = _given(form)
    if rules.review_faults(support, reviews, given):
        refuse(form)
        return
    try:
        current_register().review(support.id or 0, Review(**given), person())
    except RulesBroken:
        # Somebody else reviewed it first: the form is drawn with what is wrong now.
        refuse(form)
    except RegisterError as fault:
        refuse(form, words=f"{NOTHING_SAVED} {fault}")
    else:
        empty(form)
        say("The review is saved.")
