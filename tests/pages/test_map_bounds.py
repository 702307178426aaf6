import datetime as dt
import json
import math

import pytest

from alliance.analysis.filters import Filter
from alliance.views.maps.fit import fitted
from alliance.views.maps.map_bounds import bounds_of
from alliance.views.maps.map_view import MapView
from alliance.views.page_address import Fit, PageAddress

BEFORE = dt.date(2016, 12, 31)
AFTER = dt.date(2017, 1, 1)
ENGLAND = (-6.4, 49.9, 1.8, 55.8)


def near(bounds, other, degrees=0.3):
    return all(abs(one - two) < degrees for one, two in zip(bounds, other, strict=True))


def test_an_area_that_is_not_yet_announced_is_found_by_its_schools():
    before = bounds_of(Filter(BEFORE, opportunity_areas=("Doncaster",)))
    assert near(before, bounds_of(Filter(AFTER, opportunity_areas=("Doncaster",))))


def test_an_announced_area_and_one_to_come_are_both_shown():
    west, south, east, north = bounds_of(
        Filter(BEFORE, opportunity_areas=("Blackpool", "Doncaster"))
    )
    assert west < -3
    assert south < 53.6
    assert east > -1
    assert north > 53.8


@pytest.mark.parametrize("named", [{}, {"trusts": (16930,)}, {"regions": ("North East",)}])
def test_bounds_are_numbers_on_the_first_day_of_the_records(named, history):
    assert all(map(math.isfinite, bounds_of(Filter(history.first_day, **named))))


def test_a_trust_without_a_school_on_the_day_leaves_the_map_on_england():
    assert near(bounds_of(Filter(dt.date(2006, 1, 1), trusts=(16930,))), ENGLAND)


def test_a_scene_fitted_to_an_area_to_come_is_fitted_without_a_fault():
    address = PageAddress({}, fit=Fit("area", "Fenland and East Cambridgeshire"))
    there = bounds_of(Filter(AFTER, opportunity_areas=(address.fit.name,)))
    view = MapView(BEFORE, "light", "", bounds_of(Filter(BEFORE)), "", ())
    assert near(fitted(address, view), there)
    assert not address.faults


@pytest.mark.parametrize(
    "address",
    [
        {"area": "Doncaster", "day": "2016-12-31"},
        {"area": ["Doncaster", "Oldham"], "day": "2010-01-01"},
    ],
)
@pytest.mark.parametrize("page_of", ["explore", "overview", "flows"])
@pytest.mark.quick_cases(2)
def test_the_map_of_a_day_before_an_area_opens_on_its_schools(visit, page_of, address):
    page = visit(**address)
    if page_of != "explore":
        page.switch_page(f"../../../pages/{page_of}.py").run()
    assert not page.exception
    told = [json.loads(one.proto.json) for one in page.get("bidi_component")]
    (bounds,) = [data["bounds"] for data in told if "bounds" in data]
    assert ENGLAND[0] < bounds[0] < bounds[2] < ENGLAND[2]
    assert bounds[3] - bounds[1] < 1
