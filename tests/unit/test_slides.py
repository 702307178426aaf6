"""Slides: native charts and tables, real titles, words that fit, and nothing left unsaid."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import astuple

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from alliance.charts.coldest_places import coldest_places
from alliance.charts.native import native_charts
from alliance.maps.key import Key, KeyRow
from alliance.maps.palette import CATEGORIES
from alliance.present.files.figure_plan import GAP, figure_grid
from alliance.present.files.key_plan import planned_key
from alliance.present.files.measure import LEADING, Step, fitted, width_of
from alliance.present.files.page_plan import HEIGHT, WIDTH, Box, Layout, planned
from alliance.present.files.panel_plan import stacked
from alliance.present.files.slide_template import SHIPPED, template
from alliance.present.files.table_plan import planned_table
from alliance.views.content import Content, Figure, TableShown
from tests.unit.in_output import words_in
from tests.unit.shown import eight_contents, slides_of

MARGIN, FRAMES = 44, template(SHIPPED).frames
NAME, MADE_ON = "Eight scenes <&>", dt.date(2026, 11, 22)
NOTES = [f"Say this of scene {number}." for number in range(1, 9)]


@pytest.fixture(scope="module")
def contents(history):
    return eight_contents(history)


@pytest.fixture(scope="module")
def made(contents):
    told = []
    content = slides_of(
        NAME, contents, progress=lambda done, of: told.append((done, of)), made_on=MADE_ON
    )
    assert told == [(number, 10) for number in range(1, 11)]
    return content


@pytest.fixture(scope="module")
def deck(made):
    return Presentation(io.BytesIO(made))


def untied(words):
    """Give words with the blanks that tie numbers to their units as any other."""
    return words.replace("\xa0", " ")


def pages_of(content, folder):
    """Give the text of each page as LibreOffice shows the slides."""
    office = shutil.which("soffice")
    if not office or not shutil.which("pdftotext"):
        pytest.skip(
            "LibreOffice is missing; install it with: "
            "apt-get install --no-install-recommends libreoffice-impress-nogui poppler-utils"
        )
    file = folder / "slides.pptx"
    file.write_bytes(content)
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, "--headless", own, "--convert-to", "pdf", "--outdir", folder, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = file.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    return text.stdout.decode().split("\f")[:-1]


def test_libreoffice_opens_it_with_a_page_a_slide_and_every_title(made, contents, tmp_path):
    pages = pages_of(made, tmp_path)
    assert len(pages) == len(contents) + 2
    assert NAME in pages[0]
    assert "22 November 2026" in pages[0]
    for content, page in zip(contents, pages[1:-1], strict=True):
        plain = " ".join(page.split())
        assert " ".join(content.title.split()) in plain
        assert content.sentence in plain


def test_it_is_small_and_wide(made, deck):
    assert len(made) < 8_000_000
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    words = words_in(made, "pptx")
    assert "screen4x3" not in words
    assert "thumbnail" not in words


def test_each_slide_has_its_layout_with_title_and_caption_in_placeholders(deck, contents):
    names = ["Title", *(planned(content, FRAMES).layout for content in contents), "Sources"]
    assert set(Layout) <= set(names)
    assert [slide.slide_layout.name for slide in deck.slides] == names
    assert [untied(slide.shapes.title.text) for slide in deck.slides] == [
        NAME,
        *(content.title for content in contents),
        "Sources and licences",
    ]
    for slide, content in zip(list(deck.slides)[1:-1], contents, strict=True):
        held = [untied(shape.text) for shape in slide.placeholders if shape.has_text_frame]
        assert " ".join(content.caption.split()) in held
        assert content.sentence in held
        assert not [
            shape for shape in slide.placeholders if shape.has_text_frame and not shape.text
        ]
        kinds = {str(shape.placeholder_format.type).split(" ")[0] for shape in slide.placeholders}
        assert {"FOOTER", "SLIDE_NUMBER"} <= kinds


def test_native_charts_hold_the_series_and_numbers_of_the_screen(deck, contents):
    found = 0
    for slide, content in zip(list(deck.slides)[1:-1], contents, strict=True):
        frames = [shape for shape in slide.shapes if shape.has_chart]
        drawn = [
            panel.shown
            for panel in planned(content, FRAMES).panels
            if panel.shown in content.charts
        ]
        natives = [(chart, native) for chart in drawn for native in native_charts(chart)]
        assert len(frames) == len(natives)
        for frame, (chart, native) in zip(frames, natives, strict=True):
            series = list(frame.chart.plots[0].series)
            assert [one.name for one in series] == [s.name or chart.title for s in native.series]
            for one, asked in zip(series, native.series, strict=True):
                asked_for = astuple(asked)[1]
                numbers = [None if n is None else pytest.approx(n) for n in asked_for]
                assert list(one.values) == numbers
                found += len(numbers)
            assert frame.chart.part.chart_workbook.xlsx_part is not None
    assert found > 500


def test_series_have_the_colours_of_the_palette(deck):
    (chart,) = [shape.chart for shape in deck.slides[8].shapes if shape.has_chart]
    colours = [str(one.format.fill.fore_color.rgb) for one in chart.plots[0].series]
    assert colours == [CATEGORIES[place][1:] for place in (4, 1, 2)]


def test_tables_are_native_and_say_how_much_they_hold(deck, contents):
    (frame,) = [shape for shape in deck.slides[3].shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    held = contents[2].tables[0]
    shown = held.rows.head(len(rows) - 1)
    assert rows[0] == list(held.rows.columns)[: len(rows[0])]
    assert [row[0] for row in rows[1:]] == shown["School"].tolist()
    said = [shape.text for shape in deck.slides[3].shapes if shape.has_text_frame]
    assert any(f"{held.title} · {len(rows) - 1} of {held.total}" in words for words in said)


def test_pictures_charts_tables_and_drawings_have_words_for_who_cannot_see_them(deck, contents):
    shown = ("}pic", "}grpSp", "}graphicFrame")
    told = [
        shape._element.xpath("./*/p:cNvPr")[0].get("descr")
        for slide in deck.slides
        for shape in slide.shapes
        if shape._element.tag.endswith(shown)
    ]
    assert all(told)
    assert contents[0].map.alt in told
    assert contents[2].charts[0].alt in told


def test_a_map_is_a_crisp_picture_of_its_own_shape(deck):
    (picture,) = [s for s in deck.slides[1].shapes if s.name == "Map"]
    wide, high = picture.image.size
    assert wide / (picture.width / 914_400) == pytest.approx(144, abs=1)
    assert wide / high == pytest.approx(picture.width / picture.height, rel=0.01)
    assert picture.crop_left == picture.crop_top == 0


def test_no_shape_leaves_the_slide_and_none_covers_another(deck):
    for slide in deck.slides:
        boxes = []
        for shape in slide.shapes:
            left, top, wide, high = (
                part / 12_700 for part in (shape.left, shape.top, shape.width, shape.height)
            )
            assert left >= MARGIN - 4, (shape.name, left)
            assert top >= 0
            assert left + wide <= WIDTH - MARGIN + 8, (shape.name, left + wide)
            assert top + high <= HEIGHT
            boxes.append((shape.name, left, top, left + wide, top + high))
        for place, (name, *one) in enumerate(boxes):
            for other, *two in boxes[place + 1 :]:
                across = min(one[2], two[2]) - max(one[0], two[0])
                down = min(one[3], two[3]) - max(one[1], two[1])
                assert min(across, down) <= 8, (slide.shapes.title.text, name, other)


def test_notes_are_in_the_file_only_where_asked_for(made, contents):
    assert "Say this" not in words_in(made, "pptx")
    with_notes = slides_of(NAME, contents[6:7], notes=NOTES[6:7])
    assert NOTES[6] in words_in(with_notes, "pptx")
    assert "notesSlide" in words_in(with_notes, "pptx")


def test_the_file_says_who_made_it_when_and_nobody_elses_name(deck):
    told = deck.core_properties
    assert (told.title, told.author, told.language) == (NAME, "Northern Alliance", "en-GB")
    assert told.created.date() == MADE_ON
    assert told.last_modified_by == "Northern Alliance"


def test_what_has_no_room_is_told_in_the_footer(deck):
    said = [shape.text for shape in deck.slides[5].shapes if shape.has_text_frame]
    assert any("Also on the screen: Outwood Grange" in words for words in said)


def test_an_empty_scene_and_a_presentation_without_scenes_are_made():
    content = slides_of("Nothing", [Content("", "", "")])
    assert Presentation(io.BytesIO(content)).slides[1].shapes.title.text == "Untitled"
    assert len(Presentation(io.BytesIO(slides_of("", []))).slides) == 2


def test_letters_that_cannot_stand_in_a_file_are_left_out():
    content = slides_of("A\x00B\x0bC", [Content("T\x01itle", "Łódź 東京 😀\nline", "s")])
    deck = Presentation(io.BytesIO(content))
    assert deck.slides[1].shapes.title.text == "Title"
    assert "東京" in words_in(content, "pptx")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=2_000)


@given(WORDS, st.floats(60, 900))
def test_fitted_words_never_leave_their_box(words, width):
    held = fitted(words, width, [Step(20, 48), Step(12, 60), Step(8, 60)])
    assert len(held.lines) * held.size * LEADING <= 60.1
    assert all(width_of(line, held.size) <= width for line in held.lines if len(line) > 1)


@given(WORDS.filter(str.strip), WORDS, st.integers(0, 14), st.integers(0, 200))
def test_whatever_a_scene_says_everything_has_its_place(title, caption, figures, of_words):
    many = tuple(
        Figure("Label " * 9, "1,234", "beside " * (of_words // 20)) for _ in range(figures)
    )
    content = Content(
        title[:200], caption, "s" * of_words, figures=many, warnings=("w " * of_words,)
    )
    plan = planned(content, FRAMES)
    placed = [plan.title, plan.sentence, plan.caption, plan.warning, plan.footer]
    boxes = [one.box for one in placed if one]
    for one in plan.figures:
        boxes += [one.label.box, one.value.box, one.beside.box]
    assert all(box.bottom <= HEIGHT - 4 and box.top >= 0 for box in boxes)
    assert plan.title.box.bottom <= (plan.sentence or plan.title).box.bottom + 0.01


@pytest.mark.parametrize("wide", [60, 75, 90, 110, 140, 200])
def test_a_figure_that_is_words_is_written_whole_in_two_lines_if_need_be(wide):
    figures = [Figure("Grade", "Requires improvement"), Figure("Pupils", "1,234")]
    grade, pupils = figure_grid(figures, Box(0, 0, 2 * wide + GAP, 120), 2)
    assert grade.value.words.words == "Requires improvement"
    assert " ".join(grade.value.words.lines) == "Requires improvement"
    assert len(pupils.value.words.lines) == 1
    assert grade.value.box.height == pytest.approx(grade.value.words.height)


@given(
    st.lists(st.text("abcimnWl ·1,.", min_size=1).filter(str.strip), min_size=1, max_size=9),
    st.floats(150, 600),
)
def test_a_line_of_a_key_is_cut_only_where_it_is_wider_than_the_key(words, width):
    rows = tuple(KeyRow("dot", "#12436D", one, "1,234") for one in words)
    lines, _ = planned_key((Key("Grade", rows),), width, 10_000)
    for line, row in zip(lines[1:], rows, strict=True):
        whole = f"{row.words} · {row.number}"
        if width_of(whole, line.size) + 16 < width:
            assert line.words == whole


def test_figures_that_have_no_room_even_small_are_left_out_by_rows():
    figures = [Figure(f"Figure {n}", "1,234", "beside") for n in range(10)]
    placed = figure_grid(figures, Box(0, 0, 300, 120), 2)
    assert 0 < len(placed) < 10
    assert len(placed) % 2 == 0
    assert max(one.beside.box.bottom for one in placed) <= 120


def test_a_table_too_wide_shows_the_columns_that_fit_and_says_so():
    rows = pd.DataFrame({f"A heading {n}": ["some longer words here"] * 3 for n in range(20)})
    plan = planned_table(TableShown("Wide", rows, 3), 400, 300)
    assert plan.counts == f"{len(plan.widths)} of 20 columns"
    assert sum(plan.widths) == pytest.approx(400)
    numbers = planned_table(TableShown("n", pd.DataFrame({"a": ["x"], "n": ["1,234"]}), 1), 300, 99)
    assert numbers.to_the_right == (False, True)
    assert numbers.counts == ""


def table_of(rows):
    return TableShown("Rows", pd.DataFrame(rows), len(rows))


def test_a_number_stands_with_its_unit_and_a_day_on_one_line():
    rows = [
        {"School": "A school of many words " * 3, "Since": "1 September 2018", "Far": "14.5 km"}
    ]
    for width in (230, 260, 400):
        plan = planned_table(table_of(rows), width, 200)
        for cell in plan.rows[0][1:]:
            assert len(cell) == 1, width
    held = fitted("greatest 52.1 km; National 10.7 km", 140, [Step(10, 24.5)])
    assert [untied(line) for line in held.lines] == ["greatest 52.1 km; National", "10.7 km"]


def test_a_column_of_few_words_is_not_parted_for_one_of_many():
    rows = [{"Short": "Two words", "Long": "A very long name of a school that goes on and on"}]
    plan = planned_table(table_of(rows), 300, 200)
    assert plan.rows[0][0] == ("Two words",)


def test_lying_bars_are_as_many_as_can_be_named_and_the_heading_says_so():
    table = pd.DataFrame(
        {"place": [f"Place {n}" for n in range(15)], "served": 1, "without": range(15, 0, -1)}
    ).assign(in_need=lambda rows: rows["without"] + 1, supported=0)
    chart = coldest_places(table, "authorities")
    (low,) = stacked([chart], Box(0, 0, 400, 180))
    assert low.bars is not None
    assert low.heading.words.words.endswith(f" · {low.bars} of 15")
    (high,) = stacked([chart], Box(0, 0, 400, 400))
    assert high.bars is None
    content = Content("T", "", "", charts=(chart,), figures=(Figure("A", "1"),))
    slide = Presentation(io.BytesIO(slides_of("N", [content]))).slides[1]
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    assert len(list(frame.chart.plots[0].categories)) == 15
