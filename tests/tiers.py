"""Which tests are quick, and which are thorough: those that widen what a quick one holds.

``python -m tests`` leaves the thorough ones out. A test says which of its cases are quick, or that
another test of its file holds what it widens; every file keeps quick tests.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from _pytest.mark import ParameterSet

THOROUGH = "thorough"
QUICK_CASES = "quick_cases"
MARKERS = {
    f"{THOROUGH}(held_by=None)": "widens what a quick test of the same file, named here, holds.",
    f"{QUICK_CASES}(number=None)": (
        "the first cases are quick, the others thorough; without a number, as few as have every "
        "value of every parameter once."
    ),
}


def first_of_each(
    cases: Iterable[tuple[object, ...]], kind: Callable[..., object]
) -> list[ParameterSet]:
    """Return the cases of a test, thorough but for the first of each kind."""
    seen: set[object] = set()
    params = []
    for case in cases:
        marks = [pytest.mark.thorough] if kind(*case) in seen else []
        seen.add(kind(*case))
        params.append(pytest.param(*case, marks=marks))
    return params


def page_of(path: str, *_others: object) -> str:
    """Return the page that an address with its query opens."""
    return urlsplit(path).path


def mark_thorough(items: Iterable[pytest.Item]) -> None:
    """Mark what is beyond the quick cases of each test as thorough."""
    for cases in _by_test(items).values():
        if said := cases[0].get_closest_marker(QUICK_CASES):
            quick = _every_value_once(cases) if not said.args else cases[: said.args[0]]
            for case in cases:
                if case not in quick:
                    case.add_marker(THOROUGH)


def faults_of(items: Iterable[pytest.Item]) -> list[str]:
    """Name files without a quick test, and thorough tests whose rule no quick one holds."""
    tests = _by_test(items)
    quick = {test for test, cases in tests.items() if not all(map(_is_thorough, cases))}
    files = {file for file, _ in tests} - {file for file, _ in quick}
    faults = [f"{file} has no quick test." for file in sorted(files)]
    for (file, test), cases in tests.items():
        said = cases[0].get_closest_marker(THOROUGH)
        if (file, test) not in quick and (file, said.kwargs.get("held_by")) not in quick:
            faults.append(f"{file}::{test} is thorough alone: no quick test holds its rule.")
    return faults


def _is_thorough(item: pytest.Item) -> bool:
    return item.get_closest_marker(THOROUGH) is not None


def _by_test(items: Iterable[pytest.Item]) -> dict[tuple[str, str], list[pytest.Item]]:
    tests = defaultdict(list)
    for item in items:
        file, _, name = item.nodeid.partition("::")
        tests[file, name.partition("[")[0]].append(item)
    return tests


def _every_value_once(cases: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Choose cases until every value of every parameter is in one, those with most new first."""
    values = [
        {(name, repr(value)) for name, value in case.callspec.params.items()} for case in cases
    ]
    unseen, chosen = set().union(*values), []
    while unseen:
        most = max(range(len(cases)), key=lambda number: len(values[number] & unseen))
        unseen -= values[most]
        chosen.append(cases[most])
    return chosen
