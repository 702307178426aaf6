"""The HTML file opens with no network, is gone through by keys, and axe finds no fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.unit.shown import eight_contents, page_of


@pytest.fixture(scope="module")
def contents(history):
    return eight_contents(history)


@pytest.fixture(scope="module")
def file(contents, tmp_path_factory):
    file = tmp_path_factory.mktemp("taken") / "presentation.html"
    file.write_bytes(page_of("Eight scenes", contents))
    return file


@pytest.fixture
def opened(chromium, file):
    """Give a function that opens the file offline; nothing may be asked for or complained of."""
    contexts, pages, asked, faults = [], [], [], []

    def start(theme="light", width=1280):
        context = chromium.new_context(
            offline=True, color_scheme=theme, viewport={"width": width, "height": 800}
        )
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url[:80]))
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield start
    here = {page.url for page in pages}
    for context in contexts:
        context.close()
    pictures = [address for address in asked if address.startswith("data:image/png")]
    others = {address for address in asked if address not in pictures}
    assert others <= {address[:80] for address in (file.as_uri(), *here)}
    assert faults == []


def scene_in_view(page):
    return page.evaluate(
        "() => scenes.findIndex((s) => Math.abs(s.getBoundingClientRect().top) < 60)"
    )


def test_the_arrows_go_from_scene_to_scene(opened, contents):
    page = opened()
    page.emulate_media(reduced_motion="reduce")
    for key, scene in (
        *(("ArrowRight", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)),
        *(("End", len(contents) - 1), ("Home", -1)),
    ):
        page.keyboard.press(key)
        assert scene_in_view(page) == scene, key
    page.get_by_role("link", name="Attainment since 2016").click()
    assert scene_in_view(page) == 5


def test_maps_charts_and_tables_are_there_for_eyes_and_ears(opened, contents):
    page = opened()
    expect(page.get_by_role("img", name=contents[0].map.alt)).to_be_visible()
    whole = page.evaluate("() => [...document.images].every((image) => image.naturalWidth > 0)")
    assert whole
    for content in contents:
        for chart in content.charts:
            drawing = page.get_by_role("img", name=chart.alt, exact=True).first
            expect(drawing).to_be_visible()
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("columnheader", name="Schools of").first).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("dark", 1280), ("light", 390), ("light", 1280)])
@pytest.mark.quick_cases
def test_axe_finds_nothing_and_nothing_runs_over_the_side(opened, theme, width):
    page = opened(theme, width)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_it_prints_a_scene_on_pages_of_its_own(opened, contents):
    import io

    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(opened().pdf(prefer_css_page_size=True))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    begins = [
        next(n for n, text in enumerate(texts) if f"{number} of 8" in text)
        for number in range(1, len(contents) + 1)
    ]
    assert begins == sorted(set(begins))
    assert all(page.mediabox.width > page.mediabox.height for page in pages)


def test_alive_charts_answer_the_pointer_without_a_network(opened, contents, tmp_path):
    file = tmp_path / "alive.html"
    file.write_bytes(page_of("Alive", contents[1:3], alive=True))
    page = opened()
    page.goto(file.as_uri())
    page.locator(".alive").first.scroll_into_view_if_needed()
    expect(page.locator(".alive .main-svg").first).to_be_visible()
    line = page.locator(".alive .nsewdrag").first
    box = line.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".alive .hoverlayer").first).to_contain_text("of 125 schools")
