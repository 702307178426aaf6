"""How soon the history answers what pages ask of it, without a browser or a server."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

from alliance.analysis.figures.trend import trend
from alliance.analysis.filters import Filter
from alliance.analysis.matching.best_match import match
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.schools.search import search
from alliance.analysis.trusts.trusts_on_day import league
from alliance.current.state import current_history
from alliance.exports import About, csv_file, excel_file
from alliance.history import as_at
from alliance.web.filter_lists import list_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

LIMITS_S = {
    "the schools of a day": 0.06,
    "a search of all schools": 0.2,
    "the filter's list of trusts": 0.25,
    "the league of trusts": 0.5,
    "the trend of grades": 0.5,
    "a match of the alliance region": 2.0,
    "a match of England": 15.0,
    "a day's schools as Excel and CSV": 12.0,
}
"""How long each may take on two cores, all of England on the default day."""


def measure_answers(repeats: int = 3) -> dict[str, Any]:
    """Ask each question ``repeats`` times, after once to warm up.

    Returns
    -------
    dict
        ``answers``: the median of each in seconds; ``limits``; ``holds``: by question.
    """
    history = current_history()
    questions = _questions(history)
    medians = {name: _median(questions[name], repeats) for name in LIMITS_S}
    return {
        "repeats": repeats,
        "answers": medians,
        "limits": LIMITS_S,
        "holds": {name: medians[name] <= most for name, most in LIMITS_S.items()},
    }


def answers_table(found: dict[str, Any]) -> str:
    """Lay the measurements out for reading."""
    lines = [f"{'median of ' + str(found['repeats']):<40}{'seconds':>10}{'limit':>10}"]
    for name, seconds in found["answers"].items():
        sign = "ok  " if found["holds"][name] else "MISS"
        lines.append(f"{sign}  {name:<34}{seconds:>10.3f}{found['limits'][name]:>10.2f}")
    return "\n".join(lines)


def _questions(history: History) -> dict[str, Callable[[], object]]:
    day = history.default_day

    def matched(scope: str) -> Callable[[], object]:
        return lambda: match(history, day, scoped(history, day, scope)(Terms()))

    return {
        "the schools of a day": lambda: as_at(history, day),
        "a search of all schools": lambda: search(history, "st marys primary", day),
        "the filter's list of trusts": lambda: _listed(day.isoformat()),
        "the league of trusts": lambda: league(history, day),
        "the trend of grades": lambda: trend(history, Filter(day)),
        "a match of the alliance region": matched("region:Alliance region"),
        "a match of England": matched("england"),
        "a day's schools as Excel and CSV": lambda: _taken_away(history),
    }


def _listed(day: str) -> bytes:
    list_bytes.cache_clear()  # else what was listed before is given again
    return list_bytes("trust", (("day", day), ("phase", "Secondary")))


def _taken_away(history: History) -> int:
    day = history.default_day
    schools = as_at(history, day)
    about = About("Schools", day, "", history.sources, day)
    files = (excel_file({"Schools": schools}, about), csv_file(schools, about))
    return sum(len(file.content) for file in files)


def _median(question: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return round(statistics.median(times[1:]), 4)
