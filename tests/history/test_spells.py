"""How dated lists and stated dates become spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alliance.history.compile.memberships.spells import REGISTER_LAG, memberships, sponsorships

if TYPE_CHECKING:
    from alliance.history import History

LISTS = ["2017-04-03", "2018-05-01", "2018-06-01", "2018-07-01"]
NEVER_CLOSED = pd.Series(dtype="datetime64[s]")


def seen(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    """Lists as rows of list day, URN, trust UID and stated date; URN 1 stands on every list."""
    witness = [(day, 1, 900, "2012-01-01") for day in LISTS]
    table = pd.DataFrame([*witness, *rows], columns=["seen", "urn", "uid", "stated_join"])
    for name in ("seen", "stated_join"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table.assign(group_closed=pd.Series(pd.NaT, table.index, dtype="datetime64[s]"))


def schools(**dates: tuple[str | None, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(
        [(int(urn[1:]), *pair) for urn, pair in dates.items()], columns=["urn", "opened", "closed"]
    ).set_index("urn")
    days = table.apply(lambda column: pd.to_datetime(column).astype("datetime64[s]"))
    unknown = pd.Series(pd.NaT, days.index, dtype="datetime64[s]")
    return days.assign(opened_after=unknown, closed_after=unknown)


def spells(
    table: pd.DataFrame,
    life: pd.DataFrame | None = None,
    trusts_closed: pd.Series = NEVER_CLOSED,
) -> list[tuple[int, ...]]:
    given = memberships(table, schools() if life is None else life, trusts_closed)
    given = given[given["urn"] != 1]
    days = given[["joined_after", "joined", "left_after", "left"]].apply(
        lambda column: column.dt.strftime("%Y-%m-%d")
    )
    days = days.astype("object").where(days.notna(), None)
    return [
        (uid, *row)
        for uid, row in zip(given["trust_uid"], days.itertuples(index=False), strict=True)
    ]


def test_a_stated_date_between_two_lists_is_the_exact_day_of_the_move() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 20, "2018-01-01"),
        ("2018-06-01", 2, 20, "2018-01-01"),
        ("2018-07-01", 2, 20, "2018-01-01"),
    )
    assert spells(moved) == [
        (10, None, "2014-09-01", None, "2018-01-01"),
        (20, None, "2018-01-01", None, None),
    ]


def test_a_date_carried_over_from_the_old_trust_leaves_an_interval() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 20, "2014-09-01"),
        ("2018-06-01", 2, 20, "2014-09-01"),
        ("2018-07-01", 2, 20, "2014-09-01"),
    )
    assert spells(moved) == [
        (10, None, "2014-09-01", "2017-04-03", "2018-05-01"),
        (20, "2017-04-03", "2018-05-01", None, None),
    ]


def test_a_later_list_may_state_the_date_that_fits() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 20, "2014-09-01"),
        ("2018-06-01", 2, 20, "2018-02-01"),
        ("2018-07-01", 2, 20, "2018-02-01"),
    )
    assert spells(moved)[1] == (20, None, "2018-02-01", None, None)


def test_an_academy_that_a_late_list_lacks_keeps_its_stated_date() -> None:
    new = seen(*[(day, 2, 10, "2018-04-30") for day in LISTS[2:]])
    assert spells(new) == [(10, None, "2018-04-30", None, None)]


def test_an_academy_joins_when_it_opens_where_no_stated_date_fits() -> None:
    new = seen(*[(day, 2, 10, "2011-01-01") for day in LISTS[2:]])
    assert spells(new, schools(u2=("2018-05-15", None))) == [(10, None, "2018-05-15", None, None)]


def test_a_stated_date_within_a_month_is_believed_against_a_list_that_runs_late() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 10, "2014-09-01"),
        ("2018-06-01", 2, 10, "2014-09-01"),
        ("2018-07-01", 2, 20, "2018-06-01"),
    )
    assert spells(moved) == [
        (10, None, "2014-09-01", None, "2018-06-01"),
        (20, None, "2018-06-01", None, None),
    ]


def test_an_older_stated_date_is_not_believed_against_a_list() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 10, "2014-09-01"),
        ("2018-06-01", 2, 10, "2014-09-01"),
        ("2018-07-01", 2, 20, "2018-05-30"),
    )
    assert spells(moved)[1] == (20, "2018-06-01", "2018-07-01", None, None)


def test_an_interval_ends_when_the_trust_that_was_left_closes() -> None:
    moved = seen(
        ("2017-04-03", 2, 10, "2014-09-01"),
        ("2018-05-01", 2, 20, "2014-09-01"),
    )
    closed = pd.Series({10: pd.Timestamp(2017, 9, 1)}, dtype="datetime64[s]")
    assert spells(moved, trusts_closed=closed) == [
        (10, None, "2014-09-01", "2017-04-03", "2017-09-01"),
        (20, "2017-04-03", "2017-09-01", None, None),
    ]


def test_an_academy_leaves_when_it_closes_or_its_trust_does_and_not_for_want_of_a_list() -> None:
    gone = seen(("2017-04-03", 2, 10, "2014-09-01"))
    assert spells(gone, schools(u2=(None, "2017-09-01"))) == [
        (10, None, "2014-09-01", None, "2017-09-01")
    ]
    closed = pd.Series({10: pd.Timestamp(2017, 8, 1)}, dtype="datetime64[s]")
    assert spells(gone, schools(u2=(None, "2017-09-01")), closed) == [
        (10, None, "2014-09-01", None, "2017-08-01")
    ]
    assert spells(gone) == [(10, None, "2014-09-01", None, None)]


def test_a_list_that_lacks_an_academy_does_not_end_its_spell() -> None:
    there = seen(*[(day, 2, 10, "2014-09-01") for day in (LISTS[0], LISTS[2], LISTS[3])])
    assert spells(there) == [(10, None, "2014-09-01", None, None)]


def test_what_two_lists_say_alike_of_a_closed_trust_is_one_spell() -> None:
    past = seen(*[(day, 2, 10, "2012-09-01") for day in LISTS[1:]])
    past.loc[past["urn"] == 2, "group_closed"] = pd.Timestamp(2015, 8, 31)
    assert spells(past) == [(10, None, "2012-09-01", None, "2015-08-31")]


def test_a_trust_that_had_closed_ends_its_spells() -> None:
    past = seen(("2018-07-01", 2, 10, "2012-09-01"))
    past.loc[past["urn"] == 2, "group_closed"] = pd.Timestamp(2015, 8, 31)
    assert spells(past) == [(10, None, "2012-09-01", None, "2015-08-31")]


OBSERVED = st.lists(
    st.tuples(
        st.sampled_from([None, 10, 20, 30]),
        st.dates(pd.Timestamp(2010, 1, 1).date(), pd.Timestamp(2018, 6, 30).date()),
    ),
    min_size=len(LISTS),
    max_size=len(LISTS),
)


@given(OBSERVED)
def test_spells_never_overlap_and_always_show_what_each_list_shows_save_for_its_lag(
    observed: list[tuple[int | None, object]],
) -> None:
    rows = [
        (day, 2, uid, str(min(str(stated), day)))
        for day, (uid, stated) in zip(LISTS, observed, strict=True)
        if uid is not None
    ]
    given = memberships(seen(*rows), schools(), NEVER_CLOSED)
    given = given[given["urn"] == 2].sort_values("joined")
    assert not (given["left"] > given["joined"].shift(-1)).any()
    assert not (given["left"] <= given["joined"]).any()
    assert not (given["joined_after"] >= given["joined"]).any()
    for (day, _, uid, _), (later, _, following, _) in zip(
        rows, [*rows[1:], *rows[-1:]], strict=True
    ):
        now = pd.Timestamp(day)
        held = given[(given["joined"] <= now) & ~(given["left"] <= now)]
        # A list may run late: the trust of one within the month after may count by then.
        late = pd.Timestamp(later) - now <= REGISTER_LAG and following != uid
        assert list(held["trust_uid"]) in ([[uid], [following]] if late else [[uid]])


def test_a_school_may_have_two_sponsors_at_once() -> None:
    table = seen(
        ("2017-04-03", 2, 70, "2014-09-01"),
        ("2017-04-03", 2, 71, "2014-09-01"),
        ("2018-05-01", 2, 71, "2014-09-01"),
        ("2018-06-01", 2, 71, "2014-09-01"),
        ("2018-07-01", 2, 71, "2014-09-01"),
    ).assign(group_name="A sponsor")
    found = sponsorships(table)
    found = found[found["urn"] == 2].set_index("sponsor_uid")
    assert found.loc[70, "left"] == pd.Timestamp(2018, 5, 1)
    assert found.loc[70, "left_after"] == pd.Timestamp(2017, 4, 3)
    assert pd.isna(found.loc[71, "left"])


def test_an_academy_that_opened_between_two_days_joined_its_first_trust_between_them() -> None:
    life = schools(_2=("2017-04-04", None))
    life["opened_after"] = pd.to_datetime(pd.Series(["2016-12-31"], life.index))
    late = seen(*((day, 2, 20, "2017-01-01") for day in LISTS[1:]))
    assert spells(late, life) == [(20, "2016-12-31", "2017-04-04", None, None)]


def test_a_new_number_that_the_register_gave_late_lies_between_what_is_stated_and_shown(
    history: History,
) -> None:
    # Morehall Primary is stated to have opened anew on 1 January 2017; on 3 April the list still
    # had its old number.
    days = history.schools.set_index("urn").loc[[140336, 145012]]
    assert days["closed"].iloc[0] == days["opened"].iloc[1] == pd.Timestamp(2017, 4, 3)
    assert days["opened_after"].iloc[1] == pd.Timestamp(2016, 12, 31)
