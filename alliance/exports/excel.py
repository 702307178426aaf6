"""Tables as an Excel workbook whose last sheet says what they are."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from alliance.errors import QuestionError
from alliance.exports.about import Download
from alliance.exports.days import hold_days
from alliance.exports.safe_text import (
    FORMULA,
    NOT_XML,
    as_text,
    is_text,
    may_be_formula,
    with_short_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from alliance.exports.about import About

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = "About"
MOST_ROWS = 1_048_575  # of a sheet, below its heading
_LONGEST_TEXT = 32_767  # of a cell
_LONGEST_SHEET_NAME = 31
_NARROWEST, _WIDEST = 9, 60  # characters

_BOLD = Font(bold=True)
_TITLE = Font(bold=True, size=16)
_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="12436D")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def excel_file(tables: Mapping[str, pd.DataFrame], about: About) -> Download:
    """Return tables as a workbook: a sheet a table under the name given, then a sheet About.

    It opens on the first table, and programs that read one sheet read that.
    Numbers stay numbers and days days; headings are frozen and can be filtered by. Rows are
    written as they come, so memory does not grow with the table. No text from data is a formula,
    whatever it begins with.

    Raises
    ------
    QuestionError
        A table has more rows than a sheet can hold.

    """
    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise QuestionError(
                f"{name} has {len(table):,} rows; an Excel sheet holds {MOST_ROWS:,}. Narrow the "
                "filter, or take the CSV, which has no limit."
            )
    book = Workbook(write_only=True)
    book.properties.title = _clean(about.title)
    book.properties.creator = "Northern Alliance"
    book.properties.created = dt.datetime.combine(about.made_on, dt.time())
    taken = {ABOUT.casefold()}
    for name, table in tables.items():
        _write_table(book.create_sheet(_sheet_name(name, taken)), table)
    _write_about(book.create_sheet(ABOUT), tables, about)
    buffer = io.BytesIO()
    book.save(buffer)
    return Download(buffer.getvalue(), about.file_name(".xlsx"), MIME)


def _write_about(sheet: Any, tables: Mapping[str, pd.DataFrame], about: About) -> None:
    for letter, width in zip("ABCD", (26, 60, 14, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, about.title, font=_TITLE)])
    sheet.append([])
    for label, value in about.facts({name: len(table) for name, table in tables.items()}):
        shown = _cell(sheet, value, alignment=Alignment(wrap_text=True, horizontal="left"))
        if isinstance(value, dt.date):
            shown.number_format = "d mmmm yyyy"
        elif isinstance(value, int):
            shown.number_format = "#,##0"
        sheet.append([_cell(sheet, label, font=_BOLD, alignment=_WRAPPED), shown])
    sources = about.source_rows()
    _write_list(sheet, list(sources.columns), sources.itertuples(index=False, name=None))
    if about.columns:
        _write_list(sheet, ["Column", "What it says"], about.columns.items())


def _write_list(sheet: Any, headings: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    sheet.append([])
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, text, alignment=_WRAPPED) for text in row])


def _write_table(sheet: Any, table: pd.DataFrame) -> None:
    table = with_short_numbers(table)
    columns = [_cells(sheet, table[name]) for name in table.columns]
    last = get_column_letter(max(len(columns), 1))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table) + 1}"
    for place, name in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(table[name], str(name))
    sheet.append([_heading(sheet, str(name)) for name in table.columns])
    for row in zip(*columns, strict=True):
        sheet.append(row)


def _cells(sheet: Any, values: pd.Series[Any]) -> list[Any]:
    """Return a column as what openpyxl writes; nothing where a value is missing."""
    if is_text(values):
        texts = as_text(values).str.replace(NOT_XML, "", regex=True).str.slice(0, _LONGEST_TEXT)
        cells = texts.astype("object").where(texts.notna(), None)
        risky = may_be_formula(texts)
        cells[risky] = [_cell(sheet, text) for text in texts[risky]]
        return list(cells)
    if values.dtype.kind == "M":
        return _days(values)
    return values.astype("object").where(values.notna(), None).tolist()


def _days(values: pd.Series[Any]) -> list[Any]:
    """Return days as dates; times of day, where there are any, without their zone."""
    values = values.dt.tz_localize(None)
    days = (values.dt.date if hold_days(values) else values).astype("object")
    return list(days.where(values.notna(), None))


def _cell(sheet: Any, value: Any, **looks: Any) -> Any:
    """Return a cell whose text is never a formula, not even when it is typed into again."""
    text = _clean(value) if isinstance(value, str) else None
    cell = WriteOnlyCell(sheet, value if text is None else text)
    if text is not None:
        cell.data_type = "s"
        cell.quotePrefix = re.match(FORMULA, text) is not None
    for name, look in looks.items():
        setattr(cell, name, look)
    return cell


def _heading(sheet: Any, text: str) -> Any:
    return _cell(sheet, text, font=_HEADING, fill=_HEADING_FILL, alignment=_WRAPPED)


def _clean(text: str) -> str:
    return re.sub(NOT_XML, "", text)[:_LONGEST_TEXT]


def _width(values: pd.Series[Any], heading: str) -> float:
    """Return a width that shows all but the longest values whole."""
    if values.dtype.kind == "M":
        widest = 11.0
    else:
        lengths = values.dropna().astype("str").str.len()
        widest = float(lengths.quantile(0.98)) if len(lengths) else 0.0
    return min(max(widest, len(heading) / 1.6, _NARROWEST) + 2, _WIDEST)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes and that no other sheet has."""
    plain = " ".join(re.sub(r"[\\/*?:\[\]]", " ", _clean(name)).split()).strip("' ") or "Table"
    tried, number = _whole_words(plain, _LONGEST_SHEET_NAME), 1
    while tried.casefold() in taken:
        number += 1
        tried = f"{_whole_words(plain, _LONGEST_SHEET_NAME - 4)} {number}"
    taken.add(tried.casefold())
    return tried


def _whole_words(text: str, most: int) -> str:
    """Return as many whole words of a text as there is room for; of one long word its beginning."""
    if len(text) <= most:
        return text
    words = text[: most + 1].rpartition(" ")[0] or text[:most]
    return words.rstrip("'-–,:;. ")
