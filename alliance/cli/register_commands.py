"""The command line of the register of support."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.errors import RegisterError, RulesBroken
from alliance.settings import settings

if TYPE_CHECKING:
    from alliance.register import Person, Register

app = typer.Typer(help="The register of support: import, export, back up.", no_args_is_help=True)


def _register() -> tuple[Register, Person]:
    from alliance.history import open_history
    from alliance.register import Person, Register
    from alliance.register.database import database_url, open_database

    chosen = settings()
    engine = open_database(database_url(chosen))
    history = open_history(chosen.history_dir)
    return Register(engine, history), Person(chosen.local_user, known=True, shared=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV or Excel file with the template's headings.")],
    only_good: Annotated[
        bool,
        typer.Option("--only-good", help="Import only the rows that have no faults."),
    ] = False,
) -> None:
    """Bring supports in: every fault is told, and nothing is written unless all is well."""
    from alliance.register.exchange import bring_in, preview

    register, who = _register()
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise RegisterError(f"{file} cannot be read ({fault.strerror}). Check its name.") from fault
    found = preview(content, file.name, register.history, register)
    for told in [*found.faults, *found.withdrawn]:
        typer.echo(f"Row {told.row}, {told.column}: {told.message}", err=True)
    try:
        added = bring_in(register, found, who, only_good=only_good)
    except RulesBroken:
        typer.echo(
            f"Nothing is saved: {found.rows_at_fault} rows have faults. Correct them, or import "
            f"the other {len(found.supports)} with --only-good.",
            err=True,
        )
        raise typer.Exit(1) from None
    before = f", {len(found.withdrawn)} withdrawn before" if found.withdrawn else ""
    typer.echo(f"{len(added)} added, {found.already} in the register already{before}.")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")],
) -> None:
    """Take all supports out as CSV or Excel, with their reviews; the file can be imported again."""
    from alliance import clock
    from alliance.exports import About, csv_bytes, excel_file
    from alliance.register.exchange import export as table_of
    from alliance.register.exchange import export_reviews
    from alliance.register.people.access import note_file

    register, who = _register()
    supports, reviews = table_of(register.supports()), export_reviews(register.all_reviews())
    kind, beside = file.suffix.lower(), file.parent / f"{file.stem}-reviews{file.suffix}"
    try:
        if kind == ".xlsx":
            today = clock.today()
            about = About("Support", today, "All", register.history.sources, today)
            tables = {"Support": supports, "Reviews": reviews}
            file.write_bytes(excel_file(tables, about).content)
        elif kind == ".csv":
            file.write_bytes(csv_bytes(supports))
            if len(reviews):
                beside.write_bytes(csv_bytes(reviews))
        else:
            raise RegisterError(f"{file.name} ends in {file.suffix!r}; expected .csv or .xlsx.")
    except OSError as fault:
        raise RegisterError(f"{file} cannot be written ({fault}). Check its folder.") from fault
    note_file(register.engine, who, file.name)
    where = f"; {len(reviews)} reviews in {beside if kind == '.csv' else file}" * bool(len(reviews))
    typer.echo(f"{len(supports)} support arrangements in {file}{where}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the whole register, while it is in use, into one file."""
    from alliance.register.database import database_url
    from alliance.register.keeping import back_up

    back_up(database_url(settings()), file)
    typer.echo(f"The register is copied to {file}.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that backup wrote.")]) -> None:
    """Put a backup in the place of the register, while the app runs; the one before is kept."""
    from alliance.register.database import database_url
    from alliance.register.keeping import restore as put_back

    kept = put_back(database_url(settings()), file)
    typer.echo(f"The register is as in {file}. What stood there before is kept: {kept}.")


@app.command()
def check() -> None:
    """Look the register through, change nothing, and say what is wrong and what to do."""
    from alliance.register.database import database_url
    from alliance.register.keeping import check as faults_of

    faults, held = faults_of(database_url(settings()))
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        typer.echo(
            "The register is damaged. Put a backup back with `register restore FILE`; the damaged "
            "file is kept.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(f"The register is sound: {held}.")


@app.command()
def illustrate(
    seed: Annotated[int, typer.Option(help="The same seed gives the same register.")] = 1,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove the example data again.")
    ] = False,
) -> None:
    """Load example data: made up, and marked so in every row; --remove takes it out in one step."""
    from alliance.register.illustrate import illustrative_supports

    register, who = _register()
    if remove:
        typer.echo(
            f"{register.remove_illustrative(who)} support arrangements of example data removed."
        )
        return
    if any(support.illustrative for support in register.supports()):
        raise RegisterError("Example data is loaded already. Remove it with --remove.")
    history = register.history
    added = register.add_all(illustrative_supports(history, history.default_day, seed), who)
    typer.echo(f"{len(added)} support arrangements of example data added, each marked so.")


@app.command()
def erase(
    whom: Annotated[
        str,
        typer.Argument(help="The name as Changes shows it, or the identity (with # in it)."),
    ],
) -> None:
    """Take a person's name out of all that is kept, on their request; what was done stays."""
    from alliance.register.people.erasure import erase as taken_out

    register, who = _register()
    instead, places = taken_out(register.engine, whom, who)
    typer.echo(f"{instead!r} stands in {places} places now. Backups made before hold the name yet.")
