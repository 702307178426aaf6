"""Support that published articles tell of; never mixed with what the register records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTED = ROOT / "data" / "documented_support.csv"


def documented_flows(file: Path = DOCUMENTED) -> pd.DataFrame:
    """Return the support that articles document, in order of its announcement.

    Returns
    -------
    DataFrame
        Text: supporter_kind, supporter_id, supporter_name, recipient_kind, recipient_id,
        recipient_name, announced_on (a day or a month), what, citation, link (the address in the
        citation, "" where it has none).

    """
    table = pd.read_csv(file, dtype="str", keep_default_na=False)
    link = table["citation"].str.extract(r"(https?://\S+)", expand=False).fillna("")
    return table.assign(link=link).sort_values("announced_on", ignore_index=True)
