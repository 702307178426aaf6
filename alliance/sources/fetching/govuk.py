"""GOV.UK's content API: the files that are attached to a page.

Every page of https://www.gov.uk/PATH is told of at https://www.gov.uk/api/content/PATH, described
at https://content-api.publishing.service.gov.uk/; statistical data sets and publications list their
files under ``details.attachments``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from alliance.errors import NotFetched, NotThere
from alliance.sources.fetching.download import name_of
from alliance.sources.files.recognise import days_in, days_in_name

READ = (".csv", ".xlsx", ".zip")
TITLES_TOLD = 5


class _Attachment(BaseModel):
    url: str
    title: str = ""


class _Details(BaseModel):
    attachments: list[_Attachment] = []


class _Page(BaseModel):
    details: _Details = _Details()


class Attachment(NamedTuple):
    """A file that is attached to a page: its title, its address, the day it tells of."""

    title: str
    address: str
    day: dt.date | None

    @property
    def name(self) -> str:
        """The name under which it is kept; it holds the day, where the title says so."""
        own = name_of(self.address)
        if self.day is None or days_in_name(own):
            return own
        stem, _, ending = own.rpartition(".")
        return f"{stem}_as_at_{self.day}.{ending}"


def newest_attachment(raw: bytes, address: str, titled: str) -> Attachment:
    """Return the newest of a page's files whose title or name holds some words.

    Parameters
    ----------
    raw, address
        What the content API answers, and where.
    titled
        The words; only their letters and figures are compared.

    Raises
    ------
    NotThere
        The page has no such file.
    NotFetched
        It is no answer of the content API.
    """
    try:
        page = _Page.model_validate_json(raw)
    except ValidationError as fault:
        raise NotFetched(
            f"{address}: found {raw[:60].decode('utf-8', 'replace')!r}, expected an answer of "
            "GOV.UK's content API with the attachments of a page."
        ) from fault
    there = page.details.attachments
    fit = [one for one in there if _plain(titled) in _plain(one.title, name_of(one.url))]
    found = [_attachment(one) for one in fit if one.url.lower().endswith(READ)]
    if not found:
        told = "; ".join(one.title or one.url for one in there[:TITLES_TOLD])
        raise NotThere(
            f"{address}: has no CSV, Excel or zip file titled “… {titled} …” among its "
            f"{len(there)} attachments{f', which begin with: {told}' if told else ''}. The page "
            "may have changed: fetch its file by hand."
        )
    # Of two of one day the CSV file, and then the one that is listed first.
    return max(
        found, key=lambda one: (one.day or dt.date.min, one.address.lower().endswith(".csv"))
    )


def _attachment(one: _Attachment) -> Attachment:
    days = days_in(one.title) or days_in_name(name_of(one.url))
    return Attachment(one.title, one.url, days[0].last if days else None)


def _plain(*words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", " ".join(words).lower())
