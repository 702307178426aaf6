"""The page that says where the figures come from."""

import pytest

from alliance.history import History


@pytest.fixture
def data_page(visit):
    page = visit()
    page.switch_page("../../pages/data.py")
    return page.run()


def words_of(page):
    return "\n".join(part.value for part in (*page.markdown, *page.caption))


def test_published_figures_stand_beside_what_the_history_gives(data_page):
    assert not data_page.exception
    assert "**7 of 7** published figures are reproduced" in words_of(data_page)
    table = data_page.dataframe[0].value
    row = table[table["Figure"] == "Academies of the founding trusts"].iloc[0]
    assert (row["Published"], row["Found here"], row["Verdict"]) == ("111", "111", "reproduced")


def test_what_is_kept_and_cannot_be_shown_is_told(visit, monkeypatch):
    monkeypatch.setattr(History, "beyond", "Kept, but not shown: 3 report cards.")
    page = visit()
    page.switch_page("../../pages/data.py")
    page.session_state["data"] = "What it cannot say"
    page.run()
    assert not page.exception
    assert page.info[0].value == "Kept, but not shown: 3 report cards."
    assert "**Grades** are shown to 31 August 2020. Kept, but not shown" in words_of(page)


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Sources", "rows were read"),
        ("What it cannot say", "Earlier days are partial"),
        ("Rules", "rules hold"),
        ("Words", "a school maintained by a local authority"),
    ],
)
def test_each_part_says_what_it_is_for(visit, tab, says):
    page = visit()
    page.switch_page("../../pages/data.py")
    page.session_state["data"] = tab
    page.run()
    assert not page.exception
    assert says in words_of(page)
