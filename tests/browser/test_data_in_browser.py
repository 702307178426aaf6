import csv

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled


def taken_away(page, table):
    """Download a table as CSV; give its rows."""
    settled(page)
    page.locator(f".st-key-{table}-downloads button").click()
    with page.expect_download() as download:
        page.locator(f".st-key-{table}-download-CSV button").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_published_figures_stand_beside_what_is_found_here(app, visit):
    page = visit(app).open("/data")
    expect(page.get_by_text("7 of 7 published figures are reproduced")).to_be_visible()
    expect(page.get_by_text("Rows 1 to 11 of 11.")).to_be_visible()
    rows = {row["what"]: row for row in taken_away(page, "facts")}
    founders = rows["Academies of the founding trusts"]
    assert (founders["in_print"], founders["here"]) == ("111", "111")
    assert founders["verdict"] == "reproduced"
    assert all(row["source"] for row in rows.values())


def test_a_source_is_found_by_its_publisher_with_what_was_refused_of_it(app, visit):
    page = visit(app).open("/data")
    page.get_by_role("tab", name="Sources").click()
    expect(page.get_by_text("were not as expected, left out, and are listed here")).to_be_visible()
    search = page.locator(".st-key-sources-find input")
    search.fill("Ofsted")
    search.press("Enter")
    expect(page.get_by_text("Rows 1 to 40 of 40.")).to_have_count(0)
    rows = taken_away(page, "sources")
    assert {row["publisher"] for row in rows} == {"Ofsted"}
    assert sum(int(row["rows_refused"]) for row in rows) >= 1


def test_words_on_screen_are_told_under_words(app, visit):
    page = visit(app).open("/data")
    page.get_by_role("tab", name="Words").click()
    for word in ("inherited", "cluster", "in need"):
        row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=word, exact=True))
        expect(row).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_sources_fits_a_phone(app, visit, theme):
    page = visit(app, width=390, height=844, theme=theme).open("/data")
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        settled(page)
        assert page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth") == 0
