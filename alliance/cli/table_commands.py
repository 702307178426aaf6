"""The tables of the pages on the command line: those that the API gives, by the same filters."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from alliance.cli.filter_flags import TRUST, trust_meant, with_filter
from alliance.cli.formats import As, Format, print_table
from alliance.cli.history_commands import day_of
from alliance.web.feed_link import WATCHED

app = typer.Typer()
OF_SCHOOLS = ("phase", "type")
"""Parts of the filter that act where areas, schools and trusts stand side by side whole."""
Asked = dict[str, list[str]]
"""What the options of the filter were given, by key of its parts."""
Day = Annotated[dt.date, typer.Argument(parser=day_of, metavar="DAY", help="A day as 2018-10-01.")]
OnDay = Annotated[dt.date, typer.Option("--day", parser=day_of, metavar="DAY", help="The day.")]
From = Annotated[dt.date, typer.Option("--from", parser=day_of, metavar="DAY", help="First day.")]
To = Annotated[dt.date, typer.Option("--to", parser=day_of, metavar="DAY", help="Last day.")]
Trust = Annotated[str | None, typer.Option(metavar="TRUST", help=f"{TRUST}.")]


@app.command("as-at")
@with_filter()
def as_at_(
    day: Day,
    asked: Asked,
    later: Annotated[
        bool, typer.Option("--later", help="Tell what came after the day too, such as closings.")
    ] = False,
    form: As = Format.csv,
) -> None:
    """List the schools open on a day, without what came after it unless asked for."""
    from alliance import open_history

    print_table(open_history().as_at(day, later=later, **asked), form)


@app.command()
@with_filter()
def headlines(day: OnDay, asked: Asked, form: As = Format.csv) -> None:
    """Give the headline figures of a day, beside a year earlier and beside England."""
    from alliance import open_history

    print_table(open_history().headlines(day, **asked).reset_index(drop=True), form)


@app.command()
@with_filter()
def trusts(
    day: OnDay,
    asked: Asked,
    alliance: Annotated[
        bool, typer.Option("--alliance", help="Only the founding trusts of the alliance.")
    ] = False,
    form: As = Format.csv,
) -> None:
    """List the trusts with an academy in the filter on a day, each as a whole."""
    from alliance import open_history

    members = {"members": ["true"]} if alliance else {}
    print_table(open_history().trusts(day, **(asked | members)), form)


@app.command()
@with_filter(*OF_SCHOOLS)
def areas(
    day: OnDay,
    asked: Asked,
    kind: Annotated[
        str, typer.Option(help="opportunity_area, region, authority or district.")
    ] = "opportunity_area",
    form: As = Format.csv,
) -> None:
    """List the areas of a kind on a day, each as a whole."""
    from alliance import open_history

    print_table(open_history().areas(kind, day, **asked), form)


@app.command()
@with_filter()
def needs(day: OnDay, asked: Asked, form: As = Format.csv) -> None:
    """List the schools eligible for support on a day, a row a criterion, with why."""
    from alliance import open_history

    print_table(open_history().needs(day, **asked), form)


@app.command("documented-support")
@with_filter(*WATCHED)
def documented_support(
    day: Annotated[
        dt.date | None,
        typer.Option("--day", parser=day_of, metavar="DAY", help="The day of the filter."),
    ] = None,
    *,
    asked: Asked,
    form: As = Format.csv,
) -> None:
    """List the support that published articles and reports tell of, each case with its source."""
    from alliance import open_history

    print_table(open_history().documented_support(day, **asked), form)


@app.command()
@with_filter(*WATCHED)
def changes(start: From, end: To, asked: Asked, form: As = Format.csv) -> None:
    """List what opened, closed, joined, moved or was inspected after one day and by another."""
    from alliance import open_history

    print_table(open_history().changes(start, end, **asked), form)


@app.command()
@with_filter(*WATCHED)
def transfers(
    start: From,
    end: To,
    asked: Asked,
    from_trust: Trust = None,
    to_trust: Trust = None,
    form: As = Format.csv,
) -> None:
    """List the academies that changed trust from one day to another, both counted."""
    from alliance import open_history

    history = open_history()
    left, joined = (words and trust_meant(words) for words in (from_trust, to_trust))
    records = history.records
    first, last = max(start, records.first_day), min(end, records.last_day)
    if first > last:
        first, last = start, end  # refused for what it is
    table = history.transfers(first, last, from_trust=left, to_trust=joined, **asked)
    print_table(table, form)
    if (first, last) != (start, end):
        typer.echo(
            f"Note: the history runs from {records.first_day} to {records.last_day}; these are "
            f"the moves from {first} to {last}, both days included.",
            err=True,
        )


@app.command()
@with_filter(*OF_SCHOOLS)
def compare(
    day: OnDay,
    asked: Asked,
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="KIND:NAME...",
            help="Two to six, as trust:4119, school:136633, area:Doncaster, authority:Leeds, "
            "region:London.",
        ),
    ],
    form: As = Format.csv,
) -> None:
    """Set schools, trusts and places side by side, with their regions, England, and the gaps."""
    from alliance import open_history

    print_table(open_history().compare(*sides, day=day, **asked), form)
