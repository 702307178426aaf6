"""Ofsted's management information since 2015, whichever layout it comes in.

Overall effectiveness ended in September 2024: since then an inspection has sub-judgements only,
and since November 2025 a report card. The three are kept apart, and none is turned into another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.layout import ANY, URN, Column, Layout
from alliance.sources.ofsted import SUB_JUDGEMENTS
from alliance.sources.ofsted_layouts import INSPECTION_NUMBER, card_in, graded_in
from alliance.sources.values import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.inbox import Inbox
    from alliance.sources.reading import Reading

# The first day of inspections without an overall grade: Ofsted and the Department for Education
# announced on 2 September 2024 that state-funded schools are given none with immediate effect.
OVERALL_ENDED = pd.Timestamp(2024, 9, 2)
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

NOTHING = "NULL"
# Stands for a value of a report card that is not as expected: blank would say that none was given.
REFUSED = "Value refused"
BLANK = {NOTHING: "", "Not judged": "", "Not applicable": "", "Does not have a sixth form": ""}
DAY_RULE = Column(
    rf"\d{{2}}/\d{{2}}/\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}( 00:00:00)?|{NOTHING}",
    "a day as dd/mm/yyyy or yyyy-mm-dd, NULL, or blank",
    may_be_blank=True,
)
JUDGED = Column(
    rf"[012348]|9|Not judged|{NOTHING}", "a judgement 1 to 4, 0, 8, 9, NULL, or blank", True
)
RULES = {
    "inspected_urn": Column(rf"\d{{6}}|{NOTHING}", "a six-digit URN, NULL, or blank", True),
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
SAFEGUARDING = ["Met", "Not met"]
# Words of report cards as they are kept, whatever the case and spacing they come in.
WORDS = {word.casefold(): word for word in [*CARD_GRADES, *SAFEGUARDING, *BLANK]}


def _words(words: list[str]) -> Column:
    """Give the rule of a report card's words, in any case and spacing."""
    spaced = (re.escape(word).replace(r"\ ", r"\s+") for word in [*words, *BLANK])
    expected = f"one of {', '.join(words)}, NULL, or blank"
    return Column(f"(?i){'|'.join(spaced)}", expected, may_be_blank=True)


CARD_RULES = {
    "safeguarding": _words(SAFEGUARDING),
    **dict.fromkeys(AREAS, _words(CARD_GRADES)),
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
    "source": "str",
}
REPORT_CARDS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "inspected_urn": "int32",
    "start": "datetime64[s]",
    "published": "datetime64[s]",
    "safeguarding": "str",
    **dict.fromkeys(AREAS, "str"),
    "category_of_concern": "str",
    "inspection_number": "str",
    "source": "str",
}


def no_inspections() -> pd.DataFrame:
    """Give the table of later inspections without a row."""
    return _table({}, INSPECTIONS)


def no_report_cards() -> pd.DataFrame:
    """Give the table of report cards without a row."""
    return _table({}, REPORT_CARDS)


