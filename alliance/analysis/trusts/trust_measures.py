"""The department's own measures of a multi-academy trust, with their confidence limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.schools.results import MEASURE

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history import History

ALL = "all"
PUPILS = {
    ALL: "All pupils",
    "disadvantaged": "Disadvantaged pupils",
    "not disadvantaged": "Pupils not disadvantaged",
}
"""The groups of pupils that the releases tell apart, in words."""


def measures_of_trust(history: History, trust: int) -> pd.DataFrame:
    """Return every measure that the department has published of a trust.

    The releases count a trust with at least three schools of a key stage that had been with it for
    three years, and of its pupils those of these schools: not all that it runs.

    Returns
    -------
    DataFrame
        A row a measure, year and group of pupils, by key stage and measure as the performance
        tables order them: measure (key), stage, name, unit, year (of the exams), pupil_group (in
        words), value, reason (why it is missing; blank where it is not), lower and upper (95%
        confidence limits; missing where none are published), band (the release's own word for the
        value; blank where it has none), schools and pupils that it rests on, by_sponsor (the
        sponsor's name, where the release names the trust by it; blank where not).

    """
    table = history.trust_measures
    own = table[table["trust_uid"] == trust]
    keys = own["measure"].astype("str")
    order = {key: place for place, key in enumerate(MEASURE)}
    groups = {group: place for place, group in enumerate(PUPILS)}
    by_sponsor = own["group_type"] == "School sponsor"
    told = own.assign(
        measure=keys,
        stage=own["stage"].astype("str"),
        name=keys.map({key: measure.name for key, measure in MEASURE.items()}),
        unit=keys.map({key: measure.unit for key, measure in MEASURE.items()}),
        reason=own["reason"].astype("str").replace("nan", ""),
        band=own["band"].astype("str").replace("nan", ""),
        by_sponsor=own["published_name"].astype("str").where(by_sponsor, ""),
        _order=keys.map(order),
        _group=own["pupil_group"].astype("str").map(groups),
        pupil_group=own["pupil_group"].astype("str").map(PUPILS),
    ).astype({"value": "float64", "lower": "float64", "upper": "float64"})
    columns = ["measure", "stage", "name", "unit", "year", "pupil_group", "value", "reason"]
    limits = ["lower", "upper", "band", "schools", "pupils", "by_sponsor"]
    return told.sort_values(["stage", "_order", "year", "_group"], ignore_index=True)[
        [*columns, *limits]
    ]
