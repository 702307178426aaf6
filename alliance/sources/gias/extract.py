"""The register's full extract: every establishment, open or closed, with its trust on one day.

Get Information About Schools gives it as ``edubasealldata<date>.csv`` (cp1252, some 140 columns,
days as dd-mm-yyyy; a spreadsheet that saved it may have written them in another way).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import (
    ANY,
    ANY_DAY_OR_BLANK,
    COUNT_OR_BLANK,
    PERCENT_OR_BLANK,
    TEXT,
    URN,
    Layout,
)
from alliance.sources.tables.values import any_day, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox
    from alliance.sources.tables.reading import Reading

TYPE = "TypeOfEstablishment (name)"
LAYOUT = Layout(
    {
        "URN": URN,
        "LA (code)": COUNT_OR_BLANK,
        "EstablishmentNumber": COUNT_OR_BLANK,
        "EstablishmentName": TEXT,
        "TypeOfEstablishment (name)": TEXT,
        "EstablishmentStatus (name)": TEXT,
        "OpenDate": ANY_DAY_OR_BLANK,
        "CloseDate": ANY_DAY_OR_BLANK,
        "PhaseOfEducation (name)": ANY,
        "CensusDate": ANY_DAY_OR_BLANK,
        "NumberOfPupils": COUNT_OR_BLANK,
        "PercentageFSM": PERCENT_OR_BLANK,
        "TrustSchoolFlag (name)": ANY,
        "Trusts (code)": ANY,
        "Trusts (name)": ANY,
        "LastChangedDate": ANY_DAY_OR_BLANK,
        "Postcode": ANY,
        "DistrictAdministrative (code)": ANY,
        "Easting": COUNT_OR_BLANK,
        "Northing": COUNT_OR_BLANK,
    },
    unique=("URN",),
    needed=("URN", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentStatus (name)"),
)
# Columns that are published beside those that are read.
OTHER_COLUMNS = frozenset(
    """LA (name)|TypeOfEstablishment (code)|EstablishmentTypeGroup (code)
EstablishmentTypeGroup (name)|EstablishmentStatus (code)|ReasonEstablishmentOpened (code)
ReasonEstablishmentOpened (name)|ReasonEstablishmentClosed (code)|ReasonEstablishmentClosed (name)
PhaseOfEducation (code)|StatutoryLowAge|StatutoryHighAge|Boarders (code)|Boarders (name)
NurseryProvision (name)|OfficialSixthForm (code)|OfficialSixthForm (name)|Gender (code)
Gender (name)|ReligiousCharacter (code)|ReligiousCharacter (name)|ReligiousEthos (name)
Diocese (code)|Diocese (name)|AdmissionsPolicy (code)|AdmissionsPolicy (name)|SchoolCapacity
SpecialClasses (code)|SpecialClasses (name)|NumberOfBoys|NumberOfGirls|TrustSchoolFlag (code)
SchoolSponsorFlag (name)|SchoolSponsors (name)|FederationFlag (name)|Federations (code)
Federations (name)|UKPRN|FEHEIdentifier|FurtherEducationType (name)|OfstedLastInsp
OfstedSpecialMeasures (code)|OfstedSpecialMeasures (name)|Street|Locality|Address3|Town
County (name)|SchoolWebsite|TelephoneNum|HeadTitle (name)|HeadFirstName|HeadLastName
HeadPreferredJobTitle|BSOInspectorateName (name)|InspectorateReport|DateOfLastInspectionVisit
NextInspectionVisit|TeenMoth (name)|TeenMothPlaces|CCF (name)|SENPRU (name)|EBD (name)|PlacesPRU
FTProv (name)|EdByOther (name)|Section41Approved (name)|SEN1 (name)|SEN2 (name)|SEN3 (name)
SEN4 (name)|SEN5 (name)|SEN6 (name)|SEN7 (name)|SEN8 (name)|SEN9 (name)|SEN10 (name)|SEN11 (name)
SEN12 (name)|SEN13 (name)|TypeOfResourcedProvision (name)|ResourcedProvisionOnRoll
ResourcedProvisionCapacity|SenUnitOnRoll|SenUnitCapacity|GOR (code)|GOR (name)
DistrictAdministrative (name)|AdministrativeWard (code)|AdministrativeWard (name)
ParliamentaryConstituency (code)|ParliamentaryConstituency (name)|UrbanRural (code)
UrbanRural (name)|GSSLACode (name)|MSOA (name)|LSOA (name)|InspectorateName (name)|SENStat
SENNoStat|BoardingEstablishment (name)|PropsName|PreviousLA (code)|PreviousLA (name)
PreviousEstablishmentNumber|OfstedRating (name)|RSCRegion (name)|Country (name)|UPRN
SiteName|QABName (code)|QABName (name)|EstablishmentAccredited (code)
EstablishmentAccredited (name)|QABReport|CHNumber|MSOA (code)|LSOA (code)|FSM
AccreditationExpiryDate""".replace("\n", "|").split("|")
)
# The name of the local authority, which is known already unless the authority is new.
AUTHORITY = "LA (name)"
TRUST_COLUMNS = frozenset({"TrustSchoolFlag (name)", "Trusts (code)", "Trusts (name)"})
OPEN = ("Open", "Open, but proposed to close")
# A number of its own for each provider of education, which older extracts lack.
PROVIDER = "UKPRN"
# The eight regions of regional schools commissioners, 2014 to 2022; later extracts may lack them.
COMMISSIONERS = "RSCRegion (name)"
NO_COMMISSIONER = ("", "Not Applicable", "Not applicable")
TRUST_TYPES = {
    "Supported by a multi-academy trust": "Multi-academy trust",
    "Supported by a single-academy trust": "Single-academy trust",
}
# Words that tell of no academy trust; "a trust" is a foundation school's.
NO_ACADEMY_TRUST = ("", "Not applicable", "Not supported by a trust", "Supported by a trust")
COLUMNS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "is_open": "bool",
    "name": "str",
    "type": "str",
    "phase": "str",
    "la_code": "Int16",
    "la_name": "str",
    "laestab": "Int32",
    "ukprn": "Int32",
    "postcode": "str",
    "opened": "datetime64[s]",
    "closed": "datetime64[s]",
    "easting_m": "float64",
    "northing_m": "float64",
    "census_year": "Int16",
    "pupils": "float64",
    "percent_fsm": "float64",
    "commissioner_region": "str",
    "uid": "Int32",
    "group_name": "str",
    "group_type": "str",
}


def none() -> pd.DataFrame:
    """Return the table of extracts without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def read(inbox: Inbox, file: str, columns: Iterable[str], types: Iterable[str]) -> Reading:
    """Read an extract, with commissioners' regions, authorities' names and UKPRNs if it has them.

    Parameters
    ----------
    types
        The types of establishment that are asked for, in lower case; others are left aside.
    """
    ours = ["", *types]
    more = {name: ANY for name in (COMMISSIONERS, AUTHORITY, PROVIDER) if name in set(columns)}
    own = replace(
        LAYOUT,
        columns={**LAYOUT.columns, **more},
        aside={TYPE: lambda names: names.mask(names.str.lower().isin(ours), "")},
    )
    return inbox.reading(file, own)


