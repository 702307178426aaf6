"""The parts of the filter as options of a command."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.analysis.filters import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Part

TRUST = "A trust by its UID or a name, of today or a former one"


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with options for the parts of the filter, which takes them as ``asked``.

    That is what each was given, by key of the part (:func:`filter_codec.filter_named`).
    """

    def run(**given: Any) -> None:
        asked = {part.key: given.pop(part.field) for part in PARTS}
        on = {key: ["true"] if held is True else held for key, held in asked.items() if held}
        command(**given, asked=on)

    own = inspect.signature(command, eval_str=True).parameters
    first, *rest = [one for name, one in own.items() if name != "asked"]
    parameters = [first, *map(_option, PARTS), *rest]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = command.__doc__
    return run


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
        part.field, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=kind
    )
