"""What a first visit is told: beside the answer, closed for good, and there when asked for."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled


@pytest.mark.parametrize("width", [1280, 390])
def test_a_first_visit_is_told_what_this_is_and_never_again_unasked(app, visit, width):
    page = visit(app, width=width, height=844, first=True).open(day=None)
    card = page.get_by_role("region", name="About the Northern Alliance")
    expect(card).to_contain_text("It opens on the alliance region")
    expect(card.get_by_role("listitem")).to_have_count(3)
    settled(page)
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    before = page.locator(".live-map").bounding_box()
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()
    # It stands above the page, whose map was where it is without it.
    assert page.locator(".live-map").bounding_box() == before
    page.reload()
    expect(page.locator(".figures").first).to_be_visible()
    expect(card).to_be_hidden()
    button = page.get_by_role("button", name="About")
    button.click()
    expect(card.get_by_role("link", name="Watch the story")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    card.get_by_role("link", name="Watch the story").click()
    expect(page).to_have_url(re.compile("/present.presentation=story"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Present")
