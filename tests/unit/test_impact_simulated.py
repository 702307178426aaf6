"""The estimator on invented schools; 500 runs of each: ``python -m tests.bench --impact``."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bench.invented_schools import Invented, invented_history

RUNS = 24


@pytest.fixture(scope="module")
def at_random() -> list[Invented]:
    return [invented_history(seed, 3.0, at_their_worst=False) for seed in range(RUNS)]


@pytest.fixture(scope="module")
def at_their_worst() -> list[Invented]:
    return [invented_history(seed, 0.0, at_their_worst=True) for seed in range(RUNS)]


def test_a_planted_effect_is_recovered(at_random: list[Invented]) -> None:
    found = np.array([run.estimate.value for run in at_random])
    assert abs(found.mean() - 3) < 3 * found.std() / np.sqrt(RUNS)
    covered = [run.estimate.lower <= 3 <= run.estimate.upper for run in at_random]
    # At 95% fewer than 20 of 24 come up once in 500 times.
    assert sum(covered) >= 20


def test_schools_at_their_worst_seem_to_gain_and_are_found_to_gain_nothing(
    at_their_worst: list[Invented],
) -> None:
    naive = [run.naive for run in at_their_worst]
    assert min(naive) > 5
    found = np.array([run.estimate.value for run in at_their_worst])
    assert abs(found.mean()) < 3 * found.std() / np.sqrt(RUNS)
    alarms = [run.estimate.p < 0.05 for run in at_their_worst]
    assert sum(alarms) <= 4


def test_years_before_the_day_show_nothing(at_random: list[Invented]) -> None:
    before = [run.fit.table[run.fit.table["since"] < -1] for run in at_random]
    inside = [(table["lower"] <= 0) & (table["upper"] >= 0) for table in before]
    assert np.concatenate(inside).mean() > 0.85


def test_the_same_seed_gives_the_same_schools() -> None:
    one, two = (invented_history(7, 1.0, at_their_worst=True) for _ in range(2))
    assert one.estimate == two.estimate
