"""What scenes of records show: a school's story, the register of support, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import Filter
from alliance.errors import UnknownName
from alliance.maps.choice import OPPORTUNITY_AREAS, MapChoice
from alliance.maps.key import choice_keys
from alliance.maps.palette import MOST_TRUSTS
from alliance.present.content import Content
from alliance.ui import register_home
from alliance.ui.frame import trust_name
from alliance.ui.provenance import FACTS, facts_reproduced
from alliance.ui.register_list import columns_of, figures_of_supports, of_recipients
from alliance.ui.register_state import every_support
from alliance.ui.scenes.facts import facts_of
from alliance.ui.scenes.maps import fitted, map_shown
from alliance.ui.scenes.tables import table_shown
from alliance.ui.school_identity import figures_of_school, in_a_sentence, story_of
from alliance.ui.school_past import timeline_of_school
from alliance.ui.school_search import BOX, school_asked
from alliance.ui.selection import row_of
from alliance.ui.words import count, counted, day_in_words
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.ui.scenes.asked import Asked
    from alliance.ui.scenes.showing import Showing

AROUND_KM = 10
REGISTER_SHOWN = (
    "Illustrative",
    "Supporter's name",
    "Recipient",
    "Theme",
    "Status",
    "Starts on",
    "Recipient's local authority",
)
FACTS_SHOWN = ("figure", "day", "in_print", "here", "verdict")


def schools(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give a school's story and the map around it."""
    chosen = asked.filter()
    words = asked.words(BOX)
    urn = school_asked(words, chosen) if words else None
    if urn is None and asked.selected:
        urn = asked.selected[0]
    if urn is None:
        asked.faults.append("The scene names no school, or one that is not known.")
        return lambda: Content("Schools", "", "No school is chosen.")
    try:
        story_of(urn)
    except UnknownName as fault:
        asked.faults.append(str(fault))
        return lambda: Content("Schools", "", "No school is chosen.")
    return lambda: _one_school(urn, chosen, asked, showing)


def _one_school(urn: int, chosen: Filter, asked: Asked, showing: Showing) -> Content:
    told, day = story_of(urn), chosen.day
    state = state_on(day)
    now = row_of(state, int(told.school["urn"]))
    shown = None
    if now is not None and now[["lon", "lat"]].notna().all():
        near = state[
            (state["easting_m"] - now["easting_m"]).abs().lt(AROUND_KM * 1000)
            & (state["northing_m"] - now["northing_m"]).abs().lt(AROUND_KM * 1000)
        ]
        choice = MapChoice(
            Filter(day),
            "Grade",
            frozenset({OPPORTUNITY_AREAS}),
            tuple(int(uid) for uid in near["trust_uid"].value_counts().index[:MOST_TRUSTS]),
            (day, day),
            showing.theme,
        )
        around = (
            float(near["lon"].min()),
            float(near["lat"].min()),
            float(near["lon"].max()),
            float(near["lat"].max()),
        )
        shown = map_shown(
            choice,
            around if asked.fit.to == "filter" else fitted(asked, Filter(day)),
            f"Map of the schools within {AROUND_KM} km of {told.school['name']}.",
            choice_keys(choice, near, trust_name),
            selected=(int(urn),),
            redacted=showing.redacted,
        )
    return Content(
        title=str(told.school["name"]),
        caption="",
        sentence=in_a_sentence(told, day),
        figures=tuple(figures_of_school(told, day)),
        map=shown,
        charts=(timeline_of_school(int(told.school["urn"]), day, dark=showing.dark),),
        facts={"school": str(told.school["name"]), "day": day_in_words(day)},
    )


def register(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give what the register of support holds."""
    chosen = asked.filter()
    return lambda: _supports(chosen, showing)


def _supports(chosen: Filter, showing: Showing) -> Content:
    table = of_recipients(every_support(), chosen)
    if showing.redacted:
        # What people wrote may name a school: only what the history names is shown.
        names = current_history().schools.set_index("urn")["name"]
        table = table.assign(
            Recipient=table["Recipient URN"].map(names),
            **{
                "Supporter's name": table["Supporter's name"].where(
                    table["Supporter kind"] == "Trust", table["Supporter kind"]
                )
            },
        )
    columns = columns_of(table)
    invented = int((table["Illustrative"] == "Yes").sum())
    return Content(
        title="Who supports whom, as recorded",
        caption="",
        sentence=register_home.sentence(chosen),
        figures=tuple(figures_of_supports(table)),
        tables=()
        if table.empty
        else (
            table_shown(
                "Support",
                table,
                {name: columns[name] for name in REGISTER_SHOWN if name in columns},
                "-Starts on",
            ),
        ),
        facts={"supports": count(len(table)), "illustrative": count(invented)},
        warnings=(
            f"Illustrative: {counted(invented, 'support was', 'supports were')} invented to show "
            "how the register works.",
        )
        if invented
        else (),
        sources="The register of support kept in this app",
    )


def data(asked: Asked, showing: Showing) -> Callable[[], Content]:
    """Give the published figures beside those that the history gives."""
    asked.filter()

    def content() -> Content:
        history, table = current_history(), facts_reproduced()
        tried = table["holds"].dropna()
        facts = {"reproduced": count(int(tried.sum())), "published": count(len(tried))}
        return Content(
            title="Where the figures come from",
            caption="",
            sentence=f"{counted(len(history.sources), 'published file', 'published files')} · "
            f"{day_in_words(history.first_day)} to {day_in_words(history.last_day)}",
            tables=(
                table_shown(
                    "Published figures reproduced",
                    table,
                    {name: FACTS[name] for name in FACTS_SHOWN if name in FACTS},
                ),
            ),
            facts=facts_of(state_on(history.default_day), Filter(history.default_day)) | facts,
        )

    return content
