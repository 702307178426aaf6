"""What to ask before a pair is agreed, in short words: what a board would want to know first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.matching.match_because import joined_words
from alliance.analysis.matching.own_trust import own_trust_could

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

    Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

FAR_KM = 30.0
"""From this far on, a school is far from its supporter's good or outstanding school."""
LARGER = 1.5
"""From this many times the roll of the supporter's school on, a school is much larger."""
LONG_AGO = pd.DateOffset(years=6)
"""Without an inspection of any kind for this long, what is known of a school is old."""
LATELY = pd.DateOffset(years=1)
CONCERNS = ("Some aspects not as strong", "(Concerns)")
"""In what an ungraded inspection of a good school gave: that it might not be given that grade."""
CATHOLIC, ANGLICAN = r"\bcatholic\b|\brc\b", r"\bchurch of england\b|\bc ?of ?e\b|\bce\b"


def last_inspected(history: History, day: dt.date) -> pd.DataFrame:
    """Return each school's latest inspection of its own, of any kind, by ``day``.

    Returns
    -------
    DataFrame
        By URN: start, outcome (of an ungraded inspection, else missing).

    """
    known = _inspections(history)
    known = known[known["start"] <= pd.Timestamp(day)]
    return known.drop_duplicates("urn", keep="last").set_index("urn")[["start", "outcome"]]


@lru_cache(maxsize=2)
def _inspections(history: History) -> pd.DataFrame:
    tables = [history.inspections, history.report_cards, history.ungraded_inspections]
    columns = ["urn", "inspected_urn", "start", "outcome"]
    known = pd.concat([table.reindex(columns=columns).astype(_KINDS) for table in tables])
    own = known[known["urn"] == known["inspected_urn"]]
    return own.sort_values(["urn", "start"], kind="stable")


_KINDS = {"outcome": "object", "start": "datetime64[ms]"}


def cautions(
    history: History, day: dt.date, plan: pd.DataFrame, schools: pd.DataFrame, terms: Terms
) -> pd.Series[str]:
    """Return what to ask first of each pair, with "; " between; blank where nothing is known.

    Parameters
    ----------
    plan
        urn, inherited, name, pupils, from_urn, from_name, from_inherited, from_pupils,
        distance_km, region_fit.
    schools
        Those that may be helped, as ``as_at`` gives them.

    """
    now = pd.Timestamp(day)
    seen = last_inspected(history, day)
    of_school, of_strong = (seen.reindex(plan[name]) for name in ("urn", "from_urn"))
    own = schools.set_index("urn").reindex(plan["urn"])
    size = plan["pupils"].astype("float64") / plan["from_pupils"].astype("float64")
    far = [f"far ({km:.0f} km)" for km in plan["distance_km"]]
    outcome = of_strong["outcome"].astype("object").fillna("").astype("str")
    worse = outcome.map(lambda said: any(concern in said for concern in CONCERNS))
    parts: list[tuple[list[str] | str, pd.Series[bool] | Truths]] = [
        ("eligible only by its predecessor’s inspection", plan["inherited"]),
        (_on("not inspected since ", of_school["start"]), _old(of_school["start"], now)),
        ("new to its trust", (own["joined"] > now - LATELY)),
        ("its own trust has capacity too", own_trust_could(history, day, own.reset_index(), terms)),
        *_whom_to_ask(own, plan["from_name"]),
        (far, plan["distance_km"] >= FAR_KM),
        ("the trust has no academy in the region", plan["region_fit"] == 1),
        ("the good school’s grade is its predecessor’s", plan["from_inherited"]),
        ("much larger than the good school", size >= LARGER),
        ("roll not known", size.isna()),
        (
            _on("the good school was last inspected in ", of_strong["start"]),
            _old(of_strong["start"], now),
        ),
        (_on("concerns at the good school in ", of_strong["start"]), worse),
    ]
    return joined_words(parts, plan.index)


def _old(start: pd.Series[pd.Timestamp], now: pd.Timestamp) -> pd.Series[bool]:
    return start < now - LONG_AGO


def _on(words: str, start: pd.Series[pd.Timestamp]) -> list[str]:
    return [words + said for said in start.dt.strftime("%B %Y").fillna("").astype("str")]


def _whom_to_ask(own: pd.DataFrame, from_name: pd.Series[str]) -> list[tuple[str, Truths]]:
    """Tell church schools, by their names, and other voluntary aided ones."""
    name, other = (
        names.astype("str").str.lower().reset_index(drop=True) for names in (own["name"], from_name)
    )
    aided = (own["type"].astype("str") == "Voluntary aided school").to_numpy(bool)
    church = {
        "Catholic": name.str.contains(CATHOLIC, regex=True),
        "Church of England": name.str.contains(ANGLICAN, regex=True),
    }
    alike = {
        "Catholic": other.str.contains(CATHOLIC, regex=True),
        "Church of England": other.str.contains(ANGLICAN, regex=True),
    }
    any_church = (church["Catholic"] | church["Church of England"]).to_numpy(bool)
    return [
        *(
            (f"a {kind} school: ask its diocese", (own_ & ~alike[kind]).to_numpy(bool))
            for kind, own_ in church.items()
        ),
        ("voluntary aided: ask its foundation", aided & ~any_church),
    ]
