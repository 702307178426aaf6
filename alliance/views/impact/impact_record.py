"""An answer as one record, with every pair, so that anybody can work it out again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.current.state import current_history
from alliance.views.impact.impact_content import NOT_A_CAUSE
from alliance.views.impact.impact_method import method
from alliance.views.impact.impact_tables import pairs_of, unmatched_of, years_of
from alliance.views.impact.impact_words import (
    answer_in_words,
    asked_in_words,
    balance_in_words,
    cannot_see,
    clusters_in_words,
    naive_in_words,
    odds_in_words,
    placebo_in_words,
    run_up_in_words,
)

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.impact.answer import Answer


def record_of(answer: Answer, *, pairs: bool = True) -> dict[str, Any]:
    """Return an answer as plain values; where too few are compared, none that would be an estimate.

    Parameters
    ----------
    pairs
        Whether every pair is in it.

    """
    outcome = OUTCOMES[answer.question.outcome]
    known = answer.estimate is not None
    whole = {
        "history": current_history().version,
        "asked": asdict(answer.question),
        "question": asked_in_words(answer),
        "answer": answer_in_words(answer),
        "odds": odds_in_words(answer),
        "before_and_after": naive_in_words(answer),
        "years_before": placebo_in_words(answer),
        "run_up": run_up_in_words(answer),
        "interval": clusters_in_words(answer),
        "not_a_cause": NOT_A_CAUSE,
        "outcome": {"name": outcome.name, "unit": outcome.unit, "gaps": outcome.gaps},
        "schools": len(answer.treated),
        "compared": len(answer.sets),
        "years_counted": list(answer.counted),
        "estimate": None if answer.estimate is None else answer.estimate._asdict(),
        "these_schools": answer.before_after if known else None,
        "like_schools": answer.like_before_after if known else None,
        "ahead_of_like_schools": answer.ahead if known else None,
        "placebo_p": None if np.isnan(answer.placebo_p) else answer.placebo_p,
        "by_year": _rows(years_of(answer)),
        "until_good": [] if answer.curve is None else _rows(answer.curve.table),
        "balance": _rows(answer.balance),
        "apart_after_matching": balance_in_words(answer) if len(answer.balance) else "",
        "not_compared": _rows(unmatched_of(answer)),
        "method": [one.replace("**", "") for one in method(answer.question)],
        "cannot_see": [one.replace("**", "") for one in cannot_see(answer.question)],
    }
    return {**whole, "pairs": _rows(pairs_of(answer))} if pairs else whole


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    days = table.select_dtypes("datetime").columns
    table = table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days})
    plain = table.astype("object")
    return plain.where(plain.notna(), None).to_dict("records")  # type: ignore[return-value]
