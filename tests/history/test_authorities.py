"""Under which local authority a school stands on each day, whatever source says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from alliance.history.checks import check
from alliance.history.compile import evidence
from alliance.history.compile.areas.authorities import (
    commissioners,
    named,
    names,
    school_authorities,
    with_newest,
)
from alliance.history.compile.areas.editions import authorities
from alliance.history.compile.areas.reorganisations import REORGANISATIONS
from alliance.history.compile.schools.locations import located, stated_places
from alliance.sources.gias import establishments, extract

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History
    from alliance.history.compile.inputs import Inputs

NORTHAMPTONSHIRE, NORTH, WEST = 928, 940, 941
DORSET, POOLE, BCP, NEW_DORSET = 835, 836, 839, 838
CUMBRIA, CUMBERLAND, WESTMORLAND = 909, 942, 943
CHESHIRE, CHESHIRE_EAST = 875, 895


def squares(*codes: tuple[str, str]) -> gpd.GeoDataFrame:
    """Squares of 20 km side by side, the first at 0, 0 on the National Grid, by code and name."""
    shapes = [box(20_000 * i, 0, 20_000 * (i + 1), 20_000) for i in range(len(codes))]
    table = pd.DataFrame(codes, columns=["code", "name"])
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:27700").to_crs("EPSG:4326")


@pytest.fixture(scope="module")
def bare(slice_folder: Path) -> Inputs:
    """The tables of codes, and no source that names a school; outlines are invented squares."""
    given = evidence.read(slice_folder)
    tables = ("group_rows", "spine", "ofsted_schools", "links", "locations_2026", "listed_schools")
    empty = {name: getattr(given, name).head(0) for name in tables}
    return replace(
        given,
        **empty,
        establishments=establishments.none(establishments.ALL_COLUMNS),
        open_establishments=establishments.none(establishments.OPEN_COLUMNS),
        extracts=extract.none(),
        boundaries={
            "district 2017": squares(("E07000154", "Northampton"), ("E07000048", "Christchurch")),
            "authority 2019": squares(
                ("E10000021", "Northamptonshire"),
                ("E06000058", "Bournemouth, Christchurch and Poole"),
            ),
            "authority 2024": squares(
                ("E06000062", "West Northamptonshire"),
                ("E06000058", "Bournemouth, Christchurch and Poole"),
            ),
        },
    )


def saying(bare: Inputs, *rows: tuple[str, int, int]) -> Inputs:
    """Have lists state the authority of schools: a day, a URN and a number each."""
    table = pd.DataFrame(rows, columns=["seen", "urn", "la_code"])
    table["seen"] = pd.to_datetime(table["seen"])
    columns = bare.group_rows.columns
    return replace(bare, group_rows=table.reindex(columns=columns))


def under(given: Inputs, *schools: int, at: tuple[float, float] | None = None) -> dict:
    """Give the authorities of each school with their first day, in order."""
    place = at or (float("nan"), float("nan"))
    known = pd.DataFrame(
        {"easting_m": place[0], "northing_m": place[1], "closed": pd.NaT},
        index=pd.Index(schools, name="urn"),
    )
    table = school_authorities(known, given)
    since = table["from_day"].dt.strftime("%Y-%m-%d").fillna("")
    pairs = pd.Series(list(zip(since, table["la_code"], strict=True)))
    return pairs.groupby(table["urn"].to_numpy()).agg(list).to_dict()


def test_neighbours_change_on_one_day_whichever_list_names_them_and_by_which_authority(
    bare: Inputs,
) -> None:
    given = saying(
        bare,
        ("2018-01-01", 1, NORTHAMPTONSHIRE),
        ("2022-08-01", 1, WEST),
        ("2022-08-01", 2, WEST),
        ("2018-01-01", 3, NORTHAMPTONSHIRE),
        ("2022-08-01", 4, NORTH),
    )
    both = [("", NORTHAMPTONSHIRE), ("2021-04-01", WEST)]
    assert under(given, 1, 2, 3, 4, at=(10_000, 10_000)) == {
        1: both,
        2: both,
        3: both,
        4: [("", NORTHAMPTONSHIRE), ("2021-04-01", NORTH)],
    }


def test_a_school_without_a_place_and_one_with_a_place_agree(bare: Inputs) -> None:
    given = saying(bare, ("2024-09-01", 1, CUMBERLAND))
    expected = {1: [("", CUMBRIA), ("2023-04-01", CUMBERLAND)]}
    assert under(given, 1) == under(given, 1, at=(10_000, 10_000)) == expected


def test_an_authority_that_had_ended_when_a_source_names_it_counts_for_the_days_before(
    bare: Inputs,
) -> None:
    given = saying(bare, ("2023-11-16", 1, WESTMORLAND), ("2026-01-01", 1, CUMBRIA))
    assert under(given, 1) == {1: [("", CUMBRIA), ("2023-04-01", WESTMORLAND)]}


def test_the_authorities_of_2009_are_known_by_those_that_took_their_place(bare: Inputs) -> None:
    given = saying(bare, ("2018-01-01", 1, CHESHIRE_EAST))
    assert under(given, 1) == {1: [("", CHESHIRE), ("2009-04-01", CHESHIRE_EAST)]}
    assert names(given)[CHESHIRE] == "Cheshire"


def test_one_of_several_authorities_before_is_the_one_stated_then_else_that_of_the_district(
    bare: Inputs,
) -> None:
    given = saying(bare, ("2018-01-01", 1, POOLE), ("2024-01-01", 1, BCP), ("2024-01-01", 2, BCP))
    assert under(given, 1, 2, at=(30_000, 10_000)) == {
        1: [("", POOLE), ("2019-04-01", BCP)],
        2: [("", DORSET), ("2019-04-01", BCP)],
    }
    assert under(given, 2) == {2: [("2019-04-01", BCP)]}, "without a place nothing says which"


def test_the_only_successor_needs_no_place(bare: Inputs) -> None:
    given = saying(bare, ("2018-01-01", 1, POOLE))
    assert under(given, 1) == {1: [("", POOLE), ("2019-04-01", BCP)]}


def test_a_school_that_no_source_gives_an_authority_has_that_of_its_successor(
    bare: Inputs,
) -> None:
    given = saying(bare, ("2018-01-01", 2, 371))
    links = bare.links.reindex([0]).assign(predecessor_urn=1, successor_urn=2, kind="replaced")
    assert under(replace(given, links=links), 1, 2) == {1: [("", 371)], 2: [("", 371)]}


def extracted(bare: Inputs, *rows: tuple[str, int, int, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["seen", "urn", "la_code", "la_name"])
    table = table.assign(is_open=True, commissioner_region="").reindex(columns=[*extract.COLUMNS])
    table["is_open"] = True
    return table.astype({"seen": "datetime64[s]", "urn": "int32", "la_code": "Int16"})


def test_an_authority_that_is_new_in_an_extract_holds_from_the_april_before_for_all(
    bare: Inputs,
) -> None:
    given = saying(bare, ("2024-01-01", 1, 936), ("2024-01-01", 2, 936))
    rows = [("2027-09-01", 1, 947, "East Surrey"), ("2027-09-01", 2, 948, "West Surrey")]
    given = replace(given, extracts=extracted(bare, *rows))
    assert under(given, 1, 2) == {
        1: [("", 936), ("2027-04-01", 947)],
        2: [("", 936), ("2027-04-01", 948)],
    }
    known = pd.DataFrame({"easting_m": [float("nan")], "northing_m": [float("nan")]}, index=[1])
    assert school_authorities(known, given)["la_name"].tolist() == ["Surrey", "East Surrey"]
    assert with_newest(known, given)["region"].tolist() == ["South East"]


def test_a_number_that_is_new_beside_the_old_authority_is_a_stray(bare: Inputs) -> None:
    given = saying(bare, ("2024-01-01", 1, 936), ("2024-01-01", 2, 936))
    rows = [("2027-09-01", 1, 947, "East Surrey"), ("2027-09-01", 2, 936, "Surrey")]
    given = replace(given, extracts=extracted(bare, *rows))
    assert under(given, 2) == {2: [("", 936)]}


def test_what_the_register_calls_pre_lgr_is_no_name(bare: Inputs) -> None:
    rows = [("2027-09-01", 1, 947, "Pre-LGR 2027 Surrey"), ("2027-09-02", 1, 947, "New Surrey")]
    given = replace(bare, extracts=extracted(bare, *rows))
    assert names(given)[947] == "New Surrey"


def test_the_table_of_schools_has_the_authority_of_the_newest_source(bare: Inputs) -> None:
    given = saying(bare, ("2018-01-01", 1, POOLE), ("2018-01-01", 2, POOLE), ("2024-01-01", 2, BCP))
    known = pd.DataFrame({"easting_m": float("nan"), "northing_m": float("nan")}, index=[1, 2])
    table = with_newest(known, given)
    assert table["la_name"].tolist() == ["Poole", "Bournemouth, Christchurch and Poole"]
    assert table["region"].tolist() == ["South West", "South West"]


def test_a_commissioners_region_is_that_of_most_of_an_authoritys_schools(bare: Inputs) -> None:
    table = pd.DataFrame(
        {"la_code": [371, 371, 371, 380], "commissioner_region": ["A", "B", "A", ""]}
    )
    given = replace(bare, establishments=table.reindex(columns=[*bare.establishments.columns]))
    assert commissioners(given).to_dict() == {371: "A"}


def test_results_of_authorities_bear_the_name_that_schools_have(bare: Inputs) -> None:
    table = pd.DataFrame(
        {"kind": "authority", "name": ["Bedford Borough", "Dorset (Pre LG)"], "la_code": [822, 835]}
    )
    assert named(table, bare)["name"].tolist() == ["Bedford", "Dorset"]


def test_every_reorganisation_cites_its_law_and_takes_effect_on_a_first_of_april() -> None:
    for change in REORGANISATIONS:
        assert (change.day.month, change.day.day) == (4, 1)
        assert "Order" in change.citation
        assert change.ended not in change.successors


def test_outlines_of_an_authority_hold_while_it_was_one(bare: Inputs) -> None:
    table = authorities(bare)
    days = table[["from_day", "to_day"]].apply(lambda day: day.dt.strftime("%Y-%m-%d").fillna(""))
    rows = zip(days["from_day"], days["to_day"], table["edition"], strict=True)
    held = pd.Series(list(rows)).groupby(table["la_code"].to_numpy()).agg(sorted)
    assert held[NORTHAMPTONSHIRE] == [("", "2021-04-01", 2019)]
    assert held[WEST] == [("2021-04-01", "2023-04-01", 2024), ("2023-04-01", "", 2024)]
    assert held[DORSET] == [("", "2019-04-01", 2017)], "made of the districts of 2017"
    assert held[BCP] == [("2019-04-01", "2023-04-01", 2019), ("2023-04-01", "", 2024)]


def test_the_newest_source_says_where_a_school_stands_and_0_is_no_place(bare: Inputs) -> None:
    def placed(table: pd.DataFrame, *rows: tuple[str, int, float]) -> pd.DataFrame:
        more = pd.DataFrame(rows, columns=["seen", "urn", "easting_m"]).assign(northing_m=1.0)
        more["seen"] = pd.to_datetime(more["seen"])
        return more.reindex(columns=table.columns)

    given = replace(
        bare,
        ofsted_schools=placed(bare.ofsted_schools, ("", 1, 10.0), ("", 2, 10.0)),
        locations_2026=placed(bare.locations_2026, ("2026-08-06", 1, 40.0), ("", 2, 5.0)),
        establishments=placed(bare.establishments, ("2023-11-16", 1, 20.0)),
        extracts=placed(bare.extracts, ("2026-11-20", 1, 0.0), ("2024-01-01", 2, 30.0)),
    )
    assert stated_places(given)["easting_m"].to_dict() == {1: 40.0, 2: 30.0}


def test_a_school_known_by_its_postcode_only_stands_at_the_postcode(bare: Inputs) -> None:
    spelled = bare.postcodes.index[0]
    known = pd.DataFrame({"postcode": [f"{spelled[:-3]} {spelled[-3:]}", None]}, index=[1, 2])
    table = located(known, bare)
    assert table["location_source"].tolist()[0] == "postcode"
    assert table.loc[1, "easting_m"] == bare.postcodes["easting_m"].iloc[0]
    assert pd.isna(table.loc[2, "location_source"])


def test_the_check_finds_a_school_under_an_authority_that_was_replaced(
    slice_history: History,
) -> None:
    rule = "No school stands under a local authority before it began or after it was replaced"
    assert next(one for one in check(slice_history) if one.rule == rule).holds
    first, second, third = slice_history.schools.loc[
        slice_history.schools["closed"].isna(), "urn"
    ].head(3)
    table = pd.DataFrame(
        {
            "urn": [first, first, second, third],
            "la_code": [928, 941, 928, 941],
            "la_name": ["Northamptonshire", "West Northamptonshire"] * 2,
            "from_day": pd.to_datetime([None, "2021-04-01", None, None]),
        }
    )
    found = next(
        one for one in check(replace(slice_history, school_authorities=table)) if one.rule == rule
    )
    assert not found.holds
    assert found.found.startswith("2 break it")
