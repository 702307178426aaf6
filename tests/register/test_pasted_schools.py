"""Schools in a pasted text, in the forms in which people have them."""

import datetime as dt

import pytest

from alliance.history import History
from alliance.register.lists.pasted_schools import MOST_LINES, read_pasted
from alliance.views.day_note import shut_in_words

DAY = dt.date(2019, 6, 1)
CASTLEFORD, ALDGATE = 136633, 100000


@pytest.mark.parametrize(
    "text",
    [
        "136633\n100000",
        "136633, 100000",
        "136633 100000",
        "136633;100000",
        "URN\n136633\n100000\n\n",
        "URN 136633\nurn:100000.0",
        "136633.0\n00100000",
        "Castleford Academy\n201/3614",
        "School\nCastleford Academy\nThe Aldgate School\n",
        "castleford academy, Aldgate School",
        "URN\tName\tLA\n136633\tCastleford Academy\tWakefield\n100000\tAldgate\tLondon",
        'Name,URN\nCastleford Academy,136633\n"Aldgate, the",100000\n',
        "LAESTAB\n384/4005 \n2013614\n136633",
    ],
)
def test_a_list_is_read_in_the_form_it_comes_in(history: History, text: str) -> None:
    read = read_pasted(history, text, DAY)
    assert set(read.understood) >= {CASTLEFORD, ALDGATE}, read
    assert len(read.understood) <= 3
    assert read.headings is text.startswith(("URN\n", "School", "URN\t", "Name,", "LAESTAB"))


def test_what_is_in_doubt_or_not_found_is_told_and_not_guessed(history: History) -> None:
    text = (
        "10012345\n999999\nSt Mary's Catholic Primary School\nCastlefrd Acadmy\nzzzzqqq xx\n136633"
    )
    read = read_pasted(history, text, DAY)
    assert read.understood == [CASTLEFORD]
    assert "UKPRN" in read.missing["10012345"]
    assert read.missing["999999"] == "No school of the records has this number."
    assert len(read.doubtful["St Mary's Catholic Primary School"]) > 1
    assert CASTLEFORD in [one.urn for one in read.doubtful["Castlefrd Acadmy"]]
    assert "zzzzqqq xx" in read.missing


def test_a_laestab_that_two_schools_had_in_turn_is_that_of_the_school_of_the_day(
    history: History,
) -> None:
    schools = history.schools
    two = schools[schools["laestab"].duplicated(keep=False) & schools["closed"].notna()]
    gone = two[(two["closed"] > "2012-01-01") & (two["closed"] <= "2019-06-01")].iloc[0]
    before = gone["closed"].date() - dt.timedelta(days=1)
    assert read_pasted(history, str(gone["laestab"]), before).understood == [gone["urn"]]
    assert read_pasted(history, str(gone["laestab"]), DAY).understood != [gone["urn"]]


def test_a_long_list_is_read_whole_and_what_is_too_long_is_said(history: History) -> None:
    urns = history.schools["urn"].tolist()
    assert read_pasted(history, "\n".join(map(str, urns[:3000])), DAY).understood == urns[:3000]
    read = read_pasted(history, "\n".join(map(str, urns)), DAY)
    assert read.cut
    assert len(read.understood) == MOST_LINES


@pytest.mark.parametrize("text", ["", "\n\n , ;\t", "URN", '"', "\x00\x01", "'=cmd()", "~" * 300])
def test_nothing_sensible_is_no_fault(history: History, text: str) -> None:
    assert read_pasted(history, text, DAY).understood == []


def test_a_school_of_a_list_that_is_not_open_on_the_day_is_named() -> None:
    day = dt.date(2025, 8, 31)
    assert shut_in_words([CASTLEFORD, 106670], day) == (
        "Adwick Primary School (106670) is not open on 31 August 2025"
    )
    assert shut_in_words([CASTLEFORD], day) == ""
