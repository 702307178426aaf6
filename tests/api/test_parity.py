"""The pages, the API and the command line give the same figures, on any day and for any filter."""

import datetime as dt
import gzip
import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from alliance.analysis.filter_codec import written
from alliance.analysis.filters import PARTS, Filter, narrow
from alliance.analysis.flows.flows_by_kind import narrowed
from alliance.api.document import BASE
from alliance.cli.commands import app
from alliance.current.current_flows import transfers_within
from alliance.current.state import state_on
from alliance.maps.palette import COLOUR_BY
from alliance.settings import settings as app_settings
from alliance.views.areas.areas_beside import all_areas, within
from alliance.views.flows.documented_case import BESIDE
from alliance.views.flows.flow_tables import documented_rows
from alliance.views.matches.match_content import question_of
from alliance.views.matches.match_question import answer_to
from alliance.views.open_data.move_rows import documented_support_rows
from alliance.views.overview.headlines import headline_table_of
from alliance.views.page_address import PageAddress
from alliance.views.schools.school_list import school_list, school_list_columns
from alliance.views.trusts.trust_league import trusts_within
from alliance.web.layer_answers import layer_bytes

DAYS = st.sampled_from(["2014-03-01", "2017-11-14", "2019-06-01", "2023-12-31", "2025-08-31"])
PLACES = st.one_of(
    st.lists(
        st.sampled_from(["North East", "Alliance region", "London", "South West"]),
        min_size=1,
        max_size=2,
        unique=True,
    ).map(lambda names: {"regions": tuple(names)}),
    st.sampled_from(["Doncaster", "Bradford", "Norwich", "West Somerset"]).map(
        lambda name: {"opportunity_areas": (name,)}
    ),
    st.sampled_from(["Leeds", "Kent", "Sunderland"]).map(lambda name: {"authorities": (name,)}),
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "phases": st.sampled_from([("Primary",), ("Secondary", "All-through"), ("Special",)]),
        "grades": st.sampled_from([(1,), (3, 4), (2, 0)]),
        "tiers": st.sampled_from([("Starter",), ("System leader", "National")]),
        "trusts": st.sampled_from([(4119,), (4474, 5370)]),
    },
)
FILTERS = st.builds(
    lambda day, place, more: Filter(dt.date.fromisoformat(day), **place, **more),
    DAYS,
    PLACES,
    MORE,
)
TWENTY = 20


def trying(examples):
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None)


@pytest.fixture(autouse=True)
def no_limits(monkeypatch):
    monkeypatch.setenv("ALLIANCE_API_A_MINUTE", "0")
    app_settings.cache_clear()


def rows_of(api, path, chosen, **more):
    """Return a table of the API, as the files that it gives hold it."""
    query = {**written(chosen), **more, "format": "parquet"}
    found = api(BASE + path, query)
    assert found.status == 200, found.body
    return pd.read_parquet(io.BytesIO(found.body))


def printed(*words):
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def listed(chosen):
    """Return the schools of a filter as the command line lists them."""
    flags = [
        word
        for part in PARTS
        for value in getattr(chosen, part.field)
        for word in (f"--{part.option}", str(value))
    ]
    return pd.read_csv(
        io.StringIO(printed("as-at", chosen.day.isoformat(), *flags)), low_memory=False
    )


def in_text(values):
    """Return a column as text; days as files hold them."""
    if values.dtype.kind == "M":
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("object").where(values.notna(), "").astype("str").tolist()


def same(ours, theirs, columns):
    """See that two tables say the same, whatever the types in which they hold it."""
    assert len(ours) == len(theirs)
    for name in columns:
        one, other = (table[name].reset_index(drop=True) for table in (ours, theirs))
        numbers = [pd.to_numeric(side.astype("object"), errors="coerce") for side in (one, other)]
        numeric = pd.api.types.is_numeric_dtype(one.dtype) or one.dtype == "bool"
        if numeric:
            numbers = [side.astype("float64").round(5) for side in numbers]
            pd.testing.assert_series_equal(*numbers, check_names=False, rtol=1e-5)
            continue
        assert in_text(one) == in_text(other), name


