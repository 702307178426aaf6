"""Ofsted's lists of 2013 to 2015, whose headings change from list to list."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.sources.ofsted.lists_to_2015 import ARCHIVE, listed
from alliance.sources.tables.inbox import CATALOGUE, Inbox

PUBLISHED = Path(__file__).parent.parent / "published"
EARLY = (
    "urn,laestab,schoolname,Latest inspection date,Overall effectiveness: how good is the school,"
    "The effectiveness of leadership and management in embedding ambition and driving improvement,"
    "Category,Previous inspection date,previous Overall effectivness,Previous_Category\n"
)
LATE = (
    "URN,Laestab,School name,Latest inspection date,Overall effectiveness: how good is the school,"
    "Effectiveness of the sixth form provision,Effectiveness of the Early Years provision,"
    "Leadership and management,Category,Previous inspection date,previous overall effectiveness,"
    "Previous category\n"
)


def inbox(folder: Path, lists: dict[str, str]) -> Inbox:
    """A folder with the archive of these lists, by day."""
    path = folder / ARCHIVE
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:xz") as packed:
        for seen, text in lists.items():
            entry = tarfile.TarInfo(f"ofsted_mi_{seen}.csv")
            entry.size = len(text.encode())
            packed.addfile(entry, io.BytesIO(text.encode()))
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / CATALOGUE).write_text(
        "file,publisher,content,as_at,copy_found_in,licence,sha256\n"
        f"{ARCHIVE},Ofsted,lists,2013,found there,OGL,{checksum}\n"
    )
    return Inbox(folder)


def test_a_list_tells_of_the_latest_and_the_previous_inspection(tmp_path: Path) -> None:
    row = "100001,2010001,Ash School,2013-09-12,4,3,SM ,2010-05-06,3,-\n"
    found = listed(inbox(tmp_path, {"2013-09-30": EARLY + row})).inspections
    previous, latest = found.sort_values("start").to_dict("records")
    assert (latest["start"], latest["overall"]) == (pd.Timestamp(2013, 9, 12), 4)
    assert latest["category_of_concern"] == "SM"
    assert latest["leadership_and_management"] == 3
    assert latest["first_hand"]
    assert (previous["overall"], previous["first_hand"]) == (3, False)
    assert pd.isna(previous["category_of_concern"])


@pytest.mark.parametrize("none", ["-", "NULL", ""])
def test_no_previous_inspection_is_written_in_three_ways(tmp_path: Path, none: str) -> None:
    row = f"100001,2010001,Ash School,2013-09-12,2,2,{none},{none},{none},{none}\n"
    reading = inbox(tmp_path, {"2013-11-30": EARLY + row})
    assert len(listed(reading).inspections) == 1
    assert reading.refusals().empty


def test_a_judgement_that_does_not_apply_is_missing(tmp_path: Path) -> None:
    row = "100001,2010001,Ash School,2015-02-05,2,9,8,1,,,,\n"
    (found,) = listed(inbox(tmp_path, {"2015-02-28": LATE + row})).inspections.to_dict("records")
    assert pd.isna(found["sixth_form"])
    assert pd.isna(found["early_years"])
    assert found["leadership_and_management"] == 1


def test_the_newest_list_says_what_an_inspection_found_and_older_ones_fill_it(
    tmp_path: Path,
) -> None:
    lists = {
        "2013-10-31": EARLY + "119539,2010001,Ash School,2013-09-12,3,3,,2010-05-06,2,\n",
        "2015-05-31": LATE + "119539,2010001,Ash School,2015-03-04,2,9,9,2,,2013-09-12,2,\n",
    }
    found = listed(inbox(tmp_path, lists)).inspections.set_index("start")
    corrected = found.loc["2013-09-12"]
    assert (corrected["overall"], corrected["leadership_and_management"]) == (2, 3)
    assert corrected["first_hand"]
    assert len(found) == 3


def test_each_list_is_counted_by_itself(tmp_path: Path) -> None:
    rows = [
        "100001,2010001,Ash School,2013-09-12,1,1,,,,\n",
        "100002,2010002,Beech School,2013-09-25,3,3,,,,\n",
    ]
    (count,) = listed(inbox(tmp_path, {"2013-09-30": EARLY + "".join(rows)})).counts.to_dict(
        "records"
    )
    assert (count["seen"], count["latest_start"]) == (
        pd.Timestamp(2013, 9, 30),
        pd.Timestamp(2013, 9, 25),
    )
    assert (count["graded"], count["good_or_outstanding"]) == (2, 1)


def test_headings_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    header = EARLY.replace("Category,", "Class,").replace("Latest inspection date", "Inspected")
    row = "100001,2010001,Ash School,2013-09-12,4,3,SM ,2010-05-06,3,-\n"
    with pytest.raises(SourceError, match="no heading for start, category of concern; found urn"):
        listed(inbox(tmp_path, {"2013-09-30": header + row}))


def test_the_slices_of_all_thirteen_lists_are_read_without_a_refusal() -> None:
    reading = Inbox(PUBLISHED)
    found = listed(reading)
    assert len(found.counts) == 13
    assert found.counts["graded"].gt(0).all()
    assert reading.refusals().empty
    assert not found.inspections.duplicated(["urn", "start"]).any()
