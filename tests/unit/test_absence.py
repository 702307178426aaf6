"""Absence by school: national rows left out, suppressed values kept as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.sources.pupils.absence import absence
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from pathlib import Path


def test_absence_is_read_with_the_reason_of_what_is_suppressed(tmp_path: Path) -> None:
    (tmp_path / "performance").mkdir()
    (tmp_path / "performance/absence_2019.csv").write_text(
        "LA,ESTAB,URN,PERCTOT,PPERSABS10\n201,3614,100000,2.6,3.4\n202,1,100005,7.1,SUPP\n"
        "NAT,PRI,,4,8.2\n"
    )
    table = absence(Inbox(tmp_path)).set_index("urn")
    assert table["year"].tolist() == [2019, 2019]
    assert table.loc[100000, ["percent_absence", "percent_persistent_absence"]].tolist() == [
        2.6,
        3.4,
    ]
    assert table.isna().loc[100005, "percent_persistent_absence"]
    reason = table.loc[100005, "percent_persistent_absence_reason"]
    assert reason == "suppressed: too few pupils"
