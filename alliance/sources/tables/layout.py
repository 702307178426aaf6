"""What a published file must hold: the columns of its kind, and what each may say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from alliance.sources.tables.values import any_day
from alliance.text import days

ANY_SPELLING = "any spelling"
SHORT_NUMBERS = "numbers of five figures or fewer, as children's centres have"


@dataclass(frozen=True)
class Column:
    """What a published column must hold.

    Parameters
    ----------
    pattern
        Regular expression that a whole value matches.
    expected
        The same in words, for the person who has to mend the file.
    may_be_blank
        Whether an empty value is right too.
    is_date
        strptime format, when the value must be a day of the calendar as well; or ``ANY_SPELLING``,
        when it must if it is spelled as a day.
    """

    pattern: str
    expected: str
    may_be_blank: bool = False
    is_date: str | None = None

    def accepts(self, values: pd.Series) -> pd.Series:
        """Tell for each value whether it is as expected."""
        good = values.str.fullmatch(self.pattern)
        if self.is_date == ANY_SPELLING:
            spelled = values.str.fullmatch(days.PATTERN)
            good &= ~spelled | any_day(values).notna()
        elif self.is_date:
            good &= pd.to_datetime(values, format=self.is_date, errors="coerce").notna()
        return (good | (values == "")) if self.may_be_blank else good


URN = Column(r"\d{6}", "a six-digit URN")
UID = Column(r"\d{1,6}", "a group's UID, up to six digits")
TEXT = Column(r"(?s).+", "some text")
ANY = Column(r"(?s).*", "anything", may_be_blank=True)
GIAS_DAY = Column(r"\d{2}-\d{2}-\d{4}", "a day as dd-mm-yyyy", is_date="%d-%m-%Y")
GIAS_DAY_OR_BLANK = Column(
    r"\d{2}-\d{2}-\d{4}", "a day as dd-mm-yyyy, or blank", may_be_blank=True, is_date="%d-%m-%Y"
)
ISO_DAY = Column(r"\d{4}-\d{2}-\d{2}", "a day as yyyy-mm-dd", is_date="%Y-%m-%d")
ISO_DAY_OR_BLANK = Column(
    r"\d{4}-\d{2}-\d{2}", "a day as yyyy-mm-dd, or blank", may_be_blank=True, is_date="%Y-%m-%d"
)
# Publishers spell days in three ways, at times differently from month to month, and a spreadsheet
# that saves a file writes them in its own.
ANY_DAY_OR_BLANK = Column(
    days.PATTERN, f"{days.EXPECTED}, or blank", may_be_blank=True, is_date=ANY_SPELLING
)
COUNT_OR_BLANK = Column(r"\d+(\.0)?", "a whole number, or blank", may_be_blank=True)
# From 0 to 100, with or without its sign.
PERCENT = r"(100(\.0+)?|\d{1,2}(\.\d+)?)%?"
PERCENT_OR_BLANK = Column(PERCENT, "a percentage from 0 to 100, or blank", may_be_blank=True)
NUMBER_OR_BLANK = Column(r"-?\d+(\.\d+)?", "a number, or blank", may_be_blank=True)


@dataclass(frozen=True)
class Layout:
    """The columns a kind of file must have.

    Parameters
    ----------
    unique
        Columns that no two rows may share.
    only
        Where a file tells of more than is asked for: columns, and what they must say for a row to
        be of interest. The others are passed over, neither checked nor refused.
    needed
        Where a file is a complete list, so that a row left out would be taken for something that
        has closed, or tells of several things in a row: the columns without which a row says
        nothing. A fault in another column leaves that value blank, and the row stays.
    may_end_early
        Whether a row may leave out the blank values at its end, commas and all.
    aside
        Where a file lists other things beside what is asked for: a column, and a function that
        names for each of its values what such a row is, blank for those asked for. The others are
        left aside and counted under that name, neither checked nor refused.
    """

    columns: dict[str, Column]
    unique: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    may_end_early: bool = False
    aside: Mapping[str, Callable[[pd.Series], pd.Series]] = field(default_factory=dict)

    def faults(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return every value that is not as expected: row, column, found, expected.

        Parameters
        ----------
        rows
            Text columns under the layout's names, indexed by row of the file.
        """
        found = [
            pd.DataFrame(
                {"row": bad.index, "column": name, "found": bad, "expected": column.expected}
            )
            for name, column in self.columns.items()
            if len(bad := rows.loc[~column.accepts(rows[name]), name])
        ]
        if not found:
            return pd.DataFrame(columns=["row", "column", "found", "expected"])
        return pd.concat(found, ignore_index=True)


def short_numbers(numbers: pd.Series) -> pd.Series:
    """Name the numbers that are no school's, having fewer than six figures; others are blank."""
    blank = pd.Series("", numbers.index, dtype="str")
    return blank.mask(numbers.str.fullmatch(r"\d{1,5}"), SHORT_NUMBERS)
