"""The words of the register: each list stands here and nowhere else."""

from __future__ import annotations

from enum import StrEnum


class SupporterKind(StrEnum):
    """Who may give support, and what identifies each."""

    TRUST = "Trust"
    SCHOOL = "School"
    LOCAL_AUTHORITY = "Local authority"
    OTHER = "Other organisation"


IDENTIFIERS = {
    SupporterKind.TRUST: "the trust's UID",
    SupporterKind.SCHOOL: "the school's URN",
    SupporterKind.LOCAL_AUTHORITY: "the local authority's three-digit code",
    SupporterKind.OTHER: "the organisation's name",
}

ARRANGEMENTS = ("support arrangement", "support arrangements")
"""What one support of the register is called on screen, and what several are."""


class Theme(StrEnum):
    """What the support is for."""

    TRUST_LEADERSHIP = "Trust leadership"
    SCHOOL_LEADERSHIP = "School leadership"
    DEPARTMENTAL_LEADERSHIP = "Departmental leadership"
    SCHOOL_TO_SCHOOL = "School-to-school support"
    RECRUITMENT = "Recruitment and retention"
    TEACHER_TRAINING = "Initial teacher training"
    CURRICULUM = "Curriculum"
    BEHAVIOUR = "Behaviour and attendance"
    FINANCE = "Finance and procurement"


class Status(StrEnum):
    """Where a support stands."""

    PROPOSED = "Proposed"
    AGREED = "Agreed"
    ACTIVE = "Active"
    PAUSED = "Paused"
    COMPLETED = "Completed"
    STOPPED = "Stopped"
    DECLINED = "Declined"


MOVES: dict[Status, tuple[Status, ...]] = {
    Status.PROPOSED: (Status.AGREED, Status.DECLINED),
    Status.AGREED: (Status.ACTIVE, Status.STOPPED, Status.DECLINED),
    Status.ACTIVE: (Status.COMPLETED, Status.PAUSED, Status.STOPPED),
    Status.PAUSED: (Status.ACTIVE, Status.STOPPED),
    Status.COMPLETED: (),
    Status.STOPPED: (),
    Status.DECLINED: (Status.PROPOSED,),
}
"""The statuses that may follow each."""

GIVEN = (Status.ACTIVE, Status.COMPLETED)
"""Statuses of a support that counts as given, everywhere; others are shown only when asked for."""

NOT_GIVEN = tuple(status for status in Status if status not in GIVEN)

UNDER_WAY = (Status.ACTIVE, Status.PAUSED)
"""Statuses of a support that is reviewed every term."""

OVER = (Status.COMPLETED, Status.STOPPED, Status.DECLINED)
"""Statuses of a support that is given no more."""


class Funding(StrEnum):
    """Who pays."""

    OWN = "Own"
    STRATEGIC_SCHOOL_IMPROVEMENT_FUND = "Strategic School Improvement Fund"
    OTHER = "Other"


class Precision(StrEnum):
    """How exactly a start is known; the day beside it stands for the whole month or year."""

    DAY = "Day"
    MONTH = "Month"
    YEAR = "Year"


class Rating(StrEnum):
    """How a termly review finds a support."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"


RATINGS = {
    Rating.RED: "not working; change it or stop it",
    Rating.AMBER: "partly working; mend what is named",
    Rating.GREEN: "working as planned",
}
"""What each rating says."""


class Origin(StrEnum):
    """How a support came into the register."""

    ENTERED = "Entered"
    IMPORTED = "Imported"
    MATCHED = "Matched"
    ILLUSTRATIVE = "Illustrative"
