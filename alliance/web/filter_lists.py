"""The lists of the filter's options, and trusts by their numbers, served to the browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import orjson

from alliance.analysis.filter_codec import DAY, written
from alliance.analysis.filters import PART
from alliance.analysis.schools.search import trusts_numbered
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.filter_options import option_rows
from alliance.current.state import current_history, kept, served_version
from alliance.errors import UnknownName
from alliance.text.identifiers import identifier_in
from alliance.web.asked import by_key, filter_of, one

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter
    from alliance.web.asked import Query


def lists_address(chosen: Filter) -> str:
    """Return where the options of a part are served, ``KEY`` standing for its key."""
    query = urlencode(written(chosen), doseq=True)
    return f"/filter/{served_version()}/KEY.json?{query}"


@kept(maxsize=64)
def list_bytes(key: str, query: Query) -> bytes:
    """Return the options of a part (``option_rows``) as gzip-compressed JSON, built once.

    Raises
    ------
    UnknownName
        There is no such part, or the address takes no such key.
    QuestionError
        A value is missing, malformed or outside the history.

    """
    if key not in PART:
        raise UnknownName(f"The filter has no part {key!r}; it has {', '.join(PART)}.")
    if PART[key].kind == "school":
        raise UnknownName("Schools are not listed: there are too many. Ask for one by its URN.")
    chosen = filter_of(by_key(query, (DAY, *PART)))
    return gzip.compress(orjson.dumps(option_rows(PART[key], chosen)), 5, mtime=0)


def trusts_of_number(query: Query) -> list[str]:
    """Return the names shown of the trusts that a UID or company number, in any spelling, tells.

    Raises
    ------
    UnknownName, QuestionError
        The address is not of one ``words``.

    """
    history = current_history()
    number = identifier_in(one(by_key(query, ("words",)), "words"))
    uids = () if number is None else trusts_numbered(history, number)
    return [shown_names(history)[uid] for uid in uids]
