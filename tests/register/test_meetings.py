"""Meetings on both databases: begun, steered by the key, followed by the code, over in the end."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from alliance.errors import (
    LockedOut,
    MeetingOver,
    NotAllowed,
    NotYourMeeting,
    PresentationFaults,
    PresentationInUse,
    UnknownMeeting,
)
from alliance.present import Presentation, PresentationStore, Scene
from alliance.present.meeting.codes import CODE_LENGTH, LETTERS, spaced
from alliance.present.meeting.decisions import DecisionLog
from alliance.present.meeting.meetings import Meetings
from alliance.present.meeting.wrong_codes import (
    FEW_OF_A_BROWSER,
    MOST_OF_A_BROWSER,
    MOST_OF_AN_ADDRESS,
    who,
)
from alliance.present.scene import scene_address
from alliance.register.permission import ANONYMOUS, Person

BOARD = Presentation(
    "Board in March",
    tuple(Scene(page="explore", title=title, notes="Do not say") for title in "ABC"),
)
EVA = who("192.0.2.1", "Eva's browser", "salt")


class Clock:
    """A clock that stands still until it is put on."""

    def __init__(self):
        self.time = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

    def __call__(self):
        return self.time

    def put_on(self, **by):
        self.time += dt.timedelta(**by)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("alliance.clock.now", clock)
    return clock


@pytest.fixture
def meetings(engine):
    return Meetings(engine)


def held(engine, table):
    with engine.connect() as connection:
        return connection.execute(sa.text(f"select * from {table}")).mappings().all()  # noqa: S608


def test_a_meeting_waits_runs_and_is_over(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    assert begun.state == "waiting"
    assert meetings.move(begun.code, key, 1).state == "running"
    seen = meetings.now(begun.code)
    assert (seen.position, seen.scene.title, seen.blank) == (1, "B", False)
    assert meetings.close(begun.code, key).state == "closed"
    assert [scene.title for scene in meetings.now(begun.code).presentation.scenes] == list("ABC")


def test_every_change_has_a_revision_of_its_own_and_no_other_step_has(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    steps = [
        meetings.move(begun.code, key, 0),
        meetings.move(begun.code, key, 0),
        meetings.blank(begun.code, key, on=True),
        meetings.move(begun.code, key, 2),
        meetings.close(begun.code, key),
    ]
    assert [step.revision - begun.revision for step in steps] == [1, 1, 2, 3, 4]
    assert meetings.pulse(begun.id)[:2] == (steps[-1].revision, True)


def test_moving_shows_a_blanked_screen_again(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    assert meetings.blank(begun.code, key, on=True).blank
    assert not meetings.move(begun.code, key, 1).blank


def test_a_move_beyond_the_ends_stays_at_the_end(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    assert meetings.move(begun.code, key, 99).position == 2
    assert meetings.move(begun.code, key, -1).position == 0
    meetings.move(begun.code, key, 2)


def test_an_empty_presentation_shows_no_scene(meetings, amy):
    begun, key = meetings.begin(Presentation("Nothing"), amy)
    assert meetings.move(begun.code, key, 3).scene is None


def test_only_the_key_steers(meetings, amy):
    begun, key = meetings.begin(BOARD, amy)
    _, other = meetings.begin(BOARD, amy)
    for wrong in (other, "", key[:-1]):
        with pytest.raises(NotYourMeeting):
            meetings.move(begun.code, wrong, 1)
        with pytest.raises(NotYourMeeting):
            meetings.close(begun.code, wrong)
    assert meetings.now(begun.code).revision == begun.revision


def test_whoever_has_the_key_takes_the_meeting_up_again_and_nobody_else(meetings, amy):
    begun = meetings.begin(BOARD, amy)
    moved = meetings.move(begun.meeting.code, begun.key, 1)
    again = meetings.resume(begun.meeting.code, begun.key)
    assert (again.position, again.revision) == (moved.position, moved.revision)
    with pytest.raises(NotYourMeeting):
        meetings.resume(begun.meeting.code, "another key")


def test_whoever_began_a_meeting_takes_its_steering_over_and_the_key_before_steers_no_more(
    meetings, amy, ben
):
    begun, lost = meetings.begin(BOARD, amy, 7)
    moved = meetings.move(begun.code, lost, 1)
    (running,) = meetings.running(amy)
    assert (running.meeting.code, running.meeting.presentation_id) == (begun.code, 7)
    with pytest.raises(NotYourMeeting):
        meetings.take_over(begun.code, ben)
    again, key = meetings.take_over(begun.code, amy)
    # Followers have nothing new to see by it.
    assert (again.position, again.revision) == (1, moved.revision)
    with pytest.raises(NotYourMeeting, match="taken over in another window"):
        meetings.move(begun.code, lost, 2)
    assert meetings.move(begun.code, key, 2).position == 2


def test_a_meeting_is_ended_without_its_key_by_whoever_began_it_and_nobody_else(
    meetings, amy, ben, clock
):
    begun = meetings.begin(BOARD, amy).meeting
    assert meetings.running(ben) == []
    nobody = Person(amy.name, known=False)
    assert meetings.running(nobody) == []
    with pytest.raises(NotYourMeeting):
        meetings.end(begun.code, ben)
    for refused in (meetings.end, meetings.take_over):
        with pytest.raises(NotAllowed):
            refused(begun.code, nobody)
    assert meetings.now(begun.code).state == "waiting"
    assert meetings.end(begun.code, amy).state == "closed"
    assert meetings.running(amy) == []
    with pytest.raises(MeetingOver):
        meetings.take_over(begun.code, amy)
    later = meetings.begin(BOARD, amy).meeting
    assert [one.meeting.code for one in meetings.running(amy)] == [later.code]
    clock.put_on(hours=5)
    assert meetings.running(amy) == []


def test_a_meeting_of_nobody_known_is_nobodys_to_end(meetings, engine, amy):
    begun = meetings.begin(BOARD, amy).meeting
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE meetings SET begun_by_id = ''"))
    unnamed = Person("", known=True)
    with pytest.raises(NotYourMeeting):
        meetings.end(begun.code, unnamed)


def test_without_sign_in_the_key_alone_steers_ends_and_finds_a_meeting(meetings):
    local = Person("Local user", known=True, shared=True)
    begun, key = meetings.begin(BOARD, local)
    assert meetings.running(local) == []
    assert meetings.running(local, "another key") == []
    for refused in (meetings.end, meetings.take_over):
        with pytest.raises(NotYourMeeting):
            refused(begun.code, local)
    assert [one.meeting.code for one in meetings.running(local, key)] == [begun.code]
    # Nor does somebody who signs in by the name that all had.
    with pytest.raises(NotYourMeeting):
        meetings.end(begun.code, Person("Local user", known=True))
    assert meetings.close(begun.code, key).state == "closed"


@pytest.fixture
def shown(engine, meetings, amy):
    """A presentation that is shown, its store, and a function that keeps scenes by their titles."""
    store = PresentationStore(engine)
    kept = store.add(BOARD, amy)
    scenes = {scene.title: scene for scene in kept.presentation.scenes}
    scenes["D"] = Scene(page="data", title="D")

    def keep(titles, **changes):
        new = replace(BOARD, scenes=tuple(scenes[one] for one in titles), **changes)
        return store.change(kept.id, new, amy, version=store.get(kept.id).version)

    return kept, keep


def titles(meeting):
    return "".join(scene.title for scene in meeting.presentation.scenes)


@pytest.mark.parametrize(
    ("at", "now", "then"),
    [
        (1, "ABC", "B"),
        (1, "CBA", "B"),
        (1, "DABC", "B"),
        (1, "AC", "C"),
        (2, "AB", "B"),
        (1, "D", "D"),
    ],
)
def test_a_change_is_seen_once_it_is_sent_and_the_scene_stays_or_its_neighbour_comes(
    meetings, amy, shown, at, now, then
):
    kept, keep = shown
    begun, key = meetings.begin(kept.presentation, amy, kept.id)
    before = meetings.move(begun.code, key, at)
    keep(now)
    assert meetings.now(begun.code).revision == before.revision
    sent = meetings.renew(begun.code, key)
    assert (titles(sent), sent.scene.title) == (now, then)
    assert sent.revision == before.revision + 1 - (now == "ABC")
    with pytest.raises(NotYourMeeting):
        meetings.renew(begun.code, "another key")


def test_names_are_hidden_in_the_room_at_once_and_shown_again_only_when_sent(meetings, amy, shown):
    kept, keep = shown
    begun, key = meetings.begin(kept.presentation, amy, kept.id)
    other = meetings.begin(kept.presentation, amy).meeting
    before = meetings.move(begun.code, key, 1)
    keep("AC", redacted=True)
    now = meetings.now(begun.code)
    assert (now.presentation.redacted, titles(now), now.position) == (True, "ABC", 1)
    assert meetings.pulse(begun.id).revision == before.revision + 1
    assert not meetings.now(other.code).presentation.redacted
    keep("ABC", redacted=False)
    assert meetings.now(begun.code).presentation.redacted
    assert not meetings.renew(begun.code, key).presentation.redacted


def test_a_presentation_without_scenes_is_not_sent(meetings, amy, shown):
    kept, keep = shown
    begun, key = meetings.begin(kept.presentation, amy, kept.id)
    keep("")
    with pytest.raises(PresentationFaults, match="No scene is left"):
        meetings.renew(begun.code, key)
    assert titles(meetings.now(begun.code)) == "ABC"


def test_without_sign_in_a_presentation_that_is_shown_is_its_presenters(engine, meetings, shown):
    kept, _ = shown
    local = Person("Local user", known=True, shared=True)
    begun, key = meetings.begin(kept.presentation, local, kept.id)
    others = PresentationStore(engine)
    for read in (others.get(kept.id), *others.all()):
        assert read.in_use
        assert "Do not say" not in repr(read)
    log = DecisionLog(engine)
    for refused in (
        lambda: others.change(kept.id, BOARD, local, version=1),
        lambda: others.delete(kept.id, local),
        lambda: log.all(kept.id),
    ):
        with pytest.raises(PresentationInUse, match="only its presenter"):
            refused()
    mine = PresentationStore(engine, key)
    assert "Do not say" in repr(mine.get(kept.id))
    assert mine.change(kept.id, BOARD, local, version=1).version == 2
    assert DecisionLog(engine, key).all(kept.id) == []
    meetings.close(begun.code, key)
    assert not others.get(kept.id).in_use


def test_neither_the_key_nor_the_notes_are_kept(meetings, engine, amy):
    begun, key = meetings.begin(BOARD, amy)
    kept = json.dumps([dict(row) for row in held(engine, "meetings")], default=str)
    assert key not in kept
    assert "Do not say" not in kept
    assert "Do not say" not in repr(meetings.now(begun.code))


def test_who_has_not_signed_in_begins_no_meeting(meetings):
    with pytest.raises(NotAllowed, match="Sign in"):
        meetings.begin(BOARD, ANONYMOUS)


def test_codes_differ_and_have_no_letter_that_looks_like_another(meetings, amy):
    codes = {meetings.begin(BOARD, amy).meeting.code for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "6G", "UV", "O0D"):
        assert len(set(LETTERS) & set(alike)) <= 1


def test_a_code_is_taken_as_it_is_typed(meetings, amy):
    begun = meetings.begin(BOARD, amy).meeting
    for typed in (begun.code.lower(), spaced(begun.code), f" {begun.code[:3]}-{begun.code[3:]} "):
        assert meetings.enter(typed, EVA).id == begun.id


def test_a_meeting_is_over_after_four_idle_hours_or_twelve_in_all(meetings, amy, clock):
    begun, key = meetings.begin(BOARD, amy)
    clock.put_on(hours=3.9)
    assert meetings.move(begun.code, key, 1).state == "running"
    before = meetings.pulse(begun.id)
    clock.put_on(hours=4.1)
    seen = meetings.now(begun.code)
    assert (seen.state, seen.expired) == ("closed", True)
    assert meetings.pulse(begun.id)[:2] == (before.revision + 1, True)
    with pytest.raises(MeetingOver, match="Start another"):
        meetings.move(begun.code, key, 2)

    begun, key = meetings.begin(BOARD, amy)
    for _ in range(4):
        clock.put_on(hours=2.9)
        meetings.move(begun.code, key, 0)
    clock.put_on(hours=0.5)
    assert meetings.now(begun.code).expired


def test_scenes_are_given_for_a_day_after_the_end_and_the_code_is_known_for_longer(
    meetings, engine, amy, clock
):
    begun, key = meetings.begin(BOARD, amy)
    meetings.followers.seen(begun.id, ["one"])
    meetings.close(begun.code, key)
    clock.put_on(hours=23)
    assert meetings.now(begun.code).state == "closed"
    clock.put_on(hours=2)
    with pytest.raises(MeetingOver, match="for one day"):
        meetings.enter(begun.code, EVA)
    assert held(engine, "wrong_codes") == []
    meetings.begin(BOARD, amy)
    assert held(engine, "followers") == []
    clock.put_on(days=31)
    meetings.begin(BOARD, amy)
    with pytest.raises(UnknownMeeting):
        meetings.now(begun.code)


def test_followers_are_counted_while_they_are_seen(meetings, amy, clock):
    begun = meetings.begin(BOARD, amy).meeting
    assert meetings.followers.following(begun.code) == 0
    meetings.followers.seen(begun.id, ["one", "two", "two"])
    meetings.followers.seen(begun.id, [])
    assert meetings.followers.following(begun.code) == 2
    clock.put_on(seconds=15)
    meetings.followers.seen(begun.id, ["two", "three"])
    assert meetings.followers.following(begun.code) == 3
    clock.put_on(seconds=10)
    assert meetings.followers.following(begun.code) == 2
    assert meetings.followers.follows(begun.code, "one") == begun.id
    assert meetings.followers.follows(begun.code, "nobody") is None


def test_the_twentieth_wrong_code_locks_out_for_ten_minutes_and_nobody_else(meetings, amy, clock):
    begun = meetings.begin(BOARD, amy).meeting
    for _ in range(MOST_OF_A_BROWSER):
        clock.put_on(seconds=20)
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", EVA)
    with pytest.raises(LockedOut, match="Wait 10 minutes"):
        meetings.enter(begun.code, EVA)
    neighbour = who("192.0.2.1", "another browser", "salt")
    assert meetings.enter(begun.code, neighbour).id == begun.id
    clock.put_on(minutes=9.5)
    with pytest.raises(LockedOut, match="Wait a minute"):
        meetings.enter(begun.code, EVA)
    clock.put_on(minutes=1)
    assert meetings.enter(begun.code, EVA).id == begun.id


def test_the_last_few_tries_are_told_and_no_earlier_one(meetings, clock):
    said = []
    for _ in range(MOST_OF_A_BROWSER):
        clock.put_on(seconds=20)
        with pytest.raises(UnknownMeeting) as told:
            meetings.enter("BBBB BBBB", EVA)
        said.append(str(told.value).removeprefix(said[0] if said else "").strip())
    assert said[0].startswith("No presentation has this code.")
    assert said[1:-4] == [""] * (MOST_OF_A_BROWSER - 5)
    assert said[-4:] == [
        "After 3 more wrong codes no code is accepted for 10 minutes.",
        "After 2 more wrong codes no code is accepted for 10 minutes.",
        "After one more wrong code no code is accepted for 10 minutes.",
        "That was one wrong code too many: no code is accepted for 10 minutes.",
    ]


def test_tries_of_more_than_ten_minutes_ago_are_not_counted_against_anybody(meetings, clock):
    for _ in range(MOST_OF_A_BROWSER - 1):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", EVA)
    clock.put_on(minutes=11)
    with pytest.raises(UnknownMeeting) as told:
        meetings.enter("BBBB BBBB", EVA)
    assert "more wrong" not in str(told.value)


def test_wrong_codes_over_a_long_time_lock_nobody_out(meetings, amy, clock):
    begun = meetings.begin(BOARD, amy).meeting
    for _ in range(MOST_OF_A_BROWSER):
        clock.put_on(seconds=40)
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", EVA)
    assert meetings.enter(begun.code, EVA).id == begun.id


def test_a_guesser_at_the_rooms_address_keeps_nobody_out_and_has_few_tries(meetings, amy, clock):
    begun = meetings.begin(BOARD, amy).meeting
    for number in range(MOST_OF_AN_ADDRESS):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", who("192.0.2.1", str(number), "salt"))
    newcomer = who("192.0.2.1", "new", "salt")
    assert meetings.enter(begun.code, newcomer).id == begun.id
    for _ in range(FEW_OF_A_BROWSER):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", newcomer)
    with pytest.raises(LockedOut):
        meetings.enter(begun.code, newcomer)
    assert meetings.enter(begun.code, who("192.0.2.1", "another", "salt")).id == begun.id
    elsewhere = who("192.0.2.2", "new", "salt")
    for _ in range(FEW_OF_A_BROWSER):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", elsewhere)
    assert meetings.enter(begun.code, elsewhere).id == begun.id


def test_where_all_together_try_very_much_each_has_few_tries_and_newcomers_come_in(
    meetings, amy, clock, monkeypatch
):
    monkeypatch.setattr("alliance.present.meeting.wrong_codes.MOST_OF_ALL", 30)
    begun = meetings.begin(BOARD, amy).meeting
    for number in range(30):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", who(f"192.0.2.{number}", None, "salt"))
    newcomer = who("192.0.2.99", None, "salt")
    assert meetings.enter(begun.code, newcomer).id == begun.id
    for _ in range(FEW_OF_A_BROWSER):
        with pytest.raises(UnknownMeeting):
            meetings.enter("BBBB BBBB", newcomer)
    with pytest.raises(LockedOut):
        meetings.enter(begun.code, newcomer)


def test_wrong_codes_are_forgotten_and_name_nobody(meetings, engine, clock):
    with pytest.raises(UnknownMeeting):
        meetings.enter("BBBB BBBB", EVA)
    assert "192.0.2.1" not in str(held(engine, "wrong_codes"))
    clock.put_on(hours=1)
    with pytest.raises(UnknownMeeting):
        meetings.enter("BBBB BBBB", EVA)
    assert len(held(engine, "wrong_codes")) == 1


def test_a_scene_has_an_address_in_the_app():
    scene = Scene(page="trusts", query={"day": ("2017-11-14",), "region": ("A & B", "C")})
    assert scene_address(scene) == "/trusts?day=2017-11-14&region=A+%26+B&region=C"
    assert scene_address(Scene(page="flows")) == "/flows"
