"""What followed, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.impact.balance import ALIKE
from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.question import LEAST_IN_A_YEAR, LEAST_TREATED
from alliance.analysis.trusts.tiers import academies_of
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.text.words import count, counted, listed
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.impact.answer import Answer
    from alliance.analysis.impact.outcomes import Outcome
    from alliance.analysis.impact.question import Question

MINUS = "−"
SURPRISING, UNSURE = 0.05, 0.2
"""Chances of years before as far from none, below which they are told of."""
FEW_YEARS = 4
MOST_PLACES = 3
NO_CLEAR_DIFFERENCE = "No clear difference"
ABOUT = {
    "ks2_expected": "at key stage 2",
    "attainment_8": "in Attainment 8",
    "progress_8": "in Progress 8",
    "good": "at the next graded inspection",
    "until_good": "until inspectors found them Good",
    "absence": "in absence",
    "persistent_absence": "in persistent absence",
    "pupils": "in pupils on roll",
    "free_meals": "in pupils eligible for free school meals",
    "quality_since_2024": "in quality of education, judged since September 2024",
    "report_card": "in achievement, on report cards",
}
_CHANGED = {
    "ks2_expected": "the share of pupils at the expected standard at key stage 2",
    "attainment_8": "Attainment 8",
    "progress_8": "Progress 8",
    "absence": "absence",
    "persistent_absence": "the share of pupils persistently absent",
    "pupils": "the roll",
    "free_meals": "the share of pupils eligible for free school meals",
}
_JUDGED = {
    "until_good": "had been found Good within {years} years of their last inspection",
    "good": "were Good or Outstanding at their next graded inspection",
    "quality_since_2024": "had a quality of education judged Good or Outstanding",
    "report_card": "had achievement at the expected standard or above",
}
JUDGED_BRIEFLY = {
    "good": "Good or Outstanding",
    "until_good": "Good within {years} years",
    "quality_since_2024": "Good or Outstanding",
    "report_card": "expected standard or above",
}
_WENT_THROUGH = {
    "area": "They lay in no Opportunity Area, but may have had other help. As the schools asked "
    "about, they may have joined a trust or moved between trusts, before or after.",
    "supported": "No support of them is on record, which does not say that they had none. As the "
    "schools asked about, they may have joined a trust or moved between trusts, before or after.",
}
_JOINED_NONE = (
    "They were not treated, but they may have had other help. A like school is followed until it "
    "joins a trust itself; those never taken over may be the ones that recovered, which would hide "
    "part of a gain in later years."
)
RUN_UP = (
    "Schools often fall back in the years before they join. Setting the start three years earlier, "
    "where nothing can have followed yet, finds those that joined from September 2019 to be 2.7 "
    "percentage points behind like schools at key stage 2 (95% interval 1.3 to 4.2; worked out "
    "once, on the history that comes with the app)."
)


def cannot_see(question: Question) -> tuple[str, ...]:
    """Return what the method cannot see of a question, a paragraph each."""
    return (
        "**Why schools were chosen.** Like schools share what is on record: phase, kind, grade, "
        "prior results, free school meals, size, deprivation, region. A new head, a falling roll "
        "or a crisis nobody published is not on record, and may be why one school was treated and "
        "the other was not.",
        "**Who is at the school.** If its intake changes, results change with it. Ask for “Free "
        "school meals” or “Pupils” as the outcome to see whether it did.",
        "**Schools that closed or merged.** They drop out. Results of 2023 to 2025 are mostly "
        "known of schools that were still open.",
        "**Who was in which trust before August 2016.** No list of trusts is older; earlier "
        "joinings are known by stated dates alone. A school that joined a trust and left it before "
        "may be missing.",
        f"**What like schools went through.** {_WENT_THROUGH.get(question.kind, _JOINED_NONE)}",
        f"**The run-up.** {RUN_UP} The answer starts from the last results before, at which like "
        "schools stood as low.",
        "**How a trust would do with others.** An interval for one trust or area is about these "
        "schools. It does not say what the same trust would do elsewhere, and trusts are not "
        "ranked by it.",
    )


LATE_INSPECTION = (
    "Read the first four years with care: a school that joins under a new number counts as new, "
    "and is usually not inspected until its third year. That alone delays a first Good."
)


def signed(value: float, places: int) -> str:
    """Return a number with its sign: +1.5, −0.3, 0.0."""
    rounded = round(value, places)
    if rounded == 0:
        return f"{0:.{places}f}"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):,.{places}f}"


def unit_of(outcome: Outcome, value: float) -> str:
    """Return the unit of an outcome, in the singular for one."""
    return outcome.unit.replace("points", "point") if abs(value) == 1 else outcome.unit


def schools_in_words(question: Question, number: int) -> str:
    """Say which schools a question is about: the 24 schools that joined Delta from 2016 to 2022."""
    whose = OUTCOMES[question.outcome].whose
    schools = counted(number, f"{whose} school".strip(), f"{whose} schools".strip())
    first, last = question.first.year, question.last.year
    when = f"in {first}" if first == last else f"between {first} and {last}"
    if question.kind == "area":
        return f"the {schools} in {_areas(question)} (2017 to 2022)"
    if question.kind == "supported":
        by = {"documented": "published articles", "register": "the register"}
        told = listed([by[name] for name in question.sources])
        return f"the {schools} whose support, begun {when}, {told} tell of"
    if question.kind == "moved":
        left = f" from {_trusts(question.left)}" if question.left else ""
        to = _trusts(question.trusts) if question.trusts else "another trust"
        return f"the {schools} that moved{left} to {to} {when}"
    tier = f" of {academies_of(question.tier)} academies" if question.tier else ""
    joined = _trusts(question.trusts) if question.trusts else f"a multi-academy trust{tier}"
    return f"the {schools} that joined {joined} {when}"


def _areas(question: Question) -> str:
    if not question.areas:
        return "the twelve Opportunity Areas"
    one = len(question.areas) == 1
    return f"the Opportunity Area{'' if one else 's'} {listed(list(question.areas), most=4)}"


def _trusts(uids: tuple[int, ...]) -> str:
    if set(uids) == set(founding_trusts()):
        return "the five founding trusts"
    names = shown_names(current_history())
    return listed([names.get(uid, str(uid)) for uid in uids])


def question_in_words(question: Question, number: int) -> str:
    """Return the question as a sentence, of so many schools."""
    who = schools_in_words(question, number)
    return f"What followed {ABOUT[question.outcome]} for {who}?"


def asked_in_words(answer: Answer) -> str:
    """Return the question of an answer as a sentence."""
    return question_in_words(answer.question, len(answer.treated))


def answer_in_words(answer: Answer) -> str:
    """Return the answer as a sentence, with its interval."""
    outcome = OUTCOMES[answer.question.outcome]
    found = answer.estimate
    if found is None:
        return _too_few(answer)
    places = places_of(answer)
    interval = f"95% interval {signed(found.lower, places)} to {signed(found.upper, places)}"
    size = f"{abs(round(found.value, places)):,.{places}f} {unit_of(outcome, found.value)}"
    clear = not found.lower <= 0 <= found.upper
    if outcome.way == "yearly":
        return _changed(answer, outcome, size, interval, clear=clear)
    return _shares(answer, outcome, interval, clear=clear)


def places_of(answer: Answer) -> int:
    """Return to how many decimal places an answer is written.

    As many as its outcome is, and more where an end of the interval that is clear of 0 would be
    written as 0.
    """
    outcome, found = OUTCOMES[answer.question.outcome], answer.estimate
    places = outcome.places if outcome.way == "yearly" else 0
    if found is None or found.lower <= 0 <= found.upper:
        return places
    nearest = min(abs(found.lower), abs(found.upper))
    while places < MOST_PLACES and not round(nearest, places):
        places += 1
    return places


def _changed(answer: Answer, outcome: Outcome, size: str, interval: str, *, clear: bool) -> str:
    found = answer.estimate
    assert found is not None  # noqa: S101
    years = answer.question.years
    after = "In the year after" if years == 1 else f"Over the {years} years after"
    after += _known_years(answer)
    what = _CHANGED[outcome.key]
    if not clear:
        after = f"{NO_CLEAR_DIFFERENCE}: {after[0].lower()}{after[1:]}"
    way = "higher" if found.value > 0 else "lower"
    mean = "" if len(answer.counted) == 1 else "on average "
    return (
        f"{after}, {what} was {mean}{size} {way} than in schools like them that began where they "
        f"did ({interval})."
    )


def _known_years(answer: Answer) -> str:
    """Say by which years' results an answer goes, where these are few."""
    assert answer.panel is not None  # noqa: S101
    rows = answer.panel[answer.panel["since"].isin(answer.counted)]
    known = [str(year) for year in sorted(rows["year"].unique())]
    if len(known) > FEW_YEARS or len(answer.counted) >= answer.question.years:
        return ""
    return f" (results known for {listed(known, most=FEW_YEARS)} only)"


