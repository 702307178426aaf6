"""What followers of a process are shown is worked out once, and no scene waits for another."""

import threading
from dataclasses import replace

import pytest

import alliance.ui.follow.follow_content as module
from alliance.present import Presentation, Scene
from alliance.present.meeting.meetings import Meetings
from alliance.register import Person
from alliance.register.database import open_database

PRESENTER = Person("Amy Adviser", known=True)
SCENES = (Scene("data", title="Shown"), Scene("data", title="Next"))


@pytest.fixture
def meeting(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'register.sqlite'}")
    meetings = Meetings(engine)
    begun, key = meetings.begin(Presentation("Board", SCENES), PRESENTER)
    yield meetings.move(begun.code, key, 0)
    engine.dispose()


def test_a_scene_does_not_wait_for_the_one_that_is_worked_out_ahead(meeting, monkeypatch):
    at_work, may_end = threading.Event(), threading.Event()
    whole = module.content_of

    def content_of(scene, **how):
        if scene.title == "Next":
            at_work.set()
            assert may_end.wait(20)
        return whole(scene, **how)

    monkeypatch.setattr(module, "content_of", content_of)
    ahead = threading.Thread(target=module.work_ahead, args=(meeting, 0))
    shown = []
    now = threading.Thread(
        target=lambda: shown.append(module.shared_content(meeting, meeting.scene, dark=False))
    )
    ahead.start()
    assert at_work.wait(20)
    now.start()
    now.join(10)
    alone = list(shown)
    may_end.set()
    for one in (now, ahead):
        one.join(20)
    assert [one.title for one in alone] == ["Shown"]


def test_a_scene_is_worked_out_once_however_many_follow(meeting, monkeypatch):
    whole, worked = module.content_of, []

    def content_of(scene, **how):
        worked.append(scene.title)
        return whole(scene, **how)

    monkeypatch.setattr(module, "content_of", content_of)
    room = [
        threading.Thread(
            target=module.shared_content, args=(meeting, meeting.scene), kwargs={"dark": False}
        )
        for _ in range(8)
    ]
    for one in room:
        one.start()
    for one in room:
        one.join(20)
    assert worked == ["Shown"]
    # A later revision may show it otherwise.
    module.shared_content(replace(meeting, revision=99), meeting.scene, dark=False)
    assert worked == ["Shown"] * 2
