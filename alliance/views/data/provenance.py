"""Where the figures come from: sources, published figures, limits, rules, and the glossary."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.partial_days import DAY
from alliance.analysis.published_figures.facts import facts
from alliance.current.state import current_history, kept
from alliance.history.checks import check
from alliance.maps.way_finding import FOLDER
from alliance.settings import ROOT
from alliance.text.words import day_in_words
from alliance.views.columns import Column

if TYPE_CHECKING:
    from alliance.history import History


SOURCES = {
    "publisher": Column("Publisher"),
    "content": Column("Content"),
    "as_at": Column("As at", "The day or period the file describes", "when"),
    "rows_read": Column("Rows read", "", "count"),
    "rows_refused": Column("Rows refused", "Rows that were not as expected", "count"),
    "why_refused": Column("Why refused"),
    "licence": Column("Licence"),
    "file": Column("File"),
}


REFUSALS = {
    "file": Column("File"),
    "row": Column("Row", "As a spreadsheet numbers it", "number"),
    "column": Column("Column"),
    "found": Column("Found"),
    "expected": Column("Expected"),
}


FACTS = {
    "what": Column("Figure"),
    "day": Column("Day", "", "day"),
    "in_print": Column("Published"),
    "here": Column("Found here", "What this history gives"),
    "verdict": Column("Verdict"),
    "remark": Column("Remark"),
    "source": Column("Source"),
}


_GLOSSARY = ROOT / "alliance" / "README.md"
# What a word is called in code and in tables is for who builds: a clause of its own, or brackets.
_IN_CODE = re.compile(r"[;,]? *[^;,|]*`[^`]+`[^;,|]*")


_STATED = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?\b")


@kept(maxsize=1)
def sources_read() -> pd.DataFrame:
    """Return a row a file that the history is made of; shared by all visitors."""
    return _when_in_words(current_history().sources)


@lru_cache(maxsize=1)
def ground_sources() -> pd.DataFrame:
    """Return a row a file that the ground of the maps is made of, with the columns of sources."""
    return _when_in_words(
        pd.read_csv(FOLDER / "sources.csv", dtype={"as_at": "str"}, keep_default_na=False)
    )


def _when_in_words(sources: pd.DataFrame) -> pd.DataFrame:
    """Write the days and months of ``as_at`` in words, in their order in time."""
    words = {text: _STATED.sub(_day_or_month, text) for text in sorted(sources["as_at"].unique())}
    in_time = pd.CategoricalDtype(list(dict.fromkeys(words.values())), ordered=True)
    return sources.assign(as_at=sources["as_at"].map(words).astype(in_time))


def _day_or_month(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    first = dt.date(int(year), int(month), int(day or 1))
    return day_in_words(first) if day else f"{first:%B %Y}"


@kept(maxsize=1)
def facts_reproduced() -> pd.DataFrame:
    """Return published figures beside what the history gives, in words; shared by all visitors."""
    table = facts(current_history())
    verdict = table["holds"].map({True: "reproduced", False: "not reproduced"})
    return table.assign(
        day=pd.to_datetime(table["day"]),
        in_print=table["published"].map("{:g}".format) + table["unit"],
        here=table["found"].map("{:g}".format) + table["unit"],
        verdict=verdict.astype("object").fillna("compared"),
    )


def gaps_in_words(history: History) -> str:
    """Say between which days moves between trusts are known in part."""
    times = [
        f"{day_in_words(first - DAY)} and {day_in_words(last + DAY)}"
        for first, last in history.gaps
    ]
    if not times:
        return ""
    return f"Of moves between {'; between '.join(times)} not every day is published."


@lru_cache(maxsize=1)
def words_for_readers() -> list[tuple[str, str]]:
    """Return each word of the glossary and what it means, without what code calls it."""
    table = _GLOSSARY.read_text("utf-8").split("## Glossary", 1)[1].split("|---|---|", 1)[1]
    rows = [line.strip("| ").split(" | ", 1) for line in table.strip().splitlines()]
    return [(word, _IN_CODE.sub("", meaning).replace("*", "")) for word, meaning in rows]


@kept(maxsize=1)
def rules_of_the_app() -> pd.DataFrame:
    """Return the rules by which this app counts, a row a rule."""
    return pd.DataFrame(
        [
            {"Check": result.rule, "Passed": "Yes" if result.holds else "No", "Found": result.found}
            for result in check(current_history())
        ]
    )
