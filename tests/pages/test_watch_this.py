"""“Watch this”: the address of the feed of what a page looks at."""

import pytest

from alliance.api.routes import api_routes
from tests.asking import Asking


@pytest.mark.parametrize(
    ("page", "query", "address"),
    [
        ("trusts", {"trust_profile": "Outwood Grange Academies Trust"}, "?trust=4119"),
        ("trusts", {"region": "North East"}, "?region=North+East"),
        ("opportunity_areas", {"area": "Doncaster"}, "?area=Doncaster"),
        ("schools", {"urn": "137049"}, "?urn=137049"),
    ],
)
def test_the_feed_of_what_is_looked_at_is_one_press_away(visit, page, query, address):
    at = visit(**query)
    at.switch_page(f"../../../pages/{page}.py")
    for key, value in query.items():
        at.query_params[key] = value
    at.session_state["watch this"] = True
    at.run()
    assert not at.exception
    (code,) = at.code
    assert code.value.endswith(f"/api/v1/changes.atom{address}")
    assert Asking(api_routes())(code.value.partition("localhost")[2]).status == 200
