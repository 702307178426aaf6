"""Check the app: ``python -m tests`` tells at the end what failed, and its exit code too.

``--thorough`` adds what widens the quick tests; anything else said is handed on to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

THOROUGH = "--thorough"
TIER = [] if THOROUGH in sys.argv else ["-m", "not thorough"]
SAID = [word for word in sys.argv[1:] if word != THOROUGH]
PYTEST = [sys.executable, "-m", "pytest", "--benchmark-disable", *TIER, *SAID]
# A file at a time, so that what the tests of a file share is made once; in the order of the files,
# which has the longest first, not by how many tests are in them.
IN_TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
BESIDE = {
    "style": [BIN / "ruff", "check", "--quiet"],
    "layout": [BIN / "ruff", "format", "--check", "--quiet"],
    "types": [BIN / "mypy"],
    "who calls whom": [BIN / "lint-imports"],
    "tests": [*PYTEST, *IN_TWO, "--ignore=tests/browser"],
}
# Servers and readers are started hundreds of times: what is compiled once serves them all.
KEEPING_COMPILED = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
# On their own: a browser beside other tests waits for the processor until it gives up.
THEN = {"tests in a browser": [*PYTEST, *IN_TWO, "tests/browser"]}
# Two at a time share two processors, and what waits for an answer may give up: a test that failed
# is tried once more with nothing beside it. What fails then has failed; both runs are printed.
ALONE = {"what failed, alone": [*PYTEST, "--last-failed", "--last-failed-no-failures=none"]}


def main() -> int:
    """Run every check, whatever the others found."""
    failed = [name for checks in (BESIDE, THEN) for name in failures(checks)]
    tests = {"tests", *THEN}
    if tests & set(failed) and not failures(ALONE):
        failed = [name for name in failed if name not in tests]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything holds.")
    return 1 if failed else 0


def failures(checks: dict[str, list[str | Path]]) -> list[str]:
    """Run checks side by side, print what each said, and name those that failed."""
    print(f"\nRunning: {', '.join(checks)} …", flush=True)
    failed = []
    with ThreadPoolExecutor(len(checks)) as side_by_side:
        for name, done in zip(checks, side_by_side.map(finished, checks.values()), strict=True):
            print(f"\n── {name}\n{done.stdout}", end="", flush=True)
            if done.returncode:
                failed.append(name)
    return failed


def finished(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, and keep all that it says."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=KEEPING_COMPILED,
        check=False,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


if __name__ == "__main__":
    sys.exit(main())
