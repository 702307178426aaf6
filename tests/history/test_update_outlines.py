"""Outlines of districts and authorities of a later year are added to the history."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from alliance.errors import SourceError
from alliance.history import History, open_history
from alliance.history.compile.updating.update import update
from alliance.maps.layers import in_force
from alliance.settings import ROOT
from alliance.sources.areas import outlines
from alliance.sources.areas.outlines import Edition, edition
from alliance.sources.files.parcel import unpack
from alliance.sources.tables.inbox import Inbox
from tests.history.reading import read_files

PUBLISHED = Path(__file__).parent.parent / "published"
DRAWN_2024 = PUBLISHED / "boundaries" / "eng_lad2024.geojson"
WHOLE_2024 = ROOT / "data" / "history" / "evidence" / "boundaries district 2024.parquet"
# Barnsley's code changed in April 2025.
BARNSLEY_2024, BARNSLEY_2025 = "E08000016", "E08000038"


def drawn(year: int = 25, table: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Give the districts of 2024 under the columns and codes of a later year."""
    table = gpd.read_file(DRAWN_2024) if table is None else table
    table = table.replace({BARNSLEY_2024: BARNSLEY_2025})
    table.insert(0, "FID", range(len(table)))
    names = {"code": f"LAD{year}CD", "name": f"LAD{year}NM"}
    return table.rename(columns=names)


def written(table: gpd.GeoDataFrame, path: Path) -> Path:
    table.to_file(path)
    return path


def zipped_shapes(table: gpd.GeoDataFrame, folder: Path, without: str = "") -> Path:
    """Give a shapefile's parts in a zip file, with the metadata that is published beside them."""
    folder.mkdir()
    stem = "LAD_MAY_2025_UK_BUC"
    table.to_file(folder / f"{stem}.shp")
    (folder / f"{stem}.shp.xml").write_text("<metadata/>")
    path = folder / "shapes.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob(f"{stem}.*")):
            if part.suffix != without:
                archive.write(part, f"Shapes/{part.name}")
    return path


@pytest.fixture(scope="module")
def of_2025(history: History, tmp_path_factory: pytest.TempPathFactory) -> History:
    """The shipped history with all of England's districts of 2025."""
    folder = tmp_path_factory.mktemp("of_2025")
    assert history.folder is not None
    target = Path(shutil.copytree(history.folder, folder / "data" / "history"))
    whole = drawn(table=gpd.read_parquet(WHOLE_2024))
    done = update([written(whole, folder / "LAD_MAY_2025_UK_BUC.geojson")], target)
    assert done.taken[0].content == "outlines of areas: district 2025"
    assert done.changed is not None
    assert done.changed.counts()["outlines of areas"] == len(whole)
    return open_history(target)


def test_later_outlines_hold_from_their_year_and_the_earlier_until_then(of_2025: History) -> None:
    areas = of_2025.areas
    days = areas[areas["kind"] == "district"].groupby("from_day", dropna=False)["to_day"].first()
    assert [str(day)[:10] for day in days.index] == ["2023-04-01", "2025-04-01", "NaT"]
    assert days["2023-04-01"] == pd.Timestamp(2025, 4, 1)
    for day, code in (("2025-03-31", BARNSLEY_2024), ("2025-04-01", BARNSLEY_2025)):
        held = in_force(areas, "district", pd.Timestamp(day).date())
        assert held.loc[held["name"] == "Barnsley", "code"].tolist() == [code]


def test_a_district_that_changed_keeps_both_codes_and_opportunity_areas_their_outline(
    of_2025: History, history: History
) -> None:
    after = of_2025
    codes = after.schools[["lad_code", "lad_code_latest"]].dropna().astype("str")
    then_and_now = set(codes.drop_duplicates().itertuples(index=False, name=None))
    assert ("E07000168", "E06000065") in then_and_now, "Scarborough is North Yorkshire now"
    assert (BARNSLEY_2024, BARNSLEY_2025) in then_and_now
    pd.testing.assert_series_equal(after.schools["lad_code"], history.schools["lad_code"])
    for kind in ("opportunity_area", "education_investment_area", "region"):
        before, now = (h.areas[h.areas["kind"] == kind] for h in (history, after))
        assert now.geometry.geom_equals(before.geometry.set_axis(now.index)).all(), kind


