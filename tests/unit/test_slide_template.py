"""A template of one's own gives slides its look and room, or is refused in one sentence."""

import io
import re

import pytest
from pptx import Presentation
from pptx.util import Pt

from alliance.errors import TemplateRefused
from alliance.maps.palette import CATEGORIES
from alliance.present.files import slide_template
from alliance.present.files.slide_template import NEEDED, SHIPPED, Place, holder, template
from alliance.settings import Settings
from alliance.text.licences import IN_FULL, SHORT
from alliance.views.content import Content, Figure
from tests.unit.in_output import words_in
from tests.unit.shown import slides_of

SCENE = Content(
    "Title", "Caption", "A sentence", figures=(Figure("Schools", "12"),), sources="A; B"
)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Give a function that saves a changed copy of the shipped template and has it used."""

    def save(change):
        slides = Presentation(str(SHIPPED))
        change(slides)
        file = tmp_path / "own.pptx"
        slides.save(str(file))
        monkeypatch.setattr(slide_template, "settings", lambda: Settings(slide_template=file))
        return file

    return save


def test_the_shipped_template_has_every_layout_and_no_slide():
    made = template(SHIPPED)
    assert not list(made.slides.slides)
    assert {layout.name for layout in made.slides.slide_layouts} == set(NEEDED)


def test_the_accents_of_the_shipped_template_are_the_colours_of_the_pages():
    (theme,) = [
        rel.target_part
        for rel in Presentation(str(SHIPPED)).slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    ]
    accents = re.findall(r'<a:accent\d><a:srgbClr val="(\w{6})"', theme.blob.decode())
    assert tuple(f"#{one}" for one in accents) == CATEGORIES


def test_slides_take_a_templates_colours_its_logo_and_its_room(own):
    def change(slides):
        (theme,) = [
            rel.target_part
            for rel in slides.slide_master.part.rels.values()
            if rel.reltype.endswith("/theme")
        ]
        theme._blob = theme.blob.replace(CATEGORIES[0][1:].encode(), b"C0FFEE")
        for layout in slides.slide_layouts:
            if footer := holder(layout, Place.FOOTER):
                footer.top = Pt(480)
            if layout.name in ("Figures", "Sources"):
                holder(layout, Place.WORDS).width = Pt(720)
        slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "A sample slide"

    own(change)
    made = slides_of("Mine", [SCENE])
    words = words_in(made, "pptx")
    assert "C0FFEE" in words
    assert CATEGORIES[0][1:] not in words
    assert "A sample slide" not in words
    deck = Presentation(io.BytesIO(made))
    first, scene, last = deck.slides
    assert [holder(slide, Place.FOOTER).top for slide in (scene, last)] == [Pt(480)] * 2
    assert holder(scene, Place.WORDS).width == Pt(720)
    (value,) = [shape for shape in scene.shapes if shape.name == "Figure: Schools, value"]
    colour = value.text_frame.paragraphs[0].runs[0].font.color
    assert str(colour.theme_color) == "ACCENT_1 (5)"
    assert first.shapes.title.text == "Mine"


def test_a_template_that_lacks_something_is_refused_with_all_that_it_lacks(own):
    def change(slides):
        slides.slide_width = Pt(720)
        lost = next(layout for layout in slides.slide_layouts if layout.name == "Figures")
        slides.slide_layouts.remove(lost)
        for layout in slides.slide_layouts:
            for place in (Place.CHART, Place.FOOTER) if layout.name == "Map and chart" else ():
                element = holder(layout, place)._element
                element.getparent().remove(element)

    file = own(change)
    with pytest.raises(TemplateRefused) as refused:
        slides_of("Mine", [SCENE])
    for told in (
        file.name,
        "its slides are 25.4 cm by 19.1 cm, expected 33.9 cm by 19.1 cm (widescreen)",
        "it has no layout called “Figures”",
        "the layout “Map and chart” has no placeholder for a chart",
        "the layout “Map and chart” has no placeholder for a footer",
        "Begin with a copy of slides.pptx",
    ):
        assert told in str(refused.value)


def test_what_is_no_presentation_is_refused(tmp_path):
    for file in (tmp_path / "absent.pptx", tmp_path / "words.pptx"):
        if file.stem == "words":
            file.write_text("No presentation.")
        with pytest.raises(TemplateRefused, match=r"saved as \.pptx"):
            template(file)


def test_every_footer_names_the_licences_and_the_last_slide_says_them_in_full():
    contents = [SCENE, Content("Other", "", "", sources="B; C")]
    _, *scenes, last = Presentation(io.BytesIO(slides_of("Mine", contents))).slides
    for slide in (*scenes, last):
        assert holder(slide, Place.FOOTER).text_frame.text.startswith(SHORT)
    said = holder(last, Place.WORDS).text_frame.text.splitlines()
    assert said[:3] == ["A.", "B.", "C."]
    assert said[4:] == list(IN_FULL)
    for whose in ("Open Government Licence", "Crown copyright", "Royal Mail", "GeoNames"):
        assert whose in SHORT
        assert whose in IN_FULL[0]
