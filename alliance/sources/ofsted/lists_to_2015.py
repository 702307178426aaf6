"""Ofsted's lists of 2013 to 2015: every school open then that had been inspected.

Thirteen lists, each with a school's latest and previous graded inspection. Their headings change
from list to list and some are misspelt, so that letters and figures alone are compared. A category
is written with a blank behind it, none as ``-``, ``NULL`` or nothing; a judgement that does not
apply as 9, one that was not made as 8.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.ofsted.management_columns import plain
from alliance.sources.tables.layout import ISO_DAY, URN, Column, Layout
from alliance.sources.tables.values import day, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

ARCHIVE = "ofsted/ofsted_mi_2013-04_2015-05.tar.xz"
NOTHING = ("", "-", "NULL")
GRADE = Column("[1-4]", "a grade 1 to 4")
GRADE_OR_NONE = Column("[1-4]|-|NULL", "a grade 1 to 4, -, NULL, or blank", may_be_blank=True)
DAY_OR_NONE = Column(
    r"\d{4}-\d{2}-\d{2}|-|NULL", "a day as yyyy-mm-dd, -, NULL, or blank", may_be_blank=True
)
JUDGEMENT = Column("[1-4]|8|9", "a judgement 1 to 4, 8, 9, or blank", may_be_blank=True)
CONCERN = Column("SM|SWK|NTI|-|NULL", "SM, SWK, NTI, -, NULL, or blank", may_be_blank=True)

# The headings of each field without blanks and capitals, and what its values must be.
LATEST = {
    "start": (r"latestinspectiondate", ISO_DAY),
    "overall": (r"overalleffectivenesshowgoodistheschool", GRADE),
    "category_of_concern": (r"category", CONCERN),
    "leadership_and_management": (r"(theeffectivenessof)?leadershipandmanagement.*", JUDGEMENT),
    "early_years": (r"(overall)?effectivenessoftheearlyyears.*", JUDGEMENT),
    "sixth_form": (r"(overall)?effectivenessofthesixthform.*", JUDGEMENT),
}
PREVIOUS = {
    "start": (r"previousinspectiondate", DAY_OR_NONE),
    "overall": (r"previousoveralleffective?ness", GRADE_OR_NONE),
    "category_of_concern": (r"previouscategory", CONCERN),
}
# Lists before December 2014 have none of the early years and the sixth form.
SINCE_DECEMBER_2014 = ("early_years", "sixth_form")
JUDGEMENTS = ("leadership_and_management", *SINCE_DECEMBER_2014)
INSPECTIONS = {
    "urn": "int32",
    "inspected_urn": "int32",
    "start": "datetime64[s]",
    "overall": "Int8",
    **dict.fromkeys(JUDGEMENTS, "Int8"),
    "category_of_concern": "str",
    "first_hand": "bool",
    "source": "str",
}
COUNTS = {
    "source": "str",
    "seen": "datetime64[s]",
    "latest_start": "datetime64[s]",
    "graded": "int32",
    "good_or_outstanding": "int32",
}


class Listed(NamedTuple):
    """What the lists tell of.

    ``inspections`` has a row an inspection, as the newest list tells of it, with the columns of
    ``INSPECTIONS``. ``counts`` has a row a list: source, seen (its day), latest_start (of its
    latest inspection), graded and good_or_outstanding (how many schools).
    """

    inspections: pd.DataFrame
    counts: pd.DataFrame


def no_inspections() -> pd.DataFrame:
    """Return the table of the lists' inspections without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in INSPECTIONS.items()})


