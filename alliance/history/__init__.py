"""The history of schools and trusts, and its state on any day."""

from alliance.history.as_at import as_at, schools_on
from alliance.history.store import History, open_history
from alliance.history.vocabulary import (
    ALLIANCE_REGION,
    ALLIANCE_REGIONS,
    COMMISSIONERS_FROM,
    COMMISSIONERS_TO,
    GRADES,
    PHASES,
    SATISFACTORY,
    SATISFACTORY_UNTIL,
    grades_on,
)

__all__ = [
    "ALLIANCE_REGION",
    "ALLIANCE_REGIONS",
    "COMMISSIONERS_FROM",
    "COMMISSIONERS_TO",
    "GRADES",
    "PHASES",
    "SATISFACTORY",
    "SATISFACTORY_UNTIL",
    "History",
    "as_at",
    "grades_on",
    "open_history",
    "schools_on",
]
