"""What the columns of a list that somebody else made may hold, guessed by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.errors import Fault
from alliance.text.bare_names import bare_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Field:
    """What a column of a list may hold.

    Parameters
    ----------
    label, help
        What it is called, and what it may say.
    headings
        Patterns of its headings as :func:`bare_name` gives them, the surest first.

    """

    label: str
    help: str
    headings: tuple[str, ...]


FIELDS: dict[str, Field] = {
    "urn": Field(
        "URN of the supported school",
        "Six digits; where it is given the name only has to fit it",
        ("urn", r"(supported |recipient )?(school|academy)s? urn", r"urn .*", r".* urn"),
    ),
    "supporter_number": Field(
        "UID or URN of the supporting organisation",
        "Of a trust its UID, of a school its URN",
        (
            r"(supporting|supporter|grant holder|sponsor|lead|trust|mat).* (uid|urn|number|id)",
            "uid",
        ),
    ),
    "supporter": Field(
        "Supporting organisation",
        "Name of the trust, school or local authority that supports; of a grant its holder",
        (
            r"(grant )?holder.*",
            r"support(ing|er).*",
            r"(system leader|provider|sponsor|partner|deliver(y|ing)).*",
            r"lead (school|trust|organisation).*",
            r"(multi academy )?trust( name)?",
            "organisation( name)?",
        ),
    ),
    "school": Field(
        "Supported school",
        "Its name",
        (
            r"support(ed)? (school|academy).*",
            r"recipient.*",
            r"(school|academy|establishment)( name)?",
            r"name of (school|academy)",
            r"(school|academy) .*",
            r"beneficiary.*",
        ),
    ),
    "authority": Field(
        "Local authority",
        "Of the supported school; with it an exact name needs no confirmation",
        (r"(local authority|la|council)( name)?", "local authority .*"),
    ),
    "region": Field(
        "Region",
        "Of the supported school; with it an exact name needs no confirmation",
        ("region( name)?", r".* region", "rsc region"),
    ),
    "start": Field(
        "Start",
        "A day, a month or a year",
        (
            r"(start|from)( date| day| on)?",
            r"(support )?start(s|ed|ing)?.*",
            "date",
            r"date .*",
            "month",
            "year",
        ),
    ),
    "end": Field("End", "A day, a month or a year", (r"(end|until|to)( date| day| on)?", "end.*")),
    "cohort": Field(
        "Cohort",
        "An academic year as 2018/19, a year, or any words, which go into the notes",
        ("cohort.*", "academic year", "wave.*", "round.*", "phase"),
    ),
    "year": Field(
        "Financial year",
        "As 2016-17: from 1 April to 31 March",
        ("financial year.*", "fy", r".* financial year", "year of (grant|payment|award)"),
    ),
    "amount": Field(
        "Amount in pounds",
        "In all, in pounds",
        (
            r"(grant |total )?(amount|value|sum|payment|cost|award|funding)s?( gbp| in pounds| £)?",
            r"(amount|value|grant|cost) .*",
            "pounds",
        ),
    ),
    "note": Field("Notes", "Any words", ("notes?", "comments?", "remarks?", "reason.*")),
}
"""What a list may hold, in the order in which headings are given away."""

MUST = {"supporter": "supporter_number", "school": "urn"}
"""What a list must hold; for each, what does in its place."""


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Return the heading that each field most likely stands under; each heading is taken once.

    Fields without a likely heading are left out.
    """
    bare = {heading: bare_name(heading) for heading in headings if heading}
    ranked = sorted(
        (rank, place, name, heading)
        for place, (name, field) in enumerate(FIELDS.items())
        for rank, pattern in enumerate(field.headings)
        for heading, words in bare.items()
        if re.fullmatch(pattern, words)
    )
    found: dict[str, str] = {}
    for _, _, name, heading in ranked:
        if name not in found and heading not in found.values():
            found[name] = heading
    return {name: found[name] for name in FIELDS if name in found}


def lacking(columns: Mapping[str, str]) -> list[Fault]:
    """Return what a list must hold and no column was chosen for."""
    return [
        Fault(name, f"Choose the column that holds it or, in its place, the {named(instead)}.")
        for name, instead in MUST.items()
        if not columns.get(name) and not columns.get(instead)
    ]


def named(name: str) -> str:
    """Return a field's label as it stands within a sentence."""
    label = FIELDS[name].label
    return label if label[1].isupper() else label[0].lower() + label[1:]
