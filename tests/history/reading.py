"""What files say, read as an update reads them; and what an update needs."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.history import open_history
from alliance.history.compile import evidence
from alliance.history.compile.updating.update import Update, read_into, update
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    import datetime as dt

ROOT = Path(__file__).parents[2]


def read_files(files: list[Path], history: Path, as_at: dt.date | None = None) -> Update:
    """Read files into the evidence of a history, which stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        given = partial(evidence.read, history)
        _, done = read_into(Inbox(Path(folder)), given, files, open_history(history), as_at=as_at)
    return done


def day_of(file: Path, history: Path, as_at: dt.date | None = None) -> dt.date | None:
    """Read of which day a file tells."""
    return read_files([file], history, as_at).taken[0].day


def update_apart(file: Path, target: Path) -> tuple[Update, int]:
    """Update in a process of its own; say what it did, and the most memory it held, in KB.

    A plain process: those of ``multiprocessing`` run the main module anew, and after a test of
    pages that is a page.
    """
    command = [sys.executable, "-m", "tests.history.reading", str(file), str(target)]
    child = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    done: tuple[Update, int] = pickle.loads(child.stdout)  # noqa: S301 - its own child wrote it
    return done


def _measured(file: Path, target: Path) -> tuple[Update, int]:
    done = update([file], target)
    # The most that the process itself held; its ru_maxrss may be that of the one it came from.
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return done, int(found[1])


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(_measured(Path(sys.argv[1]), Path(sys.argv[2]))))
