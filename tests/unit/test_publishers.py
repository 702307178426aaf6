"""The app knows where the publishers put their files, and finds the newest of each."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alliance.errors import NotFetched, NotThere, SourceError
from alliance.settings import ROOT
from alliance.sources.fetching import education_statistics, publishers
from alliance.sources.fetching.download import checksum_of
from alliance.sources.fetching.finding import Account, Finder
from alliance.sources.fetching.govuk import newest_attachment
from alliance.sources.fetching.publishers import DAY, TABLE, Form, Source, chosen, quarters_before
from alliance.sources.fetching.servers import client, nothing
from alliance.sources.fetching.visits import Visits
from tests.loopback import Asked, Loopback, Reply, loopback, said

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = dt.date(2026, 7, 1)
FILE = b"URN,LinkURN\n100000,100001\n"
PAGE = "/api/content/government/statistical-data-sets/" + (
    "monthly-management-information-ofsteds-school-inspections-outcomes"
)
RELEASE = "/api/content/government/statistics/state-funded-schools-inspections-and-outcomes-as-at-"
CENSUS = "/statistics/v1/data-sets/019e7403-4523-7749-b530-159f451dd83c"
REGISTER = "/edubase/downloads/public/"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as served:
        yield served


class Quiet:
    progress = told = staticmethod(nothing)


@contextmanager
def quiet(_name: str) -> Iterator[Quiet]:
    yield Quiet()


def here(server: Loopback, sources: tuple[Source, ...] = TABLE) -> tuple[Source, ...]:
    """The same sources, on this machine."""
    hosts = [address.partition("://")[2].partition("/")[0] for address in HOSTS]
    moved = []
    for source in sources:
        address = source.address
        for host in hosts:
            address = address.replace(f"https://{host}", server.address)
        moved.append(replace(source, address=address))
    return tuple(moved)


HOSTS = (publishers.REGISTER, publishers.CONTENT, publishers.STATISTICS)


def found(sources: tuple[Source, ...], folder: Path, in_history: tuple[str, ...] = ()) -> Account:
    visits = Visits(folder / "fetched.json", in_history)
    with client(timeout_s=1) as web:
        return Finder(web, folder, visits, TODAY, quiet).fetch_all(sources)


def attachments(*files: tuple[str, str]) -> Reply:
    listed = [{"title": title, "url": url, "content_type": "text/csv"} for title, url in files]
    return said({"base_path": "/a", "details": {"attachments": listed}})


def the_publishers(server: Loopback) -> None:
    """Let the server answer as all of them do."""
    for name in (
        "edubasealldata",
        "grouplinks_edubaseallacademiesandfree",
        "allgroupsdata",
        "links_edubasealldata",
        "academiesmatmembership",
    ):
        server.replies[f"{REGISTER}{name}20260701.csv"] = Reply(name.encode())
    media = f"{server.address}/media/"
    title = "Management information - state-funded schools - "
    server.replies[PAGE] = attachments(
        (f"{title}latest inspections as at 31 May 2026", f"{media}1/latest_as_at_31_May_2026.csv"),
        (f"{title}latest inspections as at 30 Jun 2026", f"{media}2/latest_as_at_30_Jun_2026.csv"),
        (f"{title}all inspections - year to date as at 30 June 2026", f"{media}3/all_in_year.csv"),
        ("Management information - independent schools as at 30 June 2026", f"{media}4/other.csv"),
    )
    server.replies[f"{RELEASE}31-december-2025"] = attachments(
        ("Charts and tables", f"{media}5/charts.ods"),
        ("Inspections and outcomes as at 31 December 2025", f"{media}6/State-funded_as_at.csv"),
    )
    for number in "236":
        name = {"2": "latest_as_at_30_Jun_2026", "3": "all_in_year", "6": "State-funded_as_at"}
        server.replies[f"/media/{number}/{name[number]}.csv"] = Reply(f"Ofsted {number}".encode())
    for source in TABLE:
        if source.name == "results":
            path = source.address.partition("api.education.gov.uk")[2]
            title = "Key stage 2 (performance)" if "019afee4" in path else "Key stage 4"
            server.replies[path] = said({"title": title, "latestVersion": {"version": "1.2"}})
            # It packs the file, whatever is asked for.
            packed = Reply(gzip.compress(path.encode()), headers={"Content-Encoding": "gzip"})
            server.replies[f"{path}/csv?dataSetVersion=1.2"] = packed
    the_census(server)


def the_census(server: Loopback) -> None:
    server.replies[CENSUS] = said({"title": "School level", "latestVersion": {"version": "2.0"}})
    meta = {
        "filters": [
            _filter("phase_type_grouping", p1="State-funded primary", p2="Independent school"),
            _filter("sex", s1="Total", s2="Boys"),
            _filter("attendance_pattern", a1="Total", a2="Full-time"),
            _filter("breakdown", b1="Total", b2="FSM eligible", b3="First language English"),
        ],
        "indicators": [
            {"id": "n", "column": "pupil_count"},
            {"id": "%", "column": "pupil_percent"},
        ],
        "timePeriods": [
            {"code": "AY", "period": "2025/2026"},
            {"code": "AY", "period": "2024/2025"},
        ],
        "locations": [
            {"level": {"code": "NAT"}, "options": [{"id": "e", "label": "England"}]},
            {
                "level": {"code": "SCH"},
                "options": [{"id": f"u{n}", "label": "A", "urn": f"10000{n}"} for n in (1, 2)],
            },
        ],
    }
    server.replies[f"{CENSUS}/meta?dataSetVersion=2.0"] = said(meta)
    server.replies[f"{CENSUS}/query?dataSetVersion=2.0"] = _census_page


def _filter(column: str, **options: str) -> dict[str, object]:
    listed = [{"id": name, "label": label} for name, label in options.items()]
    return {"id": f"f-{column}", "column": column, "options": listed}


def _census_page(asked: Asked) -> Reply:
    """Two pages of two rows; as the API does, in no order."""
    question = json.loads(asked.body)
    assert {"timePeriods": {"in": [{"code": "AY", "period": "2025/2026"}]}} in question["criteria"][
        "and"
    ]
    assert {"filters": {"in": ["b1", "b2"]}} in question["criteria"]["and"]
    assert question["indicators"] == ["n", "%"]
    rows = [("u2", "b1", "31", "x"), ("u1", "b2", "90", "30.0"), ("u1", "b1", "300", "100"),
            ("u2", "b2", "c", "c")]  # fmt: skip
    number = question["page"]
    return said(
        {
            "paging": {"page": number, "totalPages": 2},
            "results": [
                {
                    "timePeriod": {"code": "AY", "period": "2025/2026"},
                    "locations": {"NAT": "e", "SCH": school},
                    "filters": {
                        "f-breakdown": group,
                        "f-sex": "s1",
                        "f-attendance_pattern": "a1",
                        "f-phase_type_grouping": "p1",
                    },
                    "values": {"n": count, "%": share},
                }
                for school, group, count, share in rows[2 * number - 2 : 2 * number]
            ],
        }
    )


def test_every_source_names_what_its_address_was_checked_against() -> None:
    for source in TABLE:
        assert source.checked_against
        assert source.address.startswith("https://")
    assert {source.form for source in TABLE} == {Form.DAILY, Form.PAGE, Form.DATA_SET}
    assert publishers.NAMES == ("register", "inspections", "results", "census")


def test_the_documents_name_every_address() -> None:
    told = (ROOT / "data" / "README.md").read_text("utf-8")
    assert [one.address for one in TABLE if one.address.rsplit("/", 1)[1] not in told] == []
    assert all(name in told for name in publishers.NAMES)


def test_the_newest_file_of_every_source_is_found_without_a_setting(
    server: Loopback, tmp_path: Path
) -> None:
    the_publishers(server)
    account = found(here(server, chosen("")), tmp_path)
    assert account.told_faults() == []
    assert [path.name for path in account.files] == [
        "edubasealldata20260701.csv",
        "grouplinks_edubaseallacademiesandfree20260701.csv",
        "allgroupsdata20260701.csv",
        "links_edubasealldata20260701.csv",
        "academiesmatmembership20260701.csv",
        "latest_as_at_30_Jun_2026.csv",
        "all_in_year_as_at_2026-06-30.csv",
        "State-funded_as_at_as_at_2025-12-31.csv",
        "key-stage-2-performance-1.2.csv",
        "key-stage-4-1.2.csv",
        "school-level-2.0.csv",
    ]
    # A page that two sources share is asked once, and the file of a data set is kept as it came.
    assert server.paths.count(PAGE) == 1
    assert gzip.decompress(account.files[8].read_bytes()).startswith(b"/statistics/v1/data-sets/")


def test_what_the_history_holds_is_fetched_again_only_when_it_changes(
    server: Loopback, tmp_path: Path
) -> None:
    the_publishers(server)
    extract = f"{REGISTER}edubasealldata20260701.csv"
    server.replies[extract] = Reply(b"register", headers={"ETag": '"1"'})
    first = found(here(server), tmp_path)
    held = tuple(checksum_of(path, unpacked=True) for path in first.files)
    server.asked.clear()
    again = found(here(server), tmp_path, held)
    assert len(again.unchanged) == 7
    assert len(again.files) == 4  # the register's other files, whose server gives them no mark
    # What has a version or a number of its own is not even asked for.
    asked = [path for path in server.paths if path.startswith(("/media/", f"{CENSUS}/"))]
    assert asked == []
    server.replies[extract] = Reply(b"register, corrected", headers={"ETag": '"2"'})
    assert len(found(here(server), tmp_path, held).unchanged) == 6


def test_after_a_return_to_an_earlier_history_its_files_are_fetched_again(
    server: Loopback, tmp_path: Path
) -> None:
    the_publishers(server)
    first = found(here(server), tmp_path)
    assert len(found(here(server), tmp_path, in_history=()).files) == len(first.files)


def test_what_a_dry_run_kept_is_taken_by_the_next_run_unless_it_has_changed(
    server: Loopback, tmp_path: Path
) -> None:
    the_publishers(server)
    extract = f"{REGISTER}edubasealldata20260701.csv"
    server.replies[extract] = Reply(b"register", headers={"ETag": '"1"'})
    first = found(here(server), tmp_path)
    server.asked.clear()
    assert found(here(server), tmp_path).files == first.files
    assert [path for path in server.paths if path.startswith(("/media/", f"{CENSUS}/"))] == []
    assert server.asked[0].headers["If-None-Match"] == '"1"'
    first.files[0].write_bytes(b"spoilt")
    found(here(server), tmp_path)
    assert first.files[0].read_bytes() == b"register"


def test_what_came_of_files_long_past_is_taken_away(server: Loopback, tmp_path: Path) -> None:
    for name, age_days in (("old", 30), ("new", 1)):
        part = tmp_path / name / "links.csv.part"
        part.parent.mkdir()
        part.write_bytes(FILE)
        then = time.time() - age_days * 86_400
        os.utime(part, (then, then))
    found(daily(server), tmp_path)
    assert [path.parent.name for path in tmp_path.glob("*/*.part")] == ["new"]


def daily(server: Loopback) -> tuple[Source, ...]:
    return chosen(f"{server.address}/links{DAY}.csv")


@pytest.mark.parametrize(("day", "back"), [("20260701", 0), ("20260630", 1), ("20260621", 10)])
def test_of_a_file_named_by_its_day_the_newest_of_the_ten_days_before_is_taken(
    server: Loopback, tmp_path: Path, day: str, back: int
) -> None:
    server.replies[f"/links{day}.csv"] = Reply(FILE)
    # Some hosts send a page for a day that has no file.
    server.replies["/links20260629.csv"] = Reply(b"<!DOCTYPE html><p>Not found")
    account = found(daily(server), tmp_path)
    assert [path.name for path in account.files] == [f"links{day}.csv"]
    assert len(server.asked) == back + 1
    if back:
        assert len(account.notes) == 1
        assert "that of 1 July 2026 is not there yet" in account.notes[0]
    else:
        assert account.notes == []


def test_where_none_of_the_days_has_a_file_that_is_said(server: Loopback, tmp_path: Path) -> None:
    server.replies["/links20260620.csv"] = Reply(FILE)
    account = found(daily(server), tmp_path)
    assert account.files == []
    assert len(server.asked) == 11
    (words,) = account.told_faults()
    assert "no file of 1 July 2026 nor of the 10 days before" in words
    assert list(tmp_path.rglob("*.csv")) == []


def test_a_refusal_is_not_taken_for_a_day_without_a_file(server: Loopback, tmp_path: Path) -> None:
    server.replies["/links20260701.csv"] = Reply(status=403)
    (words,) = found(daily(server), tmp_path).told_faults()
    assert "answered 403" in words
    assert len(server.asked) == 1


def test_what_one_source_lacks_does_not_keep_the_others_back(
    server: Loopback, tmp_path: Path
) -> None:
    the_publishers(server)
    del server.replies[f"{RELEASE}31-december-2025"]
    server.replies[CENSUS] = Reply(b"<html>Maintenance")
    account = found(here(server), tmp_path)
    assert len(account.files) == 9
    told = account.told_faults()
    assert len(told) == 2
    assert "answered 404" in told[0]
    assert "expected an answer of Explore Education Statistics" in told[1]


def test_a_host_that_is_not_reached_is_asked_once_and_named_in_one_sentence(tmp_path: Path) -> None:
    nowhere = tuple(
        replace(source, address=f"http://{host}:9/{source.name}{DAY}.csv")
        for source in TABLE[:3]
        for host in ("127.0.0.1", "127.0.0.2")
    )
    (words,) = found(nowhere, tmp_path).told_faults()
    assert "No way from this machine to 127.0.0.1 and 127.0.0.2 (" in words


def test_ofsteds_statistics_are_looked_for_on_the_pages_of_their_days() -> None:
    assert [str(day) for day in quarters_before(TODAY)] == [
        "2026-03-31",
        "2025-12-31",
        "2025-08-31",
        "2025-03-31",
        "2024-12-31",
    ]


def test_of_two_files_of_one_title_the_one_of_the_later_day_is_taken() -> None:
    raw = attachments(
        ("Latest inspections as at 30 June 2026", "https://a/1.csv"),
        ("Latest inspections as at 31 July 2026", "https://a/2.ods"),
        ("Latest inspections, as at 30 June 2026", "https://a/3.xlsx"),
        ("Latest inspections as at 31 May 2026", "https://a/4.csv"),
    ).body
    assert newest_attachment(raw, "page", "latest inspections").address == "https://a/1.csv"


def test_a_page_without_the_file_says_what_it_has() -> None:
    raw = attachments(("Guide", "https://a/guide.pdf")).body
    with pytest.raises(NotThere, match="among its 1 attachments, which begin with: Guide"):
        newest_attachment(raw, "page", "latest inspections")
    with pytest.raises(NotFetched, match=r"expected an answer of GOV\.UK's content API"):
        newest_attachment(b"<html>", "page", "latest inspections")


def test_the_census_is_asked_for_page_by_page_and_comes_as_a_table(
    server: Loopback, tmp_path: Path
) -> None:
    the_census(server)
    sources = tuple(source for source in here(server) if source.name == "census")
    (path,) = found(sources, tmp_path).files
    assert path.read_text("utf-8").splitlines() == [
        "time_period,school_urn,phase_type_grouping,sex,attendance_pattern,breakdown,pupil_count,pupil_percent",
        "202526,100001,State-funded primary,Total,Total,FSM eligible,90,30.0",
        "202526,100001,State-funded primary,Total,Total,Total,300,100",
        "202526,100002,State-funded primary,Total,Total,FSM eligible,c,c",
        "202526,100002,State-funded primary,Total,Total,Total,31,x",
    ]


def test_a_data_set_that_has_changed_says_what_it_lacks(server: Loopback, tmp_path: Path) -> None:
    the_census(server)
    changed = json.loads(server.replies[f"{CENSUS}/meta?dataSetVersion=2.0"].body)  # type: ignore[union-attr]
    changed["filters"][3]["options"] = [{"id": "b1", "label": "Total"}]
    changed["indicators"] = []
    server.replies[f"{CENSUS}/meta?dataSetVersion=2.0"] = said(changed)
    sources = tuple(source for source in here(server) if source.name == "census")
    (words,) = found(sources, tmp_path).told_faults()
    assert "has no breakdown “FSM eligible”, pupil_count, pupil_percent" in words


def test_a_data_set_that_another_has_superseded_leads_to_that(server: Loopback) -> None:
    old = {"title": "Old", "latestVersion": {"version": "3.0"}, "supersedingDataSetId": "new"}
    server.replies["/v1/data-sets/old"] = said(old)
    server.replies["/v1/data-sets/new"] = said(
        {"title": "New", "latestVersion": {"version": "1.0"}}
    )
    with client() as web:
        assert (
            education_statistics.data_set(web, f"{server.address}/v1/data-sets/old").name
            == "new-1.0.csv"
        )


def test_the_setting_takes_names_addresses_and_the_publishers_forms_elsewhere() -> None:
    names = chosen("census register")
    assert [source.name for source in names] == ["census", *["register"] * 5]
    (plain,) = chosen("https://example.org/a.csv#sha256=0")
    assert plain.form is Form.FILE
    (day,) = chosen("https://example.org/a{day}.csv")
    assert day.form is Form.DAILY
    # A copy of a publisher's page, or of a data set, stands in for it.
    page = chosen("http://127.0.0.1:9" + PAGE)
    assert [source.titled[-12:] for source in page] == ["ctions as at", "l inspections"[1:]]
    (census,) = chosen("http://127.0.0.1:9" + CENSUS)
    assert census.rows == education_statistics.CENSUS


def test_a_word_of_the_setting_that_means_nothing_is_said() -> None:
    with pytest.raises(
        SourceError, match=r"names 'registers'; expected addresses .* or one of: re"
    ):
        chosen("registers https://example.org/a.csv")
