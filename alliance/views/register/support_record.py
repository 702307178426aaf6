"""One support: what it says, where it stands, and how it is moved or withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance import clock
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history, current_register
from alliance.register.listing import WORDS, in_words, review_due_on
from alliance.register.register_vocabulary import OVER, Precision, Status, SupporterKind
from alliance.text.words import MISSING, count, plain

if TYPE_CHECKING:
    from alliance.register import Support

# Statuses that note a day.
NOTED = (Status.AGREED, *OVER)


def support_title(support: Support) -> str:
    """Say who supports whom."""
    return plain(f"{support.supporter_name} supports {support.recipient_name}")


def support_sentence(support: Support) -> str:
    """Say what is looked at."""
    marks = {
        "example data (made up)": support.illustrative,
        "internal to the trust": support.internal,
        "withdrawn": support.withdrawn,
    }
    return " · ".join(
        [
            f"Number {support.id}",
            support.theme,
            support.status,
            f"from {support.start_in_words}",
            *(words for words, held in marks.items() if held),
        ]
    )


def _only_known(support: Support) -> str:
    """Say that no more than the year or the month of the start is known, where that is so."""
    if support.start_known is Precision.DAY:
        return ""
    return f" (only the {support.start_known.lower()} is known)"


def facts_of_support(support: Support) -> dict[str, str]:
    """Return every field that is filled in, in the order of the form."""
    trust = support.recipient_trust_uid
    days = f"{in_words(support.days_delivered) or MISSING} of {in_words(support.days_planned)}"
    due = review_due_on(support, current_register().reviews(support.id or 0))
    late = " (overdue)" if due and due < clock.today() else ""
    return {
        "Supporting organisation": f"{support.supporter_name} ({support.supporter_kind}"
        + (")" if support.supporter_kind is SupporterKind.OTHER else f" {support.supporter_id})"),
        "Supported school": f"{support.recipient_name} (URN {support.recipient_urn})",
        "Supported school’s trust at the start": "None"
        if trust is None
        else f"{shown_names(current_history()).get(trust, '')} ({trust})",
        "Theme": support.theme,
        "Purpose": support.purpose,
        **{WORDS[name]: in_words(getattr(support, name)) for name in ("proposed_on", "agreed_on")},
        WORDS["starts_on"]: support.start_in_words + _only_known(support),
        **{
            WORDS[name]: in_words(getattr(support, name)) for name in ("planned_end_on", "ended_on")
        },
        "Review due": in_words(due) + late if due else "",
        "Days delivered of those planned": days
        if support.days_delivered is not None or support.days_planned is not None
        else "",
        "Cost": "" if support.cost_pounds is None else f"£{count(support.cost_pounds)}",
        "Funding": support.funding or "",
        "Supporting organisation’s lead": support.supporter_lead,
        "Supported school’s lead": support.recipient_lead,
        "Evidence": support.evidence_link,
        "Notes": support.notes,
        "Conflict of interest": support.conflict,
        "What was done about it": support.conflict_answer if support.conflict else "",
        "Origin": support.origin,
        "Reasons": support.reasons,
    }
