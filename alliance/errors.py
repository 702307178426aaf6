"""The errors this project raises, each worded for the person who has to act on it.

AllianceError
├── SourceError          a published file cannot be read, or its columns are not as expected
├── HistoryError         the compiled history is missing, damaged or of another version
└── QuestionError        a question the history cannot answer
    ├── DayOutsideHistory
    └── UnknownName      a region, area or trust that the history does not hold
"""

from __future__ import annotations


class AllianceError(Exception):
    """What was found, where, what was expected, and what to do."""


class SourceError(AllianceError):
    """A published file is unreadable or not what its name says."""


class HistoryError(AllianceError):
    """The compiled history is missing, damaged or of another version."""


class QuestionError(AllianceError):
    """A question that the history cannot answer."""


class DayOutsideHistory(QuestionError):
    """A day for which the history holds nothing."""


class UnknownName(QuestionError):
    """A region, area or trust that the history does not hold."""
