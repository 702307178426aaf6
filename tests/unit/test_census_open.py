"""The school census of Explore Education Statistics gives pupils and free meals by school."""

from __future__ import annotations

from pathlib import Path

from alliance.sources.files.recognise import Kind, recognise
from alliance.sources.pupils.census_open import open_census
from alliance.sources.tables.inbox import Inbox

# Rows of January 2026 as published, but for the last three, which are invented.
HEADER = (
    "time_period,school_urn,school_name,phase_type_grouping,attendance_pattern,sex,"
    "breakdown_topic,breakdown,pupil_count,pupil_percent"
)
ROWS = """\
202526,100001,City of London School for Girls,Independent school,Total,Total,Total,Total,794,x
202526,100049,Haverstock School,State-funded secondary,Total,Female,Total,Total,384,x
202526,100049,Haverstock School,State-funded secondary,Full-time,Total,Total,Total,878,x
202526,100049,Haverstock School,State-funded secondary,Total,Total,Total,Total,878,x
202526,100049,Haverstock School,State-funded secondary,Total,Total,Free school meal status,\
FSM eligible,642,73.1
202526,100049,Haverstock School,State-funded secondary,Total,Total,Free school meal status,\
FSM eligible - performance table metric,446,72.8
202425,100049,Haverstock School,State-funded secondary,Total,Total,Total,Total,870,x
202526,100091,A school,State-funded special school,Total,Total,Total,Total,0,x
202526,100091,A school,State-funded special school,Total,Total,Free school meal status,\
FSM eligible,c,c
"""


def test_the_census_is_known_and_read(tmp_path: Path) -> None:
    (tmp_path / "school-level-2.0.csv").write_text(f"{HEADER}\n{ROWS}", "utf-8")
    found = recognise(tmp_path / "school-level-2.0.csv")
    assert found.kind is Kind.CENSUS
    table = open_census(Inbox(tmp_path), "school-level-2.0.csv", found.columns)
    rows = table[["urn", "year", "pupils", "percent_fsm"]].fillna(-1).to_numpy().tolist()
    assert rows == [
        [100049, 2025, 870, -1],
        [100049, 2026, 878, 73.1],
        # A roll of 0 is none that is given, and what is suppressed is missing.
        [100091, 2026, -1, -1],
    ]
