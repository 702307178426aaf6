"""From published files to the ground of the maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import orjson
import pandas as pd
import pytest
import shapely

from alliance.errors import SourceError
from alliance.history.compile.ground import GRID, compile_ground
from alliance.maps.way_finding import FOLDER, PARTS

if TYPE_CHECKING:
    from pathlib import Path


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads((folder / f"{name}.json").read_bytes())
    return found


def test_the_ground_is_made_of_the_published_files_and_says_which(
    published: Path, tmp_path: Path
) -> None:
    steps: list[str] = []
    compile_ground(published, tmp_path / "ground", progress=steps.append)
    written = {path.name for path in (tmp_path / "ground").iterdir()}
    assert written == {"sources.csv", *(f"{name}.json" for name in PARTS)}
    towns = gpd.read_file(tmp_path / "ground" / "built_up_fine.json")
    doncaster = shapely.Point(-1.1331, 53.5228)
    assert towns.contains(doncaster).any()
    assert towns.total_bounds[0] > -2  # Wrexham is no town of England
    assert {road["name"] for road in rows(tmp_path / "ground", "road_numbers")} == {
        "M18", "A1(M)", "A64",
    }  # fmt: skip
    named = rows(tmp_path / "ground", "places")
    zooms = {place["name"]: place["zoom"] for place in named}
    assert [place["name"] for place in named][:3] == ["Sheffield", "Leeds", "Doncaster"]
    assert zooms["Sheffield"] < zooms["Doncaster"] < zooms["Bentley"]
    sources = pd.read_csv(tmp_path / "ground" / "sources.csv")
    assert set(sources["licence"]) == {"Open Government Licence v3.0", "CC BY 4.0"}
    assert steps[-1] == "writing the sources"


def test_a_class_of_road_that_is_not_known_is_refused(published: Path, tmp_path: Path) -> None:
    roads = published / "boundaries" / "roads_strategic_2020-03.geojson"
    roads.write_text(roads.read_text("utf-8").replace('"A(M)"', '"B"'), "utf-8")
    with pytest.raises(SourceError, match="found the classes B, expected M"):
        compile_ground(published, tmp_path / "ground")


@pytest.mark.parametrize(
    ("place", "built_up"),
    [
        ((-0.12, 51.51), True),  # London, Leeds, Birmingham: not among the towns' outlines
        ((-1.55, 53.80), True),
        ((-1.90, 52.48), True),
        ((-1.08, 53.96), True),  # York
        ((-1.85, 53.40), False),  # Kinder Scout
        ((-1.00, 54.35), False),  # the North York Moors
    ],
)
@pytest.mark.parametrize("fine", ["", "_fine"])
def test_towns_and_cities_are_built_up_and_moors_are_not(
    place: tuple[float, float], fine: str, *, built_up: bool
) -> None:
    shapes = gpd.read_file(FOLDER / f"built_up{fine}.json")
    assert shapes.contains(shapely.Point(place)).any() == built_up


def test_every_region_has_a_finer_outline_under_its_name() -> None:
    fine = gpd.read_file(FOLDER / "regions.json").set_index("name").to_crs(GRID)
    coarse = gpd.read_parquet(FOLDER.parent / "history" / "areas.parquet")
    coarse = coarse[coarse["kind"] == "region"].set_index("name").to_crs(GRID)
    assert set(fine.index) == set(coarse.index)
    assert shapely.get_num_coordinates(fine.geometry).sum() > 4 * (
        shapely.get_num_coordinates(coarse.geometry).sum()
    )
    both = fine.geometry.intersection(coarse.geometry.reindex(fine.index)).area
    assert (both / fine.geometry.area).min() > 0.97
