"""A presenter's story: a view added to a presentation, shown by keys, and taken away."""

import base64
import html
import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pptx import Presentation as Slides
from pypdf import PdfReader

from alliance.present import Presentation
from alliance.present.presentation_store import exported
from alliance.present.story import story
from tests.browser.conftest import Visit
from tests.browser.settled import settled

STORY = "/present?presentation=story&scene=1"
FIRST, SECOND = "The North has fewer good schools than England", "Twelve Opportunity Areas"
EIGHTH, LAST = story().scenes[7].title, "Who could help them"


def title(page):
    return page.get_by_role("heading", level=1)


def present(visitor):
    """Present the story from its first scene."""
    page = visitor.open(STORY)
    expect(title(page)).to_have_text(FIRST)
    expect(page.locator(".present-clock")).to_contain_text("elapsed")
    settled(page)
    return page


@pytest.fixture
def presented(app, visit):
    """A window in which the story is presented from its first scene."""
    return present(visit(app))


@pytest.fixture(scope="module")
def stage(app, visitors):
    """Such a window, the same for all tests that steer by keys alone."""
    visitor = Visit(visitors, app)
    present(visitor)
    yield visitor
    visitor.leave()


@pytest.fixture
def steered(stage):
    """That window at its first scene again; none may find a fault or ask another host."""
    page = stage.page
    page.keyboard.press("Home")
    expect(title(page)).to_have_text(FIRST)
    settled(page)
    yield page
    assert (stage.faults, stage.astray) == ([], [])


def test_the_keys_move_through_the_scenes(steered):
    page = steered
    page.keyboard.press("ArrowRight")
    expect(title(page)).to_contain_text(SECOND)
    expect(page).to_have_url(re.compile("scene=2"))
    page.keyboard.press("ArrowLeft")
    expect(title(page)).to_have_text(FIRST)
    page.keyboard.press("Space")
    expect(title(page)).to_contain_text(SECOND)
    page.keyboard.press("End")
    expect(title(page)).to_have_text(LAST)
    page.keyboard.press("Home")
    expect(title(page)).to_have_text(FIRST)
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(EIGHTH)


