"""Small files that hurt are refused in a moment, and the reader of any is ended in time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from alliance.budget.apart import apart, meanwhile
from alliance.budget.limits import SHEET
from alliance.errors import AllianceError, RegisterError, SourceError, TooMuch
from alliance.register.sheet import cells_of
from alliance.settings import ROOT
from alliance.sources.areas.outlines import outlines_of
from alliance.sources.files.parcel import unpack
from alliance.sources.tables.inbox import Inbox
from tests import hostile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS = 2.0
MEGABYTES = 200
TINY = SHEET._replace(seconds=1, memory_bytes=60_000_000)
BOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a row of number 999,999,999": (hostile.far_row, "a row of the number 999999999"),
    "strings packed to a thousandth": (hostile.many_strings, "unpacks to more than 60.0 MB"),
    "a million empty strings": (
        lambda: hostile.workbook(strings=b"<si/>" * 980_000),
        "texts, which no cell shows",
    ),
    "elements within elements": (hostile.nested_cells, "51 deep, expected 50"),
    "one long text in every cell": (hostile.one_text_everywhere, "of text, expected 60.0 MB"),
    "entities in UTF-16": (hostile.entities, "defines its own entities"),
    "a part under another name": (hostile.strings_elsewhere, "texts, which no cell shows"),
}


@pytest.mark.parametrize("what", BOOKS)
def test_a_workbook_that_hurts_is_refused_for_the_register(what: str) -> None:
    make, told = BOOKS[what]
    content = make()
    assert len(content) < 250_000
    # The better of two: the first try of a process loads what reading needs.
    assert min(seconds_to_refuse(content, told) for _ in range(2)) < SECONDS


def seconds_to_refuse(content: bytes, told: str) -> float:
    """Return the processor's time that it took, here and in the process that reads."""
    began = time.process_time(), os.times().children_user
    with pytest.raises(RegisterError, match=told):
        cells_of(content, "supports.xlsx")
    return time.process_time() - began[0] + os.times().children_user - began[1]


# A published file may hold more text than a list: 270 MB in its cells are within its budget.
@pytest.mark.parametrize("what", [one for one in BOOKS if one != "one long text in every cell"])
def test_a_workbook_that_hurts_is_refused_for_the_history(what: str, tmp_path: Path) -> None:
    make, _ = BOOKS[what]
    (tmp_path / "book.xlsx").write_bytes(make())
    began = time.process_time()
    with pytest.raises(SourceError, match=r"book\.xlsx"):
        unpack(tmp_path / "book.xlsx", tmp_path)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (hostile.crossing, r"Hartlepool crosses itself about 4\d,\d{3},\d{3} times"),
        (hostile.nested, "lists within lists without end"),
    ],
)
def test_outlines_that_hurt_are_refused(
    make: Callable[[], bytes], told: str, tmp_path: Path
) -> None:
    (tmp_path / "areas.geojson").write_bytes(make())
    began = time.process_time()
    with pytest.raises(SourceError, match=told):
        outlines_of(Inbox(tmp_path), "areas.geojson")
    assert time.process_time() - began < SECONDS


def test_files_that_are_allowed_one_by_one_are_refused_together(tmp_path: Path) -> None:
    packed = hostile.zip_of_many(tmp_path / "lists.zip")
    assert packed.stat().st_size < 30_000_000
    began = time.process_time()
    with pytest.raises(SourceError, match=r"2,366\.4 MB .* expected 1,000\.0 MB"):
        unpack(packed, tmp_path)
    assert time.process_time() - began < SECONDS


def test_what_is_refused_takes_little_memory(tmp_path: Path) -> None:
    # The process that reads, without what this one has loaded.
    script = (
        "import resource, sys; from pathlib import Path; "
        "from alliance.budget.sheets import first_rows; "
        "from alliance.budget.limits import SHEET\n"
        "for name in sys.argv[1:]:\n"
        "    try: first_rows(Path(name).read_bytes(), (10, 5002, 100), SHEET)\n"
        "    except Exception as fault: print(type(fault).__name__)\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    files = [tmp_path / str(number) for number in range(len(BOOKS))]
    for file, (make, _) in zip(files, BOOKS.values(), strict=True):
        file.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    *refused, kilobytes = done.stdout.split()
    megabytes = int(kilobytes) / 1000
    assert refused == ["TooMuch"] * len(BOOKS)
    assert megabytes < MEGABYTES


def test_a_reader_that_turns_round_and_round_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(TooMuch, match="more than 1 seconds"):
        apart(TINY, exec, "while True: pass")
    assert time.monotonic() - began < 30


def test_a_reader_that_takes_ever_more_memory_is_refused_it() -> None:
    with pytest.raises(TooMuch, match=r"more than 60\.0 MB of memory"):
        apart(TINY, bytearray, 500_000_000)


def test_a_reader_that_falls_over_leaves_the_app_standing() -> None:
    with pytest.raises(TooMuch, match="ended the process"):
        apart(TINY, os.abort)


def test_a_reader_says_its_own_faults_and_its_steps() -> None:
    with pytest.raises(ZeroDivisionError):
        apart(TINY, divmod, 1, 0)
    assert apart(TINY, divmod, 7, 2) == (3, 1)


class GoneAwayError(AllianceError):
    """Whoever waited is gone."""


def test_a_reader_ends_with_who_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **named: object) -> None:
            super().__init__(*args, **named)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Seen)

    def gone() -> None:
        if started:
            raise GoneAwayError

    with pytest.raises(GoneAwayError), meanwhile(gone):
        apart(SHEET, exec, "while True: pass")
    (reader,) = started
    assert reader.poll() is not None
