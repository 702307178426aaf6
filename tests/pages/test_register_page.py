"""The page of the register: the list, the form, and what is done to a support."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from alliance.register import Person, Support
from alliance.register.vocabulary import SupporterKind, Theme
from alliance.settings import ROOT

SCRIPT = ROOT / "alliance" / "ui" / "main.py"
OUTWOOD, BALBY = "Outwood Grange Academies Trust", "Balby Carr Community Academy"
AMY = Person("Amy Adviser", known=True)


def support(**changes):
    given = {
        "supporter_kind": SupporterKind.TRUST,
        "supporter_id": "4119",
        "recipient_urn": 140177,
        "theme": Theme.SCHOOL_LEADERSHIP,
        "starts_on": dt.date(2018, 1, 8),
    }
    return Support(**(given | changes))


@pytest.fixture
def opened(register):
    """Give a function that opens the register at an address."""

    def open_register(**query):
        page = AppTest.from_file(SCRIPT, default_timeout=30)
        for key, value in query.items():
            page.query_params[key] = value
        page.switch_page("../../pages/register.py")
        return page.run()

    return open_register


def words(page):
    kinds = (page.title, page.subheader, page.markdown, page.caption)
    told = (page.info, page.warning, page.error, page.success)
    plain = [element.value for kind in (*kinds, *told) for element in kind]
    said = "\n".join([*plain, *(block.proto.body for block in page.get("html"))])
    # Markdown shows what is escaped as it is.
    return said.replace("\\", "")


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return page.run()


def listed(page):
    return next(table.value for table in page.dataframe if "Supporter" in table.value.columns)


def test_an_empty_register_says_how_to_begin(opened):
    page = opened()
    assert not page.exception
    assert page.title[0].value == "Who supports whom, as recorded"
    assert "The register is empty" in page.info[0].value
    assert page.code[0].value == "python -m alliance register illustrate --seed 1"
    press(page, "Add a support")
    assert "Still to fill in: the supporter, the school, the theme and the first day" in words(page)


def fill_in(page):
    page.selectbox(key="add 0 trust").set_value(OUTWOOD)
    page.text_input(key="add 0 recipient words").set_value("Balby")
    page.selectbox(key="add 0 theme").set_value("School leadership")
    page.date_input(key="add 0 starts_on").set_value(dt.date(2018, 1, 8))
    return page.run()


def test_a_support_is_found_by_name_saved_listed_and_its_audit_shown(opened, register):
    page = fill_in(opened(register_tab="Add"))
    choice = page.selectbox(key="add 0 recipient urn")
    choice.set_value(140177).run()
    assert "Every rule holds" in words(page)
    assert "recipient’s trust on 8 January 2018: Wakefield City Academies Trust" in words(page)
    press(page, "Save")
    assert not page.exception
    (held,) = register.supports()
    assert (held.supporter_id, held.recipient_urn) == ("4119", 140177)
    assert page.title[0].value == f"{OUTWOOD} supports {BALBY}"
    assert "Saved as number 1." in words(page)
    page.session_state["support_tab"] = "Changes"
    page.run()
    assert "<td>Added</td><td>Supporter</td><td></td><td>4119</td>" in words(page)
    assert "<td>Local user</td>" in words(page)
    press(page, "All supports")
    assert listed(page)["Recipient"].tolist() == [BALBY]
