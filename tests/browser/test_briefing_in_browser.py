"""A briefing prints on one sheet of A4, its words as words."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled


def printed(page, file):
    """Save the page as PDF as its reader would; give the number of sheets and the words."""
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes()))
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing; install it with: apt-get install poppler-utils")
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return sheets, words.stdout.decode()


def test_the_briefing_of_a_trust_is_one_sheet_with_words_that_can_be_copied(app, visit, tmp_path):
    page = visit(app).open("/trusts?trust_profile=Outwood+Grange+Academies+Trust")
    page.get_by_role("button", name="Briefing").click()
    expect(page).to_have_url(re.compile("/briefing.*about=trust"))
    expect(page.locator(".briefing-chart svg")).to_be_visible()
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_visible()
    settled(page)
    sheets, words = printed(page, tmp_path / "trust.pdf")
    assert sheets == 1
    for said in ("Outwood Grange Academies Trust", "What changed since 1 June 2018", "2012"):
        assert said in words
    assert "Copy link" not in words
    assert "Ofsted grade" not in words


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ("region:Yorkshire+and+The+Humber", "2019-06-01"),
        ("trust:5143", "2025-08-31"),
        ("authority:Leeds", "2025-08-31"),
        ("school:139405", "2025-08-31"),
    ],
)
def test_the_fullest_briefings_fit_one_sheet_and_a_phone(app, visit, tmp_path, about, day):
    page = visit(app, width=390, height=844).open(f"/briefing?about={about}", day=day)
    expect(page.locator(".briefing").last).to_contain_text("Open Government Licence")
    settled(page)
    over = page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth")
    assert over == 0
    sheets, words = printed(page, tmp_path / "one.pdf")
    assert sheets == 1
    assert "Crown copyright" in words


@pytest.mark.parametrize("about", ["trust:4119", "school:139405"])
def test_the_key_of_a_chart_has_room_for_its_names_on_paper(app, visit, about):
    page = visit(app).open(f"/briefing?about={about}", day="2025-08-31")
    expect(page.locator(".briefing-chart svg")).to_be_visible()
    settled(page)
    page.emulate_media(media="print")
    # From the end of each name to what stands next on its line, or to where the key is cut.
    room = page.locator(".briefing-chart svg").evaluate(
        """svg => {
            const lettersOf = (name) => {
                const range = document.createRange();
                range.setStart(name.firstChild, 0);
                range.setEnd(name.firstChild, name.textContent.trimEnd().length);
                return range.getBoundingClientRect();
            };
            const items = [...svg.querySelectorAll(".legend .traces")].map((one) => ({
                text: lettersOf(one.querySelector(".legendtext")),
                mark: one.querySelector(".layers").getBoundingClientRect() }));
            const end = svg.querySelector(".legend .bg").getBoundingClientRect().right;
            return items.map(({ text }) => Math.min(end, ...items.map(({ mark }) => mark.left)
                .filter((left, at) => left > text.left
                    && Math.abs(items[at].text.top - text.top) < 3)) - text.right);
        }"""
    )
    assert room
    assert min(room) > 3, room
