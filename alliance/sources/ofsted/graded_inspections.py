"""Ofsted: graded inspections of state-funded schools, and its list of the schools themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.ofsted import ungraded_inspections
from alliance.sources.tables.layout import (
    ANY,
    COUNT_OR_BLANK,
    ISO_DAY_OR_BLANK,
    TEXT,
    URN,
    Column,
    Layout,
)
from alliance.sources.tables.values import day, number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

MI_2020 = "ofsted/ofsted_mi_state_funded_2020-08-31.csv"
MI_2020_DAY = pd.Timestamp(2020, 8, 31).as_unit("s")
HISTORY = "ofsted/ofsted_inspection_history_2005_2020.csv"

GRADES = {
    "Outstanding": 1,
    "Good": 2,
    "Satisfactory": 3,
    "Requires Improvement": 3,
    "Inadequate": 4,
}
# Ofsted's frameworks by the day they came into force (its inspection handbooks say so).
FRAMEWORKS = {
    "2005-09-01": "September 2005",
    "2009-09-01": "September 2009",
    "2012-01-01": "January 2012",
    "2012-09-01": "September 2012",
    "2015-09-01": "September 2015",
    "2019-09-01": "September 2019",
}
SUB_JUDGEMENTS = {
    "quality_of_education": "quality of education",
    "behaviour_and_attitudes": "behaviour and attitudes",
    "personal_development": "personal development",
    "leadership_and_management": "effectiveness of leadership and management",
    "early_years": "early years provision (where applicable)",
    "sixth_form": "sixth form provision (where applicable)",
}

URN_OR_BLANK = Column(r"\d{6}", "a six-digit URN, or blank", may_be_blank=True)
OVERALL = Column("[1-4]", "a grade 1 to 4, or blank", may_be_blank=True)
SUB_JUDGEMENT = Column("[012348]|9", "a judgement 1 to 4, 0, 8, 9, or blank", may_be_blank=True)
CONCERN = Column("SM|SWK|NTI", "SM, SWK, NTI, or blank", may_be_blank=True)
SAFEGUARDING = Column("Yes|No|9", "Yes, No, 9, or blank", may_be_blank=True)

# The two inspections a row tells of, under the names the file has for them.
LATEST = {
    "inspected_urn": "URN at time of latest full inspection",
    "start": "Inspection start date",
    "published": "Publication date",
    "overall": "Overall effectiveness",
    "category_of_concern": "Category of concern",
    "safeguarding_effective": "Safeguarding is effective?",
    **{name: text[0].upper() + text[1:] for name, text in SUB_JUDGEMENTS.items()},
}
PREVIOUS = {
    "inspected_urn": "URN at time of previous full inspection",
    "start": "Previous inspection start date",
    "published": "Previous publication date",
    "overall": "Previous full inspection overall effectiveness",
    "category_of_concern": "Previous category of concern",
    "safeguarding_effective": "Previous safeguarding is effective?",
    **{name: f"Previous {text}" for name, text in SUB_JUDGEMENTS.items()},
}
RULES = {
    "inspected_urn": URN_OR_BLANK,
    "start": ISO_DAY_OR_BLANK,
    "published": ISO_DAY_OR_BLANK,
    "overall": OVERALL,
    "category_of_concern": CONCERN,
    "safeguarding_effective": SAFEGUARDING,
    **dict.fromkeys(SUB_JUDGEMENTS, SUB_JUDGEMENT),
}
# The inspection under section 8 since, as ungraded inspections were called until 2022.
UNGRADED = {
    "inspected_urn": "URN at time of the section 8 inspection",
    "start": "Date of latest section 8 inspection",
    "published": "Section 8 inspection publication date",
    "outcome": "Section 8 inspection overall outcome",
    "converted": "Did the latest section 8 inspection convert to a full inspection?",
}
MI_LAYOUT = Layout(
    {
        "URN": URN,
        "LAESTAB": Column(r"\d{7}", "a seven-digit LAESTAB"),
        "School name": TEXT,
        "Ofsted phase": TEXT,
        "Type of education": TEXT,
        "School open date": ISO_DAY_OR_BLANK,
        "Region": TEXT,
        "Local authority": TEXT,
        "LA Code": COUNT_OR_BLANK,
        "Postcode": ANY,
        "Total number of pupils": COUNT_OR_BLANK,
        "Easting": COUNT_OR_BLANK,
        "Northing": COUNT_OR_BLANK,
        "DistrictAdministrative (code)": ANY,
        "School name at time of latest full inspection": ANY,
        "School type at time of latest full inspection": ANY,
        "School name at time of previous full inspection": ANY,
        "School type at time of previous full inspection": ANY,
        **{LATEST[name]: rule for name, rule in RULES.items()},
        **{PREVIOUS[name]: rule for name, rule in RULES.items()},
        **{UNGRADED[name]: rule for name, rule in ungraded_inspections.RULES.items()},
    },
    unique=("URN",),
)
HISTORY_LAYOUT = Layout(
    {
        "URN": URN,
        "Rating": Column("|".join(GRADES), f"one of {', '.join(GRADES)}"),
        "Inspection Date": Column(r"\d{8}", "a day as yyyymmdd", is_date="%Y%m%d"),
    }
)


def management_information(inbox: Inbox) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the schools of the management information, and the inspections it tells of.

    Schools: urn, laestab, name, phase, type, opened, region, la_name, la_code, lad_code_stated,
    postcode, pupils, easting_m, northing_m.

    Graded inspections, two a school at most: urn (the school it was published for), inspected_urn
    (the one inspected, often a predecessor), inspected_name, inspected_type, start, published,
    overall (1–4), category_of_concern, safeguarding_effective, the sub-judgements (1–4; 9, 8 and 0
    mean that none was made), first_hand (whether it is the school's latest), source.

    Ungraded inspections: columns as ``ungraded_inspections.UNGRADED``.
    """
    rows = inbox.rows(MI_2020, MI_LAYOUT)
    schools = pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "laestab": rows["LAESTAB"].astype("int32"),
            "name": rows["School name"],
            "phase": rows["Ofsted phase"],
            "type": rows["Type of education"],
            "opened": day(rows["School open date"], "%Y-%m-%d"),
            "region": rows["Region"],
            "la_name": rows["Local authority"],
            "la_code": number(rows["LA Code"]).astype("Int16"),
            "lad_code_stated": rows["DistrictAdministrative (code)"].replace("", None),
            "postcode": rows["Postcode"],
            "pupils": number(rows["Total number of pupils"]),
            "easting_m": number(rows["Easting"]),
            "northing_m": number(rows["Northing"]),
        }
    )
    inspections = [_inspections(rows, LATEST, "latest"), _inspections(rows, PREVIOUS, "previous")]
    visits = ungraded_inspections.ungraded(rows, UNGRADED, MI_2020_DAY, MI_2020)
    return schools.reset_index(drop=True), pd.concat(inspections, ignore_index=True), visits


