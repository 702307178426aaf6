"""How each school was inspected since overall grades ended (``inspection_scales``)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.known import count_by
from alliance.analysis.need.need_since_2024 import stuck
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.grades import INHERITED
from alliance.analysis.schools.inspection_scales import CARD_AREAS, JUDGEMENTS
from alliance.analysis.schools.without_grade import NO_OUTCOME
from alliance.history import GRADES

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.known import Known
    from alliance.history import History

SINCE_GRADES = {
    "judged": "judged_date",
    "ungraded": "ungraded_date",
    "report_cards": "card_date",
    "stuck": "stuck",
}
"""What is counted of inspections since overall grades ended: a key of
:class:`Known`, and the column of :func:`inspected_on` that then holds a
value."""


def counted_since(
    history: History, schools: pd.DataFrame, by: pd.Series[Any], day: dt.date, known: Known
) -> pd.DataFrame:
    """Count by group the schools that each kind of inspection since grades ended tells of.

    Parameters
    ----------
    schools
        Of ``day``, as ``as_at`` or :func:`inspected_on` gives them.
    by
        The group of each; one of none is left out.

    Returns
    -------
    DataFrame
        A row a group, a column for each key of ``SINCE_GRADES``; missing where ``known`` says that
        the day has none.

    """
    held = {key: column for key, column in SINCE_GRADES.items() if not getattr(known, key)}
    table = pd.DataFrame(index=pd.Index(by.dropna().unique(), name=by.name))
    if held:
        found = schools if "stuck" in schools else inspected_on(history, schools, day)
        answers = {key: found[column].notna() for key, column in held.items()}
        table = count_by(pd.DataFrame(answers), by)
    return table.reindex(columns=list(SINCE_GRADES)).astype("Int32")


def outcomes_on(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return what the latest inspection of each kind by ``day`` gave each school.

    Parameters
    ----------
    state
        Schools of ``day`` as :func:`alliance.history.as_at` gives them.

    Returns
    -------
    DataFrame
        In the rows and index of ``state``: a column for each of ``ASPECTS`` (in words as
        published; missing where not given), and for each scale ``<scale>_date`` and
        ``<scale>_inherited`` (the inspection was the predecessor's). An ungraded inspection counts
        only where none of another kind came after it.

    """
    last = pd.DataFrame(
        {
            "last_date": state["grade_date"],
            "last_inherited": state["grade_inherited"],
            "last_grade": state["grade"].map(GRADES).astype("object"),
        }
    )
    latest = [_latest(table, state, day) for table in _carried(history).values()]
    found = pd.concat([last, *latest], axis=1)
    later = found[["last_date", "judged_date", "card_date"]].max(axis=1)
    overtaken = later > found["ungraded_date"]
    blank = {"ungraded_date": pd.NaT, "ungraded_outcome": None, "ungraded_inherited": False}
    for name, value in blank.items():
        found[name] = found[name].mask(overtaken, value)
    return found


@lru_cache(maxsize=2)
def _carried(history: History) -> dict[str, pd.DataFrame]:
    """Return the inspections of each scale but that of grades, for the schools that carry them.

    By scale: urn, <scale>_date, <scale>_inherited and a column for each aspect, in words, the
    earliest first.
    """
    judged = history.inspections[history.inspections["overall"].isna()]
    return {
        scale: _in_words(history.carried(table), scale, columns)
        for scale, table, columns in (
            ("judged", judged, tuple(JUDGEMENTS)),
            ("card", history.report_cards, ("safeguarding", *CARD_AREAS)),
            ("ungraded", history.ungraded_inspections, ("outcome",)),
        )
    }


def _in_words(table: pd.DataFrame, scale: str, columns: tuple[str, ...]) -> pd.DataFrame:
    table = table.sort_values("start", kind="stable")
    found = pd.DataFrame(
        {
            "urn": table["urn"],
            f"{scale}_date": pd.to_datetime(table["start"]),
            f"{scale}_inherited": table["inherited"].astype("bool"),
        }
    )
    for column in columns:
        values = table[column].astype("object")
        if scale == "judged":
            values = values.map(GRADES)
        found[f"{scale}_{column}"] = values.where(values.notna() & (values != ""), None)
    return found


def inspected_on(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the state of a day with how its schools were inspected since overall grades ended.

    Parameters
    ----------
    state
        All of England's schools on ``day``, as :func:`alliance.history.as_at` gives them.

    Returns
    -------
    DataFrame
        The columns of ``state``, and those of ``SINCE_GRADES``, missing on days before overall
        grades ended; on days since also those of :func:`outcomes_on`. ``stuck`` says why a school
        is stuck, and is missing where it is not.

    """
    if day <= GRADES_END:
        return state.assign(**dict.fromkeys(SINCE_GRADES.values()))
    whys = state["urn"].map(stuck(history, state, day)["why"])
    return pd.concat([state, outcomes_on(history, state, day)], axis=1).assign(stuck=whys)


def _latest(table: pd.DataFrame, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the latest row by ``day`` of each school, in the rows of ``state``."""
    date, inherited = table.columns[1:3]
    known = table[table[date] <= pd.Timestamp(day)].drop_duplicates("urn", keep="last")
    found = known.set_index("urn").reindex(state["urn"]).set_axis(state.index)
    found[inherited] = found[inherited].eq(other=True)
    return found


def words_of(outcomes: pd.DataFrame) -> pd.Series[str]:
    """Say of each school what came since its last overall grade; blank where nothing.

    Parameters
    ----------
    outcomes
        Rows of :func:`outcomes_on`.

    """
    quality, met = (
        outcomes[name].astype("object").fillna("not given")
        for name in ("judged_quality_of_education", "card_safeguarding")
    )
    given = outcomes["ungraded_outcome"].astype("object").fillna(NO_OUTCOME)
    said = {
        "judged": "Judged " + _when(outcomes, "judged") + ": quality of education " + quality,
        "card": "Report card " + _when(outcomes, "card") + ": safeguarding " + met.str.lower(),
        "ungraded": "Ungraded inspection " + _when(outcomes, "ungraded") + ": " + given,
    }
    parts = [words.where(outcomes[f"{scale}_date"].notna(), "") for scale, words in said.items()]
    joined = pd.Series("", index=outcomes.index, dtype="object")
    for part in parts:
        joined += part.where((part == "") | (joined == ""), "; " + part)
    return joined.astype("str")


def in_words(row: pd.Series[Any]) -> str:
    """Say of one school what came since its last overall grade, as :func:`words_of` does."""
    return str(words_of(row.to_frame().T).iloc[0])


def _when(outcomes: pd.DataFrame, scale: str) -> pd.Series[Any]:
    days = pd.to_datetime(outcomes[f"{scale}_date"]).dt.strftime("%-d %B %Y").astype("object")
    inherited = outcomes[f"{scale}_inherited"].astype("object").eq(other=True)
    return days.where(~inherited, days + f" ({INHERITED})")
