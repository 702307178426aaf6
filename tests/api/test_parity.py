"""The pages, the API and the command line give the same figures, on any day and for any filter."""

import datetime as dt
import gzip
import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alliance.analysis.filter_codec import written
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.flows_by_kind import narrowed
from alliance.api.document import BASE
from alliance.current.current_flows import transfers_within
from alliance.current.state import state_on
from alliance.maps.palette import COLOUR_BY
from alliance.text.words import MISSING, count
from alliance.views.areas.areas_beside import all_areas, within
from alliance.views.explore.footprint_rows import footprint_rows
from alliance.views.flows.documented_case import BESIDE
from alliance.views.flows.flow_tables import documented_rows
from alliance.views.matches.match_content import question_of
from alliance.views.matches.match_question import answer_to
from alliance.views.overview.changes_since import changes_within
from alliance.views.overview.headlines import headline_table_of
from alliance.views.page_address import PageAddress
from alliance.views.schools.school_list import school_list, school_list_columns
from alliance.views.trusts.trust_league import trusts_within
from alliance.web.layer_answers import layer_bytes
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

pytestmark = pytest.mark.usefixtures("no_limits")


def test_the_overview_counts_what_the_api_and_the_command_line_list(api):
    seen = set()

    @trying(8)
    @given(chosen=FILTERS)
    def tried(chosen):
        page = headline_table_of(chosen).set_index("figure")["here"]
        told = rows_of(api, "/headlines", chosen).set_index("figure")["here"]
        pd.testing.assert_series_equal(page.astype("float64"), told, check_names=False)
        whole = headline_table_of(chosen).reset_index(drop=True)
        line = table_of("headlines", "--day", chosen.day, *flags_of(chosen))
        columns = [name for name in whole if name.startswith(("here", "england"))]
        same(whole, line, [name for name in columns if not name.endswith("counted")])
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


def test_footprints_on_the_map_are_those_that_the_api_and_the_command_line_give(api):
    @trying(4)
    @given(day=DAYS, trusts=st.permutations((4036, 4119, 4474, 5370, 16104)))
    def tried(day, trusts):
        chosen = Filter(dt.date.fromisoformat(day), trusts=tuple(trusts))
        rows = html.fromstring(footprint_rows(chosen.day, chosen.trusts)).xpath("//tr[td]")
        shown = {row.findtext("th"): [cell.text for cell in row.xpath("td")] for row in rows}
        program = rows_of(api, "/trusts", chosen)
        line = table_of("trusts", "--day", day, *flags_of(chosen))
        for face in (program, line):
            told = {
                row["name"]: [
                    *(count(row[name]) for name in ("academies", "clusters", "outliers")),
                    *(
                        MISSING
                        if pd.isna(row[f"{of}_distance_to_hub_km"])
                        else f"{row[f'{of}_distance_to_hub_km']:.1f} km"
                        for of in ("median", "greatest")
                    ),
                ]
                for row in face.to_dict("records")
            }
            assert shown == told
        assert sum(map(len, shown.values())) >= TWENTY

    tried()


def test_trusts_have_the_same_figures_everywhere(api):
    @trying(6)
    @given(chosen=FILTERS, seed=st.integers(0, 1000))
    def tried(chosen, seed):
        page = trusts_within(chosen).rename(columns={"here": "academies_in_filter"})
        program = rows_of(api, "/trusts", chosen)
        assert page["trust_uid"].tolist() == program["trust_uid"].tolist()
        same(page, program, [name for name in program if name != "kind"])
        line = table_of("trusts", "--day", chosen.day, *flags_of(chosen))
        assert page["trust_uid"].tolist() == line["trust_uid"].tolist()
        some = page["trust_uid"].sample(min(TWENTY, len(page)), random_state=seed)
        own, theirs = (table[table["trust_uid"].isin(some)] for table in (page, line))
        same(own, theirs, [name for name in program if name != "kind"])

    tried()


