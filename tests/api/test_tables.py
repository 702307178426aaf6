"""The tables of the API: their formats, pages, faults and limits."""

import io
import json
from urllib.parse import parse_qsl

import geopandas as gpd
import pandas as pd
import pytest

from alliance.api.document import BASE, EVERY
from alliance.api.documentation import EXAMPLES
from alliance.settings import settings

SCHOOLS = f"{BASE}/schools"
NORTH_EAST = {"day": "2019-06-01", "region": "North East"}


def example_of(resource):
    return EXAMPLES[resource.path.strip("/").replace("-", "_")]


@pytest.mark.parametrize("resource", EVERY, ids=lambda one: one.path)
def test_every_row_is_as_the_document_says_in_every_format(api, resource):
    query = {**example_of(resource), "limit": "500"}
    found = api(BASE + resource.path, query)
    assert found.status == 200
    told = found.json()
    assert told["data"]
    for row in told["data"]:
        resource.row.model_validate(row)
    text = api(BASE + resource.path, {**query, "format": "csv"}).body
    # Spreadsheets take every line for a row, and know the letters by the mark in front.
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == len(told["data"]) + 1
    csv = pd.read_csv(io.BytesIO(text))
    parquet = pd.read_parquet(
        io.BytesIO(api(BASE + resource.path, {**query, "format": "parquet"}).body)
    )
    assert list(csv) == list(parquet) == list(told["data"][0])
    assert len(csv) == len(parquet) == len(told["data"])
    on_map = api(BASE + resource.path, {**query, "format": "geojson"})
    if not resource.on_map:
        assert on_map.status == 400
        return
    features = gpd.read_file(io.BytesIO(on_map.body))
    assert len(features) == len(told["data"])
    assert features.geometry.notna().any()
    west, south, east, north = features.total_bounds
    assert -7 < west <= east < 2
    assert 49 < south <= north < 56


def test_the_format_goes_by_accept_where_nothing_else_says_it(api):
    for accept, mime in {
        "": "application/json",
        "*/*": "application/json",
        "text/html,application/xhtml+xml,*/*;q=0.8": "application/json",
        "text/csv": "text/csv; charset=utf-8",
        "application/json;q=0.5, application/geo+json": "application/geo+json",
        "application/vnd.apache.parquet": "application/vnd.apache.parquet",
    }.items():
        found = api(SCHOOLS, {**NORTH_EAST, "limit": "1"}, accept=accept)
        assert (found.status, found.headers["content-type"]) == (200, mime)
    assert api(SCHOOLS, NORTH_EAST, accept="image/png").status == 406


def test_pages_follow_one_another_and_hold_every_school_once(api):
    address, seen = f"{SCHOOLS}?day=2019-06-01&region=North+East&limit=500", []
    while address:
        told = api(address).json()
        seen += [row["urn"] for row in told["data"]]
        address = told["links"].get("next", "").removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == told["count"] > 1000


def test_an_answer_is_kept_by_its_content(api):
    first = api(SCHOOLS, NORTH_EAST)
    again = api(SCHOOLS, NORTH_EAST, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = api(SCHOOLS, {**NORTH_EAST, "day": "2019-06-02"}, if_none_match=first.headers["etag"])
    assert other.status == 200
    as_csv = api(SCHOOLS, NORTH_EAST, accept="text/csv", if_none_match=first.headers["etag"])
    assert as_csv.status == 200


def test_all_faults_are_named_at_once_as_problem_details(api):
    query = {"day": "2019-02-30", "region": "Nowhere", "limit": "0", "colour": "red", "grade": "7"}
    found = api(SCHOOLS, query)
    assert found.status == 400
    assert found.headers["content-type"] == "application/problem+json"
    told = found.json()
    assert {fault["parameter"] for fault in told["errors"]} == set(query)
    assert told["instance"] == SCHOOLS
    assert "North East" in told["detail"]


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/schools", {"day": "1066-10-14"}, "outside the records"),
        ("/transfers", {"from": "2019-06-02", "to": "2019-06-01"}, "Swap"),
        ("/transfers", {"grade": "Good"}, "not taken here"),
        ("/areas", {"region": "London"}, "not taken here"),
        ("/trusts", {"trust": "Outwod"}, "No trust found"),
        ("/plan", {"within_km": "500"}, "from 5 to 100"),
        ("/plan", {"keep": "nonsense"}, "URN-UID"),
        ("/plan", {"need_rules": "Ghosts"}, "not known"),
    ],
)
def test_what_does_not_resolve_is_said(api, path, query, said):
    found = api(BASE + path, query)
    assert found.status == 400
    assert said in found.json()["detail"]