def test_the_overview_counts_what_the_api_and_the_command_line_list(api):
    seen = set()

    @trying(8)
    @given(chosen=FILTERS)
    def tried(chosen):
        page = headline_table_of(chosen).set_index("figure")["here"]
        told = rows_of(api, "/headlines", chosen).set_index("figure")["here"]
        pd.testing.assert_series_equal(page.astype("float64"), told, check_names=False)
        for schools in (rows_of(api, "/schools", chosen), listed(chosen)):
            founders = [4036, 4119, 4474, 5370, 16104]
            counted = {
                "schools": len(schools),
                "academies": schools["trust_uid"].notna().sum(),
                "trusts": schools["trust_uid"].nunique(),
                "founders_academies": schools["trust_uid"].isin(founders).sum(),
                "requires_improvement": (schools["grade"] == 3).sum(),
                "inadequate": (schools["grade"] == 4).sum(),
                "below_good": (schools["grade"] >= 3).sum(),
                "opportunity_areas": schools["opportunity_area"].nunique(),
                "judged": schools["judged_date"].notna().sum() if "judged_date" in schools else 0,
                "stuck": schools["stuck"].notna().sum() if "stuck" in schools else 0,
            }
            for key, number in counted.items():
                if pd.notna(page[key]):
                    seen.add(key)
                    assert page[key] == number, (key, chosen)

    tried()
    assert len(seen) >= 9


def test_the_list_of_schools_is_the_same_everywhere(api):
    @trying(8)
    @given(chosen=FILTERS, seed=st.integers(0, 1000))
    def tried(chosen, seed):
        page = school_list(narrow(state_on(chosen.day), chosen), chosen.day)
        columns = [name for name in school_list_columns(chosen.day) if name in page]
        program, line = rows_of(api, "/schools", chosen), listed(chosen)
        assert page["urn"].tolist() == program["urn"].tolist() == line["urn"].tolist()
        some = page["urn"].sample(min(TWENTY, len(page)), random_state=seed).sort_values()
        own, ours, theirs = (
            table[table["urn"].isin(some)].reset_index(drop=True) for table in (page, program, line)
        )
        same(own, ours, columns)
        same(own, theirs, columns)

    tried()


def test_the_map_shows_the_schools_that_the_api_places(api, history):
    @trying(6)
    @given(chosen=FILTERS)
    def tried(chosen):
        # By phase and grade the browser hides dots that it holds.
        chosen = replace(chosen, phases=(), grades=())
        told = {**written(chosen), "colour": [COLOUR_BY[0]], "theme": ["light"]}
        query = tuple((key, value) for key, values in told.items() for value in values)
        dots = json.loads(gzip.decompress(layer_bytes(history.version, "schools", query)))
        placed = rows_of(api, "/schools", chosen).dropna(subset=["lon", "lat"])
        assert sorted(dots["urn"]) == placed["urn"].tolist()
        at = dict(zip(dots["urn"], zip(dots["lon"], dots["lat"], strict=True), strict=True))
        for row in placed.head(TWENTY).itertuples():
            assert at[row.urn] == pytest.approx((row.lon, row.lat), abs=1e-5)

    tried()


def test_trusts_have_the_same_figures_everywhere(api):
    @trying(6)
    @given(chosen=FILTERS, seed=st.integers(0, 1000))
    def tried(chosen, seed):
        page = trusts_within(chosen).rename(columns={"here": "academies_in_filter"})
        program = rows_of(api, "/trusts", chosen)
        assert page["trust_uid"].tolist() == program["trust_uid"].tolist()
        same(page, program, [name for name in program if name != "kind"])
        line = pd.read_csv(io.StringIO(printed("trusts", "--day", chosen.day.isoformat())))
        some = page["trust_uid"].sample(min(TWENTY, len(page)), random_state=seed)
        own, theirs = (
            table[table["trust_uid"].isin(some)].sort_values("trust_uid") for table in (page, line)
        )
        same(own, theirs, [name for name in line if name in own])

    tried()


