"""The department's own measures of multi-academy trusts, with their confidence limits, as issued.

Statistical releases on multi-academy trusts' performance at key stage 2 (2017 to 2019) and key
stage 4 (2017 to 2019, 2022 and 2023). They count trusts and, to 2019, sponsors with at least three
schools that had been with them for three years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.tables.layout import ANY, COUNT_OR_BLANK, TEXT, UID, Column, Layout
from alliance.sources.tables.reading import header_of
from alliance.sources.tables.values import number, percent

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

MATS_KS2 = "performance/ks2_mats_20[0-9][0-9].csv"
MATS_KS4 = "performance/ks4_mats_20[0-9][0-9].csv"
STAGES = {"ks2": "Key stage 2", "ks4": "Key stage 4"}
SPONSOR = "School sponsor"

SUPPRESSED = "suppressed: too few pupils"
NOT_GIVEN = "not given"
# The releases' codes: SUPPM and SUPPMAT stand where a trust's figure rests on too few pupils.
VALUE = Column(
    r"-?\d+(\.\d+)?%?|SUPP[A-Z]*|NP|NA|NE", "a number, a percentage or a code", may_be_blank=True
)
ALL, DISADVANTAGED, OTHERS = "all", "disadvantaged", "not disadvantaged"


class Published(NamedTuple):
    """The columns of a measure: its value, its confidence limits, and its band or description."""

    value: str
    lower: str = ""
    upper: str = ""
    band: str = ""


Measures = Mapping[tuple[str, str], Published]


class Edition(NamedTuple):
    """A layout: the columns that say whose a row is, and those of each measure and pupil group."""

    uid: str
    group_type: str
    name: str
    schools: str
    pupils: str
    urns: str
    measures: Measures

    @property
    def columns(self) -> dict[str, Column]:
        """The columns that a file of this layout has."""
        own = {
            self.uid: UID,
            self.group_type: TEXT,
            self.name: TEXT,
            self.schools: COUNT_OR_BLANK,
            self.pupils: COUNT_OR_BLANK,
            self.urns: ANY,
        }
        for value, lower, upper, band in self.measures.values():
            own |= {name: VALUE for name in (value, lower, upper) if name}
            own |= {band: ANY} if band else {}
        return own


SUBJECTS = {"reading_progress": "READ", "writing_progress": "WRIT", "maths_progress": "MAT"}
SUBJECTS_2017 = {"reading_progress": "READ", "writing_progress": "WRITE", "maths_progress": "MATH"}


def _limited(stem: str, group: str = "") -> Published:
    """Name the columns of a measure of 2017."""
    stem = f"MAT-{group}{stem}"
    return Published(f"{stem}-SCORE", f"{stem}-CI-LOWER", f"{stem}-CI-UPPER", f"{stem}-DESC")


KS2_2017 = {
    (measure, pupils): _limited(f"PROG-{subject}", group)
    for measure, subject in SUBJECTS_2017.items()
    for pupils, group in ((ALL, ""), (DISADVANTAGED, "DIS-"))
}
# Since 2018 a pupil far below all others counts for less: the adjusted scores are the headline.
KS2_2018 = {
    (measure, pupils): Published(
        f"{subject}PROGSCORE_P_ADJUSTED_{score}WGTAVG",
        f"{subject}PROG_{limit}LOWER_ADJ",
        f"{subject}PROG_{limit}UPPER_ADJ",
        f"{subject}PROG_DESCR" if pupils == ALL else "",
    )
    for measure, subject in SUBJECTS.items()
    for pupils, score, limit in (
        (ALL, "", ""),
        (DISADVANTAGED, "DIS_", "FSM6CLA1A_"),
        (OTHERS, "NONDIS_", "NOTFSM6CLA1A_"),
    )
}
KS2_2019 = KS2_2018 | {
    ("percent_expected_reading_writing_maths", pupils): Published(f"RWMEXP_{group}WGTAVG")
    for pupils, group in ((ALL, ""), (DISADVANTAGED, "DIS_"), (OTHERS, "NONDIS_"))
}
KS4_2017 = {
    ("progress_8", ALL): _limited("PROG8"),
    ("progress_8", DISADVANTAGED): _limited("PROG8", "DIS-"),
    ("percent_entering_ebacc", ALL): Published("MAT-EBACC-ENT"),
    ("percent_entering_ebacc", DISADVANTAGED): Published("MAT-DIS-EBACC-ENT"),
}
KS4_2018 = {
    (measure, pupils): published
    for pupils, group in ((ALL, ""), (DISADVANTAGED, "_FSM6CLA1A"), (OTHERS, "_NOTFSM6CLA1A"))
    for measure, published in {
        "progress_8": Published(
            f"P8SCORE_ADJ_WGTAVG{group}",
            f"P8SCORE_ADJ_LOWER{group}",
            f"P8SCORE_ADJ_UPPER{group}",
            "" if group else "P8BANDING",
        ),
        "percent_entering_ebacc": Published(f"EBACC_E_PTQ_EE_WGTAVG{group}"),
        "ebacc_average_points": Published(f"EBACCAPS_WGTAVG{group}"),
    }.items()
}
KS4_2022 = {
    (measure, pupils): published
    for pupils, group in ((ALL, ""), (DISADVANTAGED, "_FSM6CLA1A"), (OTHERS, "_NFSM6CLA1A"))
    for measure, published in {
        "progress_8": Published(f"P8MEA_WGTAVG{group}", f"P8CILOW{group}", f"P8CIUPP{group}"),
        "attainment_8": Published(f"ATT8SCR_WGTAVG{group}"),
        "percent_grade5_english_maths": Published(f"PTL2BASICS_95_WGTAVG{group}"),
        "percent_entering_ebacc": Published(f"PTEBACC_E_PTQ_EE_WGTAVG{group}"),
        "ebacc_average_points": Published(f"EBACCAPS_WGTAVG{group}"),
    }.items()
}
_P8 = KS4_2022["progress_8", ALL]
KS4_2023 = KS4_2022 | {("progress_8", ALL): _P8._replace(band="P8_BANDING")}
_OF_2017 = ("UID", "GROUP-TYPE", "GROUP-NAME", "NUM-SCHLS-PROG-TOTAL", "NUM-PUPS", "SCHOOL-URNS")
_OF_2018 = ("UID", "GROUP-TYPE", "CHAINNAME", "SCHOOLS")
_OF_2022 = (
    "TRUST_UID",
    "TRUST_GROUP_TYPE",
    "TRUST_NAME",
    "NUMINST_MATPTINC",
    "TPUP_MATPTINC",
    "INSTITUTIONS_MATPTINC",
)
# A later layout that has all columns of an earlier one, and more, stands before it.
EDITIONS = (
    Edition(*_OF_2017, KS2_2017),
    Edition(*_OF_2018, "TELIG", "SCHOOL-URNS", KS2_2019),
    Edition(*_OF_2018, "TELIG", "SCHOOL-URNS", KS2_2018),
    Edition(*_OF_2017, KS4_2017),
    Edition(*_OF_2018, "TPUP", "SCHOOL-URNS", KS4_2018),
    Edition(*_OF_2022, KS4_2023),
    Edition(*_OF_2022, KS4_2022),
)
COLUMNS = {
    "uid": "int32",
    "group_type": "str",
    "published_name": "str",
    "stage": "str",
    "year": "int16",
    "measure": "str",
    "pupil_group": "str",
    "value": "float64",
    "reason": "str",
    "lower": "float64",
    "upper": "float64",
    "band": "str",
    "schools": "Int16",
    "pupils": "Int32",
    "urns": "str",
}
# The bands of 2018 and 2019 by number, as the performance tables of schools word them.
BANDS = {
    "1": "Well above average",
    "2": "Above average",
    "3": "Average",
    "4": "Below average",
    "5": "Well below average",
}


def none() -> pd.DataFrame:
    """Return the table of :func:`trust_measures` without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def trust_measures(inbox: Inbox) -> pd.DataFrame:
    """Read the measures of trusts, a row a group, year, measure and group of pupils.

    Columns: uid (of a trust or, to 2019, of a sponsor: ``group_type`` says which), group_type,
    published_name, stage, year (of the exams), measure, pupil_group (all, disadvantaged or not
    disadvantaged), value (progress in points against the national average 0, percentages from 0
    to 100), reason (why a value is missing), lower and upper (95% confidence limits), band (the
    release's own word for the value), schools and pupils that the measures rest on, urns (of these
    schools, semicolons between).
    """
    files = [*inbox.matching(MATS_KS2), *inbox.matching(MATS_KS4)]
    return pd.concat([_release(inbox, file) for file in files], ignore_index=True)


