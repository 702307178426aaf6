"""The parts of the filter as options of a command."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.analysis.filters import PART, PARTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from alliance.analysis.filters import Part

TRUST = "A trust by its UID or a name, of today or a former one"


def with_filter(*keys: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what gives a command options for parts of the filter, which it takes as ``asked``.

    That is what each was given, by key of the part (:func:`filter_codec.filter_named`); a trust by
    its UID.

    Parameters
    ----------
    keys
        The parts that act on the command's table; all without.

    """
    parts = tuple(PART[key] for key in keys) or PARTS
    return lambda command: _with_options(command, parts)


def _with_options(command: Callable[..., None], parts: Sequence[Part]) -> Callable[..., None]:
    def run(**given: Any) -> None:
        asked = {part.key: given.pop(part.field) for part in parts}
        on = {key: ["true"] if held is True else held for key, held in asked.items() if held}
        if "trust" in on:
            on["trust"] = [str(trust_meant(words)) for words in on["trust"]]
        if on and (day := given.get("day") or given.get("end")):
            _tell_of_day(day, on)
        command(**given, asked=on)

    own = inspect.signature(command, eval_str=True).parameters
    first, *rest = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in own.items()
        if name != "asked"
    ]
    parameters = [first, *map(_option, parts), *rest]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _tell_of_day(day: dt.date, on: Mapping[str, list[str]]) -> None:
    """Say which parts of a filter were not there on the day of a table."""
    from alliance.analysis.filter_codec import filter_named, nearest_day
    from alliance.current.state import current_history
    from alliance.views.day_note import scope_note

    history = current_history()
    chosen = filter_named(history, nearest_day(history, day), on, loosely=True)
    if note := scope_note(chosen):
        typer.echo(f"Note: {note}", err=True)


def trust_meant(words: str) -> int:
    """Return the UID of the trust that is meant; say which it is where a name was given."""
    from alliance.analysis.trusts.trust_search import in_words, search_trusts, trust_named
    from alliance.current.state import current_history
    from alliance.errors import UnknownName

    history = current_history()
    try:
        uid = trust_named(history, words)
    except UnknownName as fault:
        listed = f"`python -m alliance trusts --day {history.default_day}` lists them."
        raise UnknownName(f"{fault} {listed}") from None
    if words.strip() != str(uid):
        found = search_trusts(history, words, limit=len(history.trusts))
        row = found[found["trust_uid"] == uid].to_dict("records")[0]
        typer.echo(f"Note: trust {in_words(row)}.", err=True)
    return uid


def _option(part: Part) -> inspect.Parameter:
    name = f"--{part.option}"
    if part.kind == "switch":
        kind, default = Annotated[bool, typer.Option(name, help=part.help)], False
    else:
        said = f"{TRUST if part.kind == 'trust' else part.label}; may be repeated. {part.help}"
        metavar = part.noun.split()[-1].upper()
        kind = Annotated[list[str] | None, typer.Option(name, metavar=metavar, help=said.strip())]
        default = None
    return inspect.Parameter(
        part.field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind
    )
