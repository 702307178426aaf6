"""What speaks for a pair, in short words: only what is true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    close = [f"close ({km:.1f} km)" for km in near]
    known = (pairs["relationship"] == 0).to_numpy(bool) & ~met
    return joined_words(
        [
            (close, near <= CLOSE_KM),
            ("similar size", pairs["size"] <= ALIKE),
            ("same region", pairs["region_fit"] == 0),
            ("has worked with the school before", met),
            ("has worked in its trust or local authority before", known),
            ("none of its own schools less than good", pairs["load"] == 0),
        ],
        pairs.index,
    )


def joined_words(
    parts: Sequence[tuple[Sequence[str] | str, pd.Series | np.ndarray]], index: pd.Index
) -> pd.Series[str]:
    """Join short words for each row, those that hold of it, with "; " between.

    Parameters
    ----------
    parts
        Words, one for all rows or one for each, and of which rows they hold.

    """
    columns = [
        np.where(np.asarray(holds, dtype=bool), np.asarray(words, dtype="object"), "")
        for words, holds in parts
    ]
    said = [BETWEEN.join(filter(None, row)) for row in zip(*columns, strict=True)]
    return pd.Series(said, index=index, dtype="str")


def as_list(said: str) -> list[str]:
    """Return joined words one by one."""
    return said.split(BETWEEN) if said else []
