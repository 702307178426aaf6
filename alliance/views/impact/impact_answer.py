"""Answers about what followed, worked out once for all who ask the same."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.impact.answer import Answer, answer_for
from alliance.analysis.impact.treated import treated_schools
from alliance.current.state import current_history, current_register, kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.impact.question import Question

MOST_KEPT = 12
"""Answers held at a time; that to the largest question is some 20 MB."""


class SharedImpact:
    """The place of one answer: whoever comes first works it out, others wait for it."""

    def __init__(self, question: Question, revision: int) -> None:
        self._question, self._revision = question, revision
        self.answer: Answer | None = None
        self._treated: pd.DataFrame | None = None
        self._lock = Lock()

    def schools(self) -> pd.DataFrame:
        """Return the schools asked about, which are known long before the answer is."""
        with self._lock:
            if self._treated is None:
                supports = _supports() if self._question.kind == "supported" else None
                self._treated = treated_schools(current_history(), self._question, supports)
            return self._treated

    def work_out(self, progress: Callable[[float, str], None]) -> Answer:
        """Return the answer; worked out once, with calls of ``progress`` on the way."""
        treated = self.schools()
        with self._lock:
            if self.answer is None:
                self.answer = answer_for(current_history(), self._question, treated, progress)
            return self.answer


@kept(maxsize=MOST_KEPT)
def _shared(question: Question, revision: int) -> SharedImpact:
    return SharedImpact(question, revision)


def shared_impact(question: Question) -> SharedImpact:
    """Return the place of the answer to a question, one for all who ask it."""
    asks_register = question.kind == "supported" and "register" in question.sources
    return _shared(question, current_register().revision() if asks_register else 0)


def impact_of(question: Question) -> Answer:
    """Return the answer, however long it takes."""
    return shared_impact(question).work_out(lambda *_: None)


def _supports() -> pd.DataFrame:
    """Return the supports that the register holds: urn and day."""
    held = current_register().supports()
    return pd.DataFrame(
        {
            "urn": [one.recipient_urn for one in held],
            "day": pd.to_datetime([one.starts_on for one in held]),
        }
    )
