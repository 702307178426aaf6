"""The rows of the tables as models, for the document of the API."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from alliance.analysis.impact.question_names import LONGEST_YEARS
from alliance.views.open_data.open_columns import (
    AREA,
    CHANGE,
    DOCUMENTED,
    HEADLINE,
    LA,
    NEED,
    REGION,
    SCHOOL,
    TRANSFER,
    TRUST,
    URN,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.views.open_data.open_columns import Columns


class Row(BaseModel):
    """A row of a table; a value that is not known is null."""

    model_config = ConfigDict(extra="forbid")


def row_model(name: str, says: str, columns: Mapping[str, tuple[type, str]]) -> type[Row]:
    """Return the model of a row with these columns."""
    fields: dict[str, Any] = {
        key: (kind | None, Field(description=said)) for key, (kind, said) in columns.items()
    }
    return create_model(name, __base__=Row, __doc__=says, **fields)


PLAN: Columns = {
    "urn": URN,
    "name": (str, "The school to be supported"),
    "run_by_uid": (int, "The UID of the trust that runs it; null where a local authority does"),
    "run_by": (str, "Its trust or its local authority"),
    "phase": (str, "The phase"),
    "la_name": LA,
    "region": REGION,
    "pupils": (int, "On its roll"),
    "grade": (int, "Its latest overall grade by the day"),
    "grade_inherited": (bool, "Whether the grade is the predecessor school’s"),
    "inherited": (bool, "Whether it is eligible only by the predecessor school’s inspection"),
    "gravity": (int, "Its priority; 1 is the highest"),
    "rules": (str, "The criteria it meets"),
    "why": (str, "Why it meets them"),
    "inspected": (dt.date, "When it was last inspected itself"),
    "supporter_uid": (int, "The UID of the supporting trust"),
    "supporter_name": (str, "The supporting trust"),
    "from_urn": (int, "The URN of the school that the support comes from"),
    "from_name": (str, "The school that the support comes from"),
    "from_grade": (int, "Its latest overall grade by the day"),
    "from_inherited": (bool, "Whether it is good or outstanding only by its predecessor"),
    "from_inspected": (dt.date, "When it was last inspected itself"),
    "from_pupils": (float, "On its roll"),
    "distance_km": (float, "Between the two schools, in a straight line"),
    "because": (str, "What speaks for the pair, parted by semicolons"),
    "cautions": (str, "What to ask first, parted by semicolons"),
    "cost": (float, "The match score of the pair; lower is better"),
    "distance": (float, "Its part by distance, from 0, the best, to 1"),
    "size": (float, "Its part by size"),
    "region_fit": (float, "Its part by region"),
    "relationship": (float, "Its part by relationship"),
    "load": (float, "Its part by load"),
    "kept": (bool, "Whether the pair is kept by hand"),
}
HEADLINE_ROW = row_model("Headline", "A headline figure of a day.", HEADLINE)
SCHOOL_ROW = row_model("School", "A school open on the day.", SCHOOL)
TRUST_ROW = row_model("Trust", "A trust with an academy on the day.", TRUST)
AREA_ROW = row_model("Area", "An area with the measures of its kind; others are null.", AREA)
TRANSFER_ROW = row_model("Transfer", "An academy that moved from one trust to another.", TRANSFER)
NEED_ROW = row_model("Need", "A school and a criterion for support that it meets.", NEED)
DOCUMENTED_ROW = row_model(
    "DocumentedSupport", "Support that a published source tells of.", DOCUMENTED
)
CHANGE_ROW = row_model("Change", "What changed on a day.", CHANGE)
_OF_BOTH = {
    "prior": (float, "the last result before, less the mean of all schools of the year"),
    "trend": (float, "its change a year before that, in the same way"),
    "free_meals": (float, "percent of pupils eligible for free school meals before"),
    "pupils": (float, "pupils on roll before"),
    "deprivation": (float, "index of multiple deprivation of its neighbourhood, 2025"),
    "years_since_inspection": (float, "years since its last graded inspection"),
    "region": (str, "the region"),
    "change": (float, "the change over the years asked for, or 100 where judged Good, else 0"),
}
IMPACT_PAIR: Columns = {
    "name": (str, "The school asked about"),
    "urn": URN,
    "day": (dt.date, "The day on which it joined, moved or was first supported"),
    "came_under": (str, "The trust or area it came under, or what tells of the support"),
    "like_name": (str, "The like school"),
    "like_urn": (int, "Its unique reference number"),
    "weight": (float, "How much the like school weighs beside the school"),
    "distance": (float, "How far apart they are, in standard deviations"),
    "phase": (str, "The phase of both"),
    "run_by": (str, "Who ran both before"),
    "grade": (str, "The latest overall grade of both before, in its words then"),
    "below_twice": (bool, "Whether it was the second below Good running"),
    "base": (int, "The year of the prior result of both"),
    **{name: (kind, f"Of the school: {said}") for name, (kind, said) in _OF_BOTH.items()},
    **{f"like_{n}": (kind, f"Of the like school: {said}") for n, (kind, said) in _OF_BOTH.items()},
    **{
        f"{whose}change_{year}": (float, f"Of the {of}: its change by year {year} after")
        for whose, of in (("", "school"), ("like_", "like school"))
        for year in range(1, LONGEST_YEARS + 1)
    },
    "inspected": (dt.date, "The day of the school's inspection that counts"),
    "like_inspected": (dt.date, "The day of the like school's inspection that counts"),
    **{
        f"{whose}watched_{end}": (
            float,
            f"Of the {of}, time until Good: years since its last inspection {end} which it is "
            "watched",
        )
        for whose, of in (("", "school"), ("like_", "like school"))
        for end in ("from", "to")
    },
    "cluster": (str, "Whose schools the interval takes to fare alike: the school's"),
    "like_cluster": (str, "The same of the like school"),
    "like_until": (dt.date, "When the like school joined or moved itself; it counts until then"),
}
IMPACT_ROW = row_model("SchoolAndLike", "A school and one like it.", IMPACT_PAIR)
PLAN_ROW = row_model("PlannedSupport", "A pair of a plan: a school and its supporting trust.", PLAN)
