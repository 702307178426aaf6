"""Decisions are kept on both databases, with what was on the screen when they were noted."""

import datetime as dt
from dataclasses import replace

import pytest

from alliance.errors import DecisionFaults, NotAllowed, UnknownDecision, UnknownPresentation
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.meeting.decision import MOST_LETTERS, DecisionChanged, Words
from alliance.present.meeting.decisions import DecisionLog
from alliance.register.permission import ANONYMOUS
from alliance.views.content import Content, Figure

SCENE = Scene(page="explore", query={"day": ("2017-11-14",)}, title="Where", notes="Smile.")
SEEN = Content(
    title="Where we work",
    caption="111 academies",
    sentence="Alliance region · 14 November 2017",
    figures=(Figure("Academies", "111", "England 6,996"), Figure("Pupils", "63,204")),
    sources="Department for Education",
    warnings=("Partial.",),
)
WORDS = Words(
    proposal="Ask Outwood Grange to support two schools.",
    decision="Agreed, from January.",
    owner="Regional director",
    due_on=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30),
    dissent="One governor asked for a vote.",
)


@pytest.fixture
def meeting(engine, amy):
    """The number of a kept presentation."""
    return PresentationStore(engine).add(Presentation("Board", (SCENE,)), amy).id


@pytest.fixture
def log(engine):
    return DecisionLog(engine)


def test_a_decision_is_read_as_it_was_noted_with_what_was_on_the_screen(log, meeting, amy):
    noted = log.note(meeting, WORDS, SCENE, SEEN, amy)
    (held,) = log.all(meeting)
    assert held == noted
    assert held.words == WORDS
    assert held.scene == replace(SCENE, notes="")
    assert held.screen.figures == SEEN.figures
    assert (held.screen.sentence, held.screen.warnings) == (SEEN.sentence, SEEN.warnings)
    assert (held.noted_by, held.noted_at.utcoffset()) == ("Amy Adviser", dt.timedelta(0))


def test_a_proposal_without_a_decision_yet_is_noted_and_decided_later(log, meeting, amy):
    noted = log.note(meeting, Words("Ask for help"), SCENE, SEEN, amy)
    later = replace(noted.words, decision="Agreed")
    assert log.change(noted.id, later, amy, version=1).words.decision == "Agreed"
    assert log.all(meeting)[0].version == 2


def test_every_fault_of_a_decision_is_told_at_once_and_nothing_is_written(log, meeting, amy):
    wrong = Words(
        proposal=" ",
        decision="x" * (MOST_LETTERS["decision"] + 1),
        owner="\x00",
        due_on=dt.date(2017, 11, 14),
        dissent="x" * (MOST_LETTERS["dissent"] + 1),
    )
    with pytest.raises(DecisionFaults) as told:
        log.note(meeting, wrong, SCENE, SEEN, amy)
    assert {fault.field for fault in told.value.faults} == {
        "proposal",
        "decision",
        "owner",
        "due_on",
        "dissent",
    }
    assert "4,001" in str(told.value)
    assert "14 November 2017" in str(told.value)
    assert log.all(meeting) == []


def test_the_second_to_change_a_decision_is_told_and_writes_nothing(log, meeting, amy, ben):
    noted = log.note(meeting, WORDS, SCENE, SEEN, amy)
    log.change(noted.id, replace(WORDS, owner="Amy"), amy, version=1)
    with pytest.raises(DecisionChanged, match="Amy Adviser") as told:
        log.change(noted.id, replace(WORDS, owner="Ben"), ben, version=1)
    assert told.value.theirs.words.owner == "Amy"
    assert log.all(meeting)[0].words.owner == "Amy"


def test_a_withdrawn_decision_is_not_changed_until_it_is_back(log, meeting, amy, ben):
    noted = log.note(meeting, WORDS, SCENE, SEEN, amy)
    gone = log.withdraw(noted.id, amy)
    assert log.all(meeting) == []
    assert log.all(meeting, withdrawn=True) == [gone]
    with pytest.raises(DecisionChanged, match="withdrawn by Amy Adviser"):
        log.change(noted.id, WORDS, ben, version=gone.version)
    log.restore(noted.id, ben)
    assert [one.words for one in log.all(meeting)] == [WORDS]


def test_who_has_not_signed_in_notes_and_changes_nothing(log, meeting, amy):
    noted = log.note(meeting, WORDS, SCENE, SEEN, amy)
    for write in (
        lambda: log.note(meeting, WORDS, SCENE, SEEN, ANONYMOUS),
        lambda: log.change(noted.id, WORDS, ANONYMOUS, version=1),
        lambda: log.withdraw(noted.id, ANONYMOUS),
        lambda: log.restore(noted.id, ANONYMOUS),
    ):
        with pytest.raises(NotAllowed, match="Sign in"):
            write()
    assert log.all(meeting) == [noted]


def test_a_number_that_nothing_has_is_told_of_decisions_and_their_presentation(log, meeting, amy):
    with pytest.raises(UnknownDecision, match="number 77"):
        log.withdraw(77, amy)
    with pytest.raises(UnknownPresentation, match="number 78"):
        log.note(78, WORDS, SCENE, SEEN, amy)


def test_a_full_log_says_so(log, meeting, amy, monkeypatch):
    monkeypatch.setattr("alliance.present.meeting.decisions.MOST_DECISIONS", 1)
    log.note(meeting, WORDS, SCENE, SEEN, amy)
    with pytest.raises(DecisionFaults, match="the most that are kept"):
        log.note(meeting, WORDS, SCENE, SEEN, amy)


def test_a_decision_knows_whether_names_were_hidden_on_its_screen(log, meeting, engine, amy):
    assert not log.note(meeting, WORDS, SCENE, SEEN, amy).screen.names_hidden
    hidden = Presentation("Board", (SCENE,), redacted=True)
    PresentationStore(engine).change(meeting, hidden, amy, version=1)
    assert log.note(meeting, WORDS, SCENE, SEEN, amy).screen.names_hidden
