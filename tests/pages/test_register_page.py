"""The page of the register: the list, the form, and what is done to a support."""

import datetime as dt
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from alliance.current import state as current
from alliance.errors import RegisterError
from alliance.register import ANONYMOUS, Person, Support
from alliance.register.register_vocabulary import SupporterKind, Theme
from alliance.settings import ROOT, settings
from alliance.ui.app import sign_in
from alliance.ui.register.register_table import cell, safe_link
from alliance.views.register import supports
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"
OUTWOOD, BALBY = "Outwood Grange Academies Trust", "Balby Carr Community Academy"
AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")


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
        for key, value in {"day": DAY, **query}.items():
            page.query_params[key] = value
        page.switch_page("../../../pages/register.py")
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
    return next(
        table.value for table in page.dataframe if "Supporting organisation" in table.value.columns
    )


def test_an_empty_register_says_how_to_begin(opened):
    page = opened()
    assert not page.exception
    assert page.title[0].value == "Register"
    assert "The register of support is empty" in page.info[0].value
    assert page.code[0].value == "python -m alliance register illustrate --seed 1"
    press(page, "Add a support arrangement")
    assert (
        "- **[Supporting trust](#st-key-add-0-trust)**: Choose the supporting trust.\n"
        "- **[Supported school](#st-key-add-0-recipient-words)**: Choose the supported school.\n"
        "- **[Theme](#st-key-add-0-theme)**: Choose a theme.\n" in words(page)
    )


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
    assert "No problems found." in words(page)
    assert "supported school’s trust on 8 January 2018: Wakefield City Academies Trust" in words(
        page
    )
    press(page, "Save")
    assert not page.exception
    (held,) = register.supports()
    assert (held.supporter_id, held.recipient_urn) == ("4119", 140177)
    assert page.title[0].value == f"{OUTWOOD} supports {BALBY}"
    assert "Saved as number 1." in words(page)
    page.session_state["support_tab"] = "Changes"
    page.run()
    assert "<td>Supporting organisation</td><td></td><td>4119</td>" in words(page)
    assert "<td>Local user</td><td>Added</td>" in words(page)
    press(page, "All support arrangements")
    assert listed(page)["Supported school"].tolist() == [BALBY]


def test_every_broken_rule_is_said_at_once_and_nothing_typed_is_lost(opened, register):
    register.add(support(), AMY)
    page = fill_in(opened(register_tab="Add"))
    page.selectbox(key="add 0 recipient urn").set_value(140177)
    page.number_input(key="add 0 days_planned").set_value(-2.0)
    page.text_input(key="add 0 evidence_link").set_value("javascript:alert(1)")
    page.date_input(key="add 0 agreed_on").set_value(dt.date(2018, 2, 1))
    page.run()
    before = words(page)
    for said in (
        "**[Starts on](#st-key-add-0-starts_on)**: It cannot be started on 8 January 2018, before "
        "it was agreed on 1 February 2018.",
        "**[Days planned](#st-key-add-0-days_planned)**: Days cannot be negative: found -2",
        "**[Evidence link](#st-key-add-0-evidence_link)**: A link starts with https://",
        "The same support is in the register already, number 1",
    ):
        assert said in before
    press(page, "Save")
    (told,) = [one.value for one in page.error]
    assert told.startswith("There is a problem. Nothing is saved.")
    assert told.count("\n- ") == 4
    assert page.number_input(key="add 0 days_planned").value == -2
    assert page.text_input(key="add 0 evidence_link").value == "javascript:alert(1)"
    assert len(register.supports()) == 1


def test_a_wrong_day_is_told_before_the_school_is_chosen(opened):
    page = opened(register_tab="Add")
    page.date_input(key="add 0 starts_on").set_value(dt.date(2018, 1, 8)).run()
    assert "There is a problem" not in words(page)
    page.date_input(key="add 0 planned_end_on").set_value(dt.date(2017, 12, 31)).run()
    told = words(page)
    assert "**: Choose the supported school." in told
    assert (
        "**[Planned end](#st-key-add-0-planned_end_on)**: It is planned to end on 31 December "
        "2017, before it starts on 8 January 2018." in told
    )
    page.selectbox(key="add 0 status").set_value("Completed").run()
    assert "**: Say on which day it ended, for its status is Completed." in words(page)
    assert page.date_input(key="add 0 ended_on").label == "Ended on (required)"


