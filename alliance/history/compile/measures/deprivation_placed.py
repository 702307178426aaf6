"""Deprivation of districts by the indices of 2019 and 2025, and of each school's neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history.compile.inputs import Inputs


def of_districts(given: Inputs) -> pd.DataFrame:
    """Return the deprivation of each district of 2017.

    Columns: lad_code, imd_score and percent_most_deprived by the indices of 2019; the same with
    ``_2025`` by those of 2025. A district that was replaced by then takes its successor's value;
    ``from_successor`` and ``from_successor_2025`` say so. The two are not to be compared: each
    index ranks the districts of its own year.
    """
    lineage = given.district_codes[["lad17", "lad19", "lad24"]].drop_duplicates("lad17")
    table = lineage.merge(given.deprivation, on="lad19")
    table = table.merge(given.deprivation_2025, on="lad24", how="left", suffixes=("", "_2025"))
    return table.assign(
        lad_code=table["lad17"],
        from_successor=table["lad17"] != table["lad19"],
        from_successor_2025=table["lad17"] != table["lad24"],
    )


def of_schools(given: Inputs, known: pd.Index) -> pd.DataFrame:
    """Return the deprivation of the neighbourhood that a school stands in, by the indices of 2025.

    Columns: urn, lsoa_code (2021), imd_score, imd_rank, imd_decile (1 the most deprived). Of
    schools open in May 2025, whose register gives the neighbourhood's code; one that no index has
    (999999999 is none) is left out.
    """
    stated = given.open_establishments[["urn", "lsoa_code"]]
    stated = stated[(stated["lsoa_code"] != "") & stated["urn"].isin(known)]
    return stated.drop_duplicates("urn").merge(given.neighbourhoods_2025, on="lsoa_code")
