import csv
import re

from playwright.sync_api import expect

from tests.browser.settled import settled
from tests.browser.themes import in_each_theme


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
    reproduced = re.compile(r"(\d+) of \1 published figures are reproduced")
    expect(page.get_by_text(reproduced)).to_be_visible()
    rows = taken_away(page, "facts")
    founders = [row for row in rows if row["what"] == "Academies of the founding trusts"]
    assert {(row["in_print"], row["here"]) for row in founders} == {("111", "111"), ("169", "169")}
    assert {row["verdict"] for row in founders} == {"reproduced"}
    assert all(row["source"] for row in rows)


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
    page.get_by_role("tab", name="Glossary").click()
    for word in ("predecessor’s grade", "cluster", "less than good"):
        row = page.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name=word, exact=True)
        )
        expect(row).to_have_count(1)


def test_the_page_of_sources_fits_a_phone(app, visit):
    page = visit(app, width=390, height=844, theme="dark").open("/data")
    expect(page.get_by_role("tab").first).to_be_visible()
    settled(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        for theme in in_each_theme(page):
            over = page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth")
            assert (theme, over) == (theme, 0)