def later_information(
    inbox: Inbox, file: str, columns: Iterable[str], seen: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the graded inspections and the report cards that a file tells of.

    Inspections: columns as ``INSPECTIONS``; ``overall`` is missing where none was given, since
    September 2024. Report cards: columns as ``REPORT_CARDS``, a grade of ``CARD_GRADES`` an area,
    safeguarding Met or Not met; what does not apply is missing. ``seen`` is the file's day.

    A value that is not as expected is refused, and the others of its inspection stay; in a text
    column ``REFUSED`` stands in its place. An inspection is left out without a good day, without
    the URN inspected, and before September 2024 without an overall grade.
    """
    there = list(columns)
    wanted, card = graded_in(there), card_in(there)
    rules = {"URN": URN}
    for names in [*wanted, card]:
        for name, text in names.items():
            rules[text] = _rule(name, is_card=names is card)
    # Some files have a row an inspection, the others a row a school.
    key = ("URN", INSPECTION_NUMBER) if INSPECTION_NUMBER in there else ("URN",)
    rules |= dict.fromkeys(key[1:], ANY)
    reading = inbox.reading(file, Layout(rules, unique=key, needed=key))
    for names in [*wanted, card]:
        for name in ("start", "published"):
            if name in names:
                _refuse_impossible(reading, names[name])
        _refuse_untimely(reading, names)
    rows = _worded(_marked(reading), card).replace(BLANK)
    graded = [_graded(rows, names, seen, file) for names in wanted]
    inspections = pd.concat([no_inspections(), *graded], ignore_index=True).astype(INSPECTIONS)
    return inspections, _cards(rows, card, seen, file)


def _rule(name: str, *, is_card: bool) -> Column:
    if is_card and name in CARD_RULES:
        return CARD_RULES[name]
    return RULES.get(name, JUDGED)


def _refuse_impossible(reading: Reading, column: str) -> None:
    values = reading.rows[column].replace(BLANK)
    reading.refuse_values((values != "") & _days(values).isna(), column, "a day of the calendar")


def _refuse_untimely(reading: Reading, names: dict[str, str]) -> None:
    """Refuse what cannot be said of an inspection that began on its day."""
    if "start" not in names:
        return
    start = _days(reading.rows[names["start"]].replace(BLANK))
    if "published" in names:
        published = _days(reading.rows[names["published"]].replace(BLANK))
        reading.refuse_values(
            published < start, names["published"], "a day no earlier than the inspection's start"
        )
    if "overall" in names:
        reading.refuse_values(
            reading.rows[names["overall"]].isin(list("1234")) & (start >= OVERALL_ENDED),
            names["overall"],
            f"no overall grade: none is given for inspections from {OVERALL_ENDED:%-d %B %Y}",
        )


def _marked(reading: Reading) -> pd.DataFrame:
    """Put ``REFUSED`` where a value was refused; as a number or a day it is missing."""
    rows = reading.rows.copy()
    for column, refused in reading.faults.groupby("column"):
        if column in rows:
            rows.loc[rows.index.isin(refused["row"]), column] = REFUSED
    return rows


def _worded(rows: pd.DataFrame, card: dict[str, str]) -> pd.DataFrame:
    """Write the words of report cards as they are kept."""
    columns = [card[name] for name in CARD_RULES if name in card]
    kept = {
        name: rows[name].str.split().str.join(" ").str.casefold().map(WORDS).fillna(rows[name])
        for name in columns
    }
    return rows.assign(**kept)


def _days(values: pd.Series) -> pd.Series:
    """Turn days of either spelling into dates."""
    iso = values.str.removesuffix(" 00:00:00")
    iso = iso.str.replace(r"^(\d{2})/(\d{2})/(\d{4})$", r"\3-\2-\1", regex=True)
    return pd.to_datetime(iso.replace("", None), format="%Y-%m-%d", errors="coerce").astype(
        "datetime64[s]"
    )


def _graded(
    rows: pd.DataFrame, names: dict[str, str], seen: pd.Timestamp, file: str
) -> pd.DataFrame:
    rows = _of_known_school(rows, names)
    start = _days(rows[names["start"]])
    judged = {
        name: number(rows[names[name]]) if name in names else pd.Series(float("nan"), rows.index)
        for name in ("overall", *SUB_JUDGEMENTS)
    }
    judged = {name: grade.where(grade.between(1, 4)) for name, grade in judged.items()}
    without = start.ge(OVERALL_ENDED) & judged["leadership_and_management"].notna()
    held = start.notna() & (judged["overall"].notna() | without)
    table = {
        **_shared(rows, names, seen, file),
        **judged,
        "category_of_concern": _column(rows, names, "category_of_concern"),
        "safeguarding_effective": _column(rows, names, "safeguarding_effective")
        .map({"Yes": True, "No": False})
        .astype("boolean"),
    }
    return _table(table, INSPECTIONS)[held.to_numpy()]


def _cards(
    rows: pd.DataFrame, names: dict[str, str], seen: pd.Timestamp, file: str
) -> pd.DataFrame:
    if not names:
        return no_report_cards()
    rows = _of_known_school(rows, names)
    areas = {name: _column(rows, names, name) for name in ("safeguarding", *AREAS)}
    number_of = {"inspection_number": _column(rows, names, "inspection_number")}
    table = _table({**_shared(rows, names, seen, file), **areas, **number_of}, REPORT_CARDS)
    held = table[list(areas)]
    given = table["start"].notna() & (held.notna() & (held != REFUSED)).any(axis=1)
    return table[given & (table["start"] >= REPORT_CARDS_FROM)].reset_index(drop=True)


def _of_known_school(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Leave out the inspections of which the URN inspected was refused: whose they are is open."""
    column = names.get("inspected_urn")
    return rows[rows[column] != REFUSED] if column else rows


def _shared(
    rows: pd.DataFrame, names: dict[str, str], seen: pd.Timestamp, file: str
) -> dict[str, object]:
    inspected = _column(rows, names, "inspected_urn").fillna(rows["URN"])
    return {
        "seen": seen,
        "urn": rows["URN"],
        "inspected_urn": inspected,
        "start": _days(rows[names["start"]]),
        "published": _days(rows[names["published"]]) if "published" in names else pd.NaT,
        "category_of_concern": _column(rows, names, "category_of_concern"),
        "source": file,
    }


def _column(rows: pd.DataFrame, names: dict[str, str], name: str) -> pd.Series:
    if name not in names:
        return pd.Series(None, rows.index, dtype="object")
    return rows[names[name]].astype("object").replace("", None)


def _table(columns: dict[str, object], kinds: dict[str, str]) -> pd.DataFrame:
    empty = {name: pd.Series(dtype=kind) for name, kind in kinds.items()}
    return pd.DataFrame(columns or empty)[list(kinds)].astype(kinds)