def _inspections(rows: pd.DataFrame, names: dict[str, str], which: str) -> pd.DataFrame:
    rows = rows[(rows[names["overall"]] != "") & (rows[names["start"]] != "")]
    inspected = rows[names["inspected_urn"]].where(rows[names["inspected_urn"]] != "", rows["URN"])
    made = {name: number(rows[names[name]]) for name in SUB_JUDGEMENTS}
    return pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "inspected_urn": inspected.astype("int32"),
            "inspected_name": rows[f"School name at time of {which} full inspection"],
            "inspected_type": rows[f"School type at time of {which} full inspection"],
            "start": day(rows[names["start"]], "%Y-%m-%d"),
            "published": day(rows[names["published"]], "%Y-%m-%d"),
            "overall": number(rows[names["overall"]]).astype("Int8"),
            "category_of_concern": rows[names["category_of_concern"]].replace("", None),
            "safeguarding_effective": rows[names["safeguarding_effective"]]
            .map({"Yes": True, "No": False})
            .astype("boolean"),
            **{
                name: grade.where(grade.between(1, 4)).astype("Int8")
                for name, grade in made.items()
            },
            "first_hand": which == "latest",
            "source": MI_2020,
        }
    )


def inspection_history(inbox: Inbox) -> pd.DataFrame:
    """Return the graded inspections of 2005 to 2020: urn, inspected_urn, start, overall, source.

    A second row of the same school and day is refused unless it says the same.
    """
    reading = inbox.reading(HISTORY, HISTORY_LAYOUT)
    reading.refuse(
        reading.rows.duplicated(["URN", "Inspection Date"])
        & ~reading.rows.duplicated(["URN", "Inspection Date", "Rating"]),
        "Rating",
        "one grade a school and day",
    )
    rows = reading.rows.drop_duplicates()
    return pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "inspected_urn": rows["URN"].astype("int32"),
            "start": day(rows["Inspection Date"], "%Y%m%d"),
            "overall": rows["Rating"].map(GRADES).astype("Int8"),
            "source": HISTORY,
        }
    )


def framework(start: pd.Series) -> pd.Series:
    """Name the framework in force on each day an inspection started."""
    edges = pd.to_datetime([*FRAMEWORKS, "2100-01-01"])
    return pd.cut(start, edges, right=False, labels=list(FRAMEWORKS.values())).astype("str")
