"""Which of several files is believed where they tell of the same: never by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.ofsted.ofsted_cells import REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = "source"
# What tells of the file, not of the inspection.
ASIDE = [SOURCE, "urn", "seen", "first_hand"]
KEY = ["inspected_urn", "start"]


def newest_first(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Order rows by a column, the last of its values first, and then by all that they say.

    Of two that disagree and are equally new, the higher value comes first, and one that says
    something before one that does not: so the same files give the same whatever their names, and
    whichever came first.
    """
    said = [str(name) for name in table.columns if name not in (by, SOURCE)]
    return table.sort_values([by, *said, SOURCE], ascending=False, na_position="last")


def one_an_inspection(
    table: pd.DataFrame, where_blank: list[str], *, gaps: Sequence[str] = (REFUSED,)
) -> pd.DataFrame:
    """Return the first row of each inspection; what it lacks is told by the next row that has it.

    Parameters
    ----------
    table
        Rows in the order in which they are believed: inspected_urn, start and what was found.
    where_blank
        Columns of which a missing value is filled from the next row.
    gaps
        Words that stand for a value that is not known; filled in every column.
    """
    first = table.drop_duplicates(KEY)
    again = table[table.duplicated(KEY, keep=False)]
    if again.empty:
        return first
    good = again.mask(again.isin(list(gaps))).groupby(KEY)[_value_columns(table)].first()
    good = good.reindex(pd.MultiIndex.from_frame(first[KEY])).set_axis(first.index)
    lacking = first.isin(list(gaps)).assign(**{name: first[name].isna() for name in where_blank})
    lacking = lacking[good.columns] & good.notna()
    kinds = first.dtypes.to_dict()
    filled = {
        str(name): first[name].mask(lacking[name], good[name].astype(kinds[name]))
        for name in good
        if lacking[name].any()
    }
    return first.assign(**filled)


def _value_columns(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if name not in (*KEY, *ASIDE)]
