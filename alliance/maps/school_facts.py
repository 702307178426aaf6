"""What a card tells of one school on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.need.inspected_since import in_words
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import disadvantaged_census, roll_census
from alliance.analysis.schools.grades import grade_in_words
from alliance.text.words import MISSING, count, percent

if TYPE_CHECKING:
    import datetime as dt


def school_facts(school: pd.Series[Any], day: dt.date) -> dict[str, str]:
    """Return the facts of a school in words, each under its label, the most asked for first.

    A fact that a school cannot have, such as an Opportunity Area, is left out where it has none.

    Parameters
    ----------
    school
        Its row of the schools of ``day``, with the columns of
        :func:`alliance.analysis.need.inspected_since.inspected_on`.

    """
    row = school.to_frame().T
    facts = {
        "URN": str(school["urn"]),
        "Trust": _text(school["trust_name"], ""),
        "Phase": _text(school["phase"]),
        **_inspected(school, day),
        "Pupils": _of_census(_pupils(school), roll_census(row)),
        "Disadvantaged pupils": _of_census(
            percent(float(school["percent_disadvantaged"])), disadvantaged_census(row)
        ),
        "Type": _text(school["type"]),
        "Local authority": _text(school["la_name"]),
        "Opportunity Area": _text(school["opportunity_area"], ""),
        "Postcode": _text(school["postcode"]),
    }
    return {label: words for label, words in facts.items() if words}


def _inspected(school: pd.Series[Any], day: dt.date) -> dict[str, str]:
    """Return the overall grade, whose it is and of which day, and what came since."""
    words = grade_in_words(
        school["grade"], school["grade_inherited"], day, inspected=school["grade_date"]
    )
    if day <= GRADES_END:
        return {"Ofsted grade": words}
    return {"Last overall grade": words, "Inspected since": in_words(school) or MISSING}


def _pupils(school: pd.Series[Any]) -> str:
    return MISSING if pd.isna(school["pupils"]) else count(school["pupils"])


def _of_census(words: str, census: str) -> str:
    return f"{words}, {census}" if census and words != MISSING else words


def _text(value: Any, missing: str = MISSING) -> str:
    return missing if pd.isna(value) else str(value)
