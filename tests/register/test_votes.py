"""Votes of a room, who was there, and what is left of a meeting, on both databases."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from alliance.errors import NotYourMeeting, PresentationInUse, VoteRefused
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.meeting.followers import SCREEN
from alliance.present.meeting.meetings import Meetings
from alliance.present.meeting.record import meeting_records_of
from alliance.present.meeting.room_view import RoomView, show_view
from alliance.present.meeting.votes import Votes, question_key
from alliance.present.presentation_tables import followers as follower_table
from alliance.present.presentation_tables import meetings as meeting_table
from alliance.register import Person

ASKED = Scene("words", title="Shall we?", answers=("Yes", "No", "Not yet"))
BOARD = Presentation("Board", (Scene("words", title="Agenda", text="1. Need"), ASKED))


@pytest.fixture
def meetings(engine):
    return Meetings(engine)


@pytest.fixture
def votes(engine):
    return Votes(engine)


@pytest.fixture
def asked(meetings, amy):
    """A meeting that shows its question, with three followers: the code, key, number and scene."""
    begun, key = meetings.begin(BOARD, amy)
    meeting = meetings.move(begun.code, key, 1)
    meetings.followers.seen(begun.id, ["one", "two", "three"])
    return begun.code, key, begun.id, meeting.scene


def test_each_follower_has_one_vote_and_may_change_it(votes, asked):
    code, _, number, scene = asked
    question = question_key(scene)
    votes.vote(code, "one", question, 0)
    votes.vote(code, "two", question, 0)
    votes.vote(code, "one", question, 2)
    assert votes.counts(number, scene) == (1, 0, 1)
    assert votes.given(number, "one", question) == 2
    assert votes.given(number, "three", question) is None


def test_a_counted_question_takes_no_vote_until_it_is_opened_again(meetings, votes, asked):
    code, key, number, scene = asked
    question = question_key(scene)
    votes.vote(code, "one", question, 0)
    counted = meetings.count(code, key, question, on=True)
    assert counted.counted == (question,)
    with pytest.raises(VoteRefused, match="counted already"):
        votes.vote(code, "two", question, 1)
    meetings.count(code, key, question, on=False)
    votes.vote(code, "two", question, 1)
    assert votes.counts(number, scene) == (1, 1, 0)


@pytest.mark.parametrize(
    ("follower", "answer"), [("stranger", 0), ("one", 3), ("one", -1)], ids=str
)
def test_who_did_not_enter_and_an_answer_that_is_none_are_refused(votes, asked, follower, answer):
    code, _, number, scene = asked
    with pytest.raises(VoteRefused, match="cannot be taken"):
        votes.vote(code, follower, question_key(scene), answer)
    assert votes.counts(number, scene) == (0, 0, 0)


def test_only_the_question_on_the_screen_is_voted_on(meetings, votes, asked):
    code, key, _, scene = asked
    meetings.move(code, key, 0)
    with pytest.raises(VoteRefused, match="not on the screen"):
        votes.vote(code, "one", question_key(scene), 0)
    meetings.move(code, key, 1)
    meetings.close(code, key)
    with pytest.raises(VoteRefused):
        votes.vote(code, "one", question_key(scene), 0)


def test_a_question_worded_otherwise_is_counted_anew(engine, meetings, votes, amy):
    store = PresentationStore(engine)
    stored = store.add(BOARD, amy)
    begun, key = meetings.begin(stored.presentation, amy, stored.id)
    scene = meetings.move(begun.code, key, 1).scene
    meetings.followers.seen(begun.id, ["one"])
    votes.vote(begun.code, "one", question_key(scene), 0)
    first, asked = stored.presentation.scenes
    other = Scene("words", title="Shall we?", answers=("No", "Yes"), id=asked.id)
    store.change(stored.id, Presentation("Board", (first, other)), amy, version=1)
    scene = meetings.renew(begun.code, key).scene
    assert scene.answers == ("No", "Yes")
    assert votes.counts(begun.id, scene) == (0, 0)


def test_scenes_shown_are_known_and_no_others(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    assert begun.shown == ()
    first, second = begun.presentation.scenes
    assert meetings.move(begun.code, key, 1).shown == (second.id,)
    assert meetings.move(begun.code, key, 0).shown == (second.id, first.id)


def test_a_record_says_who_was_there_and_what_was_voted(engine, meetings, votes, amy):
    stored = PresentationStore(engine).add(BOARD, amy)
    begun, key = meetings.begin(stored.presentation, amy, stored.id)
    scene = meetings.move(begun.code, key, 1).scene
    meetings.followers.seen(begun.id, ["one"], name="Cy Carter")
    meetings.followers.seen(begun.id, ["one", "two"])
    meetings.followers.seen(begun.id, [f"{SCREEN}hall"])
    votes.vote(begun.code, "two", question_key(scene), 1)
    (going_on,) = meeting_records_of(engine, stored.id)
    assert going_on.ended_at is None
    meetings.close(begun.code, key)
    (record,) = meeting_records_of(engine, stored.id)
    assert (record.presenter, record.names, record.followers) == ("Amy Adviser", ("Cy Carter",), 2)
    assert record.ended_at >= record.begun_at
    (vote,) = record.votes
    assert vote.question == "Shall we?"
    assert [tuple(one) for one in vote.counts] == [("Yes", 0), ("No", 1), ("Not yet", 0)]


def test_the_record_outlives_the_names_of_who_followed(engine, meetings, amy, monkeypatch):
    stored = PresentationStore(engine).add(BOARD, amy)
    begun, _ = meetings.begin(stored.presentation, amy, stored.id)
    meetings.followers.seen(begun.id, ["one"], name="Cy Carter")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=40)
    monkeypatch.setattr("alliance.clock.now", lambda: later)
    meetings.begin(BOARD, amy)
    with engine.connect() as connection:
        assert not connection.execute(sa.select(follower_table)).all()
        left = connection.execute(sa.select(meeting_table.c.code)).scalars().all()
    assert begun.code not in left
    (record,) = meeting_records_of(engine, stored.id)
    assert record.names == ("Cy Carter",)


def test_a_rehearsal_leaves_no_record_and_a_meeting_of_others_is_not_read(engine, meetings, amy):
    local = Person("Local user", known=True, shared=True)
    stored = PresentationStore(engine).add(BOARD, amy)
    _, key = meetings.begin(stored.presentation, local, stored.id)
    assert meeting_records_of(engine, stored.id, key) == []
    with pytest.raises(PresentationInUse):
        meeting_records_of(engine, stored.id)


def test_screens_of_the_room_follow_and_are_nobody(meetings, amy):
    begun, _ = meetings.begin(BOARD, amy)
    meetings.followers.seen(begun.id, [f"{SCREEN}hall", "one"])
    assert meetings.followers.following(begun.code) == 1


VIEW = RoomView(bounds=(-2.0, 53.0, -1.0, 54.0), pointer=(-1.5, 53.5), urn=137049)


def test_the_room_is_told_where_the_presenter_is_without_a_new_revision(engine, meetings, asked):
    code, key, number, _ = asked
    before = meetings.pulse(number)
    show_view(engine, code, key, VIEW)
    pulse = meetings.pulse(number)
    assert (pulse.revision, pulse.closed) == (before.revision, before.closed)
    assert json.loads(pulse.view) == {
        "bounds": [-2.0, 53.0, -1.0, 54.0], "pointer": [-1.5, 53.5], "urn": 137049,
    }  # fmt: skip
    assert meetings.blank(code, key, on=True)
    assert meetings.pulse(number).view
    meetings.move(code, key, 0)
    assert not meetings.pulse(number).view


def test_where_names_are_hidden_no_school_is_called_up(engine, meetings, amy):
    begun, key = meetings.begin(Presentation("Board", BOARD.scenes, redacted=True), amy)
    meetings.move(begun.code, key, 0)
    show_view(engine, begun.code, key, VIEW)
    assert json.loads(meetings.pulse(begun.id).view)["urn"] is None


def test_the_view_takes_the_key(engine, meetings, asked):
    code, _, number, _ = asked
    with pytest.raises(NotYourMeeting):
        show_view(engine, code, "another", VIEW)
    assert not meetings.pulse(number).view


def test_a_scene_plays_for_the_room_and_stands_at_its_own_day_after_a_move(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    meetings.move(begun.code, key, 0)
    month = dt.date(2018, 3, 1)
    assert meetings.play(begun.code, key, month).month == month
    assert meetings.now(begun.code).month == month
    assert meetings.move(begun.code, key, 1).month is None


def test_the_room_is_asked_to_join_until_the_next_scene(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    meetings.move(begun.code, key, 0)
    assert meetings.invite(begun.code, key, on=True).invites
    assert not meetings.move(begun.code, key, 1).invites
