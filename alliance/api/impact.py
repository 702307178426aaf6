"""What followed when schools joined a trust or were supported: every pair, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.impact.question import KINDS
from alliance.api.formats import Found
from alliance.api.parameters import Parameter
from alliance.api.problems import Fault
from alliance.api.resources import Resource
from alliance.api.row_models import IMPACT_PAIR, IMPACT_ROW
from alliance.api.typed import typed
from alliance.current.state import current_history
from alliance.views.impact import impact_question as asked_by
from alliance.views.impact.impact_answer import impact_of
from alliance.views.impact.impact_record import record_of
from alliance.views.impact.impact_tables import pairs_of
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.api.question import Asked

_NAME = {"type": "string"}
_YEAR = {"type": "integer", "minimum": asked_by.FIRST_YEAR, "maximum": asked_by.LAST_YEAR}
OF_IMPACT = (
    Parameter(
        asked_by.WHAT,
        "What is asked about schools; of support what published articles tell of.",
        {"type": "string", "enum": list(KINDS.values()), "default": KINDS["joined"]},
    ),
    Parameter(
        asked_by.OUTCOME,
        "What is looked at after.",
        {
            "type": "string",
            "enum": list(asked_by.OUTCOME_NAMES),
            "default": asked_by.FIRST_OUTCOME,
        },
    ),
    Parameter(
        asked_by.TRUST,
        f"A trust they joined, by its name; “{asked_by.FOUNDERS}” or “{asked_by.ANY_TRUST}”.",
        _NAME,
        many=True,
    ),
    Parameter(asked_by.MOVED_TO, "A trust they moved to, by its name.", _NAME, many=True),
    Parameter(asked_by.LEFT, "A trust they moved from, by its name.", _NAME, many=True),
    Parameter(asked_by.TIER, "The size of the trust they joined, by its tier.", _NAME),
    Parameter(asked_by.AREA, "An Opportunity Area; all twelve without.", _NAME, many=True),
    Parameter(asked_by.SINCE, "The first year.", {**_YEAR, "default": asked_by.SINCE_FIRST}),
    Parameter(asked_by.UNTIL, "The last year.", {**_YEAR, "default": asked_by.UNTIL_FIRST}),
    Parameter(
        asked_by.YEARS,
        "Years after that count.",
        {"type": "integer", "minimum": 1, "maximum": 8, "default": asked_by.YEARS_FIRST},
    ),
    Parameter(
        asked_by.LIKE,
        "Like schools for each.",
        {"type": "integer", "minimum": 1, "maximum": 10, "default": asked_by.LIKE_FIRST},
    ),
    Parameter(
        asked_by.CALIPER,
        "How far prior results may lie apart, in standard deviations.",
        {"type": "number", "minimum": 0.05, "maximum": 1, "default": asked_by.CALIPER_FIRST},
    ),
)


def _impact(asked: Asked) -> Callable[[], Found]:
    own = {key: list(values) for key, values in asked.given.items() if any(values)}
    # The register of support is private: nothing of it is answered here.
    address = PageAddress({**own, asked_by.SOURCE: ["Documented"]})
    question = asked_by.question_at(address)
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
