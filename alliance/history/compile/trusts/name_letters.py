"""Names of trusts as people write them: whole where a file lost letters, not in capitals."""

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
INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,}")
# Words that are cut short, not letters.
SHORTENED = {"LTD", "MRS", "STS"}
LONGEST_LETTERS = 5
WORD = re.compile(r"\w+(?:['’.&-]\w+)*")

LOST = "\ufffd"
"""Stands in published files for a letter that was lost on the way to them."""
# Read as one encoding and written as another: where Windows has a letter, these have none.
MISREAD = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def sound_names(told: pd.DataFrame) -> pd.Series:
    """Return each row's ``group_name`` with its letters whole, where any of its ``uid`` has.

    A letter is lost where the name holds ``LOST``, or a question mark where another name of the
    same group has a letter. Such a name gives way to the first one of the group that is whole; it
    stays where none is.

    Parameters
    ----------
    told
        uid, group_name; the most believed first.
    """
    read = told["group_name"]
    misread = read.str.contains(f"[{''.join(map(chr, MISREAD))}]", na=False)
    read = read.where(~misread, read[misread].str.translate(MISREAD))
    lost = read.str.contains(LOST, regex=False, na=False)
    asked = read.str.contains("?", regex=False, na=False) & ~lost
    others = read[~lost].groupby(told["uid"])
    spelled = [
        any(_same_but_for_letters(name, other) for other in others.get_group(uid))
        for name, uid in zip(read[asked], told.loc[asked, "uid"], strict=True)
    ]
    lost |= pd.Series(spelled, read.index[asked], dtype="bool").reindex(
        read.index, fill_value=False
    )
    whole = read[~lost].groupby(told["uid"]).first()
    return read.mask(lost, told["uid"].map(whole)).fillna(read)


def lost_names(trusts: pd.DataFrame) -> list[str]:
    """Say of which trusts no file has the name whole.

    Parameters
    ----------
    trusts
        trust_uid, registered_name.
    """
    lost = trusts[trusts["registered_name"].str.contains(LOST, regex=False)]
    return [
        f"no file has the name of trust {uid} whole: found “{name}”, where {LOST} stands for a "
        "letter that was lost. Give a list or register that spells it."
        for uid, name in zip(lost["trust_uid"], lost["registered_name"], strict=True)
    ]


def _same_but_for_letters(asked: str, other: str) -> bool:
    """Return whether a name with question marks is another name that has letters for them."""
    pattern = re.escape(asked).replace(re.escape("?"), r"[\w'’‘]")
    return re.fullmatch(pattern, other, re.IGNORECASE) is not None


def display_names(registered: pd.Series, elsewhere: pd.Series) -> pd.Series:
    """Return names in title case where they are registered in capitals; others are kept.

    Read as letters, and so left in capitals, are initials with full stops between them, words
    of three letters and more without a vowel, and short words that ``elsewhere`` has in capitals
    and in no other way.

    Parameters
    ----------
    elsewhere
        Names of trusts, sponsors and schools as any file spells them.
    """
    letters = _spelled_as_letters(elsewhere)
    shown = {name: _mixed_case(name, letters) for name in registered.unique()}
    return registered.map(shown)


def _spelled_as_letters(names: pd.Series) -> set[str]:
    """Name the short words that names in capitals and small letters have in capitals only.

    A name of which most words are in capitals says nothing of any of them.
    """
    capitals, others = set[str](), set[str]()
    for name in names.dropna().unique():
        words = [] if name.isupper() else WORD.findall(name)
        told = {word for word in words if word.isupper() and len(word) > 1}
        if 2 * len(told) <= len(words):
            capitals |= told
            others |= {word.upper() for word in words if word not in told}
    return {word for word in capitals - others if len(word) <= LONGEST_LETTERS and word.isalpha()}


def _mixed_case(name: str, letters: set[str]) -> str:
    if not name.isupper():
        return name
    first = WORD.search(name)
    start = first.start() if first else 0
    return WORD.sub(lambda match: _word(match.group(), letters, match.start() == start), name)


def _word(word: str, letters: set[str], first: bool) -> str:
    if word in AS_LETTERS:
        return AS_LETTERS[word]
    if word in letters or INITIALS.fullmatch(word):
        return word
    if NO_VOWEL.fullmatch(word) and word not in SHORTENED:
        return word
    if word.lower() in SMALL and not first:
        return word.lower()
    parts = [part.capitalize() for part in re.split(r"(?<=-)", word)]
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match.group(1).upper(), "".join(parts))