def _shares(answer: Answer, outcome: Outcome, interval: str, *, clear: bool) -> str:
    found = answer.estimate
    assert found is not None  # noqa: S101
    own, like = shares_in_words(answer)
    said = f"{own} of 100 {_JUDGED[outcome.key].format(years=answer.question.years)}"
    verdict = "" if clear else f"{NO_CLEAR_DIFFERENCE}: "
    places = places_of(answer)
    gap = f"{abs(found.value):.{places}f} {'more' if found.value > 0 else 'fewer'} in 100"
    against = f"{verdict}{said}, against {like} of 100 schools like them{_then(outcome)}"
    if outcome.way == "until good":
        return f"{against}: {gap} ({interval})."
    return f"{against}. Allowing for what still differs between them, that is {gap} ({interval})."


def shares_in_words(answer: Answer) -> tuple[str, str]:
    """Return how many of 100 schools, and of 100 like them, were judged so.

    With a decimal where rounding would have them differ by more or less than they do.
    """
    own, like = answer.before_after, answer.like_before_after
    exact = round(own) - round(like) == round(own - like)
    places = 0 if exact or answer.curve is None else 1
    return f"{own:.{places}f}", f"{like:.{places}f}"


def _then(outcome: Outcome) -> str:
    return "" if outcome.way == "until good" else " inspected about as long after"


