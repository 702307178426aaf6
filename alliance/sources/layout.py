"""What a published file must hold: the columns of its kind, and what each may say."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import pandas as pd

from alliance.sources.values import any_day

with warnings.catch_warnings():  # its optional back ends warn when they are absent
    warnings.simplefilter("ignore")
    import pandera.pandas as pandera


ANY_SPELLING = "any spelling"


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
        strptime format, or ``ANY_SPELLING``, when the value must be a day of the calendar as well.
    """

    pattern: str
    expected: str
    may_be_blank: bool = False
    is_date: str | None = None

    def accepts(self, values: pd.Series) -> pd.Series:
        """Tell for each value whether it is as expected."""
        good = values.str.fullmatch(self.pattern)
        if self.is_date == ANY_SPELLING:
            good &= any_day(values).notna()
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
# Publishers spell days in three ways, at times differently from month to month.
ANY_DAY_OR_BLANK = Column(
    r"\d{2}[-/]\d{2}[-/]\d{4}|\d{4}-\d{2}-\d{2}",
    "a day as dd-mm-yyyy, dd/mm/yyyy or yyyy-mm-dd, or blank",
    may_be_blank=True,
    is_date=ANY_SPELLING,
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
    """

    columns: dict[str, Column]
    unique: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    needed: tuple[str, ...] = ()

    def faults(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Give every value that is not as expected: row, column, found, expected.

        Parameters
        ----------
        rows
            Text columns under the layout's names, indexed by row of the file.
        """
        try:
            self._schema().validate(rows, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            cases = errors.failure_cases
            return pd.DataFrame(
                {
                    "row": cases["index"].astype(int),
                    "column": cases["column"],
                    "found": cases["failure_case"].astype("str"),
                    "expected": cases["check"].astype("str"),
                }
            )
        return pd.DataFrame(columns=["row", "column", "found", "expected"])

    def _schema(self) -> pandera.DataFrameSchema:
        return pandera.DataFrameSchema(
            {
                name: pandera.Column(
                    str, pandera.Check(column.accepts, error=column.expected), nullable=False
                )
                for name, column in self.columns.items()
            },
            strict=False,
        )
