"""Reading in a process of its own, which is ended when it has spent its budget or nobody waits.

``multiprocessing``, and what is built on it, runs the main module of its parent again in the child;
under Streamlit that is whatever page somebody looks at just then. So the child is a plain one.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Any, TypeVar

from alliance.errors import TooMuch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alliance.budget.limits import Budget

R = TypeVar("R")
AT_ONCE = 2
"""So many files are read at a time; who comes next waits."""
_TICK_S = 0.2
# A process may wait for the disk, or for its turn: by the clock it has this many times its budget.
_BY_THE_CLOCK = 10
_turns = threading.BoundedSemaphore(AT_ONCE)
_meanwhile: ContextVar[Callable[[], object] | None] = ContextVar("meanwhile", default=None)


@contextmanager
def meanwhile(call: Callable[[], object]) -> Iterator[None]:
    """Have ``call`` called several times a second while :func:`apart` waits.

    What it raises ends the reading.
    """
    before = _meanwhile.set(call)
    try:
        yield
    finally:
        _meanwhile.reset(before)


def apart(
    budget: Budget,
    work: Callable[..., R],
    *args: Any,
    told: Callable[[str], object] | None = None,
    **named: Any,
) -> R:
    """Call ``work`` in a process of its own, within a budget of time and memory.

    Its memory is limited where the system can (Linux); its scratch files go with it.

    Parameters
    ----------
    work, args, named
        A function of a module, what it takes and what it returns: all that can be pickled.
    told
        Called with each step that ``work`` reports to its own parameter ``progress``.

    Raises
    ------
    TooMuch
        It took more time or memory than it may, or did not end by itself.
    AllianceError
        What ``work`` raises.
    """
    with _turn(), tempfile.TemporaryDirectory(prefix="alliance-apart-") as folder:
        child = subprocess.Popen(
            [sys.executable, "-m", "alliance.budget.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TMPDIR": folder, "PYTHONPATH": _path()},
        )
        # At the end both pipes are closed, and it is waited for.
        with child:
            try:
                asked = pickle.dumps((budget, work, args, named, told is not None))
                found: R = _answer(child, asked, budget, told)
            finally:
                child.kill()
        return found


def _path() -> str:
    """Return where the child looks for modules: what it is started from need not be the app."""
    return os.pathsep.join(filter(None, sys.path))


@contextmanager
def _turn() -> Iterator[None]:
    while not _turns.acquire(timeout=_TICK_S):
        _call_meanwhile()
    try:
        yield
    finally:
        _turns.release()


def _call_meanwhile() -> None:
    if call := _meanwhile.get():
        call()


def _answer(
    child: subprocess.Popen[bytes],
    asked: bytes,
    budget: Budget,
    told: Callable[[str], object] | None,
) -> Any:
    """Hand the child its work, and wait for what comes of it."""
    said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(child.stdout, said), daemon=True).start()
    threading.Thread(target=_hand_over, args=(child.stdin, asked), daemon=True).start()
    until = time.monotonic() + budget.seconds * _BY_THE_CLOCK
    while True:
        _call_meanwhile()
        if time.monotonic() > until:
            raise _too_long(budget)
        try:
            what, found = said.get(timeout=_TICK_S)
        except queue.Empty:
            continue
        if what == "told" and told:
            told(found)
        elif what == "done":
            return found
        elif what == "fault":
            raise found
        elif what == "ended":
            raise _ended(child.wait(), budget)


def _listen(pipe: IO[bytes], said: queue.SimpleQueue[tuple[str, Any]]) -> None:
    try:
        while True:
            said.put(pickle.load(pipe))  # noqa: S301 - from the process just started
    except (EOFError, pickle.UnpicklingError, ValueError, OSError):
        said.put(("ended", None))


def _hand_over(pipe: IO[bytes], asked: bytes) -> None:
    """Write in a thread: a child that is ended before it has read all breaks the pipe."""
    try:
        pipe.write(asked)
        pipe.flush()
    except (OSError, ValueError):
        return


def _ended(code: int, budget: Budget) -> TooMuch:
    if code == -getattr(signal, "SIGXCPU", 0):
        return _too_long(budget)
    return TooMuch("ended the process that read it")


def _too_long(budget: Budget) -> TooMuch:
    return TooMuch(f"takes more than {budget.seconds} seconds to read")
