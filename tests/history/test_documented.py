"""Documented cases of support: every row kept with its citation, and who its ends were then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.errors import HistoryError
from alliance.history.documented import DOCUMENTED, documented_support
from alliance.history.documented_ends import with_ends

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History

OUTWOOD, DELTA, WAKEFIELD_CITY, TELFORD = 4119, 4474, 5195, 4916


@pytest.fixture(scope="module")
def cases(history: History) -> pd.DataFrame:
    return with_ends(history, documented_support())


def changed(folder: Path, **values: str) -> Path:
    """Write the file with other values in its first row."""
    table = pd.read_csv(DOCUMENTED, dtype="str", keep_default_na=False)
    for name, value in values.items():
        table.loc[0, name] = value
    file = folder / "documented.csv"
    table.to_csv(file, index=False)
    return file


def test_all_rows_of_the_file_are_read_with_citation_and_a_secure_link() -> None:
    table = documented_support()
    assert len(table) == 60
    assert sorted(table["number"]) == list(range(1, 61))
    for name in ("publisher", "title", "published", "what"):
        assert (table[name] != "").all(), name
    assert table["link"].str.match(r"https://[^\s/]+/\S+$").all()
    partnership = table[
        (table["supporter_uid"] == OUTWOOD) & (table["recipient_trust_uid"] == DELTA)
    ]
    assert partnership["written"].tolist() == ["2016-01"]


def test_a_year_is_a_year_a_month_a_month_and_a_day_a_day() -> None:
    table = documented_support()
    days = (table["last"] - table["first"]).dt.days + 1
    open_years = (table["start_precision"] == "year") & (table["ended"] != table["last"])
    assert set(days[open_years]) <= {365, 366}
    assert days[table["start_precision"] == "month"].between(28, 31).all()
    assert set(days[table["start_precision"] == "day"]) == {1}
    assert (table["last_known"] >= table["last"]).all()
    # What is inferred is a year at best.
    assert set(table.loc[table["date_basis"] == "inferred", "start_precision"]) == {"year"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start_precision", "decade"),
        ("start", "2006"),
        ("supporter_kind", "charity"),
        ("date_basis", ""),
        ("led_to_joining", "perhaps"),
    ],
)
def test_a_row_that_does_not_say_what_it_should_is_named(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(HistoryError, match=f"row 2, {name}"):
        documented_support(changed(tmp_path, **{name: value}))


def test_an_address_that_is_none_of_the_web_is_no_link(tmp_path: Path) -> None:
    file = changed(tmp_path, source_url="javascript:alert(1)")
    assert documented_support(file).set_index("number").loc[1, "link"] == ""


def test_every_end_is_a_school_open_then_or_a_trust_there_was(
    history: History, cases: pd.DataFrame
) -> None:
    schools = history.schools.set_index("urn")
    for end in ("supporter", "recipient"):
        assert (cases[f"{end}_lost"] == "").all()
        own = cases[cases[f"{end}_school"].notna()]
        held = schools.loc[own[f"{end}_school"], ["opened", "closed"]].set_index(own.index)
        assert not (held["opened"] > own["last"]).any()
        assert not (held["closed"] <= own["first"]).any()
        assert (cases.drop(own.index)[f"{end}_kind"] == "trust").all()
        assert cases.drop(own.index)[f"{end}_trust"].notna().all()


def test_a_school_is_the_one_before_its_successor_or_found_by_its_very_name(
    cases: pd.DataFrame,
) -> None:
    found = cases.set_index("recipient_name")
    carlton = found.loc["Carlton Community College"]
    assert (carlton["recipient_later_urn"], carlton["recipient_school"]) == (139210, 135892)
    assert carlton["recipient_how"] == "the school before it, by links"
    southfield = found.loc["Southfield Technology College"]
    assert set(southfield["recipient_school"]) == {112394}
    assert set(southfield["recipient_how"]) == {"by its name in Cumbria"}


def test_the_trust_is_that_of_the_time(cases: pd.DataFrame) -> None:
    theirs = cases.set_index("recipient_name")["recipient_trust"]
    assert theirs[["Kinsley Academy", "West End Academy", "Yewlands Academy"]].eq(5195).all()
    # A school that joined a trust only afterwards was in none.
    assert theirs[["Bishopsgarth School", "Sowerby Bridge High School"]].isna().all()


def test_what_is_not_in_the_records_is_told_with_the_reason(
    history: History, tmp_path: Path
) -> None:
    file = changed(
        tmp_path,
        supporter_urn="999999",
        recipient_kind="trust",
        recipient_urn="",
        recipient_trust_uid="999999",
    )
    case = with_ends(history, documented_support(file)).set_index("number").loc[1]
    assert pd.isna(case["supporter_school"])
    assert case["supporter_lost"].startswith("no school of its number was open then")
    assert case["recipient_lost"] == "the records hold no trust of its number"