def test_opportunity_areas_have_the_same_figures_everywhere(api):
    @trying(4)
    @given(day=DAYS, phases=st.sampled_from([(), ("Primary",), ("Secondary",)]))
    def tried(day, phases):
        chosen = Filter(dt.date.fromisoformat(day), phases=phases)
        page = all_areas(within(chosen)).rename(columns={"opportunity_area": "name"})
        program = rows_of(api, "/areas", chosen, kind="opportunity_area")
        same(page, program, [name for name in page if name in program])
        same(page, table_of("areas", "--day", day, *flags_of(chosen)), list(page.columns[1:]))
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
        flags = ["--from-trust", trust] if trust else []
        line = table_of("transfers", "--from", start, "--to", chosen.day, *flags, *flags_of(chosen))
        same(program, line, list(program.columns))
        page = narrowed(transfers_within(start, chosen.day, chosen.day), chosen).table
        if trust:
            page = page[page["from_uid"] == trust]
        assert sorted(page["urn"]) == sorted(program["urn_after"])

    tried()


def test_documented_support_and_needs_are_the_same_everywhere(api):
    @trying(4)
    @given(day=DAYS, place=PLACES)
    def tried(day, place):
        chosen = Filter(dt.date.fromisoformat(day), **place)
        page, program = documented_rows(chosen), rows_of(api, "/documented-support", chosen)
        line = table_of("documented-support", "--day", day, *flags_of(chosen))
        assert page["number"].tolist() == program["number"].tolist() == line["number"].tolist()
        assert page["what"].tolist() == program["what"].tolist() == line["what"].tolist()
        listed_page = school_list(narrow(state_on(chosen.day), chosen), chosen.day)
        met = listed_page.loc[listed_page["rule"] != "", ["urn", "rule"]]
        program = rows_of(api, "/needs", chosen)
        same(program, table_of("needs", "--day", day, *flags_of(chosen)), list(program.columns))
        rules = program.groupby("urn")["rule"].agg(lambda met: "; ".join(sorted(met)))
        page = met.set_index("urn")["rule"].map(lambda said: "; ".join(sorted(said.split("; "))))
        assert page.to_dict() == rules.to_dict()

    tried()
    assert "register" in BESIDE


def test_what_changed_is_the_same_everywhere(api):
    @trying(4)
    @given(chosen=FILTERS)
    def tried(chosen):
        chosen = replace(chosen, grades=(), tiers=())
        start = chosen.day.replace(year=chosen.day.year - 1)
        period = {"from": start.isoformat(), "to": chosen.day.isoformat()}
        query = {key: held for key, held in written(chosen).items() if key != "day"}
        found = api(f"{BASE}/changes", {**query, **period, "format": "parquet"})
        program = pd.read_parquet(io.BytesIO(found.body))
        line = table_of("changes", "--from", start, "--to", chosen.day, *flags_of(chosen))
        same(program, line, list(program.columns))
        page = changes_within(chosen, start, chosen.day)
        tables = (page.openings, page.closings, page.joins, page.transfers)
        counted = [*map(len, tables), len(page.inspections) + len(page.outcomes)]
        kinds = ("opened", "closed", "joined", "moved", "inspected")
        assert [int((program["kind"] == kind).sum()) for kind in kinds] == counted

    tried()


@pytest.mark.parametrize(
    ("day", "region"), [("2019-06-01", "Yorkshire and The Humber"), ("2025-08-31", "South West")]
)
@pytest.mark.quick_cases(1)
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


SAME_COLUMNS = {
    "/schools": ("as-at", "2012-06-01", "--school", "106670"),
    "/headlines": ("headlines", "--day", "2012-06-01"),
    "/trusts": ("trusts", "--day", "2012-06-01", "--trust", "4119"),
    "/areas": ("areas", "--day", "2012-06-01", "--kind", "region"),
    "/needs": ("needs", "--day", "2012-06-01", "--school", "106670"),
    "/transfers": ("transfers", "--from", "2018-01-01", "--to", "2018-02-01"),
    "/changes": ("changes", "--from", "2018-01-01", "--to", "2018-01-08"),
    "/documented-support": ("documented-support",),
    "/compare": ("compare", "--day", "2019-06-01", "trust:4119", "area:Doncaster"),
}


@pytest.mark.parametrize("path", SAME_COLUMNS)
def test_the_command_line_has_the_columns_of_the_api_on_every_day(api, path):
    query = {"day": "2025-08-31"} if path in ("/schools", "/headlines", "/trusts", "/needs") else {}
    query |= {"kind": "opportunity_area"} if path == "/areas" else {}
    query |= {"compare": ["region:London", "trust:4474"]} if path == "/compare" else {}
    found = api(BASE + path, {**query, "format": "parquet", "limit": "1"})
    assert list(table_of(*SAME_COLUMNS[path])) == list(pd.read_parquet(io.BytesIO(found.body)))
