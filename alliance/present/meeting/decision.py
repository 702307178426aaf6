"""What a meeting decided: its words, their rules, and what was on the screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliance import clock
from alliance.charts.frame import in_words
from alliance.errors import Fault, PresentationError
from alliance.register.rules import UNKEPT
from alliance.views.content import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.present.scene import Scene
    from alliance.views.content import Content

MOST_LETTERS = {"proposal": 4_000, "decision": 4_000, "owner": 200, "dissent": 4_000}
LABELS = {
    "proposal": "Proposal",
    "decision": "Decision",
    "owner": "Owner",
    "due_on": "Due",
    "dissent": "Dissent",
}
_FURTHEST = dt.timedelta(days=3_660)


@dataclass(frozen=True)
class Words:
    """What is noted.

    Parameters
    ----------
    proposal, decision
        What was proposed and what came of it; no decision as long as there is none.
    owner, due_on
        Who sees to it, and by when.
    dissent
        Who thought otherwise, and why.

    """

    proposal: str
    decision: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    dissent: str = ""

    def faults(self, noted_on: dt.date) -> list[Fault]:
        """Return every rule that the words break, all at once."""
        broken = []
        if not self.proposal.strip():
            broken.append(Fault("proposal", "Say what was proposed."))
        for name, most in MOST_LETTERS.items():
            words: str = getattr(self, name)
            if len(words) > most:
                found = f"At most {most:,} letters; found {len(words):,}."
                broken.append(Fault(name, f"{found} Shorten it."))
            if UNKEPT.search(words):
                cannot = "It holds a character that cannot be kept."
                broken.append(Fault(name, f"{cannot} Type it anew."))
        if self.due_on and not noted_on <= self.due_on <= noted_on + _FURTHEST:
            broken.append(
                Fault(
                    "due_on",
                    f"Expected a day from {in_words(noted_on)}, when it was noted, to ten "
                    f"years later; found {in_words(self.due_on)}.",
                )
            )
        return broken


@dataclass(frozen=True)
class Screen:
    """What was on the screen when something was noted: words and figures, as the room read them.

    Parameters
    ----------
    title, caption, sentence, figures, sources, warnings
        As in :class:`alliance.views.content.Content`.
    names_hidden
        Whether schools' names were hidden in it.

    """

    title: str
    caption: str = ""
    sentence: str = ""
    figures: tuple[Figure, ...] = ()
    sources: str = ""
    warnings: tuple[str, ...] = ()
    names_hidden: bool = False

    @classmethod
    def of(cls, content: Content, *, names_hidden: bool) -> Screen:
        """Return what a content shows in words and figures."""
        return cls(
            title=content.title,
            caption=content.caption,
            sentence=content.sentence,
            figures=content.figures,
            sources=content.sources,
            warnings=content.warnings,
            names_hidden=names_hidden,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        plain = ("title", "caption", "sentence", "sources", "names_hidden")
        held = {name: getattr(self, name) for name in plain}
        lists = {"figures": [list(one) for one in self.figures], "warnings": list(self.warnings)}
        return held | lists

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Screen:
        """Read what :meth:`as_json` gave."""
        figures = tuple(Figure(*one) for one in given["figures"])
        return cls(**{**given, "figures": figures, "warnings": tuple(given["warnings"])})


@dataclass(frozen=True)
class Decision:
    """A line of the log.

    Parameters
    ----------
    id, version, presentation_id
        Its number, how often it was changed, and the presentation it belongs to.
    words
        What was noted.
    scene, screen
        The scene it was noted against, without speaker notes, and what that showed then.
    noted_at, noted_by, changed_at, changed_by
        When, in UTC, and by whom.
    withdrawn
        Whether it was taken out; it can be brought back.

    """

    id: int
    version: int
    presentation_id: int
    words: Words
    scene: Scene
    screen: Screen
    noted_at: dt.datetime
    noted_by: str
    changed_at: dt.datetime
    changed_by: str
    withdrawn: bool


def decision_day(decision: Decision) -> dt.date:
    """Return the day in London on which something was noted, which is that of its meeting."""
    return clock.in_london(decision.noted_at).date()


class DecisionChanged(PresentationError):
    """Somebody else changed the decision first; ``theirs`` is the decision as it is now."""

    def __init__(self, *, theirs: Decision) -> None:
        done = "withdrawn" if theirs.withdrawn else "changed"
        super().__init__(
            f"This decision was {done} by {theirs.changed_by} in the meantime; nothing is written. "
            "Read it as it is now, and make your change again."
        )
        self.theirs = theirs
