"""A published figure, and how to find it in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.history import History


@dataclass(frozen=True)
class Fact:
    """A published figure.

    Parameters
    ----------
    tolerance
        How far the history's figure may lie from it; None for a figure that is only compared.

    """

    what: str
    day: dt.date
    published: float
    find: Callable[[History], float]
    source: str
    tolerance: float | None = 0.0
    unit: str = ""
    remark: str = ""
