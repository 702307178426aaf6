"""What followed when schools joined a trust or were supported: every pair, and the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.impact import question_names as asked_by
from alliance.analysis.impact.question import KINDS
from alliance.api.formats import Found
from alliance.api.parameters import Parameter
from alliance.api.problems import Fault
from alliance.api.resources import Resource
from alliance.api.row_models import IMPACT_PAIR, IMPACT_ROW
from alliance.current.state import current_history
from alliance.views.impact.impact_answer import impact_of
from alliance.views.impact.impact_question import question_at
from alliance.views.impact.impact_record import record_of
from alliance.views.impact.impact_tables import pairs_of
from alliance.views.open_data.typed import typed
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.api.question import Asked

_NAME = {"type": "string"}
_YEAR = {"type": "integer", "minimum": asked_by.FIRST_YEAR, "maximum": asked_by.LAST_YEAR}
_BY = "by its UID or a name, of today or a former one"
OF_IMPACT = (
    Parameter(
        asked_by.WHAT,
        "What is asked about schools; of support what published articles tell of.",
        {"type": "string", "enum": [*KINDS.values(), *KINDS], "default": KINDS["joined"]},
        also=("what",),
    ),
    Parameter(
        asked_by.OUTCOME,
        "What is looked at after.",
        {
            "type": "string",
            "enum": [*asked_by.OUTCOME_NAMES, *asked_by.OUTCOME_NAMES.values()],
            "default": asked_by.FIRST_OUTCOME,
        },
        also=("outcome",),
    ),
    Parameter(
        asked_by.TRUST,
        f"A trust they joined or moved to, {_BY}; “{asked_by.FOUNDERS}”; any without.",
        _NAME,
        many=True,
        also=("trust",),
    ),
    Parameter(asked_by.MOVED_TO, f"A trust they moved to, {_BY}.", _NAME, many=True),
    Parameter(asked_by.LEFT, f"A trust they moved from, {_BY}.", _NAME, many=True, also=("left",)),
    Parameter(
        asked_by.TIER, "The size of the trust they joined, by its tier.", _NAME, also=("tier",)
    ),
    Parameter(
        asked_by.AREA, "An Opportunity Area; all twelve without.", _NAME, many=True, also=("area",)
    ),
    Parameter(
        asked_by.SINCE,
        f"The first year; {asked_by.SINCE_FIRST} by default.",
        _YEAR,
        also=("since",),
    ),
    Parameter(
        asked_by.UNTIL,
        f"The last year; {asked_by.UNTIL_FIRST} by default.",
        _YEAR,
        also=("until",),
    ),
    Parameter(
        asked_by.YEARS,
        f"Years after that count; {asked_by.YEARS_FIRST} by default, {asked_by.YEARS_LONG} of "
        "Opportunity Areas and of the time until Good. Of the next inspection none.",
        {"type": "integer", "minimum": 1, "maximum": asked_by.LONGEST_YEARS},
        also=("years",),
    ),
    Parameter(
        asked_by.LIKE,
        "Like schools for each.",
        {"type": "integer", "minimum": 1, "maximum": 10, "default": asked_by.LIKE_FIRST},
        also=("like",),
    ),
    Parameter(
        asked_by.CALIPER,
        "How far prior results may lie apart, in standard deviations.",
        {"type": "number", "minimum": 0.05, "maximum": 1, "default": asked_by.CALIPER_FIRST},
        also=("caliper",),
    ),
)


def _impact(asked: Asked) -> Callable[[], Found]:
    own = {key: list(values) for key, values in asked.given.items() if any(values)}
    address = PageAddress({asked_by.TRUST: [], **own})
    question = question_at(address)
    # The register of support is private: nothing of it is answered here.
    question = replace(question, sources=("documented",) if question.kind == "supported" else ())
    asked.faults += [Fault("", fault) for fault in address.faults]

    def found() -> Found:
        answer = impact_of(question)
        day = current_history().last_day.isoformat()
        about = {"day": day, "filter": {}, "notes": [], **record_of(answer, pairs=False)}
        return Found(typed(pairs_of(answer), IMPACT_PAIR), about)

    return found


IMPACT_RESOURCE = Resource(
    "/impact",
    "What followed, against like schools",
    "Schools that joined or moved to a trust, lay in an Opportunity Area or were supported by what "
    "published articles tell, each beside schools like it: a row a pair. In JSON with the "
    "estimate, its interval, the years before, the balance, who could not be compared and why, how "
    "it is worked out and what it cannot see. What followed is not proof of what brought it about.",
    OF_IMPACT,
    IMPACT_ROW,
    _impact,
    on_map=False,
    costly=True,
)