@pytest.fixture(scope="module")
def with_geojson(slice_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> History:
    """The history of the slices with their districts of 2025 as GeoJSON."""
    folder = tmp_path_factory.mktemp("with_geojson")
    target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
    update([written(drawn(), folder / "a.geojson")], target)
    return open_history(target)


def test_a_geopackage_on_the_national_grid_gives_the_same(
    with_geojson: History, folder: Path, tmp_path: Path
) -> None:
    update([written(drawn().to_crs("EPSG:27700"), tmp_path / "b.gpkg")], folder)
    one, two = with_geojson.areas, open_history(folder).areas
    assert one["code"].tolist() == two["code"].tolist()
    sizes = [areas.to_crs("EPSG:27700").area.sum() for areas in (one, two)]
    assert sizes[0] == pytest.approx(sizes[1], rel=1e-6)


def test_a_zipped_shapefile_gives_the_same_and_the_same_twice_changes_nothing(
    with_geojson: History, folder: Path, tmp_path: Path
) -> None:
    shapes = zipped_shapes(drawn().to_crs("EPSG:27700"), tmp_path / "shapes")
    done = update([shapes], folder)
    assert done.taken[0].file == "LAD_MAY_2025_UK_BUC.shp.zip"
    assert done.left_aside == ["LAD_MAY_2025_UK_BUC.shp.xml"]
    one, two = with_geojson.areas, open_history(folder).areas
    assert one["code"].tolist() == two["code"].tolist()
    sizes = [areas.to_crs("EPSG:27700").area.sum() for areas in (one, two)]
    assert sizes[0] == pytest.approx(sizes[1], rel=1e-6)
    again = update([zipped_shapes(drawn().to_crs("EPSG:27700"), tmp_path / "again")], folder)
    assert again.already == ["LAD_MAY_2025_UK_BUC.shp.zip"]


def test_a_shapefile_that_lacks_a_part_or_its_zip_is_told(folder: Path, tmp_path: Path) -> None:
    shapes = zipped_shapes(drawn(), tmp_path / "shapes", without=".dbf")
    with pytest.raises(SourceError, match=r"lacks its part \.dbf"):
        update([shapes], folder)
    with pytest.raises(SourceError, match="Give the zip file in which they were published"):
        update([tmp_path / "shapes" / "LAD_MAY_2025_UK_BUC.shp"], folder)


def test_a_shapefile_that_unpacks_to_far_more_than_its_size_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in (".shp", ".shx", ".dbf"):
            archive.writestr(f"LAD{ending}", bytes(20_000_000))
    with pytest.raises(SourceError, match="unpacks to more than"):
        update([bomb], folder)


@pytest.mark.parametrize("name", ["outlines.dat", "outlines.csv", "outlines"])
@pytest.mark.quick_cases(1)
def test_outlines_are_known_by_what_they_hold_whatever_they_are_called(
    folder: Path, tmp_path: Path, name: str
) -> None:
    for number, ending in enumerate(("gpkg", "geojson")):
        own = written(drawn(25 + number), tmp_path / f"areas.{ending}")
        done = read_files([Path(shutil.copyfile(own, tmp_path / name))], folder)
        assert done.taken[0].content == f"outlines of areas: district {2025 + number}"
        assert done.taken[0].file == f"{name}.{ending}"


def regions_of(history: History) -> gpd.GeoDataFrame:
    """Give the nine regions under the columns of 2025, their names spelled otherwise."""
    regions = history.areas[history.areas["kind"] == "region"]
    regions = regions[["code", "name", "geometry"]].to_crs("EPSG:27700")
    regions = regions.assign(name=regions["name"].str.upper())
    return regions.rename(columns={"code": "RGN25CD", "name": "RGN25NM"})


def test_regions_are_drawn_anew_under_their_own_names(
    folder: Path, tmp_path: Path, history: History
) -> None:
    before = open_history(folder).areas
    regions = before[before["kind"] == "region"]
    anew = regions_of(history)
    done = update([zipped_shapes(anew, tmp_path / "regions")], folder)
    assert done.taken[0].content == "outlines of areas: region 2025"
    assert done.changed is not None
    # The alliance region is made of three of them.
    assert done.changed.counts()["outlines of areas"] == len(regions) + 1
    after = open_history(folder).areas
    assert len(after) == len(before)
    held = after[after["kind"] == "region"]
    assert held["name"].tolist() == regions["name"].tolist()
    whole = history.areas[history.areas["kind"] == "region"].to_crs("EPSG:27700")
    assert held.to_crs("EPSG:27700").area.sum() == pytest.approx(whole.area.sum(), rel=1e-6)
    with pytest.raises(SourceError, match="the history holds those of that year"):
        update([written(anew, tmp_path / "r.gpkg")], folder)


def test_outlines_that_lack_a_region_are_refused(
    folder: Path, tmp_path: Path, history: History
) -> None:
    with pytest.raises(SourceError, match="found the regions E12"):
        update([written(regions_of(history).iloc[:-1], tmp_path / "r.gpkg")], folder)


def unsaid(path: Path, numbers: str) -> Path:
    """Write outlines in the numbers of a reference system that the file does not name."""
    table = drawn().to_crs(numbers)
    if path.suffix == ".geojson":
        path.write_text(
            table.to_json(drop_id=True, show_bbox=False, to_wgs84=False).replace("crs", "was"),
            "utf-8",
        )
        assert '"crs"' not in path.read_text("utf-8")
    else:
        pyogrio.write_dataframe(table.set_crs(None, allow_override=True), path)
    return path


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg"])
@pytest.mark.quick_cases(1)
def test_metres_that_can_only_be_on_the_national_grid_are_read_and_it_is_said(
    folder: Path, tmp_path: Path, name: str
) -> None:
    done = update([unsaid(tmp_path / name, "EPSG:27700")], folder)
    assert done.taken[0].rows_refused == 0
    assert "metres on the British National Grid: that was assumed" in done.taken[0].note
    areas = open_history(folder).areas.query("kind == 'district' and to_day.isna()")
    assert areas.total_bounds == pytest.approx(drawn().total_bounds, abs=1e-4)


def test_a_shapefile_that_lost_its_reference_system_is_read_on_the_national_grid(
    tmp_path: Path,
) -> None:
    shapes = zipped_shapes(drawn().to_crs("EPSG:27700"), tmp_path / "shapes", without=".prj")
    (name,) = unpack(shapes, tmp_path).files
    inbox = Inbox(tmp_path)
    _, areas = outlines.outlines_of(inbox, name)
    assert areas.total_bounds == pytest.approx(drawn().total_bounds, abs=1e-4)
    assert len(inbox.readings[name].notes) == 1
    _, plain = outlines.outlines_of(inbox, written(drawn(), tmp_path / "said.geojson").name)
    assert inbox.readings["said.geojson"].notes == []
    assert len(plain) == len(areas)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg"])
def test_metres_of_another_system_that_is_not_named_stay_refused(tmp_path: Path, name: str) -> None:
    path = unsaid(tmp_path / name, "EPSG:3857")
    with pytest.raises(SourceError, match="expected England in degrees or on the National Grid"):
        outlines.outlines_of(Inbox(tmp_path), path.name)


@pytest.mark.thorough(held_by="test_later_outlines_hold_from_their_year_and_the_earlier_until_then")
def test_the_order_of_years_does_not_matter(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    files = [written(drawn(year), tmp_path / f"{year}.geojson") for year in (23, 25)]
    for file in files:
        update([file], folder)
    update(files[::-1], other)
    one, two = (open_history(place) for place in (folder, other))
    pd.testing.assert_frame_equal(one.areas, two.areas)
    pd.testing.assert_frame_equal(one.schools, two.schools)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (lambda: drawn(24), "the history holds those of 2017, 2024"),
        (lambda: drawn(16), "the history holds those of 2017, 2024"),
        (lambda: drawn().head(9), "holds 9 English areas"),
        (lambda: drawn().rename(columns={"LAD25NM": "title"}), "no layer has the codes and names"),
        (lambda: drawn().set_crs("EPSG:3035", allow_override=True), "expected England in degrees"),
        (lambda: drawn().assign(LAD25CD="S12000033"), "expected English areas"),
    ],
)
@pytest.mark.quick_cases(2)
def test_outlines_that_cannot_be_used_say_why_and_change_nothing(
    folder: Path, tmp_path: Path, table, says: str
) -> None:
    version = open_history(folder).version
    path = written(table(), tmp_path / "outlines.gpkg")
    with pytest.raises(SourceError, match=says):
        update([path], folder)
    assert open_history(folder).version == version


