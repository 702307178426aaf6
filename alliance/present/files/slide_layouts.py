"""The master and the layouts of the slides: real placeholders in the palette's colours.

They are written here rather than kept in a file of PowerPoint's, so that they can be read, and so
that they stand where :mod:`alliance.present.files.page_plan` puts things.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from alliance.charts.colours import LIGHT
from alliance.maps.palette import CATEGORIES
from alliance.present.files.boxes import Box
from alliance.present.files.page_plan import (
    ACCENT,
    ACROSS,
    BAR_HEIGHT,
    BAR_TOP,
    BAR_WIDTH,
    FOOTER_HEIGHT,
    FOOTER_TOP,
    HEIGHT,
    MARGIN,
    NUMBER_WIDTH,
    TITLE_TOP,
    WIDTH,
    Layout,
)

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.slide import SlideLayout

FONT = "Arial"
TITLE = "Title"
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Place(IntEnum):
    """The numbers of the placeholders."""

    TITLE = 0
    SENTENCE = 11
    CAPTION = 12
    PICTURE = 13
    CHART = 14
    TABLE = 15
    FOOTER = 16
    NUMBER = 17


def empty_slides() -> Slides:
    """Return a presentation without slides, with a layout for each :class:`Layout`."""
    made = Presentation()
    made.slide_width, made.slide_height = Pt(WIDTH), Pt(HEIGHT)
    # The template's slides are 4:3 and say so, and its picture shows what these are not.
    del made.part._element.sldSz.attrib["type"]
    _take_out_thumbnail(made)
    _paint(made)
    _style(made)
    layouts = list(made.slide_layouts)
    for layout, name in zip(layouts, [TITLE, *Layout], strict=False):
        _write(layout, str(name))
    for layout in layouts[1 + len(Layout) :]:
        made.slide_layouts.remove(layout)
    return made


def _take_out_thumbnail(made: Slides) -> None:
    package = made.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)


def layout_named(slides: Slides, name: str) -> SlideLayout:
    """Return a layout by its name."""
    return next(layout for layout in slides.slide_layouts if layout.name == name)


def _paint(made: Slides) -> None:
    """Return the theme the palette's colours and the font."""
    part = next(
        rel.target_part
        for rel in made.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    theme = etree.fromstring(part.blob)
    theme.set("name", "Northern Alliance")
    accents = {f"accent{n}": colour for n, colour in enumerate(CATEGORIES, 1)}
    text = {"dk1": LIGHT.text, "lt1": "#FFFFFF", "dk2": LIGHT.quiet, "lt2": LIGHT.shade}
    links = {"hlink": ACCENT, "folHlink": LIGHT.quiet}
    for name, colour in {**text, **accents, **links}.items():
        (held,) = theme.iter(f"{_A}{name}")
        held[:] = [etree.Element(f"{_A}srgbClr", val=colour.removeprefix("#"))]
    for kind in ("majorFont", "minorFont"):
        (held,) = theme.iter(f"{_A}{kind}")
        held.find(f"{_A}latin").set("typeface", FONT)
    # python-pptx keeps the theme as bytes only.
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style(made: Slides) -> None:
    """Return the master its placeholders and the styles of titles and text."""
    master = made.slide_master._element
    tree = master.find(".//{*}spTree")
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for shape in (_title_sp(30), _body_sp(), _footer_sp(), _number_sp()):
        tree.append(_element(shape))
    styles = master.find("{*}txStyles")
    styles.getparent().replace(styles, _element(_STYLES))


def _write(layout: SlideLayout, name: str) -> None:
    element = layout._element
    for attribute in ("type", "preserve"):
        element.attrib.pop(attribute, None)
    if name == TITLE:
        element.set("type", "title")
    element.set("preserve", "1")
    page = element.find("{*}cSld")
    page.set("name", name)
    tree = page.find("{*}spTree")
    for shape in list(tree)[2:]:
        tree.remove(shape)
    parts = _title_parts() if name == TITLE else _scene_parts(Layout(name))
    for shape in parts:
        tree.append(_element(shape))


def _title_parts() -> list[str]:
    return [
        _bar(Box(0, 0, 26, HEIGHT), 2),
        _bar(Box(MARGIN + 40, 150, BAR_WIDTH * 2, BAR_HEIGHT + 2), 3),
        _holder(4, "Title", 'type="ctrTitle"', TITLE_BOX, "Name", 4400, bold=True, anchor="t"),
        _holder(5, "Day", f'type="subTitle" idx="{Place.SENTENCE}"', DAY_BOX, "Day", 1800),
        _holder(6, "Sources", f'type="body" idx="{Place.CAPTION}"', REST_BOX, "Sources", 1100),
    ]


TITLE_BOX = Box(MARGIN + 40, 170, ACROSS - 80, 130)
DAY_BOX = Box(MARGIN + 40, 306, ACROSS - 80, 26)
REST_BOX = Box(MARGIN + 40, 350, ACROSS - 80, 150)


def _scene_parts(layout: Layout) -> list[str]:
    parts = [
        _bar(Box(MARGIN, BAR_TOP, BAR_WIDTH, BAR_HEIGHT), 2),
        _title_sp(30),
        _holder(
            *(4, "Sentence", f'type="body" sz="quarter" idx="{Place.SENTENCE}"'),
            *(Box(MARGIN, 80, ACROSS, 18), "What is looked at", 1300),
        ),
        _holder(
            *(5, "Caption", f'type="body" sz="quarter" idx="{Place.CAPTION}"'),
            *(Box(MARGIN, 106, ACROSS, 48), "Caption", 2000),
        ),
    ]
    left = Box(MARGIN, 236, 500, 250)
    right = Box(MARGIN + 524, 236, ACROSS - 524, 250)
    kinds = {
        Layout.MAP_FIGURES: [("pic", Place.PICTURE, Box(MARGIN, 170, 620, 320), "Map")],
        Layout.MAP_CHART: [
            ("pic", Place.PICTURE, left, "Map"),
            ("chart", Place.CHART, right, "Chart"),
        ],
        Layout.CHART_TABLE: [
            ("chart", Place.CHART, left, "Chart"),
            ("tbl", Place.TABLE, right, "Table"),
        ],
        Layout.FIGURES: [],
    }[layout]
    for number, (kind, place, box, words) in enumerate(kinds, 6):
        parts.append(_holder(number, words, f'type="{kind}" idx="{place}"', box, words, 1200))
    return [*parts, _footer_sp(), _number_sp()]


def _title_sp(size: int) -> str:
    box = Box(MARGIN, TITLE_TOP, ACROSS, 40)
    return _holder(3, "Title", 'type="title"', box, "Title", size * 100, bold=True)


def _body_sp() -> str:
    box = Box(MARGIN, 106, ACROSS, 380)
    return _holder(4, "Text", 'type="body" idx="1"', box, "Text", 2000)


def _footer_sp() -> str:
    box = Box(MARGIN, FOOTER_TOP, ACROSS - NUMBER_WIDTH - 16, FOOTER_HEIGHT)
    ph = f'type="ftr" sz="quarter" idx="{Place.FOOTER}"'
    return _holder(20, "Sources", ph, box, "", 800, quiet=True)


def _number_sp() -> str:
    box = Box(MARGIN + ACROSS - NUMBER_WIDTH, FOOTER_TOP, NUMBER_WIDTH, FOOTER_HEIGHT)
    ph = f'type="sldNum" sz="quarter" idx="{Place.NUMBER}"'
    words = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld>'
    )
    return _holder(21, "Page", ph, box, words, 1000, quiet=True, right=True)


