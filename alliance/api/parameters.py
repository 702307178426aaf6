"""The parameters that addresses of the API take: told once, for reading them and for its document.

They are called as in the addresses of the pages; the names of the command line's options are taken
too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alliance.analysis.filters import PARTS
from alliance.views.open_data.area_rows import AREA_KINDS
from alliance.web.feed_link import WATCHED

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT, LIMIT, OFFSET, DAY, FROM, TO = "format", "limit", "offset", "day", "from", "to"
FORMATS = ("json", "csv", "geojson", "parquet")
MOST_ROWS = 50_000
"""Of one answer; there are some 24,000 schools."""
FIRST_LIMIT = 1_000
"""Rows of an answer in JSON that does not say how many; files hold all that there is."""


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, what it says, and what its values are, as JSON Schema puts it."""

    name: str
    says: str
    schema: Mapping[str, Any]
    many: bool = False
    example: Any = None
    also: tuple[str, ...] = field(default=())  # other names that are taken


_A_DAY = {"type": "string", "format": "date"}
_FLAG = {"type": "string", "enum": ["true", "false"]}
_EXAMPLES = {
    "region": "North East",
    "area": "Doncaster",
    "trust": "4119",
    "phase": "Secondary",
    "grade": "Inadequate",
    "authority": "Leeds",
    "type": "Academy converter",
    "tier": "National",
    "commissioner": "North of England",
    "members": "true",
    "urns": "137049",
}


def _of_filter() -> dict[str, Parameter]:
    return {
        part.key: Parameter(
            part.key,
            f"{part.label}. {part.help}".strip()
            + (" By its UID or a name, of today or a former one." if part.kind == "trust" else "")
            + (" Without a value, as without it, all of England." if part.key == "region" else "")
            + (f" On the command line --{part.option}." if part.option != part.key else ""),
            _FLAG if part.kind == "switch" else {"type": "string"},
            many=part.kind != "switch",
            example=_EXAMPLES[part.key],
            also=(part.option.replace("-", "_"),) if part.option != part.key else (),
        )
        for part in PARTS
    }


FILTER = _of_filter()
"""The parts of the filter; without a region all of England is meant."""
KEEPING = tuple(FILTER.values())
LASTING = tuple(FILTER[name] for name in WATCHED)
"""Those that hold for more than a day: a grade and the size of a trust are those of one."""
OF_SCHOOLS = (FILTER["phase"], FILTER["type"])
THE_DAY = Parameter(
    DAY, "The day whose state is shown; the last complete one by default.", _A_DAY,
    example="2025-08-31",
)  # fmt: skip
START = Parameter(FROM, "The first day; a year before the last by default.", _A_DAY)
END = Parameter(TO, "The last day; that of the records by default.", _A_DAY)
URN = Parameter(
    "urn",
    "Schools by their URN, in any spelling that urns takes; all by default.",
    {"type": "string"},
    many=True,
    example="137049",
)
FROM_TRUST = Parameter("from_trust", "The trust left, by UID or name.", {"type": "string"})
TO_TRUST = Parameter("to_trust", "The trust joined, by UID or name.", {"type": "string"})
KIND = Parameter(
    "kind",
    "The kind of area.",
    {"type": "string", "enum": list(AREA_KINDS), "default": AREA_KINDS[0]},
    example="authority",
)
COUNT_INHERITED = Parameter(
    "count_inherited",
    "Whether the inspection of the school it replaced counts where a school has had none of its "
    "own since.",
    _FLAG,
)
PAGING = (
    Parameter(
        LIMIT,
        f"The most rows of the answer; {FIRST_LIMIT:,} by default in JSON, all in the other "
        "formats.",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        example=100,
    ),
    Parameter(
        OFFSET,
        "Rows left out before the first.",
        {"type": "integer", "minimum": 0, "maximum": 10_000_000, "default": 0},
    ),
)
AS_JSON = Parameter(
    FORMAT, "The format, JSON.", {"type": "string", "enum": [FORMATS[0]]}, example=FORMATS[0]
)
AS = Parameter(
    FORMAT,
    "The format; without it the header Accept decides, and JSON where that is silent.",
    {"type": "string", "enum": list(FORMATS)},
    example="csv",
)