def test_a_form_that_was_refused_says_all_that_is_wrong_until_it_is_mended(opened, register):
    page = opened(register_tab="Add")
    page.number_input(key="add 0 days_planned").set_value(-2.0)
    press(page, "Save")

    def told():
        return [line for one in page.error for line in str(one.value).split("\n- ")]

    first, *faults = told()
    assert first.startswith("There is a problem. Nothing is saved.")
    assert [fault.partition("]")[0] for fault in faults] == [
        f"**[{label}"
        for label in ("Supporting trust", "Supported school", "Theme", "Starts on", "Days planned")
    ]
    fill_in(page)
    assert [fault.partition(")")[0] for fault in told()[1:]] == [
        # Several schools answer: the fault leads to where one of them is chosen.
        "**[Supported school](#st-key-add-0-recipient-urn",
        "**[Days planned](#st-key-add-0-days_planned",
    ]
    page.selectbox(key="add 0 recipient urn").set_value(140177)
    page.number_input(key="add 0 days_planned").set_value(2.0).run()
    assert told() == []
    press(page, "Save")
    assert len(register.supports()) == 1


def test_a_trust_declares_once_for_its_internal_support_and_may_withdraw_it(opened, register):
    page = opened(register_tab="Internal support")
    assert "No trust has made a standing declaration." in words(page)
    press(page, "Declare")
    (refused,) = [one.value for one in page.error]
    assert refused == (
        "There is a problem. Nothing is saved.\n\n"
        "- **[Trust](#st-key-declaration-0-trust_uid)**: Choose the trust.\n"
        "- **[What it declares](#st-key-declaration-0-statement)**: Say in a few words what the "
        "trust declares, and who agreed to it.\n"
        "- **[First day](#st-key-declaration-0-starts_on)**: Enter the first day."
    )
    page.selectbox(key="declaration 0 trust_uid").set_value("Wakefield City Academies Trust")
    page.text_area(key="declaration 0 statement").set_value("The board agreed to it in May.")
    page.date_input(key="declaration 0 starts_on").set_value(dt.date(2017, 9, 1)).run()
    press(page, "Declare")
    assert "Declared for Wakefield City Academies Trust." in words(page)
    assert "from 1 September 2017 on · holds today" in words(page)
    page = fill_in(opened(register_tab="Add"))
    page.selectbox(key="add 0 trust").set_value("Wakefield City Academies Trust")
    page.text_input(key="add 0 recipient words").set_value("140177")
    page.run()
    told = words(page)
    assert "standing declaration number 1 of 1 September 2017: The board agreed" in told
    assert "No problems found." in told
    press(page, "Save")
    assert register.supports()[0].conflict_answer.endswith("The board agreed to it in May.")
    again = opened(register_tab="Internal support")
    press(again, "Withdraw")
    assert "Declaration 1 is withdrawn." in words(again)
    press(again, "Undo")
    assert not register.declarations.all()[0].withdrawn


def test_a_form_left_for_another_page_is_there_on_return(opened):
    page = fill_in(opened(register_tab="Add"))
    page.switch_page("../../../pages/data.py").run()
    page.switch_page("../../../pages/register.py")
    page.session_state["register_tab"] = "Add"
    page.run()
    assert page.selectbox(key="add 0 trust").value == OUTWOOD
    assert page.text_input(key="add 0 recipient words").value == "Balby"


def test_the_form_after_a_saved_one_is_blank(opened):
    page = fill_in(opened(register_tab="Add"))
    page.selectbox(key="add 0 recipient urn").set_value(140177).run()
    press(page, "Save")
    press(page, "All support arrangements")
    page.session_state["register_tab"] = "Add"
    page.run()
    assert page.selectbox(key="add 1 trust").value is None
    assert page.text_input(key="add 1 recipient words").value == ""


