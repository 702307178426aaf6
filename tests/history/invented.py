"""Files in the published layouts with invented content, marked so, about the schools we know."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.sources.gias import extract

if TYPE_CHECKING:
    from alliance.history import History

HEADERS = Path(__file__).parent / "headers"
MARK = "INVENTED"
OPEN, CLOSING, CLOSED = "Open", "Open, but proposed to close", "Closed"
FLAGS = {kind: flag for flag, kind in extract.TRUST_TYPES.items()}
CARD_AREAS = {
    "Inclusion": "Strong standard",
    "Curriculum and teaching": "Expected standard",
    "Achievement": "Expected standard",
    "Attendance and behaviour": "Exceptional",
    "Personal development and wellbeing": "Expected standard",
    "Early years (where applicable)": "Not applicable",
    "Leadership and governance": "Needs attention",
    "Safeguarding standards": "Met",
}
KINDS = {"MAT": "Multi-academy trust", "SAT": "Single-academy trust"}


def extract_rows(history: History, seen: str, rows: int = 0) -> pd.DataFrame:
    """Return an extract in which everything stays as the history has it on the day ``seen``.

    With ``rows``, as many more closed establishments as make up that number.
    """
    schools, day = history.schools, pd.Timestamp(seen)
    spells = history.memberships
    members = spells[~(spells["joined"] > day) & ~(spells["left"] <= day)].set_index("urn")
    trust = schools["urn"].map(members["trust_uid"])
    kind = trust.map(history.trusts.set_index("trust_uid")["kind"]).map(KINDS)
    last = schools["closed"] - pd.Timedelta(days=1)
    table = pd.DataFrame("", index=schools.index, columns=_columns())
    table["URN"] = schools["urn"].astype("str")
    table["LA (code)"] = _number(schools["la_code"])
    table["EstablishmentNumber"] = _number(schools["laestab"] % 10_000)
    table["UKPRN"] = _number(schools["ukprn"])
    table["EstablishmentName"] = schools["name"]
    table["TypeOfEstablishment (name)"] = _published_types(schools["type"])
    table["EstablishmentStatus (name)"] = np.select(
        [schools["closed"] <= day, schools["closed"].notna()], [CLOSED, CLOSING], OPEN
    )
    table["OpenDate"] = schools["opened"].dt.strftime("%d-%m-%Y").fillna("")
    table["CloseDate"] = last.dt.strftime("%d-%m-%Y").fillna("")
    table["PhaseOfEducation (name)"] = schools["phase"].astype("object").fillna("")
    table["CensusDate"] = f"15-01-{seen[:4]}"
    table["NumberOfPupils"] = "300"
    table["PercentageFSM"] = "20.5"
    table["TrustSchoolFlag (name)"] = kind.astype("object").map(FLAGS).fillna("Not applicable")
    table["Trusts (code)"] = _number(trust.where(kind.notna()))
    table["Trusts (name)"] = trust.map(
        history.trusts.set_index("trust_uid")["registered_name"]
    ).fillna("")
    table["LastChangedDate"] = day.strftime("%d-%m-%Y")
    table["Postcode"] = schools["postcode"].fillna("")
    table["Easting"] = _number(schools["easting_m"].round())
    table["Northing"] = _number(schools["northing_m"].round())
    table["HeadLastName"] = MARK
    if rows > len(table):
        more = table.iloc[np.resize(np.arange(len(table)), rows - len(table))].copy()
        more["URN"] = [str(urn) for urn in range(900_000, 900_000 + len(more))]
        more["EstablishmentName"] = MARK
        more["EstablishmentStatus (name)"], more["CloseDate"] = CLOSED, "31-08-2001"
        table = pd.concat([table, more])
    return table.reset_index(drop=True)


def headed(layout: str, rows: list[dict[str, str]], blank: str = "NULL") -> pd.DataFrame:
    """Give a table under a published header (``headers/<layout>.csv``), blank but for ``rows``."""
    columns = next(csv.reader([(HEADERS / f"{layout}.csv").read_text("utf-8").strip()]))
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, unknown
    table = pd.DataFrame([dict.fromkeys(columns, blank) | row for row in rows])
    table["School name"] = MARK
    return table


def information_rows(urns: list[int]) -> pd.DataFrame:
    """Give management information in the layout of 2026 in which nothing was inspected."""
    return headed("ofsted_report_cards_2026-02", [{"URN": str(urn)} for urn in urns])


def with_card(urn: int) -> pd.DataFrame:
    """Give management information with one report card, of a school never graded since."""
    table = information_rows([urn])
    card = {"Inspection start date": "12/11/2025", "Publication date": "10/12/2025", **CARD_AREAS}
    table.loc[0, list(card)] = list(card.values())
    return table


def write(table: pd.DataFrame, path: Path, preamble: int = 0) -> Path:
    """Write a table as the publishers do: cp1252, CRLF, at times lines above the header."""
    with path.open("w", encoding="cp1252", errors="replace", newline="") as out:
        out.write(f"{MARK} é\r\n" * preamble)
        table.to_csv(out, index=False, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    return path


def _columns() -> list[str]:
    return [*extract.LAYOUT.columns, *sorted(extract.OTHER_COLUMNS)]


def _number(values: pd.Series) -> pd.Series:
    return values.astype("Int64").astype("str").replace("<NA>", "")


def _published_types(types: pd.Series) -> pd.Series:
    """Spell types as the register does where it differs from this app."""
    ours = {
        "Academy converter": "Academy converter",
        "Academy 16 to 19 converter": "Academy 16-19 converter",
        "Free school": "Free schools",
        "Free school special": "Free schools special",
        "Free school alternative provision": "Free schools alternative provision",
        "Free school 16 to 19": "Free schools 16 to 19",
        "Studio school": "Studio schools",
        "Academy alternative provision converter": "Academy alternative provision converter",
        "Not recorded": "Community school",
    }
    return types.astype("object").replace(ours)
