"""Names of trusts as people write them, from names in capitals."""

from __future__ import annotations

import re

import pandas as pd

# Read as letters, not as words.
LETTERS = {
    "ACE", "AET", "BDMAT", "BMAT", "CE", "CIT", "CLF", "E-ACT", "EKC", "FCAT", "GLF", "GST",
    "II", "III", "IV", "JSA", "LEO", "LSF", "MAC", "MAT", "MET", "NCB", "NET", "PDET", "RC",
    "REAch2", "RSA", "SGS", "SMART", "STEM", "TBAP", "TCAT", "TKAT", "UK", "UTC", "VIII", "WISE",
}  # fmt: skip
AS_LETTERS = {name.upper(): name for name in LETTERS}
SMALL = {"a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"}
WORD = re.compile(r"\w+(?:['’.&-]\w+)*")


def display_names(registered: pd.Series) -> pd.Series:
    """Give names in title case where they are registered in capitals; others are kept."""
    unique = pd.Series(registered.unique())
    shown = {name: _shown(name) for name in unique}
    return registered.map(shown)


def _shown(name: str) -> str:
    if not name.isupper():
        return name
    first = WORD.search(name)
    start = first.start() if first else 0
    return WORD.sub(lambda match: _word(match.group(), match.start() == start), name)


def _word(word: str, first: bool) -> str:
    if word.upper() in AS_LETTERS:
        return AS_LETTERS[word.upper()]
    if word.lower() in SMALL and not first:
        return word.lower()
    parts = [part.capitalize() for part in re.split(r"(?<=-)", word)]
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match.group(1).upper(), "".join(parts))