@pytest.mark.parametrize(
    ("kind", "fill", "identity"),
    [
        ("School", {"supporter words": "136633"}, "136633"),
        ("Local authority", {"authority": "Doncaster (371)"}, "371"),
        ("Other organisation", {"other": "Yorkshire Teaching Hub"}, "Yorkshire Teaching Hub"),
    ],
)
def test_a_supporter_may_be_a_school_an_authority_or_another_body(
    opened, register, kind, fill, identity
):
    page = fill_in(opened(register_tab="Add"))
    page.get_by_key("add 0 kind").set_value(kind)
    page.text_input(key="add 0 recipient words").set_value("140177")
    page.run()
    for name, value in fill.items():
        page.get_by_key(f"add 0 {name}").set_value(value)
    page.run()
    press(page, "Save")
    (held,) = register.supports()
    assert (held.supporter_kind, held.supporter_id) == (kind, identity)


def test_a_conflict_of_interest_is_shown_and_has_to_be_answered(opened, register):
    page = fill_in(opened(register_tab="Add"))
    page.selectbox(key="add 0 trust").set_value("Wakefield City Academies Trust")
    page.text_input(key="add 0 recipient words").set_value("140177")
    page.run()
    assert (
        "**Conflict of interest.** The supporting organisation and the supported school belong"
        in words(page)
    )
    assert "internal: a trust supports its own academy" in words(page)
    press(page, "Save")
    assert "Say in a few words what has been done about this conflict of interest" in words(page)
    page.text_area(key="add 0 conflict_answer").set_value(".").run()
    press(page, "Save")
    assert "Say in a few words what has been done about this conflict of interest" in words(page)
    assert register.supports() == []
    page.text_area(key="add 0 conflict_answer").set_value("The board decided without them.").run()
    press(page, "Save")
    assert register.supports()[0].conflict_answer == "The board decided without them."


def test_a_support_has_its_own_address_and_one_that_is_not_there_is_said_so(opened, register):
    register.add(support(purpose="Two <b>terms</b>", evidence_link="https://example.org/a"), AMY)
    page = opened(support="1")
    assert page.title[0].value == f"{OUTWOOD} supports {BALBY}"
    told = words(page)
    assert "Two &lt;b&gt;terms&lt;/b&gt;" in told
    assert '<a href="https://example.org/a"' in told
    for number in ("99", "0", "9" * 12, "abc"):
        page = opened(support=number)
        assert not page.exception
        assert f"No support arrangement has the number {number}" in words(page)
        assert page.title[0].value == "Register"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "https://", "http://a b", 'https://x/"onclick="x', "data:text/html,x"],
)
def test_only_a_safe_web_address_is_a_link(link):
    held = safe_link(link)
    assert held == "" or held.startswith(("http://", "https://"))
    shown = cell(link)
    assert 'onclick="' not in shown
    assert shown.startswith("<a ") is bool(held)
    assert safe_link("https://example.org/report.pdf") == "https://example.org/report.pdf"


def test_only_the_allowed_moves_are_offered_and_a_day_is_noted(opened, register):
    register.add(support(), AMY)
    page = opened(support="1")
    offered = {"Propose again", "Agree", "Start or resume", "Pause", "Complete", "Stop", "Decline"}
    assert {b.label for b in page.button} & offered == {"Agree", "Decline"}
    page.date_input(key="move 1 1 day").set_value(dt.date(2018, 1, 2))
    press(page, "Agree")
    held = register.get(1)
    assert (held.status, held.agreed_on) == ("Agreed", dt.date(2018, 1, 2))
    press(page, "Start or resume")
    press(page, "Complete")
    (refused,) = [one.value for one in page.error]
    assert refused.startswith("There is a problem. The status was not changed to Completed.")
    assert "**[Day it was completed or stopped](#st-key-move-1-3-day)**: Say on which" in refused
    assert page.date_input(key="move 1 3 day").label == (
        "Day it was completed or stopped (required to complete or stop it)"
    )
    page.date_input(key="move 1 3 day").set_value(dt.date(2018, 7, 20))
    press(page, "Complete")
    assert register.get(1).ended_on == dt.date(2018, 7, 20)
    assert "Completed is the last status" in words(page)
    press(page, "Undo")
    assert (register.get(1).status, register.get(1).ended_on) == ("Active", None)
    assert "Number 1 is Active again" in words(page)


