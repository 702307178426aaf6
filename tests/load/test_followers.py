"""A room full of followers, each a session of Streamlit's own, sees every scene of the story."""

from __future__ import annotations

import pytest

from alliance.present.story import story
from tests.bench import followers


@pytest.mark.parametrize("room", [4, pytest.param(12, marks=pytest.mark.thorough)])
def test_every_follower_sees_every_scene(monkeypatch, room):
    monkeypatch.setattr(followers, "BETWEEN_S", 0)
    found = followers._measured(room, 2)
    assert len(found["by_move"]) == len(story().scenes)
    assert 0 < found["median_s"] <= found["p95_s"] <= found["slowest_s"]
    # What a change sends is the change: no map and no list of schools travels with it.
    assert found["kb_a_move"] < 40


def test_the_figures_are_laid_out_beside_each_other():
    figures = {"median_s": 0.5, "p95_s": 1.25, "slowest_s": 3.0, "kb_a_move": 12.0}
    found = {
        "followers": 150,
        "processes": 2,
        "limit_s": followers.LIMIT_S,
        **dict.fromkeys(followers.WAYS, figures),
        "holds": {"95th percentile": True},
    }
    table = followers.followers_table(found)
    assert "150 followers" in table
    assert table.count("1.25") == len(followers.WAYS)
    assert "ok    95th percentile" in table
