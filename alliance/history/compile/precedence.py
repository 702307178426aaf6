"""Which of several files is believed where they tell of the same: never by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "source"


def newest_first(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Order rows by a column, the last of its values first, and then by all that they say.

    Of two that disagree and are equally new, the higher value comes first, and one that says
    something before one that does not: so the same files give the same whatever their names, and
    whichever came first.
    """
    said = [str(name) for name in table.columns if name not in (by, SOURCE)]
    return table.sort_values([by, *said, SOURCE], ascending=False, na_position="last")
