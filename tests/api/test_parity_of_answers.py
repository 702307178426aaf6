"""Compare, Briefing, Impact and Data say what the API and the command line say."""

import datetime as dt
import io
import json
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from alliance.analysis.filters import Filter
from alliance.analysis.impact.question import KINDS
from alliance.analysis.impact.question_names import OUTCOME_NAMES
from alliance.api.document import BASE
from alliance.current.state import current_history
from alliance.views.briefing.area_briefing import area_briefing
from alliance.views.briefing.briefing import Subject, scope_of
from alliance.views.briefing.school_briefing import school_briefing
from alliance.views.compare.compare_table import compared
from alliance.views.compare.sides import sides_of
from alliance.views.content import Showing
from alliance.views.impact.impact_content import impact
from alliance.views.overview.headlines import value_of
from alliance.views.page_address import PageAddress
from tests.api.parity import (
    DAYS,
    FILTERS,
    TWENTY,
    flags_of,
    printed,
    rows_of,
    same,
    table_of,
    trying,
)
from tests.pages.conftest import SCRIPT

pytestmark = pytest.mark.usefixtures("no_limits")
SIDES = st.lists(
    st.sampled_from(
        [
            "trust:4119",
            "trust:16104",
            "area:Doncaster",
            "area:Norwich",
            "authority:383",
            "authority:840",
            "region:North East",
            "region:London",
            "school:136633",
            "school:107204",
        ]
    ),
    min_size=2,
    max_size=4,
    unique=True,
)
PHASES = st.sampled_from([(), ("Primary",), ("Secondary", "All-through")])


def opened(page, **query):
    """Open a page of the app at an address."""
    app = AppTest.from_file(SCRIPT, default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"../../../pages/{page}.py")
    app.run()
    assert not app.exception
    return app


def test_sides_have_the_same_figures_everywhere(api):
    seen = []

    @trying(6)
    @given(day=DAYS, keys=SIDES, phases=PHASES)
    def tried(day, keys, phases):
        chosen = Filter(dt.date.fromisoformat(day), phases=phases)
        page = compared(sides_of(keys)[0], chosen)
        program = rows_of(api, "/compare", chosen, compare=keys)
        line = table_of("compare", *keys, "--day", day, *flags_of(chosen))
        columns = ["key", "side", "kind", "said", "value", "of", "gap_to_region", "gap_to_england"]
        same(page, program, columns)
        same(page, line, columns)
        seen.append(len(page))
        # The figures of a side are those that the headlines give of its filter.
        for side in sides_of(keys)[0]:
            if side.kind == "school":
                continue
            told = rows_of(api, "/headlines", side.filter(chosen)).set_index("figure")["here"]
            own = page[page["side"] == side.name].set_index("key")["value"]
            for key in set(own.index) & set(told.index):
                assert own[key] == pytest.approx(told[key], nan_ok=True), (side, key)

    tried()
    assert min(seen) >= TWENTY


def test_the_screen_shows_the_rows_that_the_api_compares(api):
    keys = ["trust:4119", "area:Doncaster", "authority:383"]
    screen = opened("compare", day="2019-06-01", compare=keys, compare_tab="As rows")
    shown = screen.dataframe[0].value
    program = rows_of(api, "/compare", Filter(dt.date(2019, 6, 1)), compare=keys)
    rows = shown[["Of", "Figure", "Value"]].to_numpy().tolist()
    assert sorted(rows) == sorted(program[["side", "figure", "said"]].to_numpy().tolist())
    assert len(shown) > TWENTY


OTHER = "region:London"
AREAS = {
    "Schools": "schools",
    "Academies": "academies",
    "Trusts": "trusts",
    "Pupils": "pupils",
    "Good or outstanding": "percent_good_inherited",
    "Less than good": "below_good",
    "Judged": "judged",
    "With a report card": "report_cards",
    "Stuck": "stuck",
    "In a multi-academy trust": "percent_in_multi_academy_trust",
    "Disadvantaged": "percent_disadvantaged",
}
"""How the labels of a briefing begin, and the keys of its figures."""


OF_A_SCHOOL = {
    "pupils": "Pupils",
    "percent_disadvantaged": "Disadvantaged",
    "percent_fsm": "Free school meals",
}


def key_of(label):
    named = [key for begins, key in AREAS.items() if label.startswith(begins)]
    return named[0] if named else None


def test_a_briefing_has_the_headlines_of_its_area_region_and_england(api):
    seen = []

    @trying(6)
    @given(
        day=DAYS,
        subject=st.sampled_from(
            [
                Subject("area", "Doncaster"),
                Subject("authority", "Leeds"),
                Subject("region", "North East"),
                Subject("trust", "4119"),
                Subject("area", "Norwich"),
            ]
        ),
    )
    def tried(day, subject):
        scope = scope_of(subject, dt.date.fromisoformat(day))
        told = area_briefing(subject, scope)
        region = next((name for name in told.headings[3:] if name != "England"), None)
        scopes = {3: Filter(scope.day, regions=(region,))} if region else {}
        program = rows_of(api, "/headlines", scope).set_index("figure")
        line = table_of("headlines", "--day", day, *flags_of(scope)).set_index("figure")
        beside = {
            place: rows_of(api, "/headlines", other).set_index("figure")
            for place, other in scopes.items()
        }
        compare = {Subject("authority", "Leeds"): "authority:383"}
        results = set()
        for label, values in told.figures:
            key = key_of(label)
            if key is None:
                assert "as published" in label
                if subject in compare and not results:
                    rows = rows_of(
                        api, "/compare", Filter(scope.day), compare=[compare[subject], OTHER]
                    )
                    results |= set(rows.loc[rows["side"] == "Leeds", "said"])
                assert subject not in compare or values[0] in results, label
                continue
            for face in (program, line):
                unit = face.loc[key, "unit"]
                shown = {
                    "here": values[0].split(" ")[0],
                    "here_year_earlier": values[1],
                    "england": values[-1],
                }
                for column, said in shown.items():
                    assert said == value_of(face.loc[key, column], unit), (label, column)
            for place, table in beside.items():
                assert values[place - 1] == value_of(table.loc[key, "here"], unit), label
            seen.append((day, subject, key))

    tried()
    assert len(seen) > 2 * TWENTY