def no_counts() -> pd.DataFrame:
    """Return the table of the lists' counts without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COUNTS.items()})


def listed(inbox: Inbox) -> Listed:
    """Return what the lists of 2013 to 2015 tell of; nothing without their archive.

    Raises
    ------
    SourceError
        The archive or a list in it cannot be used as a whole.
    """
    if not inbox.has(ARCHIVE):
        return Listed(no_inspections(), no_counts())
    tables, counts = [], []
    for file in inbox.members(ARCHIVE):
        latest, previous = _inspections(inbox, file)
        tables += [latest, previous]
        counts.append(
            {
                "source": file,
                "seen": latest["seen"].iloc[0],
                "latest_start": latest["start"].max(),
                "graded": len(latest),
                "good_or_outstanding": int((latest["overall"] <= 2).sum()),
            }
        )
    return Listed(
        _one_each(pd.concat(tables, ignore_index=True)), pd.DataFrame(counts).astype(COUNTS)
    )


def _inspections(inbox: Inbox, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = inbox.columns(file)
    urn = _named("urn", columns)
    latest = _headings(file, LATEST, columns)
    previous = _headings(file, PREVIOUS, columns)
    rules = {str(urn): URN}
    for names, known in ((latest, LATEST), (previous, PREVIOUS)):
        rules |= {text: known[name][1] for name, text in names.items()}
    needed = (str(urn), latest["start"], latest["overall"])
    rows = inbox.rows(file, Layout(rules, unique=(str(urn),), needed=needed))
    rows = rows.rename(columns={str(urn): "urn"})
    seen = _day_of(file)
    return (
        _table(rows, latest, seen, file, first_hand=True),
        _table(rows, previous, seen, file, first_hand=False),
    )


def _table(
    rows: pd.DataFrame, names: dict[str, str], seen: pd.Timestamp, file: str, *, first_hand: bool
) -> pd.DataFrame:
    values = {name: rows[text].mask(rows[text].isin(NOTHING), "") for name, text in names.items()}
    missing = pd.Series("", rows.index)
    judged = {name: number(values.get(name, missing)) for name in JUDGEMENTS}
    table = pd.DataFrame(
        {
            "urn": rows["urn"],
            "inspected_urn": rows["urn"],
            "start": day(values["start"], "%Y-%m-%d"),
            "overall": number(values["overall"]),
            **{name: grade.where(grade.between(1, 4)) for name, grade in judged.items()},
            "category_of_concern": values["category_of_concern"].replace("", None),
            "first_hand": first_hand,
            "source": file,
        }
    )
    table = table.astype(INSPECTIONS).assign(seen=seen)
    return table[table["start"].notna() & table["overall"].notna()]


def _one_each(told: pd.DataFrame) -> pd.DataFrame:
    """Fold what lists say of an inspection: the newest's word, and judgements only older ones have.

    A list tells of the judgements of a school's latest inspection, and not of the one before.
    """
    order = ["seen", "first_hand", "source"]
    told = told.sort_values(["urn", "start", *order], ascending=[True, True, *[False] * 3])
    key = ["urn", "start"]
    one = told.drop_duplicates(key).set_index(key)
    judged = told.groupby(key)[list(JUDGEMENTS)].first()
    agrees = told.groupby(key)["first_hand"].max()
    one[list(JUDGEMENTS)] = judged
    one["first_hand"] = agrees
    return one.reset_index()[list(INSPECTIONS)].astype(INSPECTIONS)


def _headings(
    file: str, fields: dict[str, tuple[str, Column]], columns: Iterable[str]
) -> dict[str, str]:
    """Return the heading of each field.

    Raises
    ------
    SourceError
        Headings are missing, all of them at once.
    """
    there = list(columns)
    found = {name: _named(pattern, there) for name, (pattern, _) in fields.items()}
    missing = [name for name in found if not found[name] and name not in SINCE_DECEMBER_2014]
    if missing:
        raise SourceError(
            f"{file}: no heading for {', '.join(missing).replace('_', ' ')}; found "
            f"{', '.join(there)}. Download the file again, or tell the reader of its new layout."
        )
    return {name: text for name, text in found.items() if text}


def _named(pattern: str, columns: Iterable[str]) -> str | None:
    return next((name for name in columns if re.fullmatch(pattern, plain(name))), None)


def _day_of(file: str) -> pd.Timestamp:
    return pd.Timestamp(re.findall(r"\d{4}-\d{2}-\d{2}", file)[-1])
