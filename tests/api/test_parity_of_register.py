"""Register and Present say what the API and the command line say, and the API no more than it may.

The register of support is private: its rows are compared with what the command line exports, and
no answer of the API holds anything of it.
"""

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import alliance.current.state as current
from alliance.analysis.filter_codec import written
from alliance.analysis.filters import Filter
from alliance.analysis.impact.question import KINDS
from alliance.api.document import BASE, EVERY
from alliance.api.documentation import EXAMPLES
from alliance.history import ALLIANCE_REGIONS
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.scene_content import content_of
from alliance.register import Person, Review, Support
from alliance.register.register_vocabulary import Rating, Status, SupporterKind, Theme
from alliance.text.words import MISSING, count, percent
from alliance.views.register.supports import every_support, figures_of_supports, of_recipients
from tests.api.parity import (
    DAYS,
    FILTERS,
    PLACES,
    TWENTY,
    flags_of,
    listed,
    printed,
    rows_of,
    same,
    table_of,
    trying,
)
from tests.pages.conftest import SCRIPT

pytestmark = pytest.mark.usefixtures("no_limits")
DAY = dt.date(2019, 6, 1)
AMY = Person("Amy Xanthippe", known=True)
EXAMPLE_DATA = ("register", "illustrate", "--seed", "3")


@pytest.fixture
def filled(register):
    """A register with example data and one support that somebody recorded."""
    printed(*EXAMPLE_DATA)
    current.current_register.cache_clear()
    own = Support(
        supporter_kind=SupporterKind.OTHER,
        supporter_id="Quincunx ltd",
        recipient_urn=140177,
        theme=Theme.CURRICULUM,
        status=Status.ACTIVE,
        starts_on=dt.date(2018, 1, 8),
        days_planned=12,
        purpose="Quincunx purpose",
        notes="Quincunx notes",
        supporter_lead="Quincunx lead",
    )
    kept = current.current_register().add(own, AMY)
    return register, kept


def exported(folder):
    """Return the supports and reviews that the command line takes out."""
    file = folder / "taken.csv"
    printed("register", "export", file)
    beside = folder / "taken-reviews.csv"
    return pd.read_csv(file), pd.read_csv(beside) if beside.exists() else pd.DataFrame()


def within(history, supports, chosen):
    """Keep the exported supports of a filter, by what the records say of the schools."""
    schools = history.schools
    if chosen.regions:
        regions = {
            *chosen.regions,
            *(ALLIANCE_REGIONS if "Alliance region" in chosen.regions else ()),
        }
        schools = schools[schools["region"].isin(regions)]
    if chosen.opportunity_areas:
        schools = schools[schools["opportunity_area"].isin(chosen.opportunity_areas)]
    if chosen.phases:
        schools = schools[schools["phase"].isin(chosen.phases)]
    kept = supports[supports["Recipient URN"].isin(schools["urn"])]
    if not chosen.trusts:
        return kept
    gives = kept["Supporter"].isin(list(map(str, chosen.trusts)))
    return kept[gives | kept["Recipient's trust (UID)"].isin(chosen.trusts)]


def added_up(supports):
    """Return the figures of the page, worked out from the exported rows."""
    under_way = supports[supports["Status"].isin(["Active", "Paused"])]
    return {
        "Support arrangements": len(supports),
        "Under way": len(under_way),
        "Schools supported": under_way["Recipient URN"].nunique(),
        "Supporting organisations": len(
            under_way[["Supporter kind", "Supporter"]].drop_duplicates()
        ),
        "Days planned": under_way["Days planned"].sum(),
    }


SCOPES = FILTERS.filter(lambda chosen: not chosen.authorities)


def test_the_register_shows_what_the_command_line_exports(filled, history):
    folder, _ = filled
    supports, _ = exported(folder)
    seen = []

    @trying(8)
    @given(chosen=SCOPES)
    def tried(chosen):
        page = of_recipients(every_support(), chosen)
        line = within(history, supports, chosen)
        columns = ["Number", "Recipient URN", "Supporter", "Status", "Theme", "Days planned"]
        columns += ["Cost in pounds", "Illustrative", "Starts on", "Planned end"]
        same(page.sort_values("Number"), line.sort_values("Number"), columns)
        shown = {figure.label: figure.value for figure in figures_of_supports(page)}
        told = added_up(line)
        assert {label: shown[label] for label in told} == {k: count(v) for k, v in told.items()}
        seen.append(len(told) + len(columns) * len(line))

    tried()
    assert max(seen) > TWENTY
    whole = of_recipients(every_support(), Filter(DAY))
    assert len(whole) == len(supports) > TWENTY


@pytest.mark.parametrize(
    "query", [{}, {"region": "North East"}, {"trust": "Outwood Grange Academies Trust"}]
)
def test_the_screen_of_the_register_shows_the_exported_rows_and_sums(filled, history, query):
    folder, _ = filled
    app = AppTest.from_file(SCRIPT, default_timeout=120)
    for key, value in {"day": DAY.isoformat(), "region": "", **query}.items():
        app.query_params[key] = value
    app.switch_page("../../../pages/register.py")
    app.run()
    assert not app.exception
    chosen = Filter(
        DAY,
        regions=tuple([query["region"]] if "region" in query else ()),
        trusts=(4119,) if "trust" in query else (),
    )
    line = within(history, exported(folder)[0], chosen)
    (table,) = [
        one.value for one in app.dataframe if "Supporting organisation" in one.value.columns
    ]
    assert sorted(table["Number"]) == sorted(line["Number"])
    by_number = line.set_index("Number")
    for row in table.to_dict("records"):
        assert row["Status"] == by_number.loc[row["Number"], "Status"]
        assert row["Days planned"] == pytest.approx(by_number.loc[row["Number"], "Days planned"])
    (drawn,) = [
        one.proto.body for one in app.get("html") if "Support arrangements" in one.proto.body
    ]
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)<", drawn))
    for label, value in added_up(line).items():
        assert figures[label] == count(value), label