def _holder(
    number: int,
    name: str,
    ph: str,
    box: Box,
    words: str,
    size: int,
    *,
    bold: bool = False,
    quiet: bool = False,
    right: bool = False,
    anchor: str = "t",
) -> str:
    """Write a placeholder; ``words`` is text or a field."""
    run = words if words.startswith("<") else f"<a:r><a:t>{words}</a:t></a:r>" if words else ""
    return f"""<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>
      <p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr>
      <p:spPr><a:xfrm>{_xfrm(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
      <p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>
      </a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{"r" if right else "l"}">
      <a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>
      <a:defRPr lang="en-GB" sz="{size}" b="{int(bold)}"><a:solidFill><a:schemeClr
      val="{"tx2" if quiet else "tx1"}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>
      <a:p>{run}<a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>"""


def _bar(box: Box, number: int) -> str:
    return f"""<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Accent"/><p:cNvSpPr/>
      <p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>{_xfrm(box)}</a:xfrm>
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>
      </a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""


def _xfrm(box: Box) -> str:
    left, top, wide, high = (int(Pt(part)) for part in box)
    return f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'


def _element(xml: str) -> Any:
    return parse_xml(xml)


_LEVELS = "".join(
    f"""<a:lvl{level}pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>
    <a:buNone/><a:defRPr lang="en-GB" sz="{size}"><a:solidFill><a:schemeClr val="tx1"/>
    </a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{level}pPr>"""
    for level, size in ((1, 2000), (2, 1600), (3, 1400), (4, 1200), (5, 1200))
)
_STYLES = f"""<p:txStyles {_NAMESPACES}><p:titleStyle><a:lvl1pPr algn="l"><a:lnSpc>
  <a:spcPct val="100000"/></a:lnSpc><a:buNone/><a:defRPr lang="en-GB" sz="3000" b="1"><a:solidFill>
  <a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>
  </p:titleStyle><p:bodyStyle>{_LEVELS}</p:bodyStyle><p:otherStyle>{_LEVELS}</p:otherStyle>
  </p:txStyles>"""
