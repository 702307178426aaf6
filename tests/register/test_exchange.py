"""Supports in and out as files, with every fault told and nothing half written."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from alliance import clock
from alliance.errors import NotAllowed, RegisterError, RulesBroken
from alliance.exports import About, csv_bytes, csv_file, excel_file
from alliance.register import ANONYMOUS, Person, Register, Support
from alliance.register.database import open_database
from alliance.register.exchange import bring_in, export, preview, template
from alliance.register.headings import HEADINGS
from alliance.register.listing import listing
from alliance.register.register_vocabulary import Origin, Status, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alliance.history import History

    Make = Callable[..., Support]


@pytest.fixture
def another(tmp_path: Path, history: History) -> Iterator[Register]:
    """Another register, empty."""
    engine = open_database(sa.URL.create("sqlite", database=str(tmp_path / "another.sqlite")))
    yield Register(engine, history)
    engine.dispose()


HEAD = (
    "Supporter kind,Supporter,Recipient URN,Theme,Starts on,Status,Proposed on,Ended on,"
    "Days planned,Cost in pounds,Evidence link,Illustrative\n"
)
GOOD = "Trust,4119,140177,School leadership,2018-01-08,Proposed,,,10,5000,,No\n"
TEN_FAULTS = HEAD + "".join(
    [
        "Trusst,4119,140177,School leadership,2018-01-08,,,,,,,\n",
        "Trust,,140177,School leadership,2018-01-08,,,,,,,\n",
        "Trust,4119,14017x,School leadership,2018-01-08,,,,,,,\n",
        "Trust,4119,140177,Leading,2018-01-08,,,,,,,\n",
        "Trust,4119,140177,School leadership,2018-02-30,,,,,,,\n",
        "Trust,4119,140177,School leadership,2018-01-08,,2018-02-01,,,,,\n",
        "Trust,4119,140177,School leadership,2018-01-08,Completed,,,,,,\n",
        "Trust,4119,140177,School leadership,2018-01-08,,,,-3,,,\n",
        "Trust,4119,999999,School leadership,2018-01-08,,,,,,,\n",
        "School,140177,140177,School leadership,2018-01-08,,,,,,ftp://x,\n",
    ]
)


def test_ten_kinds_of_fault_are_told_by_row_and_column(
    register: Register, history: History, amy: Person
) -> None:
    found = preview(TEN_FAULTS.encode(), "supports.csv", history, register)
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (2, "Supporter kind"),
        (3, "Supporter"),
        (4, "Recipient URN"),
        (5, "Theme"),
        (6, "Starts on"),
        (7, "Starts on"),
        (8, "Ended on"),
        (9, "Days planned"),
        (10, "Recipient URN"),
        (11, "Supporter"),
        (11, "Evidence link"),
    ]
    assert found.rows_at_fault == 10
    with pytest.raises(RulesBroken, match="Row 2: Found 'Trusst', expected Trust or School"):
        bring_in(register, found, amy)
    assert register.supports() == []


def test_the_good_rows_alone_are_taken_when_asked_for(
    register: Register, history: History, amy: Person
) -> None:
    found = preview((TEN_FAULTS + GOOD).encode(), "supports.csv", history, register)
    assert len(bring_in(register, found, amy, only_good=True)) == 1
    assert [change.action for change in register.audit()] == ["import"]


@pytest.mark.parametrize("between", [";", "\t"])
def test_a_file_of_a_spreadsheet_that_writes_no_commas_is_read(
    register: Register, history: History, between: str
) -> None:
    words = (HEAD + GOOD).replace("Days planned", "Notes").replace(",10,", ",Café,")
    found = preview(words.replace(",", between).encode("cp1252"), "a.csv", history, register)
    assert not found.faults
    assert found.supports[0].notes == "Café"


@pytest.mark.parametrize("between", [";", ","])
@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_a_first_line_that_names_the_separator_and_any_end_of_rows_are_read(
    register: Register, history: History, between: str, end: str
) -> None:
    bad = GOOD.replace("School leadership", "Nothing")
    words = f"sep={between}\n" + (HEAD + GOOD + bad).replace(",", between)
    found = preview(words.replace("\n", end).encode(), "a.csv", history, register)
    assert len(found.supports) == 1
    assert [(fault.row, fault.column) for fault in found.faults] == [(4, "Theme")]


@pytest.mark.parametrize("day", ["08/01/2018", "8-1-2018", "08.01.2018", "8 January 2018"])
def test_a_day_is_read_in_any_spelling_that_leaves_no_doubt(
    register: Register, history: History, day: str
) -> None:
    rows = GOOD.replace("2018-01-08", day) + GOOD.replace("2018-01-08", "1/8/18")
    found = preview((HEAD + rows).encode(), "a.csv", history, register)
    assert [support.starts_on for support in found.supports] == [dt.date(2018, 1, 8)]
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, "Starts on")]


def test_a_byte_of_no_encoding_is_a_fault_of_its_row(register: Register, history: History) -> None:
    names = HEAD.replace("Days planned", "Notes")
    good = (
        GOOD.replace(",10,", ",Café St Mary’s,").encode("cp1252").replace(b"\x92", b"\xe2\x80\x99")
    )
    odd = GOOD.replace(",10,", ",@,").encode().replace(b"@", b"a\x81")
    found = preview(names.encode() + good + odd, "a.csv", history, register)
    assert [support.notes for support in found.supports] == ["Café St Mary’s"]
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, "Notes")]
    assert "the byte 0x81" in found.faults[0].message


def test_an_end_to_come_is_a_fault_of_its_row(
    register: Register, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2018, 6, 1))
    ends = GOOD.replace("Proposed,,", "Completed,,2018-06-02")
    found = preview((HEAD + ends).encode(), "supports.csv", history, register)
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "Ended on")]
    assert "2 June 2018: that day is still to come" in found.faults[0].message


def test_importing_the_same_file_twice_adds_nothing(
    register: Register, history: History, amy: Person
) -> None:
    file = (HEAD + GOOD + GOOD.replace("140177", "141354")).encode()
    bring_in(register, preview(file, "supports.csv", history, register), amy)
    again = preview(file, "supports.csv", history, register)
    assert (again.supports, again.faults, again.already) == ([], [], 2)


def test_a_row_withdrawn_since_is_told_with_its_day_and_not_added_anew(
    register: Register, history: History, amy: Person
) -> None:
    file = (HEAD + GOOD + GOOD.replace("140177", "141354")).encode()
    first, _ = bring_in(register, preview(file, "supports.csv", history, register), amy)
    assert first.id is not None
    # What was done to it in between does not make it another.
    register.move(first.id, Status.AGREED, amy, version=1)
    register.withdraw(first.id, amy)
    again = preview(file, "supports.csv", history, register)
    assert (again.supports, again.faults, again.already) == ([], [], 1)
    (told,) = again.withdrawn
    day = register.audit(first.id)[0].at
    assert told.row == 2
    assert told.message == (
        f"It is in the register already, number {first.id}, withdrawn on {day:%-d %B %Y}. "
        f"Undo the withdrawal instead: open number {first.id} and restore it."
    )
    assert bring_in(register, again, amy) == []
    register.restore(first.id, amy)
    back = preview(file, "supports.csv", history, register)
    assert (back.withdrawn, back.already, len(back.faults)) == ((), 1, 1)


def test_a_row_withdrawn_and_entered_anew_is_in_the_register(
    register: Register, history: History, amy: Person
) -> None:
    file = (HEAD + GOOD).encode()
    (first,) = bring_in(register, preview(file, "supports.csv", history, register), amy)
    assert first.id is not None
    register.withdraw(first.id, amy)
    register.add(first, amy)
    again = preview(file, "supports.csv", history, register)
    assert (again.supports, again.withdrawn, again.already) == ([], (), 1)


def test_the_same_support_twice_in_one_file_is_a_fault(
    register: Register, history: History
) -> None:
    found = preview((HEAD + GOOD + GOOD).encode(), "supports.csv", history, register)
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, "Starts on")]


def test_what_is_exported_can_be_imported_into_another_register(
    register: Register, another: Register, history: History, amy: Person, support: Make
) -> None:
    held = register.add(support(purpose="Words, with commas", days_planned=2.5), amy)
    file = export(register.supports()).to_csv(index=False).encode()
    found = preview(file, "supports.csv", history, another)
    assert found.faults == []
    (again,) = bring_in(another, found, amy)
    assert again.same_facts(held)


def test_the_filled_in_template_is_read_with_its_days_and_numbers(
    register: Register, history: History
) -> None:
    book = load_workbook(io.BytesIO(template()))
    assert [cell.value for cell in book["Support"][1]] == list(HEADINGS)
    row = dict.fromkeys(HEADINGS)
    row |= {"Supporter kind": "trust", "Supporter": 4119, "Recipient URN": 140177}
    row |= {"Theme": "curriculum", "Starts on": "08/01/2018", "Cost in pounds": "£1,250"}
    book["Support"].append(list(row.values()))
    buffer = io.BytesIO()
    book.save(buffer)
    found = preview(buffer.getvalue(), "supports.xlsx", history, register)
    assert found.faults == []
    assert found.supports[0].cost_pounds == 1250
    assert found.supports[0].starts_on.isoformat() == "2018-01-08"


def test_a_visitor_who_did_not_sign_in_imports_nothing(
    register: Register, history: History
) -> None:
    found = preview((HEAD + GOOD).encode(), "supports.csv", history, register)
    with pytest.raises(NotAllowed):
        bring_in(register, found, ANONYMOUS)
    assert register.supports() == []


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "it has no rows"),
        (b"Supporter,Theme\n1,2\n", "a.csv", "no column Supporter kind, Recipient URN"),
        (b"\x81\x8d\x00", "a.csv", "neither UTF-8 nor cp1252"),
        (b"not a workbook", "a.xlsx", "no Excel workbook"),
        (b"x" * 5_000_001, "a.csv", "at most 5,000,000"),
        ((HEAD + GOOD * 5001).encode(), "a.csv", "more than 5,000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    register: Register, history: History, content: bytes, name: str, says: str
) -> None:
    with pytest.raises(RegisterError, match=says):
        preview(content, name, history, register)


def test_an_empty_workbook_is_refused(register: Register, history: History) -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(RegisterError, match="it has no rows"):
        preview(buffer.getvalue(), "empty.xlsx", history, register)


def test_what_the_list_offers_to_download_can_be_imported_again(
    register: Register, another: Register, history: History, amy: Person, support: Make
) -> None:
    held = register.add(support(purpose="=1+1, no formula", days_planned=2.5), amy)
    table = listing(history, register.supports(), {}, dt.date(2018, 6, 1))
    day, made_on = history.default_day, dt.date(2020, 1, 1)
    about = About("Support", day, "All", history.sources, made_on)
    for file in (csv_file(table, about), excel_file({"Support": table}, about)):
        found = preview(file.content, file.name, history, another)
        assert (found.faults, found.ignored) == ([], ())
        assert found.supports[0].same_facts(held)


def test_a_heading_that_the_register_does_not_know_is_named(
    register: Register, history: History
) -> None:
    file = HEAD.replace("Status", "State") + GOOD
    assert preview(file.encode(), "supports.csv", history, register).ignored == ("State",)


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ("Trust,²,140177,Curriculum,2018-01-08,,,,,,,", "Supporter", "No trust '²'"),
        ("Trust,4119,140177,Curriculum,2018-01-08,,,,nan,,,", "Days planned", "Found 'nan'"),
        ("Trust,4119,140177,Curriculum,2018-01-08,,,,,inf,,", "Cost in pounds", "Found 'inf'"),
        (
            f"Other organisation,{'x' * 201},140177,Curriculum,2018-01-08,,,,,,,",
            "Supporter",
            "At most 200 characters; found 201",
        ),
        (
            "Other organisation,Hub\x00,140177,Curriculum,2018-01-08,,,,,,,",
            "Supporter",
            "a character that cannot be kept",
        ),
    ],
)
def test_what_a_database_cannot_hold_is_told_as_a_fault(
    register: Register, history: History, cells: str, column: str, says: str
) -> None:
    found = preview((HEAD + cells + "\n").encode(), "supports.csv", history, register)
    assert [fault.column for fault in found.faults] == [column]
    assert says in found.faults[0].message


def test_a_field_longer_than_any_csv_reader_takes_is_refused(
    register: Register, history: History
) -> None:
    file = (HEAD + "Trust," + "x" * 140_000 + "\n").encode()
    with pytest.raises(RegisterError, match="no CSV"):
        preview(file, "supports.csv", history, register)


@pytest.mark.parametrize("day", ["0218-01-31", "1018-01-31", "2108-01-31", "9999-12-31"])
@pytest.mark.parametrize("supporter", ["Local authority,371", "School,106677"])
def test_a_year_that_cannot_be_is_refused_where_no_record_would(
    register: Register, history: History, supporter: str, day: str
) -> None:
    cells = f"{supporter},106670,Curriculum,{day},,,,,,,\n"
    found = preview((HEAD + cells).encode(), "supports.csv", history, register)
    assert not found.supports
    assert any("expected one from 1990 to 2099" in fault.message for fault in found.faults)


@pytest.mark.parametrize(
    "day",
    ["31-01-2018", "31.01.2018", "31 January 2018", "2018-01-31 00:00:00", "31/1/2018", "43131"],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(
    register: Register, history: History, day: str
) -> None:
    cells = f"Trust,4119,140177,Curriculum,{day},,,,,,,\n"
    (support,) = preview((HEAD + cells).encode(), "supports.csv", history, register).supports
    assert support.starts_on == dt.date(2018, 1, 31)


@pytest.mark.parametrize(
    ("supporter", "day"),
    [
        ("Trust,4119", "2008-01-31"),
        ("Local authority,839", "2018-01-08"),
        ("Local authority,836", "2019-09-01"),
    ],
)
def test_a_supporter_is_there_on_the_first_day(
    register: Register, history: History, supporter: str, day: str
) -> None:
    cells = f"{supporter},106670,Curriculum,{day},,,,,,,\n"
    found = preview((HEAD + cells).encode(), "supports.csv", history, register)
    assert [fault.column for fault in found.faults] == ["Supporter"]
    assert "was open on" in found.faults[0].message


@pytest.mark.parametrize(
    ("supporter", "said"),
    [
        ("Trust,outwood grange academies trust", "is trust 4119: give this number."),
        ("Local authority,Doncaster", "is authority 371: give this number."),
        ("Trust,Outwood", "Give the trust's UID."),
    ],
)
def test_a_supporter_given_by_its_name_is_told_its_number(
    register: Register, history: History, supporter: str, said: str
) -> None:
    cells = f"{supporter},106670,Curriculum,2018-01-08,,,,,,,\n"
    (fault,) = preview((HEAD + cells).encode(), "supports.csv", history, register).faults
    assert fault.message.endswith(said)


def test_a_row_that_repeats_another_names_it(register: Register, history: History) -> None:
    again = GOOD.replace(",10,", ",12,")
    found = preview((HEAD + GOOD + again).encode(), "supports.csv", history, register)
    assert [fault.row for fault in found.faults] == [3]
    assert "The same support is in row 2 of this file already" in found.faults[0].message


def test_progress_is_told_by_rows_done(register: Register, history: History, amy: Person) -> None:
    rows = "".join(GOOD.replace("School leadership", theme) for theme in list(Theme)[:4])
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))

    found = preview((HEAD + rows).encode(), "supports.csv", history, register, progress)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    bring_in(register, found, amy, progress=progress)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)] * 2


def test_a_file_of_other_columns_says_which_it_has(register: Register, history: History) -> None:
    with pytest.raises(RegisterError, match="found Who, Theme"):
        preview(b"Who,Theme\nx,y\n", "supports.csv", history, register)


@pytest.mark.parametrize("origin", list(Origin))
def test_what_is_taken_out_can_be_brought_in_again_whatever_its_origin(
    register: Register,
    another: Register,
    history: History,
    amy: Person,
    support: Make,
    origin: Origin,
) -> None:
    invented = origin is Origin.ILLUSTRATIVE
    held = register.add(
        support(origin=origin, illustrative=invented, reasons="Nearest, and of its phase."), amy
    )
    content = csv_bytes(export([held]))
    assert preview(content, "supports.csv", history, register).already == 1
    (new,) = bring_in(another, preview(content, "supports.csv", history, another), amy)
    assert new.same_facts(held)
    assert new.reasons == held.reasons