def test_opportunity_areas_have_the_same_figures_everywhere(api):
    @trying(4)
    @given(day=DAYS, phases=st.sampled_from([(), ("Primary",), ("Secondary",)]))
    def tried(day, phases):
        chosen = Filter(dt.date.fromisoformat(day), phases=phases)
        page = all_areas(within(chosen)).rename(columns={"opportunity_area": "name"})
        program = rows_of(api, "/areas", chosen, kind="opportunity_area")
        same(page, program, [name for name in page if name in program])
        line = listed(chosen).dropna(subset=["opportunity_area"]).groupby("opportunity_area")
        assert line.size().tolist() == page["schools"].tolist()
        assert line["trust_uid"].nunique().tolist() == page["trusts"].tolist()
        assert line["trust_uid"].count().tolist() == (
            (page["percent_academies"] * page["schools"] / 100).round().astype(int).tolist()
        )

    tried()


def test_moves_are_the_same_everywhere(api):
    @trying(6)
    @given(chosen=FILTERS, trust=st.sampled_from([None, 5195, 4119]))
    def tried(chosen, trust):
        chosen = replace(chosen, grades=(), tiers=())
        start = chosen.day.replace(year=chosen.day.year - 2)
        period = {"from": start.isoformat(), "to": chosen.day.isoformat()}
        query = {key: held for key, held in written(chosen).items() if key != "day"}
        more = {"from_trust": str(trust)} if trust else {}
        found = api(f"{BASE}/transfers", {**query, **period, **more, "format": "csv"})
        program = pd.read_csv(io.BytesIO(found.body))
        flags = ["--from-trust", str(trust)] if trust else []
        whole = printed("transfers", "--from", period["from"], "--to", period["to"], *flags)
        line = pd.read_csv(io.StringIO(whole))
        key = ["date", "urn_before", "urn_after", "from_uid", "to_uid", "kind"]
        both = program[key].merge(line[key].drop_duplicates(), on=key)
        assert len(both) == len(program)
        page = narrowed(transfers_within(start, chosen.day, chosen.day), chosen).table
        if trust:
            page = page[page["from_uid"] == trust]
        assert sorted(page["urn"]) == sorted(program["urn_after"])
        if not query and not trust:
            assert len(program) == len(line)

    tried()


@trying(4)
@given(day=DAYS, place=PLACES)
def test_documented_support_is_that_of_the_page(day, place):
    chosen = Filter(dt.date.fromisoformat(day), **place)
    page, program = documented_rows(chosen), documented_support_rows(chosen)
    assert page["number"].tolist() == program["number"].tolist()
    assert page["what"].tolist() == program["what"].tolist()
    assert "register" in BESIDE


@pytest.mark.parametrize(
    ("day", "region"), [("2019-06-01", "Yorkshire and The Humber"), ("2025-08-31", "South West")]
)
def test_a_plan_is_the_same_everywhere(api, day, region):
    address = {"day": day, "region": region, "helped_by": "In this region"}
    page = answer_to(question_of(PageAddress({key: [held] for key, held in address.items()}))).match
    program = api(f"{BASE}/plan", address).json()
    line = json.loads(
        printed("match", "--day", day, "--scope", f"region:{region}", "--format", "json")
    )
    pairs = list(zip(page.plan["urn"], page.plan["supporter_uid"], strict=True))
    assert len(pairs) > TWENTY
    for told in (program["data"], line["plan"]):
        assert [(row["urn"], row["supporter_uid"]) for row in told] == pairs
        for row, own in zip(told[:TWENTY], page.plan.head(TWENTY).to_dict("records"), strict=True):
            assert row["distance_km"] == pytest.approx(own["distance_km"])
            assert row["gravity"] == own["gravity"]
    assert program["total"] == pytest.approx(page.total) == line["total"]
    assert program["served"] == page.served
    assert len(program["unmatched"]) == len(page.unmatched) == len(line["unmatched"])