def test_the_briefing_of_a_school_has_what_the_api_and_the_command_line_say_of_it(api):
    @trying(4)
    @given(day=DAYS, place=st.integers(0, 10_000))
    def tried(day, place):
        on = dt.date.fromisoformat(day)
        every = rows_of(api, "/schools", Filter(on, regions=("North East",)))
        row = every.iloc[place % len(every)]
        told = dict(school_briefing(int(row["urn"]), on).figures)
        line = table_of("as-at", day, "--school", row["urn"]).iloc[0]
        units = {"pupils": "pupils", "percent_disadvantaged": "%", "percent_fsm": "%"}
        for key, unit in units.items():
            (said,) = [v[0] for label, v in told.items() if label.startswith(OF_A_SCHOOL[key])]
            for face in (row, line):
                value = float("nan") if pd.isna(face[key]) else float(face[key])
                assert said == value_of(value, unit), (row["urn"], key)

    tried()


QUESTIONS = [
    {
        "what": "moved",
        "outcome": "good",
        "left": "Wakefield City Academies Trust",
        "since": 2017,
        "until": 2018,
    },
    {"what": "area", "outcome": "ks2_expected", "area": "Doncaster"},
    {"what": "joined", "outcome": "absence", "trust": "Outwood Grange Academies Trust"},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one["what"])
def test_what_followed_is_the_same_everywhere(api, question):
    names = {**KINDS, **{key: name for name, key in OUTCOME_NAMES.items()}}
    address = {f"impact_{key}": str(names.get(value, value)) for key, value in question.items()}
    query = PageAddress({key: [value] for key, value in address.items()})
    page = impact(query, Showing(dark=False, redacted=False))()
    program = api(f"{BASE}/impact", address).json()
    flags = [word for key, value in question.items() for word in (f"--{key}", value)]
    line = json.loads(printed("impact", *flags, "--format", "json"))
    kept = ("question", "answer", "odds", "schools", "compared", "estimate", "these_schools")
    kept += ("like_schools", "placebo_p", "by_year", "balance", "not_compared", "until_good")
    assert {key: program[key] for key in kept} == {key: line[key] for key in kept}
    numbers = re.findall(r"-?\d+\.?\d*", json.dumps([program[key] for key in kept]))
    assert len(numbers) > TWENTY
    assert page.sentence == program["answer"]
    assert page.facts["schools"] == f"{program['schools']:,}"
    assert page.facts["compared"] == f"{program['compared']:,}"
    if estimate := program["estimate"]:
        shown = {"difference": "value", "lower": "lower", "upper": "upper"}
        for fact, name in shown.items():
            said = page.facts[fact].replace("−", "-")
            places = len(said.partition(".")[2])
            assert float(said) == round(estimate[name], places), fact
    columns = ["urn", "like_urn", "distance", "weight"]
    theirs = pd.DataFrame(line["pairs"], columns=columns)
    same(pd.DataFrame(program["data"], columns=columns), theirs.head(1000), columns)


def test_published_figures_are_the_same_everywhere_whatever_the_filter(api):
    @trying(2)
    @given(chosen=FILTERS)
    def tried(chosen):
        query = {"day": chosen.day.isoformat()}
        if chosen.regions:
            query["region"] = list(chosen.regions)
        shown = opened("data", **query).dataframe[0].value
        found = api(f"{BASE}/published-figures", {"format": "parquet"})
        program, line = pd.read_parquet(io.BytesIO(found.body)), table_of("facts")
        same(program, line, ["what", "day", "published", "found", "tolerance"])
        units = program["unit"].fillna("")
        said = {name: program[name].map("{:g}".format) + units for name in ("published", "found")}
        told = program.assign(**said)[["what", "published", "found", "verdict"]]
        rows = shown[["Figure", "Published", "Found here", "Verdict"]].to_numpy().tolist()
        assert sorted(rows) == sorted(told.to_numpy().tolist())
        assert 2 * len(shown) > TWENTY

    tried()


def test_sources_and_checks_of_the_data_page_are_those_of_the_download_and_the_command_line(api):
    shown = opened("data", data_tab="Sources").dataframe[0].value
    with zipfile.ZipFile(io.BytesIO(api(f"{BASE}/history.zip").body)) as book:
        taken = pd.read_csv(io.BytesIO(book.read("SOURCES.csv"))).set_index("file")
    assert sorted(taken.index) == sorted(current_history().sources["file"])
    assert len(shown) > TWENTY
    for row in shown.to_dict("records"):
        own = taken.loc[row["File"]]
        assert (row["Rows read"], row["Rows refused"]) == (own["rows_read"], own["rows_refused"])
        assert row["Licence"] == own["licence"]
    checks = opened("data", data_tab="Data checks").dataframe[0].value
    lines = printed("check").splitlines()[:-1]
    said = [f"ok    {row.Check}: {row.Found}" for row in checks.itertuples()]
    assert lines == said
