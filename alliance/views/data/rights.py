"""Who may do what, as a table to be read: the one table that every write is asked of."""

from __future__ import annotations

from alliance.register.permission import ABOUT, IN_WORDS, TABLE, Action, Reach, Role

ALSO = (
    "An editor’s own is support that one of their trusts gives or one of its academies receives, "
    "and a presentation that they made. The provider’s name for a person decides, never the name "
    "that is shown; an address counts only where the provider has verified it. A presentation is "
    "followed by its code, and steered by its key, without signing in."
)
_REACH = {None: "–", Reach.OWN: "Own", Reach.EVERY: "Yes"}


def headings() -> tuple[str, ...]:
    """Return what stands above the table: the action, and every role."""
    return ("", *(role.capitalize() for role in Role))


def rows() -> list[tuple[str, ...]]:
    """Return a row an action: its words, and how far each role goes in it."""
    return [
        (IN_WORDS[action], *(_REACH[TABLE[role].get(action)] for role in Role)) for action in Action
    ]


def roles_in_words() -> list[tuple[str, str]]:
    """Return every role with what it is for."""
    return [(role.capitalize(), ABOUT[role]) for role in Role]