def _too_few(answer: Answer) -> str:
    number = len(answer.sets)
    known = (
        f"Only {counted(number, 'school', 'schools')} of {count(len(answer.treated))} can be set "
        "beside schools like them with this outcome known"
        if number
        else f"None of {counted(len(answer.treated), 'school', 'schools')} can be set beside "
        "schools like them with this outcome known"
    )
    if number >= LEAST_TREATED:
        known = (
            f"{counted(number, 'school', 'schools')} of {count(len(answer.treated))} can be set "
            f"beside schools like them, but fewer than {LEAST_IN_A_YEAR} in any one year"
        )
        return f"{known}. No estimate is given; the schools are listed."
    return (
        f"{known}. Under {LEAST_TREATED} no estimate is given; the schools are listed. For one, "
        "ask over more years, of more trusts or areas, or for another outcome."
    )


def odds_in_words(answer: Answer) -> str:
    """Return the answer in plain odds."""
    found = answer.estimate
    if found is None:
        return ""
    chance = _chance(found.p)
    outcome = OUTCOMES[answer.question.outcome]
    if outcome.way != "yearly":
        return f"If nothing had followed, a gap as large would come up {chance}."
    number = len(answer.sets)
    more = "gained more" if outcome.good >= 0 else "rose more"
    return (
        f"{count(answer.ahead)} of the {count(number)} schools {more} than the schools like them; "
        f"if nothing had followed it would be about {count(number / 2)}, and a difference as "
        f"large would come up {chance}."
    )


def _chance(p: float) -> str:
    """Return how often something of this chance comes up.

    >>> [_chance(p) for p in (0.0001, 0.04, 0.5, 0.6)][1:]
    ['about once in 25 times', 'about every second time', 'more often than not']
    """
    if p < 0.001:
        return "less than once in 1,000 times"
    if p > 0.51:
        return "more often than not"
    times = round(1 / p)
    return "about every second time" if times == 2 else f"about once in {count(times)} times"


def naive_in_words(answer: Answer) -> str:
    """Say what a plain before-and-after would show, and how much of it like schools show too."""
    outcome = OUTCOMES[answer.question.outcome]
    if answer.estimate is None:
        return ""
    if outcome.way != "yearly":
        return _naive_shares(answer)
    own, like = answer.before_after, answer.like_before_after
    places = places_of(answer)
    said = (
        f"By itself, before and after looks like {signed(own, places)} {outcome.unit}; like "
        f"schools changed by {signed(like, places)} in the same years"
    )
    if own * like > 0 and abs(like) <= abs(own):
        return f"{said}, so about {100 * like / own:.0f}% of that came anyway."
    if own * like > 0:
        return f"{said}, further the same way."
    return f"{said}, the other way."


def _naive_shares(answer: Answer) -> str:
    """Say of judgements what before and after would show; none was on a scale begun since."""
    key = answer.question.outcome
    if key not in ("good", "until_good"):
        return (
            "No plain before and after can be told: before the day no school had a judgement on "
            "this scale."
        )
    before = 0 if key == "until_good" else round(answer.good_before)
    own, like = (float(one) for one in shares_in_words(answer))
    said = f"By itself, before and after looks like {before or 'none'} of 100 Good or Outstanding "
    said += f"becoming {own:g}; of like schools as many were before and {like:g} after"
    gain, came = own - before, like - before
    if gain > 0 and 0 < came <= gain:
        return f"{said}, so about {100 * came / gain:.0f}% of the gain came anyway."
    return f"{said}."


