"""What scenes show, worked out from the shipped history: charts, figures, tables and maps."""

from __future__ import annotations

import datetime as dt
import html
import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from PIL import Image

from alliance.analysis.figures.trend import trend, trends
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.trust_story import before_and_after, joins_and_leavings
from alliance.analysis.schools.results import results_of_area
from alliance.analysis.schools.school_story import story
from alliance.analysis.trusts.trust_names import trust_names
from alliance.analysis.trusts.trusts_on_day import compared, league
from alliance.charts.attainment import attainment_by_year
from alliance.charts.beside import grades_beside
from alliance.charts.coldest_places import coldest_places
from alliance.charts.flow_sankey import flow_sankey
from alliance.charts.flows import flow_matrix, flow_timeline
from alliance.charts.schools import school_timeline
from alliance.charts.trends import areas_side_by_side, grades_over_time
from alliance.charts.trusts import grades_before_and_after, trust_timeline, trusts_side_by_side
from alliance.current.state import current_history, state_on
from alliance.history import as_at
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, MapChoice
from alliance.maps.flow_units import unit_of
from alliance.maps.key import choice_keys
from alliance.present.files.html_file import html_file, pictures_of_page
from alliance.present.files.slides import pictures_of_slides, slides
from alliance.views.content import Content, Figure, MapShown, TableShown
from alliance.views.maps.map_view import map_data, view_of_choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.charts.frame import Chart
    from alliance.history import History
    from alliance.present.files.pictures import Wanted

DAY = dt.date(2017, 11, 14)
OUTWOOD, DELTA, CITY_FIELDS = 4119, 4474, 136394
FOUNDERS = (4119, 4474, 4036, 16104, 5370)
NORTH = (-3.0, 52.3, 0.5, 55.9)
DONCASTER = (-1.35, 53.4, -0.85, 53.7)
SOURCES = (
    "State of 14 November 2017, from 120 published files of the Department for Education, Ofsted "
    "and the Office for National Statistics. Contains public sector information licensed under the "
    "Open Government Licence v3.0; boundaries and postcodes contain OS data © Crown copyright and "
    "database right, and Royal Mail data © Royal Mail copyright and database right."
)


def every_chart(history: History) -> dict[str, Chart]:
    """Give a chart of each kind that the app draws, by name."""
    england, doncaster = Filter(DAY), Filter(DAY, opportunity_areas=("Doncaster",))
    yorkshire = Filter(DAY, regions=("Yorkshire and The Humber",))
    areas = {name: Filter(DAY, opportunity_areas=(name,)) for name in ("Derby", "Doncaster")}
    results = results_of_area(history, "country", "England").rename(columns={"area": "series"})
    sides = {"Doncaster": doncaster, "Yorkshire and The Humber": yorkshire, "England": england}
    trend_of_england = trend(history, england)
    return {
        "trend": grades_over_time(trend_of_england, "England"),
        "areas": areas_side_by_side(trends(history, areas), trend_of_england),
        "beside": grades_beside(trends(history, sides)),
        "school": school_timeline(story(history, CITY_FIELDS), dt.date(2019, 6, 1)),
        "trust": trust_timeline(joins_and_leavings(history, OUTWOOD), "Outwood Grange"),
        "grades": grades_before_and_after(before_and_after(history, DELTA, DAY), "Delta"),
        "attainment": attainment_by_year(results, "attainment_8", "England"),
        "comparison": trusts_side_by_side(
            compared(history, league(history, DAY), [OUTWOOD, DELTA])
        ),
        **flow_charts(),
    }


def flow_charts() -> dict[str, Chart]:
    """Give the charts of flows and of cold spots, from a few rows."""
    places = ["Doncaster", "Wakefield", "Kingston upon Hull, City of"]
    rows = [
        (a, b, theme, 1.0 + len(theme) % 3)
        for a in places
        for b in [*places[1:], "Bradford"]
        for theme in ("Curriculum", "Finance")
        if a != b
    ]
    pairs = pd.DataFrame(rows, columns=["from_name", "to_name", "theme", "quantity"])
    pairs = pairs.assign(
        from_id=pairs["from_name"],
        to_id=pairs["to_name"],
        given=True,
        flows=1,
        category=pairs["theme"],
    )
    months = pd.DataFrame(
        {
            "month": pd.to_datetime(["2017-01-01", "2017-02-01", "2017-02-01", "2017-05-01"]),
            "theme": ["Curriculum", "Curriculum", "Finance", "Finance"],
            "flows": [2, 1, 3, 2],
            "given": True,
            "quantity": [2.0, 1.0, 3.0, 2.0],
        }
    )
    cold = pd.DataFrame(
        {
            "place": places,
            "supported": [1, 0, 2],
            "served": [5, 6, 2],
            "without": [9, 7, 3],
            "in_need": [15, 13, 7],
        }
    )
    colours, unit = {"Curriculum": "#12436D", "Finance": "#28A197"}, unit_of("Support", "count")
    about: tuple[Any, ...] = (colours, unit, "Support in 2017", "The register of support")
    return {
        "sankey": flow_sankey(pairs, "theme", *about),
        "matrix": flow_matrix(pairs, *about[1:]),
        "timeline": flow_timeline(months, "theme", *about),
        "cold": coldest_places(cold, "authorities"),
    }


