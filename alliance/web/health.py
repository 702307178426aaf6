"""Whether the app runs, and whether all it needs is there: for whoever watches over it.

``/health/live`` asks nothing of anything else: an app that does not answer is to be started anew.
``/health/ready`` tries each part and names what is wrong. ``/health`` says whether pages can be
shown, for which the history is enough.
"""

from __future__ import annotations

import errno
import logging
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from starlette.responses import JSONResponse
from starlette.routing import Route

from alliance.current.state import current_database, current_history
from alliance.errors import HistoryError, RegisterError
from alliance.history.store import see_files
from alliance.register import register_tables
from alliance.register.database import is_read_only
from alliance.settings import settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

WELL = "ok"
_NEVER_KEPT = {"Cache-Control": "no-store"}
_TRIED_BYTES = 64 * 1024
READ_ONLY = "read-only"
_WHY = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: READ_ONLY}


def live(_: Request) -> Response:
    """Answer that the app runs."""
    return JSONResponse({"status": WELL}, headers=_NEVER_KEPT)


def ready(_: Request) -> Response:
    """Answer with the state of each part; 503 where one of them is not well."""
    parts = {"history": _history(), "register": _register(), "disk": _disk()}
    well = all(state == WELL for state in parts.values())
    body = {"status": WELL if well else "not ready", **parts}
    return JSONResponse(body, 200 if well else 503, _NEVER_KEPT)


def pages(_: Request) -> Response:
    """Answer whether pages can be shown, and of which history."""
    try:
        history = current_history()
    except HistoryError as fault:
        logging.getLogger(__name__).error("%s", fault)
        return JSONResponse({"status": "no history"}, 503, _NEVER_KEPT)
    days = {"first_day": history.first_day.isoformat(), "last_day": history.last_day.isoformat()}
    return JSONResponse({"status": WELL, "history": history.version, **days}, headers=_NEVER_KEPT)


def health_routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [
        Route("/health", pages),
        Route("/health/live", live),
        Route("/health/ready", ready),
    ]


def _history() -> str:
    folder = settings().history_dir
    state = _files(folder, _stamps(folder))
    if state != WELL:
        return f"{state}; pages show the one read before" if _is_shown() else state
    try:
        current_history()
    except HistoryError:
        return "damaged"
    return WELL


def _is_shown() -> bool:
    try:
        current_history()
    except HistoryError:
        return False
    return True


@lru_cache(maxsize=1)
def _files(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Return whether the files of a history are as they were written, looked at once a change."""
    if not stamps:
        return "gone"
    try:
        see_files(folder)
    except HistoryError as fault:
        logging.getLogger(__name__).error("%s", fault)
        return "damaged"
    return WELL


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, of.st_mtime_ns, of.st_size) for name, of in found)


def _register() -> str:
    try:
        with current_database().connect() as connection:
            connection.execute(sa.select(register_tables.audit.c.id).limit(1)).first()
            return READ_ONLY if is_read_only(connection) else WELL
    except (RegisterError, OSError, sa.exc.SQLAlchemyError) as fault:
        logging.getLogger(__name__).error("%s", fault)
        return "cannot be used"


def _disk() -> str:
    """Try to write where the app writes: what it keeps, and what it unpacks."""
    data = settings().data_dir
    folders = [Path(tempfile.gettempdir()), *([data] if data.exists() else [])]
    for folder in folders:
        try:
            with tempfile.TemporaryFile(dir=folder, prefix=".ready-") as tried:
                tried.write(bytes(_TRIED_BYTES))
                tried.flush()
        except OSError as fault:
            logging.getLogger(__name__).error("Nothing can be written to %s: %s", folder, fault)
            return _WHY.get(fault.errno or 0, "cannot be written to")
    return WELL
