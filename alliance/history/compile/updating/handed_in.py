"""The files that are handed in: unpacked, recognised, and what is not needed left aside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from alliance.budget.limits import PUBLISHED
from alliance.budget.unpacking import Unpacking
from alliance.errors import NotKnown, NotNeeded, SourceError
from alliance.sources.files.parcel import unpack
from alliance.sources.files.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from alliance.history.store import History
    from alliance.sources.files.recognise import Found

NO_TABLE = "it is no table known and no outlines"


class File(NamedTuple):
    """A file to add: its name in the folder of the update, and what it was recognised as."""

    name: str
    found: Found
    size: int


@dataclass
class HandedIn:
    """What was handed in.

    Parameters
    ----------
    files
        What is to be added; of one kind the largest first, for it may have the others in it.
    already
        Names of files of which the history has the content.
    left_aside
        What came along and is not needed: names, and why.
    """

    files: list[File] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    left_aside: dict[str, str] = field(default_factory=dict)

    def leave_aside(self, name: str, fault: SourceError) -> None:
        """Note that a file is not needed, and why."""
        why = str(fault).removeprefix(f"{name}: ").removesuffix(".")
        self.left_aside[name] = why


def handed_in(
    paths: Sequence[Path],
    folder: Path,
    old: History,
    progress: Callable[[str], object] = lambda _step: None,
) -> HandedIn:
    """Unpack files into ``folder``, and recognise those that the history does not have yet, once.

    What a zip file has beside what is known is left aside, and so is a file that is known and not
    needed.

    Raises
    ------
    SourceError
        A file is damaged, a file given by itself is not known, or a zip file has nothing known.
    """
    done, spent = HandedIn(), Unpacking(PUBLISHED)
    held = set(old.sources["sha256"])
    names = set(old.sources["file"])
    for number, path in enumerate(paths):
        own = folder / str(number)
        own.mkdir()
        progress(f"opening {path.name}")
        unpacked = unpack(path, own, spent)
        done.left_aside |= dict.fromkeys(unpacked.left_aside, NO_TABLE)
        faults: list[SourceError] = []
        taken = len(done.files) + len(done.already)
        for name in sorted(unpacked.files):
            checksum = checksum_of(own / name)
            if checksum in held:
                done.already.append(name)
                continue
            try:
                found = recognise(own / name)
            except (NotKnown, NotNeeded) as fault:
                if not unpacked.is_archive and isinstance(fault, NotKnown):
                    raise
                faults.append(fault)
                done.leave_aside(name, fault)
                continue
            held.add(checksum)
            file = name if name not in names else f"{checksum[:8]}-{name}"
            names.add(file)
            (own / name).rename(folder / file)
            done.files.append(File(file, found, (folder / file).stat().st_size))
        nothing = taken == len(done.files) + len(done.already)
        if faults and nothing and unpacked.is_archive:
            raise faults[0] if len(faults) == 1 else SourceError(" ".join(map(str, faults)))
    kinds = [file.found.kind for file in done.files]
    done.files.sort(key=lambda file: (kinds.index(file.found.kind), -file.size))
    return done


def checksum_of(path: Path) -> str:
    """Compute the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