def test_names_of_the_command_line_are_taken_too(api):
    ours = api(SCHOOLS, {"day": "2019-06-01", "area": "Doncaster", "members": "true"}).json()
    theirs = api(
        SCHOOLS,
        {"day": "2019-06-01", "opportunity-area": "doncaster", "founding-trusts-only": "true"},
    ).json()
    assert ours["data"] == theirs["data"] != []
    former = {"day": "2019-06-01", "trust": "School Partnership Trust Academies"}
    assert {row["trust_uid"] for row in api(SCHOOLS, former).json()["data"]} == {4474}


def test_one_school_and_one_trust_tell_nothing_that_came_after_the_day(api):
    told = api(f"{BASE}/schools/137049", {"day": "2012-01-01"}).json()
    assert told["school"]["urn"] == 137049
    assert all(row["start"] <= "2012-01-01" for row in told["inspections"])
    assert all((row["left"] or "") <= "2012-01-01" for row in told["trusts"])
    trust = api(f"{BASE}/trusts/4119", {"day": "2019-06-01"}).json()
    assert len(trust["academies"]) == trust["trust"]["academies"] > 20
    for path in ("/schools/999999", "/trusts/1", "/schools/x", "/trusts/%D9%A3", "/nothing"):
        assert api(BASE + path).status == 404
    closed = api(f"{BASE}/schools/137049", {"day": "2006-01-01"})
    assert "was not open" in closed.json()["detail"]


def test_only_reading_is_answered(api):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        found = api(SCHOOLS, method=method)
        assert (found.status, found.headers["content-type"]) == (405, "application/problem+json")
        assert found.headers["allow"] == "GET, HEAD, OPTIONS"
    assert api(SCHOOLS, method="OPTIONS").status == 204


def test_an_address_that_asks_too_often_is_told_when_it_may_again(api, monkeypatch):
    monkeypatch.setenv("ALLIANCE_API_A_MINUTE", "3")
    settings.cache_clear()
    statuses = [api(f"{BASE}/openapi.json").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = api(f"{BASE}/openapi.json")
    assert 1 <= int(refused.headers["retry-after"]) <= 21
    assert refused.headers["content-type"] == "application/problem+json"
    assert api(f"{BASE}/openapi.json", client="192.0.2.2").status == 200
    assert api(f"{BASE}/openapi.json", client="2001:db8::1").status == 200


def test_a_plan_that_is_too_large_is_refused_before_it_is_worked_out(api):
    widest = {
        "day": "2019-06-01",
        "helped_by": "Any trust",
        "within_km": "100",
        "supporters_a_school": "3",
        "count_inherited": "true",
    }
    found = api(f"{BASE}/plan", widest)
    assert found.status == 413
    assert "Narrow it" in found.json()["detail"]
    old = api("/api/matches.json", {**widest, "region": ""}, client="192.0.2.3")
    assert old.status == 413
    assert "Narrow it" in old.json()["error"][0]


def test_a_plan_is_worked_out_from_published_records_alone(api):
    query = {"day": "2019-06-01", "region": "Alliance region", "helped_by": "Founding trusts"}
    told = api(f"{BASE}/plan", query).json()
    old = api("/api/matches.json", query).json()
    assert [(row["urn"], row["supporter_uid"]) for row in told["data"]] == [
        (row["urn"], row["supporter_uid"]) for row in old["plan"]
    ]
    assert told["total"] == pytest.approx(old["total"])
    assert told["served"] == len({row["urn"] for row in told["data"]})
    assert json.dumps(told).count('"supported"') == 0


@pytest.mark.parametrize(
    "query",
    [{"day": "2018-06-01", "trust": "4119"}, {"day": "2025-08-31", "region": "Alliance region"}],
)
def test_a_headline_of_pupils_says_of_how_many_schools_the_list_has_none(api, query):
    figures = api(f"{BASE}/headlines", query).json()["data"]
    (pupils,) = [row for row in figures if row["figure"] == "pupils"]

    def rolls(**more):
        file = api(SCHOOLS, {**query, **more, "format": "parquet"}).body
        return pd.read_parquet(io.BytesIO(file)).set_index("urn")["pupils"]

    by_the_day, nearest = rolls(), rolls(later="true")
    later = nearest[by_the_day.isna() & nearest.notna()]
    assert len(later)
    assert pupils["here"] == by_the_day.sum() + later.sum()
    assert f"{len(later)} by a census after the day" in pupils["here_counted"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("founding-trusts-only", "members is ''; it can be true, false."),
        ("trust=", "trust is given without a value; leave it out for all."),
        ("phase=Primary&phase=", "phase is given without a value"),
        ("urns=106670.1.2", "No school of the records has a URN of these: 1 and 2."),
        ("urns=999999", "No school of the records has the URN 999999."),
        ("urn=999999", "No school of the records has the URN 999999."),
        ("region=Yorks", "is called 'Yorks'; the nearest is Yorkshire and The Humber."),
        ("trust=Outwod", "/api/v1/trusts?day=2025-08-31 lists them."),
    ],
)
def test_a_filter_that_means_nothing_is_refused_in_the_words_of_the_api(api, query, said):
    found = api(SCHOOLS, parse_qsl(query, keep_blank_values=True))
    assert found.status == 400
    detail = found.json()["detail"]
    assert said in detail
    assert "python -m" not in detail
    assert "Aldgate" not in detail


