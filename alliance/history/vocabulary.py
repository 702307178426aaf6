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
TYPE_UNKNOWN = "Not recorded"
"""The type and the group of a school of which no published file at hand gives the type."""
IN_TRUSTS = ("Academy", "Free school")
"""The groups of types whose schools are run by trusts."""
GRADES = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}
SATISFACTORY = "Satisfactory"
SATISFACTORY_UNTIL = dt.date(2012, 9, 1)
"""From this day grade 3 is called Requires improvement; until then Satisfactory."""
COMMISSIONERS_FROM, COMMISSIONERS_TO = dt.date(2014, 7, 1), dt.date(2022, 8, 31)
"""First and last day on which regional schools commissioners had regions of their own.

The first eight were appointed in July 2014 (Department for Education); since 1 September 2022
regional directors work in the nine regions of England.
"""
ALLIANCE_REGION = "Alliance region"
ALLIANCE_REGIONS = ("North East", "Yorkshire and The Humber", "East Midlands")


def grades_on(day: dt.date) -> dict[int, str]:
    """Return what the grades are called on a day, by number.

    >>> grades_on(dt.date(2012, 8, 31))[3], grades_on(dt.date(2012, 9, 1))[3]
    ('Satisfactory', 'Requires improvement')
    """
    return {**GRADES, 3: SATISFACTORY} if day < SATISFACTORY_UNTIL else GRADES
