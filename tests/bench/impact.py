"""How the estimator of what followed does on invented schools, and how long a question takes."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from alliance.analysis.impact.answer import answer
from alliance.analysis.impact.question import Question
from alliance.current.state import current_history
from tests.bench.invented_schools import invented_history

PLANTED = 3.0
SCENARIOS = {
    "planted": (PLANTED, False),
    "none planted": (0.0, False),
    "none planted, at their worst": (0.0, True),
}
COVER_FROM, COVER_TO = 0.92, 0.97
MOST_FALSE_ALARMS = 0.07
MOST_S = 10.0
LARGEST = ("ks2_expected", "good", "pupils")
"""Outcomes of the largest questions, of every school that joined any trust."""


def measure_impact(runs: int) -> dict[str, Any]:
    """Estimate each scenario ``runs`` times, and answer the largest questions once.

    Returns
    -------
    dict
        By scenario: mean of the estimates, covered (the share of 95% intervals that hold what was
        planted), alarms (the share that leave out none), naive (the mean before-and-after);
        ``largest_question_s`` (processor seconds); ``holds``.

    """
    found: dict[str, Any] = {"runs": runs}
    for name, (effect, worst) in SCENARIOS.items():
        tries = [invented_history(seed, effect, at_their_worst=worst) for seed in range(runs)]
        estimates = [one.estimate for one in tries]
        found[name] = {
            "mean": float(np.mean([one.value for one in estimates])),
            "covered": float(np.mean([one.lower <= effect <= one.upper for one in estimates])),
            "alarms": float(np.mean([one.p < 0.05 for one in estimates])),
            "naive": float(np.mean([one.naive for one in tries])),
        }
    spent = []
    for outcome in LARGEST:
        began = time.process_time()
        answer(current_history(), Question("joined", outcome))
        spent.append(time.process_time() - began)
    found["largest_question_s"] = max(spent)
    none = [name for name in SCENARIOS if name != "planted"]
    found["holds"] = {
        "coverage": all(COVER_FROM <= found[name]["covered"] <= COVER_TO for name in SCENARIOS),
        "false alarms": all(found[name]["alarms"] < MOST_FALSE_ALARMS for name in none),
        "speed": found["largest_question_s"] < MOST_S,
    }
    return found


def impact_table(found: dict[str, Any]) -> str:
    """Return the figures in words."""
    lines = [
        f"{name}: mean {one['mean']:.2f}, intervals that cover it {one['covered']:.1%}, "
        f"alarms {one['alarms']:.1%}, before and after {one['naive']:.2f}"
        for name, one in found.items()
        if isinstance(one, dict) and "covered" in one
    ]
    return "\n".join([*lines, f"largest question: {found['largest_question_s']:.1f} s"])
