"""What may be spent on what one person hands in at a time."""

from __future__ import annotations

from typing import NamedTuple

MOST_RATIO = 100
"""Tables pack to a tenth, at the very best to a fiftieth; a bomb packs to a thousandth."""
RATIO_FROM_BYTES = 5_000_000
"""What unpacks to less is let be: there is nothing to fear of it."""


class Budget(NamedTuple):
    """What reading may cost.

    Parameters
    ----------
    files
        Files in one archive.
    unpacked_bytes, each_bytes
        What all of it, and one file of it, unpacks to.
    rows, cells
        Of the tables in a workbook.
    depth
        Of what lies within what lies within, in XML and JSON.
    seconds
        Of the processor's time.
    memory_bytes
        Beyond what the reader itself takes.
    """

    files: int
    unpacked_bytes: int
    each_bytes: int
    rows: int
    cells: int
    depth: int
    seconds: int
    memory_bytes: int


SHEET = Budget(
    files=200,
    unpacked_bytes=60_000_000,
    each_bytes=60_000_000,
    rows=1_048_576,  # as many as Excel has: it numbers rows that are empty but for their looks
    cells=500_000,
    depth=50,
    seconds=10,
    memory_bytes=150_000_000,
)
"""A list of some thousand rows, as CSV or workbook."""

PICTURE = Budget(
    files=1,
    unpacked_bytes=10_000_000,
    each_bytes=10_000_000,
    rows=0,
    cells=0,
    depth=0,
    seconds=10,
    memory_bytes=800_000_000,  # fifty million pixels of four bytes, turned upright beside itself
)
"""A picture for a scene."""

PUBLISHED = Budget(
    files=40,
    # The full extract of GIAS is about 60 MB unpacked; a year of results with its guides some 200.
    unpacked_bytes=1_000_000_000,
    each_bytes=400_000_000,
    rows=1_048_576,
    cells=30_000_000,
    depth=50,
    # The history is built anew with what was read, beside the one that stands.
    seconds=900,
    memory_bytes=4_000_000_000,
)
"""Published files for the history, and the history that is made with them."""


def in_megabytes(size: int) -> str:
    """Return a number of bytes as 12.3 MB."""
    return f"{size / 1e6:,.1f} MB"
