"""The presenter's form for decisions: noted, changed, withdrawn, and taken away as minutes."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from alliance import clock
from alliance.current.state import current_database
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.meeting.decision import Words
from alliance.present.meeting.decisions import DecisionLog
from alliance.register import Person

AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")
PROPOSAL = "Proposal (required)"
TOMORROW = clock.today() + dt.timedelta(days=1)


def page_of_a_meeting(number, at):
    import streamlit as st

    from alliance.present import Scene
    from alliance.ui.parts.note import draw_note
    from alliance.ui.present.present_decisions import draw_decisions
    from alliance.ui.present.present_minutes import draw_minutes
    from alliance.views.content import Content, Figure

    figures = (Figure("Academies", "111"),)
    at = st.session_state.get("at", at)
    draw_note()
    content = Content(f"Scene {at}", "", "", figures=figures)
    draw_decisions(number, Scene("explore", title=str(at), notes="Smile."), content)
    if number:
        draw_minutes(number, "Board")


@pytest.fixture
def number(register):
    """The number of a kept presentation."""
    return (
        PresentationStore(current_database())
        .add(Presentation("Board", (Scene("explore"),)), AMY)
        .id
    )


@pytest.fixture
def log(number):
    return DecisionLog(current_database())


@pytest.fixture
def meeting(number):
    """Give the page of a meeting, its first scene on the screen."""
    kept = {"number": number, "at": 1}
    return AppTest.from_function(page_of_a_meeting, default_timeout=30, kwargs=kept).run()


def field(page, name):
    every = [*page.text_area, *page.text_input, *page.date_input]
    return next(one for one in every if one.label == name)


def press(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def test_a_decision_is_noted_with_the_figures_on_the_screen(meeting, log, number):
    field(meeting, PROPOSAL).set_value("Ask Outwood Grange")
    field(meeting, "Owner").set_value("Amy")
    field(meeting, "Due").set_value(TOMORROW)
    page = press(meeting, "Save decision")
    assert not page.exception
    (noted,) = log.all(number)
    assert noted.words == Words("Ask Outwood Grange", "", "Amy", TOMORROW)
    assert noted.screen.figures[0].value == "111"
    assert noted.scene.notes == ""
    assert page.success[0].value == "Saved."
    assert field(page, PROPOSAL).value == ""
    assert "Not decided yet" in "\n".join(str(one.value) for one in page.markdown)


def test_what_is_wrong_is_said_at_once_and_nothing_typed_is_lost(meeting, log, number):
    field(meeting, "Decision").set_value("Agreed")
    field(meeting, "Due").set_value(dt.date(2017, 11, 14))
    page = press(meeting, "Save decision")
    ((head, proposal, due),) = [str(one.value).split("\n- ") for one in page.error]
    assert head.startswith("There is a problem. Nothing is saved.")
    assert proposal.startswith("**[Proposal](#st-key-decision-")
    assert proposal.endswith("Say what was proposed.")
    assert due.startswith("**[Due](#st-key-decision-")
    assert due.endswith("found 14 November 2017.")
    assert field(page, "Decision").value == "Agreed"
    assert log.all(number) == []


def test_each_scene_keeps_what_was_typed_against_it(meeting):
    field(meeting, PROPOSAL).set_value("Half a sent").run()
    meeting.session_state["at"] = 2
    page = meeting.run()
    assert field(page, PROPOSAL).value in (None, "")
    page.session_state["at"] = 1
    assert field(page.run(), PROPOSAL).value == "Half a sent"


def test_a_decision_is_changed_and_who_comes_second_is_told(meeting, log, number):
    field(meeting, PROPOSAL).set_value("Visit Hull")
    page = press(press(meeting, "Save decision"), "Change")
    assert field(page, PROPOSAL).value == "Visit Hull"
    (noted,) = log.all(number)
    log.change(noted.id, Words("Visit Hull", "Agreed"), AMY, version=1)
    field(page, "Decision").set_value("Declined")
    page = press(page, "Save the change")
    assert "changed by Amy Adviser" in page.error[0].value
    assert field(page, "Decision").value == "Declined"
    assert log.all(number)[0].words.decision == "Agreed"
    page = press(page, "Save the change")
    assert log.all(number)[0].words.decision == "Declined"
    assert page.success[0].value == "The change is saved."


def test_a_withdrawn_decision_comes_back(meeting, log, number):
    field(meeting, PROPOSAL).set_value("Visit Hull")
    page = press(press(meeting, "Save decision"), "Withdraw")
    assert log.all(number) == []
    press(page, "Undo")
    assert [one.words.proposal for one in log.all(number)] == ["Visit Hull"]


def test_minutes_are_offered_once_there_is_something_in_them(meeting):
    assert not meeting.get("download_button")
    field(meeting, PROPOSAL).set_value("Visit Hull")
    page = press(meeting, "Save decision")
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["Minutes as Word", "Minutes as Markdown"]


def test_typed_marks_are_shown_as_typed(meeting):
    field(meeting, PROPOSAL).set_value("*a* [b](c) :red[d] <b>")
    page = press(meeting, "Save decision")
    said = "\n".join(str(one.value) for one in page.markdown)
    assert r"\*a\* \[b\](c) \:red\[d\] \<b\>" in said


def test_a_presentation_that_is_not_kept_has_no_log(register):
    kept = {"number": None, "at": 1}
    page = AppTest.from_function(page_of_a_meeting, default_timeout=30, kwargs=kept).run()
    assert "duplicate" in page.caption[0].value
    assert not page.button


def drafted(kept):
    import streamlit as st

    from alliance.ui.present.present_draft import _take_up

    st.session_state["form draft"] = {"kept": kept}
    _take_up("form")


def test_what_a_window_kept_fills_the_form_as_far_as_it_is_well_formed():
    def held(kept):
        page = AppTest.from_function(drafted, args=(kept,)).run()
        assert not page.exception
        return {
            name.removeprefix("form "): page.session_state[name]
            for name in ("form proposal", "form owner", "form due_on", "form id", "form version")
            if name in page.session_state
        }

    words = {"proposal": "Ask Outwood", "owner": 7, "due_on": TOMORROW.isoformat(), "more": "x"}
    assert held({"words": words, "id": None, "version": 0}) == {
        "proposal": "Ask Outwood",
        "due_on": TOMORROW,
    }
    long = {"owner": "x" * 300, "due_on": "0001-01-01"}
    told = held({"words": long, "id": 3, "version": 2})
    assert told == {"owner": "x" * 200, "id": 3, "version": 2}
    for broken in (None, "words", [], {"words": 3}, {"words": {"due_on": "soon"}, "id": True}):
        assert held(broken) == {}
