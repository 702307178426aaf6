"""Where what changed is told as a feed, and what a page says of that to the browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from alliance.analysis.filters import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHANGES_FEED = "/api/v1/changes.atom"
WATCHED = tuple(part.key for part in PARTS if part.key not in ("grade", "tier"))
"""The parts of the filter that a feed can have: a grade and the size of a trust are of one day."""
_LOOKED_AT = {"trust_profile": "trust", "area_profile": "area"}
"""What a page looks at, by its key in the address, and the part of the filter that keeps it."""
_MOST_LETTERS = 1000


def feed_address(query: Mapping[str, Sequence[str | int]]) -> str:
    """Return the address of the feed of what changes among some schools.

    >>> feed_address({"trust": [4119]})
    '/api/v1/changes.atom?trust=4119'
    """
    own = {key: values for key, values in query.items() if key in {*WATCHED, "urn"} and values}
    return f"{CHANGES_FEED}?{urlencode(own, doseq=True)}".rstrip("?")


def feed_link(query: str) -> bytes:
    """Return the link to the feed of what a page of this query shows, for its head."""
    if len(query) > _MOST_LETTERS:
        return b""
    given = parse_qs(query, max_num_fields=50) if query.count("&") < 50 else {}
    asked = {key: values for key, values in given.items() if key in WATCHED}
    asked |= {part: given[key][-1:] for key, part in _LOOKED_AT.items() if key in given}
    urn = given.get("urn", [""])[-1]
    if urn.isascii() and urn.isdecimal():
        asked = {"urn": [urn]}
    address = escape(feed_address(asked), quote=True)
    return (
        '<link rel="alternate" type="application/atom+xml" title="What changed" '
        f'href=".{address}">\n'
    ).encode()
