"""Whether what is refused of a file are slips: a column at fault as a whole was saved otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.errors import SourceError
from alliance.sources.tables.layout import ANY_SPELLING
from alliance.text.days import DAY_FIRST, MONTH_FIRST

if TYPE_CHECKING:
    import pandas as pd

    from alliance.sources.tables.layout import Layout

# The most values at fault of a column, in one of a hundred files that were read, was one in 23.
SLIPS_ALLOWED = 0.1
FEW = 10


def see_that_faults_are_slips(
    file: str, rows: pd.DataFrame, faults: pd.DataFrame, layout: Layout
) -> None:
    """Refuse a file of which the month comes first, or of which a column is at fault as a whole.

    To leave such a column blank would lose what it said, and of days it would keep those that can
    be misread.

    Parameters
    ----------
    rows
        Text columns under the layout's names.
    faults
        row, column, found, expected.

    Raises
    ------
    SourceError
        Says what was found, in every such column.
    """
    _see_that_days_come_first(file, rows, layout)
    lost = []
    for column, found in faults.groupby("column"):
        told = int((rows[column] != "").sum()) + int((found["found"] == "").sum())
        if len(found) > FEW and len(found) > SLIPS_ALLOWED * told:
            first = found.iloc[0]
            lost.append(
                f"{len(found):,} of {told:,} values in “{column}” are not {first['expected']}, as "
                f"{first['found']!r} in row {first['row']:,}"
            )
    if lost:
        raise SourceError(
            f"{file}: {'; '.join(lost)}. So many are no slips: what these columns say would be "
            "lost, so nothing of the file is taken. Give it as it is published, not as a "
            "spreadsheet saved it; where it was published so, tell those who keep this app."
        )


def _see_that_days_come_first(file: str, rows: pd.DataFrame, layout: Layout) -> None:
    of_days = [name for name, rule in layout.columns.items() if rule.is_date == ANY_SPELLING]
    months = {name: rows[name][rows[name].str.fullmatch(MONTH_FIRST)] for name in of_days}
    count = sum(map(len, months.values()))
    days = sum(int(rows[name].str.fullmatch(DAY_FIRST).sum()) for name in of_days)
    if count > days:
        name, found = max(months.items(), key=lambda pair: len(pair[1]))
        raise SourceError(
            f"{file}: in {count:,} of its days the month comes first, as {found.iloc[0]!r} in row "
            f"{found.index[0]:,}, column “{name}”; expected the day first, as 31/08/2025. The "
            "other days would be read wrong, so nothing of the file is taken. Give it as it is "
            "published, not as a spreadsheet saved it."
        )
