"""The command line's downloads: fetch what the settings name, take away what was used."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import typer

from alliance.cli_progress import fetching
from alliance.settings import settings
from alliance.sources.download import download, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def downloaded() -> list[Path]:
    """Fetch the files that the settings name, each into a folder of its own: names may recur."""
    addresses = settings().downloads.split()
    if not addresses:
        raise typer.BadParameter("ALLIANCE_DOWNLOADS names no address to fetch")
    found = []
    for address in addresses:
        with fetching(name_of(address)) as tell:
            folder = _folder(address)
            found.append(download(address, folder, progress=tell.progress, told=tell.told))
    return found


def remove(files: Sequence[Path], why: str) -> None:
    """Take downloaded files away, and say so; what came of a file that broke off stays."""
    for file in files:
        file.unlink(missing_ok=True)
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    if files:
        names = ", ".join(file.name for file in files)
        typer.echo(f"Removed what was downloaded, {why}: {names}.")


def kept(files: Sequence[Path]) -> None:
    """Say where downloaded files lie that were not applied."""
    if files:
        typer.echo(f"What was downloaded is kept: {' '.join(map(str, files))}")


def _folder(address: str) -> Path:
    own = hashlib.sha256(address.encode()).hexdigest()[:8]
    folder = settings().data_dir / "downloads" / own
    folder.mkdir(parents=True, exist_ok=True)
    return folder
