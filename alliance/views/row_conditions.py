"""Conditions on the columns of a table: written in an address, said in words, and kept to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from alliance.views.columns import Column

Bound = float | dt.date
MOST_WORDS = 80
_BETWEEN, _OR, _OF = "..", "|", ":"


class Condition(NamedTuple):
    """What a column must hold: some words, one of some values, or what lies between two.

    ``least`` and ``most`` count themselves; what is missing in a table meets no condition.
    """

    column: str
    words: str = ""
    among: tuple[str, ...] = ()
    least: Bound | None = None
    most: Bound | None = None

    def __bool__(self) -> bool:
        """Return whether it narrows anything."""
        return bool(self.words or self.among) or not self.least is self.most is None


def asked_by(column: Column, values: pd.Series[Any]) -> str:
    """Return how a column is narrowed: by "words", "values", "numbers" or "days"; blank if not."""
    if column.kind == "link":
        return ""
    if column.kind == "day":
        return "days"
    if isinstance(values.dtype, pd.CategoricalDtype):
        return "values"
    return "words" if column.kind in ("", "rank", "when") else "numbers"


def meeting(table: pd.DataFrame, conditions: Iterable[Condition]) -> npt.NDArray[np.bool_]:
    """Return which rows of a table meet all conditions."""
    keep = np.ones(len(table), dtype=bool)
    for one in conditions:
        held = table[one.column]
        if one.words:
            text = held.astype("str").str.casefold()
            keep &= (
                text.str.contains(one.words.casefold(), regex=False)
                .fillna(value=False)
                .to_numpy(bool)
            )
        if one.among:
            keep &= held.astype("object").isin(one.among).to_numpy(bool)
        for bound, way in ((one.least, "ge"), (one.most, "le")):
            if bound is not None:
                limit: Any = pd.Timestamp(bound) if isinstance(bound, dt.date) else bound
                keep &= getattr(held, way)(limit).fillna(value=False).to_numpy(bool)
    return keep


def written(conditions: Iterable[Condition]) -> list[str]:
    """Return conditions as an address holds them, as ``pupils:100..400``."""
    return [
        one.column
        + _OF
        + (
            one.words
            or _OR.join(one.among)
            or _BETWEEN.join("" if edge is None else _number(edge) for edge in one[3:])
        )
        for one in conditions
        if one
    ]


def read_conditions(
    texts: Iterable[str], table: pd.DataFrame, columns: Mapping[str, Column]
) -> tuple[list[Condition], list[str]]:
    """Read what :func:`written` wrote, the last of each column; return what means nothing too."""
    found: dict[str, Condition] = {}
    faults = []
    for text in texts:
        name, _, told = text.partition(_OF)
        one = _read(name, told, table[name], columns[name]) if name in columns else None
        if one:
            found[name] = one
        elif text:
            faults.append(text)
    return list(found.values()), faults


def in_words(one: Condition, columns: Mapping[str, Column]) -> str:
    """Say a condition, as "Pupils from 100 to 400"."""
    column = columns[one.column]
    if one.words:
        return f"{column.label} with “{one.words}”"
    if one.among:
        return f"{column.label} {' or '.join(one.among)}"
    least, most = (None if edge is None else _bound_in_words(edge, column) for edge in one[3:])
    if least and most:
        return f"{column.label} from {least} to {most}"
    return f"{column.label} from {least} on" if least else f"{column.label} up to {most}"


def _read(name: str, told: str, values: pd.Series[Any], column: Column) -> Condition | None:
    by = asked_by(column, values)
    if by == "words":
        return Condition(name, words=told.strip()[:MOST_WORDS])
    if by == "values":
        known: Sequence[str] = values.cat.categories.tolist()
        return Condition(name, among=tuple(one for one in told.split(_OR) if one in known))
    edges = told.split(_BETWEEN)
    if not by or len(edges) != 2:
        return None
    try:
        least, most = (_bound(edge, by) for edge in edges)
    except ValueError:
        return None
    return Condition(name, least=least, most=most)


def _bound(text: str, by: str) -> Bound | None:
    if not text:
        return None
    if by == "days":
        return dt.date.fromisoformat(text)
    number = float(text)
    if not np.isfinite(number):
        raise ValueError(text)
    return number


def _number(edge: Bound) -> str:
    return edge.isoformat() if isinstance(edge, dt.date) else f"{edge:.12g}"


def _bound_in_words(edge: Bound, column: Column) -> str:
    if isinstance(edge, dt.date):
        return day_in_words(edge)
    unit = {"percent": "%", "km": " km"}.get(column.kind, "")
    return (f"{edge:.12g}" if column.kind == "number" else f"{edge:,.12g}") + unit
