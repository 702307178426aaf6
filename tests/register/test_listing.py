"""The register as tables for people, and what is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alliance.register import Person, Register, Review, Support
from alliance.register.listing import TERM, in_words, listing, review_due_on, trail
from alliance.register.register_vocabulary import Rating, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

    Make = Callable[..., Support]

REVIEW = Review(reviewed_on=dt.date(2018, 3, 29), rating=Rating.AMBER)


def test_a_support_under_way_is_due_for_review_a_term_after_its_start(support: Make) -> None:
    assert review_due_on(support(status=Status.ACTIVE), []) == dt.date(2018, 1, 8) + TERM
    assert review_due_on(support(status=Status.PROPOSED), []) is None


def test_a_review_names_the_next_or_it_comes_a_term_later(support: Make) -> None:
    active = support(status=Status.ACTIVE)
    named = replace(REVIEW, next_on=dt.date(2018, 5, 1))
    assert review_due_on(active, [REVIEW]) == dt.date(2018, 3, 29) + TERM
    assert review_due_on(active, [REVIEW, named]) == dt.date(2018, 5, 1)


def test_the_list_says_where_the_recipient_stands_and_which_review_is_overdue(
    register: Register, history: History, amy: Person, support: Make
) -> None:
    held = register.add(support(status=Status.ACTIVE), amy)
    register.review(held.id or 0, replace(REVIEW, next_on=dt.date(2018, 6, 1)), amy)
    reviews = register.all_reviews()
    table = listing(history, register.supports(), reviews, dt.date(2018, 6, 1))
    row = table.iloc[0]
    assert row["Recipient's trust"] == "Wakefield City Academies Trust"
    assert row["Recipient's local authority"] == "Doncaster"
    assert (row["Rating"], row["Review overdue"]) == ("Amber", "No")
    later = listing(history, register.supports(), reviews, dt.date(2018, 6, 2))
    assert later["Review overdue"].tolist() == ["Yes"]


def test_the_list_of_an_empty_register_has_its_columns(history: History) -> None:
    table = listing(history, [], {}, dt.date(2018, 6, 1))
    assert len(table) == 0
    assert {"Number", "Starts on", "Recipient's trust", "Review due"} <= set(table.columns)


def test_the_revision_rises_with_every_write(
    register: Register, amy: Person, support: Make
) -> None:
    seen = [register.revision()]
    held = register.add(support(), amy)
    seen.append(register.revision())
    register.review(held.id or 0, REVIEW, amy)
    seen.append(register.revision())
    assert seen == sorted(set(seen))


def test_the_trail_tells_each_field_from_what_to_what(
    register: Register, amy: Person, ben: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    changed = replace(held, days_planned=12.5, planned_end_on=dt.date(2018, 7, 20))
    register.change(changed, ben)
    table = trail(register.audit())
    lines = table[table["Who"] == "Ben Broker"]
    assert lines[["What", "Field", "Before", "After"]].to_numpy().tolist() == [
        ["Changed", "Planned end", "", "20 July 2018"],
        ["Changed", "Days planned", "", "12.5"],
    ]
    first = table[table["Who"] == "Amy Adviser"]
    assert set(first["What"]) == {"Added"}
    assert first["Field"].tolist()[:4] == [
        "Kind of supporting organisation",
        "Supporting organisation",
        "Supported school",
        "Theme",
    ]
    assert not {"version", "Withdrawn", "Purpose"} & set(table["Field"])
    assert (first["Before"] == "").all()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "Yes"),
        (1234.5, "1,234.5"),
        ("2018-01-08", "8 January 2018"),
        ("2018-13-08", "2018-13-08"),
        ("ten letter", "ten letter"),
    ],
)
def test_values_are_told_as_people_read_them(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_withdrawal_is_told_as_from_no_to_yes(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    register.withdraw(held.id or 0, amy)
    line = trail(register.audit()).iloc[0]
    assert line[["What", "Field", "Before", "After"]].tolist() == [
        "Withdrawn",
        "Withdrawn",
        "No",
        "Yes",
    ]
