"""The errors this project raises, each worded for the person who has to act on it.

AllianceError
├── UnreadableText       bytes that are no text of a table
├── TooMuch              a file costs more to read than it may
├── SourceError          a published file cannot be read, or its columns are not as expected
│   ├── NotFetched       a published file cannot be fetched from its publisher
│   │   ├── NotThere     there is no file at its address, or a web page
│   │   └── NoWay        no network, a proxy that refuses, a certificate that is not trusted
│   ├── NotKnown         its columns are those of no file that is known
│   └── NotNeeded        it is known, and contains nothing that the history is made of
├── HistoryError         the compiled history is missing, damaged or of another version
├── QuestionError        a question the history cannot answer
│   ├── DayOutsideHistory
│   └── UnknownName      a region, area or trust that the history does not hold
├── RegisterError        the register of support cannot be reached
│   ├── UnknownSupport   no support of that number
│   ├── RulesBroken      a support, move or review breaks rules; holds every fault
│   ├── ChangedMeanwhile somebody else changed it first; holds both versions (`register.support`)
│   └── NotAllowed       the person may not do that
└── PresentationError    a presentation or a meeting cannot be what was asked
    ├── PresentationFaults   a presentation cannot be read; holds every fault
    ├── PresentationChanged  somebody else changed it first
    ├── PresentationInUse    a meeting shows it, and another presenter has that meeting's key
    ├── UnknownPresentation  no presentation of that number
    ├── DecisionFaults       a decision cannot be noted; holds every fault
    ├── DecisionChanged      somebody else changed it first; holds theirs (`meeting.decision`)
    ├── UnknownDecision      no decision of that number
    ├── TemplateRefused      a template of slides lacks what slides need; names every fault
    └── MeetingError         a meeting cannot be followed or steered
        ├── UnknownMeeting   no meeting has this code
        ├── MeetingOver      it is over
        ├── NotYourMeeting   it is another presenter's to steer
        └── LockedOut        too many wrong codes were tried
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class AllianceError(Exception):
    """What was found, where, what was expected, and what to do."""


class UnreadableText(AllianceError):
    """Bytes that are no text of a table; says what was found, not in which file."""


class TooMuch(AllianceError):
    """A file costs more to read than it may; says what was found, not in which file."""


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

    def with_notes(self, notes: Sequence[str]) -> SourceError:
        """Return the same error, which says besides what else was noted of the file."""
        more = f" Noted besides: {' '.join(notes)}" if notes else ""
        return type(self)(f"{self.found}{more}", self.step)

    def told(self, words: Mapping[Step, str]) -> str:
        """Say the same with other words for what to do."""
        return f"{self.found} {words[self.step]}" if self.step else self.found


class NotFetched(SourceError):
    """A published file cannot be fetched from its publisher."""


class NotThere(NotFetched):
    """There is no file at an address, or a web page in its place."""


class NoWay(NotFetched):
    """Nothing is reached at a host; ``host`` is blank where that holds for all of them."""

    def __init__(self, host: str, found: str) -> None:
        super().__init__(found)
        self.host = host


class NotKnown(SourceError):
    """A table or outlines of a kind that is not known; beside others in a zip file no fault."""


class NotNeeded(SourceError):
    """A file that is known and adds nothing to the history; beside others no fault."""


class HistoryError(AllianceError):
    """The compiled history is missing, damaged or of another version."""


class QuestionError(AllianceError):
    """A question that the history cannot answer."""


class DayOutsideHistory(QuestionError):
    """A day for which the history holds nothing."""


class UnknownName(QuestionError):
    """A region, area or trust that the history does not hold."""


class RegisterError(AllianceError):
    """The register of support cannot be reached, or cannot do what was asked."""


class UnknownSupport(RegisterError):
    """The register holds no support of that number."""


class RulesBroken(RegisterError):
    """A support, a move or a review breaks rules; ``faults`` holds every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = list(faults)


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


class PresentationInUse(PresentationError):
    """A meeting begun without sign-in shows the presentation, and it is its presenter's."""


class UnknownPresentation(PresentationError):
    """There is no presentation of that number."""


class DecisionFaults(PresentationError):
    """A decision cannot be noted as it is; ``faults`` holds every reason, with its field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = list(faults)


class UnknownDecision(PresentationError):
    """There is no decision of that number."""


class PictureUnfit(PresentationError):
    """A picture that cannot stand in a scene, with the reason and what to do."""


class TemplateRefused(PresentationError):
    """A template of slides cannot be used; names everything that it lacks."""


class MeetingError(PresentationError):
    """A meeting cannot be followed or steered."""


class UnknownMeeting(MeetingError):
    """No meeting has this code."""


class MeetingOver(MeetingError):
    """The meeting is over: it cannot be steered, and after a day not be followed either."""


class NotYourMeeting(MeetingError):
    """The meeting is another presenter's to steer."""


class VoteRefused(MeetingError):
    """A vote that cannot be taken, with the reason."""


class LockedOut(MeetingError):
    """Too many wrong codes were tried; the code just given was not looked at."""


class Fault(NamedTuple):
    """A field that breaks a rule, and what to do about it."""

    field: str
    message: str
