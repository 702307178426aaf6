"""Which trust each academy is seen in, and on which days a school is seen open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.schools.kinds import TYPES, type_group
from alliance.history.name_folding import fold
from alliance.sources.gias import academies, extract

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

MULTI, SINGLE = "Multi-academy trust", "Single-academy trust"
ROW = [
    "seen", "urn", "uid", "group_name", "companies_house", "group_type",
    "stated_join", "group_closed", "name", "type", "phase", "la_code",
]  # fmt: skip


def trust_rows(given: Inputs) -> pd.DataFrame:
    """Return what lists, extracts and Ofsted's list show of trusts, a row a school and day shown.

    An extract or Ofsted's list is used only on a day that no dated list shows, for those state
    since when as well.

    Returns
    -------
    DataFrame
        seen (the day whose state is shown), urn, uid, group_name, companies_house, group_type,
        stated_join, group_closed, name, type, phase, la_code.
    """
    listed = given.group_rows[given.group_rows["group_type"].isin(list(academies.TRUST_KINDS))]
    listed = listed.assign(seen=academies.day_shown(listed["seen"]))
    parts = [listed]
    for more in (extract.trust_rows(given.extracts), _on_ofsteds_list(given, listed)):
        fresh = more[~more["seen"].isin(listed["seen"].unique())]
        parts += [fresh] if len(fresh) else []
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else listed


def _on_ofsteds_list(given: Inputs, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the trusts of Ofsted's list, single-academy trusts included.

    The list names multi-academy trusts only. An academy without one is in the single-academy trust
    of its last dated list, else in the one that has its name; a city technology college is in none.
    """
    schools = given.listed_schools
    types = schools["type"].str.lower().map(TYPES).fillna("")
    academy = type_group(types).isin(["Academy", "Free school"])
    alone = schools[academy & schools["trust_uid"].isna()]
    last = last_of_each(listed)
    last = last[last["group_type"] != MULTI].set_index("urn")
    single = _single_trusts(given)
    uid = alone["urn"].map(last["uid"]).fillna(fold(alone["name"]).map(single))
    groups = pd.concat([given.groups, given.later_groups]).sort_values("seen")
    names = groups.drop_duplicates("uid", keep="last").set_index("uid")["group_name"]
    named = schools[schools["trust_uid"].notna()].assign(group_type=MULTI)
    single_named = alone.assign(
        trust_uid=uid.astype("Int32"), group_type=SINGLE, trust_name=uid.map(names)
    )
    both: pd.DataFrame = pd.concat([named, single_named.dropna(subset="trust_uid")])
    return pd.DataFrame(
        {
            **{name: both[name] for name in ("seen", "urn", "group_type", "name", "type")},
            "uid": both["trust_uid"].astype("int32"),
            "group_name": both["trust_name"],
            "companies_house": None,
            "stated_join": pd.Series(pd.NaT, both.index, dtype="datetime64[s]"),
            "group_closed": pd.Series(pd.NaT, both.index, dtype="datetime64[s]"),
            "phase": "",
            "la_code": (both["laestab"] // 10_000).astype("Int16"),
        }
    )[ROW]


def _single_trusts(given: Inputs) -> pd.Series:
    """Return the uid of each single-academy trust by its name; of two of one name, neither."""
    groups = pd.concat([given.groups, given.later_groups]).sort_values("seen")
    groups = groups.drop_duplicates("uid", keep="last")
    groups = groups[(groups["group_type"] == SINGLE) & groups["closed"].isna()]
    named = pd.Series(groups["uid"].to_numpy(), fold(groups["group_name"]))
    return named[~named.index.duplicated(keep=False)]


def last_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the row of each school's last day shown, the oldest first."""
    # Only two columns are sorted: a million rows of text would take as much again.
    urns = rows["urn"].loc[rows["seen"].sort_values(kind="stable").index]
    return rows.loc[urns.drop_duplicates(keep="last").index]


def shown_open(given: Inputs) -> pd.DataFrame:
    """Return each day on which a file shows a school open: urn, seen.

    A list that names a school under a trust that had closed does not show it open.
    """
    rows = given.trust_rows
    over = rows["group_closed"].notna() & (rows["group_closed"] <= rows["seen"])
    tables = [
        rows[~over],
        given.extracts[given.extracts["is_open"]],
        given.establishments[given.establishments["is_open"]],
        given.open_establishments,
        given.listed_schools,
        given.ofsted_schools.assign(seen=given.ofsted_day),
    ]
    return pd.concat([table[["urn", "seen"]] for table in tables], ignore_index=True)
