"""Files as people have them: saved by a spreadsheet, in two encodings, beside others, doubled."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from alliance.errors import HistoryError, NotNeeded, SourceError
from alliance.history import History, open_history
from alliance.history.compile.memberships.one_trust import one_trust_each
from alliance.history.compile.updating import complete
from alliance.history.compile.updating.blanked_columns import see_nothing_blanked
from alliance.history.compile.updating.update import update
from tests.history.invented import MARK, extract_rows, write
from tests.history.reading import read_files

PUBLISHED = Path(__file__).parent.parent / "published" / "gias"
GROUPS = PUBLISHED / "allgroupsdata20260821.csv"
SEEN = "2026-10-01"
EXTRACT, LIST = "edubasealldata20261001.csv", "grouplinks_edubaseallacademiesandfree20261001.csv"
DAYS = ["OpenDate", "CloseDate", "CensusDate", "LastChangedDate"]
KINDS = {"MAT": "Multi-academy trust", "SAT": "Single-academy trust"}


@pytest.fixture
def rows(slice_history: History) -> pd.DataFrame:
    """An extract of October 2026 in which everything stays, but for one school that closed."""
    table = extract_rows(slice_history, SEEN)
    still = table.index[table["EstablishmentStatus (name)"] == "Open"][0]
    table.loc[still, ["EstablishmentStatus (name)", "CloseDate"]] = ["Closed", "31-08-2026"]
    return table


@pytest.fixture
def listed(slice_history: History) -> pd.DataFrame:
    """A list of October 2026 in which every academy stays in its trust."""
    members = slice_history.memberships.query("left.isna()").drop_duplicates("urn", keep="last")
    trusts = slice_history.trusts.set_index("trust_uid").loc[members["trust_uid"]].reset_index()
    schools = slice_history.schools.set_index("urn").loc[members["urn"]].reset_index()
    return pd.DataFrame(
        {
            "URN": members["urn"].astype("str").to_numpy(),
            "Group UID": trusts["trust_uid"].astype("str"),
            "Group Name": trusts["registered_name"],
            "Companies House Number": trusts["companies_house"].fillna(""),
            "Group Type": trusts["kind"].astype("object").map(KINDS),
            "Closed Date": "",
            "Joined date": members["joined"].dt.strftime("%d-%m-%Y").to_numpy(),
            "EstablishmentName": schools["name"],
            "TypeOfEstablishment (name)": schools["type"].astype("object"),
            "PhaseOfEducation (name)": "Primary",
            "LA (code)": schools["la_code"].astype("str"),
        }
    )


def closed_one(rows: pd.DataFrame) -> int:
    return int(rows.loc[rows["CloseDate"] == "31-08-2026", "URN"].iloc[0])


def as_excel_saves(rows: pd.DataFrame) -> pd.DataFrame:
    """Write days as 31/08/2026, every other of them without its leading zeros."""
    days = {name: rows[name].str.replace("-", "/") for name in DAYS}
    days["OpenDate"] = days["OpenDate"].str.replace(r"\b0", "", regex=True)
    return rows.assign(**days)


def as_book(rows: pd.DataFrame, path: Path) -> Path:
    """Write a workbook with its days as days and its numbers as numbers."""
    book = openpyxl.Workbook()
    book.active.append(list(rows))
    for row in rows.astype("object").fillna("").to_dict("records"):
        cells = [
            pd.to_datetime(value, format="%d-%m-%Y").to_pydatetime()
            if name in DAYS and value
            else int(value) if value.isdigit() else value or None
            for name, value in row.items()
        ]  # fmt: skip
        book.active.append(cells)
    book.save(path)
    return path


@pytest.mark.parametrize("saved", ["csv", "xlsx"])
@pytest.mark.quick_cases(1)
def test_days_as_a_spreadsheet_saves_them_are_read(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, saved: str
) -> None:
    urn = closed_one(rows)
    if saved == "csv":
        path = write(as_excel_saves(rows), tmp_path / EXTRACT)
    else:
        path = as_book(rows, tmp_path / f"{EXTRACT}.xlsx")
    done = update([path], folder)
    assert (done.taken[0].rows_refused, len(done.faults)) == (0, 0)
    after = open_history(folder)
    school = after.schools.set_index("urn").loc[urn]
    assert school["closed"] == pd.Timestamp(2026, 9, 1)
    assert pd.isna(school["closed_after"])
    assert after.rolls["year"].eq(2026).sum() == len(rows)


@pytest.mark.parametrize(
    ("spelled", "says"),
    [
        (lambda days: days.str.replace(r"(\d\d)-(\d\d)-(\d{4})", r"\2/\1/\3", regex=True), "month"),
        (lambda days: days.str.replace(r"-20(\d\d)$", r"-\1", regex=True), "So many are no slips"),
        (lambda days: days.mask(days != "", "44440"), "So many are no slips"),
    ],
    ids=["month first", "years of two figures", "serial numbers"],
)
@pytest.mark.quick_cases(1)
def test_days_that_cannot_be_read_refuse_the_file_and_the_history_stays(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, spelled, says: str
) -> None:
    before = open_history(folder).version
    table = rows.assign(**{name: spelled(rows[name]) for name in DAYS})
    with pytest.raises(SourceError, match=says):
        update([write(table, tmp_path / EXTRACT)], folder)
    assert open_history(folder).version == before


@pytest.mark.parametrize(
    "column", ["OpenDate", "NumberOfPupils", "Postcode", "EstablishmentNumber"]
)
@pytest.mark.quick_cases(1)
def test_an_extract_that_lacks_what_the_records_have_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, column: str
) -> None:
    before = open_history(folder).version
    with pytest.raises(SourceError, match=rf"blank in .*“{re.escape(column)}” for \d+ of \d+"):
        update([write(rows.assign(**{column: ""}), tmp_path / EXTRACT)], folder)
    assert open_history(folder).version == before


def test_a_history_that_would_lose_a_column_or_its_rows_is_refused(slice_history: History) -> None:
    schools = slice_history.schools
    blank = schools.assign(postcode=None)
    with pytest.raises(HistoryError, match=r"postcode of \d+ of \d+ schools would be blank"):
        see_nothing_blanked(slice_history, replace(slice_history, schools=blank))
    with pytest.raises(HistoryError, match=r"\d+ of \d+ schools are gone"):
        see_nothing_blanked(slice_history, replace(slice_history, schools=schools.head(5)))
    few = schools.assign(postcode=schools["postcode"].mask(schools.index < 3))
    see_nothing_blanked(slice_history, replace(slice_history, schools=few))


def test_a_secure_trust_is_a_single_one_and_an_unknown_kind_is_named_with_its_numbers(
    folder: Path, listed: pd.DataFrame, tmp_path: Path
) -> None:
    secure, unknown = listed.iloc[[0]].copy(), listed.iloc[[1, 2]].copy()
    secure[["Group UID", "Group Name", "Group Type", "Joined date"]] = [
        "99001", f"{MARK} SECURE TRUST", "Secure single-academy trust", "01-09-2026",
    ]  # fmt: skip
    unknown[["Group UID", "Group Name", "Group Type"]] = ["99002", MARK, "Invented trust"]
    federation = listed.iloc[[3, 4, 5]].assign(**{"Group Type": "Federation"})
    table = pd.concat([listed.iloc[1:], secure, unknown, federation])
    done = update([write(table, tmp_path / LIST)], folder)
    assert (done.taken[0].rows_read, done.taken[0].rows_refused) == (len(table), 0)
    assert "“Invented trust” (1 group, 2 academies)" in done.taken[0].note
    assert "Federation 3" in done.taken[0].note
    assert "Federation" not in done.taken[0].note.split("Left aside")[0]
    after = open_history(folder)
    assert after.trusts.set_index("trust_uid").loc[99001, "kind"] == "SAT"
    spell = after.memberships.query("trust_uid == 99001").iloc[0]
    assert spell["urn"] == int(secure["URN"].iloc[0])
    assert spell["joined"] == pd.Timestamp(2026, 9, 1)


def test_an_unknown_kind_in_a_register_of_groups_is_named(folder: Path, tmp_path: Path) -> None:
    table = pd.read_csv(GROUPS, dtype=str, keep_default_na=False, encoding="cp1252")
    more = table.iloc[[0]].assign(**{"Group UID": "99002", "Group Type": "Invented trust"})
    path = write(pd.concat([table, more]), tmp_path / "allgroupsdata20261001.csv")
    done = read_files([path], folder)
    assert "“Invented trust” (1 group)" in done.taken[0].note


@pytest.mark.parametrize("first", [True, False], ids=["the later first", "the later last"])
@pytest.mark.quick_cases(1)
def test_of_two_trusts_of_an_academy_in_one_list_the_later_joining_counts(
    folder: Path, listed: pd.DataFrame, tmp_path: Path, first: bool
) -> None:
    own = listed.query("`Group UID` == '5370'").iloc[[0]].copy()
    urn = int(own["URN"].iloc[0])
    own[["Group UID", "Group Name", "Joined date"]] = ["4119", "OUTWOOD", "01-09-2026"]
    table = pd.concat([own, listed] if first else [listed, own])
    done = update([write(table, tmp_path / LIST)], folder)
    note = f"1 academy is named under more than one trust; the later joining counts: {urn} in 4119"
    assert done.taken[0].note.count(note) == 1
    spells = open_history(folder).memberships.query("urn == @urn").set_index("trust_uid")
    assert spells.loc[4119, "joined"] == spells.loc[5370, "left"] == pd.Timestamp(2026, 9, 1)
    assert pd.isna(spells.loc[4119, "left"])


def test_a_stated_day_counts_before_none_and_a_closed_trust_not_at_all() -> None:
    rows = pd.DataFrame(
        {
            "seen": pd.Timestamp(2026, 10, 1),
            "urn": [1, 1, 2, 2, 3, 3],
            "uid": [10, 11, 10, 11, 10, 11],
            "group_type": ["Multi-academy trust"] * 5 + ["School sponsor"],
            "group_name": "T",
            "stated_join": pd.to_datetime(["2020-01-01", None, "2020-01-01", "2026-01-01"] * 2)[:6],
            "group_closed": pd.to_datetime([None, None, None, "2026-09-01", None, None]),
        }
    )
    kept, said = one_trust_each(rows)
    assert kept.index.tolist() == [0, 2, 3, 4, 5]
    assert said.startswith("1 academy")


def test_a_later_list_that_still_names_a_closed_trust_is_taken(
    folder: Path, listed: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    over = listed.iloc[[0]].copy()
    alone = ~slice_history.schools["urn"].isin(slice_history.memberships["urn"])
    urn = int(slice_history.schools.loc[alone, "urn"].iloc[0])
    over["URN"] = str(urn)
    over[["Group UID", "Group Name", "Joined date", "Closed Date"]] = [
        "99003", f"{MARK} CLOSED", "01-09-2005", "03-09-2006",
    ]  # fmt: skip
    both = pd.concat([listed, over])
    update([write(both, tmp_path / LIST)], folder)
    once = open_history(folder).memberships
    assert once.query("trust_uid == 99003")[["urn", "joined", "left"]].to_numpy().tolist() == [
        [urn, pd.Timestamp(2005, 9, 1), pd.Timestamp(2006, 9, 3)]
    ]
    later = write(both, tmp_path / LIST.replace("1001", "1101"))
    later.write_bytes(later.read_bytes() + b"\r\n")
    done = update([later], folder)
    assert done.changed is not None
    columns = ["urn", "trust_uid", "joined", "joined_after", "left", "left_after"]
    pd.testing.assert_frame_equal(open_history(folder).memberships[columns], once[columns])


def test_each_cell_of_a_file_in_two_encodings_is_read_right(
    folder: Path, listed: pd.DataFrame, tmp_path: Path
) -> None:
    uid = listed["Group UID"].iloc[0]
    own = listed["Group UID"] == uid
    listed.loc[own, "Group Name"] = "@"
    listed.loc[1, "EstablishmentName"] = "Café School"
    path = write(listed, tmp_path / LIST)
    path.write_bytes(path.read_bytes().replace(b"@", "ST MARY’S TRUST".encode()))
    update([path], folder)
    after = open_history(folder)
    names = after.trust_names.set_index("trust_uid").loc[[int(uid)], "registered_name"]
    assert "ST MARY’S TRUST" in set(names)


def test_rows_ended_by_carriage_returns_alone_give_the_same(
    folder: Path, listed: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(listed, tmp_path / LIST)
    whole = path.read_bytes()
    versions = set()
    for end in (b"\r\n", b"\r"):
        path.write_bytes(whole.replace(b"\r\n", end))
        done = update([path], folder, dry_run=True)
        assert (done.taken[0].rows_read, done.taken[0].rows_refused) == (len(listed), 0)
        assert done.changed is not None
        versions.add(str(done.changed.counts()))
    assert len(versions) == 1
    path.write_bytes(b"\r".join(whole.split(b"\r\n")[:9]))
    with pytest.raises(SourceError, match=r"shows \d+ of the .* It is cut off"):
        update([path], folder, dry_run=True)


def test_a_byte_of_no_encoding_is_told_even_where_the_file_is_refused(
    folder: Path, listed: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(listed.head(9).assign(**{"Group Street": "@"}), tmp_path / LIST)
    path.write_bytes(path.read_bytes().replace(b"@", b"High \x81 Street", 1))
    with pytest.raises(SourceError, match=r"cut off.*Row 2, column “Group Street”: the byte 0x81"):
        update([path], folder, dry_run=True)


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return path


GOVERNORS = b"GID,URN,UID,Role,Surname,Appointing body\r\n1,100000,,Governor,Invented,Invented\r\n"
NUMBERS = b"URN,Colour,Shape\r\n100000,blue,round\r\n"


def test_a_zip_with_everything_ticked_is_read_for_what_is_needed(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    centre = rows.head(2).assign(**{"TypeOfEstablishment (name)": "Children's centre"})
    centre["URN"] = ["20001", "20002"]
    whole = pd.concat([rows, centre, centre.assign(URN=["20003", "20004"])])
    academies = rows[rows["TypeOfEstablishment (name)"].str.contains("cademy|Free")]
    parts = {
        "edubaseallacademiesandfree20261001": academies,
        "edubaseallchildrencentre20261001": centre,
        "edubasealldata20261001": whole,
    }
    content = {
        name: write(table, tmp_path / "part.csv").read_bytes() for name, table in parts.items()
    }
    path = zipped(
        tmp_path / "extract.zip", governancealldata20261001=GOVERNORS, other=NUMBERS, **content
    )
    done = read_files([path], folder)
    assert [one.file for one in done.taken] == [EXTRACT]
    assert (done.taken[0].rows_read, done.taken[0].rows_refused) == (len(whole), 0)
    assert "Children's centre 4" in done.taken[0].note
    told = "\n".join(done.lines())
    assert told.count("governancealldata20261001.csv: left aside, governors and trustees") == 1
    assert told.count("other.csv: left aside, not a file this app knows") == 1
    fuller = f"edubaseallacademiesandfree20261001.csv: left aside, {len(academies)} of the"
    assert fuller in told
    assert "edubaseallchildrencentre20261001.csv: left aside, none of its 2 rows tells" in told


def test_without_anything_that_is_needed_a_zip_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="governors and trustees, of which the history holds no"):
        update([zipped(tmp_path / "a.zip", governance=GOVERNORS)], folder)
    with pytest.raises(SourceError, match=r"other\.csv: not a file this app knows. Nearest"):
        update([zipped(tmp_path / "b.zip", other=NUMBERS)], folder)
    (tmp_path / "governance.csv").write_bytes(GOVERNORS)
    with pytest.raises(NotNeeded, match="governors and trustees"):
        update([tmp_path / "governance.csv"], folder)


def test_given_by_itself_what_is_not_known_is_refused_and_what_is_not_needed_left_aside(
    folder: Path, listed: pd.DataFrame, tmp_path: Path
) -> None:
    good = write(listed, tmp_path / LIST)
    (tmp_path / "governance.csv").write_bytes(GOVERNORS)
    done = read_files([tmp_path / "governance.csv", good], folder)
    assert (done.left_aside, len(done.taken)) == (["governance.csv"], 1)
    (tmp_path / "other.csv").write_bytes(NUMBERS)
    with pytest.raises(SourceError, match="not a file this app knows"):
        update([good, tmp_path / "other.csv"], folder, dry_run=True)


def test_a_part_of_the_register_alone_is_named_as_one(slice_history: History) -> None:
    schools = pd.DataFrame({"urn": range(100_000, 100_100)})
    schools["type"] = ["Community school"] * 60 + ["Academy converter"] * 40
    schools["opened"] = schools["closed"] = pd.Series(pd.NaT, schools.index)
    old, day = replace(slice_history, schools=schools), pd.Timestamp(SEEN)
    with pytest.raises(SourceError, match="a part of GIAS, without Community school"):
        complete.complete_extract("academies.csv", schools.tail(40), old, day)
    with pytest.raises(SourceError, match=r"shows 50 of the 100 schools .* It is cut off"):
        complete.complete_extract("half.csv", schools.iloc[::2], old, day)
    complete.complete_extract("whole.csv", schools, old, day)


def test_a_part_of_what_a_fuller_file_of_the_day_has_is_not_needed() -> None:
    held = pd.DataFrame({"urn": [1, 2, 3], "seen": pd.Timestamp(SEEN)})
    with pytest.raises(NotNeeded, match="2 of the 3 rows that the fuller file of this kind has"):
        complete.no_second("part.csv", held.head(2), held, ["urn"])
    for rows in (held, held.assign(urn=[1, 2, 9])):
        with pytest.raises(SourceError, match="another file of this kind for 1 October 2026"):
            complete.no_second("other.csv", rows, held, ["urn"])
    complete.no_second("later.csv", held.assign(seen=pd.Timestamp("2026-11-01")), held, ["urn"])
