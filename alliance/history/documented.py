"""Support that published articles and reports tell of, each case with its citation.

It is a file of references beside the history, not a table of it: nobody publishes it as a list, no
update brings more of it, and who its names stand for is asked of whichever history is open (see
:mod:`alliance.history.documented_ends`). It is never mixed with what the register records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import HistoryError
from alliance.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTED = ROOT / "data" / "documented_support.csv"
PRECISIONS = {"year": 4, "month": 7, "day": 10}
"""How exact a start is, and how many letters it is written with."""

STARTS = ("stated", "published by")
DATED = ("in the text", "inferred")
KINDS = ("school", "trust")
STATUSES = ("announced", "active", "completed", "stopped")
NUMBERS = (
    "supporter_urn",
    "supporter_uid",
    "recipient_urn",
    "recipient_later_urn",
    "recipient_trust_uid",
)
_WORDS = {
    "supporter_kind": KINDS,
    "recipient_kind": KINDS,
    "start_precision": tuple(PRECISIONS),
    "start_basis": STARTS,
    "date_basis": DATED,
    "status_when_published": STATUSES,
    "led_to_joining": ("yes", ""),
}


def documented_support(file: Path = DOCUMENTED) -> pd.DataFrame:
    """Return the documented cases of support, in order of their start.

    Returns
    -------
    DataFrame
        number (from 1, in the order of the file), supporter_kind and recipient_kind (school or
        trust), supporter_urn, supporter_uid, recipient_urn (of the school on that day, where
        known), recipient_later_urn (of its successor), recipient_trust_uid (missing where not
        given), supporter_name, recipient_name and place as the source has them, theme, programme
        (“unknown” where the source does not say), written (the start, as the file has it), first
        and last (the days between which the start lies: a year is the whole year),
        start_precision (year, month or day), start_basis (stated; or “published by”: no more is
        known than when it was told of), date_basis (whether the day is in the source's text or
        inferred), end_written (the end, "" where not told), ended (the last day it can have ended
        on; missing where not told), last_known (the last day for which the source vouches: the
        end, else the last day of the start), status_when_published, led_to_joining (whether the
        source tells that the supporter's trust took the school over), what (in our words),
        publisher, title, published (as written), link (over https, "" where it has no address of
        the web).

    Raises
    ------
    HistoryError
        The file is missing, or a row of it does not say what it should.

    """
    try:
        table = pd.read_csv(file, dtype="str", keep_default_na=False)
    except OSError as fault:
        raise HistoryError(f"{file}: {fault.strerror}. Get it back with `git checkout`.") from fault
    _see_that_it_holds(table, file)
    table = table.rename(
        columns={
            "start": "written",
            "end": "end_written",
            "source_publisher": "publisher",
            "source_title": "title",
            "source_date": "published",
        }
    )
    first, last = _period(table["written"])
    _, ended = _period(table["end_written"])
    # What ended within its year started within it too, and no later.
    last = last.mask(ended < last, ended)
    numbers = {
        name: pd.to_numeric(table[name].replace("", None)).astype("Int64") for name in NUMBERS
    }
    table = table.assign(
        **numbers,
        first=first,
        last=last,
        ended=ended,
        last_known=ended.fillna(last),
        led_to_joining=table["led_to_joining"] == "yes",
        link=table["source_url"].map(_secure),
    ).drop(columns="source_url")
    table.insert(0, "number", range(1, len(table) + 1))
    return table.sort_values(["first", "number"], ignore_index=True)


def _see_that_it_holds(table: pd.DataFrame, file: Path) -> None:
    """See that each row says what it should."""
    wrong = [
        f"row {row + 2}, {name}: {table[name][row]!r}"
        for name, known in _WORDS.items()
        for row in table.index[~table[name].isin(known)]
    ]
    exact = table["start_precision"].map(PRECISIONS)
    wrong += [
        f"row {row + 2}, start: {table['start'][row]!r} is no {table['start_precision'][row]}"
        for row in table.index[table["start"].str.len() != exact]
    ]
    if wrong:
        raise HistoryError(f"{file}: {'; '.join(wrong)}.")


def _period(written: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the first and last day of what is written as 2017, 2017-06 or 2017-06-19."""
    first = pd.to_datetime(written.replace("", None), format="ISO8601").astype("datetime64[ms]")
    length = written.str.len()
    last = first.mask(length == PRECISIONS["year"], first + pd.offsets.YearEnd())
    last = last.mask(length == PRECISIONS["month"], first + pd.offsets.MonthEnd())
    return first, last.astype("datetime64[ms]")


def _secure(address: str) -> str:
    """Return an address of the web, asked for over https; nothing where it is none."""
    if not address.startswith(("https://", "http://")) or any(map(str.isspace, address)):
        return ""
    return "https://" + address.partition("://")[2]
