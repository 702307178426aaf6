"""Report cards, which Ofsted gives since November 2025, word for word.

An area that was graded again later has a day of its own beside its grade. Such a card is told in
versions: as it read from the inspection's first day, and as it read from each later day on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.ofsted import ofsted_cells as cells
from alliance.sources.ofsted.ofsted_cells import BLANK, REFUSED
from alliance.sources.tables.layout import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.sources.tables.reading import Reading

# The first report cards (the education inspection framework for use from 10 November 2025).
REPORT_CARDS_FROM = pd.Timestamp(2025, 11, 10)

AREAS = [
    "inclusion",
    "curriculum_and_teaching",
    "achievement",
    "attendance_and_behaviour",
    "personal_development",
    "early_years",
    "post_16",
    "leadership_and_governance",
]
CARD_GRADES = [
    "Exceptional",
    "Strong standard",
    "Expected standard",
    "Needs attention",
    "Urgent improvement",
]
SAFEGUARDING = ["Met", "Not met"]
# Stands for what an area was graded at first, where a file has only the grade it was given later.
GRADED_AGAIN = "Graded again later"
# A grade's own day this much after the inspection began is of another visit. An inspection takes
# days; grades are given again at a visit that follows the report by months.
ANOTHER_VISIT = pd.Timedelta(days=21)
# The list of report cards by inspection writes 9 where the others write that none applies.
NO_AREA = "9"
CARD_BLANK = {**BLANK, NO_AREA: ""}
# Words of report cards as they are kept, whatever the case and spacing they come in.
WORDS = {word.casefold(): word for word in [*CARD_GRADES, *SAFEGUARDING, *CARD_BLANK]}
OWN_DAY = "_day"
"""Ends the name of a field that tells of which day a grade is."""
REPORT_CARDS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "inspected_urn": "int32",
    "began": "datetime64[s]",
    "start": "datetime64[s]",
    "published": "datetime64[s]",
    "safeguarding": "str",
    **dict.fromkeys(AREAS, "str"),
    "category_of_concern": "str",
    "inspection_number": "str",
    "source": "str",
}


def _words(words: list[str]) -> Column:
    """Return the rule of a report card's words, in any case and spacing."""
    spaced = (re.escape(word).replace(r"\ ", r"\s+") for word in [*words, *CARD_BLANK])
    expected = f"one of {', '.join(words)}, NULL, or blank"
    return Column(f"(?i){'|'.join(spaced)}", expected, may_be_blank=True)


CARD_RULES = {
    "safeguarding": _words(SAFEGUARDING),
    **dict.fromkeys(AREAS, _words(CARD_GRADES)),
}
CARD_RULES |= {f"{name}{OWN_DAY}": cells.DAY_RULE for name in list(CARD_RULES)}


def no_report_cards() -> pd.DataFrame:
    """Return the table of report cards without a row."""
    return cells.table({}, REPORT_CARDS)


def refuse_early(reading: Reading, card: Mapping[str, str]) -> None:
    """Refuse the days of grades that lie before the inspection that gave them."""
    if not card:
        return
    start = cells.days(reading.rows[card["start"]])
    for name in (f"{graded}{OWN_DAY}" for graded in ("safeguarding", *AREAS)):
        if name in card:
            early = cells.days(reading.rows[card[name]]) < start
            reading.refuse_values(early, card[name], "a day no earlier than the inspection's start")


def report_cards(
    rows: pd.DataFrame, names: Mapping[str, str], seen: pd.Timestamp, file: str
) -> pd.DataFrame:
    """Return the report cards of a file's rows; columns as ``REPORT_CARDS``.

    ``start`` is the day from which the card reads so, ``began`` that of its inspection. They differ
    where an area was graded again: the card of the inspection's first day then has ``GRADED_AGAIN``
    in the area, for what it was is not in this file. Where the inspection's day is not stated, the
    card counts from its publication. A row with no area graded is a visit and no report card.
    """
    if not names:
        return no_report_cards()
    rows = cells.of_known_school(rows, names)
    told = cells.shared(rows, names, seen, file)
    began = cells.days(rows[names["start"]])
    unstated = cells.column(rows, names, "start").isna()
    began = began.mask(unstated, pd.Series(told["published"], rows.index))
    fields = {name: _worded(rows, names, name) for name in ("safeguarding", *AREAS)}
    table = cells.table(
        {
            **told,
            "began": began,
            "start": began,
            "category_of_concern": cells.column(rows, names, "category_of_concern"),
            "inspection_number": cells.column(rows, names, "inspection_number"),
            **fields,
        },
        REPORT_CARDS,
    )
    own_days = pd.DataFrame(
        {
            name: _day_of(rows, names, name, table["began"]).where(table[name].notna())
            for name in fields
        }
    )
    held = table[AREAS]
    given = table["start"].notna() & (held.notna() & (held != REFUSED)).any(axis=1)
    given &= table["start"] >= REPORT_CARDS_FROM
    return _versions(table[given], own_days[given])


def _day_of(rows: pd.DataFrame, names: Mapping[str, str], name: str, began: pd.Series) -> pd.Series:
    """Return the day of a grade: its own where it is of another visit, else the inspection's."""
    column = names.get(f"{name}{OWN_DAY}")
    if column is None:
        return began
    own = cells.days(rows[column])
    return own.where(own > began + ANOTHER_VISIT, began)


def _versions(table: pd.DataFrame, own_days: pd.DataFrame) -> pd.DataFrame:
    """Tell each card once for each day on which something of it was graded."""
    days = own_days.rename_axis("card").reset_index().melt("card", value_name="start")
    days = days[["card", "start"]].dropna().drop_duplicates().sort_values(["card", "start"])
    rows = table.drop(columns="start").loc[days["card"]].reset_index(drop=True)
    rows["start"] = days["start"].to_numpy()
    own_days = own_days.loc[days["card"]].reset_index(drop=True)
    # A file states one publication: that of the last day graded before it.
    following = pd.Series(days.groupby("card")["start"].shift(-1).to_numpy(), rows.index)
    other = (rows["published"] < rows["start"]) | (rows["published"] >= following)
    rows["published"] = rows["published"].mask(other)
    for name in own_days:
        rows[name] = rows[name].mask(own_days[name] > rows["start"], GRADED_AGAIN)
    earlier = rows["start"] < own_days.max(axis=1)
    rows["category_of_concern"] = rows["category_of_concern"].mask(earlier, GRADED_AGAIN)
    known = (rows[AREAS].notna() & ~rows[AREAS].isin([GRADED_AGAIN, REFUSED])).any(axis=1)
    return rows.loc[known, list(REPORT_CARDS)].reset_index(drop=True)


def _worded(rows: pd.DataFrame, names: Mapping[str, str], name: str) -> pd.Series:
    """Write the words of report cards as they are kept; missing where an area has none."""
    if name not in names:
        return pd.Series(None, rows.index, dtype="object")
    values = rows[names[name]]
    kept = values.str.split().str.join(" ").str.casefold().map(WORDS).fillna(values)
    return kept.replace(CARD_BLANK).astype("object").replace("", None)
