"""What day it is: asked here and nowhere else, so that a test can say which."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """Give the day it is, in Coordinated Universal Time."""
    return dt.datetime.now(dt.UTC).date()
