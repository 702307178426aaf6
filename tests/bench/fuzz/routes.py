"""Every address that the app answers, by its own table of routes and Streamlit's.

A route that is new stands in it by itself. Run as a module, for an app that is opened in a process
leaves its mark there.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys

from alliance.settings import ROOT


def every_route() -> list[str]:
    """Return the paths of all routes, with the names of their parts in braces."""
    asked = [sys.executable, "-m", "tests.bench.fuzz.routes"]
    told = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: list[str] = json.loads(told.splitlines()[-1])
    return found


def _table() -> list[str]:
    opened = runpy.run_path(str(ROOT / "app.py"))["app"]
    routes = opened._build_starlette_app().routes
    return sorted({route.path for route in routes if hasattr(route, "path")})


if __name__ == "__main__":
    print(json.dumps(_table()))
