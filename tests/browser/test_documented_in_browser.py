import re

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled

WAKEFIELD_CITY = "Wakefield City Academies Trust"


@pytest.fixture(scope="module")
def register(serve, tmp_path_factory):
    """The app with a register of its own, empty at first."""
    folder = tmp_path_factory.mktemp("documented")
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address


def kind(page, name):
    page.get_by_role("radiogroup", name="Kind of flow").get_by_text(name, exact=True).click()
    settled(page)


def test_support_to_wakefield_citys_academies_is_walked_from_documented_to_transferred(
    register, visit
):
    visitor = visit(register)
    page = visitor.open(
        "/flows?day=2018-10-01&region=&flow_kind=Documented&documented_since=2016-01-01"
        f"&documented_until=2018-12-31&flow_place={WAKEFIELD_CITY.replace(' ', '+')}"
    )
    sentence = page.get_by_text(re.compile(r"^Documented · England · .* · 4 documented cases$"))
    expect(sentence).to_be_visible()
    page.get_by_role("tab", name="Led to joining").click()
    expect(page.get_by_text("After 1 of 4 documented cases shown")).to_be_visible()
    page.get_by_role("tab", name="Table", exact=True).click()
    page.locator("canvas [role=gridcell]").filter(has_text="Yewlands Academy").first.wait_for(
        state="attached"
    )
    kind(page, "Transfers")
    # The place is kept from one kind to the other, and so in the address.
    expect(
        page.get_by_text(re.compile(r"^Transfers · England · .* · 21 academies$"))
    ).to_be_visible()
    assert "flow_place=Wakefield" in page.url
    assert visitor.faults == []
