import re

import pytest
from playwright.sync_api import expect

from alliance.settings import ROOT
from tests.browser.settled import settled

PAIRS = ROOT / "tests" / "lists" / "invented_pairs.csv"
MEANT = {
    "Newe Holland": "New Holland Church of England and Methodist Primary School",
    "Outwood Grange”": "Outwood Grange Academies Trust · trust",
    "Hunslet Carr": "Hunslet Carr Primary School",
    "Delta Academy Trst": "Delta Academies Trust",
    "Birkenshaw": "Birkenshaw Church of England Voluntary Controlled Primary School",
}
"""Whom five of the six doubtful names mean; the rows of the sixth are left out."""


@pytest.fixture(scope="module")
def register(serve, tmp_path_factory):
    """The app with a register of its own, empty at first."""
    folder = tmp_path_factory.mktemp("lists")
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address


def decide(page, name, option):
    """Choose whom a doubtful name means, by a part of both."""
    box = page.get_by_role("combobox", name=re.compile(re.escape(name)))
    # The page may scroll to the box, which closes its list; typing opens it again.
    box.click()
    box.fill(option)
    page.get_by_role("option", name=re.compile(re.escape(option))).first.click()
    settled(page)


def test_a_commissioner_imports_forty_invented_pairs_with_six_doubtful_names(register, visit):
    visitor = visit(register)
    page = visitor.open("/register?register_tab=Import")
    page.get_by_text("A list that others made").click()
    settled(page)
    page.locator("input[type=file]").set_input_files(PAIRS)
    expect(page.get_by_text("40 rows read: 34 with both names sure, 6 names")).to_be_visible()
    # Nothing in doubt would be saved.
    expect(page.get_by_role("button", name="Save all 34 rows")).to_be_visible()
    for name, option in MEANT.items():
        decide(page, name, option)
    decide(page, "Astrea Academies", "Leave its rows out")
    expect(page.get_by_text("Every doubtful name is decided.")).to_be_visible()
    expect(page.get_by_text("1 row is left out")).to_be_visible()
    page.get_by_role("button", name="Save all 39 rows").click()
    expect(page.get_by_text("39 support arrangements added")).to_be_visible()
    expect(page.get_by_text("Rows 1 to 39 of 39.")).to_be_visible()
    assert visitor.faults == []
