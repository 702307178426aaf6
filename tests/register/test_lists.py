"""Lists that others publish: their columns, times and names, and the rows that come of them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from alliance.errors import RegisterError
from alliance.register.exchange import preview_rows
from alliance.register.lists.list_columns import guessed, lacking
from alliance.register.lists.list_names import (
    Asked,
    core_name,
    places,
    schools_named,
    supporters_named,
)
from alliance.register.lists.list_rows import Said, as_import_rows, read_list, rows_of_list
from alliance.register.lists.list_times import Time, cohort_time, financial_year, time_in
from alliance.register.register_vocabulary import Funding, Precision, Status, SupporterKind, Theme
from alliance.text.bare_names import bare_name

if TYPE_CHECKING:
    from alliance.history import History
    from alliance.register import Person, Register
    from alliance.register.lists.list_rows import ReadList

PAIRS = Path(__file__).parent.parent / "lists" / "invented_pairs.csv"
FIRST, LAST = dt.date(2018, 9, 1), dt.date(2019, 8, 31)
GRANTS = (
    "Grant holder,Supported school,Local authority,Amount (£),Financial year\n"
    'Outwood Grange Academies Trust,Barnburgh Primary School,Doncaster,"£25,000",2016-17\n'
    "Delta Academies Trust,Greenside Primary School,Leeds,12500.50,2017/18\n"
)


def read(
    history: History, content: bytes | str, name: str = "list.csv", **said: object
) -> ReadList:
    """Read a list by the columns guessed."""
    rows = rows_of_list(content.encode() if isinstance(content, str) else content, name)
    return read_list(history, rows, guessed(list(rows[0][1])), Said(**said))  # type: ignore[arg-type]


def asked(name: str, place: str = "", number: str = "") -> Asked:
    return Asked(name, number, place, FIRST, LAST)


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (
            ["School name", "URN", "Supporting organisation", "Region", "Cohort", "Start date"],
            {
                "school": "School name",
                "urn": "URN",
                "supporter": "Supporting organisation",
                "region": "Region",
                "cohort": "Cohort",
                "start": "Start date",
            },
        ),
        (
            ["Grant holder", "Supported school", "Amount (£)", "Financial year"],
            {
                "supporter": "Grant holder",
                "school": "Supported school",
                "amount": "Amount (£)",
                "year": "Financial year",
            },
        ),
        (
            ["Academy", "LA", "Trust name", "UID", "Date"],
            {
                "school": "Academy",
                "authority": "LA",
                "supporter": "Trust name",
                "supporter_number": "UID",
                "start": "Date",
            },
        ),
        (["Colour", "Shape"], {}),
    ],
)
def test_columns_are_guessed_by_their_headings(headings: list[str], found: dict[str, str]) -> None:
    assert guessed(headings) == found


def test_a_list_says_what_it_lacks() -> None:
    (fault,) = lacking({"urn": "URN"})
    assert fault == (
        "supporter",
        "Choose the column that holds it or, in its place, the UID or URN of the supporting "
        "organisation.",
    )
    assert [fault.field for fault in lacking({})] == ["supporter", "school"]
    assert [fault.field for fault in lacking({"supporter": "Trust"})] == ["school"]
    assert lacking({"supporter_number": "UID", "urn": "URN"}) == []


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("19/06/2017", Time(dt.date(2017, 6, 19), dt.date(2017, 6, 19))),
        (dt.datetime(2017, 6, 19), Time(dt.date(2017, 6, 19), dt.date(2017, 6, 19))),
        ("June 2017", Time(dt.date(2017, 6, 1), dt.date(2017, 6, 30), Precision.MONTH)),
        ("Jun-2017", Time(dt.date(2017, 6, 1), dt.date(2017, 6, 30), Precision.MONTH)),
        ("2017-02", Time(dt.date(2017, 2, 1), dt.date(2017, 2, 28), Precision.MONTH)),
        ("2017", Time(dt.date(2017, 1, 1), dt.date(2017, 12, 31), Precision.YEAR)),
        (2017, Time(dt.date(2017, 1, 1), dt.date(2017, 12, 31), Precision.YEAR)),
        ("2017-18", None),
        ("Smarch 2017", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_exactly_as_it_is_written(cell: object, time: Time | None) -> None:
    assert time_in(cell) == time


@pytest.mark.parametrize("cell", ["2016-17", "2016/17", "2016–17", "2016-2017", "FY 2016-17"])
def test_a_financial_year_is_from_april_to_march(cell: str) -> None:
    assert financial_year(cell) == Time(dt.date(2016, 4, 1), dt.date(2017, 3, 31))


@pytest.mark.parametrize("cell", ["2016-18", "2016", "16-17", ""])
def test_what_is_no_financial_year_is_none(cell: str) -> None:
    assert financial_year(cell) is None


def test_a_cohort_tells_a_year_at_most() -> None:
    year = Time(FIRST, LAST, Precision.YEAR)
    assert cohort_time("2018/19") == cohort_time("Cohort 2018-19") == year
    assert cohort_time("Autumn 2018").known_to is Precision.YEAR  # type: ignore[union-attr]
    assert cohort_time("Cohort 3") is None


def test_an_exact_name_in_its_place_is_sure_in_whatever_spelling(history: History) -> None:
    names = [
        "Barnburgh Primary School",
        "BARNBURGH PRIMARY SCHOOL",
        "The Barnburgh Primary School.",
    ]
    for found in schools_named(history, [asked(name, "Doncaster") for name in names]):
        assert found.sure is not None
        assert found.sure.label.startswith("Barnburgh Primary School · Doncaster · Primary · ")


@pytest.mark.parametrize(
    ("name", "place", "number", "why"),
    [
        ("Barnburgh Primary School", "", "", "no place is given"),
        ("Barnborough Primary School", "Doncaster", "", "nobody in Doncaster is called exactly"),
        ("Barnburgh Primary School", "Leeds", "", "nobody in Leeds is called exactly"),
        ("Barnburgh Primary School", "Doncaster", "999999", "nobody of the number given"),
        ("St Wilfrid's Catholic High School", "Doncaster", "106737", "that of another name"),
    ],
)
def test_what_is_in_doubt_is_decided_by_nobody_and_says_why(
    history: History, name: str, place: str, number: str, why: str
) -> None:
    (found,) = schools_named(history, [asked(name, place, number)])
    assert found.sure is None
    assert why in found.why


def test_the_best_of_those_offered_is_the_one_meant(history: History) -> None:
    (found,) = schools_named(history, [asked("Barnborough Primary School", "Doncaster")])
    assert "Barnburgh Primary School" in found.offered[0].label
    assert max(one.score for one in found.offered) < 100
    # Schools elsewhere whose names are more alike come after it.
    assert any("Derbyshire" in one.label for one in found.offered[1:])


def test_a_number_whose_name_fits_is_sure_without_a_place(history: History) -> None:
    urn = schools_named(history, [asked("Barnburgh Primary School", "Doncaster")])[0].sure
    assert urn is not None
    (found,) = schools_named(history, [asked("Barnburgh Primary", "", urn.number)])
    assert found.sure is not None
    assert found.sure.number == urn.number
    (bare,) = schools_named(history, [asked("", "", urn.number)])
    assert bare.sure is not None


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [
        ("Outwood Grange Academies Trust", SupporterKind.TRUST, "4119"),
        ("School Partnership Trust Academies", SupporterKind.TRUST, "4474"),
        ("Wakefield Council", SupporterKind.LOCAL_AUTHORITY, "384"),
    ],
)
def test_supporters_are_trusts_by_former_names_too_schools_and_authorities(
    history: History, name: str, kind: SupporterKind, number: str
) -> None:
    (found,) = supporters_named(history, [asked(name)])
    assert found.sure is not None
    assert (found.sure.kind, found.sure.number) == (kind, number)


def test_a_part_of_a_trusts_name_offers_the_trust_and_its_school(history: History) -> None:
    (found,) = supporters_named(history, [asked("Outwood Grange", "Kirklees")])
    assert found.sure is None
    offered = {(one.kind, one.number) for one in found.offered[:2]}
    assert (SupporterKind.TRUST, "4119") in offered


def test_common_words_alone_make_no_name_alike() -> None:
    assert core_name(bare_name("Outwood Grange Academies Trust")) == "outwood grange"
    assert core_name(bare_name("Community Primary School")) == ""


def test_every_region_and_authority_is_a_place(history: History) -> None:
    known = places(history)
    assert known["doncaster"] == "Doncaster"
    assert known["north east"] == "North East"


def test_headings_are_found_below_a_title_and_rows_keep_their_number() -> None:
    rows = rows_of_list(PAIRS.read_bytes(), PAIRS.name)
    assert len(rows) == 40
    assert rows[0][0] == 3
    assert all("Invented" in cells["Notes"] for _, cells in rows)


def test_forty_pairs_hold_six_doubtful_names_and_no_wrong_one(history: History) -> None:
    found = read(history, PAIRS.read_bytes())
    assert (len(found.rows), found.faults) == (40, [])
    assert sorted((end, name.name) for end, name in found.doubtful()) == [
        ("school", "Birkenshaw Church of England Voluntary Controlled Primary"),
        ("school", "Hunslet Carr Primary Academy"),
        ("school", "Newe Holland Church of England and Methodist Primary School"),
        ("supporter", "Astrea Academies"),
        ("supporter", "Delta Academy Trst"),
        ("supporter", "Outwood Grange"),
    ]


def test_nothing_doubtful_is_written_until_it_is_decided(
    history: History, register: Register, amy: Person
) -> None:
    found = read(history, PAIRS.read_bytes())
    assert len(as_import_rows(history, found, {}, Said())) == 34
    decided = {key: one.offered[0] for key, one in found.doubtful().items()}
    left_out = dict(decided)
    left_out[next(iter(left_out))] = None
    assert len(as_import_rows(history, found, left_out, Said())) == 39
    rows = as_import_rows(history, found, decided, Said(source="Invented"))
    assert len(rows) == 40
    tried = preview_rows(rows, history, register)
    assert tried.faults == []
    one = tried.supports[0]
    assert (one.start_in_words, one.status) == ("2018", Status.ACTIVE)
    assert "From the list Invented: row 3" in one.notes
    assert "Only the year of the start is known." in one.notes


def test_grants_bring_pounds_and_the_time_of_their_financial_year(
    history: History, register: Register
) -> None:
    said = {"funding": Funding.OTHER, "theme": Theme.SCHOOL_LEADERSHIP}
    found = read(history, GRANTS, **said)
    assert found.doubtful() == {}
    rows = as_import_rows(history, found, {}, Said(**said))
    first, second = preview_rows(rows, history, register).supports
    assert (first.starts_on, first.ended_on) == (dt.date(2016, 4, 1), dt.date(2017, 3, 31))
    assert (first.cost_pounds, second.cost_pounds) == (25_000.0, 12_500.5)
    assert (first.status, first.start_known) == (Status.COMPLETED, Precision.DAY)
    assert (first.funding, first.theme) == (Funding.OTHER, Theme.SCHOOL_LEADERSHIP)
    assert "financial year “2016-17”" in first.notes


def test_a_workbook_is_read_as_well(history: History) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Emergency grants, invented for a test"])
    sheet.append([])
    for line in GRANTS.splitlines():
        sheet.append(line.replace('"£25,000"', "25000").split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(history, buffer.getvalue(), "grants.xlsx")
    assert [row.amount for row in found.rows] == [25_000.0, 12_500.5]
    assert [row.number for row in found.rows] == [4, 5]


def test_what_cannot_be_read_is_told_by_row_and_its_row_goes_no_further(history: History) -> None:
    found = read(
        history,
        "School,Supporter,Local authority,Start,Amount\n"
        "Barnburgh Primary School,Delta Academies Trust,Doncaster,yesterday,5\n"
        "Barnburgh Primary School,Delta Academies Trust,Doncaster,2017,many\n"
        "Barnburgh Primary School,Delta Academies Trust,Atlantis,2017,5\n"
        "Barnburgh Primary School,Delta Academies Trust,Doncaster,,5\n",
    )
    assert [(one.row, one.column) for one in found.faults] == [
        (2, "Start"),
        (3, "Amount"),
        (4, "Local authority"),
        (5, "Start"),
    ]
    # Of no place known a name is in doubt, and the row is kept for somebody to decide.
    assert [(row.number, row.school_found.sure) for row in found.rows] == [(4, None)]


def test_one_start_for_rows_that_tell_none_is_taken(history: History) -> None:
    day = dt.date(2018, 1, 8)
    where = "Yorkshire and The Humber"
    content = f"School,Supporter,Region\nBarnburgh Primary School,Delta Academies Trust,{where}\n"
    (row,) = read(history, content, starts_on=day).rows
    assert (row.start.first, row.start.known_to) == (day, Precision.DAY)
    assert row.school_found.sure is not None


def test_a_school_that_opened_within_the_year_starts_when_it_did(history: History) -> None:
    schools = history.schools
    opened = schools[schools["opened"] == "2018-02-01"]
    school = opened[opened["region"] == "North East"].iloc[0] if len(opened) else opened.iloc[0]
    content = f"URN,Supporter,Start\n{school['urn']},Outwood Grange Academies Trust,2018\n"
    found = read(history, content)
    ((_, cells),) = as_import_rows(history, found, {}, Said())
    assert cells["Starts on"] == "2018-02-01"
    assert cells["Start known to"] == "Year"


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(RegisterError, match="no rows below its headings"):
        rows_of_list(b"School,Supporter\n", "empty.csv")
