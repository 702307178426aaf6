"""Ofsted's management information since 2015, whichever layout it comes in.

Overall effectiveness ended in September 2024: since then an inspection has sub-judgements only,
and since November 2025 a report card. Ungraded inspections have an outcome in words. They are kept
apart, and none is turned into another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.sources.ofsted import ofsted_cells, report_cards, ungraded_inspections
from alliance.sources.ofsted.graded_inspections import SUB_JUDGEMENTS
from alliance.sources.ofsted.listed_schools import MI_2025, MI_2025_DAY
from alliance.sources.ofsted.management_columns import (
    INSPECTION_NUMBER,
    card_in,
    graded_in,
    is_previous,
    ungraded_in,
    urn_in,
)
from alliance.sources.ofsted.ofsted_cells import BLANK, DAY_RULE, NOTHING, URN_RULE
from alliance.sources.tables.layout import ANY, URN, Column, Layout
from alliance.sources.tables.values import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alliance.sources.tables.inbox import Inbox
    from alliance.sources.tables.reading import Reading

REPORT_CARDS_2026 = "ofsted/ofsted_report_cards_2026-06-30.csv"
REPORT_CARDS_DAY = pd.Timestamp(2026, 6, 30).as_unit("s")
# The first day of inspections without an overall grade: Ofsted and the Department for Education
# announced on 2 September 2024 that state-funded schools are given none with immediate effect.
OVERALL_ENDED = pd.Timestamp(2024, 9, 2)

JUDGED = Column(
    rf"[012348]|9|Not judged|{NOTHING}", "a judgement 1 to 4, 0, 8, 9, NULL, or blank", True
)
RULES = {
    "inspected_urn": URN_RULE,
    "inspection_number": ANY,
    "start": DAY_RULE,
    "published": DAY_RULE,
    "overall": Column(
        rf"[1-4]|9|Not judged|{NOTHING}", "a grade 1 to 4, Not judged, NULL, or blank", True
    ),
    "category_of_concern": Column(
        rf"SM|SWK|NTI|RSI|{NOTHING}", "SM, SWK, NTI, RSI, NULL, or blank", True
    ),
    "safeguarding_effective": Column(rf"Yes|No|9|{NOTHING}", "Yes, No, 9, NULL, or blank", True),
}
INSPECTIONS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "inspected_urn": "int32",
    "start": "datetime64[s]",
    "published": "datetime64[s]",
    "overall": "Int8",
    **dict.fromkeys(SUB_JUDGEMENTS, "Int8"),
    "safeguarding_effective": "boolean",
    "category_of_concern": "str",
    "first_hand": "bool",
    "source": "str",
}


class Information(NamedTuple):
    """What management information tells of: inspections of three kinds, a table each.

    ``inspections`` are the graded ones, with the columns of ``INSPECTIONS``: ``overall`` is missing
    where none was given, since September 2024; ``first_hand`` says whether the file tells of the
    inspection as a school's latest, and not only as the one before. ``report_cards`` have those of
    ``report_cards.REPORT_CARDS``, ``ungraded`` those of ``ungraded_inspections.UNGRADED``.
    """

    inspections: pd.DataFrame
    report_cards: pd.DataFrame
    ungraded: pd.DataFrame


def no_inspections() -> pd.DataFrame:
    """Return the table of later inspections without a row."""
    return ofsted_cells.table({}, INSPECTIONS)


def later_information(
    inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp
) -> Information:
    """Return the inspections that a file tells of; ``seen`` is the file's day.

    A value that is not as expected is refused, and the others of its inspection stay; in a text
    column ``REFUSED`` stands in its place. An inspection is left out without a good day, without
    the URN inspected, and before September 2024 without an overall grade.
    """
    there = list(columns)
    wanted, card, visit = graded_in(there), card_in(there), ungraded_in(there)
    urn = urn_in(there) or "URN"
    by_inspection = INSPECTION_NUMBER in there
    # Some files have a row an inspection, the others a row a school.
    key = (urn, INSPECTION_NUMBER) if by_inspection else (urn,)
    rules = {urn: URN} | dict.fromkeys(key[1:], ANY)
    for names, known in [
        *((names, RULES) for names in wanted),
        (card, RULES | report_cards.CARD_RULES),
        (visit, ungraded_inspections.RULES),
    ]:
        rules |= {text: known.get(name, JUDGED) for name, text in names.items()}
    reading = inbox.reading(file, Layout(rules, unique=key, needed=key))
    for names in [*wanted, card, visit]:
        _refuse_untimely(reading, names)
    _refuse_second_hand(reading, wanted)
    report_cards.refuse_early(reading, card)
    rows = ofsted_cells.marked(reading).rename(columns={urn: "URN"}).replace(BLANK)
    graded = [_graded(rows, names, seen, file) for names in wanted]
    inspections = pd.concat([no_inspections(), *graded], ignore_index=True).astype(INSPECTIONS)
    return Information(
        inspections,
        report_cards.report_cards(rows, card, seen, file),
        ungraded_inspections.ungraded(rows, visit, seen, file, by_inspection=by_inspection),
    )


def of_2025(inbox: Inbox) -> Information:
    """Return what the management information of 31 August 2025 tells of; nothing without it."""
    return _of_the_folder(inbox, MI_2025, MI_2025_DAY)


def report_cards_2026(inbox: Inbox) -> pd.DataFrame:
    """Return the report cards given to 30 June 2026; columns as ``report_cards.REPORT_CARDS``.

    No row without the list of them.
    """
    return _of_the_folder(inbox, REPORT_CARDS_2026, REPORT_CARDS_DAY).report_cards


def _of_the_folder(inbox: Inbox, file: str, seen: pd.Timestamp) -> Information:
    if not inbox.has(file):
        return Information(
            no_inspections(), report_cards.no_report_cards(), ungraded_inspections.no_ungraded()
        )
    return later_information(inbox, file, inbox.columns(file), seen)


def _refuse_untimely(reading: Reading, names: Mapping[str, str]) -> None:
    """Refuse what cannot be said of an inspection that began on its day."""
    if "start" not in names:
        return
    start = ofsted_cells.days(reading.rows[names["start"]])
    if "published" in names:
        published = ofsted_cells.days(reading.rows[names["published"]])
        reading.refuse_values(
            published < start, names["published"], "a day no earlier than the inspection's start"
        )
    if "overall" in names:
        reading.refuse_values(
            reading.rows[names["overall"]].isin(list("1234")) & (start >= OVERALL_ENDED),
            names["overall"],
            f"no overall grade: none is given for inspections from {OVERALL_ENDED:%-d %B %Y}",
        )


def _refuse_second_hand(reading: Reading, wanted: list[dict[str, str]]) -> None:
    """Refuse a report of the inspection before as of a day on which the next had begun."""
    for later, earlier in pairwise(wanted):
        if "published" in earlier:
            begun = ofsted_cells.days(reading.rows[later["start"]])
            reading.refuse_values(
                ofsted_cells.days(reading.rows[earlier["published"]]) >= begun,
                earlier["published"],
                "a day before the next inspection's start",
            )


def _graded(
    rows: pd.DataFrame, names: Mapping[str, str], seen: pd.Timestamp, file: str
) -> pd.DataFrame:
    rows = ofsted_cells.of_known_school(rows, names)
    start = ofsted_cells.days(rows[names["start"]])
    judged = {
        name: number(rows[names[name]]) if name in names else pd.Series(float("nan"), rows.index)
        for name in ("overall", *SUB_JUDGEMENTS)
    }
    judged = {name: grade.where(grade.between(1, 4)) for name, grade in judged.items()}
    without = start.ge(OVERALL_ENDED) & judged["leadership_and_management"].notna()
    held = start.notna() & (judged["overall"].notna() | without)
    table = {
        **ofsted_cells.shared(rows, names, seen, file),
        **judged,
        "category_of_concern": ofsted_cells.column(rows, names, "category_of_concern"),
        "safeguarding_effective": ofsted_cells.column(rows, names, "safeguarding_effective")
        .map({"Yes": True, "No": False})
        .astype("boolean"),
        "first_hand": not is_previous(names),
    }
    return ofsted_cells.table(table, INSPECTIONS)[held.to_numpy()]
