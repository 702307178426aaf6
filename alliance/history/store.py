"""The history on disk: one Parquet file a table, and a manifest that says what is there."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from alliance import clock
from alliance.errors import HistoryError
from alliance.history.as_at import Timeline
from alliance.history.continuing import carried, continued, pasts
from alliance.history.schema import FORMAT, TABLES
from alliance.history.shapes import read_shapes
from alliance.history.table_layout import NAMED, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

# Arrow's own pools keep what was freed, a tenth of what an update needs at its peak.
pa.set_memory_pool(pa.system_memory_pool())

MANIFEST = "manifest.json"
GEOMETRY = "areas"
NAMES_OF_FILES = {
    "inspections": "source",
    "report_cards": "source",
    "ungraded_inspections": "source",
    "counted_lists": "source",
    "sources": "file",
    "refusals": "file",
}
REMEDY = (
    "Get data/history back with `git checkout -- data/history`, or compile it again with "
    "`python -m alliance compile --from FOLDER --to data/history`; where an update was cut short, "
    "`python -m alliance rollback` returns to the history before."
)


@dataclass(frozen=True, eq=False)
class History:
    """The compiled history: tidy tables of facts with the dates between which they held.

    The tables and their columns are listed in ``alliance.history.schema.TABLES``.

    Attributes
    ----------
    version
        Short name of the content, the same for the same facts, whatever their files were called.
    first_day, last_day
        The days that can be asked for.
    complete_from, complete_to
        The first and last list of academies and their trusts; days outside are partial.
    gaps
        Times between lists, first and last day, in which academies moved without a known day.
    grades_to
        The last day for which overall grades are known.
    judgements_to
        The last day for which graded inspections without a report card are known.
    report_cards_to
        The last day for which report cards are known.
    default_day
        The last complete day.
    lists
        The dates of the dated lists.
    written
        When it was written on this machine, by its clock.
    """

    version: str
    first_day: dt.date
    complete_from: dt.date
    default_day: dt.date
    complete_to: dt.date
    grades_to: dt.date
    judgements_to: dt.date
    report_cards_to: dt.date
    last_day: dt.date
    lists: tuple[dt.date, ...]
    gaps: tuple[tuple[dt.date, dt.date], ...]
    schools: pd.DataFrame
    school_authorities: pd.DataFrame
    links: pd.DataFrame
    trusts: pd.DataFrame
    trust_names: pd.DataFrame
    memberships: pd.DataFrame
    sponsorships: pd.DataFrame
    inspections: pd.DataFrame
    report_cards: pd.DataFrame
    ungraded_inspections: pd.DataFrame
    counted_lists: pd.DataFrame
    grades: pd.DataFrame
    rolls: pd.DataFrame
    absence: pd.DataFrame
    results_ks2: pd.DataFrame
    results_ks4: pd.DataFrame
    results_areas: pd.DataFrame
    trust_measures: pd.DataFrame
    deprivation: pd.DataFrame
    school_deprivation: pd.DataFrame
    teaching_school_hubs: pd.DataFrame
    areas: gpd.GeoDataFrame
    area_districts: pd.DataFrame
    alliance: pd.DataFrame
    sources: pd.DataFrame
    refusals: pd.DataFrame
    folder: Path | None = field(default=None, repr=False)
    written: dt.datetime | None = None

    @cached_property
    def timeline(self) -> Timeline:
        """The tables laid out so that any day is answered in milliseconds."""
        return Timeline.of(self)

    @cached_property
    def pasts(self) -> pd.DataFrame:
        """Whose past is whose own: urn, past_urn, generation.

        See :func:`alliance.history.continuing.pasts`.
        """
        schools = self.schools.set_index("urn")
        return pasts(continued(self.links, schools["opened"], schools["closed"]))

    def carried(self, inspections: pd.DataFrame) -> pd.DataFrame:
        """Return inspections for each school that carries them, inherited or its own.

        See :func:`alliance.history.continuing.carried`.
        """
        return carried(inspections, self.pasts, self.schools.set_index("urn")["opened"])

    @property
    def in_words(self) -> str:
        """Tell this history from another: its last day, and when it was written on this machine."""
        written = f", written here on {self.written:%-d %B %Y at %H:%M}" if self.written else ""
        return f"history {self.version}, to {self.last_day:%-d %B %Y}{written}"

    def in_gap(self, day: dt.date) -> bool:
        """Say whether academies may have moved by ``day`` whose move is known only later."""
        return any(first <= day <= last for first, last in self.gaps)


def fill(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    days: Mapping[str, str],
    lists: list[str],
    gaps: list[tuple[str, str]],
) -> None:
    """Write the tables into ``folder``, and the manifest that says what is there."""
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    files = {
        name: {
            "rows": len(table),
            "sha256": _checksum(folder, name),
        }
        for name, table in sorted(tables.items())
    }
    manifest = {"format": FORMAT, "days": dict(days), "lists": lists, "gaps": gaps, "tables": files}
    # Of the tables as they are read again, so that whoever opens them comes to the same name.
    digests = {
        name: _nameless_digest(_table(folder, name), column)
        for name, column in NAMES_OF_FILES.items()
        if name in tables
    }
    manifest["name"] = _name(manifest, digests)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _name(manifest: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    """Name a history by what it holds, whatever the files were called that it was read from.

    ``digests`` stand in for the checksums of the tables that name files.
    """
    contents = {
        name: {**of, "sha256": digests.get(name, of["sha256"])}
        for name, of in manifest["tables"].items()
    }
    own = {key: value for key, value in manifest.items() if key != "name"}
    return _short({**own, "tables": contents})


def _nameless_digest(table: pd.DataFrame, column: str) -> str:
    """Return a checksum of a table's rows in any order, without the column that names files."""
    rows = pd.util.hash_pandas_object(table.drop(columns=column), index=False)
    return hashlib.sha256(np.sort(rows.to_numpy()).tobytes()).hexdigest()


