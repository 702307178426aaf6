"""The command line of the history: compile it, bring it up to date, go back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.cli.progress import steps
from alliance.settings import settings

if TYPE_CHECKING:
    from alliance.history.compile.updating.update import Update

app = typer.Typer()
# Something was not had of the publishers; what was had is applied.
NOT_ALL_FETCHED = 1


def day_of(text: str) -> dt.date:
    """Read a day as the command line takes it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"found {text!r}, expected a day as 2018-10-01") from None


@app.command("compile")
def compile_(
    source: Annotated[
        Path, typer.Option("--from", help="Folder of the published files and their SOURCES.csv.")
    ],
    target: Annotated[Path, typer.Option("--to", help="Folder of the history to write.")],
) -> None:
    """Compile the published files into the history."""
    from alliance.history import open_history
    from alliance.history.compile import compile_history, count_steps
    from alliance.history.compile.trusts.name_letters import lost_names

    with steps(count_steps(source)) as told:
        compile_history(source, target, progress=told)
    history = open_history(target)
    refused = int(history.sources["rows_refused"].sum())
    typer.echo(
        f"{target}: {len(history.schools):,} schools, {len(history.memberships):,} memberships, "
        f"{len(history.inspections):,} inspections from {len(history.sources)} files; "
        f"{refused:,} rows refused (listed in the table of refusals).",
        err=True,
    )
    for file in history.sources.loc[~history.sources["as_catalogued"], "file"]:
        typer.echo(f"Note: {file} is not the file that SOURCES.csv names by checksum.", err=True)
    for note in lost_names(history.trusts):
        typer.echo(f"Note: {note}", err=True)


@app.command("ground")
def ground_(
    source: Annotated[
        Path, typer.Option("--from", help="Folder of the published files and their SOURCES.csv.")
    ],
    target: Annotated[Path, typer.Option("--to", help="Folder of the ground to write.")],
) -> None:
    """Compile what maps are found by: built-up areas, the coast, roads and names of places."""
    from alliance.history.compile.ground import NEEDED, STEPS, compile_ground

    with steps(len(NEEDED) + STEPS) as told:
        compile_ground(source, target, progress=told)


@app.command("update")
def update_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Published files of any name: CSV, Excel, zip, GeoJSON, GeoPackage, shapefile."
        ),
    ] = None,
    day: Annotated[
        dt.date | None,
        typer.Option("--as-at", parser=day_of, metavar="DAY", help="The day the files tell of."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all of it, uncut, as CSV into this file."),
    ] = None,
    fetch: Annotated[
        bool,
        typer.Option(
            "--download", help="Fetch what the publishers have put out since; see --list."
        ),
    ] = False,
    only_list: Annotated[
        bool,
        typer.Option("--list", help="Say what --download would fetch, and ask nobody."),
    ] = False,
) -> None:
    """Add what published files show to the history; the one before is kept."""
    from alliance.cli.download_commands import downloaded, listed, taken_away

    if only_list:
        typer.echo("\n".join(listed()))
        return
    if report is not None and not report.resolve().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {report.resolve().parent} for the report")
    if report is not None and report.is_dir():
        raise typer.BadParameter(f"{report} is a folder; name a file in it for the report")
    if not files and not fetch:
        raise typer.BadParameter("name at least one file, or use --download")
    fetched, missed = downloaded() if fetch else ([], False)
    if files or fetched:
        with taken_away(fetched, dry_run=dry_run):
            _tell(_updated([*(files or []), *fetched], day, dry_run=dry_run), report)
    else:
        typer.echo("Nothing new is published; the history stays as it is.")
    if missed:
        raise typer.Exit(NOT_ALL_FETCHED)


def _tell(done: Update, report: Path | None) -> None:
    for line in done.lines():
        typer.echo(line)
    if report is not None:
        typer.echo(f"{report}: all of it, {_written(done, report):,} rows.")
    elif done.is_cut:
        typer.echo("Lists are cut here; --report FILE writes all of them.")


def _updated(files: list[Path], day: dt.date | None, *, dry_run: bool) -> Update:
    from alliance.history.compile.updating.update import update

    with steps() as told:
        return update(files, settings().history_dir, as_at=day, dry_run=dry_run, progress=told)


def _written(done: Update, report: Path) -> int:
    """Write all that an update does as CSV; return the number of rows."""
    from alliance.exports import csv_bytes
    from alliance.history.compile.updating.reported import reported

    table = reported(done)
    report.write_bytes(csv_bytes(table))
    return len(table)


@app.command()
def rollback(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would return to, and change nothing.")
    ] = False,
) -> None:
    """Return to the history before the last update that changed what a day shows."""
    from alliance.history import open_history
    from alliance.history.succession import kept_before, previous_of, roll_back

    folder = settings().history_dir
    if dry_run:
        typer.echo(f"It would return to {kept_before(folder).in_words}.")
        return
    roll_back(folder)
    typer.echo(f"Returned to {open_history(folder).in_words}.")
    if previous_of(folder).exists():
        left = kept_before(folder).in_words
        typer.echo(f"Kept is {left}: `rollback` once more returns to it.")
