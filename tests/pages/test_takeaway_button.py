import datetime as dt

from streamlit.testing.v1 import AppTest

import alliance.ui.map.takeaway_button as takeaway
from alliance.analysis.filters import Filter, narrow
from alliance.current.state import state_on

CHOSEN = Filter(dt.date(2018, 10, 1), opportunity_areas=("Doncaster",))


def doncaster():
    import datetime as dt

    from alliance.analysis.filters import Filter, narrow
    from alliance.current.state import state_on
    from alliance.ui.map.takeaway_button import takeaway_button

    chosen = Filter(dt.date(2018, 10, 1), opportunity_areas=("Doncaster",))
    takeaway_button("Schools of Doncaster", chosen, narrow(state_on(chosen.day), chosen))


def test_the_file_is_offered_without_streets():
    page = AppTest.from_function(doncaster).run()
    assert not page.exception
    assert not page.toggle[0].value
    assert page.get("download_button")[0].proto.label == "Make and download"
    assert "with no network" in page.caption[0].value


def test_the_file_holds_what_the_page_shows_and_streets_only_when_chosen():
    schools = narrow(state_on(CHOSEN.day), CHOSEN)
    period = (dt.date(2017, 4, 3), dt.date(2018, 10, 1))
    made = {
        tiles: takeaway._build_map(
            "Schools of Doncaster", CHOSEN, schools, (4119,), period, tiles
        ).decode()
        for tiles in (False, True)
    }
    for page in made.values():
        assert "Opportunity Area: Doncaster." in page
        assert "Outwood Grange Academies Trust" in page
        assert "3 April 2017 to 1 October 2018" in page
        assert "Leaflet 1.9.4, a JS library" in page
    assert "tile.openstreetmap.org" not in made[False]
    assert "tile.openstreetmap.org" in made[True]