def test_a_move_made_long_ago_can_still_be_taken_back(opened, register):
    register.add(support(status="Active"), AMY)
    register.move(1, "Completed", AMY, version=1, on=dt.date(2018, 7, 20))
    page = opened(support="1")
    press(page, "Return the status to Active")
    assert register.get(1).status == "Active"
    assert "Return the status" not in " ".join(button.label for button in page.button)


def test_a_move_over_somebody_elses_is_not_made(opened, register):
    register.add(support(), AMY)
    page = opened(support="1")
    register.move(1, "Declined", AMY, version=1)
    press(page, "Agree")
    assert "somebody else changed this support arrangement first. It is Declined now" in words(page)
    assert register.get(1).status == "Declined"


def test_a_review_is_written_and_the_next_may_not_come_before_it(opened, register):
    register.add(support(status="Active"), AMY)
    page = opened(support="1", support_tab="Reviews")
    assert "The next review was due on 8 May 2018: it is overdue." in words(page)
    page.date_input(key="review 1 0 reviewed_on").set_value(dt.date(2018, 3, 29))
    press(page, "Save the review")
    assert [one.value for one in page.error] == [
        "There is a problem. Nothing is saved.\n\n"
        "- **[Rating](#st-key-review-1-0-rating)**: Choose one."
    ]
    page.radio(key="review 1 0 rating").set_value("Amber")
    page.text_area(key="review 1 0 comment").set_value("Maths <i>lags</i>")
    page.date_input(key="review 1 0 next_on").set_value(dt.date(2018, 3, 1)).run()
    assert (
        "**[Next review](#st-key-review-1-0-next_on)**: The next review comes after this one."
        in words(page)
    )
    page.date_input(key="review 1 0 next_on").set_value(dt.date(2018, 7, 1)).run()
    press(page, "Save the review")
    assert "The review is saved." in words(page)
    assert "Amber: partly working; mend what is named" in words(page)
    assert "Maths &lt;i&gt;lags&lt;/i&gt;" in words(page)
    (held,) = register.reviews(1)
    assert (held.rating, held.next_on) == ("Amber", dt.date(2018, 7, 1))


def test_overdue_reviews_are_listed(opened, register):
    register.add(support(status="Active"), AMY)
    register.add(support(recipient_urn=141354), AMY)
    page = opened(register_tab="Reviews due")
    assert "**1 review is overdue**" in words(page)
    assert listed(page)["Number"].tolist() == [1]


def test_a_withdrawal_is_undone_and_the_withdrawn_are_listed(opened, register):
    register.add(support(), AMY)
    page = press(opened(support="1"), "Withdraw it")
    assert "Number 1 is withdrawn." in words(page)
    assert register.supports() == []
    press(page, "Undo")
    assert [held.id for held in register.supports()] == [1]
    register.withdraw(1, AMY)
    page = opened(register_tab="Withdrawn")
    assert listed(page)["Number"].tolist() == [1]
    page = opened(support="1")
    assert "This support arrangement is withdrawn" in words(page)
    assert "Agree" not in {button.label for button in page.button}
    press(page, "Restore it")
    assert "Number 1 is restored." in words(page)


def test_a_support_whose_place_is_taken_stays_withdrawn_and_says_why(opened, register):
    register.add(support(), AMY)
    register.withdraw(1, AMY)
    register.add(support(), AMY)
    page = press(opened(support="1"), "Restore it")
    assert "Number 1 stays withdrawn. The same support is in the register already" in words(page)


