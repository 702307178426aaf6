"""What to ask before a pair is agreed is said where the records give cause, and only there."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from alliance.analysis.matching.best_match import Match, match
from alliance.analysis.matching.match_cautions import cautions, last_inspected
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.history import History, as_at

DAY = dt.date(2025, 8, 31)
OLD = pd.Timestamp(2019, 8, 31)


@pytest.fixture(scope="module")
def found(history: History) -> Match:
    return match(history, DAY, scoped(history, DAY, "region:Alliance region")(Terms()))


def test_old_inspections_distance_and_size_are_told(found: Match) -> None:
    plan = found.plan
    said = plan["cautions"].str
    assert (said.contains("far (", regex=False) == (plan["distance_km"] >= 30)).all()
    size = plan["pupils"].astype("float64") / plan["from_pupils"]
    assert (said.contains("much larger than the good school") == (size >= 1.5)).all()
    assert (said.contains("roll not known") == size.isna()).all()
    old = plan["from_inspected"] < OLD
    assert (said.contains("the good school was last inspected in") == old).all()
    assert old.any()
    assert (said.contains("not inspected since") == (plan["inspected"] < OLD)).all()
    assert (said.contains("no academy in the region") == (plan["region_fit"] == 1)).all()
    row = plan[old].iloc[0]
    assert f"last inspected in {row['from_inspected']:%B %Y}" in row["cautions"]


def test_an_ungraded_inspection_counts_as_one_and_its_concerns_are_told(
    history: History,
) -> None:
    seen = last_inspected(history, DAY)
    plan = match(history, DAY, scoped(history, DAY, "alliance")(Terms())).plan
    known = history.ungraded_inspections
    own = known[(known["urn"] == known["inspected_urn"]) & (known["start"] <= pd.Timestamp(DAY))]
    latest = own.groupby("urn")["start"].max().reindex(plan["from_urn"]).to_numpy()
    assert not (plan["from_inspected"].to_numpy() < latest).any()
    assert (plan["from_inspected"].to_numpy() == latest).any()
    outcome = seen["outcome"].reindex(plan["from_urn"]).fillna("").astype("str")
    worse = outcome.str.contains("Concerns") | outcome.str.contains("not as strong")
    told = plan["cautions"].str.contains("concerns at the good school in ")
    assert told.tolist() == worse.tolist()
    assert told.any()
    before = last_inspected(history, dt.date(2016, 1, 1))
    assert before["start"].max() <= pd.Timestamp(2016, 1, 1)


def test_whom_to_ask_is_told_of_church_schools_and_of_schools_whose_trust_could_help(
    history: History, found: Match
) -> None:
    plan, said = found.plan, found.plan["cautions"].str
    name, other = plan["name"].str.lower(), plan["from_name"].str.lower()
    catholic = name.str.contains(r"\bcatholic\b") & ~other.str.contains(r"\bcatholic\b")
    assert (said.contains("a Catholic school: ask its diocese") >= catholic).all()
    assert catholic.any()
    state = as_at(history, DAY).set_index("urn")
    aided = state["type"].reindex(plan["urn"]).astype("str") == "Voluntary aided school"
    asked = said.contains("ask its ") | other.str.contains(
        "catholic|c ?of ?e|church of england|ce "
    )
    assert asked[aided.to_numpy()].all()
    could = found.room.trusts.set_index("trust_uid")["capacity"]
    own = said.contains("its own trust has capacity too")
    assert own.any()
    uids = plan.loc[own, "run_by_uid"]
    assert uids.notna().all()
    assert (could.reindex(uids.astype(int)).fillna(1) > 0).all()
    own_pairs = found.pairs[found.pairs["excluded"] == "it is the school's own trust"]
    assert set(own_pairs["urn"]) & set(plan["urn"]) <= set(plan.loc[own, "urn"])


def test_a_plan_without_rows_has_nothing_to_ask(history: History, found: Match) -> None:
    none = found.plan.head(0)
    assert cautions(history, DAY, none, as_at(history, DAY), found.terms).empty


def test_both_are_lists_of_short_words_beside_the_evidence(found: Match) -> None:
    rows = found.as_json()["plan"]
    assert ["; ".join(row["cautions"]) for row in rows] == found.plan["cautions"].tolist()
    first = rows[0]
    assert dt.date.fromisoformat(first["from_inspected"]) <= DAY
    assert first["from_grade"] in (1, 2)
    names = ("urn", "name", "run_by_uid", "run_by", "grade", "grade_inherited", "inherited", "why")
    more = ("supporter_uid", "supporter_name", "from_urn", "from_name", "distance_km", "because")
    assert {*names, *more} <= set(first)
