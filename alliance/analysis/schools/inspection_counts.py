"""How many schools were given what, scale by scale."""

from __future__ import annotations

import pandas as pd

from alliance.analysis.schools.inspection_scales import ASPECTS, EXPECTED_OR_BETTER, STANDARDS

_COUNTS = ["scale", "aspect", "name", "value", "schools", "given", "percent"]


def counts(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Count schools by what they were given, aspect by aspect.

    Parameters
    ----------
    outcomes
        Rows of :func:`outcomes_on`.

    Returns
    -------
    DataFrame
        A row an aspect and value: scale, aspect (key), name, value, schools, given (schools with
        any value of the aspect), percent (of those). An aspect that no school was given is absent.

    """
    parts = []
    for aspect in ASPECTS:
        numbers = outcomes[aspect.column].value_counts()
        if numbers.empty:
            continue
        values = [*aspect.gives, *sorted(set(numbers.index) - set(aspect.gives))]
        if aspect.scale == "ungraded":
            values = [value for value in values if value in numbers.index]
        schools = numbers.reindex(values).fillna(0).astype("int64")
        given = int(schools.sum())
        parts.append(
            pd.DataFrame(
                {
                    "scale": aspect.scale,
                    "aspect": aspect.key,
                    "name": aspect.name,
                    "value": values,
                    "schools": schools.to_numpy(),
                    "given": given,
                    "percent": 100 * schools.to_numpy() / given,
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COUNTS)


def report_cards(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Set the areas of report cards beside each other.

    Returns
    -------
    DataFrame
        A row an area that any school was graded in: area, graded (schools), a column for each of
        ``STANDARDS`` (schools), percent_expected (at Expected standard or better, of the graded).

    """
    areas = [aspect for aspect in ASPECTS if aspect.scale == "card" and aspect.gives == STANDARDS]
    rows = []
    for aspect in areas:
        given = outcomes[aspect.column]
        numbers = given[given.isin(STANDARDS)].value_counts()
        if numbers.empty:
            continue
        graded = int(numbers.sum())
        better = int(numbers.reindex(EXPECTED_OR_BETTER).fillna(0).sum())
        rows.append(
            {"area": aspect.name, "graded": graded}
            | {standard: int(numbers.get(standard, 0)) for standard in STANDARDS}
            | {"percent_expected": 100 * better / graded}
        )
    return pd.DataFrame(rows, columns=["area", "graded", *STANDARDS, "percent_expected"])