def test_a_school_is_asked_for_in_any_spelling_and_an_empty_region_is_england(api):
    for query in ({"urn": "137049.0"}, {"urns": "137049"}, {"urn": "URN 137049", "region": ""}):
        told = api(SCHOOLS, query).json()
        assert [row["urn"] for row in told["data"]] == [137049]
        assert told["notes"] == api(SCHOOLS).json()["notes"]
    told = api(SCHOOLS, {"urn": ["137049", "106670"]}).json()
    assert [row["urn"] for row in told["data"]] == [137049]
    assert "Adwick Primary School (106670) is not open on 31 August 2025." in " ".join(
        told["notes"]
    )
    assert api(SCHOOLS, {"urn": "137049", "urns": "136633"}).json()["count"] == 0


def test_no_school_in_an_rsc_region_of_another_day_is_explained(api):
    query = {"commissioner": "North of England", "day": "2025-08-31"}
    told = api(SCHOOLS, query).json()
    assert told["count"] == 0
    assert "1 July 2014 to 31 August 2022 only" in " ".join(told["notes"])
    told = api(SCHOOLS, {**query, "day": "2019-06-01", "limit": "1"}).json()
    assert told["count"] > 1000
    assert "commissioners" not in " ".join(told["notes"])


def test_one_school_may_be_asked_for_as_json_and_the_start_has_a_slash_or_none(api):
    assert api(f"{SCHOOLS}/136633", {"format": "json"}).status == 200
    assert api(f"{SCHOOLS}/136633", {"format": "csv"}).status == 400
    assert api(f"{BASE}/").body == api(BASE).body


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("/schools", NORTH_EAST, "schools-north-east-2019-06-01.csv"),
        ("/schools", {**NORTH_EAST, "members": "true"}, "schools-north-east-founding-trusts-only-"),
        ("/areas", {"kind": "region", "day": "2019-06-01"}, "areas-region-2019-06-01.csv"),
        (
            "/transfers",
            {"from": "2018-06-01", "to": "2019-06-01", "trust": "4119"},
            "transfers-outwood-grange-academies-trust-2018-06-01-to-2019-06-01.csv",
        ),
        (
            "/compare",
            {"compare": ["area:Doncaster", "region:London"], "day": "2019-06-01"},
            "compare-doncaster-london-2019-06-01.csv",
        ),
    ],
)
def test_a_file_is_named_by_what_it_holds(api, path, query, name):
    found = api(BASE + path, {**query, "format": "csv"})
    assert f'filename="{name}' in found.headers["content-disposition"]
