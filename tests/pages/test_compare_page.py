import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.settings import ROOT
from tests.pages.conftest import DAY

OUTWOOD = "Outwood Grange Academies Trust"


def compare(*keys, **query):
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
    page.switch_page("../../../pages/compare.py")
    for key, value in {"day": DAY, "compare": list(keys), **query}.items():
        page.query_params[key] = value
    return page.run()


def words(page):
    kinds = (page.title, page.markdown, page.caption, page.info, page.warning)
    drawn = " ".join(block.proto.body for block in page.get("html"))
    plain = " ".join(element.value for kind in kinds for element in kind)
    return f"{plain} {re.sub(r'<[^>]+>', ' ', drawn)}"


def test_with_nothing_chosen_the_page_says_how_to_begin_and_a_search_adds_to_it():
    page = compare()
    assert not page.exception
    assert "Choose two to six schools, trusts or places" in words(page)
    for asked, key in (("UID 4119", "trust:4119"), ("doncaster", "area:Doncaster")):
        page.text_input(key="compare_find").set_value(asked).run()
        page.button(key=f"add {key}").click().run()
    assert not page.exception
    assert page.query_params["compare"] == ["trust:4119", "area:Doncaster"]
    said = words(page)
    assert f"{OUTWOOD} and Doncaster · 1 June 2019" in said
    assert "to England" in said
    page.button(key="drop trust:4119").click().run()
    assert "Choose two to six" in words(page)
    assert page.query_params["compare"] == "area:Doncaster"


@pytest.mark.parametrize("tab", ["Figures", "Over time", "As rows"])
def test_every_tab_tells_of_sides_of_any_kind(tab):
    keys = ("trust:4119", "area:Doncaster", "authority:Leeds", "school:136633", "nope:1")
    page = compare(*keys, compare_tab=tab)
    assert not page.exception
    said = words(page)
    assert "**Compared**: “1” is not known" in said
    assert "Your region filter does not act here" in said
    if tab == "As rows":
        rows = page.dataframe[0].value
        assert {OUTWOOD, "Doncaster", "Leeds", "Castleford Academy", "England"} <= set(rows["Of"])


def test_rows_ticked_in_a_table_lead_to_the_page():
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
    page.switch_page("../../../pages/trusts.py")
    page.query_params["day"] = DAY
    page.run()
    page.toggle(key="all trusts tick").set_value(v=True).run()
    assert not page.exception
    assert "Tick at least 2 rows" in words(page)
    assert page.button(key="all trusts compare").disabled