def inspected_in_words(answer: Answer) -> str:
    """Say how long the next inspection took."""
    panel = answer.panel
    if answer.estimate is None or panel is None or "years" not in panel:
        return ""
    own = panel.loc[panel["treated"], "years"].median()
    like = panel.loc[~panel["treated"], "years"].median()
    return (
        f"Half were inspected within {own:.1f} years, of the like schools within {like:.1f}: each "
        "is set beside inspections no more than a year apart from its own. This asks what "
        "inspectors found once they came; “Time until Good” asks how soon as well, of schools "
        "below Good."
    )


def run_up_in_words(answer: Answer) -> str:
    """Say, of joining and key stage 2, that the start moved earlier shows a difference too."""
    asked = answer.question
    if answer.estimate is None or (asked.kind, asked.outcome) != ("joined", "ks2_expected"):
        return ""
    return f"Read with care: {RUN_UP[0].lower()}{RUN_UP[1:]}"


def placebo_in_words(answer: Answer) -> str:
    """Say what the years before show, in which none should differ from like schools."""
    if answer.estimate is None:
        return ""
    if OUTCOMES[answer.question.outcome].way != "yearly" or answer.fit is None:
        return (
            "No year before can be tested: like schools are those that had the same grade before."
        )
    years = int((answer.fit.table["since"] < -1).sum())
    if not years:
        return (
            "No year before could be tested: results by school are known from too few years "
            "before, and the last ones were used to find like schools."
        )
    before = (
        f"In {counted(years, 'year', 'years')} before that {'was' if years == 1 else 'were'} not "
        "used for matching, the schools"
    )
    p = f"(p = {answer.placebo_p:.2f})"
    if answer.placebo_p < SURPRISING:
        return (
            f"{before} differ from like schools more than chance would make them {p}: read the "
            "answer with care."
        )
    if answer.placebo_p < UNSURE:
        return (
            f"{before} differ from like schools about as far as chance alone seldom makes them "
            f"{p}: a trend from before cannot be ruled out."
        )
    return f"{before} differ from like schools no more than chance would make them {p}."


def clusters_in_words(answer: Answer) -> str:
    """Say what the interval rests on."""
    found = answer.estimate
    if found is None:
        return ""
    members = answer.matched.members
    groups = members.loc[members["treated"], "group"].nunique()
    many = members.loc[members["treated"], "cluster"].astype("str").str.startswith("joined").any()
    if many:
        return (
            f"The interval allows for schools of one trust or area faring alike: it rests on "
            f"{count(found.clusters)} of them."
        )
    under = {"area": ("Opportunity Area", "Opportunity Areas")}.get(
        answer.question.kind, ("trust", "trusts")
    )
    if answer.question.kind == "supported":
        whose = ""
    elif groups == 1:
        whose = f"These schools are of one {under[0]}, so the interval is about them alone. "
    else:
        whose = (
            f"These schools are of {counted(groups, *under)}, too few to say how others would "
            "fare, so the interval is about these schools alone. "
        )
    return (
        f"{whose}The interval allows for schools that were in one trust before faring alike "
        f"({count(found.clusters)} groups)."
    )


def lost_in_words(unmatched: pd.DataFrame) -> str:
    """Say why schools are not compared, and how many for each reason; the most first."""
    reasons = unmatched["why"].value_counts()
    return "; ".join(f"{why}: {count(number)}" for why, number in reasons.items())


def balance_in_words(answer: Answer) -> str:
    """Say in what treated and like schools are still apart after matching."""
    apart = answer.balance[answer.balance["after"].abs() > ALIKE]
    measures = f"{count(len(answer.balance))} measures"
    if apart.empty:
        return f"After matching all {measures} are within {ALIKE:g} standard deviations."
    named = listed(
        [
            f"{name} ({signed(gap, 2)})"
            for name, gap in zip(apart["name"], apart["after"], strict=True)
        ],
        most=20,
    )
    return (
        f"After matching {count(len(apart))} of {measures} are more than {ALIKE:g} standard "
        f"deviations apart: {named}. {_allowed_for(answer)}"
    )


def _allowed_for(answer: Answer) -> str:
    if answer.curve is not None:
        return "The estimate does not allow for it: it sets the two shares side by side."
    return "The estimate allows for it where the measure is in its regression."
