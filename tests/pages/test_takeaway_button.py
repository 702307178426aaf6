import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

import alliance.ui.map.takeaway_button as takeaway
from alliance.analysis.filters import Filter, narrow
from alliance.current.state import state_on
from alliance.maps.takeaway.scripts import LEAFLET, ScriptsError, linked

CHOSEN = Filter(dt.date(2018, 10, 1), opportunity_areas=("Doncaster",))


def doncaster():
    import datetime as dt

    from alliance.analysis.filters import Filter, narrow
    from alliance.current.state import state_on
    from alliance.ui.map.takeaway_button import takeaway_button

    chosen = Filter(dt.date(2018, 10, 1), opportunity_areas=("Doncaster",))
    takeaway_button("Schools of Doncaster", chosen, narrow(state_on(chosen.day), chosen))


@pytest.fixture
def scripts_fetched(monkeypatch):
    monkeypatch.setattr(takeaway, "inlined", linked)


@pytest.fixture
def scripts_missing(monkeypatch):
    def missing():
        raise ScriptsError("/secret/folder is missing")

    monkeypatch.setattr(takeaway, "inlined", missing)


def test_the_file_carries_its_script_unless_that_is_chosen_otherwise(scripts_fetched):
    page = AppTest.from_function(doncaster).run()
    assert not page.exception
    assert page.radio[0].value == takeaway.CARRIED
    assert not page.toggle[0].value
    assert page.get("download_button")[0].proto.label == "Make and download"


def test_without_the_scripts_the_page_says_what_to_run_and_no_path_of_the_server(scripts_missing):
    page = AppTest.from_function(doncaster).run()
    assert not page.exception
    assert not page.radio
    said = " ".join(caption.value for caption in page.caption)
    assert "python -m alliance scripts" in said
    assert "/secret" not in said


def test_the_file_holds_what_the_page_shows_and_streets_only_when_chosen():
    schools = narrow(state_on(CHOSEN.day), CHOSEN)
    period = (dt.date(2017, 4, 3), dt.date(2018, 10, 1))
    made = {
        tiles: takeaway._made(
            "Schools of Doncaster", CHOSEN, schools, (4119,), period, linked(), tiles
        ).decode()
        for tiles in (False, True)
    }
    for page in made.values():
        assert "Opportunity Area: Doncaster." in page
        assert "Outwood Grange Academies Trust" in page
        assert "3 April 2017 to 1 October 2018" in page
        assert LEAFLET.files[LEAFLET.script] in page
    assert "tile.openstreetmap.org" not in made[False]
    assert "tile.openstreetmap.org" in made[True]
