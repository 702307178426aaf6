"""The page that says where the figures come from."""

import pytest


@pytest.fixture
def data_page(visit):
    page = visit()
    page.switch_page("../../../pages/data.py")
    return page.run()


def words_of(page):
    return "\n".join(part.value for part in (*page.markdown, *page.caption))


def test_published_figures_stand_beside_what_the_history_gives(data_page):
    assert not data_page.exception
    table = data_page.dataframe[0].value
    facts = (table["Verdict"] == "reproduced").sum()
    assert facts > 7
    assert f"**{facts} of {facts}** published figures are reproduced" in words_of(data_page)
    row = table[table["Figure"] == "Academies of the founding trusts"].iloc[0]
    assert (row["Published"], row["Found here"], row["Verdict"]) == ("111", "111", "reproduced")


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Sources", "rows were read"),
        ("Limitations", "Earlier days are partial"),
        ("Limitations", "Of moves between 29 March 2024 and 31 August 2025 not every day"),
        ("Data checks", "data checks passed"),
    ],
)
def test_each_part_says_what_it_is_for(visit, tab, says):
    page = visit()
    page.switch_page("../../../pages/data.py")
    page.session_state["data_tab"] = tab
    page.run()
    assert not page.exception
    assert says in words_of(page)


def test_the_glossary_is_for_readers_and_found_by_letters(visit):
    page = visit()
    page.switch_page("../../../pages/data.py")
    page.session_state["data_tab"] = "Glossary"
    page.run()
    page.text_input(key="word").set_value("Maintained").run()
    (table,) = [one.body for one in page.get("html") if "glossary" in one.body]
    assert ">maintained school</th><td>a school maintained by a local authority<" in table
    page.text_input(key="word").set_value("").run()
    (table,) = [one.body for one in page.get("html") if "glossary" in one.body]
    assert "`" not in table
    assert "in tables" not in table