def map_of(chosen: Filter, bounds: tuple[float, float, float, float], alt: str) -> MapShown:
    """Give the map of a filter, by trust."""
    shown = frozenset({OPPORTUNITY_AREAS, FOOTPRINTS})
    period = (dt.date(2017, 4, 3), DAY)
    choice = MapChoice(chosen, "Trust", shown, FOUNDERS, period, "light", None)
    names = trust_names(current_history())
    keys = choice_keys(choice, narrow(state_on(DAY), chosen), names.__getitem__)
    return MapShown(map_data(view_of_choice(choice, bounds, alt, keys)), tuple(keys), alt)


def stand_ins(wanted: Sequence[Wanted]) -> list[bytes]:
    """Give pictures of the kind and size wanted, as plain as can be, for tests of what is around.

    What a browser draws is seen in ``tests/browser/test_present_in_browser.py``.
    """
    return [_svg(one) if one.form == "svg" else _png(one.width, one.height) for one in wanted]


def _svg(one: Wanted) -> bytes:
    """Give a drawing that holds what the browser is told of it, as what it draws does."""
    size, told = f'width="{one.width}" height="{one.height}"', html.escape(str(one.told()["data"]))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><desc>{told}</desc></svg>'.encode()


@lru_cache(maxsize=64)
def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#E4EBF1").save(out, "PNG")
    return out.getvalue()


def academies(history: History, most: int = 40) -> TableShown:
    """Give the academies of the founding trusts as people read them."""
    state = as_at(history, DAY)
    own = state[state["trust_uid"].isin(FOUNDERS)].sort_values("name")
    rows = pd.DataFrame(
        {
            "School": own["name"],
            "URN": own["urn"].astype("str"),
            "Trust": own["trust_uid"].map(trust_names(current_history())),
            "Authority": own["la_name"],
            "Phase": own["phase"],
            "Pupils": own["pupils"].map("{:,.0f}".format, na_action="ignore").fillna("–"),
        }
    )
    return TableShown("Academies of the founding trusts", rows.head(most), len(rows))


FIGURES = (
    Figure("Schools", "8,514", "England 24,323"),
    Figure("Academies", "2,540", "England 6,996"),
    Figure("Founding trusts’ academies", "111", "a year earlier 92"),
    Figure("Good or outstanding, including the predecessor’s grade", "84.3%", "England 86.7%"),
    Figure("Requires improvement", "1,064", "England 2,571"),
)


def eight_contents(history: History) -> list[Content]:
    """Give eight scenes of every layout, with what is hardest to fit among them."""
    charts, table = every_chart(history), academies(history)
    region = Filter(DAY, regions=("North East", "Yorkshire and The Humber", "East Midlands"))
    doncaster = Filter(DAY, opportunity_areas=("Doncaster",))
    sentence = "Alliance region · 14 November 2017 · 8,514 schools · 111 academies"
    north = map_of(region, NORTH, "The alliance region with the academies of five trusts.")
    town = map_of(doncaster, DONCASTER, "Doncaster with its schools.")

    def content(title: str, caption: str, **more: Any) -> Content:
        return Content(title, caption, sentence, sources=SOURCES, **more)

    return [
        content(
            "111 academies in three regions",
            "In November 2017 the five founding trusts ran 111 academies between the Tees and the "
            "Trent, most of them in Yorkshire.",
            map=north,
            figures=FIGURES,
        ),
        content(
            "Doncaster is furthest behind, and help is near",
            "Two in three schools are Good or Outstanding; in England more than four in five.",
            map=town,
            figures=FIGURES[:4],
            charts=(charts["beside"],),
            warnings=("Partial: before 3 April 2017 the records leave out closed schools.",),
        ),
        content(
            "Good and Outstanding schools since 2010",
            "The share rose to 2017 and has been level since.",
            figures=FIGURES[:3],
            charts=(charts["trend"],),
            tables=(table,),
        ),
        content(
            "Who moved where when Wakefield City closed, and what became of each of its "
            "twenty-one academies, month by month from September 2017 to September 2018, with the "
            "grade that each brought along and the trust that took it on",
            "A caption of many words. " * 60,
            map=town,
            figures=FIGURES,
            charts=(charts["sankey"],),
            tables=(table,),
        ),
        content(
            "How two trusts grew",
            "Outwood Grange by one or two at a time; Delta in steps.",
            charts=(charts["trust"], charts["grades"], charts["comparison"]),
        ),
        content(
            "Attainment since 2016",
            "Years on two sides of a ≠ are not to be compared.",
            charts=(charts["attainment"], charts["matrix"]),
        ),
        content("The region in figures", "As it stood when the trusts met.", figures=FIGURES * 2),
        content(
            "Where need is greatest <&> “why”",
            "The register is invented here; each row says so.",
            charts=(charts["cold"],),
            tables=(table,),
            warnings=("Illustrative: every support in it is invented.",),
            faults=("“Westeros” is no authority; it was left aside.",),
        ),
    ]


def slides_of(name: str, contents: Sequence[Content], **more: Any) -> bytes:
    """Give scenes as slides, with stand-ins for their pictures."""
    return slides(name, contents, stand_ins(pictures_of_slides(contents)), **more)


def page_of(name: str, contents: Sequence[Content], **more: Any) -> bytes:
    """Give scenes as one HTML file, with stand-ins for their pictures."""
    return html_file(name, contents, stand_ins(pictures_of_page(contents)), **more)
