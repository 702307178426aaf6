"""How it is worked out, and how it stands beside published studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.impact.estimate import FEW_GROUPS
from alliance.analysis.impact.inspected_after import APART_YEARS
from alliance.analysis.impact.nearest import (
    FURTHEST,
    INSPECTED,
    INSPECTED_WITHIN,
    OTHER_PART,
    OTHER_REGION,
    YEARLY,
)
from alliance.analysis.impact.question import LEAST_IN_A_YEAR, LEAST_TREATED

if TYPE_CHECKING:
    from alliance.analysis.impact.question import Question

_EPI = "https://epi.org.uk/publications-and-research/analysis-effect-post-2010-sponsored-academies/"
_GOVUK = (
    "https://www.gov.uk/government/publications/opportunity-area-programme-research-and-analysis"
)
_BATH = (
    "https://blogs.bath.ac.uk/iprblog/2024/12/19/evaluating-the-opportunity-areas-programme-"
    "learning-from-stakeholders-at-our-project-launch/"
)
_NAMES = {
    "prior": "prior result",
    "trend": "its trend",
    "free_meals": "free school meals",
    "log_roll": "size",
    "deprivation": "deprivation",
    "years_since_inspection": "years since the last inspection",
}


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{_NAMES[name]} {weight:g}" for name, weight in weights.items())


_LIKE = {
    kind: f"{none} Whether they were in a trust, joined one or moved then or later decides nothing "
    "but for who ran them at the start."
    for kind, none in {
        "area": "They lay in no Opportunity Area.",
        "supported": "No support of them is on record.",
    }.items()
}
_LIKE_OF_JOINED = (
    "They were not treated by then and had joined or moved to no trust for three years; each "
    "counts until it joins or moves itself."
)


def method(question: Question) -> tuple[str, ...]:
    """Return how the answer to a question is worked out, a paragraph each."""
    return (
        _FOLLOWED,
        f"{_MATCHED} {_LIKE.get(question.kind, _LIKE_OF_JOINED)}",
        *_METHOD,
    )


_FOLLOWED = (
    "**A school is followed under all its numbers** (URNs), where the link says that one school"
    " continues the other; its own inspections count, whichever number it had. Results under a "
    "number that merged or split are another school’s."
)
_MATCHED = (
    "**Like schools** are matched as both stood at the end of the month before: exactly on "
    "phase, on who ran them (maintained, an academy alone, in a trust of several), on the "
    "latest grade and on whether it was the second below Good; then the nearest, with "
    "replacement."
)
_METHOD = (
    f"**Nearness** for results: {_weights(YEARLY)}; for inspections: {_weights(INSPECTED)} (and "
    f"no more than {INSPECTED_WITHIN:g} years apart); another region {OTHER_REGION:g}, another "
    f"part of England {OTHER_PART:g} more. All in standard deviations; beyond {FURTHEST:g} on "
    "average, or outside the caliper in the prior result, a school is not like. Free school "
    "meals stand in for disadvantage, which is known by school for 2019 and 2020 alone.",
    "**Years since** count exams: 1 is the first at least six months after, 0 any within six "
    "months, −1 the last before, from which changes are counted. The trend’s year was used for "
    "matching and is no test; earlier years are.",
    "**The estimate** is a difference in differences by years since (Callaway and Sant’Anna, "
    "Journal of Econometrics 225, 2021, with outcome regression), from the library diff-diff; "
    "each school stands beside like schools of the same calendar years, so that none that was "
    "treated earlier serves as a comparison. The answer weighs each year by its schools.",
    "**Good at the next inspection** sets each school beside what like schools were found to be "
    f"about as long after: of a like school the inspection nearest in time counts, and only within "
    f"{APART_YEARS:g} year. Schools under a new number are inspected later than others; set beside "
    "inspections that came earlier they would seem to gain more.",
    f"**Intervals** are clustered on the trust or area joined; where fewer than {FEW_GROUPS} are"
    " asked about, on the trust a school was in before. They use Student’s t with one less than"
    f" the clusters. Under {LEAST_TREATED} schools nothing is estimated, and no year counts in"
    f" which fewer than {LEAST_IN_A_YEAR} are known. Support of which only the year or month is "
    "published counts from the last day of that.",
    "**Time until Good** follows schools below Good from their last inspection (late entry at "
    "the day) until one finds them Good, they join or move, close, or grades end in August "
    "2024; intervals by drawing clusters anew 999 times with a fixed seed. The two shares are set "
    "side by side as they are, without a regression.",
    "**Tried on invented schools** (500 runs each): what was planted lies in the 95% interval in "
    "94 to 96% of runs, and where nothing was planted 4 to 6% find something. With schools that "
    "join at their worst a plain before-and-after shows 10 points where nothing was planted, this "
    "shows none. `python -m tests.bench --impact 500` does it again.",
    "**Take it away:** `python -m alliance impact` and `/api/v1/impact` give every pair as CSV "
    "or JSON.",
)
BESIDE_STUDIES = (
    "**Schools that joined trusts, key stage 4.** The Education Policy Institute and the London"
    " School of Economics compared 205 academies sponsored after May 2010 with 49 sponsored "
    "later: results rose in the year before and the year after, and the gain tapered away to "
    "nothing against the comparison schools within about three years ([EPI, analysis of the "
    f"effect of post-2010 sponsored academies]({_EPI})).",
    "Asked here of every school that joined a multi-academy trust between 2013 and 2022 with "
    "results from 2016 on: over five years Attainment 8 was on average 0.42 points higher than in "
    "like schools (95% interval 0.03 to 0.81). By year the difference is 0.3 in the first, 1.0 and "
    "1.1 in the fourth and fifth, then 0.8, 0.6 and 0.3 in the sixth to eighth, and only those of "
    "the fifth and sixth are clear of none. **Where they agree:** a gain is small, a fraction of a "
    "grade in one of eight subjects, it tapers away, and it cannot be told from the incentives "
    "around joining. **Where they differ:** theirs is gone within three years, this one within "
    "eight. **Why:** theirs are secondary schools taken over at their worst before 2014, by the "
    "old measure of five GCSEs, with pupils’ own records; here are all who joined later, most of "
    "them Good already, by published school averages, with four years missing.",
    "**Opportunity Areas.** The department published evaluations of how the areas were run and "
    "of five projects, on interviews and case studies, and none of results area by area "
    f"([Opportunity areas programme: research and analysis]({_GOVUK})). A study of results by "
    "the universities of Bath, Bristol and Durham began in October 2024 ([From the Centre to "
    f"the Periphery]({_BATH})). Here, for all twelve, key stage 2 went as in like schools "
    "elsewhere.",
)
