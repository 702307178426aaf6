"""What a process of this machine holds and has spent, as the system counts it (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Behind the name of the process, which may hold blanks.
_TIMES = slice(11, 15)


class Spent(NamedTuple):
    """Seconds of the processor's time, megabytes held, and files and connections open."""

    seconds: float
    megabytes: float
    descriptors: int


def spent_by(pid: int) -> Spent:
    """Return what a process has spent, with those it started and waited for, and what it holds."""
    at = Path(f"/proc/{pid}")
    behind_name = (at / "stat").read_text().rpartition(")")[2].split()
    ticks = sum(map(int, behind_name[_TIMES]))
    resident = int((at / "statm").read_text().split()[1])
    return Spent(ticks / _TICKS, resident * _PAGE / 1e6, len(list((at / "fd").iterdir())))