def test_the_second_of_two_editors_is_told_and_loses_nothing(opened, register):
    first = register.add(support(notes="As agreed", purpose="Maths"), AMY)
    page = opened(support="1", support_tab="Edit")
    page.text_area(key="edit 1 0 notes").set_value("My words").run()
    theirs = replace(first, notes="Amy's words", purpose="Reading", days_planned=10.0)
    register.change(theirs, AMY)
    press(page, "Save")
    assert not page.exception
    told = words(page)
    assert "**Amy Adviser** changed Days planned, Purpose and Notes on" in told
    assert (
        '<th scope="row">Notes</th><td>As agreed</td><td>Amy&#x27;s words</td><td>My words</td>'
        in told
    )
    assert '<th scope="row">Purpose</th><td>Maths</td><td>Reading</td>' in told
    assert page.text_area(key="edit 1 0 notes").value == "My words"
    assert page.text_area(key="edit 1 0 purpose").value == "Reading"
    assert page.number_input(key="edit 1 0 days_planned").value == 10
    assert register.get(1).notes == "Amy's words"
    press(page, "Save")
    assert "- **[Notes](#st-key-edit-1-0-take-notes)**: Choose which version to keep." in words(
        page
    )
    press(page, "Take theirs: Notes")
    assert page.text_area(key="edit 1 0 notes").value == "Amy's words"
    page.text_area(key="edit 1 0 notes").set_value("Amy's words. My words.").run()
    press(page, "Save")
    held = register.get(1)
    assert (held.notes, held.purpose, held.version) == ("Amy's words. My words.", "Reading", 3)


def test_a_click_on_save_before_the_others_change_is_seen_writes_nothing(opened, register):
    first = register.add(support(notes="As agreed"), AMY)
    page = opened(support="1", support_tab="Edit")
    register.change(replace(first, notes="Amy's words"), AMY)
    # Leaving the box draws the page; the click that left it comes from the page before.
    page.text_area(key="edit 1 0 notes").set_value("My words").run()
    press(page, "Save")
    assert register.get(1).notes == "Amy's words"
    press(page, "Keep mine: Notes")
    press(page, "Save")
    assert register.get(1).notes == "My words"
    assert "Your changes are saved. While the form was open Amy Adviser changed Notes." in words(
        page
    )


def test_an_edit_form_with_nothing_typed_shows_what_others_wrote(opened, register):
    first = register.add(support(notes="As agreed"), AMY)
    page = opened(support="1", support_tab="Edit")
    register.change(replace(first, notes="Amy's words"), AMY)
    page.run()
    assert page.text_area(key="edit 1 0 notes").value == "Amy's words"
    assert "Amy Adviser" not in words(page)


def test_an_edit_is_written_over_the_version_it_was_made_from(opened, register):
    register.add(support(supporter_kind="Local authority", supporter_id="371"), AMY)
    page = opened(support="1", support_tab="Edit")
    assert page.get_by_key("edit 1 0 authority").value == "Doncaster (371)"
    page.number_input(key="edit 1 0 days_planned").set_value(12.5).run()
    press(page, "Save")
    assert "Your changes are saved." in words(page)
    assert register.get(1).days_planned == 12.5
    assert [change.who for change in register.audit(1)] == ["Local user", "Amy Adviser"]


def test_edits_of_a_support_that_another_withdraws_are_there_when_it_is_restored(opened, register):
    register.add(support(notes="As agreed"), AMY)
    page = opened(support="1", support_tab="Edit")
    page.text_area(key="edit 1 0 notes").set_value("My words").run()
    register.withdraw(1, AMY)
    press(page, "Save")
    assert not page.exception
    assert "This support arrangement is withdrawn" in words(page)
    assert "What you typed in its form is kept." in words(page)
    press(page, "Restore it")
    page.session_state["support_tab"] = "Edit"
    page.run()
    assert page.text_area(key="edit 1 0 notes").value == "My words"


def test_discarded_edits_leave_the_form_as_the_register_has_it(opened, register):
    register.add(support(notes="As agreed"), AMY)
    page = opened(support="1", support_tab="Edit")
    page.text_area(key="edit 1 0 notes").set_value("Not so").run()
    press(page, "Discard my changes")
    assert page.text_area(key="edit 1 1 notes").value == "As agreed"
    press(page, "Undo")
    assert page.text_area(key="edit 1 0 notes").value == "Not so"


