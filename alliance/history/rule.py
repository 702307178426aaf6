"""What trying a rule of the history comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 5


class Check(NamedTuple):
    """A rule, whether it holds, and what was found (with examples where it does not)."""

    rule: str
    holds: bool
    found: str


def none_breaks(rule: str, faults: pd.DataFrame, column: str = "urn") -> Check:
    """Say that a rule holds where ``faults`` is empty, else name its first by ``column``."""
    if faults.empty:
        return Check(rule, holds=True, found="none breaks it")
    some = ", ".join(str(value) for value in faults[column].head(EXAMPLES))
    return Check(rule, holds=False, found=f"{len(faults):,} break it: {some}…")
