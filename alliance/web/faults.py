"""Faults told to people: what is wrong and a reference, and all the rest in the log alone.

Where files lie, where a database is and how the app came there is nobody's business but of those
who run it; they find it in the log under the reference.
"""

from __future__ import annotations

import logging
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNEXPECTED = "Something went wrong here that should not have."
REFERENCE = "reference"
"""Under this name a line of the log has what people are told."""
_LONGEST_PATH = 2_000
_DATABASE = re.compile(
    r"\b(?:postgres\w*|sqlite)(?:\+\w+)?://\S+|\b[a-z][a-z0-9+.]*://[^\s/@]*@\S+"
)
_ON_WINDOWS = re.compile(r"\b[A-Za-z]:\\(?:[^\\\s]+\\)*([^\\\s]+)")


def said(fault: BaseException, words: str = "") -> str:
    """Return what people are told of a fault, and log all of it under the reference they are told.

    ``words`` are told in place of its own, where those are not for people.
    """
    number = secrets.token_hex(4).upper()
    found_by = {REFERENCE: number}
    logging.getLogger(__name__).error("[%s] %s", number, fault, exc_info=fault, extra=found_by)
    return f"{without_places(words or str(fault))} Reference: {number}."


def without_places(text: str) -> str:
    """Return text with folders left out of paths, and without the address of any database.

    >>> without_places("The history in /srv/app/data/history is damaged (postgres://a:b@c/d).")
    'The history in history is damaged (the database'
    """
    text = _DATABASE.sub("the database", text)
    return _ON_WINDOWS.sub(r"\1", _on_this_machine().sub(r"\1", text))


def _on_this_machine() -> re.Pattern[str]:
    """Return what matches a path from the top: its first folder is one that there is."""
    return _path_below(path.name for path in Path("/").iterdir())


def _path_below(names: Iterable[str]) -> re.Pattern[str]:
    tops = "|".join(sorted(map(re.escape, {*names, "srv", "home"})))
    return re.compile(rf"(?<![\w/.:])/(?:{tops})/(?:[^\s/:;,()'\"]+/)*([^\s/:;,()'\"]*)")


class Caught:
    """Answers where the app falls over: with a reference, not with what it was doing.

    An address longer than any of the app's leads nowhere; so does one with a byte of nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) > _LONGEST_PATH or "\x00" in scope["path"]:
            await JSONResponse({"error": "There is no such address."}, 404)(scope, receive, send)
            return
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        except Exception as fault:  # whatever it was, who asked is answered
            words = said(fault, UNEXPECTED)
            if begun:
                raise
            headers = {"Cache-Control": "no-store"}
            await JSONResponse({"error": words}, 500, headers)(scope, receive, send)
