"""What is said where a number finds no school or no trust."""

from __future__ import annotations

from alliance.text.identifiers import NO_UKPRN, URN, identifier_in

ASK_SCHOOL = (
    "Try part of the name, a 6-digit URN, a LAESTAB as 201/3614, a UKPRN or the first half of a "
    "postcode."
)
"""What a search for schools takes, where it found none."""


def ukprn_in_words(words: str) -> str:
    """Return what to say of words that look like a UKPRN; blank where they do not."""
    number = identifier_in(words)
    return NO_UKPRN if number is not None and number.like_ukprn else ""


def no_school(words: str, *, asked: str) -> str:
    """Say that no school answers, as "No schools found for “x”. Try…".

    ``asked`` is ``words`` as they may be shown.
    """
    return f"No schools found for “{asked}”. {ukprn_in_words(words) or ASK_SCHOOL}"


def urn_in(words: str) -> int | None:
    """Return the URN that words are, in any spelling, if they can be one."""
    number = identifier_in(words)
    if number is None or not number.may_be(URN) or not 10_000 <= number.number <= 9_999_999:
        return None
    return number.number
