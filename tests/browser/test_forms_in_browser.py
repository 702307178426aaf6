"""Every form, sent as it opens: what is missing is said at once, and leads to where it is given."""

import json
import re
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled

# What has the focus: by what name, whether it is wrong, and what describes it.
FOCUSED = """() => {
  const at = document.activeElement;
  const named = at.type === "radio" ? at.closest("[role=radiogroup]") : at;
  const words = (ids) => (ids ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id).innerText).join(" ");
  const file = at.closest("[data-testid=stFileUploader]");
  return {
    name: file ? file.querySelector("label").innerText : named.ariaLabel,
    wrong: file ? "true" : named.ariaInvalid,
    why: words(named.getAttribute("aria-describedby")),
  };
}"""


class Sent(NamedTuple):
    """A form: where it is, what opens it, what sends it, and the labels of what it requires."""

    path: str
    opens: tuple[str, ...]
    sends: str
    requires: tuple[str, ...]


FORMS = {
    "a support": Sent(
        "/register?register_tab=Add",
        (),
        "Save",
        ("Supporting trust", "Supported school", "Theme", "Starts on"),
    ),
    "a declaration": Sent(
        "/register?register_tab=Internal+support",
        (),
        "Declare",
        ("Trust", "What it declares", "First day"),
    ),
    "a review": Sent(
        "/register?support=1&support_tab=Reviews", (), "Save the review", ("Reviewed on", "Rating")
    ),
    "a code": Sent("/follow", (), "Follow", ("Code on the presenter's screen",)),
    "a presentation": Sent("/present", ("New presentation",), "Create", ("Name",)),
    "a presentation from a file": Sent(
        "/present", ("New presentation",), "Import", ("File exported from this app",)
    ),
    "a list of schools": Sent(
        "/overview",
        ("Paste a list of schools",),
        "Read the list",
        ("URNs, LAESTABs or names: one a line, with commas, or copied from a spreadsheet",),
    ),
    "a school on the map": Sent("/", ("Find a school",), "Find", ("Name, number or postcode",)),
    "rows of a plan": Sent(
        "/matches", ("Propose in the register",), "Add 0 as Proposed", ("Rows of the plan",)
    ),
    "a capacity": Sent(
        "/matches?match_tab=Capacity", ("Set a trust’s capacity by hand",), "Set", ("Trust",)
    ),
}


def sent(page, form):
    """Open a form and send it as it is; give what the page says is wrong."""
    for name in form.opens:
        page.get_by_text(name, exact=True).click()
        settled(page)
    page.get_by_role("button", name=form.sends, exact=True).click()
    return refused(page)


def refused(page):
    summary = page.get_by_role("alert").filter(has_text="There is a problem.")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    settled(page)
    return summary


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_blank_says_all_that_it_requires_and_leads_there(invented, visit, name):
    form = FORMS[name]
    page = visit(invented).open(form.path)
    summary = sent(page, form)
    links = summary.get_by_role("link")
    expect(links).to_have_text(list(form.requires))
    lines = summary.get_by_role("listitem").all_inner_texts()
    for label, line, link in zip(form.requires, lines, links.all(), strict=True):
        link.press("Enter")
        at = page.evaluate(FOCUSED)
        assert label in at["name"]
        assert "(required)" in at["name"]
        assert at["wrong"] == "true"
        assert at["why"] == line


def test_on_a_phone_the_focus_leads_to_what_is_wrong_and_on_to_the_field(invented, visit):
    form = FORMS["a support"]
    page = visit(invented, width=390, height=844).open(form.path)
    summary = sent(page, form)
    summary.get_by_role("link", name="Theme").press("Enter")
    expect(page.get_by_role("combobox", name="Theme (required)")).to_be_focused()
    expect(page.get_by_role("combobox", name="Theme (required)")).to_be_in_viewport()


def test_a_field_that_is_mended_is_wrong_no_more_and_a_form_sent_again_is_read_again(
    invented, visit
):
    page = visit(invented).open(FORMS["a declaration"].path)
    summary = sent(page, FORMS["a declaration"])
    statement = page.get_by_role("textbox", name="What it declares (required)")
    expect(statement).to_have_attribute("aria-invalid", "true")
    statement.fill("The board agreed to it in May.")
    statement.press("Tab")
    expect(statement).not_to_have_attribute("aria-invalid", "true")
    expect(statement).not_to_have_attribute("aria-describedby", re.compile("fault"))
    expect(summary.get_by_role("link")).to_have_text(["Trust", "First day"])
    settled(page)
    page.get_by_role("button", name="Declare").click()
    refused(page)


