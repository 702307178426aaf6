"""What followed when schools joined a trust or were supported, on the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import orjson
import typer

from alliance.cli.formats import As, Format, print_table
from alliance.errors import QuestionError

Words = list[str] | None


def impact(
    what: Annotated[
        str, typer.Option(help="Schools that: joined, moved (between trusts), area, supported.")
    ] = "joined",
    outcome: Annotated[
        str,
        typer.Option(
            help="good, until_good, ks2_expected, attainment_8, progress_8, absence, "
            "persistent_absence, pupils, free_meals, quality_since_2024 or report_card."
        ),
    ] = "good",
    trust: Annotated[
        Words,
        typer.Option(help="They joined or moved to it: its name; any without. May be repeated."),
    ] = None,
    left: Annotated[Words, typer.Option(help="They moved from it. May be repeated.")] = None,
    tier: Annotated[str, typer.Option(help="They joined a trust of this tier.")] = "",
    area: Annotated[
        Words, typer.Option(help="An Opportunity Area; all without. May be repeated.")
    ] = None,
    since: Annotated[int, typer.Option(help="The first year.")] = 2013,
    until: Annotated[int, typer.Option(help="The last year.")] = 2022,
    years: Annotated[int, typer.Option(help="Years after that count, 1 to 8.")] = 5,
    like: Annotated[int, typer.Option(help="Like schools for each, 1 to 10.")] = 5,
    caliper: Annotated[
        float, typer.Option(help="How far prior results may lie apart, in standard deviations.")
    ] = 0.25,
    form: As = Format.csv,
) -> None:
    """Set schools beside schools like them: CSV gives every pair, JSON all that belongs to it."""
    from alliance.analysis.impact.question import KINDS
    from alliance.views.impact import impact_question as asked
    from alliance.views.impact.impact_answer import impact_of
    from alliance.views.impact.impact_record import record_of
    from alliance.views.impact.impact_tables import pairs_of
    from alliance.views.page_address import PageAddress

    names = {key: name for name, key in asked.OUTCOME_NAMES.items()}
    query = {
        asked.WHAT: [KINDS.get(what, what)],
        asked.OUTCOME: [names.get(outcome, outcome)],
        asked.TRUST: list(trust or [asked.ANY_TRUST]),
        asked.MOVED_TO: list(trust or []) if what == "moved" else [],
        asked.LEFT: list(left or []),
        asked.TIER: [tier],
        asked.AREA: list(area or []),
        asked.SINCE: [str(since)],
        asked.UNTIL: [str(until)],
        asked.YEARS: [str(years)],
        asked.LIKE: [str(like)],
        asked.CALIPER: [str(caliper)],
    }
    address = PageAddress(query)
    question = asked.question_at(address)
    if address.faults:
        raise QuestionError(" ".join(address.faults))
    answer = impact_of(question)
    record = record_of(answer, pairs=form is not Format.csv)
    if form is Format.csv:
        print_table(pairs_of(answer), form)
    else:
        whole = orjson.dumps(record, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2)
        sys.stdout.write(whole.decode() + "\n")
    for said in ("question", "answer", "odds", "before_and_after", "years_before", "interval"):
        if record[said]:
            typer.echo(str(record[said]), err=True)
