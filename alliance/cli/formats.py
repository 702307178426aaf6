"""How the command line prints a table."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.exports.csv_file import with_truths

if TYPE_CHECKING:
    import pandas as pd


class Format(StrEnum):
    """How a table is printed."""

    csv = "csv"
    json = "json"


As = Annotated[Format, typer.Option("--format", help="csv or json, to standard output.")]


def print_table(table: pd.DataFrame, form: Format) -> None:
    """Print a table to standard output."""
    days = table.select_dtypes("datetime").columns
    table = table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days})
    if form is Format.csv:
        sys.stdout.write(with_truths(table).to_csv(index=False))
    else:
        sys.stdout.write(table.to_json(orient="records", indent=1) + "\n")
