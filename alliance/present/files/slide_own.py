"""The words, the picture and the answers of a scene of words, on a slide."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from alliance.present.files.own_plan import INDENT
from alliance.present.files.slide_shapes import TEXT, add_run, at, describe, text_box
from alliance.present.scene_pictures import scene_picture

if TYPE_CHECKING:
    from alliance.present.files.own_plan import OwnPlan
    from alliance.text.markdown import Paragraph
    from alliance.views.content import PictureShown


def add_own(slide: Any, plan: OwnPlan, picture: PictureShown | None) -> None:
    """Add words as text that can be edited, and the picture as it is kept."""
    if plan.paragraphs:
        frame = text_box(slide.shapes, plan.box, "Words")
        for place, one in enumerate(plan.paragraphs):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(plan.size * 0.35)
            _list(paragraph, one)
            for run in one.runs:
                bold = True if run.bold or one.heading else None
                add_run(paragraph, run.words, plan.size, tone=TEXT, bold=bold)
                if run.italic:
                    paragraph.runs[-1].font.italic = True
                if run.address:
                    paragraph.runs[-1].hyperlink.address = run.address
    if plan.picture and picture:
        content = io.BytesIO(scene_picture(picture.digest).content)
        describe(slide.shapes.add_picture(content, *at(plan.picture)), picture.alt, "Picture")


def _list(paragraph: Any, one: Paragraph) -> None:
    """Have a paragraph of a list hang from its number, letter or point, as PowerPoint's own do."""
    if not one.depth:
        return
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Pt(one.depth * INDENT))))
    properties.set("indent", str(-int(Pt(INDENT)) if one.mark else 0))
    if not one.mark:
        return
    begins = one.mark.rstrip(".")
    if one.mark == "•":
        mark = OxmlElement("a:buChar")
        mark.set("char", one.mark)
    else:
        mark = OxmlElement("a:buAutoNum")
        is_number = begins.isdecimal()
        mark.set("type", "arabicPeriod" if is_number else "alphaUcPeriod")
        mark.set("startAt", begins if is_number else str(ord(begins) - ord("A") + 1))
    properties.append(mark)
