"""The evidence beside a history: what every reader gave, kept so that a day can be added later.

The history is always made of its evidence, whichever way a file came in. So an update gives what
a compile with that file would have given, and the order of updates does not matter.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import HistoryError
from alliance.history.compile.inputs import Inputs
from alliance.history.shapes import read_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "evidence"
OUTLINES = "boundaries"
# Tables that a history compiled before they were read does not have: they are empty then.
LATER = (
    "establishments",
    "open_establishments",
    "membership_history",
    "censuses",
    "absence",
    "trust_measures",
    "deprivation_2025",
    "neighbourhoods_2025",
    "hubs",
    "hub_leads",
    "ungraded_inspections",
    "listed_inspections",
    "listed_counts",
)


def save(given: Inputs, folder: Path) -> None:
    """Write the tables of ``given`` into ``folder / "evidence"``, a Parquet file each."""
    target = folder / FOLDER
    target.mkdir()
    for name, table in _tables(given).items():
        # An index is kept only where it says something, as the postcode does.
        table.to_parquet(
            target / f"{name}.parquet", index=table.index.name is not None, compression="zstd"
        )


def read(folder: Path) -> Inputs:
    """Read the evidence of the history in ``folder``.

    Raises
    ------
    HistoryError
        It is missing or damaged: the history can be shown, but no day can be added to it.
    """
    source = folder / FOLDER
    try:
        tables = {
            field.name: pd.read_parquet(source / f"{field.name}.parquet")
            for field in fields(Inputs)
            if field.name != OUTLINES
            and (field.name not in LATER or (source / f"{field.name}.parquet").is_file())
        }
        outlines = {
            path.stem.removeprefix(f"{OUTLINES} "): read_shapes(path)
            for path in sorted(source.glob(f"{OUTLINES} *.parquet"))
        }
        if not outlines:
            raise FileNotFoundError(f"{OUTLINES} *.parquet")
    except Exception as fault:  # a damaged file fails in as many ways as there are bytes
        raise HistoryError(
            f"The evidence in {source} is missing or damaged ({fault}); without it no day can be "
            "added. Compile the history again with `python -m alliance compile`."
        ) from fault
    return Inputs(**tables, boundaries=outlines)


def with_needed_postcodes(given: Inputs) -> Inputs:
    """Leave out the postcodes at which no known school stands: 99 of 100."""
    stated = [table["postcode"] for table in (given.spine, given.ofsted_schools)]
    wanted = pd.concat(stated).str.replace(" ", "").unique()
    return replace(given, postcodes=given.postcodes[given.postcodes.index.isin(wanted)])


def _tables(given: Inputs) -> Mapping[str, pd.DataFrame]:
    tables = {
        field.name: getattr(given, field.name) for field in fields(Inputs) if field.name != OUTLINES
    }
    outlines = {f"{OUTLINES} {edition}": table for edition, table in given.boundaries.items()}
    return {**tables, **outlines}
