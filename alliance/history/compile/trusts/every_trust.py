"""Every trust of the registers and lists: its names, and when it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.trusts import name_letters
from alliance.history.compile.trusts.alliance_members import FORMER_NAMES
from alliance.history.name_folding import fold
from alliance.sources.gias.academies import TRUST_KINDS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs


def trusts(given: Inputs) -> pd.DataFrame:
    """Return every trust; what the newest register says of it outranks older ones and the lists.

    A company number that it leaves blank, as registers do for trusts that closed, is the last that
    any of them told. A name of which letters were lost gives way to the newest that is whole.

    A trust that no register says has closed, and that a register lacks although it shows those
    that closed, has closed by that register's day, and after the last register or list that shows
    it: ``closed_after`` is missing where the day is exact.
    """
    told, registers = _stated(given)
    shown = told.groupby("uid")["seen"].max()
    table = told.drop_duplicates("uid").set_index("uid")
    numbers = told.dropna(subset="companies_house").drop_duplicates("uid").set_index("uid")
    gone = _first_without(shown.reindex(table.index), registers)
    vanished = table["closed"].isna() & gone.notna()
    return pd.DataFrame(
        {
            "trust_uid": table.index,
            "registered_name": table["group_name"],
            "name": name_letters.display_names(table["group_name"], given.spelled_names),
            "companies_house": numbers["companies_house"].reindex(table.index),
            "kind": table["group_type"].map(TRUST_KINDS),
            "opened": table["opened"],
            "closed": table["closed"].mask(vanished, gone),
            "closed_after": shown.reindex(table.index).where(vanished),
        }
    )


def trust_names(given: Inputs) -> pd.DataFrame:
    """Return each name that a register or list shows for a trust, however it is spelled, once.

    Returns
    -------
    DataFrame
        trust_uid, registered_name and name (as it is spelled last), first_seen, last_seen (the
        first and last register or list that shows it), citation (of a name older than the lists).
    """
    told, _ = _stated(given)
    spelled = told.assign(folded=fold(told["group_name"])).groupby(["uid", "folded"])
    found = spelled.agg(
        registered_name=("group_name", "first"),
        first_seen=("seen", "min"),
        last_seen=("seen", "max"),
    )
    found = found.reset_index().rename(columns={"uid": "trust_uid"})
    earlier = pd.DataFrame(FORMER_NAMES)
    earlier = earlier[earlier["trust_uid"].isin(found["trust_uid"])]
    same = ["trust_uid", "folded"]
    both = pd.concat(
        [found, earlier.assign(folded=fold(earlier["registered_name"]))], ignore_index=True
    )
    # A name that a list shows, too, needs no citation.
    table = both.drop_duplicates(same)
    return table.assign(
        name=name_letters.display_names(table["registered_name"], given.spelled_names)
    )


def _stated(given: Inputs) -> tuple[pd.DataFrame, pd.Series]:
    """Return what each register and list tells of each trust, the most believed first.

    Beside it stand the days of the registers.
    """
    listed = given.trust_rows.sort_values("seen", kind="stable")
    listed = listed.drop_duplicates(["uid", "seen"], keep="last").iloc[::-1]
    listed = listed.drop(columns="phase").rename(columns={"group_closed": "closed"})
    registered = pd.concat([given.later_groups, given.groups])
    registered = registered.sort_values("seen", ascending=False, kind="stable")
    table = pd.concat([registered, listed])
    table = table[table["group_type"].isin(list(TRUST_KINDS))].reset_index(drop=True)
    return table.assign(group_name=name_letters.sound_names(table)), registered["seen"]


def _first_without(shown: pd.Series, registers: pd.Series) -> pd.Series:
    """Return the first register after the day that last shows a trust, where there is one."""
    days = pd.DataFrame({"gone": sorted(registers.unique())}).astype("datetime64[s]")
    order = shown.rename("shown").astype("datetime64[s]").sort_values().reset_index()
    after = pd.merge_asof(
        order,
        days,
        left_on="shown",
        right_on="gone",
        direction="forward",
        allow_exact_matches=False,
    )
    found: pd.Series = after.set_index("uid")["gone"].reindex(shown.index)
    return found
