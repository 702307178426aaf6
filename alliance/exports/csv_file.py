"""A table as CSV: headings first and nothing but the table, so that any program reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.exports.about import Download
from alliance.exports.safe_text import as_text, is_text, may_be_formula, with_short_numbers

if TYPE_CHECKING:
    import pandas as pd

    from alliance.exports.about import About


_BOOL = ("bool", "boolean")
_TRUTHS = {True: "TRUE", False: "FALSE"}


def csv_file(table: pd.DataFrame, about: About) -> Download:
    """Return a table as CSV; day, filter and sources lie beside it: :func:`about_file`."""
    return Download(csv_bytes(table), about.file_name(".csv"), "text/csv")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, in UTF-8 with the mark by which spreadsheets know it.

    Days are written as 2019-06-01, truths as TRUE and FALSE, which R knows by no other spelling.
    Text that a spreadsheet might run as a formula gets an apostrophe in front.
    """
    table = with_truths(with_short_numbers(table))
    texts = {name: harmless(as_text(table[name])) for name in table.columns if is_text(table[name])}
    table = table.assign(**texts)
    table.columns = harmless(table.columns.to_series().astype("str")).tolist()
    text = table.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def with_truths(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose truths are written TRUE and FALSE."""
    truths = [name for name in table.columns if table[name].dtype in _BOOL]
    return table.assign(**{name: table[name].astype("object").map(_TRUTHS) for name in truths})


def harmless(values: pd.Series[str]) -> pd.Series[str]:
    """Put an apostrophe before every text that a spreadsheet might run."""
    return values.mask(may_be_formula(values), "'" + values)