def cut_off(name: str, tmp_path: Path) -> bytes:
    """Give the first half of a file of outlines."""
    whole = written(drawn(), tmp_path / f"whole {name}").read_bytes()
    return whole[: len(whole) // 2]


POINTS_ELSEWHERE = b"""<OGRVRTDataSource><OGRVRTLayer name="x">
<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("list.json", b'[{"urn": 100000}]', "found JSON that is a list, and no outlines"),
        ("keys.json", b'{"urn": 1, "name": 2}', "found JSON with 'urn', 'name', no outlines"),
        ("cut.geojson", cut_off, r"this JSON is damaged or cut off at row \d+"),
        ("bytes.geojson", b'{"a": "\xff"}', "this JSON is damaged: it is not in UTF-8"),
        ("empty.geojson", b" ", "the file is empty"),
        ("words.geojson", b"hello", "it does not begin as JSON"),
        ("page.geojson", b"<html>Too many requests</html>", "found a web page or XML"),
        ("elsewhere.geojson", POINTS_ELSEWHERE, "found a web page or XML"),
        ("elsewhere.gpkg", POINTS_ELSEWHERE, "it does not begin as a GeoPackage"),
        ("cut.gpkg", cut_off, "this GeoPackage cannot be read: it is damaged, cut off"),
    ],
)
@pytest.mark.quick_cases(3)
def test_what_is_no_outlines_is_told_in_plain_words(
    folder: Path, tmp_path: Path, name: str, content, found: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content(name, tmp_path))
    says = rf"^{name}: {found}.*\. Expected outlines as GeoJSON or GeoPackage, .* download"
    with pytest.raises(SourceError, match=says) as fault:
        update([path], folder)
    assert not [word for word in ("sqlite", "DRIVER", "Failed") if word in str(fault.value)]


def test_authorities_are_known_by_their_own_codes(tmp_path: Path) -> None:
    table = drawn().rename(columns={"LAD25CD": "ctyua23cd", "LAD25NM": "ctyua23nm"})
    path = written(table, tmp_path / "counties.geojson")
    assert edition(path) == Edition("authority", 2023, "ctyua23cd", "ctyua23nm", "counties")


def test_finer_outlines_are_simplified_and_neighbours_still_meet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlines, "MOST_CORNERS", 10)
    table = drawn()
    coarse = outlines._simplified(table)
    corners = [shapely.get_num_coordinates(t.geometry.to_numpy()).sum() for t in (coarse, table)]
    assert corners[0] < corners[1]
    assert coarse.is_valid.all()
    assert coarse.area.sum() == pytest.approx(table.to_crs("EPSG:27700").area.sum(), rel=0.01)
