"""The scales on which Ofsted has told of schools, each by itself.

Overall grades were given until September 2024, then judgements without an overall grade, and since
November 2025 report cards. Between graded inspections there are ungraded ones, with an outcome in
words. Nothing turns one of these scales into another, and nothing averages across them.
"""

from __future__ import annotations

from typing import NamedTuple

from alliance.history import GRADES

JUDGEMENTS = {
    "quality_of_education": "Quality of education",
    "behaviour_and_attitudes": "Behaviour and attitudes",
    "personal_development": "Personal development",
    "leadership_and_management": "Leadership and management",
    "early_years": "Early years",
    "sixth_form": "Sixth form",
}
"""The judgements of an inspection without an overall grade, each on the scale of grades."""
CARD_AREAS = {
    "inclusion": "Inclusion",
    "curriculum_and_teaching": "Curriculum and teaching",
    "achievement": "Achievement",
    "attendance_and_behaviour": "Attendance and behaviour",
    "personal_development": "Personal development and wellbeing",
    "early_years": "Early years",
    "post_16": "Post-16 provision",
    "leadership_and_governance": "Leadership and governance",
}
"""The areas of a report card."""
STANDARDS = (
    "Exceptional",
    "Strong standard",
    "Expected standard",
    "Needs attention",
    "Urgent improvement",
)
"""What a report card gives in each of its areas, the best first."""
EXPECTED_OR_BETTER = STANDARDS[:3]
SAFEGUARDING = ("Met", "Not met")
OUTCOMES = (
    "Improved significantly",
    "Standards maintained",
    "Some aspects not as strong",
    "School remains Outstanding",
    "School remains Outstanding (Concerns) - S5 Next",
    "School remains Good (Improving) - S5 Next",
    "School remains Good",
    "School remains Good (Concerns) - S5 Next",
)
"""Outcomes of ungraded inspections as published: those since September 2024, then those before."""


class Aspect(NamedTuple):
    """One thing that inspections tell of a school, on a scale of its own.

    Parameters
    ----------
    scale
        A key of ``SCALES``.
    column
        Of :func:`outcomes_on`.
    name
        As people call it.
    gives
        What it can be, the best first where the scale has an order.

    """

    scale: str
    column: str
    name: str
    gives: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name the aspect in an address."""
        return self.column

    @property
    def date(self) -> str:
        """The column that holds the day of the inspection."""
        return f"{self.scale}_date"


SCALES = {
    "last": "Last overall grade before September 2024",
    "judged": "Judgements without an overall grade",
    "card": "Report cards",
    "ungraded": "Ungraded inspections",
}
LAST_GRADE = Aspect("last", "last_grade", "Last overall grade", tuple(GRADES.values()))
ASPECTS = (
    LAST_GRADE,
    *(
        Aspect("judged", f"judged_{column}", name, tuple(GRADES.values()))
        for column, name in JUDGEMENTS.items()
    ),
    Aspect("card", "card_safeguarding", "Safeguarding", SAFEGUARDING),
    *(Aspect("card", f"card_{column}", name, STANDARDS) for column, name in CARD_AREAS.items()),
    Aspect("ungraded", "ungraded_outcome", "Outcome", OUTCOMES),
)


def aspect_of(key: str) -> Aspect:
    """Return the aspect of a key."""
    return next(aspect for aspect in ASPECTS if aspect.key == key)
