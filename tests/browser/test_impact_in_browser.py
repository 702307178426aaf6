"""A commissioner asks what followed, reads it, takes every pair away, and shows it in a meeting."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.settled import settled
from tests.browser.test_profiles_in_browser import choose

WIDTHS = {"laptop": {}, "phone": {"width": 390, "height": 844}}
DONCASTER = "/impact?impact_what=Lay+in+an+Opportunity+Area&impact_area=Doncaster"
KEY_STAGE_2 = f"{DONCASTER}&impact_outcome=Key+stage+2"


def answer_of(page):
    return page.locator(".st-key-status-impact").get_by_role("heading")


def pick(page, label, option):
    settled(page)
    choose(page, label, option)
    page.keyboard.press("Escape")
    settled(page)


@pytest.mark.parametrize("window", WIDTHS)
@pytest.mark.quick_cases(1)
def test_a_question_is_put_together_and_its_link_gives_the_same_answer(app, visit, window):
    page = visit(app, **WIDTHS[window]).open(DONCASTER)
    expect(answer_of(page)).to_contain_text(re.compile(r"\d+ of 100 .* against \d+ of 100"))
    pick(page, "Outcome", "Key stage 2")
    expect(
        page.get_by_text(re.compile("What followed .*Opportunity Area Doncaster"))
    ).to_be_visible()
    expect(answer_of(page)).to_contain_text("95% interval")
    expect(page.get_by_text("What followed is not proof of what brought it about")).to_be_visible()
    over = page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth")
    assert over == 0
    said = answer_of(page).inner_text()
    other = visit(app, **WIDTHS[window]).open(page.url.removeprefix(app))
    expect(answer_of(other)).to_have_text(said)


def test_few_schools_are_listed_and_no_estimate_is_given(app, visit):
    page = visit(app).open(f"{DONCASTER}&impact_outcome=Absence")
    pick(page, "Schools that", "Moved between trusts")
    pick(page, "From trust", "Wakefield City Academies Trust")
    pick(page, "From", "2017")
    pick(page, "To", "2018")
    expect(answer_of(page)).to_contain_text("no estimate is given")
    expect(page.get_by_text("95% interval").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("tab", name="Schools and their matches")).to_be_visible()


def test_paper_says_what_the_method_cannot_see_whichever_tab_is_open(app, visit):
    page = visit(app).open(KEY_STAGE_2)
    expect(answer_of(page)).to_contain_text("95% interval")
    unseen = page.get_by_text("A new head, a falling roll or a crisis nobody published")
    expect(unseen).to_be_hidden()
    settled(page)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    # Where letters are spaced, blanks are lost and come into being.
    text = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    for told in ("What followed", "What it cannot see", "crisis nobody published", "Method"):
        assert told.replace(" ", "") in text
    page.get_by_role("tab", name="What it cannot see").click()
    settled(page)
    expect(unseen).to_have_count(1)


def test_every_pair_can_be_taken_away(app, visit):
    page = visit(app).open(KEY_STAGE_2)
    compared = page.locator("dl.figures > div").filter(has_text="Schools compared").locator("dd")
    number = int(re.match(r"\d+", compared.inner_text())[0])
    page.locator(".st-key-impact-pairs-downloads button").click()
    with page.expect_download() as download:
        page.locator(".st-key-impact-pairs-download-CSV button").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["urn"] for row in rows}) == number
    assert download.value.suggested_filename.startswith("impact-")


def test_the_answer_becomes_a_scene_that_says_the_same(app, visit):
    page = visit(app).open(KEY_STAGE_2)
    said = answer_of(page).inner_text()
    page.get_by_role("button", name="Add to presentation").click()
    page.get_by_role("textbox", name="Its name").fill("What followed")
    page.get_by_role("textbox", name="Title").fill("Doncaster since 2017")
    page.get_by_role("textbox", name="Title").press("Tab")
    settled(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_test_id("stToast")).to_contain_text("Scene 1 of “What followed” is saved")
    page.get_by_role("link", name="Present", exact=True).click()
    page.get_by_test_id("stVerticalBlock").filter(has_text="What followed").get_by_role(
        "button", name="Present"
    ).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doncaster since 2017")
    expect(page.get_by_test_id("stMain")).to_contain_text(said)
