"""The street map of the settings, and what a browser may load because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from alliance.maps.street_map import street_map
from alliance.maps.takeaway.takeaway_map import streets_underneath
from alliance.maps.way_finding import ground_address, way_finding
from alliance.settings import Settings, settings
from alliance.web.headers import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

TILES = "https://tiles.example.org:8443/{z}/{x}/{y}.png"


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ALLIANCE_STREET_MAP", TILES)
    monkeypatch.setenv("ALLIANCE_STREET_MAP_CREDIT", "© Example & <sons>")
    monkeypatch.setenv("ALLIANCE_STREET_MAP_OPACITY", "0.4")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_without_the_setting_no_other_host_may_be_asked() -> None:
    assert street_map() is None
    assert "http" not in policy()
    assert "streets" not in way_finding("light")
    assert "openstreetmap" in streets_underneath().host


@pytest.mark.usefixtures("chosen")
def test_the_setting_widens_the_policy_for_its_host_only() -> None:
    parts = dict(part.strip().split(" ", 1) for part in policy().split(";"))
    widened = {name for name, told in parts.items() if "https://tiles.example.org:8443" in told}
    assert widened == {"img-src", "connect-src"}
    assert policy().count("http") == 2


@pytest.mark.usefixtures("chosen")
def test_streets_take_the_place_of_the_ground_with_their_credit() -> None:
    told = way_finding("dark")
    assert told["streets"]["tiles"] == TILES
    assert told["streets"]["veiled"] == 0.6
    assert told["layers"] == []
    assert told["credit"].endswith("© Example &amp; &lt;sons&gt;")
    assert streets_underneath().address == TILES


def test_another_street_map_is_another_ground(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    plain = ground_address("light")
    request.getfixturevalue("chosen")
    assert ground_address("light") != plain


@pytest.mark.parametrize(
    ("address", "credit", "why"),
    [
        (TILES, "", "without ALLIANCE_STREET_MAP_CREDIT"),
        ("tiles/{z}/{x}/{y}.png", "©", "expected an address"),
        ("https://one.example.org; script-src *", "©", "expected an address"),
        ("javascript:alert(1)", "©", "expected an address"),
    ],
)
def test_a_street_map_that_cannot_be_is_refused_in_words(
    address: str, credit: str, why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        Settings(street_map=address, street_map_credit=credit)
