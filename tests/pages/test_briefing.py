"""A briefing of one page says what the pages say, of a school, a trust or an area."""

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.filters import Filter, narrow
from alliance.charts.day_shown import DAY_SHOWN
from alliance.history import as_at
from alliance.register import Person, Support
from alliance.register.register_vocabulary import Status, SupporterKind, Theme
from alliance.settings import ROOT
from alliance.views.briefing.area_briefing import area_briefing
from alliance.views.briefing.briefing import Subject, scope_of
from alliance.views.briefing.school_briefing import school_briefing
from alliance.views.schools.school_sentences import figures_of_school, story_of
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
        Person("Amy Adviser", known=True, identity="https://id.example#amy"),
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


@pytest.mark.parametrize("day", ["2012-06-01", "2025-08-31"])
def test_academies_of_a_trust_stand_beside_academies_and_its_trend_marks_the_day(history, day):
    on = dt.date.fromisoformat(day)
    subject = Subject("trust", str(OUTWOOD))
    told = area_briefing(subject, scope_of(subject, on))
    found = {figure.label: figure.values for figure in told.figures}
    schools = as_at(history, on)
    academies = schools[schools["trust_uid"].notna()]
    beside = (academies[academies["region"] == "Yorkshire and The Humber"], academies)
    assert found["Academies"][2:] == tuple(f"{len(part):,}" for part in beside)
    assert "Schools" not in found
    assert DAY_SHOWN in {one.text for one in told.trend.figure.layout.annotations}


@pytest.mark.parametrize(
    ("urn", "day", "first"), [(150098, "2025-08-31", 2026), (108321, "2009-10-25", 2015)]
)
def test_neither_a_school_nor_its_briefing_tells_a_census_after_the_day(urn, day, first):
    on = dt.date.fromisoformat(day)
    found = {one.label: one for one in figures_of_school(story_of(urn), on)}
    assert found["Pupils"].value == found["Free school meals"].value == "–"
    assert f"First on record in January {first}, after the day" in found["Pupils"].beside
    rows = {one.label: one.values for one in school_briefing(urn, on).figures}
    assert rows["Pupils"][0] == "–"
    beside = " ".join(" ".join(values[1:]) for values in rows.values())
    assert all(int(year) <= on.year for year in re.findall("January ([0-9]+)", beside))


def test_a_census_stands_beside_a_school_by_its_year_where_it_is_another():
    day = dt.date(2025, 8, 31)
    young, old = (
        {one.label: one.values for one in school_briefing(urn, day).figures}
        for urn in (150098, DYKE_HOUSE)
    )
    assert all("January 2024" in value for value in young["Pupils"][1:])
    assert not any("January" in value for value in old["Pupils, January 2024"])


@pytest.mark.parametrize("about", ["", "trust:99999999", "school:<b>", "planet:Mars", "area:"])
@pytest.mark.quick_cases(2)
def test_an_address_that_names_nobody_offers_the_areas(briefing, about):
    page = briefing(about)
    assert not page.exception
    assert len(page.warning) == bool(about)
    assert page.title[0].value == "Briefing"
    page.selectbox(key="briefing area").set_value("Local authority: Leeds").run()
    assert page.title[0].value == "Leeds"
    assert row(page, "Attainment 8, 2018, as published")[0] != "–"
