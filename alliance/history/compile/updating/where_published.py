"""Where a person finds the files that keep the history current, to fetch them by hand."""

from __future__ import annotations

from typing import NamedTuple

from alliance.sources.fetching.publishers import TABLE


class Published(NamedTuple):
    """A page from which files are fetched: whose it is, its address, what the files hold."""

    publisher: str
    page: str
    contents: tuple[str, ...]


def where_published() -> list[Published]:
    """Return the publishers' pages, each with what is fetched from it."""
    pages = dict.fromkeys((one.publisher, one.page) for one in TABLE if one.page)
    return [
        Published(publisher, page, tuple(one.content for one in TABLE if one.page == page))
        for publisher, page in pages
    ]
