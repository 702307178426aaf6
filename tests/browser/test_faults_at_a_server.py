"""Whatever falls over on a page, people are told a reference in our words, and the log has all."""

import re

import pytest

from tests.socket_visit import Browser, Visit

SAID = re.compile(r"should not have\. Reference: ([0-9A-F]{8})\.")
SEARCH = ("text_input", "Search")
"""Stands in a part of the page that is drawn by itself."""
TRUST = ("selectbox", "Trust to look at")
WRONG = {"int_value": 3}
"""No browser sends a number for a text; the page falls over where it reads it."""


@pytest.fixture(scope="module")
def served(serve, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address, folder / "log"


@pytest.mark.parametrize(
    ("widget", "part"), [(SEARCH, None), (SEARCH, SEARCH), (TRUST, None)], ids=str
)
def test_a_fault_anywhere_on_a_page_has_our_words_and_a_reference_that_the_log_has(
    served, widget, part
):
    address, log = served
    with Visit(Browser(address)) as visit:
        visit.open("trusts", day="2018-10-01")
        if part:
            # The part alone is drawn anew, after the page stood.
            assert visit.is_part(*part)
        visit.set(*widget, **WRONG)
        visit.draw(part)
        found = SAID.findall(visit.words)
        assert len(found) == 1
        assert "exception {" not in visit.words
        assert "Traceback" not in visit.words
    said = log.read_text()
    assert f"[{found[0]}]" in said
    # In full once a minute; the same again is a line.
    assert "Traceback" in said
