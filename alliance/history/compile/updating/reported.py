"""All that an update does, or would do, as one table: nothing of it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alliance.history.compile.updating.changed import Changed
    from alliance.history.compile.updating.update import Update

COLUMNS = [
    "what", "number", "name", "trust_before", "trust_after", "day",
    "file", "row", "column", "before", "after", "found", "expected",
]  # fmt: skip
REFUSED = "value refused"
FACTS = ["name", "trust_before", "trust_after", "column", "before", "after"]


def reported(done: Update) -> pd.DataFrame:
    """Return a row for each file, new fact, changed value, unknown column and refused value.

    Columns: what (in the words of the preview), number (URN, UID or code), name, trust_before,
    trust_after and day of a fact (of results the year of the exams); column, before and after of a
    value told otherwise than before; file, row, column, found and expected of what was read and
    refused. All are text, blank where they do not apply.
    """
    parts = [*_files(done), *(_facts(done.changed) if done.changed else [])]
    if len(done.faults):
        parts.append(done.faults.assign(what=REFUSED))
    if not parts:
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    table = pd.concat([part.astype("object") for part in parts], ignore_index=True)
    return table.reindex(columns=COLUMNS).astype("object").fillna("").astype("str")


def _files(done: Update) -> Iterator[pd.DataFrame]:
    yield pd.DataFrame(
        [("file the history holds already", name, "") for name in done.already]
        + [("file left aside", name, why) for name, why in done.reasons.items()],
        columns=["what", "file", "found"],
    )
    for one in done.taken:
        found = f"{one.content}; {one.rows_read:,} rows, {one.rows_refused:,} refused"
        yield pd.DataFrame(
            [("file read", one.day or "", found)], columns=["what", "day", "found"]
        ).assign(file=one.file)
        if one.note:
            yield pd.DataFrame({"what": ["note"], "file": one.file, "found": one.note})
        yield pd.DataFrame({"what": "column not known", "column": one.unknown_columns}).assign(
            file=one.file
        )


def _facts(changed: Changed) -> Iterator[pd.DataFrame]:
    for what, new in changed.kinds().items():
        table = new.table.reindex(columns=FACTS)
        table = table.assign(what=what, number=new.table[new.number])
        if new.day:
            day = new.table[new.day]
            table["day"] = day.dt.strftime("%Y-%m-%d") if day.dtype.kind == "M" else day
        yield table