def _release(inbox: Inbox, file: str) -> pd.DataFrame:
    found = re.search(r"(ks[24])_mats_(\d{4})\.csv$", file)
    if found is None:
        raise SourceError(
            f"{file}: its name says no key stage and year. Name it as ks2_mats_2019.csv."
        )
    edition = _edition(inbox, file)
    rows = inbox.rows(file, Layout(edition.columns, unique=(edition.uid,)))
    own = pd.DataFrame(
        {
            "uid": rows[edition.uid],
            "group_type": rows[edition.group_type].str.replace("trusts", "trust"),
            "published_name": rows[edition.name],
            "stage": STAGES[found[1]],
            "year": int(found[2]),
            "schools": number(rows[edition.schools]),
            "pupils": number(rows[edition.pupils]),
            "urns": rows[edition.urns].str.replace(r"[,;]\s*", ";", regex=True),
        }
    )
    parts = [
        own.assign(measure=measure, pupil_group=pupils, **_values(rows, published))
        for (measure, pupils), published in edition.measures.items()
    ]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)].astype(COLUMNS)


def _edition(inbox: Inbox, file: str) -> Edition:
    names = set(header_of(inbox.folder / file)[1])
    for edition in EDITIONS:
        if names >= set(edition.columns):
            return edition
    nearest = min(EDITIONS, key=lambda edition: len(set(edition.columns) - names))
    raise SourceError(
        f"{file}: has the columns of no known release on trusts. The nearest lacks "
        f"{', '.join(sorted(set(nearest.columns) - names))}. Download the file again, or tell the "
        "reader of its new layout."
    )


def _values(rows: pd.DataFrame, published: Published) -> dict[str, pd.Series | float | str]:
    value = percent(rows[published.value])
    given = rows[published.value]
    why = pd.Series(NOT_GIVEN, rows.index).mask(given.str.startswith("SUPP"), SUPPRESSED)
    band = rows[published.band] if published.band else pd.Series("", rows.index)
    return {
        "value": value,
        "reason": why.where(value.isna(), ""),
        "lower": percent(rows[published.lower]) if published.lower else float("nan"),
        "upper": percent(rows[published.upper]) if published.upper else float("nan"),
        "band": band.replace(BANDS).where(value.notna(), ""),
    }
