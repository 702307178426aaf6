"""The register's establishments of 2023, 2025 and 2026, read as published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.sources.gias.establishments import (
    ALL_2023,
    OPEN_2025,
    OPEN_2026,
    establishments,
    open_establishments,
)
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from pathlib import Path

ALL = """urn,la_code,la_name,establishment_number,ukprn,name,establishment_type_code,\
establishment_type_name,phase_type,phase_name,establishment_status_code,establishment_status_name,\
close_date,postcode,easting,northing,rsc_region,number_of_pupils,last_changed_date
106715,371,Doncaster,2009,,Copley Junior School,1,Community school,2,Primary,2,Closed,2017-08-31,\
DN5 7SD,452000,403000,Lancashire and West Yorkshire,,2020-01-01
148569,941,West Northamptonshire,2084,,Cedar Road,34,Academy converter,2,Primary,3,\
"Open, but proposed to close",2024-03-31,NN1 4RW,476900,262500,South-East,410,2023-09-01
150000,941,West Northamptonshire,,,A School,35,Free schools,4,Secondary,4,Proposed to open,,,0,0,\
Not Applicable,,2023-09-01
"""
OPEN_25 = """urn,la_code,la_name,establishment_number,establishment_name,establishment_type,\
establishment_type_group,education_phase,number_of_pupils,percentage_fsm,easting,northing,\
lsoa_code,pcon_code,longitude,latitude
100000,201,City of London,3614,The Aldgate School,Voluntary aided school,\
Local authority maintained schools,Primary,244,21.7,533498,181201,E01032739,E14001172,\
-0.07753063171580948,51.513968813644965
100001,201,City of London,6005,City of London School for Girls,Other independent school,\
Independent schools,Not applicable,,,532301,181746,999999999,E14001172,-0.0945,51.51
"""
OPEN_26 = """urn,name,lat,lon,phase_letter
100000,The Aldgate School,51.513458,-0.075918,P
100002,A School on the Meridian,51.477928,8e-06,X
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """The three files, a few rows of each."""
    (tmp_path / "gias").mkdir()
    for file, text in ((ALL_2023, ALL), (OPEN_2025, OPEN_25), (OPEN_2026, OPEN_26)):
        (tmp_path / file).write_text(text, "utf-8")
    return Inbox(tmp_path)


def test_a_school_is_shut_from_the_day_after_the_one_that_the_register_states(inbox: Inbox) -> None:
    table = establishments(inbox).set_index("urn")
    assert table.loc[106715, "closed"] == pd.Timestamp(2017, 9, 1)
    assert table["is_open"].to_dict() == {106715: False, 148569: True, 150000: False}


def test_no_number_no_place_and_no_region_are_missing_rather_than_0(inbox: Inbox) -> None:
    proposed = establishments(inbox).set_index("urn").loc[150000]
    assert proposed[["laestab", "easting_m", "northing_m", "pupils", "closed"]].isna().all()
    assert proposed["commissioner_region"] == ""


def test_places_of_2026_are_in_the_ordnance_surveys_datum(inbox: Inbox) -> None:
    table = open_establishments(inbox)
    places = table[table["urn"] == 100000].set_index("seen")[["easting_m", "northing_m"]]
    assert places.to_dict("index") == {
        pd.Timestamp(2025, 5, 24): {"easting_m": 533498, "northing_m": 181201},
        pd.Timestamp(2026, 1, 30): {"easting_m": 533498, "northing_m": 181201},
    }


def test_a_longitude_in_powers_of_ten_is_a_longitude(inbox: Inbox) -> None:
    table = open_establishments(inbox)
    assert table.loc[table["urn"] == 100002, "easting_m"].notna().all()
    assert inbox.refusals().empty


def test_what_is_no_small_area_of_england_is_missing(inbox: Inbox) -> None:
    areas = open_establishments(inbox).drop_duplicates("urn").set_index("urn")["lsoa_code"]
    assert areas[[100000, 100001]].to_list() == ["E01032739", ""]
