"""What a file that leaves the app says of itself: day, filter, sources, and when it was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from alliance.analysis.filter_codec import called
from alliance.analysis.filters import in_use
from alliance.exports.file_names import file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.history import History

SOURCE_COLUMNS = {
    "publisher": "Publisher",
    "content": "Content",
    "as_at": "As at",
    "licence": "Licence",
}


class Download(NamedTuple):
    """A file to hand to the browser."""

    content: bytes
    name: str
    mime: str


@dataclass(frozen=True, eq=False)
class About:
    """What a reader of the file needs to know, who may never see the app.

    Parameters
    ----------
    title
        What the file shows, as "Schools less than good in Doncaster".
    day
        The day whose state it shows.
    filter_words
        What was kept, as :func:`filter_in_words` gives it.
    sources
        Rows of the history's ``sources``; read are ``publisher``, ``content``, ``as_at`` and
        ``licence``.
    made_on
        The day on which the file is made.
    notes
        What the reader has to beware of, a sentence each.
    columns
        What the columns say, by heading.
    page, scope
        The page it comes from, and what it is of, as the name of the file says them.

    """

    title: str
    day: dt.date
    filter_words: str
    sources: pd.DataFrame
    made_on: dt.date
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    scope: str = ""

    def file_name(self, ending: str) -> str:
        """Return the name of the file: page, title, scope and day, by :func:`file_name`."""
        return file_name(ending, self.page, self.title, self.scope, day=self.day)

    def facts(self, rows: Mapping[str, int]) -> list[tuple[str, str | int | dt.date]]:
        """Return the facts as label and value; ``rows`` counts the rows of each table by name."""
        counts = [(f"Rows in {name}", number) for name, number in rows.items()]
        return [
            ("Day shown", self.day),
            ("Filter", self.filter_words),
            *counts,
            ("Made on", self.made_on),
            *(("Note", note) for note in self.notes),
        ]

    def source_rows(self) -> pd.DataFrame:
        """Return the sources, each once, under headings for people."""
        found = self.sources[list(SOURCE_COLUMNS)].drop_duplicates(ignore_index=True)
        return found.astype("str").rename(columns=SOURCE_COLUMNS)


def about_file(about: About, rows: Mapping[str, int]) -> Download:
    """Return a text file to lie beside a CSV, which has no room for this itself."""
    lines = [about.title, ""]
    lines += [f"{label}: {_in_words(value)}" for label, value in about.facts(rows)]
    lines += ["", "Sources"]
    lines += [
        f"- {row.Publisher}: {row.Content} ({row[3]}). {row.Licence}"
        for row in about.source_rows().itertuples()
    ]
    if about.columns:
        lines += ["", "Columns", *(f"- {name}: {what}" for name, what in about.columns.items())]
    text = "\r\n".join(" ".join(line.split()) for line in lines) + "\r\n"
    return Download(text.encode("utf-8-sig"), about.file_name("-about.txt"), "text/plain")


def _in_words(value: str | int | dt.date) -> str:
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    return f"{value:,}" if isinstance(value, int) else value


def filter_in_words(history: History, chosen: Filter) -> str:
    """Say what a filter keeps, as "Region: Alliance region. Ofsted grade: Inadequate or No grade.".

    Every part is called as on screen: lists by their values, a switch by its label.
    """
    said = [
        f"{part.label}."
        if part.kind == "switch"
        else f"{part.label}: {_either(called(history, chosen, part))}."
        for part in in_use(chosen)
    ]
    return " ".join(said) or "All state-funded schools of England."


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
