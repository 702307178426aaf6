"""The errors this project raises, each worded for the person who has to act on it.

AllianceError
├── SourceError          a published file cannot be read, or its columns are not as expected
├── HistoryError         the compiled history is missing, damaged or of another version
├── QuestionError        a question the history cannot answer
│   ├── DayOutsideHistory
│   └── UnknownName      a region, area or trust that the history does not hold
├── UnknownStyle         a picture of a map cannot be drawn as the map says
├── RegisterError        the register of support cannot be reached
│   ├── UnknownSupport   no support of that number
│   ├── RulesBroken      a support, move or review breaks rules; holds every fault
│   ├── ChangedMeanwhile somebody else changed it first; holds both versions
│   └── NotAllowed       the person may not do that
└── PresentationError    a presentation or a meeting cannot be what was asked
    ├── PresentationFaults   a presentation cannot be read; holds every fault
    ├── PresentationChanged  somebody else changed it first
    ├── UnknownPresentation  no presentation of that number
    ├── DecisionFaults       a decision cannot be noted; holds every fault
    ├── DecisionChanged      somebody else changed it first; holds theirs
    ├── UnknownDecision      no decision of that number
    └── MeetingError         a meeting cannot be followed or steered
        ├── UnknownMeeting   no meeting has this code
        ├── MeetingOver      it is over
        ├── NotYourMeeting   it is another presenter's to steer
        └── LockedOut        too many wrong codes were tried
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.present.decision import Decision
    from alliance.register.rules import Fault
    from alliance.register.support import Support


class AllianceError(Exception):
    """What was found, where, what was expected, and what to do."""


class Step(StrEnum):
    """What to do next, where the command line and the Data page have words of their own for it.

    The value is in the words of the command line.
    """

    GIVE_DAY = "Say it with --as-at, as --as-at 2026-10-01, or put it into the name."
    GIVE_EXAMS = (
        "Say it with --as-at and the day of the exams, as --as-at 2024-07-01, or name it as "
        "2023-2024_….csv."
    )
    GO_BACK = "Return to the history before it with `python -m alliance rollback`."


class SourceError(AllianceError):
    """A published file is unreadable or not what its name says.

    ``step`` is what to do, where ``found`` does not say so itself.
    """

    def __init__(self, found: str, step: Step | None = None) -> None:
        super().__init__(f"{found} {step}" if step else found)
        self.found = found
        self.step = step

    def told(self, words: Mapping[Step, str]) -> str:
        """Say the same with other words for what to do."""
        return f"{self.found} {words[self.step]}" if self.step else self.found


class HistoryError(AllianceError):
    """The compiled history is missing, damaged or of another version."""


class QuestionError(AllianceError):
    """A question that the history cannot answer."""


class DayOutsideHistory(QuestionError):
    """A day for which the history holds nothing."""


class UnknownName(QuestionError):
    """A region, area or trust that the history does not hold."""


class UnknownStyle(AllianceError):
    """A map is told to look in a way that its picture cannot."""


class RegisterError(AllianceError):
    """The register of support cannot be reached, or cannot do what was asked."""


class UnknownSupport(RegisterError):
    """The register holds no support of that number."""


class RulesBroken(RegisterError):
    """A support, a move or a review breaks rules; ``faults`` holds every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = list(faults)


class ChangedMeanwhile(RegisterError):
    """Somebody else changed the support first; ``yours`` and ``theirs`` hold both versions."""

    def __init__(self, *, yours: Support, theirs: Support) -> None:
        super().__init__(
            f"Support number {theirs.id} was changed by somebody else in the meantime. "
            "Compare the two, and save again what you want to keep."
        )
        self.yours = yours
        self.theirs = theirs


class NotAllowed(RegisterError):
    """The person may not do that."""


class PresentationError(AllianceError):
    """A presentation cannot be what was asked."""


class PresentationFaults(PresentationError):
    """A presentation cannot be read; ``faults`` holds every reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


class PresentationChanged(PresentationError):
    """Somebody else changed the presentation first."""


class UnknownPresentation(PresentationError):
    """There is no presentation of that number."""


class DecisionFaults(PresentationError):
    """A decision cannot be noted as it is; ``faults`` holds every reason, with its field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = list(faults)


class DecisionChanged(PresentationError):
    """Somebody else changed the decision first; ``theirs`` is the decision as it is now."""

    def __init__(self, *, theirs: Decision) -> None:
        done = "withdrawn" if theirs.withdrawn else "changed"
        super().__init__(
            f"This decision was {done} by {theirs.changed_by} in the meantime; nothing is written. "
            "Read it as it is now, and make your change again."
        )
        self.theirs = theirs


class UnknownDecision(PresentationError):
    """There is no decision of that number."""


class MeetingError(PresentationError):
    """A meeting cannot be followed or steered."""


class UnknownMeeting(MeetingError):
    """No meeting has this code."""


class MeetingOver(MeetingError):
    """The meeting is over: it cannot be steered, and after a day not be followed either."""


class NotYourMeeting(MeetingError):
    """The meeting is another presenter's to steer."""


class LockedOut(MeetingError):
    """Too many wrong codes were tried; the code just given was not looked at."""
