"""The part of MapLibre's style language that the maps of this app speak, worked out over tables.

A picture of a map must not differ from the map, so what is not known here is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.errors import UnknownStyle

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

SHAPE = "$type"
"""The column that tells the shape of a feature: Point, LineString or Polygon."""


def passing(condition: Any, features: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which features pass the filter of a layer; no filter lets all pass.

    Parameters
    ----------
    condition
        The filter: ``==``, ``in``, ``all`` and ``!``. The first operand is the name of a property,
        or ``["get", name]``.
    features
        A column a property, and ``SHAPE``.

    Raises
    ------
    UnknownStyle
        It says something else.

    """
    if condition is None:
        return np.ones(len(features), dtype=bool)
    match condition:
        case ["all", *parts]:
            every = np.ones(len(features), dtype=bool)
            for part in parts:
                every &= passing(part, features)
            return every
        case ["!", part]:
            return ~passing(part, features)
        case ["==", ["get", str(name)] | str(name), value] if not isinstance(value, list):
            return _isin(features, name, [value])
        case ["in", str(name), *values]:
            return _isin(features, name, values)
    raise UnknownStyle(f"A picture of a map cannot tell what passes the filter {condition!r}.")


def _isin(features: pd.DataFrame, name: str, values: list[Any]) -> npt.NDArray[np.bool_]:
    """Tell whose property is one of the values; without the property it is none."""
    if name not in features:
        return np.zeros(len(features), dtype=bool)
    return features[name].isin(values).to_numpy(dtype=bool)


def values_of(expression: Any, features: pd.DataFrame, zoom: float) -> npt.NDArray[Any]:
    """Return the value of an expression for each feature.

    Parameters
    ----------
    expression
        A number, text or truth value; or ``get``, ``match``, ``+``, or ``interpolate`` linear by
        ``zoom``.
    features
        A column a property.

    Raises
    ------
    UnknownStyle
        It is another expression, or a feature has no value of the property it asks for.

    """
    if not isinstance(expression, list):
        return np.full(len(features), expression, dtype=np.array(expression).dtype)
    known = _KNOWN.get(str(expression[0])) if expression else None
    if known is None:
        raise UnknownStyle(
            f"A picture of a map cannot work out {expression!r}; it knows {', '.join(_KNOWN)}."
        )
    return known(expression, features, zoom)


def _get(expression: list[Any], features: pd.DataFrame, _zoom: float) -> npt.NDArray[Any]:
    match expression:
        case ["get", str(name)]:
            lacking = len(features) if name not in features else int(features[name].isna().sum())
            if lacking:
                raise UnknownStyle(
                    f"{lacking} of {len(features)} features of a map have no {name!r} to draw by."
                )
            return features[name].to_numpy() if len(features) else np.empty(0)
    raise UnknownStyle(f"{expression!r} was found where a property by its name was expected.")


def _match(expression: list[Any], features: pd.DataFrame, zoom: float) -> npt.NDArray[Any]:
    _, asked, *parts = expression
    labels, outcomes, otherwise = parts[:-1:2], parts[1::2], parts[-1]
    if len(labels) != len(outcomes) or any(isinstance(part, list) for part in parts):
        raise UnknownStyle(
            f"{expression!r} was found where labels with plain values were expected."
        )
    found = pd.Series(values_of(asked, features, zoom))
    told = dict(zip(labels, outcomes, strict=True))
    return np.array([told.get(value, otherwise) for value in found])


def _sum(expression: list[Any], features: pd.DataFrame, zoom: float) -> npt.NDArray[Any]:
    terms = [values_of(term, features, zoom) for term in expression[1:]]
    added: npt.NDArray[Any] = np.sum(terms, axis=0)
    return added


def _interpolate(expression: list[Any], features: pd.DataFrame, zoom: float) -> npt.NDArray[Any]:
    match expression:
        case ["interpolate", ["linear"], ["zoom"], *stops]:
            at = np.interp(zoom, stops[::2], stops[1::2])
            return np.full(len(features), at)
    raise UnknownStyle(f"{expression!r} was found where a value linear by zoom was expected.")


_KNOWN: dict[str, Callable[[list[Any], pd.DataFrame, float], npt.NDArray[Any]]] = {
    "get": _get,
    "match": _match,
    "+": _sum,
    "interpolate": _interpolate,
}
