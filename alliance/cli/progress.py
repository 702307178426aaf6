"""How the command line tells how far it is: a bar on a terminal, else a line a step."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEP_LETTERS = 60


@contextmanager
def steps(total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Return what is called with each step as it begins.

    A terminal shows a bar; in a log, where nothing can be drawn over, each step is a line.
    """
    if not sys.stderr.isatty():
        yield _line
        return
    from tqdm import tqdm

    with tqdm(total=total, unit="step", dynamic_ncols=True, file=sys.stderr) as bar:

        def drawn(step: str) -> None:
            bar.set_description(f"{step:<{STEP_LETTERS}.{STEP_LETTERS}}")
            bar.update()

        yield drawn


class Fetching(NamedTuple):
    """What a download calls with the bytes held and how many there are, and with a word."""

    progress: Callable[[int, int | None], None]
    told: Callable[[str], None]


@contextmanager
def fetching(name: str) -> Iterator[Fetching]:
    """Return what shows how far a download is: a bar, or a line at its beginning and end."""
    if not sys.stderr.isatty():
        held = [0]

        def count(now: int, _whole: int | None) -> None:
            held[0] = now

        _line(f"fetching {name}")
        yield Fetching(count, _line)
        if held[0]:
            _line(f"fetched {name}: {held[0] / 1e6:,.1f} MB")
        return
    from tqdm import tqdm

    with tqdm(desc=name, unit="B", unit_scale=True, dynamic_ncols=True, file=sys.stderr) as bar:

        def drawn(now: int, whole: int | None) -> None:
            bar.total = whole
            bar.update(now - bar.n)

        yield Fetching(drawn, lambda words: tqdm.write(words, file=sys.stderr))


def _line(words: str) -> None:
    typer.echo(words, err=True)
