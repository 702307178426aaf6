"""Who looks back goes among the scenes that were shown, and finds the way to the presenter's."""

from types import SimpleNamespace

import pytest

from alliance.ui.follow.looking_back import FOLLOWS, place_looked_at, ways_to_look


def meeting(position, *shown, state="running", blank=False):
    scenes = [SimpleNamespace(id=name) for name in "abcde"]
    return SimpleNamespace(
        presentation=SimpleNamespace(scenes=scenes),
        shown=shown,
        position=position,
        state=state,
        blank=blank,
    )


def test_while_one_scene_was_shown_there_is_nowhere_to_go():
    assert ways_to_look(meeting(0, "a"), 0) == {}


@pytest.mark.parametrize(
    ("at", "earlier", "later"), [(0, None, 2), (2, 0, 4), (4, 2, None)], ids=["first", "", "last"]
)
def test_scenes_that_were_left_out_are_passed_over(at, earlier, later):
    ways = ways_to_look(meeting(4, "a", "c", "e"), at)
    assert ways == {"earlier": earlier, "later": later, "presented": 4}


@pytest.mark.parametrize("now", [{"state": "closed"}, {"state": "waiting"}, {"blank": True}])
def test_while_no_scene_is_on_the_screen_there_is_nowhere_to_go(now):
    assert ways_to_look(meeting(4, "a", "c", "e", **now), 4) == {}


@pytest.mark.parametrize(("looks_back", "seen"), [(FOLLOWS, 4), (0, 0), (1, 4), (99, 4)])
def test_what_was_not_shown_is_never_seen(looks_back, seen):
    assert place_looked_at(meeting(4, "a", "c", "e"), looks_back) == seen
