"""The history of schools and trusts, and its state on any day."""

from alliance.history.as_at import as_at
from alliance.history.schema import ALLIANCE_REGION, ALLIANCE_REGIONS, GRADES, PHASES
from alliance.history.store import History, open_history

__all__ = [
    "ALLIANCE_REGION",
    "ALLIANCE_REGIONS",
    "GRADES",
    "PHASES",
    "History",
    "as_at",
    "open_history",
]
