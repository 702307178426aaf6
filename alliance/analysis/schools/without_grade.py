"""Inspections without an overall grade, and what each gave in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history import GRADES

if TYPE_CHECKING:
    from alliance.history import History

WITHOUT_GRADE = {
    "judged": "Judgements",
    "card": "Report card",
    "ungraded": "Ungraded",
}
"""What an inspection without an overall grade is called, by its scale."""
NO_OUTCOME = "outcome not given"


def without_grade(history: History) -> pd.DataFrame:
    """Return every inspection without an overall grade, and what it gave in words.

    An ungraded inspection that was made a graded one while it ran is that one, and is left out.

    Returns
    -------
    DataFrame
        urn (the school it was published for), inspected_urn, start, kind (a name of
        ``WITHOUT_GRADE``), said.

    """
    judged = history.inspections[history.inspections["overall"].isna()]
    cards, ungraded = history.report_cards, _ungraded(history)
    quality, leadership = (
        judged[name].map(GRADES).astype("object").fillna("not given")
        for name in ("quality_of_education", "leadership_and_management")
    )
    said = {
        "judged": "Quality of education " + quality + ", leadership " + leadership,
        "card": "Safeguarding "
        + cards["safeguarding"].astype("object").fillna("not given")
        + ", leadership and governance "
        + cards["leadership_and_governance"].astype("object").fillna("not graded"),
        "ungraded": ungraded["outcome"].astype("object").fillna(NO_OUTCOME),
    }
    tables = {"judged": judged, "card": cards, "ungraded": ungraded}
    parts = [
        table[["urn", "inspected_urn", "start"]].assign(kind=WITHOUT_GRADE[scale], said=said[scale])
        for scale, table in tables.items()
        if len(table)
    ]
    return pd.concat(parts, ignore_index=True) if parts else _NO_INSPECTION


def _ungraded(history: History) -> pd.DataFrame:
    table, key = history.ungraded_inspections, ["inspected_urn", "start"]
    graded = history.inspections.set_index(key).index
    return table[~table.set_index(key).index.isin(graded)]


_NO_INSPECTION = pd.DataFrame(
    {
        "urn": pd.Series(dtype="int32"),
        "inspected_urn": pd.Series(dtype="int32"),
        "start": pd.Series(dtype="datetime64[ms]"),
        "kind": pd.Series(dtype="str"),
        "said": pd.Series(dtype="str"),
    }
)
