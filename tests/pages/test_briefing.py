"""A briefing of one page says what the pages say, of a school, a trust or an area."""

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.filters import Filter, narrow
from alliance.history import as_at
from alliance.register import Person, Support
from alliance.register.register_vocabulary import Status, SupporterKind, Theme
from alliance.settings import ROOT
from tests.pages.conftest import DAY

OUTWOOD, DYKE_HOUSE = 4119, 139405


@pytest.fixture
def briefing(own_folder):
    def of(about, day=DAY):
        page = AppTest.from_file(ROOT / "alliance/ui/app/main.py", default_timeout=60)
        page.query_params["about"] = about
        page.query_params["day"] = day
        return page.switch_page("../../../pages/briefing.py").run()

    return of


def told(page):
    return "\n".join(one.proto.body for one in page.get("html"))


def row(page, label):
    found = re.search(rf'<th scope="row">{label}</th>((?:<td[^>]*>[^<]*</td>)+)', told(page))
    return re.findall(r"<td[^>]*>([^<]*)</td>", found[1])


def test_an_area_stands_beside_its_region_and_england(briefing, history):
    page = briefing("area:Doncaster")
    assert not page.exception
    assert page.title[0].value == "Doncaster"
    state = as_at(history, dt.date.fromisoformat(DAY))
    scopes = (
        Filter(dt.date.fromisoformat(DAY), opportunity_areas=("Doncaster",)),
        Filter(dt.date.fromisoformat(DAY), regions=("Yorkshire and The Humber",)),
    )
    here, region = (f"{len(narrow(state, scope)):,}" for scope in scopes)
    values = row(page, "Schools")
    assert (values[0], values[2], values[3]) == (here, region, f"{len(state):,}")
    less = row(page, "Less than good")[0]
    assert f"{less}, the weakest first: " in told(page)
    for heading in ("Who runs its schools", "What changed since 1 June 2018", "Support on record"):
        assert f"<h2>{heading}</h2>" in told(page)
    assert "Open Government Licence" in told(page)


def test_a_school_has_its_figures_past_and_support(briefing, register):
    register.add(
        Support(
            supporter_kind=SupporterKind.OTHER,
            supporter_id="A <b>charity</b>",
            recipient_urn=DYKE_HOUSE,
            theme=Theme.CURRICULUM,
            status=Status.ACTIVE,
            starts_on=dt.date(2018, 1, 8),
        ),
        Person("Amy Adviser", known=True),
    )
    page = briefing(f"school:{DYKE_HOUSE}")
    assert not page.exception
    assert page.title[0].value == "Dyke House Sports and Technology College"
    assert row(page, "Ofsted grade")[0].startswith("Good (inspected ")
    assert "Northern Education Trust, from 1 April 2013: came with " in told(page)
    assert "1 arrangement. A &lt;b&gt;charity&lt;/b&gt; for Dyke House" in told(page)


def test_a_trust_says_where_it_works_and_the_page_of_the_trust_leads_there(briefing, visit):
    page = briefing(f"trust:{OUTWOOD}")
    assert not page.exception
    assert row(page, "Academies")[0] == "31"
    assert "clusters around" in told(page)
    trust = visit(trust_profile="Outwood Grange Academies Trust")
    trust.switch_page("../../../pages/trusts.py").run()
    trust.button(key="briefing").click().run()
    assert trust.query_params["about"] == f"trust:{OUTWOOD}"


@pytest.mark.parametrize("about", ["", "trust:99999999", "school:<b>", "planet:Mars", "area:"])
def test_an_address_that_names_nobody_offers_the_areas(briefing, about):
    page = briefing(about)
    assert not page.exception
    assert len(page.warning) == bool(about)
    assert page.title[0].value == "Briefing"
    page.selectbox(key="briefing area").set_value("Local authority: Leeds").run()
    assert page.title[0].value == "Leeds"
    assert row(page, "Attainment 8, 2018, as published")[0] != "–"
