"""The words in which the history names phases, grades and the alliance region."""

import datetime as dt

PHASES = [
    "Nursery",
    "Primary",
    "Secondary",
    "All-through",
    "16 to 19",
    "Special",
    "Alternative provision",
]
GRADES = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}
SATISFACTORY = "Satisfactory"
SATISFACTORY_UNTIL = dt.date(2012, 9, 1)
"""From this day grade 3 is called Requires improvement; until then Satisfactory."""
ALLIANCE_REGION = "Alliance region"
ALLIANCE_REGIONS = ("North East", "Yorkshire and The Humber", "East Midlands")


def grades_on(day: dt.date) -> dict[int, str]:
    """Give what the grades are called on a day, by number.

    >>> grades_on(dt.date(2012, 8, 31))[3], grades_on(dt.date(2012, 9, 1))[3]
    ('Satisfactory', 'Requires improvement')
    """
    return {**GRADES, 3: SATISFACTORY} if day < SATISFACTORY_UNTIL else GRADES
