"""The command line's downloads: fetch what the publishers have, take away what was used."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from alliance import clock
from alliance.cli.progress import fetching
from alliance.errors import HistoryError, NotFetched, SourceError
from alliance.history import open_history
from alliance.settings import settings
from alliance.sources.fetching.finding import Finder
from alliance.sources.fetching.publishers import DAYS_BACK, Form, chosen
from alliance.sources.fetching.servers import AGENT, client
from alliance.sources.fetching.visits import Visits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from alliance.sources.fetching.publishers import Source

VISITS = "fetched.json"


def listed() -> list[str]:
    """Return, a line each, what would be fetched and from where, without asking anybody."""
    today = clock.today()
    return [line for source in chosen(settings().downloads) for line in _lines(source, today)]


def _lines(source: Source, today: dt.date) -> list[str]:
    first, day = next(source.addresses(today))
    how = {
        Form.FILE: "this file",
        Form.DAILY: f"today's file, else the newest of the {DAYS_BACK} days before",
        Form.PAGE: f"the newest file titled “… {source.titled} …” that this page lists"
        if source.titled
        else "the newest file that this page lists",
        Form.DATA_SET: "the newest version of this data set"
        + (", the rows of its newest year that are needed" if source.rows else ""),
    }[source.form]
    if day and source.form is Form.PAGE:
        how += "; else of the page of an earlier day"
    return [
        f"{source.name}: {source.content} ({source.publisher})",
        f"  {first}",
        f"  {how}; checked against {source.checked_against}",
    ]


def downloaded() -> tuple[list[Path], bool]:
    """Fetch what is new at the sources that the settings choose, and say what was not had.

    Returns
    -------
    The files, and whether something was not had.

    Raises
    ------
    NotFetched
        None of the sources has a file, or none can be asked.
    """
    home = settings().data_dir / "downloads"
    held = open_history(settings().history_dir).sources["sha256"]
    with client(_agent()) as web:
        visits = Visits(home / VISITS, held)
        finder = Finder(web, home, visits, clock.today(), fetching, _aloud)
        account = finder.fetch_all(chosen(settings().downloads))
    for note in account.notes:
        typer.echo(note)
    if account.unchanged:
        typer.echo(f"Not changed since the history took them: {', '.join(account.unchanged)}.")
    if account.faults and not account.files and not account.unchanged:
        raise NotFetched(" ".join(account.told_faults()))
    for words in account.told_faults():
        typer.echo(f"Not fetched: {words}", err=True)
    return account.files, bool(account.faults)


def _aloud(words: str) -> None:
    typer.echo(words, err=True)


def _agent() -> str:
    """Return how the app names itself to servers, with where it runs, if that is set."""
    where = settings().public_address
    return AGENT.replace("fetches", f"{where}; fetches") if where else AGENT


@contextmanager
def taken_away(files: Sequence[Path], *, dry_run: bool) -> Iterator[None]:
    """Take downloaded files away once they were applied or refused; else say where they lie."""
    try:
        yield
    except SourceError:
        _remove(files, "for the update was refused")
        raise
    except HistoryError:
        _keep(files)
        raise
    if dry_run:
        _keep(files)
    else:
        _remove(files, "for the history holds it")


def _remove(files: Sequence[Path], why: str) -> None:
    """Take downloaded files away, and say so; what came of a file that broke off stays."""
    for file in files:
        file.unlink(missing_ok=True)
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    if files:
        names = ", ".join(file.name for file in files)
        typer.echo(f"Removed what was downloaded, {why}: {names}.")


def _keep(files: Sequence[Path]) -> None:
    """Say where downloaded files lie that were not applied."""
    if files:
        typer.echo(f"What was downloaded is kept: {' '.join(map(str, files))}")
