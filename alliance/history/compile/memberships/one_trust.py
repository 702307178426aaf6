"""An academy that a list names under two trusts at once: the later joining counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.sources.gias.academies import TRUST_KINDS

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 5


def one_trust_each(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Keep of each academy the trust it joined last, of those that had not closed.

    The register goes on naming the trust that was left until somebody takes it out. A stated day
    counts before none; of two that are stated for one day, the trust of the higher UID, the newer
    one, counts. Rows of sponsors and of closed trusts stay.

    Parameters
    ----------
    rows
        What one list shows: seen, urn, uid, group_type, group_name, stated_join, group_closed.

    Returns
    -------
    DataFrame
        The rows without those that do not count, in their order.
    str
        Which they are; blank where no academy is named twice.
    """
    goes_on = rows["group_closed"].isna() | (rows["group_closed"] > rows["seen"])
    trusts = rows[rows["group_type"].isin(list(TRUST_KINDS)) & goes_on]
    twice = trusts[trusts.duplicated("urn", keep=False)]
    if twice.empty:
        return rows, ""
    order = twice.sort_values(["urn", "stated_join", "uid"], na_position="first")
    counts = ~order.duplicated("urn", keep="last")
    return rows.drop(index=order.index[~counts]), _in_words(order[counts], order[~counts])


def _in_words(kept: pd.DataFrame, dropped: pd.DataFrame) -> str:
    others = dropped.groupby("urn")["uid"].agg(lambda uids: ", ".join(map(str, uids)))
    since = kept["stated_join"].dt.strftime(", joined on %-d %B %Y").fillna("")
    named = [
        f"{urn} in {uid} {name}{day}, not in {others[urn]}"
        for urn, uid, name, day in zip(
            kept["urn"], kept["uid"], kept["group_name"], since, strict=True
        )
    ]
    more = f"; and {len(named) - MOST_NAMED:,} more" if len(named) > MOST_NAMED else ""
    many = "1 academy is" if len(named) == 1 else f"{len(named):,} academies are"
    return (
        f"{many} named under more than one trust; the later joining counts: "
        f"{'; '.join(named[:MOST_NAMED])}{more}."
    )
