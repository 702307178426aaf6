"""What changed as a feed, and where pages say that it is."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from lxml import etree

from alliance.analysis.filters import Filter
from alliance.api.document import BASE
from alliance.api.feed import row_id
from alliance.views.open_data.change_rows import CHANGE_KINDS, change_rows
from alliance.views.overview.changes_since import changes_within
from alliance.web.feed_link import CHANGES_FEED, feed_link

ATOM = {"a": "http://www.w3.org/2005/Atom"}
YEAR = {"from": "2018-06-01", "to": "2019-06-01"}


def feed(api, **query):
    found = api(CHANGES_FEED, query)
    assert found.status == 200
    assert found.headers["content-type"] == "application/atom+xml"
    return etree.fromstring(found.body)


def texts(root, path):
    return [node.text for node in root.xpath(path, namespaces=ATOM)]


def test_the_feed_is_valid_atom_and_keeps_its_ids(api):
    root = feed(api, area="Doncaster", **YEAR)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for parts in (root, *root.xpath("a:entry", namespaces=ATOM)):
        for name in ("id", "title", "updated"):
            assert len(parts.xpath(f"a:{name}", namespaces=ATOM)) == 1
    assert texts(root, "a:author/a:name")
    ids = texts(root, "a:entry/a:id")
    assert len(ids) == len(set(ids)) > 20
    assert all(one.startswith("urn:uuid:") for one in (*ids, *texts(root, "a:id")))
    for moment in (*texts(root, "a:updated"), *texts(root, "a:entry/a:updated")):
        assert dt.datetime.fromisoformat(moment).tzinfo is not None
    updated = texts(root, "a:entry/a:updated")
    assert updated == sorted(updated, reverse=True)
    shorter = feed(api, area="Doncaster", **{"from": "2018-12-01", "to": "2019-06-01"})
    fewer = set(texts(shorter, "a:entry/a:id"))
    assert fewer < set(ids)
    assert texts(shorter, "a:id") != texts(root, "a:id")
    (own,) = root.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
    assert parse_qs(urlsplit(own).query)["area"] == ["Doncaster"]


def test_the_feed_of_one_school_and_of_one_trust_tell_of_them_alone(api):
    urn = str(change_rows(Filter(dt.date(2019, 6, 1)), *days())["urn"].iloc[0])
    links = feed(api, urn=urn, **YEAR).xpath("a:entry/a:link/@href", namespaces=ATOM)
    asked = [parse_qs(urlsplit(link).query) for link in links]
    assert {one["urn"][0] for one in asked} == {urn}
    # On a day that knows of the change.
    entries = feed(api, urn=urn, **YEAR).xpath("a:entry/a:updated/text()", namespaces=ATOM)
    assert [one["day"][0] for one in asked] == [entry[:10] for entry in entries]
    told = texts(feed(api, trust="5195", **YEAR), "a:entry/a:summary")
    assert told
    assert any("Wakefield City" in one for one in told)


def days():
    return dt.date(2018, 6, 1), dt.date(2019, 6, 1)


@pytest.mark.parametrize("chosen", [{}, {"regions": ("North East",)}, {"trusts": (4119,)}])
def test_the_changes_are_those_that_the_overview_counts(chosen):
    scope = Filter(dt.date(2019, 6, 1), **chosen)
    rows, found = change_rows(scope, *days()), changes_within(scope, *days())
    counted = rows["kind"].value_counts()
    assert counted.get("opened", 0) == len(found.openings)
    assert counted.get("closed", 0) == len(found.closings)
    assert counted.get("joined", 0) == len(found.joins)
    assert counted.get("moved", 0) == len(found.transfers)
    assert counted.get("inspected", 0) == len(found.inspections) + len(found.outcomes)
    assert set(counted.index) <= set(CHANGE_KINDS)
    assert rows["detail"].str.len().gt(5).all()
    assert rows["date"].between(*map(pd.Timestamp, days())).all()


def test_a_day_that_is_not_known_is_told_as_the_days_between_which_it_lies(api):
    period = {"from": "2025-08-30", "to": "2025-08-31"}
    between = [one for one in texts(feed(api, **period), "a:entry/a:summary") if "Moved" in one]
    assert between
    assert all(one.startswith("Between ") and " and 31 August 2025. " in one for one in between)


@pytest.mark.parametrize("year", [2017, 2026])
def test_no_two_changes_have_one_id_and_every_detail_is_whole(history, year):
    start, end = dt.date(year - 1, 9, 1), min(dt.date(year, 9, 1), history.last_day)
    rows = change_rows(Filter(end), start, end)
    assert len({row_id(row) for row in rows.to_dict("records")}) == len(rows) > 1000
    assert not rows["detail"].str.contains(r": \.|\bnan\b|\bNaT\b").any()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"urn": "137049"}, "Montsaye Academy (137049)."),
        ({"urn": ["137049", "100005"], "phase": "Nursery"}, "Montsaye Academy (137049) and Thomas"),
        ({"trust": "4119"}, "Trust: Outwood Grange Academies Trust."),
        ({}, "All state-funded schools of England."),
    ],
)
def test_the_title_of_a_feed_says_whose_changes_it_tells(api, query, title):
    assert texts(feed(api, **query), "a:title")[0].startswith(
        f"Northern Alliance: what changed. {title}"
    )


def test_a_feed_leads_to_the_page_of_what_it_tells(api):
    def page(**query):
        (link,) = feed(api, **query).xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
        return link.partition("//")[2].partition("/")[2]

    assert page(urn="137049") == "schools?urn=137049"
    assert page(urn=["137049", "100005"]) == "overview?urns=137049.100005"
    assert page(area="Doncaster") == "overview?area=Doncaster"
    assert page() == "overview"


def test_a_period_without_a_change_is_an_empty_feed(api):
    query = {"trust": "4119", "from": "2026-06-29", "to": "2026-06-30"}
    assert texts(feed(api, **query), "a:entry/a:id") == []


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", CHANGES_FEED),
        ("region=North+East&day=2019-06-01", f"{CHANGES_FEED}?region=North+East"),
        ("trust_profile=Outwood+Grange", f"{CHANGES_FEED}?trust=Outwood+Grange"),
        ("urn=137049&region=London", f"{CHANGES_FEED}?urn=137049"),
        ("grade=Good&tier=National", CHANGES_FEED),
        ('area="><script>', f"{CHANGES_FEED}?area=%22%3E%3Cscript%3E"),
    ],
)
def test_the_head_of_a_page_links_to_the_feed_of_what_it_shows(query, address):
    link = etree.HTML(feed_link(query).decode()).find(".//link")
    assert link.get("rel") == "alternate"
    # From whatever path the app stands below.
    assert link.get("href") == f".{address}"


def test_the_head_of_a_page_holds_no_link_for_an_address_that_is_too_long():
    assert feed_link("a=" + "x" * 5000) == b""
    assert feed_link("&".join(["region=London"] * 49))


def test_the_documentation_leads_to_the_feed(api):
    page = api(BASE).body.decode()
    assert f'href="{CHANGES_FEED}"' in page