def extract(reading: Reading, seen: pd.Timestamp) -> pd.DataFrame:
    """Return what an extract shows on its day, a row an establishment; columns as ``COLUMNS``.

    ``closed`` is the first day it was no longer open: the register states the last day.
    ``commissioner_region`` is blank where there is none, or the extract lacks the column.
    """
    rows = reading.rows
    has_commissioners = COMMISSIONERS in rows
    la_code, own_number = number(rows["LA (code)"]), number(rows["EstablishmentNumber"])
    group_type = rows["TrustSchoolFlag (name)"].map(TRUST_TYPES)
    uid = number(rows["Trusts (code)"]).where(group_type.notna())
    table = pd.DataFrame(
        {
            "seen": seen,
            "urn": rows["URN"],
            "is_open": rows["EstablishmentStatus (name)"].isin(OPEN),
            "name": rows["EstablishmentName"],
            "type": rows["TypeOfEstablishment (name)"],
            "phase": rows["PhaseOfEducation (name)"],
            "la_code": la_code,
            "la_name": rows.get(AUTHORITY, ""),
            "laestab": 10_000 * la_code + own_number,
            "ukprn": number(rows[PROVIDER]) if PROVIDER in rows else pd.NA,
            "postcode": rows["Postcode"],
            "opened": any_day(rows["OpenDate"]),
            "closed": any_day(rows["CloseDate"]) + pd.Timedelta(days=1),
            "easting_m": number(rows["Easting"]),
            "northing_m": number(rows["Northing"]),
            "census_year": any_day(rows["CensusDate"]).dt.year,
            "pupils": number(rows["NumberOfPupils"]),
            "percent_fsm": number(rows["PercentageFSM"]),
            "commissioner_region": rows[COMMISSIONERS].mask(
                rows[COMMISSIONERS].isin(NO_COMMISSIONER), ""
            )
            if has_commissioners
            else "",
            "uid": uid,
            "group_name": rows["Trusts (name)"].where(uid.notna(), ""),
            "group_type": group_type.where(uid.notna(), "").fillna(""),
        }
    )
    return table.astype(COLUMNS).reset_index(drop=True)


def trust_rows(extracts: pd.DataFrame) -> pd.DataFrame:
    """Return what extracts show of trusts.

    Columns as :func:`alliance.sources.gias.academies.group_rows` gives them.
    An extract does not say since when.
    """
    held = extracts[extracts["is_open"] & extracts["uid"].notna()]
    return pd.DataFrame(
        {
            "seen": held["seen"],
            "urn": held["urn"],
            "uid": held["uid"].astype("int32"),
            "group_name": held["group_name"],
            "companies_house": None,
            "group_type": held["group_type"],
            "stated_join": pd.Series(pd.NaT, held.index, dtype="datetime64[s]"),
            "group_closed": pd.Series(pd.NaT, held.index, dtype="datetime64[s]"),
            "name": held["name"],
            "type": held["type"],
            "phase": held["phase"],
            "la_code": held["la_code"],
        }
    )
