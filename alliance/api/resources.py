"""What the API answers: each table by its path, its parameters and where it comes from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from alliance.analysis.figures.overview import year_before
from alliance.analysis.filter_codec import in_words
from alliance.analysis.filters import only
from alliance.api import parameters as of
from alliance.api import row_models as rows
from alliance.api.formats import Found
from alliance.api.problems import Fault
from alliance.current.state import current_history
from alliance.views.day_note import day_note, scope_note
from alliance.views.open_data import open_columns as columns
from alliance.views.open_data.area_rows import AREA_KINDS, area_rows, area_shapes
from alliance.views.open_data.change_rows import change_rows
from alliance.views.open_data.move_rows import documented_support_rows, transfer_rows
from alliance.views.open_data.school_rows import need_rows, school_rows
from alliance.views.open_data.trust_rows import trust_rows
from alliance.views.open_data.typed import typed
from alliance.views.overview.headlines import headline_table_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.filters import Filter
    from alliance.api.parameters import Parameter
    from alliance.api.question import Asked
    from alliance.api.row_models import Row

LATER = of.Parameter(
    "later",
    "Whether what came after the day is told too: the first census where there was none by then, "
    "the newest name of the trust, when the school closed.",
    {"type": "string", "enum": ["true", "false"]},
)


@dataclass(frozen=True)
class Resource:
    """A table of the API.

    Parameters
    ----------
    path
        Below /api/v1.
    parameters
        Besides those of paging and format.
    row
        What a row holds.
    find
        Reads a query and returns what finds the answer, or notes the faults in the query: reading
        costs little, finding may take long.
    on_map
        Whether it can be put on a map, and so be GeoJSON.
    costly
        Whether it is worked out one at a time.

    """

    path: str
    title: str
    says: str
    parameters: tuple[Parameter, ...]
    row: type[Row]
    find: Callable[[Asked], Callable[[], Found]]
    on_map: bool = True
    costly: bool = False

    @property
    def taken(self) -> tuple[Parameter, ...]:
        """All parameters."""
        return (*self.parameters, *of.PAGING, of.AS)


def about(chosen: Filter, **more: Any) -> dict[str, Any]:
    """Return what every answer tells of itself: day, history, filter, and notes on the day."""
    history = current_history()
    filter_ = {key: held for key, held in in_words(history, chosen).items() if key != of.DAY}
    notes = [note for note in (day_note(chosen.day), scope_note(chosen)) if note]
    return {
        "day": chosen.day.isoformat(),
        "history": history.version,
        "filter": filter_,
        **more,
        "notes": notes,
    }


def _schools(asked: Asked) -> Callable[[], Found]:
    chosen, later = asked.filter(), asked.flag("later")
    if urns := asked.schools("urn"):
        # No school has the URN 0.
        both = tuple(urn for urn in urns if urn in (chosen.schools or urns)) or (0,)
        chosen = replace(chosen, schools=both)
    return lambda: Found(typed(school_rows(chosen, later=later), columns.SCHOOL), about(chosen))


def _headlines(asked: Asked) -> Callable[[], Found]:
    chosen = asked.filter()

    def found() -> Found:
        table = headline_table_of(chosen).reset_index(drop=True)
        return Found(typed(table, columns.HEADLINE), about(chosen))

    return found


def _trusts(asked: Asked) -> Callable[[], Found]:
    chosen = asked.filter()
    return lambda: Found(typed(trust_rows(chosen), columns.TRUST), about(chosen))


def _areas(asked: Asked) -> Callable[[], Found]:
    kind = asked.choice("kind", AREA_KINDS[0])
    chosen = only(asked.filter(), "school")

    def found() -> Found:
        table = typed(area_rows(kind, chosen), columns.AREA)
        shaped = partial(_shaped, kind, chosen)
        return Found(table, about(chosen, kind=kind), shaped)

    return found


def _shaped(kind: str, chosen: Filter) -> Any:
    shapes = area_shapes(kind, chosen)
    return shapes[["geometry"]].join(typed(shapes.drop(columns="geometry"), columns.AREA))


def _period(asked: Asked) -> tuple[dt.date, dt.date]:
    history = current_history()
    end = asked.day(of.TO, history.last_day)
    start = asked.day(of.FROM, max(year_before(end), history.first_day))
    if start > end:
        asked.faults.append(Fault(of.FROM, f"from, {start}, is after to, {end}. Swap them."))
    return start, end


def _transfers(asked: Asked) -> Callable[[], Found]:
    start, end = _period(asked)
    chosen = asked.filter(end)
    left, joined = asked.trust("from_trust"), asked.trust("to_trust")

    def found() -> Found:
        table = typed(transfer_rows(chosen, start, end, left, joined), columns.TRANSFER)
        return Found(table, about(chosen, **_days(start, end)))

    return found


def _days(start: dt.date, end: dt.date) -> dict[str, str]:
    return {of.FROM: start.isoformat(), of.TO: end.isoformat()}


def changes_asked(asked: Asked) -> tuple[Filter, dt.date, dt.date, tuple[int, ...]]:
    """Return the filter, the period and the schools whose changes are asked for."""
    start, end = _period(asked)
    chosen = asked.filter(end)
    if chosen.members:
        # Changes go by the trusts that are named; none has the UID 0.
        both = set(chosen.trusts or chosen.members).intersection(chosen.members)
        chosen = replace(chosen, trusts=tuple(sorted(both)) or (0,), members=())
    return chosen, start, end, asked.schools("urn")


def _changes(asked: Asked) -> Callable[[], Found]:
    chosen, start, end, urns = changes_asked(asked)

    def found() -> Found:
        table = change_rows(chosen, start, end)
        if urns:
            table = table[table["urn"].isin(urns)]
        return Found(typed(table, columns.CHANGE), about(chosen, **_days(start, end)))

    return found


def _needs(asked: Asked) -> Callable[[], Found]:
    chosen, inherited = asked.filter(), asked.flag("count_inherited")
    return lambda: Found(
        typed(need_rows(chosen, count_inherited=inherited), columns.NEED),
        about(chosen, count_inherited=inherited),
    )


def _documented(asked: Asked) -> Callable[[], Found]:
    chosen = asked.filter()
    return lambda: Found(typed(documented_support_rows(chosen), columns.DOCUMENTED), about(chosen))


PERIOD = (of.START, of.END)
CHANGES = (*PERIOD, *of.LASTING, of.URN)
"""What the changes and their feed take."""
RESOURCES = (
    Resource(
        "/headlines",
        "Headline figures of a day",
        "The figures of the overview for a filter: schools, academies, trusts, pupils, grades and "
        "what inspections gave since, each beside a year earlier and beside England, which is "
        "narrowed by phase, type and grade alone.",
        (of.THE_DAY, *of.KEEPING),
        rows.HEADLINE_ROW,
        _headlines,
        on_map=False,
    ),
    Resource(
        "/schools",
        "Schools as at a day",
        "Every state-funded school of England open on the day that passes the filter: its trust, "
        "its grade and inspections, its pupils, its place, and whether it is eligible for support. "
        "Nothing that came after the day is in it unless asked for.",
        (of.THE_DAY, *of.KEEPING, of.URN, LATER),
        rows.SCHOOL_ROW,
        _schools,
    ),
    Resource(
        "/trusts",
        "Trusts as at a day",
        "Every trust with an academy that passes the filter, with the figures of all its "
        "academies: how many, how they are judged, how far apart they are.",
        (of.THE_DAY, *of.KEEPING),
        rows.TRUST_ROW,
        _trusts,
        on_map=False,
    ),
    Resource(
        "/areas",
        "Areas as at a day",
        "Opportunity Areas, local authorities, regions or districts with every measure that is "
        "known of them on the day. Areas stand beside one another whole: of the filter only phase "
        "and type count. GeoJSON has their outlines.",
        (of.KIND, of.THE_DAY, *of.OF_SCHOOLS),
        rows.AREA_ROW,
        _areas,
    ),
    Resource(
        "/transfers",
        "Academies that moved between trusts",
        "Every move of an academy from one trust to another in a period, both days counted, of "
        "which the school or one of the trusts is in the filter.",
        (*PERIOD, *of.LASTING, of.FROM_TRUST, of.TO_TRUST),
        rows.TRANSFER_ROW,
        _transfers,
    ),
    Resource(
        "/needs",
        "Schools eligible for support",
        "Every criterion for support that a school of the filter meets on the day, with why.",
        (of.THE_DAY, *of.KEEPING, of.COUNT_INHERITED),
        rows.NEED_ROW,
        _needs,
    ),
    Resource(
        "/documented-support",
        "Support that is on record",
        "Cases of support that published articles and reports tell of, each with its source. "
        "Nothing of the register of support, which is private, is given here.",
        (of.THE_DAY, *of.LASTING),
        rows.DOCUMENTED_ROW,
        _documented,
        on_map=False,
    ),
    Resource(
        "/changes",
        "What changed",
        "Schools of the filter that opened, closed, joined a trust, moved between trusts or were "
        "inspected after one day and by another, the latest first; /changes.atom is the same as a "
        "feed.",
        CHANGES,
        rows.CHANGE_ROW,
        _changes,
        on_map=False,
    ),
)
