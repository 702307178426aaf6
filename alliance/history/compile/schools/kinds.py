"""What kind of school each is: one name for its type, its group and its phase."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliance.history.vocabulary import TYPE_UNKNOWN

# One name for each type of school, whichever publisher's spelling it came in (lower case here).
TYPES = {
    "community school": "Community school",
    "voluntary aided school": "Voluntary aided school",
    "voluntary controlled school": "Voluntary controlled school",
    "foundation school": "Foundation school",
    "community special school": "Community special school",
    "foundation special school": "Foundation special school",
    "non-maintained special school": "Non-maintained special school",
    "la nursery school": "Local authority nursery school",
    "local authority nursery school": "Local authority nursery school",
    "pupil referral unit": "Pupil referral unit",
    "city technology college": "City technology college",
    "academy converter": "Academy converter",
    "academy - converter mainstream": "Academy converter",
    "academy sponsor led": "Academy sponsor led",
    "academy sponsor led mainstream": "Academy sponsor led",
    "academy special converter": "Academy special converter",
    "academy - converter special school": "Academy special converter",
    "academy special sponsor led": "Academy special sponsor led",
    "academy - sponsor led special school": "Academy special sponsor led",
    "academy alternative provision converter": "Academy alternative provision converter",
    "academy alternative provision sponsor led": "Academy alternative provision sponsor led",
    "academy 16-19 converter": "Academy 16 to 19 converter",
    "academy 16-19 sponsor led": "Academy 16 to 19 sponsor led",
    "academy 16 to 19 sponsor led": "Academy 16 to 19 sponsor led",
    "academy secure 16 to 19": "Academy secure 16 to 19",
    "free school": "Free school",
    "free schools": "Free school",
    "free school - mainstream": "Free school",
    "free school special": "Free school special",
    "free schools special": "Free school special",
    "free school - special": "Free school special",
    "free school - alternative provision": "Free school alternative provision",
    "free schools alternative provision": "Free school alternative provision",
    "free school  16-19": "Free school 16 to 19",
    "free schools 16 to 19": "Free school 16 to 19",
    "university technical college": "University technical college",
    "studio school": "Studio school",
    "studio schools": "Studio school",
}
# The register's phases in lower case: its lists of 2017 capitalise what later ones do not.
GIAS_PHASES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "middle deemed primary": "Primary",
    "secondary": "Secondary",
    "middle deemed secondary": "Secondary",
    "all through": "All-through",
    "all-through": "All-through",
    "16 plus": "16 to 19",
}
OFSTED_PHASES = {
    "Nursery": "Nursery",
    "Primary": "Primary",
    "Secondary": "Secondary",
    "Special": "Special",
    "PRU": "Alternative provision",
}


def type_group(types: pd.Series) -> pd.Series:
    """Say whether a type of school is an academy, a free school, maintained, or not recorded.

    University technical colleges and studio schools count as free schools, as the register groups
    them; city technology colleges and non-maintained special schools are neither.
    """
    group = pd.Series("Maintained school", types.index)
    group[types.str.startswith("Academy")] = "Academy"
    free = types.str.startswith("Free school") | types.isin(
        ["University technical college", "Studio school"]
    )
    group[free] = "Free school"
    group[types == TYPE_UNKNOWN] = TYPE_UNKNOWN
    group[types == "City technology college"] = "City technology college"
    group[types == "Non-maintained special school"] = "Non-maintained special school"
    return group


def phase(types: pd.Series, ofsted: pd.Series, listed: pd.Series, spine: pd.DataFrame) -> pd.Series:
    """Return the phase of each school: by its type, else the lists, Ofsted, the spine's flags.

    Parameters
    ----------
    types
        As ``TYPES`` names them.
    ofsted, listed
        Phases as Ofsted and the register spell them.
    spine
        is_primary, is_secondary, is_post16.
    """
    lower = types.str.lower()
    by_type = pd.Series(None, types.index, dtype="object")
    by_type[lower.str.contains("special")] = "Special"
    by_type[lower.str.contains("alternative provision|referral")] = "Alternative provision"
    by_type[lower.str.contains("16 to 19")] = "16 to 19"
    both = (spine["is_primary"] == True) & (spine["is_secondary"] == True)  # noqa: E712
    flags = pd.Series(
        np.select(
            [both, *(spine[name] == True for name in ("is_primary", "is_secondary", "is_post16"))],  # noqa: E712
            ["All-through", "Primary", "Secondary", "16 to 19"],
            "",
        ),
        types.index,
    ).replace("", None)
    stated = ofsted.map(OFSTED_PHASES)
    # Ofsted counts all-through schools as secondary; the spine knows them.
    stated = stated.where(~((stated == "Secondary") & both), "All-through")
    return by_type.fillna(listed.str.lower().map(GIAS_PHASES)).fillna(stated).fillna(flags)
