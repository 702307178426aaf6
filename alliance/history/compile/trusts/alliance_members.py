"""The five trusts that formed the Northern Alliance."""

from __future__ import annotations

import pandas as pd

FORMED = pd.Timestamp(2017, 11, 14)
CITATION = (
    "Tes, “Prominent academy chains form ‘Northern Alliance’”, 14 November 2017, "
    "https://www.tes.com/magazine/archive/prominent-academy-chains-form-northern-alliance"
)
FOUNDERS = {
    16104: "Astrea",
    4474: "Delta",
    4036: "Northern Education Trust",
    4119: "Outwood Grange",
    5370: "WISE",
}
ALLIANCE = [
    {
        "trust_uid": uid,
        "short_name": name,
        "from_day": FORMED,
        "to_day": pd.NaT,
        "citation": CITATION,
    }
    for uid, name in FOUNDERS.items()
]
# Names that founding trusts had before the first dated list.
FORMER_NAMES = [
    {
        "trust_uid": 4474,
        "registered_name": "School Partnership Trust Academies",
        "last_seen": pd.Timestamp(2016, 1, 31),
        "citation": "Schools Week, January 2016, https://schoolsweek.co.uk/"
        "multi-academy-trusts-to-form-landmark-partnership-to-drive-up-standards/",
    }
]