def test_b_blanks_the_screen_n_puts_the_notes_away_and_a_question_mark_tells_the_keys(steered):
    page = steered
    page.keyboard.press("b")
    expect(page.locator(".present-blank")).to_be_visible()
    expect(title(page)).to_have_count(0)
    page.keyboard.press("b")
    expect(title(page)).to_have_text(FIRST)
    expect(page.get_by_role("heading", name="Notes")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Notes")).to_have_count(0)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("full screen")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(keys).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(title(page)).to_contain_text(SECOND)


def test_the_key_right_after_the_one_that_puts_the_help_away_is_heard(steered):
    page = steered
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    # Both within one turn of the browser, as when it is busy.
    page.evaluate(
        """() => [1, 2].forEach(() => document.body.dispatchEvent(new KeyboardEvent(
            "keydown", { key: "ArrowRight", bubbles: true, cancelable: true })))"""
    )
    expect(title(page)).to_contain_text(SECOND)


def test_f_fills_the_screen_and_leaves_it(steered):
    page = steered
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_the_map_on_the_stage_is_live_and_nothing_stands_around_it(steered):
    page = steered
    page.locator(".live-map canvas").wait_for()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    expect(page.locator(".map-key")).to_contain_text("Outwood Grange Academies Trust")


def test_a_scene_is_chosen_from_the_list_and_the_next_comes_after_it(steered):
    page = steered
    page.get_by_role("combobox", name="Scene").select_option("3")
    expect(title(page)).to_have_text(story().scenes[2].title)
    page.get_by_role("button", name="Next").click()
    expect(title(page)).to_have_text(story().scenes[3].title)
    expect(page.get_by_role("combobox", name="Scene")).to_have_value("4")


def test_words_typed_in_a_field_move_nothing(steered):
    page = steered
    page.get_by_role("combobox", name="Scene").click()
    page.keyboard.type("b")
    page.keyboard.press("Escape")
    expect(title(page)).to_have_text(FIRST)
    expect(page.locator(".present-blank")).to_have_count(0)


def test_a_view_is_added_named_shown_and_found_again_after_a_reload(app, visit):
    page = visit(app, width=1280, height=720).open(
        "/?day=2017-11-14&trust=WISE+Academies&colour=Grade"
    )
    expect(page.get_by_role("combobox", name="Ofsted grade")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Add to presentation").click()
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_in_viewport(ratio=1)
    # Others may have left presentations here.
    page.get_by_role("combobox", name="Presentation", exact=True).click()
    page.get_by_role("option", name="A new presentation").click()
    page.get_by_role("textbox", name="Its name").fill("Board in March")
    page.get_by_role("textbox", name="Title").fill("WISE at work")
    page.get_by_role("textbox", name="Caption").fill("{schools} academies on {day}")
    page.get_by_role("textbox", name="Caption").press("Tab")
    settled(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_test_id("stToast")).to_contain_text("Scene 1 of “Board in March” is saved")
    page.get_by_role("link", name="Present", exact=True).click()
    expect(title(page)).to_have_text("Present")
    mine = page.locator("[class*=st-key-presentation-]").filter(has_text="Board in March")
    mine.get_by_role("button", name="Present").click()
    expect(title(page)).to_have_text("WISE at work")
    expect(page.locator(".stage-caption")).to_have_text(
        re.compile(r"^\d+ academies on 14 November 2017$")
    )
    page.reload()
    expect(title(page)).to_have_text("WISE at work")
    page.get_by_role("button", name="End").click()
    page.get_by_role("button", name="All presentations").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("is deleted")).to_be_visible()


def test_a_presentation_is_taken_away_with_the_maps_and_charts_that_the_browser_draws(
    app, visit, tmp_path
):
    scenes = tuple(story().scenes[at] for at in (4, 5))
    file = tmp_path / "board.json"
    file.write_text(json.dumps(exported(Presentation("Wakefield City", scenes))), "utf-8")
    visitor = visit(app)
    page = visitor.open("/present")
    page.get_by_role("button", name="New presentation").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(file.name)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Import").click()
    expect(title(page)).to_have_text("Wakefield City")
    page.get_by_role("button", name="Take away").click()

    slides = Slides(io.BytesIO(taken(page, "PowerPoint")))
    maps = [shape for slide in slides.slides for shape in slide.shapes if shape.name == "Map"]
    assert len(maps) == 2
    for shape in maps:
        picture = Image.open(io.BytesIO(shape.image.blob)).convert("RGB")
        assert picture.width == pytest.approx(2 * shape.width / 12_700, abs=2)
        colours = dict(map(reversed, picture.getcolors(picture.width * picture.height)))
        # Sea, land and dots or arrows of a trust; and names, which are near black.
        assert len([one for one, many in colours.items() if many > 300]) > 8
        assert sum(many for one, many in colours.items() if max(one) < 60) > 300

    drawn = taken(page, "HTML").decode()
    svgs = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", drawn)
    words = "".join(base64.b64decode(one).decode() for one in svgs)
    assert "Outwood Grange" in html.unescape(words).replace("\xa0", " ")
    assert drawn.count("data:image/png;base64,") == 2

    page.get_by_text("PDF", exact=True).click()
    page.get_by_role("button", name="Make the PDF file").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print or save as PDF").click()
    paper = opened.value
    expect(title(paper)).to_have_text("Wakefield City")
    sheets = PdfReader(io.BytesIO(paper.pdf(prefer_css_page_size=True))).pages
    texts = [" ".join(sheet.extract_text().split()) for sheet in sheets]
    numbered = [f"{number} of 2" in text for number, text in enumerate(texts)]
    assert numbered == [False, True, True, False]
    # What the licences ask to be said is on a sheet after the scenes.
    assert "Open Government Licence: https://www.nationalarchives.gov.uk" in texts[3]


def taken(page, form):
    """Take a presentation away as a kind of file, and give what came."""
    page.get_by_text(form, exact=True).click()
    page.get_by_role("button", name=f"Make the {form} file").click()
    with page.expect_download(timeout=90_000) as came:
        # The browser draws every map and chart of it first, without a graphics card here.
        page.get_by_role("button", name=f"Download the {form} file").click(timeout=90_000)
    return Path(came.value.path()).read_bytes()


def test_a_decision_half_typed_is_there_after_a_reload_until_it_is_noted(app, visit):
    page = visit(app).open("/present")
    page.get_by_role("button", name="Duplicate").first.click()
    # The story has a button of this name too, where nothing can be noted.
    expect(page.get_by_role("button", name="All presentations")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.locator(".present-clock")).to_contain_text("elapsed")
    settled(page)
    page.get_by_role("textbox", name="Owner").fill("Amy")
    proposal = page.get_by_role("textbox", name="Proposal (required)")
    # Nothing is pressed and no field is left: the last words never reached the server.
    proposal.press_sequentially("Ask Outwood")
    settled(page)
    page.reload()
    expect(proposal).to_have_value("Ask Outwood")
    expect(page.get_by_role("textbox", name="Owner")).to_have_value("Amy")
    settled(page)
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(proposal).to_have_value("")
    page.reload()
    expect(page.get_by_role("heading", name="Note a decision")).to_be_visible()
    settled(page)
    expect(proposal).to_have_value("")


def test_a_phone_shows_a_scene_without_scrolling_sideways(app, visit):
    page = visit(app, width=390, height=844).open(STORY)
    expect(title(page)).to_have_text(FIRST)
    settled(page)
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390


def test_the_filter_is_as_it_was_after_a_look_at_the_presentations(app, visit):
    page = visit(app).open("/overview?region=North+East")
    expect(title(page)).to_have_text("Overview")
    settled(page)
    page.get_by_role("link", name="Present", exact=True).click()
    expect(title(page)).to_have_text("Present")
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(title(page)).to_have_text("Overview")
    expect(page.get_by_test_id("stMain")).to_contain_text("North East")


def test_a_presenter_who_reloads_goes_on_steering(presented, app, visit):
    page = presented
    page.get_by_role("button", name="Start following").click()
    code = page.locator(".invite-code, .follow-code").first.inner_text().replace(" ", "")
    follower = visit(app, width=390, height=844).open(f"/follow?code={code}")
    expect(title(follower)).to_have_text("The story of the Northern Alliance")
    page.keyboard.press("ArrowRight")
    expect(title(follower)).to_contain_text(SECOND)
    page.reload()
    expect(title(page)).to_contain_text(SECOND)
    expect(page.get_by_role("button", name="End the meeting")).to_be_visible()
    settled(page)
    page.keyboard.press("End")
    expect(title(follower)).to_have_text(LAST)
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("button", name="End it for all").click()
    expect(follower.get_by_text("This presentation has ended")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Start following")).to_be_visible()


LETTERS = (
    ".chart .main-svg text, .stage-figures dt, .stage-figures dd, .stage-figures small, "
    ".stage-sentence, .stage-heading"
)


def alone(page):
    """Leave the first scene alone on the screen, without what only the presenter needs."""
    expect(title(page)).to_have_text(FIRST)
    settled(page)
    page.keyboard.press("n")
    expect(page.locator(".st-key-present_panel")).to_have_count(0)
    settled(page)
    return page


def test_a_hall_reads_the_figures_without_scrolling_and_every_letter_of_a_chart(app, visit):
    page = alone(visit(app, width=1280, height=720).open(STORY))
    bottoms = page.locator(".stage-figures dd").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().bottom)"
    )
    assert bottoms
    assert max(bottoms) <= 720
    wide = alone(visit(app, width=1920, height=1080).open(STORY))
    expect(wide.locator(".chart .main-svg").first).to_be_visible()
    settled(wide)
    sizes = wide.locator(LETTERS).evaluate_all(
        "all => all.filter((one) => one.textContent.trim())"
        ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 18
    heading = wide.locator(".stage-heading").first.evaluate(
        "one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
    )
    assert round(heading) == 1
