"""Check everything: ``python -m tests`` tells at the end what failed, and its exit code too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "style": [BIN / "ruff", "check", "--quiet"],
    "layout": [BIN / "ruff", "format", "--check", "--quiet"],
    "types": [BIN / "mypy"],
    "who calls whom": [BIN / "lint-imports"],
    "tests": [sys.executable, "-m", "pytest", *sys.argv[1:]],
}


def main() -> int:
    """Run every check, whatever the ones before found."""
    failed = []
    for name, command in CHECKS.items():
        print(f"\n── {name}", flush=True)
        if subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything holds.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
