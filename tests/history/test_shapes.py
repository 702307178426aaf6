"""Tables with shapes are read as GeoPandas reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal

from alliance.history.shapes import read_shapes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("table", ["areas", "evidence/boundaries region"])
def test_shapes_are_read_with_their_grid_and_columns(slice_folder: Path, table: str) -> None:
    path = slice_folder / f"{table}.parquet"
    found, expected = read_shapes(path), gpd.read_parquet(path)
    assert_geodataframe_equal(found, expected, check_crs=True)
    assert found.crs.to_json() == expected.crs.to_json()
