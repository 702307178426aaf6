"""The teaching school hub of each district, and the school that led it when designated in 2021."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.areas.teaching_school_hubs import HUBS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# What the list calls a district, and its name in the outlines; Bournemouth, Christchurch and Poole
# is one district that the list splits at its comma.
ALIASES = {
    "Bournemouth": "Bournemouth, Christchurch and Poole",
    "Christchurch and Poole": "Bournemouth, Christchurch and Poole",
    "Bristol": "Bristol, City of",
    "Herefordshire": "Herefordshire, County of",
    "Kingston upon Hull": "Kingston upon Hull, City of",
}
# Parts of a district of 2024 that several hubs share, as the districts of 2017 that the list of
# 2021 names for the same hub areas.
PARTS = {
    "East Suffolk North": ("Waveney",),
    "East Suffolk South": ("Suffolk Coastal",),
    "North Yorkshire": ("Craven", "Hambleton", "Harrogate", "Richmondshire"),
    "North Yorkshire East": ("Ryedale", "Scarborough"),
    "North Yorkshire South": ("Selby",),
}


def teaching_school_hubs(given: Inputs) -> pd.DataFrame:
    """Return the hubs of each district of 2017: hub_code, hub, area, lad_code, lead_urn, lead_name.

    Birmingham and Cornwall have two hubs each, for parts that the lists do not tell apart. The lead
    is that of the hub of the same name that was designated in 2021 for a district of the area; it
    is missing where no name matches.

    Raises
    ------
    SourceError
        The list names a district that no outline has, all of them at once.
    """
    hubs = given.hubs.merge(_districts(given, given.hubs["area"]), on="area", how="left")
    # A part of a district is known by any one of the old districts in it.
    found = hubs["lad_code"].notna().groupby(hubs["area"]).any()
    unknown = sorted(found.index[~found])
    if unknown:
        raise SourceError(
            f"{HUBS}: no outline of a district is called {', '.join(unknown)}. Expected names of "
            "districts of 2024; add an alias to the compiler for each."
        )
    hubs = hubs.dropna(subset=["lad_code"])
    table = hubs.join(_leads(given, hubs), on="hub_code")
    return table.drop_duplicates(["hub_code", "lad_code"])


def _districts(given: Inputs, names: pd.Series) -> pd.DataFrame:
    """Return area and lad_code (2017) of every name the list gives."""
    areas = names.drop_duplicates()
    split = areas[areas.isin(list(PARTS))]
    parts = pd.DataFrame({"area": split, "name": split.map(PARTS)}).explode("name")
    codes_2017 = given.boundaries["district 2017"].set_index("name")["code"]
    parts["lad_code"] = parts["name"].map(codes_2017)
    whole = areas[~areas.isin(list(PARTS))]
    codes_2024 = given.boundaries["district 2024"].set_index("name")["code"]
    wholes = pd.DataFrame({"area": whole, "lad24": whole.replace(ALIASES).map(codes_2024)})
    lineage = given.district_codes[["lad17", "lad24"]].drop_duplicates()
    wholes = wholes.merge(lineage.rename(columns={"lad17": "lad_code"}), on="lad24", how="left")
    return pd.concat([parts, wholes], ignore_index=True)[["area", "lad_code"]]


def _leads(given: Inputs, hubs: pd.DataFrame) -> pd.DataFrame:
    """Return lead_urn and lead_name by hub_code, where a hub of 2021 has the same name.

    Hubs of one name are told apart by their districts, as the list of 2021 names them.
    """
    names = given.boundaries["district 2017"].set_index("code")["name"]
    served = hubs.assign(key=hubs["hub"].str.casefold(), district=hubs["lad_code"].map(names))
    pairs = served.dropna(subset=["district"]).merge(
        given.hub_leads.assign(key=given.hub_leads["hub"].str.casefold()), on="key"
    )
    shared = [name in areas for name, areas in zip(pairs["district"], pairs["areas"], strict=True)]
    matched = (
        pairs[pd.Series(shared, pairs.index, dtype="bool")]
        .drop_duplicates("hub_code")
        .set_index("hub_code")
    )
    return matched[["lead_urn", "lead_name"]]
