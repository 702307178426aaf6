"""The other end of :func:`alliance.budget.apart.apart`: one piece of work, then the end."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from alliance.budget.limits import in_megabytes
from alliance.errors import TooMuch

if TYPE_CHECKING:
    from alliance.budget.limits import Budget

_MEMORY = Path("/proc/self/statm")
_DATA = 5


def main() -> None:
    """Read the work from the standard input, and write what comes of it to the standard output."""
    said = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    # Loading the work imports the readers, before what they take counts.
    budget, work, args, named, tells = pickle.load(sys.stdin.buffer)  # noqa: S301
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(budget)
    if tells:
        named = {**named, "progress": partial(_say, said, "told")}
    try:
        _say(said, "done", work(*args, **named))
    except MemoryError:
        spent = in_megabytes(budget.memory_bytes)
        _say(said, "fault", TooMuch(f"takes more than {spent} of memory to read"))
    except Exception as fault:
        # The parent raises it as its own.
        _say(said, "fault", fault)


def _say(said: IO[bytes], what: str, found: Any) -> None:
    said.write(pickle.dumps((what, found)))
    said.flush()


def _end_with_parent() -> None:
    """End once nobody is there to take the answer."""
    sys.stdin.buffer.read()
    os._exit(1)


def _limit(budget: Budget) -> None:
    """Have the system end this process, or refuse it memory, beyond the budget."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + budget.seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if _MEMORY.is_file():
        data = int(_MEMORY.read_text().split()[_DATA]) * resource.getpagesize()
        most = data + budget.memory_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main()