def test_a_form_emptied_by_mistake_is_filled_again(opened):
    page = press(fill_in(opened(register_tab="Add")), "Clear the form")
    assert page.selectbox(key="add 1 trust").value is None
    press(page, "Undo")
    assert page.selectbox(key="add 0 trust").value == OUTWOOD
    assert page.date_input(key="add 0 starts_on").value == dt.date(2018, 1, 8)


def test_the_list_is_narrowed_by_its_own_filters_and_by_the_sidebars(opened, register):
    register.add(support(), AMY)
    register.add(support(theme=Theme.CURRICULUM, recipient_urn=141354, status="Active"), AMY)
    register.add(
        support(recipient_urn=136633, illustrative=True, conflict_answer="Nobody decided alone."),
        AMY,
    )
    assert listed(opened(register_status="Active"))["Number"].tolist() == [2]
    assert listed(opened(register_theme="Curriculum"))["Number"].tolist() == [2]
    assert listed(opened(register_marked="Example data only"))["Example data"].tolist() == ["Yes"]
    assert sorted(listed(opened(register_marked="Recorded only"))["Number"]) == [1, 2]
    named = opened(register_recipient_trust="Wakefield City Academies Trust")
    assert 1 in set(listed(named)["Number"])
    page = opened(region="London")
    assert "Your filters hide" in words(page)


def test_the_filter_that_leaves_nothing_is_said_so(opened, register):
    register.add(support(), AMY)
    page = opened(register_status="Stopped")
    assert "No support arrangements match the filters of this list; 1 match" in words(page)


def test_what_is_invented_is_marked_and_removed_in_one_step(opened, register):
    register.add(support(), AMY)
    register.add(support(recipient_urn=141354, illustrative=True), AMY)
    for page in (opened(), opened(support="1"), opened(register_tab="Add")):
        assert "1 support arrangement of 2 here are made up" in words(page)
    page = opened()
    assert listed(page).columns[0] == "Example data"
    press(page, "Remove the example data")
    assert [held.id for held in register.supports()] == [1]
    assert "Example data removed: 1 support arrangement." in words(page)
    assert "made up, to show" not in words(page)


def test_every_change_is_listed_with_who_and_what(opened, register):
    register.add(support(), AMY)
    page = opened(register_tab="Changes")
    lines = next(t.value for t in page.dataframe if "Before" in t.value.columns)
    assert set(lines["Who"]) == {"Amy Adviser"}
    assert "Supporting organisation" in set(lines["Field"])


def test_documented_support_stands_apart_with_its_citation(opened):
    page = opened(register_tab="From articles")
    told = words(page)
    assert "not records of the register of support" in told
    assert "documented cases** of schools or trusts within your filters" in told
    assert "12 academies joined founding trusts" in told
    cited = next(t.value for t in page.dataframe if "Publisher" in t.value.columns)
    partnership = cited[cited["Source"].str.startswith("Multi-academy trusts to form landmark")]
    assert partnership["Link"].str.startswith("https://schoolsweek.co.uk/").tolist() == [True]


def test_a_visitor_who_did_not_sign_in_reads_but_finds_every_control_shut(
    opened, register, monkeypatch
):
    register.add(support(status="Active"), AMY)
    register.add(support(recipient_urn=141354, illustrative=True), AMY)
    monkeypatch.setattr(sign_in, "person", lambda: ANONYMOUS)
    shut = {}
    for query in (
        {"register_tab": "Add"},
        {"support": "1"},
        {"support": "1", "support_tab": "Edit"},
        {"support": "1", "support_tab": "Reviews"},
    ):
        page = opened(**query)
        assert not page.exception
        shut |= {button.label: (button.disabled, button.help) for button in page.button}
    for label in ("Save", "Pause", "Withdraw it", "Save the review", "Remove the example data"):
        assert shut[label][0], label
        assert shut[label][1].startswith("Sign in to")


