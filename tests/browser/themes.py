"""An open page in both themes, as a reader sees it whose system goes over to the other one."""

from playwright.sync_api import expect

from tests.browser.settled import settled

GROUNDS = {"dark": "rgb(24, 31, 37)", "light": "rgb(255, 255, 255)"}


def in_each_theme(page):
    """Turn a page into each theme, dark first, so that one opened dark is looked at so; name it."""
    for theme, ground in GROUNDS.items():
        page.emulate_media(color_scheme=theme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
        settled(page)
        yield theme
