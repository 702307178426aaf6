"""Numbers by which schools and trusts are known, in the spellings in which people write them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

URN, LAESTAB, UID, COMPANY, UKPRN = "URN", "LAESTAB", "UID", "company number", "UKPRN"
NO_UKPRN = "That looks like a UKPRN, which no school of the records has."
_CALLED = {
    "urn": URN,
    "unique reference number": URN,
    "laestab": LAESTAB,
    "la estab": LAESTAB,
    "la/estab": LAESTAB,
    "dfe": LAESTAB,
    "uid": UID,
    "group uid": UID,
    "trust uid": UID,
    "company": COMPANY,
    "companies house": COMPANY,
    "ukprn": UKPRN,
}
_NAMES = "|".join(sorted(map(re.escape, _CALLED), key=len, reverse=True))
_SPELLED = re.compile(
    rf"""['"‘’“”=]*\s*(?:(?P<called>{_NAMES})(?:\s*(?:number|no\.?))?\s*[:#=.]?\s*)?
    (?:(?P<authority>[0-9]{{3}})\s*[/\- ]\s*(?P<own>[0-9]{{4}})
    |(?P<letters>[a-z]{{2}}[0-9]{{6}})
    |(?P<grouped>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+)
    |(?P<digits>[0-9]{{1,12}}))(?:\.0+)?\s*['"‘’“”]*""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 40
_COMPANY_LETTERS, _UKPRN_DIGITS = 8, 8


class Identifier(NamedTuple):
    """A number by which a school or a trust is asked for.

    ``called`` is the kind that its writer gives, blank where none; ``text`` its digits, or letters
    and digits, without what spreadsheets and people put around them.
    """

    called: str
    text: str

    def may_be(self, kind: str) -> bool:
        """Return whether it can be a number of this kind."""
        if self.called:
            return self.called == kind
        return kind == COMPANY or (self.like_ukprn if kind == UKPRN else self.text.isdecimal())

    @property
    def number(self) -> int:
        """Its value; -1 where it has letters."""
        return int(self.text) if self.text.isdecimal() else -1

    @property
    def company(self) -> str:
        """As Companies House writes it: eight digits, or two letters and six digits."""
        return self.text.upper().zfill(_COMPANY_LETTERS)

    @property
    def like_ukprn(self) -> bool:
        """Whether it looks like a UKPRN, of eight digits, or is called so."""
        plain = self.text.isdecimal() and len(self.text) == _UKPRN_DIGITS
        return self.called == UKPRN or (not self.called and plain and self.text[0] != "0")


def identifier_in(text: str) -> Identifier | None:
    """Return the number that ``text`` is, nothing where it is words.

    >>> identifier_in("urn: 106670"), identifier_in("201/3614"), identifier_in("00106670.0")
    (Identifier(called='URN', text='106670'), Identifier(called='LAESTAB', text='2013614'), \
Identifier(called='', text='00106670'))
    """
    # Digits as East Asian keyboards write them are digits too.
    plain = unicodedata.normalize("NFKC", text[: _LONGEST + 1])
    found = _SPELLED.fullmatch(" ".join(plain.split()))
    if found is None or len(text) > _LONGEST:
        return None
    called = _CALLED[found["called"].lower()] if found["called"] else ""
    if found["authority"]:
        return Identifier(called or LAESTAB, found["authority"] + found["own"])
    digits = found["letters"] or found["digits"] or found["grouped"].replace(",", "")
    return Identifier(called, digits)
