"""A plan changed by hand, what that costs, and two plans side by side."""

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.settings import ROOT
from alliance.views.matches.plan_query import MOST_LETTERS, UNNAMED, name_in
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"
FOUNDING = {"helped_by": "Founding trusts"}
DELTA = 4474
FOUNDERS = (DELTA, 4119, 4036)


@pytest.fixture
def matches(register):
    def open_page(**query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        for key, value in {"day": DAY, **query}.items():
            page.query_params[key] = value
        page.switch_page("../../../pages/matches.py")
        return page.run()

    return open_page


def words(page):
    kinds = (page.header, page.markdown, page.caption, page.info, page.warning)
    plain = [element.value for kind in kinds for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def settings_that_differ(page):
    told = next(one.proto.body for one in page.get("html") if "the plans differ" in one.proto.body)
    return pd.read_html(io.StringIO(told), index_col=0)[0]


def address(page, key):
    given = page.query_params.get(key, "")
    return given if isinstance(given, str) else given[-1]


def first_pair(page):
    """Return the URN of the first school of the plan, and its supporting trust."""
    row = table(page, "Supporting trust").iloc[0]
    return int(row["URN"]), row["Supporting trust"]


def test_a_forbidden_pair_leaves_the_plan_says_what_it_cost_and_can_be_taken_off(matches):
    urn, trust = first_pair(matches(**FOUNDING))
    page = matches(**FOUNDING, match_school=str(urn), match_tab="One school")
    assert f"Why {trust} for " in words(page)
    page.button(key="hand forbid").click().run()
    assert not page.exception
    assert address(page, "forbid").startswith(f"{urn}-")
    page = matches(**FOUNDING, forbid=address(page, "forbid"))
    plan = table(page, "Supporting trust")
    assert trust not in set(plan.loc[plan["URN"] == urn, "Supporting trust"])
    assert "The changes by hand" in words(page)
    assert "the supporting trust is another" in words(page)
    page.button(key="hand 0").click().run()
    assert not address(page, "forbid")
    assert first_pair(page) == (urn, trust)


def test_a_kept_pair_is_in_the_plan_and_its_button_says_so(matches):
    urn, trust = first_pair(matches(**FOUNDING))
    page = matches(**FOUNDING, match_school=str(urn), match_tab="One school")
    page.button(key="hand keep").click().run()
    assert not page.exception
    assert page.button(key="hand keep").disabled
    label = page.button(key="hand 0").label
    assert label.startswith("Kept")
    assert trust in label


def test_a_trust_left_out_or_of_a_set_capacity_gives_no_more(matches):
    page = matches(**FOUNDING, capacity_of=f"{DELTA}-0")
    assert not page.exception
    assert "Delta Academies Trust" not in set(table(page, "Supporting trust")["Supporting trust"])
    page = matches(**FOUNDING, leave_out=str(DELTA), match_tab="Capacity")
    assert not page.exception
    page.selectbox(key="hand trust").select(DELTA).run()
    page.number_input(key=f"hand schools {DELTA}").set_value(1).run()
    page.button(key="hand set").click().run()
    assert address(page, "capacity_of") == f"{DELTA}-1"
    assert not address(page, "leave_out")
    assert "The plan is solved again." in page.toast[0].value


def test_only_leaving_a_trust_out_says_that_its_kept_pair_is_let_go(matches):
    urn, _ = first_pair(matches(**FOUNDING))
    page = matches(**FOUNDING, match_school=str(urn), match_tab="One school")
    page.button(key="hand keep").click().run()
    kept = address(page, "keep")
    page.button(key="hand leave out").click().run()
    assert "that was kept is let go" in page.toast[0].value
    assert not address(page, "keep")
    # A pair that is taken off beside another trust left out was not let go for that.
    other = next(uid for uid in FOUNDERS if not kept.endswith(f"-{uid}"))
    page = matches(**FOUNDING, keep=kept, leave_out=str(other))
    page.button(key="hand 0").click().run()
    assert [toast.value for toast in page.toast if "let go" in toast.value] == []
    assert "The plan is solved again." in page.toast[0].value


def test_what_of_the_changes_in_an_address_cannot_be_read_is_said(matches):
    page = matches(**FOUNDING, keep="nonsense")
    assert not page.exception
    assert "nonsense" in words(page)


def test_two_plans_stand_side_by_side_with_what_differs_and_what_changes(matches):
    page = matches(**FOUNDING, plan_name="Near", within_km="10", match_tab="Compare")
    assert not page.exception
    page.selectbox(key="match compared with").select("The first settings").run()
    assert not page.exception
    told = settings_that_differ(page)
    assert told.loc["Furthest distance"].tolist() == ["10 km", "50 km"]
    assert told.loc["Supporting trusts"].tolist() == ["founding trusts", "in this region"]
    changed = table(page, "Supporting trust in this plan")
    assert len(changed)
    # The link opens both again.
    again = matches(**FOUNDING, within_km="10", match_tab="Compare", beside=address(page, "beside"))
    assert not again.exception
    assert settings_that_differ(again).equals(told)


def test_a_plan_is_set_aside_under_its_name_and_compared_with_later_settings(matches):
    page = matches(**FOUNDING, plan_name="Cautious", match_tab="Compare")
    (button,) = [one for one in page.button if one.label == "Set this plan aside"]
    button.click().run()
    page.number_input(key="within_km").set_value(20).run()
    assert not page.exception
    assert "beside “Cautious”" in words(page)
    assert page.text_input(key="plan_name").value == ""
    again = matches(**FOUNDING, within_km="20", match_tab="Compare", beside=address(page, "beside"))
    assert "beside “Cautious”" in words(again)
    assert settings_that_differ(page).index.tolist() == ["Furthest distance"]


def test_a_plan_too_long_for_an_address_is_not_read():

    assert name_in("plan_name=Long&x=" + "a" * MOST_LETTERS) == UNNAMED
    assert name_in("plan_name=Short") == "Short"
