"""Tables on slides: native, in the house's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from alliance.charts.colours import LIGHT
from alliance.present.files.slide_shapes import TEXT, add_run
from alliance.present.files.table_plan import PAD_X, PAD_Y

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.present.files.table_plan import TablePlan

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own style without colours and lines."""


def fill_table(frame: Any, plan: TablePlan) -> None:
    """Write a table as it was planned."""
    table = frame.table
    (style,) = table._tbl.tblPr.iterchildren(qn("a:tableStyleId"))
    style.text = _PLAIN_STYLE
    table.horz_banding = False
    for column, wide in zip(table.columns, plan.widths, strict=True):
        column.width = Pt(wide)
    for place, row in enumerate([plan.headings, *plan.rows]):
        table.rows[place].height = Pt(plan.height(row))
        _fill_row(table.rows[place].cells, row, plan, heading=place == 0)
    frame.height = sum(row.height for row in table.rows)


def _fill_row(
    cells: Any, row: Sequence[tuple[str, ...]], plan: TablePlan, *, heading: bool
) -> None:
    for cell, lines, right in zip(cells, row, plan.to_the_right, strict=True):
        cell.margin_left = cell.margin_right = Pt(PAD_X)
        cell.margin_top = cell.margin_bottom = Pt(PAD_Y)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if heading else MSO_ANCHOR.TOP
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        add_run(paragraph, " ".join(lines), plan.size, tone=TEXT, bold=heading)
        _underline(cell, LIGHT.text if heading else LIGHT.grid, 1.25 if heading else 0.75)


def _underline(cell: Any, colour: str, width: float) -> None:
    """Draw a line under a cell."""
    held = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(held, qn("a:lnB"), w=str(int(Pt(width))))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.removeprefix("#"))
