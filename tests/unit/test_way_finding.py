"""The ground one finds one's way by, as the browser is told of it."""

from __future__ import annotations

import gzip

import orjson
import pytest

from alliance.errors import UnknownName
from alliance.maps.ground import land, picture
from alliance.maps.palette import LIGHT, THEMES
from alliance.maps.way_finding import CREDIT, PARTS, ground_address, ground_bytes, way_finding
from alliance.text.licences import SHORT


@pytest.mark.parametrize("theme", THEMES)
def test_all_that_is_drawn_has_a_source_that_is_served(theme: str) -> None:
    told = way_finding(theme)
    addresses = [source["data"] for source in told["sources"].values()]
    addresses += [address for _, address in told["finer"].values()]
    addresses += told["names"].values()
    for address in addresses:
        _, _, version, name = address.removesuffix(".json").split("/")
        assert orjson.loads(ground_bytes(name, version))
    assert {layer["source"] for layer in told["layers"]} == set(told["sources"])


def test_everybody_whose_data_are_shown_is_named() -> None:
    for owner in ("OS © Crown copyright", "ONS", "National Highways", "GeoNames (CC BY 4.0)"):
        assert owner in CREDIT
    for theme in THEMES:
        assert way_finding(theme)["licence"] == SHORT


def test_what_is_not_there_is_refused() -> None:
    version = ground_address("roads").split("/")[2]
    with pytest.raises(UnknownName, match="no ground 'sewers'"):
        ground_bytes("sewers", version)
    with pytest.raises(UnknownName, match="another version"):
        ground_bytes("roads", "0" * 12)


def test_the_ground_of_a_first_look_is_small() -> None:
    version = ground_address("roads").split("/")[2]
    size = {name: len(gzip.compress(ground_bytes(name, version))) for name in PARTS}
    assert size["built_up"] + size["roads"] + size["road_numbers"] + size["places"] < 200_000
    assert sum(size.values()) < 600_000


def test_a_map_tells_where_its_ground_and_the_names_of_authorities_are() -> None:
    under, over = land(["London"], LIGHT, bold=False)
    fetched = {"authorities": "/layers/0a/areas.json?kind=authority&day=2019-06-01"}
    told = picture("England", LIGHT, fetched, [*under, *over])["metadata"]
    assert told["ground"] == ground_address("light")
    assert told["authorities"] == "/layers/0a/names.json?kind=authority&day=2019-06-01"