def test_a_status_that_needs_its_day_leads_to_it(invented, visit):
    page = visit(invented).open("/register?support=1")
    page.get_by_role("button", name="Complete", exact=True).click()
    summary = refused(page)
    summary.get_by_role("link", name="Day it was completed or stopped").press("Enter")
    at = page.evaluate(FOCUSED)
    assert "(required to complete or stop it)" in at["name"]
    assert at["wrong"] == "true"


def test_a_decision_without_a_proposal_is_asked_for_it(invented, visit):
    page = visit(invented).open("/present")
    page.get_by_role("button", name="Duplicate").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("(copy)")
    settled(page)
    page.get_by_role("button", name="Present", exact=True).click()
    page.get_by_role("button", name="Save decision").click()
    summary = refused(page)
    summary.get_by_role("link", name="Proposal").press("Enter")
    expect(page.get_by_role("textbox", name="Proposal (required)")).to_be_focused()
    assert page.evaluate(FOCUSED)["why"] == "Proposal: Say what was proposed."


@pytest.mark.parametrize(
    ("path", "label", "why"),
    [
        (
            "/register?register_tab=Import",
            "File with up to 5,000 support arrangements",
            "no column Supporter kind",
        ),
        ("/data?data_tab=Update+data", "Up to 12 files of at most 120 MB", "wrong.csv"),
    ],
)
def test_a_file_that_is_not_taken_leads_back_to_where_it_was_chosen(
    invented, visit, path, label, why
):
    page = visit(invented).open(path)
    file = {"name": "wrong.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    page.locator("input[type=file]").set_input_files(file)
    summary = refused(page)
    expect(summary).to_contain_text(why)
    summary.get_by_role("link", name=label).press("Enter")
    at = page.evaluate(FOCUSED)
    assert label in at["name"]
    assert "(required)" in at["name"]
    assert why in at["why"]


def test_a_list_whose_columns_are_not_known_asks_for_those_it_needs(invented, visit):
    page = visit(invented).open("/register?register_tab=Import")
    page.get_by_text("A list that others made").click()
    settled(page)
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"One,Two\nx,y\n"}
    page.locator("input[type=file]").set_input_files(file)
    told = page.get_by_role("status").filter(has_text="Before the list can be read")
    expect(told.get_by_role("link")).to_have_text(["Supporting organisation", "Supported school"])
    settled(page)
    told.get_by_role("link").nth(1).press("Enter")
    assert "(required, or the URN of the supported school)" in page.evaluate(FOCUSED)["name"]
    link = page.get_by_role("textbox", name="Where it is published")
    link.fill("ftp://x")
    link.press("Tab")
    expect(link).to_have_attribute("aria-invalid", "true")


def test_a_figure_that_a_scene_has_not_is_told_beside_the_words_that_name_it(invented, visit):
    page = visit(invented).open("/overview")
    page.get_by_role("button", name="Add to presentation").click()
    caption = page.get_by_role("textbox", name="Caption")
    caption.fill("{dragons}")
    caption.press("Tab")
    told = page.get_by_role("alert").filter(has_text="{dragons}")
    expect(told).to_contain_text("people see “–” there")
    told.get_by_role("link", name="Caption").press("Enter")
    expect(caption).to_be_focused()


def test_a_presentation_that_cannot_be_read_says_every_fault_of_its_file(invented, visit):
    page = visit(invented).open("/present")
    page.get_by_text("New presentation", exact=True).click()
    faulty = {"name": "x", "scenes": [{"page": "nowhere"}, {"page": "explore", "title": 7}]}
    wrapped = json.dumps({"format": "northern-alliance-presentation", "version": 1} | faulty)
    file = {"name": "x.json", "mimeType": "application/json", "buffer": wrapped.encode()}
    page.locator("input[type=file]").set_input_files(file)
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    summary = refused(page)
    expect(summary.get_by_role("link").first).to_have_text("File exported from this app")
