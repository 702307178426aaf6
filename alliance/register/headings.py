"""The headings under which supports are handed in and taken out, and what each expects."""

from __future__ import annotations

from alliance.register.register_vocabulary import Funding, Precision, Status, SupporterKind, Theme
from alliance.text import days, numbers

DAY, NUMBER = days.EXPECTED, numbers.EXPECTED
# A heading of the file, the field it fills, and what is expected in words.
HEADINGS = {
    "Supporter kind": ("supporter_kind", " or ".join(SupporterKind)),
    "Supporter": (
        "supporter_id",
        "a trust's UID, a school's URN, a local authority's code, or a name",
    ),
    "Recipient URN": ("recipient_urn", "a six-digit URN"),
    "Theme": ("theme", "one of " + ", ".join(Theme)),
    "Purpose": ("purpose", "text"),
    "Status": ("status", "one of " + ", ".join(Status)),
    "Proposed on": ("proposed_on", DAY),
    "Agreed on": ("agreed_on", DAY),
    "Starts on": ("starts_on", DAY),
    "Start known to": (
        "start_known",
        f"one of {', '.join(Precision)}; blank: {Precision.DAY}. Of a month or a year the start is "
        "any day of it",
    ),
    "Planned end": ("planned_end_on", DAY),
    "Ended on": ("ended_on", DAY),
    "Days planned": ("days_planned", NUMBER),
    "Days delivered": ("days_delivered", NUMBER),
    "Cost in pounds": ("cost_pounds", NUMBER),
    "Funding": ("funding", "one of " + ", ".join(Funding)),
    "Supporter's lead (role)": ("supporter_lead", "text"),
    "Recipient's lead (role)": ("recipient_lead", "text"),
    "Evidence link": ("evidence_link", "a link"),
    "Notes": ("notes", "text"),
    "Conflict of interest: what was done": ("conflict_answer", "text"),
    "Illustrative": ("illustrative", "Yes or No"),
    "Reasons": ("reasons", "text: why, where a match suggested it"),
}
MUST = ("Supporter kind", "Supporter", "Recipient URN", "Theme", "Starts on")
FIELD_HEADINGS = {name: heading for heading, (name, _) in HEADINGS.items()}
# Told in an export and not read back: they follow from the history.
TOLD = {
    "Number": "id",
    "Supporter's name": "supporter_name",
    "Recipient": "recipient_name",
    "Recipient's trust (UID)": "recipient_trust_uid",
    "Internal": "internal",
    "Conflict of interest": "conflict",
    "Origin": "origin",
}
# Told in the list besides (see ``alliance.register.listing``).
LISTED = (
    "Start in words",
    "Recipient's trust",
    "Recipient's local authority",
    "Recipient's region",
    "Recipient's phase",
    "Last review",
    "Rating",
    "Review due",
    "Review overdue",
)
DAYS = ("proposed_on", "agreed_on", "starts_on", "planned_end_on", "ended_on")
NUMBERS = ("days_planned", "days_delivered", "cost_pounds")
