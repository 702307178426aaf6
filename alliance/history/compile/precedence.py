"""Which of several files is believed where they tell of the same: never by what they are called."""

from __future__ import annotations

import pandas as pd

from alliance.sources.ofsted_later import REFUSED

SOURCE = "source"
KEY = ["inspected_urn", "start"]


def newest_first(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Order rows by a column, the last of its values first, and then by all that they say.

    Of two that disagree and are equally new, the higher value comes first, and one that says
    something before one that does not: so the same files give the same whatever their names, and
    whichever came first.
    """
    said = [str(name) for name in table.columns if name not in (by, SOURCE)]
    return table.sort_values([by, *said, SOURCE], ascending=False, na_position="last")


def one_an_inspection(table: pd.DataFrame, where_blank: list[str]) -> pd.DataFrame:
    """Give the first row of each inspection; a refused value is told by the next row that has one.

    Parameters
    ----------
    table
        Rows in the order in which they are believed: inspected_urn, start and what was found.
    where_blank
        Columns of which a refused value is blank; in the others ``REFUSED`` stands for it.
    """
    first = table.drop_duplicates(KEY)
    again = table[table.duplicated(KEY, keep=False)]
    if again.empty:
        return first
    good = again.mask(again == REFUSED).groupby(KEY)[_said(table)].first()
    good = good.reindex(pd.MultiIndex.from_frame(first[KEY])).set_axis(first.index)
    gaps = (first == REFUSED).assign(**{name: first[name].isna() for name in where_blank})
    gaps = gaps[good.columns] & good.notna()
    kinds = first.dtypes.to_dict()
    filled = {
        str(name): first[name].mask(gaps[name], good[name].astype(kinds[name]))
        for name in good
        if gaps[name].any()
    }
    return first.assign(**filled)


def _said(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if name not in (*KEY, SOURCE, "urn", "seen")]
