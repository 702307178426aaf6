"""What was fetched before, so that a file that has not changed is not fetched again.

A note is believed only while the history holds what the file held: after a return to an earlier
history, or a new compile, the file is fetched again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from alliance.sources.fetching.download import Fetched, Marks, checksum_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_NOTES = 500


class Visits:
    """The notes on the addresses that were fetched.

    Parameters
    ----------
    path
        The file of the notes; one that is missing or damaged counts as empty.
    in_history
        The checksums of all files that the history holds.
    """

    def __init__(self, path: Path, in_history: Iterable[str]) -> None:
        self._path = path
        self._in_history = frozenset(in_history)
        try:
            self._notes: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            self._notes = {}

    def holds(self, address: str) -> bool:
        """Return whether the history holds what was fetched from an address."""
        note = self._noted(address)
        return bool(note) and note[0] in self._in_history

    def is_from(self, address: str, path: Path) -> bool:
        """Return whether a file that is kept is, unchanged, what was fetched from an address."""
        note = self._noted(address)
        return bool(note) and path.is_file() and checksum_of(path, unpacked=True) == note[0]

    def marks(self, address: str) -> Marks:
        """Return the marks of what was fetched from an address; blank ones where nothing was."""
        return Marks(*self._noted(address)[1:])

    def _noted(self, address: str) -> list[str]:
        """Return the checksum and the marks that are noted; empty where none are."""
        note = self._notes.get(address)
        return note if isinstance(note, list) and len(note) == 3 else []

    def note(self, address: str, fetched: Fetched) -> None:
        """Note what was fetched from an address."""
        self._notes.pop(address, None)
        checksum = checksum_of(fetched.path, unpacked=True)
        newest = [*self._notes.items(), (address, [checksum, *fetched.marks])][-MOST_NOTES:]
        self._notes = dict(newest)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._notes, indent=1), "utf-8")
