"""Each part of the filter, whatever parts there are, is written, read, narrowed by and named."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from alliance.analysis.filter_codec import (
    DAY,
    as_spelled,
    called,
    filter_named,
    in_words,
    options,
    read_filter,
    written,
)
from alliance.analysis.filters import (
    PARTS,
    Filter,
    Part,
    everywhere,
    held_by_schools,
    in_use,
    lasting,
    narrow,
    without,
)
from alliance.cli.commands import app
from alliance.current.filter_options import offered, option_rows
from alliance.current.state import current_history, state_on
from alliance.errors import UnknownName
from alliance.exports import filter_in_words
from alliance.maps.style import PLACED
from alliance.views.scope import left_aside, scope_in_words
from alliance.web.filter_lists import lists_address
from alliance.web.layer_answers import layer_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

# There were commissioners, and grades.
ON = dt.date(2018, 10, 1)
each_part = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)


def filters() -> st.SearchStrategy[Filter]:
    """Filters that hold any options of any parts."""

    def held(draw: Callable[..., object]) -> Filter:
        parts = {}
        for part in PARTS:
            known = list(options(current_history(), part).values())
            chosen = draw(st.lists(st.sampled_from(known), max_size=3))
            parts[part.field] = tuple(dict.fromkeys(one for values in chosen for one in values))
        return Filter(ON, **parts)

    return st.composite(held)()


def alone(part: Part, name: str) -> Filter:
    return Filter(ON, **{part.field: options(current_history(), part)[name]})


def common(part: Part) -> str:
    """The option of a part that most schools have."""
    return max(option_rows(part, Filter(ON)), key=lambda row: row[1])[0]


@given(filters())
def test_a_filter_is_read_back_from_every_address_that_says_it(chosen: Filter) -> None:
    history = current_history()
    assert filter_named(history, ON, written(chosen)) == chosen
    assert filter_named(history, ON, in_words(history, chosen)) == chosen
    assert filter_named(history, ON, parse_qs(urlsplit(lists_address(chosen)).query)) == chosen
    assert as_spelled(history, chosen) == chosen


@given(filters())
def test_an_address_is_written_again_as_it_was_read(chosen: Filter) -> None:
    history, query = current_history(), written(chosen)
    assert written(filter_named(history, ON, query)) == query
    assert query.pop(DAY) == ["2018-10-01"]
    assert set(query) == {part.key for part in in_use(chosen)}


@given(filters(), st.dictionaries(st.sampled_from(PARTS), st.just("Nárnia"), min_size=1))
def test_every_value_that_means_nothing_is_told_and_the_rest_is_read(
    chosen: Filter, wrong: dict[Part, str]
) -> None:
    history, query = current_history(), written(chosen)
    for part, value in wrong.items():
        query[part.key] = [*query.get(part.key, ()), value, ""]
    found, faults = read_filter(history, ON, query)
    assert found == chosen
    assert set(faults) == set(wrong.items())
    with pytest.raises(UnknownName) as told:
        filter_named(history, ON, query)
    assert str(told.value).count("Nárnia") == len(wrong)


@each_part
def test_each_part_is_offered_with_the_number_of_schools_that_it_leaves(part: Part) -> None:
    rows = option_rows(part, Filter(ON))
    assert [name for name, *_ in rows] == list(offered(part, ON))
    for name, number, *_ in sorted(rows, key=lambda row: row[1])[-3:]:
        found = narrow(state_on(ON), alone(part, name))
        assert 0 < len(found) == number < len(state_on(ON))
    assert set(part.first) <= {name for name, *_ in rows}


@each_part
def test_each_part_narrows_to_the_schools_that_have_it_and_can_be_taken_off(part: Part) -> None:
    chosen = alone(part, common(part))
    held = held_by_schools(state_on(ON), part)
    kept = held_by_schools(narrow(state_on(ON), chosen), part)
    assert len(narrow(state_on(ON), without(chosen, part))) == len(held)
    assert kept.nunique() <= max(len(in_use(chosen)[part]), 3)  # the alliance region is three


@each_part
def test_each_part_is_called_as_it_was_chosen(part: Part) -> None:
    name = common(part)
    assert called(current_history(), alone(part, name), part) == [name]


@each_part
def test_each_part_is_named_in_the_scope_or_said_to_be_left_aside(part: Part) -> None:
    name = common(part)
    chosen = alone(part, name)
    said = scope_in_words(chosen)
    named = "the alliance region" if name in part.first else name
    assert (named in said) is (part.of in ("place", "school", "list") or part.kind == "trust")
    assert (part.noun in left_aside(chosen)) is (named not in said)
    assert ("England" in said) is (part.of != "place")
    assert filter_in_words(current_history(), chosen) != filter_in_words(
        current_history(), Filter(ON)
    )


@each_part
def test_each_part_holds_for_all_days_or_beside_england_by_what_it_tells(part: Part) -> None:
    chosen = alone(part, common(part))
    assert (lasting(chosen) == chosen) is (part.of in ("place", "school", "list"))
    assert (everywhere(chosen) == chosen) is (part.of in ("school", "inspection"))


@each_part
def test_each_part_is_fetched_by_the_map_or_hidden_by_the_browser(part: Part) -> None:
    assert (part.key in PLACED) is (part.key not in ("phase", "grade"))


@each_part
def test_each_part_is_an_option_of_the_command_line_in_whatever_case(
    part: Part, history: History
) -> None:
    chosen = alone(part, common(part))
    option = "--" + part.noun.strip("“”").lower().replace(" ", "-")
    word = () if part.kind == "switch" else (common(part).upper(),)
    told = CliRunner().invoke(app, ["as-at", ON.isoformat(), option, *word])
    assert told.exit_code == 0, told.output
    assert len(told.stdout.splitlines()) == 1 + len(narrow(state_on(ON), chosen))


@pytest.mark.parametrize("text", ["4474", "UID 4474", "04474", "company 07386086", "7386086"])
def test_a_trust_is_named_by_its_numbers_in_every_spelling(text: str) -> None:
    history = current_history()
    assert filter_named(history, ON, {"trust": [text]}).trusts == (4474,)
    with pytest.raises(UnknownName, match="looks like a UKPRN, which no school of the records has"):
        filter_named(history, ON, {"trust": ["10012345"]})


@pytest.mark.parametrize("many", [3, 700])
def test_a_list_of_schools_narrows_the_layer_of_the_map(
    many: int,
) -> None:
    history, state = current_history(), state_on(ON)
    chosen = Filter(ON, schools=tuple(state["urn"].iloc[::7].head(many).tolist()))
    query = written(chosen)
    assert len(query["urns"]) == 1
    assert len(query["urns"][0]) < 2_000
    asked = {"colour": ["Grade"], "theme": ["light"], **query}
    layer = layer_bytes(
        history.version, "schools", tuple((key, one) for key in asked for one in asked[key])
    )
    shown = orjson.loads(gzip.decompress(layer))
    placed = state[state["urn"].isin(chosen.schools) & state["lon"].notna()]
    assert sorted(shown["urn"]) == placed["urn"].tolist()


def test_a_number_that_is_no_schools_is_told_with_the_others() -> None:
    with pytest.raises(UnknownName, match=r"a URN of these: 999999 and 'abc'"):
        filter_named(current_history(), ON, {"urns": ["100000.999999", "abc", "201/3614"]})
    found = filter_named(current_history(), ON, {"urns": ["URN 136633", "201/3614"]})
    assert found.schools == (136633, 100000)
