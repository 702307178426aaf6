"""The command line of the history: compile it, bring it up to date, go back."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.settings import settings

if TYPE_CHECKING:
    from alliance.history.compile.update import Update

app = typer.Typer()


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
    from tqdm import tqdm

    from alliance.history import open_history
    from alliance.history.compile import STEPS, compile_history

    with tqdm(total=STEPS, unit="step", dynamic_ncols=True, file=sys.stderr) as bar:

        def told(step: str) -> None:
            bar.set_description(f"{step:<60.60}")
            bar.update()

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


@app.command("update")
def update_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Published files of any name: CSV, zip, GeoJSON, GeoPackage."),
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
        bool, typer.Option("--download", help="Fetch the files that ALLIANCE_DOWNLOADS names.")
    ] = False,
) -> None:
    """Add what published files show to the history; the one before is kept."""
    from tqdm import tqdm

    from alliance.history.compile.update import update

    if report is not None and not report.resolve().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {report.resolve().parent} for the report")
    given = [*(files or []), *(_downloaded() if fetch else [])]
    if not given:
        raise typer.BadParameter("name at least one file, or use --download")
    with tqdm(unit="step", dynamic_ncols=True, file=sys.stderr) as bar:

        def told(step: str) -> None:
            bar.set_description(f"{step:<60.60}")
            bar.update()

        done = update(given, settings().history_dir, as_at=day, dry_run=dry_run, progress=told)
    for line in done.lines():
        typer.echo(line)
    if report is not None:
        typer.echo(f"{report}: all of it, {_written(done, report):,} rows.")
    elif done.is_cut:
        typer.echo("Lists are cut here; --report FILE writes all of them.")


def _written(done: Update, report: Path) -> int:
    """Write all that an update does as CSV; give the number of rows."""
    from alliance.exports import csv_bytes
    from alliance.history.compile.reported import reported

    table = reported(done)
    report.write_bytes(csv_bytes(table))
    return len(table)


def _downloaded() -> list[Path]:
    """Fetch the files that the settings name, each with a bar of its own."""
    from tqdm import tqdm

    from alliance.sources.download import download

    addresses = settings().downloads.split()
    if not addresses:
        raise typer.BadParameter("ALLIANCE_DOWNLOADS names no address to fetch")
    folder = settings().data_dir / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for address in addresses:
        with tqdm(unit="B", unit_scale=True, dynamic_ncols=True, file=sys.stderr) as bar:

            def told(held: int, whole: int | None, bar: tqdm = bar) -> None:
                bar.total = whole
                bar.update(held - bar.n)

            found.append(download(address, folder, progress=told))
    return found


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
