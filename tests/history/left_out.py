"""The slices of published files with one of them left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.sources.gias import academies, trust_groups
from alliance.sources.ofsted import listed_schools

if TYPE_CHECKING:
    from pathlib import Path


SINCE_2019 = (
    academies.PACKED_LISTS,
    trust_groups.PACKED_REGISTERS,
    trust_groups.REGISTER_2026,
    listed_schools.MI_2025,
)
"""The slices without which the newest list is of June 2019, for what is added later."""


def leave_out(published: Path, file: str) -> None:
    """Take a file out of a copy of the slices, and its row out of their catalogue."""
    (published / file).unlink()
    catalogue = published / "SOURCES.csv"
    lines = catalogue.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{file},")]
    catalogue.write_text("".join(kept), "utf-8")
