"""Shares of what inspections gave since overall grades ended, by area: each scale by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.inspection_scales import (
    ASPECTS,
    EXPECTED_OR_BETTER,
    SAFEGUARDING,
    STANDARDS,
    Aspect,
)
from alliance.history import GRADES

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.known import Known


class Share(NamedTuple):
    """A share of the schools that were given an aspect: its key and name, and what it counts."""

    key: str
    name: str
    aspect: Aspect
    counts: tuple[str, ...]
    better: str


_KEY_JUDGEMENTS = 4
"""Early years and sixth form, which come after these, few schools are judged in."""
_GRADES = tuple(GRADES.values())


def _share(aspect: Aspect) -> Share:
    name = aspect.name[:1].lower() + aspect.name[1:]
    key = f"percent_{aspect.key}"
    if aspect.scale == "last":
        said = "Less than good, last overall grade before September 2024"
        return Share(key, said, aspect, _GRADES[2:], "low")
    if aspect.scale == "judged":
        said = f"Judged since September 2024: good or outstanding in {name}"
        return Share(key, said, aspect, _GRADES[:2], "high")
    if aspect.gives == SAFEGUARDING:
        return Share(key, "Report cards: safeguarding met", aspect, SAFEGUARDING[:1], "high")
    said = f"Report cards: expected standard or better in {name}"
    return Share(key, said, aspect, EXPECTED_OR_BETTER, "high")


SHARES = tuple(
    _share(aspect)
    for aspect in (
        *(one for one in ASPECTS if one.scale == "last"),
        *[one for one in ASPECTS if one.scale == "judged"][:_KEY_JUDGEMENTS],
        *(one for one in ASPECTS if one.gives in (SAFEGUARDING, STANDARDS)),
    )
)
SHARE = {share.key: share for share in SHARES}


def why_missing(key: str, known: Known, day: dt.date) -> str:
    """Say why a share cannot be given on a day; blank where it can."""
    scale = SHARE[key].aspect.scale
    if scale == "last":
        return "" if day > GRADES_END else "Overall grades were still given"
    return known.judged if scale == "judged" else known.report_cards


def inspected_shares(schools: pd.DataFrame, by: str) -> pd.DataFrame:
    """Compute every share of ``SHARES`` by a column of the schools.

    Parameters
    ----------
    schools
        As :func:`inspected_on` returns them; without its columns
        every share is missing.

    Returns
    -------
    DataFrame
        Indexed by the column's values: for each share its key, and ``<key>_given`` (schools that
        were given the aspect); a share is missing where none was.

    """
    groups = schools[by]
    parts: dict[str, pd.Series[Any]] = {}
    for share in SHARES:
        column = share.aspect.column
        if column not in schools:
            parts[share.key] = pd.Series(dtype="float64")
            parts[f"{share.key}_given"] = pd.Series(dtype="float64")
            continue
        given = schools[column].notna()
        counted = schools[column].isin(share.counts)
        sums = pd.DataFrame({"given": given, "counted": counted}).groupby(groups, observed=True)
        numbers = sums.sum()
        parts[share.key] = 100 * numbers["counted"] / numbers["given"].where(numbers["given"] > 0)
        parts[f"{share.key}_given"] = numbers["given"]
    return pd.DataFrame(parts)
