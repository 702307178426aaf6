import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.text.urn_lists import MOST, MOST_PLAIN, spelled, urns_in

URNS = st.lists(st.integers(10_000, 9_999_999), unique=True, min_size=1, max_size=400)


@given(URNS)
def test_a_list_is_read_back_from_its_text(urns: list[int]) -> None:
    found = urns_in(spelled(urns))
    assert found == (urns if len(urns) <= MOST_PLAIN else sorted(urns))


def test_a_thousand_schools_fit_in_an_address() -> None:
    assert len(spelled(range(100_000, 140_000, 40))) < 2_000
    assert len(urns_in(spelled(range(100_000, 100_000 + MOST))) or ()) == MOST


@given(st.text(max_size=60))
def test_any_text_is_a_list_or_none(text: str) -> None:
    for given_text in (text, f"~{text}"):
        assert urns_in(given_text) is None or len(urns_in(given_text) or ()) > 0


@pytest.mark.parametrize("text", ["", "~", "~AAAA", "~eJwDAAAAAAE", "1234567890", "1.x", "١٢٣٤٥٦"])
def test_what_is_no_list_is_none(text: str) -> None:
    assert urns_in(text) is None
