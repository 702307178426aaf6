"""The title page: the name, the day on which it was made, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.charts.frame import counted, in_words
from alliance.present.files.boxes import Box, Placed
from alliance.present.files.measure import LEADING, Step, fitted, on_one_line
from alliance.present.files.page_plan import MARGIN, WIDTH, sources_of
from alliance.text.licences import STATEMENT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.views.content import Content

LEFT = MARGIN + 40
ACROSS = WIDTH - LEFT - 2 * MARGIN
NAME_TOP, BOTTOM = 170.0, 505.0
_NAME = [Step(48, 120), Step(40, 144), Step(32, 154), Step(24, 144), Step(18, 130)]
_RESTS_ON = [Step(12, 120), Step(11, 130), Step(10, 150), Step(8, 160), Step(6.5, 170)]


class TitlePlan(NamedTuple):
    """The words of the title page in their boxes."""

    name: Placed
    day: Placed
    rests_on: Placed


def planned_title(name: str, contents: Sequence[Content], made_on: dt.date) -> TitlePlan:
    """Place the words of the title page; the name stands in the middle."""
    held = fitted(name, ACROSS, _NAME, bold=True)
    title = Placed(Box(LEFT, NAME_TOP, ACROSS, held.height), held)
    told = f"Made on {in_words(made_on)} · {counted(len(contents), 'scene', 'scenes')}"
    words = on_one_line(told, ACROSS, (18,))
    day = Placed(Box(LEFT, title.box.bottom + 10, ACROSS, words.height), words)
    rests = fitted(_rests_on(contents), ACROSS, _RESTS_ON)
    high = len(rests.lines) * rests.size * LEADING
    return TitlePlan(title, day, Placed(Box(LEFT, BOTTOM - high, ACROSS, high), rests))


def _rests_on(contents: Sequence[Content]) -> str:
    """Return every source once."""
    given = sources_of(contents)
    return f"It rests on: {' · '.join(given).rstrip('.')}. {STATEMENT}" if given else ""
