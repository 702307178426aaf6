"""A start that is known only to the year or month: never told as a day, and kept so everywhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends
from alliance.register.documented_copy import draft_of
from alliance.register.exchange import export, preview
from alliance.register.listing import listing, start_order, trail
from alliance.register.register_vocabulary import Precision, Status, SupporterKind, Theme
from alliance.register.support import Support, start_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from alliance.history import History
    from alliance.register import Person, Register

    Make = Callable[..., Support]

JUNE = dt.date(2017, 6, 19)


@pytest.mark.parametrize(
    ("known", "words"),
    [(Precision.DAY, "19 June 2017"), (Precision.MONTH, "June 2017"), (Precision.YEAR, "2017")],
)
def test_a_start_is_told_as_exactly_as_it_is_known(known: Precision, words: str) -> None:
    assert start_in_words(JUNE, known) == words


def test_a_year_is_kept_and_listed_as_a_year(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(start_known=Precision.YEAR), amy)
    assert register.get(held.id or 0).start_known is Precision.YEAR
    table = listing(register.history, [held], {}, JUNE)
    assert table["Start in words"].astype("str").tolist() == [f"{held.starts_on:%Y}"]
    fields = trail(register.audit()).set_index("Field")["After"]
    assert fields["Start known to"] == "Year"


def test_the_trail_does_not_say_of_every_record_that_its_start_is_a_day(
    register: Register, amy: Person, support: Make
) -> None:
    register.add(support(), amy)
    assert "Start known to" not in set(trail(register.audit())["Field"])


def test_an_export_brings_it_back(register: Register, amy: Person, support: Make) -> None:
    held = register.add(support(start_known=Precision.MONTH), amy)
    content = export([held]).to_csv(index=False).encode()
    assert preview(content, "list.csv", register.history, register).already == 1
    changed = content.replace(b",Month,", b",Week,")
    (fault,) = preview(changed, "list.csv", register.history, register).faults
    assert fault.column == "Start known to"
    assert "one of Day, Month, Year" in fault.message


@given(
    st.lists(
        st.tuples(
            st.dates(dt.date(2010, 1, 1), dt.date(2020, 12, 31)), st.sampled_from(list(Precision))
        ),
        max_size=12,
    )
)
def test_starts_stand_in_order_and_a_year_before_what_lies_in_it(
    starts: list[tuple[dt.date, Precision]],
) -> None:
    days, known = [day for day, _ in starts], [exact for _, exact in starts]
    ordered = start_order(days, known)
    assert list(ordered) == [start_in_words(*start) for start in starts]
    places = {words: place for place, words in enumerate(ordered.categories)}
    for day, exact in starts:
        year = places.get(str(day.year))
        if year is not None and exact is not Precision.YEAR:
            assert year < places[start_in_words(day, exact)]


@pytest.fixture(scope="module")
def cases(history: History) -> pd.DataFrame:
    return with_ends(history, documented_support()).set_index("recipient_name", drop=False)


def drafted(cases: pd.DataFrame, name: str) -> dict[str, object]:
    """Give the draft of the first case of a school."""
    case = next(cases.loc[[name]].itertuples(index=False))
    said = {"when": "2017", "until": "", "known": "Year of publication", "cited": "Tes, “A”, 2017"}
    return draft_of(case, **said)


def test_a_case_known_to_the_year_is_drafted_as_a_year_with_its_citation(
    cases: pd.DataFrame,
) -> None:
    draft = drafted(cases, "Yewlands Academy")
    assert draft["start_known"] is Precision.YEAR
    assert draft["starts_on"] == dt.date(2017, 1, 1)
    assert draft["supporter_kind"] is SupporterKind.TRUST
    assert (draft["supporter_id"], draft["recipient_urn"]) == ("3431", 137400)
    assert draft["theme"] is Theme.SCHOOL_LEADERSHIP
    assert (draft["status"], draft["ended_on"]) == (Status.ACTIVE, None)
    assert str(draft["notes"]).startswith("Documented: Tes, “A”, 2017.\nStart: 2017. Year of")
    assert "End: not told." in str(draft["notes"])
    assert str(draft["evidence_link"]).startswith("https://")


def test_a_case_that_is_over_is_drafted_with_the_last_day_it_can_have_ended_on(
    cases: pd.DataFrame,
) -> None:
    carlton = drafted(cases, "Carlton Community College")
    assert (carlton["status"], carlton["ended_on"]) == (Status.COMPLETED, dt.date(2016, 1, 31))
    kinsley = drafted(cases, "Kinsley Academy")
    assert (kinsley["status"], kinsley["ended_on"]) == (Status.STOPPED, dt.date(2018, 1, 31))


def test_every_draft_with_school_and_end_can_be_saved(
    register: Register, amy: Person, cases: pd.DataFrame
) -> None:
    said = {"when": "2017", "until": "", "known": "Stated", "cited": "Tes"}
    drafts = [draft_of(case, **said) for case in cases.itertuples(index=False)]
    whole = [one for one in drafts if one["recipient_urn"] and one["ended_on"]]
    assert len(whole) == 11
    answer = "Declared to both boards, as the article tells."
    added = register.add_all([Support(**one, conflict_answer=answer) for one in whole], amy)
    assert len(added) == len(whole)


def test_a_trust_that_was_helped_leaves_the_school_to_be_chosen(cases: pd.DataFrame) -> None:
    assert drafted(cases, "The Evolve Trust")["recipient_urn"] is None
