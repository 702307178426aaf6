"""School performance tables (Department for Education): spine and results by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import ANY, NUMBER_OR_BLANK, PERCENT, TEXT, URN, Column, Layout
from alliance.sources.tables.values import day, number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

SPINE = "performance/2017-2018_england_spine.csv"
RESULTS_AREAS = "performance/lait_ks2_ks4_by_la_year.csv"

FLAG = Column("[01]", "0 or 1")
SPINE_DAY = Column(
    r"\d{4}-\d{2}-\d{2} 00:00:00",
    "a day as yyyy-mm-dd 00:00:00, or blank",
    may_be_blank=True,
    is_date="%Y-%m-%d %H:%M:%S",
)
SPINE_LAYOUT = Layout(
    {
        "URN": URN,
        "LA": Column(r"\d{3}", "a three-digit authority code"),
        "LAESTAB": Column(r"\d{7}", "a seven-digit LAESTAB"),
        "SCHNAME": TEXT,
        "POSTCODE": ANY,
        "OPENDATE": SPINE_DAY,
        "CLOSEDATE": SPINE_DAY,
        "MINORGROUP": ANY,
        "NFTYPE": ANY,
        "ISPRIMARY": FLAG,
        "ISSECONDARY": FLAG,
        "ISPOST16": FLAG,
    },
    unique=("URN",),
)
# The spine also lists what is no state-funded school.
NOT_STATE_FUNDED = ("Independent School", "College", "")
YEAR = Column(r"20\d\d", "an exam year")

# The copies of 2016 to 2018 hold blanks where the tables gave a code.
NOT_GIVEN = "not given in this copy"
SUPPRESSIONS = {
    "SUPP": "suppressed: too few pupils",
    "NE": "no entries",
    "NP": "not published",
    "NA": "not applicable",
    "LOWCOV": "too few pupils covered by the measure",
    "NEW": "new school",
    "": NOT_GIVEN,
}
SUPPRESSED = "|".join(code for code in SUPPRESSIONS if code)
RESULT_PERCENT = Column(
    rf"{PERCENT}|{SUPPRESSED}",
    "a percentage from 0 to 100 or a suppression code",
    may_be_blank=True,
)
RESULT_NUMBER = Column(
    rf"-?\d+(\.\d+)?|{SUPPRESSED}", "a number or a suppression code", may_be_blank=True
)
KS2_MEASURES = {
    "pupils": ("KS2 Pupils", RESULT_NUMBER),
    "percent_expected_reading_writing_maths": ("Overall Meet Std", RESULT_PERCENT),
    "percent_higher_reading_writing_maths": ("Overall Exceed Std", RESULT_PERCENT),
    "reading_progress": ("Reading Progress", RESULT_NUMBER),
    "writing_progress": ("Writing Progress", RESULT_NUMBER),
    "maths_progress": ("Maths Progress", RESULT_NUMBER),
    "reading_score": ("Reading Score", RESULT_NUMBER),
    "maths_score": ("Maths Score", RESULT_NUMBER),
}
KS4_MEASURES = {
    "pupils": ("KS4 Pupils", RESULT_NUMBER),
    "progress_8": ("Progress 8", RESULT_NUMBER),
    "attainment_8": ("Attainment 8", RESULT_NUMBER),
    "percent_english_maths": ("Eng Maths Grade 5", RESULT_PERCENT),
    "percent_entering_ebacc": ("Entering EBacc", RESULT_PERCENT),
    "ebacc_average_points": ("EBacc Avg Score", RESULT_NUMBER),
}
SURREY_MEASURES = {
    "pupils": ("TELIG", RESULT_NUMBER),
    "percent_expected_reading_writing_maths": ("PTRWM_EXP", RESULT_PERCENT),
    "percent_higher_reading_writing_maths": ("PTRWM_HIGH", RESULT_PERCENT),
    "reading_progress": ("READPROG", RESULT_NUMBER),
    "writing_progress": ("WRITPROG", RESULT_NUMBER),
    "maths_progress": ("MATPROG", RESULT_NUMBER),
    "reading_score": ("READ_AVERAGE", RESULT_NUMBER),
    "maths_score": ("MAT_AVERAGE", RESULT_NUMBER),
}
MAINSTREAM_OR_SPECIAL = ("1", "2")


def spine(inbox: Inbox) -> pd.DataFrame:
    """Return the state-funded schools of the 2017/18 spine.

    Columns: urn, laestab, la_code, name, postcode, opened, last_day (of a closed school; the day
    published is the last it was open), type, is_primary, is_secondary, is_post16.
    """
    rows = inbox.rows(SPINE, SPINE_LAYOUT)
    rows = rows[
        ~rows["MINORGROUP"].isin(NOT_STATE_FUNDED)
        & (rows["NFTYPE"] != "Other independent special school")
    ]
    return pd.DataFrame(
        {
            "urn": rows["URN"].astype("int32"),
            "laestab": rows["LAESTAB"].astype("int32"),
            "la_code": rows["LA"].astype("Int16"),
            "name": rows["SCHNAME"],
            "postcode": rows["POSTCODE"],
            "opened": day(rows["OPENDATE"], "%Y-%m-%d %H:%M:%S"),
            "last_day": day(rows["CLOSEDATE"], "%Y-%m-%d %H:%M:%S"),
            "type": rows["NFTYPE"],
            "is_primary": rows["ISPRIMARY"] == "1",
            "is_secondary": rows["ISSECONDARY"] == "1",
            "is_post16": rows["ISPOST16"] == "1",
        }
    ).reset_index(drop=True)


# The measures taken from the department's table of results by area, under our names.
AREA_MEASURES = {
    "KS2RWM_Expected_STD": "percent_expected_reading_writing_maths",
    "KS2RWM_Higher_STD": "percent_higher_reading_writing_maths",
    "DAP_NEW_KS2_RWM": "percent_expected_disadvantaged",
    "NonDAP_NEW_KS2_RWM": "percent_expected_not_disadvantaged",
    "KS2R_Prog_VA": "reading_progress",
    "KS2W_Prog_VA": "writing_progress",
    "KS2M_Prog_VA": "maths_progress",
    "AVG_Attain8_Score": "attainment_8",
    "AVG_Prog8_Score": "progress_8",
    "DAP_KS4_ATT8": "attainment_8_disadvantaged",
    "DAP_KS4_Prog8": "progress_8_disadvantaged",
    "NonDAP_KS4_Prog8": "progress_8_not_disadvantaged",
}
ENGLAND_CODE = 970
REGION_CODES = {
    980: "North East",
    981: "North West",
    982: "Yorkshire and The Humber",
    983: "East Midlands",
    984: "West Midlands",
    985: "East of England",
    986: "London",
    989: "South East",
    990: "South West",
}
# They lie within London.
INNER_AND_OUTER_LONDON = [987, 988]


def results_areas(inbox: Inbox) -> pd.DataFrame:
    """Return results by England, region and local authority, 2016 to 2025, a row an area and year.

    Columns: kind (country, region, authority), name, la_code (authorities only), year, and the
    measures of ``AREA_MEASURES``. No exams were held in 2020 and 2021, so those years are blank;
    progress measures end earlier than the others.
    """
    rows = inbox.rows(
        RESULTS_AREAS,
        Layout(
            {
                "measure": Column("|".join(AREA_MEASURES), "a measure of key stage 2 or 4"),
                "year": YEAR,
                "area": TEXT,
                "value": NUMBER_OR_BLANK,
                "dfe_la_code": Column(r"\d{3}", "a three-digit area code"),
            }
        ),
    )
    code = rows["dfe_la_code"].astype("int16")
    rows = rows[~code.isin(INNER_AND_OUTER_LONDON)]
    table = rows.assign(value=number(rows["value"])).pivot(  # noqa: PD010 - one value a cell
        index=["dfe_la_code", "area", "year"], columns="measure", values="value"
    )
    table = table.rename(columns=AREA_MEASURES).reset_index()
    code = table["dfe_la_code"].astype("int16")
    kind = pd.Series("authority", table.index).mask(code.isin(list(REGION_CODES)), "region")
    return table.assign(
        kind=kind.mask(code == ENGLAND_CODE, "country"),
        name=code.map(REGION_CODES).fillna(table["area"]),
        la_code=code.astype("Int16").where(code < ENGLAND_CODE),
        year=table["year"].astype("int16"),
    )
