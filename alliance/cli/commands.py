"""The command line: ask the history and check it."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated, cast

import orjson
import typer

from alliance.cli import history_commands, register_commands, table_commands
from alliance.cli.deploy_commands import deploy
from alliance.cli.formats import As, Format
from alliance.cli.formats import print_table as _print
from alliance.cli.history_commands import day_of
from alliance.cli.impact_commands import impact
from alliance.cli.sbom import sbom
from alliance.errors import AllianceError

if TYPE_CHECKING:
    from alliance.analysis.matching.run_by_choice import RunBy
    from alliance.history import History

app = typer.Typer(
    name="alliance",
    help="The history of schools and trusts: compile it, ask it for any day, check it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.add_typer(history_commands.app)
app.add_typer(table_commands.app)
app.add_typer(register_commands.app, name="register")
app.command()(impact)
app.command()(deploy)
app.command()(sbom)


def run() -> None:
    """Run the command line; a fault is told in plain words, and the exit code is 2."""
    try:
        app()
    except AllianceError as fault:
        typer.echo(f"Error: {fault}", err=True)
        sys.exit(2)


@app.command()
def match(
    day: Annotated[dt.date, typer.Option("--day", parser=day_of, metavar="DAY", help="The day.")],
    scope: Annotated[
        str,
        typer.Option(
            help="alliance: the founding trusts help schools of the alliance region; england: any "
            'trust helps any school; "region:NAME": trusts there help schools there, and the '
            'alliance region is such a NAME, "Alliance region", too.'
        ),
    ] = "alliance",
    max_distance_km: Annotated[
        float,
        typer.Option(
            help="The furthest, in km, that a supporting trust's good or outstanding school may be."
        ),
    ] = 50.0,
    supporters_per_school: Annotated[
        int, typer.Option(help="The most supporting trusts a school may have.")
    ] = 1,
    at_a_time: Annotated[
        int, typer.Option(help="How many schools a good or outstanding school supports at a time.")
    ] = 1,
    times_its_roll: Annotated[
        float, typer.Option(help="The largest school that one supports, in times its own pupils.")
    ] = 2.0,
    run_by: Annotated[
        str,
        typer.Option(
            help="Who runs the schools to be helped: any, maintained (by a local authority), "
            "trust, trust_in_need (half or more of its academies are less than good), or "
            "no_able_trust (maintained, or its trust has no capacity or no good school near)."
        ),
    ] = "any",
    count_inherited: Annotated[
        bool,
        typer.Option(
            "--count-inherited",
            help="Count the inspection of the school it replaced where a school has had none of "
            "its own since, for need and capacity; such rows are marked.",
        ),
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="URN-UID", help="Keep this school with this trust; may be repeated."),
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option(metavar="URN-UID", help="Never match this school with this trust."),
    ] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="UID", help="A trust that supports no school.")
    ] = None,
    capacity_of: Annotated[
        list[str] | None,
        typer.Option(metavar="UID-SCHOOLS", help="How many schools this trust may support."),
    ] = None,
    form: As = Format.csv,
) -> None:
    """Match supporters to eligible schools: CSV gives the plan, JSON all that belongs to it.

    What the register of support holds on the day is taken into account, as on the Matches page.
    """
    from alliance.analysis.matching.best_match import match as found
    from alliance.analysis.matching.capacity import Formula
    from alliance.analysis.matching.hand_changes import CAPACITY_OF, FORBID, KEEP, LEAVE_OUT
    from alliance.analysis.matching.hand_changes import hand_changes as by_hand
    from alliance.analysis.matching.match_terms import Terms, scoped
    from alliance.current.current_flows import register_ties

    given = {KEEP: keep, FORBID: forbid, LEAVE_OUT: leave_out, CAPACITY_OF: capacity_of}
    hand = by_hand({key: words or () for key, words in given.items()})
    history = _history()
    wanted = Terms(
        max_distance_km=max_distance_km,
        supporters_per_school=supporters_per_school,
        formula=Formula(at_a_time=at_a_time, times_its_roll=times_its_roll),
        run_by=cast("RunBy", run_by),  # the match refuses what is none
        count_inherited=count_inherited,
    )
    terms = scoped(history, day, scope)(register_ties(day).within(hand.within(wanted)))
    result = found(history, day, terms)
    for row in result.kept_impossible.to_dict("records"):
        typer.echo(
            f"Note: {row['supporter_name']} cannot be kept for {row['name']}: {row['reason']}.",
            err=True,
        )
    if form is Format.csv:
        _print(result.plan, form)
    else:
        of = {"day": day, "history": history.version, "scope": scope}
        whole = {**of, **result.as_json()}
        typer.echo(orjson.dumps(whole, option=orjson.OPT_SERIALIZE_NUMPY).decode())
    helpers = "any trust" if terms.supporters is None else f"{len(terms.supporters):,} trusts"
    typer.echo(
        f"{result.served:,} of {result.asked:,} eligible schools are matched to a supporting trust "
        f"among {helpers}; match score {result.total:.4f} (lower is better), proved against "
        f"{result.bound:.4f}.",
        err=True,
    )


@app.command()
def check() -> None:
    """Check the history's own rules, a line each; exit 1 if one fails."""
    from alliance.history.checks import check as found

    results = found(_history())
    for result in results:
        typer.echo(f"{'ok  ' if result.holds else 'FAIL'}  {result.rule}: {result.found}")
    failed = sum(not result.holds for result in results)
    typer.echo(f"{len(results) - failed} of {len(results)} data checks passed.")
    raise typer.Exit(1 if failed else 0)


@app.command()
def facts(form: As = Format.csv) -> None:
    """Set published figures beside the history's own; exit 1 if one is out of tolerance."""
    from alliance.analysis.published_figures.facts import facts as found

    table = found(_history())
    _print(table, form)
    raise typer.Exit(0 if table["holds"].fillna(value=True).all() else 1)


def _history() -> History:
    from alliance.current.state import current_history

    return current_history()
