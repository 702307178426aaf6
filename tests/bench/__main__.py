"""How fast the app is: in a browser, beside a bare page; in a meeting; and what it works out."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Annotated, Literal

import typer

from alliance.errors import AllianceError
from tests.bench.answers import answers_table, measure_answers
from tests.bench.followers import followers_table, measure_followers
from tests.bench.fuzz.fuzzing import fuzz_table, measure_fuzz
from tests.bench.impact import impact_table, measure_impact
from tests.bench.kills import kills_table, measure_kills
from tests.bench.measure import measure, table
from tests.bench.pages import measure_pages, pages_table
from tests.bench.people import measure_people, people_table

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def bench(
    repeats: Annotated[int, typer.Option(min=1, help="How often each page is visited.")] = 5,
    pages: Annotated[
        bool, typer.Option("--pages", help="Measure each page instead of the live map.")
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Measure what is worked out, without a browser.")
    ] = False,
    impact: Annotated[
        int,
        typer.Option(min=0, help="Estimate what followed on invented schools so many times."),
    ] = 0,
    followers: Annotated[
        int, typer.Option(min=0, help="Measure a meeting that so many follow instead.")
    ] = 0,
    fuzz: Annotated[
        int,
        typer.Option(
            min=0, help="Try so many inputs on routes, pages, boxes for files and commands."
        ),
    ] = 0,
    seed: Annotated[int, typer.Option(help="From which what is tried is drawn.")] = 1,
    people: Annotated[
        int, typer.Option(min=0, help="Have so many people on one process change the filter.")
    ] = 0,
    seconds: Annotated[float, typer.Option(help="For how long they do.")] = 60.0,
    kills: Annotated[
        int, typer.Option(min=0, help="Kill so many writers of the register, on each database.")
    ] = 0,
    processes: Annotated[
        int, typer.Option(min=1, help="Server processes among which the followers are spread.")
    ] = 2,
    form: Annotated[
        Literal["csv", "json"] | None,
        typer.Option("--format", help="json alone, without the table."),
    ] = None,
) -> None:
    """Measure the live map in a browser beside a bare page; exit 1 if a limit is missed."""
    if followers:
        found, in_words = measure_followers(followers, processes), followers_table
    elif people:
        found, in_words = measure_people(people, seconds), people_table
    elif kills:
        found, in_words = measure_kills(kills), kills_table
    elif fuzz:
        found, in_words = measure_fuzz(fuzz, seed, partial(typer.echo, err=True)), fuzz_table
    elif impact:
        found, in_words = measure_impact(impact), impact_table
    elif answers:
        found, in_words = measure_answers(repeats), answers_table
    elif pages:
        found, in_words = measure_pages(repeats), pages_table
    else:
        found, in_words = measure(repeats), table
    if form is None:
        typer.echo(in_words(found))
    typer.echo(json.dumps(found))
    raise typer.Exit(0 if all(found["holds"].values()) else 1)


if __name__ == "__main__":
    try:
        app()
    except AllianceError as fault:
        typer.echo(f"Error: {fault}", err=True)
        sys.exit(2)
