"""Stories of lists: schools kept to by a column, a pasted list, rows ticked to be compared."""

import re

from playwright.sync_api import expect

from tests.browser.settled import settled

PASTED = "URN\n136633\n201/3614\n10012345\nCastlefrd Acadmy\nOutwood Academy Portland"


def test_a_pasted_list_narrows_the_page_and_stands_in_the_address(app, visit):
    page = visit(app).open("/schools?day=2019-06-01")
    page.get_by_role("button", name="Paste a list of schools").click()
    page.get_by_label("URNs, LAESTABs or names").fill(PASTED)
    page.get_by_role("button", name="Read the list").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Understood: 3 schools")
    expect(dialog).to_contain_text("looks like a UKPRN, which no school of the records has")
    expect(dialog).to_contain_text("“Castlefrd Acadmy” means")
    expect(dialog).to_contain_text("which leave out 1 school")
    page.get_by_role("button", name="Show only these 3 schools").click()
    expect(page.get_by_text("3 schools · 1 academy of the founding trusts")).to_be_visible()
    expect(page).to_have_url(re.compile(r"urns=136633\.100000\.138248"))
    page.reload()
    expect(page.get_by_text("3 schools · 1 academy of the founding trusts")).to_be_visible()


def test_rows_kept_by_a_column_stand_in_words_and_the_filter_finds_a_trust_by_number(app, visit):
    page = visit(app).open("/schools?day=2019-06-01&list_rows=percent_disadvantaged:60..")
    expect(page.get_by_text("Disadvantaged, January 2019 from 60% on")).to_be_visible()
    page.get_by_role("combobox", name="Trust", exact=True).fill("UID 4119")
    option = page.get_by_role("option", name=re.compile("^Outwood Grange Academies Trust"))
    expect(option).to_be_visible()


def test_on_a_phone_two_trusts_are_compared_and_no_tool_bar_covers_a_table(app, visit):
    page = visit(app, width=390, height=844).open(
        "/compare?day=2019-06-01&compare=trust:4119&compare=trust:4474"
    )
    figures = page.get_by_role("region", name="Figures side by side")
    expect(figures).to_contain_text("to England")
    assert figures.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    page.get_by_role("tab", name="As rows").click()
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    settled(page)
    table.hover()
    table.click(position={"x": 60, "y": 60})
    for bar in page.get_by_test_id("stElementToolbar").all():
        expect(bar).to_be_hidden()
