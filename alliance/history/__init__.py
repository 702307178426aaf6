"""The history of schools and trusts, and its state on any day."""

from alliance.history.as_at import as_at
from alliance.history.store import History, open_history
from alliance.history.vocabulary import ALLIANCE_REGION, ALLIANCE_REGIONS, GRADES, PHASES

__all__ = [
    "ALLIANCE_REGION",
    "ALLIANCE_REGIONS",
    "GRADES",
    "PHASES",
    "History",
    "as_at",
    "open_history",
]
