"""The department's measures of trusts, as each release spells them, and whose they are."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from alliance.history.compile.measures.measure_owners import trust_measures as of_trusts
from alliance.sources.exams.trust_performance import trust_measures
from alliance.sources.tables.inbox import Inbox

PUBLISHED = Path(__file__).parent.parent / "published"
OUTWOOD, DELTA = 4119, 4474


@pytest.fixture(scope="module")
def read() -> pd.DataFrame:
    """The measures in the slices of the releases."""
    return trust_measures(Inbox(PUBLISHED))


def test_every_release_is_read_with_its_limits(read: pd.DataFrame) -> None:
    headline = read[(read["pupil_group"] == "all") & read["lower"].notna()]
    assert sorted(set(zip(headline["stage"], headline["year"], strict=True))) == [
        ("Key stage 2", 2017),
        ("Key stage 2", 2018),
        ("Key stage 2", 2019),
        ("Key stage 4", 2017),
        ("Key stage 4", 2018),
        ("Key stage 4", 2019),
        ("Key stage 4", 2022),
        ("Key stage 4", 2023),
    ]
    assert (headline["lower"] <= headline["value"]).all()
    assert (headline["value"] <= headline["upper"]).all()


def test_a_value_stands_as_the_release_has_it(read: pd.DataFrame) -> None:
    row = read[
        (read["uid"] == OUTWOOD)
        & (read["year"] == 2019)
        & (read["measure"] == "progress_8")
        & (read["pupil_group"] == "all")
    ].iloc[0]
    stated = row[["value", "lower", "upper", "schools", "pupils", "band"]].tolist()
    assert stated == [0.16, 0.1, 0.21, 14, 2398, "Above average"]


def test_a_suppressed_value_keeps_its_reason(tmp_path: Path) -> None:
    (tmp_path / "performance").mkdir()
    for stage in ("ks2", "ks4"):
        file = f"performance/{stage}_mats_2018.csv"
        text = (PUBLISHED / file).read_text("utf-8-sig")
        (tmp_path / file).write_text(text.replace(',2,"', ',SUPPM,"').replace(",0.16,", ",SUPPM,"))
    table = trust_measures(Inbox(tmp_path))
    assert set(table["reason"]) == {"", "suppressed: too few pupils"}
    assert (table["value"].isna() == (table["reason"] != "")).all()


def sponsored(urns: str) -> pd.DataFrame:
    """Give a sponsor's one measure, resting on the schools named."""
    row = {"uid": 2184, "group_type": "School sponsor", "stage": "Key stage 2", "year": 2017}
    return pd.DataFrame([{**row, "measure": "maths_progress", "pupil_group": "all", "urns": urns}])


@pytest.mark.parametrize(("urns", "trusts"), [("1;2;3", [DELTA]), ("1;2;3;4", []), ("1;2;9", [])])
def test_a_sponsors_measures_are_a_trusts_where_it_held_the_schools(
    urns: str, trusts: list[int]
) -> None:
    memberships = pd.DataFrame(
        {
            "urn": [1, 2, 3, 4],
            "trust_uid": [DELTA, DELTA, DELTA, OUTWOOD],
            "joined": pd.Timestamp(2014, 9, 1),
            "left": [pd.NaT, pd.NaT, pd.Timestamp(2018, 4, 1), pd.NaT],
        }
    )
    given = SimpleNamespace(trust_measures=sponsored(urns))
    assert of_trusts(given, memberships)["trust_uid"].tolist() == trusts  # type: ignore[arg-type]
