"""What followed, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.question import LEAST_TREATED
from alliance.analysis.trusts.tiers import academies_of
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history
from alliance.text.words import count, counted, listed
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    from alliance.analysis.impact.answer import Answer
    from alliance.analysis.impact.outcomes import Outcome
    from alliance.analysis.impact.question import Question

MINUS = "−"
FEW_YEARS = 2
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
    "ks2_expected": "pupils at the expected standard at key stage 2",
    "attainment_8": "Attainment 8",
    "progress_8": "Progress 8",
    "absence": "absence",
    "persistent_absence": "the share of pupils persistently absent",
    "pupils": "the roll",
    "free_meals": "the share of pupils eligible for free school meals",
}
_JUDGED = {
    "good": "were Good or Outstanding at their next graded inspection",
    "quality_since_2024": "had a quality of education judged Good or Outstanding",
    "report_card": "had achievement at the expected standard or above",
}
CANNOT_SEE = (
    "**Why schools were chosen.** Like schools share what is on record: phase, kind, grade, prior "
    "results, free school meals, size, deprivation, region. A new head, a falling roll or a "
    "crisis nobody published is not on record, and may be why one school joined and the other "
    "did not.",
    "**Who is at the school.** If its intake changes, results change with it. Ask for “Free "
    "school meals” or “Pupils” as the outcome to see whether it did.",
    "**Schools that closed or merged.** They drop out. Results of 2023 to 2025 are mostly known "
    "of schools that were still open.",
    "**What like schools went through.** They were not treated, but they may have had other help. "
    "A like school is followed until it joins a trust itself; those never taken over may be the "
    "ones that recovered, which would hide part of a gain in later years.",
    "**The run-up.** Schools often fall back in the years before they join. Setting the start "
    "three years earlier for schools that joined from September 2019 finds them 2.8 percentage "
    "points behind like schools at key stage 2 (95% interval 1.3 to 4.4). The answer starts from "
    "the last results before, at which like schools stood as low.",
    "**How a trust would do with others.** An interval for one trust or area is about these "
    "schools. It does not say what the same trust would do elsewhere, and trusts are not ranked "
    "by it.",
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
    schools = counted(number, "school", "schools")
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


def question_in_words(answer: Answer) -> str:
    """Return the question as a sentence."""
    question = answer.question
    who = schools_in_words(question, len(answer.treated))
    return f"What followed {ABOUT[question.outcome]} for {who}?"


def answer_in_words(answer: Answer) -> str:
    """Return the answer as a sentence, with its interval."""
    outcome = OUTCOMES[answer.question.outcome]
    found = answer.estimate
    if found is None:
        return _too_few(answer)
    places = 0 if outcome.way != "yearly" else outcome.places
    interval = f"95% interval {signed(found.lower, places)} to {signed(found.upper, places)}"
    size = f"{abs(round(found.value, places)):,.{places}f} {unit_of(outcome, found.value)}"
    clear = not found.lower <= 0 <= found.upper
    if outcome.way == "yearly":
        return _changed(answer, outcome, size, interval, clear=clear)
    return _shares(answer, outcome, size, interval, clear=clear)


def _changed(answer: Answer, outcome: Outcome, size: str, interval: str, *, clear: bool) -> str:
    found = answer.estimate
    assert found is not None  # noqa: S101
    years = answer.question.years
    after = "In the year after" if years == 1 else f"Over the {years} years after"
    after += _known_years(answer)
    what = _CHANGED[outcome.key]
    if not clear:
        return (
            f"{after}, no clear difference from schools like them in {what}: "
            f"{signed(found.value, outcome.places)} {outcome.unit} ({interval})."
        )
    way = "higher" if found.value > 0 else "lower"
    return (
        f"{after}, {what} ended {size} {way} than in schools like them that began where they did "
        f"({interval})."
    )


def _known_years(answer: Answer) -> str:
    """Say by which years' results an answer goes, where these are few."""
    assert answer.panel is not None and answer.fit is not None  # noqa: S101, PT018
    within = answer.fit.table["since"].between(1, answer.question.years)
    rows = answer.panel[answer.panel["since"].isin(answer.fit.table.loc[within, "since"])]
    known = [str(year) for year in sorted(rows["year"].unique())]
    if len(known) > FEW_YEARS or len(known) >= answer.question.years:
        return ""
    return f" (known for {listed(known)} alone)"


