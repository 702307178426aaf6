"""The slices of published files with one of them left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def leave_out(published: Path, file: str) -> None:
    """Take a file out of a copy of the slices, and its row out of their catalogue."""
    (published / file).unlink()
    catalogue = published / "SOURCES.csv"
    lines = catalogue.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{file},")]
    catalogue.write_text("".join(kept), "utf-8")
