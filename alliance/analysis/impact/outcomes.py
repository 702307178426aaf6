"""What is looked at after the day, each with the years for which it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.analysis.impact.lines import Lines, by_line

if TYPE_CHECKING:
    from alliance.history import History

Way = Literal["yearly", "inspection", "until good"]


@dataclass(frozen=True)
class Outcome:
    """An outcome: how it is called, where it stands, and what its gaps are.

    ``month`` is when in its year it is taken: exams in May, the census in January, absence over
    the school year that ends that summer. ``phases`` are those whose schools have it, all where
    empty, and ``whose`` names such schools; ``zero_is_none_in`` are phases in which a 0 stands for
    a value that is not known.
    """

    key: str
    name: str
    unit: str
    way: Way
    table: str
    column: str
    phases: tuple[str, ...] = ()
    whose: str = ""
    zero_is_none_in: tuple[str, ...] = ()
    month: int = 5
    gaps: str = ""
    places: int = 1
    good: int = 1


KEY_STAGE_2 = ("Primary",)
KEY_STAGE_4 = ("Secondary", "All-through")
_KS2_GAPS = (
    "Key stage 2 results by school: 2016 to 2018 and 2023 to 2025. There are none for 2019 to 2022 "
    "here, and those of 2023 and 2024 are known only of schools open later. A 0 is left out in "
    "every year: most stand for results that were annulled, withheld or not known in one subject."
)
_KS4_GAPS = (
    "Key stage 4 results by school: 2016 to 2019, 2023 and 2024. There are none for 2020 to 2022 "
    "here, and those of 2024 are known only of schools open in March 2026."
)
_GRADES = "Overall grades ended in September 2024; inspections to 31 August 2024 count."
OUTCOMES: dict[str, Outcome] = {
    outcome.key: outcome
    for outcome in (
        Outcome(
            "ks2_expected",
            "Pupils at the expected standard in reading, writing and maths at key stage 2",
            "percentage points",
            "yearly",
            "results_ks2",
            "percent_expected_reading_writing_maths",
            KEY_STAGE_2,
            "primary",
            KEY_STAGE_2,
            gaps=_KS2_GAPS,
        ),
        Outcome(
            "attainment_8",
            "Attainment 8",
            "points",
            "yearly",
            "results_ks4",
            "attainment_8",
            KEY_STAGE_4,
            "secondary or all-through",
            gaps=_KS4_GAPS,
        ),
        Outcome(
            "progress_8",
            "Progress 8",
            "of a grade a subject",
            "yearly",
            "results_ks4",
            "progress_8",
            KEY_STAGE_4,
            "secondary or all-through",
            gaps=_KS4_GAPS,
            places=2,
        ),
        Outcome(
            "absence",
            "Absence",
            "percentage points of sessions",
            "yearly",
            "absence",
            "percent_absence",
            gaps="Absence by school: school years ending 2017, 2018, 2019 and 2024.",
            good=-1,
        ),
        Outcome(
            "persistent_absence",
            "Pupils persistently absent",
            "percentage points",
            "yearly",
            "absence",
            "percent_persistent_absence",
            gaps="Persistent absence by school: school years ending 2017, 2018, 2019 and 2024.",
            good=-1,
        ),
        Outcome(
            "pupils",
            "Pupils on roll",
            "pupils",
            "yearly",
            "rolls",
            "pupils",
            month=1,
            gaps="January censuses 2015 to 2024 and 2026.",
            good=0,
        ),
        Outcome(
            "free_meals",
            "Pupils eligible for free school meals (a change of intake)",
            "percentage points",
            "yearly",
            "rolls",
            "percent_fsm",
            zero_is_none_in=("Nursery",),
            month=1,
            gaps=(
                "January censuses 2015 to 2019, 2021 to 2024 and 2026. A 0 of a nursery school is "
                "left out: most have one in every year, as eligibility is seldom recorded there."
            ),
            good=0,
        ),
        Outcome(
            "good",
            "Good or Outstanding at the next graded inspection",
            "percentage points",
            "inspection",
            "inspections",
            "overall",
            gaps=_GRADES,
        ),
        Outcome(
            "until_good",
            "Time until Good or Outstanding",
            "percentage points",
            "until good",
            "inspections",
            "overall",
            gaps=_GRADES,
        ),
        Outcome(
            "quality_since_2024",
            "Quality of education Good or Outstanding, inspections since September 2024",
            "percentage points",
            "inspection",
            "inspections",
            "quality_of_education",
            gaps=(
                "Inspections from 2 September 2024 to July 2025 have judgements and no overall "
                "grade; they are told by their own scale, apart from the grades before."
            ),
        ),
        Outcome(
            "report_card",
            "Achievement at the expected standard or above in a report card",
            "percentage points",
            "inspection",
            "report_cards",
            "achievement",
            gaps=(
                "Report cards from 11 November 2025 to June 2026, told by their own scale, apart "
                "from the grades before."
            ),
        ),
    )
}


def values_by_year(history: History, lines: Lines, outcome: Outcome) -> pd.DataFrame:
    """Return a yearly outcome: line, year, value, centred and taken.

    ``centred`` is the value less the mean of all schools of that year, so that what happened to
    all schools drops out; ``taken`` is the day on which the value counts as taken. A year without
    a value has no row.
    """
    table = by_line(lines, getattr(history, outcome.table), [outcome.column])
    table = table.rename(columns={outcome.column: "value"}).reset_index(drop=True)
    phase = _phase_of(history, lines, table["line"])
    none = (table["value"] == 0) & phase.isin(outcome.zero_is_none_in)
    table = table[~none & has_outcome(history, lines, outcome, table["line"])]
    table = table.reset_index(drop=True)
    mean = table.groupby("year")["value"].transform("mean")
    taken = pd.to_datetime({"year": table["year"], "month": outcome.month, "day": 15})
    return table.assign(centred=table["value"] - mean, taken=taken.astype("datetime64[ms]"))


def has_outcome(history: History, lines: Lines, outcome: Outcome, line: pd.Series) -> pd.Series:
    """Say of lines whether schools of their phase have an outcome."""
    if not outcome.phases:
        return pd.Series(data=True, index=line.index)
    return _phase_of(history, lines, line).isin(outcome.phases)


def _phase_of(history: History, lines: Lines, line: pd.Series) -> pd.Series:
    """Return the phase of each line, as its newest school has it."""
    phase = history.schools.set_index("urn")["phase"].astype("object")
    newest = lines.urns.drop_duplicates("line", keep="last").set_index("line")["urn"]
    return line.map(newest.map(phase))
