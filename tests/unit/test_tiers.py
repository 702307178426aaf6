"""What ``python -m tests`` leaves out widens what it runs."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from tests.tiers import faults_of, first_of_each, mark_thorough, page_of


class Case:
    """A case of a test, as it is collected."""

    def __init__(self, nodeid: str, *marks: pytest.Mark, **params: int) -> None:
        self.nodeid, self.marks = nodeid, {mark.name: mark for mark in marks}
        self.callspec = SimpleNamespace(params=params)

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)

    def add_marker(self, name: str) -> None:
        self.marks[name] = getattr(pytest.mark, name).mark


def cases(*marks: pytest.Mark) -> list[Case]:
    """Return the twelve cases of a test with two parameters."""
    return [
        Case(f"a.py::test_both[{level}-{chart}]", *marks, level=level, chart=chart)
        for level, chart in product(range(4), range(3))
    ]


def quick(items: list[Case]) -> list[Case]:
    return [item for item in items if "thorough" not in item.marks]


def test_the_first_cases_are_quick_where_a_test_says_how_many() -> None:
    items = cases(pytest.mark.quick_cases(2).mark)
    mark_thorough(items)
    assert quick(items) == items[:2]
    assert faults_of(items) == []


def test_quick_cases_have_every_value_of_every_parameter() -> None:
    items = cases(pytest.mark.quick_cases.mark)
    mark_thorough(items)
    assert len(quick(items)) == 4
    for name, number in {"level": 4, "chart": 3}.items():
        assert {item.callspec.params[name] for item in quick(items)} == set(range(number))


def test_a_test_that_says_nothing_is_quick() -> None:
    items = cases()
    mark_thorough(items)
    assert quick(items) == items


def test_the_first_address_of_each_page_is_quick() -> None:
    found = first_of_each([("/a?x=1", 1280), ("/a", 390), ("/b", 1280)], page_of)
    assert [one.values for one in found if not one.marks] == [("/a?x=1", 1280), ("/b", 1280)]


def test_a_thorough_test_names_a_quick_one_and_no_file_is_without() -> None:
    alone = Case("a.py::test_wide", pytest.mark.thorough.mark)
    assert faults_of([alone]) == [
        "a.py has no quick test.",
        "a.py::test_wide is thorough alone: no quick test holds its rule.",
    ]
    assert len(faults_of([alone, Case("a.py::test_rule")])) == 1
    held = Case("a.py::test_wide", pytest.mark.thorough(held_by="test_rule").mark)
    assert len(faults_of([held, Case("b.py::test_rule")])) == 2
    assert faults_of([held, Case("a.py::test_rule")]) == []