def _short(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:12]


def open_history(folder: Path) -> History:
    """Open the compiled history in ``folder``.

    Raises
    ------
    HistoryError
        It is missing, of another layout, or a file is missing, damaged or not as it was written;
        all faults at once, with what to run.
    """
    manifest = _manifest(folder)
    tables: dict[str, pd.DataFrame] = {}
    digests: dict[str, str] = {}
    faults = []
    for name, table in TABLES.items():
        if table.is_new and name not in manifest["tables"]:
            tables[name] = table.without_rows()
            continue
        try:
            found = _as_written(folder, name, manifest)
            if name in NAMES_OF_FILES:
                digests[name] = _nameless_digest(found, NAMES_OF_FILES[name])
            tables[name] = _completed(found, table, name)
        except FileNotFoundError:
            faults.append(f"{name}.parquet is missing")
        except HistoryError as fault:
            faults.append(str(fault))
        except Exception as fault:  # a damaged file fails in as many ways as there are bytes
            faults.append(f"{name}.parquet is damaged ({type(fault).__name__})")
    if not faults and manifest.get("name", "") not in ("", _name(manifest, digests)):
        faults.append(f"{MANIFEST} is not as it was written (its name is of other contents)")
    if faults:
        raise HistoryError(f"The history in {folder} is damaged: {'; '.join(faults)}. {REMEDY}")
    tables["school_authorities"] = _authorities(tables)
    days = {name: dt.date.fromisoformat(day) for name, day in manifest["days"].items()}
    lists = tuple(dt.date.fromisoformat(day) for day in manifest["lists"])
    gaps = tuple(
        (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        for first, last in manifest["gaps"]
    )
    version = manifest.get("name") or _short(manifest)
    seconds = (folder / MANIFEST).stat().st_mtime
    written = clock.in_london(dt.datetime.fromtimestamp(seconds, tz=dt.UTC))
    named = {"version": version, "lists": lists, "gaps": gaps, "folder": folder, "written": written}
    return History(**named, **days, **tables)  # type: ignore[arg-type]


def see_files(folder: Path) -> None:
    """See that the files of a history are there and as they were written, without reading them.

    Raises
    ------
    HistoryError
        They are not.
    """
    faults = []
    for name, said in _manifest(folder)["tables"].items():
        try:
            same = _checksum(folder, name) == said["sha256"]
        except OSError:
            same = False
        faults += [] if same else [f"{name}.parquet"]
    if faults:
        raise HistoryError(
            f"The history in {folder} is damaged: {', '.join(faults)} missing or not as written. "
            f"{REMEDY}"
        )


def _as_written(folder: Path, name: str, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Read a table, its bytes and rows as the manifest says; raises HistoryError."""
    said = manifest["tables"][name]
    if _checksum(folder, name) != said["sha256"]:
        raise HistoryError(f"{name}.parquet is not as it was written (its checksum differs)")
    found = _table(folder, name)
    if len(found) != said["rows"]:
        raise HistoryError(f"{name}.parquet: found {len(found)} rows, expected {said['rows']}")
    return found


def _completed(found: pd.DataFrame, table: Table, name: str) -> pd.DataFrame:
    """Add the columns that a history of before lacks, left blank; raises HistoryError."""
    for column in table.added:
        if column not in found:
            found[column] = table.blank(column, len(found))
    lacking = set(table.columns) - set(found.columns)
    if lacking:
        raise HistoryError(f"{name}.parquet has no column {', '.join(sorted(lacking))}")
    return found


def _checksum(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()


def _authorities(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the authorities by day: of a history without them, one a school for all days."""
    under = tables["school_authorities"]
    if len(under):
        return under
    table = tables["schools"][["urn", "la_code", "la_name"]].dropna(subset=["la_code"])
    return table.assign(from_day=pd.Series(pd.NaT, table.index, dtype="datetime64[ms]"))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise HistoryError(f"There is no history in {folder}. {REMEDY}") from None
    except (OSError, ValueError) as fault:
        raise HistoryError(f"{folder / MANIFEST} is damaged ({fault}). {REMEDY}") from fault
    if manifest.get("format") != FORMAT:
        raise HistoryError(
            f"The history in {folder} has layout {manifest.get('format')!r}, expected {FORMAT}. "
            f"{REMEDY}"
        )
    return dict(manifest)


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    if name == GEOMETRY:
        shapes: pd.DataFrame = read_shapes(path)
        return shapes
    table: pd.DataFrame = pq.read_table(path, memory_map=True).to_pandas()
    # Parquet forgets that a column without a value holds names.
    empty = [
        column
        for column, kind in TABLES[name].columns.items()
        if kind == NAMED and column in table and table[column].dtype != "category"
    ]
    return table.astype(dict.fromkeys(empty, pd.CategoricalDtype(pd.Index([], dtype="str"))))
