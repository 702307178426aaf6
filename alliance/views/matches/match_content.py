"""What scenes of matches show: who could help whom, and where need and capacity lie."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from alliance.analysis.matching.capacity import Formula
from alliance.analysis.matching.hand_changes import HandChanges, read_hand_changes
from alliance.analysis.matching.match_terms import Weights
from alliance.analysis.need.need_rules import RULES, rules_on
from alliance.analysis.trusts.trust_names import every_trust
from alliance.current.state import current_history
from alliance.text.words import count, day_in_words
from alliance.views.content import Content
from alliance.views.maps.map_content import map_shown
from alliance.views.matches.cold_spot_views import BY, PLACES, chart_of_places
from alliance.views.matches.cold_spot_views import COLD_COLUMNS as COLD_COLUMNS
from alliance.views.matches.match_figures import figures_of_match
from alliance.views.matches.match_figures import match_sentence as match_sentence
from alliance.views.matches.match_maps import (
    map_of_cold_spots,
    map_of_match,
    places_of,
)
from alliance.views.matches.match_question import (
    FORMULA,
    FROM_HUBS,
    FURTHEST_KM,
    HELPED_BY,
    HELPING,
    MOST_SUPPORTERS,
    TAB,
    WEIGHTS,
    Question,
    answer_to,
)
from alliance.views.matches.match_tables import PLAN_COLUMNS
from alliance.views.matches.match_words import RUN_BY_WORDS
from alliance.views.matches.register_ties import given_now
from alliance.views.table_rows import table_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.matching.cold_spots import Place
    from alliance.views.content import Showing
    from alliance.views.matches.match_question import Answer
    from alliance.views.page_address import PageAddress


PLAN_SHOWN = ("name", "la_name", "supporter_name", "distance_km")


COLD_SHOWN = ("place", "in_need", "gravest", "capacity", "percent_covered", "without")


COLD = "Cold spots"


NOT_AGREED = "Suggested by a calculation from published grades; nobody has agreed to it."


def matches(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return a match: how many could be helped, by whom, and the plan."""
    question = question_of(address)
    cold = address.words(TAB) == COLD
    by, plural = address.one(BY, PLACES, "By") or next(iter(PLACES.values()))

    def content() -> Content:
        answer = answer_to(replace(question, version=current_history().version))
        if cold:
            return _cold_content(answer, by, plural, address, showing)
        return _match_content(answer, address, showing)

    return content


def _match_content(answer: Answer, address: PageAddress, showing: Showing) -> Content:
    found = answer.match
    columns = {name: PLAN_COLUMNS[name] for name in PLAN_SHOWN}
    return Content(
        title="Who could help whom",
        caption="",
        sentence=match_sentence(answer),
        figures=tuple(figures_of_match(answer)[:4]),
        map=map_shown(
            partial(map_of_match, answer, from_hubs=address.words(FROM_HUBS) == "true"),
            address,
            showing,
        ),
        tables=(table_shown("Suggested support", found.plan, columns, "gravity"),),
        facts=_facts(answer),
        warnings=(NOT_AGREED,),
    )


def _facts(answer: Answer) -> dict[str, str]:
    found = answer.match
    return {
        "day": day_in_words(answer.question.chosen.day),
        "eligible": count(found.asked),
        "served": count(found.served),
        "left": count(len(found.unmatched)),
        "supporters": count(found.plan["supporter_uid"].nunique()),
        "capacity": count(int(found.loads["capacity"].sum())),
        "distance_km": f"{answer.question.max_distance_km:g}",
    }


def _cold_content(
    answer: Answer, by: Place, plural: str, address: PageAddress, showing: Showing
) -> Content:
    table = places_of(answer, by)
    if table.empty:
        said = f"None of the eligible schools is in one of the {plural}."
        return Content("Where need is greater than capacity", "", said)
    coldest = table.sort_values("without", ascending=False).iloc[0]
    return Content(
        title="Where need is greater than capacity",
        caption="",
        sentence=match_sentence(answer),
        figures=tuple(figures_of_match(answer)[:4]),
        map=map_shown(partial(map_of_cold_spots, answer, by), address, showing),
        charts=(chart_of_places(answer, by, plural, dark=showing.dark),),
        tables=(
            table_shown(
                f"Need against capacity by place: {plural}",
                table,
                {name: COLD_COLUMNS[name] for name in COLD_SHOWN},
                "-without",
            ),
        ),
        facts=_facts(answer)
        | {"coldest": str(coldest["place"]), "coldest_left": count(int(coldest["without"]))},
        warnings=(NOT_AGREED,),
    )


def question_of(address: PageAddress) -> Question:
    """Return the question that an address asks; what in it does not resolve is named there."""
    first = Weights()
    weights = {
        name: address.number(f"weight_{name}", getattr(first, name), 0.0, 5.0, label)
        for name, (label, _) in WEIGHTS.items()
    }
    formula = {
        name: address.number(name, getattr(Formula(), name), low, high, label)
        for name, (label, _, low, high, _) in FORMULA.items()
    }
    most, at_a_time = (int(formula.pop(name)) for name in ("most", "at_a_time"))
    chosen = address.filter()
    rules = {rule.name: rule.name for rule in rules_on(current_history(), chosen.day)}
    known = {rule.name: rule.name for rule in RULES}
    wanted = address.many("need_rules", known, "Criterion")
    helped_by = {name: name for name in HELPED_BY}
    furthest = float(FURTHEST_KM)
    return Question(
        version=current_history().version,
        chosen=chosen,
        helped_by=address.one("helped_by", helped_by, "Supporting trusts") or HELPED_BY[0],
        max_distance_km=address.number("within_km", 50, 5, furthest, "Furthest distance, km"),
        supporters_per_school=int(
            address.number("supporters_a_school", 1, 1, MOST_SUPPORTERS, "Supporting trusts")
        ),
        weights=Weights(**weights),
        formula=Formula(**formula, most=most, at_a_time=at_a_time),
        rules=tuple(name for name in wanted if name in rules) or tuple(rules),
        named=address.many(HELPING, every_trust(current_history()), "Supporting trust"),
        given=given_now(),
        count_inherited=address.words("count_inherited") == "true",
        run_by=address.one("run_by", RUN_BY_WORDS, "Run by") or "any",
        hand=hand_of(address),
    )


def hand_of(address: PageAddress) -> HandChanges:
    """Return the changes by hand that an address spells; what it spells wrongly is named."""
    hand, faults = read_hand_changes(address.query)
    address.faults += faults
    return hand
