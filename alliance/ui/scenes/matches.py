"""What scenes of matches show: who could help whom, and where need and capacity lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.capacity import Formula
from alliance.analysis.filters import named_regions
from alliance.analysis.match_terms import Weights
from alliance.analysis.need_rules import RULES
from alliance.maps.cold_style import cold_style
from alliance.maps.key import match_key
from alliance.maps.match_style import match_style
from alliance.maps.palette import THEMES
from alliance.maps.picture import Sheet
from alliance.present.content import Content, MapShown
from alliance.ui import match_controls
from alliance.ui.map_view import map_data
from alliance.ui.match_answer import HELPED_BY, Question, answer_to
from alliance.ui.match_cold_map import cold_in_words, cold_key, cold_places_drawn, places_of
from alliance.ui.match_cold_spots import BY, PLACES, chart_of_places
from alliance.ui.match_cold_spots import COLUMNS as COLD_COLUMNS
from alliance.ui.match_figures import figures_of_match
from alliance.ui.match_figures import sentence as match_sentence
from alliance.ui.match_map import match_in_words, shapes_of_match
from alliance.ui.match_opened import TAB
from alliance.ui.match_plan import PLAN_COLUMNS
from alliance.ui.match_register import given_now
from alliance.ui.scenes.maps import fitted
from alliance.ui.scenes.tables import table_shown
from alliance.ui.words import count, day_in_words
from alliance.web.current import current_history, names_hidden
from alliance.web.flow_shapes import keep_shapes
from alliance.web.pictures import cold_picture_of, match_picture_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.cold_spots import Place
    from alliance.ui.match_answer import Answer
    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

PLAN_SHOWN = ("name", "la_name", "supporter_name", "distance_km")
COLD_SHOWN = ("place", "in_need", "gravest", "capacity", "percent_covered", "without")
COLD = "Cold spots"
NOT_AGREED = "Suggested by a calculation from published grades; nobody has agreed to it."


def matches(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give a match: how many could be helped, by whom, and the plan."""
    question = _question(asked)
    cold = asked.words(TAB) == COLD
    by, plural = asked.one(BY, PLACES, "By") or next(iter(PLACES.values()))

    def content() -> Content:
        answer = answer_to(replace(question, version=current_history().version))
        if cold:
            return _cold_content(answer, by, plural, asked, showing)
        return _match_content(answer, asked, showing)

    return content


def _match_content(answer: Answer, asked: Asked, showing: Showing) -> Content:
    found = answer.match
    columns = {name: PLAN_COLUMNS[name] for name in PLAN_SHOWN}
    return Content(
        title="Who could help whom",
        caption="",
        sentence=match_sentence(answer),
        figures=tuple(figures_of_match(answer)[:4]),
        map=_match_map(answer, asked, showing),
        tables=(table_shown("Suggested support", found.plan, columns, "gravity"),),
        facts=_facts(answer),
        warnings=(NOT_AGREED,),
    )


def _facts(answer: Answer) -> dict[str, str]:
    found = answer.match
    return {
        "day": day_in_words(answer.question.chosen.day),
        "in_need": count(found.asked),
        "served": count(found.served),
        "left": count(len(found.unmatched)),
        "supporters": count(found.plan["supporter_uid"].nunique()),
        "capacity": count(int(found.loads["capacity"].sum())),
        "distance_km": f"{answer.question.max_distance_km:g}",
    }


def _cold_content(
    answer: Answer, by: Place, plural: str, asked: Asked, showing: Showing
) -> Content:
    table = places_of(answer, by)
    if table.empty:
        said = f"None of the schools in need lies in one of the {plural}."
        return Content("Where need is greater than capacity", "", said)
    coldest = table.sort_values("without", ascending=False).iloc[0]
    return Content(
        title="Where need is greater than capacity",
        caption="",
        sentence=match_sentence(answer),
        figures=tuple(figures_of_match(answer)[:4]),
        map=_cold_map(answer, by, asked, showing),
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


def _cold_map(answer: Answer, by: Place, asked: Asked, showing: Showing) -> MapShown:
    chosen = answer.question.chosen
    shapes, named = cold_places_drawn(answer, by)
    bounds = fitted(asked, chosen)
    alt = cold_in_words(places_of(answer, by), day_in_words(chosen.day))
    style = cold_style(
        current_history().version,
        chosen.day.isoformat(),
        named_regions(chosen.regions),
        showing.theme,
        keep_shapes(shapes),
        None,
    )

    def drawn(width_px: int, height_px: int) -> bytes:
        with names_hidden(showing.redacted):
            sheet = Sheet(width_px=width_px, height_px=height_px, key=False)
            return cold_picture_of(shapes, chosen, "light", bounds, sheet, named=named)

    key = cold_key(places_of(answer, by), THEMES[showing.theme])
    return MapShown(map_data(style, bounds, alt=alt, named=named), drawn, (key,), alt)


def _match_map(answer: Answer, asked: Asked, showing: Showing) -> MapShown:
    chosen = answer.question.chosen
    points, strokes = shapes_of_match(answer)
    bounds, alt = fitted(asked, chosen), match_in_words(answer)
    style = match_style(
        current_history().version,
        chosen.day.isoformat(),
        named_regions(chosen.regions),
        showing.theme,
        keep_shapes(points),
        keep_shapes(strokes),
    )

    def drawn(width_px: int, height_px: int) -> bytes:
        with names_hidden(showing.redacted):
            return match_picture_of(
                points,
                strokes,
                chosen,
                "light",
                bounds,
                Sheet(width_px=width_px, height_px=height_px, key=False),
                name_schools=True,
            )

    key = match_key(answer.match, THEMES[showing.theme])
    return MapShown(map_data(style, bounds, alt=alt), drawn, (key,), alt)


def _question(asked: Asked) -> Question:
    first = Weights()
    weights = {
        name: asked.number(f"weight_{name}", getattr(first, name), 0.0, 5.0, label)
        for name, (label, _) in match_controls.WEIGHTS.items()
    }
    formula = {
        name: asked.number(name, getattr(Formula(), name), low, high, label)
        for name, (label, _, low, high, _) in match_controls.FORMULA.items()
    }
    most = formula.pop("most")
    rules = {rule.name: rule.name for rule in RULES}
    helped_by = {name: name for name in HELPED_BY}
    furthest = float(match_controls.FURTHEST_KM)
    return Question(
        version=current_history().version,
        chosen=asked.filter(),
        helped_by=asked.one("helped_by", helped_by, "Helped by") or HELPED_BY[0],
        max_distance_km=asked.number("within_km", 50, 5, furthest, "Within km"),
        supporters_per_school=int(
            asked.number("supporters_a_school", 1, 1, match_controls.MOST_SUPPORTERS, "Supporters")
        ),
        weights=Weights(**weights),
        formula=Formula(**formula, most=int(most)),
        rules=asked.many("need_rules", rules, "Rule of need") or tuple(rules),
        given=given_now(),
    )
