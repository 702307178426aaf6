"""What the department has measured of a trust: its progress, with confidence limits, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.trusts.trust_measures import measures_of_trust
from alliance.charts.trust_measure_chart import trust_measure_by_year
from alliance.current.state import current_history, kept
from alliance.text.words import listed

if TYPE_CHECKING:
    import pandas as pd

    from alliance.charts.frame import Chart
    from alliance.views.columns import Kind


KINDS: dict[str, Kind] = {"%": "percent", "grades": "count"}
"""How values of a unit are shown; Progress 8, in grades, needs its second decimal."""


RULE = (
    "Published by the Department for Education for trusts with at least three schools of the key "
    "stage that had been with them for three years, and resting on the pupils of these schools "
    "alone. Progress is measured against the national average, 0: where the limits lie on both "
    "sides of 0, it cannot be told from the average. The schools differ from year to year."
)


@kept(maxsize=32)
def measures_by_year(trust: int) -> pd.DataFrame:
    """Return the department’s measures of a trust; shared, never to be written to."""
    return measures_of_trust(current_history(), trust)


@kept(maxsize=32)
def chart_of_measure(trust: int, name: str, measure: str, *, dark: bool) -> Chart:
    """Return the chart of a measure of a trust."""
    return trust_measure_by_year(measures_by_year(trust), measure, name, dark=dark)


def why_no_measures(name: str) -> str:
    """Say why the department has no measure of a trust."""
    published = current_history().trust_measures[["stage", "year"]].drop_duplicates()
    if published.empty:
        return "This history holds no measures of trusts; compile it again to have them."
    years = ", ".join(
        f"{stage.lower()} in {listed([str(year) for year in sorted(of)], most=9)}"
        for stage, of in published.groupby(published["stage"].astype("str"))["year"]
    )
    return (
        f"The department has published no measure of {name}: {years} it measured trusts with at "
        "least three schools of the key stage that had been with them for three years."
    )
