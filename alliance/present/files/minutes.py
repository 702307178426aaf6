"""Minutes of a meeting: what was decided, with the figures that were on the screen."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from alliance import clock
from alliance.charts.colours import LIGHT
from alliance.charts.frame import counted, in_words
from alliance.maps.palette import CATEGORIES
from alliance.present.files.measure import printable
from alliance.present.files.minutes_meeting import VOTES, meeting_lines, vote_rows
from alliance.present.files.page_plan import MAKER
from alliance.present.meeting.decision import Screen, decision_day
from alliance.text.licences import credited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.present.meeting.decision import Decision
    from alliance.present.meeting.record import MeetingRecord

ACCENT = CATEGORIES[0]
COLUMNS = ("No.", "Proposal", "Decision", "Owner", "Due", "Dissent")
_WIDTHS_CM = (1.1, 4.6, 4.6, 2.6, 2.4, 2.7)
NOT_DECIDED, NONE = "Not decided", "–"
FONT = "Arial"
HIDDEN = Screen("A scene that named schools; what it showed is hidden")


class Section(NamedTuple):
    """A scene as it was on the screen, and what was noted against it, each with its number."""

    screen: Screen
    noted: list[tuple[int, Decision]]


def minutes_as_word(
    name: str,
    decisions: Sequence[Decision],
    *,
    meetings: Sequence[MeetingRecord] = (),
    redacted: bool = False,
) -> bytes:
    """Return the minutes as a file of Word.

    Parameters
    ----------
    name
        Of the presentation.
    decisions
        Those of the meeting, in the order in which they were noted.
    meetings
        The meetings they are of.
    redacted
        Whether schools' names are hidden now: what was on a screen that named them is left out.
        The words that people typed stay as they are.

    """
    made = Document()
    _style(made, name, decisions)
    made.add_heading(_clean(name) or "Untitled", 0)
    made.add_paragraph(_said_first(decisions), "Subtitle")
    for line in meeting_lines(meetings):
        made.add_paragraph(_clean(line))
    if votes := vote_rows(meetings):
        made.add_heading("Votes", 1)
        _add_table(made, VOTES, votes, (7, 6, 2, 3))
    for section in sections(decisions, redacted=redacted):
        _add_section(made, section)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def minutes_as_markdown(
    name: str,
    decisions: Sequence[Decision],
    *,
    meetings: Sequence[MeetingRecord] = (),
    redacted: bool = False,
) -> str:
    """Return the minutes as Markdown, which shows every word as it was typed.

    Parameters
    ----------
    name, decisions, meetings, redacted
        As for :func:`minutes_as_word`.

    """
    lines = [f"# {_escaped(name) or 'Untitled'}", "", _escaped(_said_first(decisions))]
    for line in meeting_lines(meetings):
        lines += ["", _escaped(line)]
    if votes := vote_rows(meetings):
        lines += ["", "## Votes", "", *_table(VOTES, votes)]
    for section in sections(decisions, redacted=redacted):
        screen = section.screen
        lines += ["", f"## {_escaped(screen.title) or 'Untitled'}"]
        for words in _told(screen):
            lines += ["", _escaped(words)]
        if screen.figures:
            lines += ["", *_table(("Figure", "Value", "Beside"), screen.figures)]
        lines += ["", *_table(COLUMNS, [_row(*one) for one in section.noted])]
        if screen.sources:
            lines += ["", f"Sources: {_escaped(credited(screen.sources))}"]
    return "\n".join(lines) + "\n"


def sections(decisions: Sequence[Decision], *, redacted: bool = False) -> list[Section]:
    """Group decisions by what was on the screen, in the order in which it first was."""
    found: dict[str, Section] = {}
    for number, decision in enumerate(decisions, 1):
        screen = decision.screen
        if redacted and not screen.names_hidden:
            screen = HIDDEN
        shown = [decision.scene.as_json(), screen.as_json()]
        held = found.setdefault(json.dumps(shown, sort_keys=True), Section(screen, []))
        held.noted.append((number, decision))
    return list(found.values())


def _said_first(decisions: Sequence[Decision]) -> str:
    days = sorted({decision_day(decision) for decision in decisions})
    when = " to ".join(dict.fromkeys(in_words(day) for day in (*days[:1], *days[-1:])))
    told = counted(len(decisions), "decision", "decisions")
    return f"Minutes of {when} · {told}" if when else "Minutes · no decision was noted"


def _told(screen: Screen) -> list[str]:
    """Return what the room read beside the figures."""
    return [words for words in (screen.sentence, screen.caption, *screen.warnings) if words.strip()]


def _row(number: int, decision: Decision) -> tuple[str, ...]:
    words = decision.words
    return (
        str(number),
        words.proposal,
        words.decision or NOT_DECIDED,
        words.owner or NONE,
        in_words(words.due_on) if words.due_on else NONE,
        words.dissent or NONE,
    )


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Write a table of Markdown; lines within a cell are parted by ``<br>``."""
    cells = [["<br>".join(map(_escaped, cell.splitlines())) for cell in row] for row in rows]
    return [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"] + [
        f"| {' | '.join(row)} |" for row in cells
    ]


