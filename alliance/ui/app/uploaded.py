"""Files that are uploaded: the box for whoever may, how much is held, and letting it go.

Streamlit holds the files of a visit until the visit is collected as garbage, which may be never.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from alliance.web.uploads import BOXES, Asked, Held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFileRec


def upload_box(
    label: str, *, megabytes: int, files: int = 1, right: Mapping[str, Any], **look: Any
) -> Any:
    """Draw the box, and return the file in it, a list of files where it takes several.

    The server takes files of a visit that was drawn a box it may use, and of no other.

    Parameters
    ----------
    megabytes, files
        How large a file may be, and how many there may be.
    right
        What disables the box for one who may not use it (:func:`alliance.ui.app.sign_in.right`).
    look
        What else ``st.file_uploader`` takes.
    """
    visit = get_script_run_ctx()
    if visit is not None and not right.get("disabled"):
        one = megabytes * 1_000_000
        BOXES.opened(visit.session_id, Asked(one, one * files))
    return st.file_uploader(
        label, max_upload_size=megabytes, accept_multiple_files=files > 1, **look, **right
    )


def held(visit: str) -> Held:
    """Return how many bytes are held for a visit, and for all."""
    files = _files()
    return Held(_bytes(files.get(visit, {})), sum(map(_bytes, list(files.values()))))


def let_go() -> None:
    """Free the files of visits that are over."""
    running = runtime.get_instance() if runtime.exists() else None
    for visit in list(_files()):
        if running and not running.is_active_session(visit):
            running.uploaded_file_mgr.remove_session_files(visit)


def _files() -> Mapping[str, Mapping[str, UploadedFileRec]]:
    manager = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    return manager.file_storage if isinstance(manager, MemoryUploadedFileManager) else {}


def _bytes(files: Mapping[str, UploadedFileRec]) -> int:
    return sum(len(file.data) for file in list(files.values()))