def test_no_answer_of_the_api_holds_anything_of_the_register(api, filled):
    _, kept = filled
    current.current_register().review(
        kept.id,
        Review(reviewed_on=dt.date(2018, 5, 1), rating=Rating.GREEN, comment="Quincunx comment"),
        AMY,
    )
    assert "Quincunx notes" in set(every_support()["Notes"])
    for resource in EVERY:
        query = EXAMPLES[resource.path.strip("/").replace("-", "_")]
        if resource.path == "/impact":
            query = {"impact_what": KINDS["supported"]}
        body = api(BASE + resource.path, query).body.decode()
        assert "Quincunx" not in body, resource.path
        assert "Xanthippe" not in body, resource.path
    for path in ("/schools/140177", "/trusts/4119", "/changes.atom", "/openapi.json", ""):
        body = api(BASE + path, {"urn": "140177"} if "atom" in path else {}).body.decode()
        assert "Quincunx" not in body
        assert "Xanthippe" not in body
    for path in ("/register", "/supports", "/audit"):
        assert api(BASE + path).status == 404


SCENE_PAGES = st.sampled_from(["overview", "explore"])
FACTS = {
    "schools": "schools",
    "academies": "academies",
    "trusts": "trusts",
    "founders_academies": "founders_academies",
    "pupils": "pupils",
    "requires_improvement": "requires_improvement",
    "inadequate": "inadequate",
    "judged": "judged",
    "ungraded": "ungraded",
    "report_cards": "report_cards",
    "stuck": "stuck",
    "opportunity_areas": "opportunity_areas",
    "percent_good": "percent_good_inherited",
    "in_need": "below_good",
}
"""What a caption calls a headline figure, and the key by which the API gives it."""
OF_ENGLAND = ("schools", "trusts", "percent_good", "in_need", "judged", "report_cards", "stuck")


def told(table, key, column):
    value = table.loc[key, column]
    if pd.isna(value):
        return MISSING
    return percent(value) if table.loc[key, "unit"] == "%" else count(value)


def caption_of(names):
    return " | ".join(f"{name}={{{name}}}" for name in names)


def read(caption):
    return dict(part.split("=", 1) for part in caption.split(" | "))


def scene_of(page, chosen, names):
    query = {key: tuple(held) for key, held in written(chosen).items()}
    return Scene(page, {"region": (), **query}, caption=caption_of(names))


def test_captions_of_scenes_hold_the_figures_of_the_api_and_the_command_line(api):
    seen = []

    @trying(6)
    @given(chosen=FILTERS, page=SCENE_PAGES)
    def tried(chosen, page):
        names = [*FACTS, "authorities"]
        names += [f"england_{name}" for name in OF_ENGLAND] if page == "overview" else []
        content = content_of(scene_of(page, chosen, names), redacted=False, theme="light")
        assert content.faults == ()
        assert content.slips == ()
        shown = read(content.caption)
        line = table_of("headlines", "--day", chosen.day, *flags_of(chosen)).set_index("figure")
        program = rows_of(api, "/headlines", chosen).set_index("figure")
        if chosen.grades:
            # Of schools chosen by their grade the share says nothing.
            assert shown.pop("percent_good") == MISSING
            shown.pop("england_percent_good", None)
        for face in (program, line):
            for name in set(shown) - {"authorities"}:
                key = FACTS[name.removeprefix("england_")]
                column = "england" if name.startswith("england_") else "here"
                assert shown[name] == told(face, key, column), (name, chosen)
        assert shown["authorities"] == count(listed(chosen)["la_name"].nunique())
        seen.append(len(shown))

    tried()
    assert max(seen) >= TWENTY


@trying(3)
@given(day=DAYS, place=PLACES)
def test_scenes_of_trusts_and_areas_hold_the_figures_of_their_tables(day, place):
    chosen = Filter(dt.date.fromisoformat(day), **place)
    trusts = content_of(
        scene_of("trusts", chosen, ["multi_academy_trusts", "schools"]),
        redacted=False,
        theme="light",
    )
    line = table_of("trusts", "--day", day, *flags_of(chosen))
    shown = read(trusts.caption)
    assert shown["multi_academy_trusts"] == count((line["kind"] == "MAT").sum())
    assert shown["schools"] == count(len(listed(chosen)))


def test_the_presented_screen_shows_the_figures_of_the_api(api, register):
    chosen = Filter(DAY, regions=("Yorkshire and The Humber",))
    scene = scene_of("overview", chosen, FACTS)
    kept = PresentationStore(current.current_database()).add(Presentation("Board", (scene,)), AMY)
    app = AppTest.from_file(SCRIPT, default_timeout=120)
    app.switch_page("../../../pages/present.py")
    app.query_params["presentation"] = str(kept.id)
    app.query_params["scene"] = "1"
    app.run()
    assert not app.exception
    drawn = "\n".join(
        [*(one.value for one in app.markdown), *(str(one.proto.body) for one in app.get("html"))]
    )
    program = rows_of(api, "/headlines", chosen).set_index("figure")
    for name, key in FACTS.items():
        assert f"{name}={told(program, key, 'here')}" in drawn.replace("\\", ""), name