def test_a_register_that_cannot_be_reached_says_so_and_what_was_typed_is_kept(
    opened, register, monkeypatch
):
    page = fill_in(opened(register_tab="Add"))

    def away():
        raise RegisterError("The register at somewhere cannot be reached (gone).")

    with monkeypatch.context() as without:
        without.setattr(supports, "current_register", away)
        page.run()
        assert not page.exception
        assert page.title[0].value == "The register cannot be reached"
        assert "cannot be reached (gone)" in page.error[0].value
    press(page, "Try again")
    page.session_state["register_tab"] = "Add"
    page.run()
    assert page.selectbox(key="add 0 trust").value == OUTWOOD


def test_why_a_database_does_not_answer_is_for_the_log_and_not_the_page(
    opened, monkeypatch, caplog
):
    address = "postgresql://amy:hush@127.0.0.1:9/register"
    monkeypatch.setenv("ALLIANCE_DATABASE_URL", address)
    settings.cache_clear()
    current.current_register.cache_clear()
    page = opened()
    assert not page.exception
    assert page.title[0].value == "The register cannot be reached"
    assert "try again in a minute" in page.error[0].value
    assert "127.0.0.1:9/register" in caplog.text
    assert not any(part in words(page) for part in ("hush", "127.0.0.1", "ALLIANCE_"))


GOOD = "Trust,4119,140177,School leadership,2018-01-08,Proposed,10\n"
HEAD = "Supporter kind,Supporter,Recipient URN,Theme,Starts on,Status,Days planned\n"


def hand_in(page, *rows):
    content = (HEAD + "".join(rows)).encode()
    page.file_uploader[0].set_value(("supports.csv", content, "text/csv"))
    return page.run()


def test_a_file_is_tried_before_anything_is_written_and_then_taken_whole(opened, register):
    page = hand_in(opened(register_tab="Import"), GOOD, GOOD.replace("140177", "141354"))
    assert "**2 rows**: 2 good, 0 with faults, 0 in the register already." in words(page)
    assert register.supports() == []
    press(page, "Save all 2 rows")
    assert not page.exception
    assert "2 support arrangements added, 0 in the register already" in words(page)
    assert sorted(listed(page)["Number"]) == [1, 2]
    page.session_state["register_tab"] = "Import"
    page.run()
    hand_in(page, GOOD)
    assert "0 good, 0 with faults, 1 in the register already" in words(page)


def test_a_row_of_a_withdrawn_support_is_told_and_not_offered(opened, register):
    held = register.add(support(days_planned=10.0), AMY)
    register.withdraw(held.id, AMY)
    page = hand_in(opened(register_tab="Import"), GOOD)
    told = words(page)
    assert "**1 row**: 0 good, 0 with faults, 0 in the register already, 1 withdrawn" in told
    assert '<th scope="row">2</th><td>It is in the register already, number 1, withdrawn on' in told
    assert not [one for one in page.button if one.label.startswith("Take")]
    assert "every row is in the register already, or was withdrawn" in told


def test_faults_are_told_by_row_and_column_and_the_good_rows_may_be_taken(opened, register):
    bad = GOOD.replace("School leadership", "<b>Leading</b>")
    page = hand_in(opened(register_tab="Import"), bad, GOOD)
    told = words(page)
    assert "**2 rows**: 1 good, 1 with faults" in told
    assert '<th scope="row">2</th><td>Theme</td><td>Found &#x27;&lt;b&gt;Leading' in told
    press(page, "Save only the 1 good row")
    assert [held.recipient_urn for held in register.supports()] == [140177]
    assert "1 row left out for faults" in words(page)


def test_a_file_that_cannot_be_read_says_why(opened):
    page = opened(register_tab="Import")
    page.file_uploader[0].set_value(("supports.xlsx", b"no workbook", ""))
    page.run()
    assert "no Excel workbook" in words(page)


def test_a_column_that_is_not_known_is_named(opened):
    page = opened(register_tab="Import")
    content = (HEAD.replace("Status", "State") + GOOD).encode()
    page.file_uploader[0].set_value(("supports.csv", content, "text/csv"))
    page.run()
    assert "Not read: State." in words(page)
