"""The whole history as a download, sent from a file that is made once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from alliance.api.answering import OPEN, is_known, settled
from alliance.api.problems import Refused
from alliance.api.rate import TABLES
from alliance.current.state import current_history
from alliance.exports.whole_history import LAYOUT, whole_history
from alliance.settings import settings
from alliance.web.assets import KEEP_FOR_GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

MIME = "application/zip"
FOLDER = "downloads"
"""In the folder for what the app keeps."""


async def history_download(request: Request) -> Response:
    """Answer with the zip file of the current history.

    Under an address with its version it may be kept for good; another version is not here.
    """
    return await settled(request, lambda: TABLES.work(partial(_answer, request)))


def _answer(request: Request) -> Response:
    history, asked = current_history(), request.path_params.get("version", "")
    if asked and asked != history.version:
        raise Refused(404, f"The history here is {history.version}: /api/v1/history.zip.")
    tag = f'"{history.version}-{LAYOUT}"'
    kept = KEEP_FOR_GOOD if asked else "no-cache"
    headers = {**OPEN, "Cache-Control": kept, "ETag": tag}
    if is_known(request, tag):
        return Response(None, 304, headers)
    file = made()
    name = f"northern-alliance-history-{history.version}.zip"
    return FileResponse(file, headers=headers, media_type=MIME, filename=name)


def made() -> Path:
    """Return the zip file of the current history."""
    return whole_history(current_history(), settings().data_dir / FOLDER)
