import datetime as dt

import pytest

from alliance.analysis.schools.search import search
from alliance.analysis.trusts.trust_search import trust_named
from alliance.history import History
from alliance.history.schools_numbered import schools_numbered
from alliance.text.identifiers import (
    COMPANY,
    LAESTAB,
    UID,
    UKPRN,
    URN,
    Identifier,
    identifier_in,
)

DAY = dt.date(2019, 6, 1)


@pytest.mark.parametrize(
    ("text", "called", "digits"),
    [
        ("106670", "", "106670"),
        ("URN 106670", URN, "106670"),
        ("urn:106670", URN, "106670"),
        ("Unique reference number: 106670", URN, "106670"),
        ("106670.0", "", "106670"),
        ("00106670", "", "00106670"),
        (" '106670' ", "", "106670"),
        ("106,670", "", "106670"),
        ("201/3614", LAESTAB, "2013614"),
        ("201 3614", LAESTAB, "2013614"),
        ("201-3614", LAESTAB, "2013614"),
        ("LAESTAB: 2013614", LAESTAB, "2013614"),
        ("DfE number 201/3614", LAESTAB, "2013614"),
        ("UKPRN 10012345", UKPRN, "10012345"),
        ("UID 4119", UID, "4119"),
        ("Companies House number 08811135", COMPANY, "08811135"),
        ("sc123456", "", "sc123456"),
    ],
)
def test_a_number_is_known_however_it_is_written(text: str, called: str, digits: str) -> None:
    assert identifier_in(text) == Identifier(called, digits)


@pytest.mark.parametrize(
    "text",
    ["", "urn", "St Mary's 2", "WF10 4JQ", "DN4", "106670 106671", "١٢٣٤٥٦", "1.5", "9" * 90],
)
def test_words_are_no_number(text: str) -> None:
    assert identifier_in(text) is None


@pytest.mark.parametrize(
    ("text", "urn"),
    [
        ("2013614", 100000),
        ("201/3614", 100000),
        ("201 3614", 100000),
        ("LAESTAB 2013614.0", 100000),
        ("URN 106670", 106670),
        ("urn:106670", 106670),
        ("106670.0", 106670),
        ("00106670", 106670),
        ("101225", 101225),
    ],
)
def test_a_school_is_found_by_its_numbers(history: History, text: str, urn: int) -> None:
    assert search(history, text, DAY)["urn"].iloc[0] == urn


def test_a_laestab_that_a_school_kept_gives_that_of_the_day_first(history: History) -> None:
    found = search(history, "815/4047", DAY)
    assert set(found["found_by"]) == {LAESTAB}
    laestab = history.schools.set_index("urn")["laestab"]
    assert (laestab[found["urn"]] == 8154047).all()
    assert found["open"].iloc[0]


@pytest.mark.parametrize("text", ["10079319", "UKPRN: 10079319", "10079319.0"])
def test_the_ukprn_of_a_school_gives_the_school(history: History, text: str) -> None:
    found = search(history, text, DAY)
    assert found["urn"].tolist() == [100000]
    assert found["found_by"].tolist() == [UKPRN]
    asked = identifier_in(text)
    assert asked is not None
    assert schools_numbered(history, asked) == [100000]


@pytest.mark.parametrize("text", ["4119", "UID: 4119", "company number 06995649", "6995649"])
def test_the_number_of_a_trust_gives_the_trust_and_its_academies(
    history: History, text: str
) -> None:
    assert trust_named(history, text) == 4119
    found = search(history, text, DAY, 1000)
    found = found[found["found_by"] == "trust"]
    spells = history.memberships.query("trust_uid == 4119 and joined <= @DAY")
    spells = spells[~(spells["left"] <= dt.datetime(2019, 6, 1))]
    assert set(found["urn"]) == set(spells["urn"])
    assert len(found) > 20


def test_a_number_that_the_records_do_not_hold_finds_no_school(history: History) -> None:
    for text in ("10012345", "UKPRN 106670", "UID 106670", "company 00106670"):
        assert search(history, text, DAY).empty
        assert identifier_in(text) is not None
    assert identifier_in("10012345").like_ukprn
    assert not identifier_in("00106670").like_ukprn
