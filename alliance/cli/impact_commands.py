"""What followed when schools joined a trust or were supported, on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import Annotated, Any

import orjson
import typer

from alliance.analysis.impact import question_names as asked
from alliance.analysis.impact.question import KINDS
from alliance.cli.formats import As, Format, print_table
from alliance.errors import QuestionError

Words = list[str] | None
_OUTCOMES = list(asked.OUTCOME_NAMES.values())
_BY = "by UID or a name, of today or a former one"


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    """Return a check that a value is among those known, made before anything is loaded."""

    def checked(value: str) -> str:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(known)}.")
        return value

    return checked


def impact(
    what: Annotated[
        str, typer.Option(help=f"Schools that: {', '.join(KINDS)}.", callback=_one_of(KINDS))
    ] = "joined",
    outcome: Annotated[
        str,
        typer.Option(
            help=f"What is looked at after: {', '.join(_OUTCOMES)}.", callback=_one_of(_OUTCOMES)
        ),
    ] = "good",
    trust: Annotated[
        Words,
        typer.Option(help=f"They joined or moved to it, {_BY}; any without. May be repeated."),
    ] = None,
    left: Annotated[
        Words, typer.Option(help=f"They moved from it, {_BY}. May be repeated.")
    ] = None,
    tier: Annotated[str, typer.Option(help="They joined a trust of this tier.")] = "",
    area: Annotated[
        Words, typer.Option(help="An Opportunity Area; all without. May be repeated.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(
            help=f"The first year; {asked.SINCE_FIRST} by default.",
            min=asked.FIRST_YEAR,
            max=asked.LAST_YEAR,
        ),
    ] = None,
    until: Annotated[
        int | None,
        typer.Option(
            help=f"The last year; {asked.UNTIL_FIRST} by default.",
            min=asked.FIRST_YEAR,
            max=asked.LAST_YEAR,
        ),
    ] = None,
    years: Annotated[
        int | None,
        typer.Option(
            help=f"Years after that count; {asked.YEARS_FIRST} by default, {asked.YEARS_LONG} of "
            "areas and of until_good. Of the next inspection none.",
            min=1,
            max=asked.LONGEST_YEARS,
        ),
    ] = None,
    like: Annotated[
        int, typer.Option(help="Like schools for each.", min=1, max=10)
    ] = asked.LIKE_FIRST,
    caliper: Annotated[
        float,
        typer.Option(
            help="How far prior results may lie apart, in standard deviations.", min=0.05, max=1
        ),
    ] = asked.CALIPER_FIRST,
    form: As = Format.csv,
) -> None:
    """Set schools beside schools like them: CSV gives every pair, JSON all that belongs to it."""
    from alliance.views.impact.impact_answer import impact_of
    from alliance.views.impact.impact_question import question_at
    from alliance.views.impact.impact_record import record_of
    from alliance.views.impact.impact_tables import pairs_of
    from alliance.views.page_address import PageAddress

    given: dict[str, list[Any] | None] = {
        asked.WHAT: [what],
        asked.OUTCOME: [outcome],
        asked.TRUST: trust,
        asked.LEFT: left,
        asked.TIER: [tier],
        asked.AREA: area,
        asked.SINCE: [since],
        asked.UNTIL: [until],
        asked.YEARS: [years],
        asked.LIKE: [like],
        asked.CALIPER: [caliper],
    }
    address = PageAddress(
        {
            key: [str(one) for one in values or () if one is not None]
            for key, values in given.items()
        }
    )
    question = question_at(address)
    if address.faults:
        raise QuestionError(" ".join(address.faults))
    answer = impact_of(question)
    record = record_of(answer, pairs=form is not Format.csv)
    if form is Format.csv:
        print_table(pairs_of(answer), form)
    else:
        whole = orjson.dumps(record, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2)
        sys.stdout.write(whole.decode() + "\n")
    said_of = (
        "question",
        "answer",
        "odds",
        "before_and_after",
        "run_up",
        "years_before",
        "interval",
    )
    for said in said_of:
        if record[said]:
            typer.echo(str(record[said]), err=True)