_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&!]")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def _escaped(words: str) -> str:
    """Return words so that Markdown shows them as they are."""
    held = _SPECIAL.sub(r"\\\g<0>", _clean(words))
    return _AT_THE_START.sub(_escape_start, held)


def _escape_start(found: re.Match[str]) -> str:
    """Keep what begins a line from beginning a list, a rule or a heading."""
    space, mark = found.groups()
    # A number cannot be escaped, but the point after it can.
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _clean(words: str) -> str:
    return printable("\n".join(words.splitlines())).strip()


def _style(made: Any, name: str, decisions: Sequence[Decision]) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(1.5 if side.startswith(("left", "right")) else 2))
    for style, size, colour in (
        ("Normal", 10.5, LIGHT.text),
        ("Title", 26, ACCENT),
        ("Subtitle", 12, LIGHT.quiet),
        ("Heading 1", 16, ACCENT),
    ):
        font = made.styles[style].font
        font.name, font.size, font.italic = FONT, Pt(size), False
        font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
        fonts = made.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        # The template's headings take the theme's font before the one named here.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    _speak_english(made)
    told, when = made.core_properties, max((one.changed_at for one in decisions), default=None)
    told.title, told.subject = _clean(name)[:255], "Minutes"
    told.author = told.last_modified_by = MAKER
    told.comments, told.keywords, told.language = "", "", "en-GB"
    told.created = told.modified = when or clock.now()


def _speak_english(made: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties = made.styles["Normal"].element.get_or_add_rPr()
    properties.append(language)


def _add_section(made: Any, section: Section) -> None:
    screen = section.screen
    made.add_heading(_clean(screen.title) or "Untitled", 1)
    for words in _told(screen):
        made.add_paragraph(_clean(words))
    if screen.figures:
        _add_table(made, ("Figure", "Value", "Beside"), screen.figures, (7, 4, 7))
        made.add_paragraph()
    rows = [_row(*one) for one in section.noted]
    _add_table(made, COLUMNS, rows, _WIDTHS_CM)
    if screen.sources:
        said = made.add_paragraph(f"Sources: {_clean(credited(screen.sources))}")
        said.runs[0].font.size = Pt(8)
        said.paragraph_format.space_before = Pt(6)


def _add_table(
    made: Any, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    table = made.add_table(1 + len(rows), len(names))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _draw_lines(table)
    _repeat_on_every_page(table.rows[0])
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Cm(wide)
    for line, row in zip(table.rows, [names, *rows], strict=True):
        for cell, words, wide in zip(line.cells, row, widths, strict=True):
            cell.width = Cm(wide)
            run = cell.paragraphs[0].add_run(_clean(words))
            run.font.size, run.font.bold = Pt(9.5), row is names


def _draw_lines(table: Any) -> None:
    """Draw a line under each row."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", LIGHT.quiet[1:])):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _repeat_on_every_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
