"""What speaks for a pair, in short words: only what is true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from alliance.analysis.matching.match_terms import Terms

CLOSE_KM = 10.0
"""Up to this far from its supporter's good or outstanding school, a school is close."""
ALIKE = 0.25
"""Up to this share of the larger roll apart, two schools are of similar size."""
BETWEEN = "; "


def because(pairs: pd.DataFrame, terms: Terms) -> pd.Series[str]:
    """Return what speaks for each pair, in short words with "; " between; blank where nothing does.

    Parameters
    ----------
    pairs
        urn, supporter_uid, distance_km and the criteria, as
        :func:`alliance.analysis.matching.match_pairs.possible_pairs` gives them.

    """
    both = pd.MultiIndex.from_frame(pairs[["supporter_uid", "urn"]])
    met = both.isin(list(terms.met))
    near = pairs["distance_km"].to_numpy(np.float64)
    close = np.array([f"close ({km:.1f} km)" for km in near], dtype="object")
    parts = [
        np.where(near <= CLOSE_KM, close, ""),
        _words("similar size", pairs["size"] <= ALIKE),
        _words("same region", pairs["region_fit"] == 0),
        _words("has worked with the school before", met),
        _words(
            "has worked in its trust or local authority before",
            (pairs["relationship"] == 0).to_numpy(bool) & ~met,
        ),
        _words("none of its own schools less than good", pairs["load"] == 0),
    ]
    words = pd.DataFrame({place: np.asarray(part) for place, part in enumerate(parts)})
    said = [BETWEEN.join(filter(None, row)) for row in words.to_numpy().tolist()]
    return pd.Series(said, index=pairs.index, dtype="str")


def as_list(said: str) -> list[str]:
    """Return the words of :func:`because` one by one."""
    return said.split(BETWEEN) if said else []


def _words(said: str, holds: pd.Series | np.ndarray) -> np.ndarray:
    found: np.ndarray = np.where(holds, said, "")
    return found