def _shares(answer: Answer, outcome: Outcome, size: str, interval: str, *, clear: bool) -> str:
    found = answer.estimate
    assert found is not None  # noqa: S101
    if answer.curve is not None:
        years = answer.question.years
        row = answer.curve.table.set_index("since").loc[years].astype("float64").to_dict()
        own, like = round(row["treated"]), round(row["like"])
        said = f"{own} of 100 had been found Good within {years} years of their last inspection"
    else:
        own, like = round(answer.before_after), round(answer.like_before_after)
        said = f"{own} of 100 {_JUDGED[outcome.key]}"
    way = "more" if found.value > 0 else "fewer"
    verdict = "" if clear else ", too close to tell from none"
    gap = round(abs(found.value))
    return (
        f"{said}, against {like} of 100 schools like them: {gap} {way} once what still differs "
        f"between them is allowed for{verdict} ({interval})."
    )


def _too_few(answer: Answer) -> str:
    number = len(answer.sets)
    known = (
        f"Only {counted(number, 'school', 'schools')} of {count(len(answer.treated))} can be set "
        "beside schools like them with this outcome known"
        if number
        else f"None of {counted(len(answer.treated), 'school', 'schools')} can be set beside "
        "schools like them with this outcome known"
    )
    return f"{known}. Under {LEAST_TREATED} no estimate is given: the schools are listed below."


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
    if p < 0.001:
        return "less than once in 1,000 times"
    times = 1 / p
    return f"about once in {count(round(times))} times" if times >= 1.95 else "more often than not"


def naive_in_words(answer: Answer) -> str:
    """Say what a plain before-and-after would show, and how much of it like schools show too."""
    outcome = OUTCOMES[answer.question.outcome]
    if answer.estimate is None or outcome.way != "yearly":
        return ""
    own, like = answer.before_after, answer.like_before_after
    places = outcome.places
    said = (
        f"By itself, before and after looks like {signed(own, places)} {outcome.unit}; like "
        f"schools changed by {signed(like, places)} in the same years"
    )
    if own * like > 0 and abs(like) <= abs(own):
        return f"{said}, so about {100 * like / own:.0f}% of that came anyway."
    if own * like > 0:
        return f"{said}, which is more."
    return f"{said}, the other way."


def inspected_in_words(answer: Answer) -> str:
    """Say how long the next inspection took."""
    panel = answer.panel
    if answer.estimate is None or panel is None or "years" not in panel:
        return ""
    own = panel.loc[panel["treated"], "years"].median()
    like = panel.loc[~panel["treated"], "years"].median()
    return (
        f"That inspection came after {own:.1f} years (median), that of like schools after "
        f"{like:.1f}."
    )


def placebo_in_words(answer: Answer) -> str:
    """Say what the years before show."""
    if (
        answer.estimate is None
        or answer.fit is None
        or OUTCOMES[answer.question.outcome].way != ("yearly")
    ):
        return ""
    years = int((answer.fit.table["since"] < -1).sum())
    if not years:
        return (
            "No year before could be tested: results by school are known from too few years "
            "before, and the last ones were used to find like schools."
        )
    verdict = (
        "no more than chance would make them"
        if answer.placebo_p >= 0.05
        else "more than chance would make them, so read the answer with care"
    )
    return (
        f"In {counted(years, 'year', 'years')} before that {'was' if years == 1 else 'were'} not "
        f"used for matching, the schools differ from like schools {verdict} "
        f"(p = {answer.placebo_p:.2f})."
    )


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
    return (
        f"These schools came under {count(groups)}, too few to say how others would differ, so the "
        "interval is about these schools alone. It allows for schools that were in one trust "
        f"before faring alike ({count(found.clusters)} groups)."
    )
