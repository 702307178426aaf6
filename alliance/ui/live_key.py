"""The key of the live map: what its colours mean and how many schools have each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.maps.key import choice_keys
from alliance.maps.palette import THEMES
from alliance.ui.frame import trust_name
from alliance.ui.map_key import map_key
from alliance.web.layers import fifths_on

if TYPE_CHECKING:
    import pandas as pd

    from alliance.maps.choice import MapChoice


def live_key(choice: MapChoice, schools: pd.DataFrame) -> str:
    """Write the key of what the map shows, as HTML."""
    fifths = fifths_on(choice.filter.day) if choice.colour_by == "Attainment" else None
    keys = choice_keys(choice, schools, trust_name, fifths)
    return "".join(map_key(key, THEMES[choice.theme]) for key in keys)
