"""A later day is added to the history as if it had been compiled with it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import HistoryError, SourceError
from alliance.history import History, open_history
from alliance.history.compile import compile_history
from alliance.history.compile.updating.update import update
from alliance.history.schema import TABLES
from alliance.history.succession import beside, kept_before, roll_back

PUBLISHED = Path(__file__).parent.parent / "published"
LINKS = PUBLISHED / "gias" / "links_edubasealldata20230421.csv"
LIST_2022 = PUBLISHED / "gias" / "groupLinks_academies_sponsors_202208.csv"
# They tell of the files, and so of how a file came in.
ACCOUNTS = {"sources", "refusals"}


@pytest.fixture
def older(in_2019: Path) -> Path:
    """A history made without the lists since June 2019 that a test may change."""
    return in_2019


@pytest.fixture(scope="module")
def after_2022(museum: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that history after an update with the list of August 2022."""
    target = tmp_path_factory.mktemp("after") / "data" / "history"
    shutil.copytree(museum, target)
    assert update([LIST_2022], target).applied
    return target


@pytest.fixture
def updated(after_2022: Path, tmp_path: Path) -> Path:
    """A copy of it, and of the history kept beside it, that a test may change."""
    shutil.copytree(after_2022.parent, tmp_path / "updated")
    return tmp_path / "updated" / "history"


@pytest.fixture(scope="module")
def with_2022(museum: Path, tmp_path_factory: pytest.TempPathFactory) -> History:
    """The history compiled with the list of August 2022, in the layout of the dated lists."""
    folder = tmp_path_factory.mktemp("with")
    source = Path(shutil.copytree(museum.with_name("published"), folder / "published"))
    listed = "gias/grouplinks_edubaseallacademiesandfree20220831.csv"
    rows = pd.read_csv(LIST_2022, dtype="str", keep_default_na=False)
    for column in ("Joined date", "Closed Date"):
        rows[column] = pd.to_datetime(rows[column]).dt.strftime("%d-%m-%Y").fillna("")
    rows.rename(columns={"Group UID": "Linked UID"}).to_csv(
        source / listed, index=False, encoding="cp1252"
    )
    catalogue = source / "SOURCES.csv"
    text = catalogue.read_text("utf-8")
    assert f"gias/{LIST_2022.name}," in text
    catalogue.write_text(text.replace(f"gias/{LIST_2022.name},", f"{listed},"), "utf-8")
    compile_history(source, folder / "history")
    return open_history(folder / "history")


def assert_same_facts(one: History, other: History) -> None:
    for name in TABLES.keys() - ACCOUNTS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)
    days = {f.name for f in fields(History)} - {*TABLES, "version", "folder", "written"}
    assert [getattr(one, day) for day in days] == [getattr(other, day) for day in days]


def renamed(path: Path, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, to))


def test_updating_with_a_list_gives_what_compiling_with_it_gives(
    museum: Path, after_2022: Path, with_2022: History
) -> None:
    assert len(open_history(museum).memberships) < len(with_2022.memberships)
    assert_same_facts(open_history(after_2022), with_2022)


def test_a_file_is_known_by_its_columns_and_may_come_in_a_zip_of_any_name(
    older: Path, with_2022: History, tmp_path: Path
) -> None:
    parcel = tmp_path / "results.zip"
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(LIST_2022, "some folder/thing 31 August 2022.csv")
        archive.writestr("readme.txt", "hello")
    done = update([parcel], older)
    assert done.left_aside == ["readme.txt"]
    assert_same_facts(open_history(older), with_2022)


def test_the_same_file_twice_changes_nothing(updated: Path) -> None:
    version = open_history(updated).version
    done = update([LIST_2022], updated)
    assert (done.already, done.changed, done.applied) == ([LIST_2022.name], None, False)
    assert open_history(updated).version == version


def test_a_dry_run_says_what_would_change_and_changes_nothing(older: Path) -> None:
    version = open_history(older).version
    done = update([LIST_2022], older, dry_run=True)
    assert done.changed is not None
    assert done.changed.counts()["spells in trusts that begin"] > 0
    assert done.changed.version != version
    assert "would become" in done.lines()[-1]
    assert open_history(older).version == version
    assert [path.name for path in older.parent.iterdir()] == ["history"]


def test_rolling_back_returns_to_the_history_before_and_once_more_to_the_update(
    museum: Path, updated: Path
) -> None:
    first, second = (open_history(folder).version for folder in (museum, updated))
    assert first != second
    roll_back(updated)
    assert open_history(updated).version == first
    roll_back(updated)
    assert open_history(updated).version == second


def test_an_update_that_changes_no_day_leaves_the_history_to_return_to(
    updated: Path, tmp_path: Path
) -> None:
    first, second = kept_before(updated), open_history(updated).version
    nothing_new = tmp_path / "links.csv"
    nothing_new.write_text(LINKS.read_text("utf-8") + "\n", "utf-8")
    done = update([nothing_new], updated)
    assert done.applied
    assert done.same_facts
    assert "No day shows anything else than before" in "\n".join(done.lines())
    assert done.lines()[-1].endswith(f"To return to: {first.in_words}.")
    third = open_history(updated)
    assert third.version != second
    assert "links.csv" in third.sources["file"].tolist()
    assert kept_before(updated).version == first.version
    assert [path.name for path in sorted(updated.parent.iterdir())] == [
        ".history.previous",
        "history",
    ]
    roll_back(updated)
    assert open_history(updated).version == first.version
    assert kept_before(updated).version == third.version


def test_a_first_update_that_changes_no_day_keeps_what_it_took_the_place_of(
    older: Path, tmp_path: Path
) -> None:
    first = open_history(older).version
    nothing_new = tmp_path / "links.csv"
    nothing_new.write_text(LINKS.read_text("utf-8") + "\n", "utf-8")
    assert update([nothing_new], older).same_facts
    assert kept_before(older).version == first


def test_an_update_that_changes_a_day_pushes_the_older_history_out(
    updated: Path, tmp_path: Path
) -> None:
    second = open_history(updated).version
    urn = LIST_2022.read_text("utf-8").splitlines()[1].split(",")[0]
    done = update([later_list(tmp_path / "links_20230901.csv", without=urn)], updated)
    assert not done.same_facts
    assert kept_before(updated).version == second


@pytest.mark.parametrize("held", [[".history.aside"], [".history.aside", ".history.previous"]])
def test_a_history_put_aside_in_mid_swap_is_found_again_by_rolling_back(
    older: Path, held: list[str]
) -> None:
    version = open_history(older).version
    for name in held:
        shutil.copytree(older, older.with_name(name))
    shutil.rmtree(older)
    roll_back(older)
    assert open_history(older).version == version


def test_a_history_lost_in_mid_swap_is_found_again_by_rolling_back(older: Path) -> None:
    version = open_history(older).version
    older.rename(older.with_name(".history.previous"))
    with pytest.raises(HistoryError, match="rollback"):
        open_history(older)
    roll_back(older)
    assert open_history(older).version == version


def test_two_do_not_change_a_history_at_once(older: Path) -> None:
    with beside(older), pytest.raises(HistoryError, match="by somebody else just now"):
        update([LIST_2022], older)
    assert update([LIST_2022], older).applied


def test_a_history_is_held_and_nothing_beside_it(older: Path) -> None:
    other = Path(shutil.copytree(older, older.with_name("other")))
    with beside(older):
        assert update([LIST_2022], other).applied
        roll_back(other)
    names = sorted(path.name for path in older.parent.iterdir())
    assert names == [".other.previous", "history", "other"]


def test_a_lock_left_by_a_process_that_died_holds_nobody(older: Path) -> None:
    older.with_name(".history.lock").touch()
    assert update([LIST_2022], older).applied
    assert not older.with_name(".history.lock").exists()


def test_an_update_starts_from_the_history_that_stands_when_it_is_its_turn(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = PUBLISHED / "gias" / "links_edubasealldata20230421.csv"
    later = renamed(links, tmp_path / "later.csv")
    later.write_text(later.read_text("utf-8").replace("Academy", "Invented Academy"), "utf-8")
    real = tempfile.TemporaryDirectory

    def overtaken() -> tempfile.TemporaryDirectory[str]:
        monkeypatch.undo()
        update([LIST_2022], older)
        return real()

    monkeypatch.setattr(
        "alliance.history.compile.updating.update.tempfile.TemporaryDirectory", overtaken
    )
    assert update([later], older).applied
    assert str(open_history(older).lists[-1]) == "2022-08-31"


def test_who_only_looks_what_would_change_hinders_nobody(older: Path) -> None:
    with beside(older):
        assert update([LIST_2022], older, dry_run=True).changed is not None
    assert [path.name for path in older.parent.iterdir()] == ["history"]


def test_without_an_earlier_history_there_is_nothing_to_return_to(older: Path) -> None:
    with pytest.raises(HistoryError, match="No earlier history is kept"):
        roll_back(older)


def later_list(to: Path, without: str = "") -> Path:
    """Write the list of August 2022 as if it were a later one, perhaps without one academy."""
    lines = LIST_2022.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not (without and line.startswith(f"{without},"))]
    to.write_text("".join(kept), "utf-8")
    return to


def test_the_order_of_updates_does_not_matter(older: Path, updated: Path, tmp_path: Path) -> None:
    newer = later_list(tmp_path / "links_20230901.csv")
    newer.write_text(newer.read_text("utf-8").replace(",Walsall\n", ",Walsall \n"), "utf-8")
    update([newer], updated)
    for file in (newer, LIST_2022):
        update([file], older)
    assert_same_facts(open_history(updated), open_history(older))
    assert open_history(updated).lists[-1].isoformat() == "2023-09-01"


def test_an_academy_that_a_later_list_omits_stays_open_and_in_its_trust(
    updated: Path, tmp_path: Path
) -> None:
    before = open_history(updated)
    is_open = before.schools["closed"].isna()
    members = before.memberships[before.memberships["left"].isna()]
    seen = members["last_seen"] == pd.Timestamp(2022, 8, 31)
    urn = int(
        members.loc[seen & members["urn"].isin(before.schools["urn"][is_open]), "urn"].iloc[-1]
    )
    update([later_list(tmp_path / "links_20230901.csv", without=str(urn))], updated)
    after = open_history(updated)
    own = [history.schools.set_index("urn").loc[urn] for history in (before, after)]
    pd.testing.assert_series_equal(*own)
    spells = [
        history.memberships[history.memberships["urn"] == urn].reset_index(drop=True)
        for history in (before, after)
    ]
    pd.testing.assert_frame_equal(*spells)
    others = after.memberships["last_seen"] == pd.Timestamp(2023, 9, 1)
    assert others.sum() > 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<html>Too many requests</html>", "found a web page"),
        ("", "the file is empty"),
        ("a,b,c\n1,2,3\n", "no header row with URN"),
        ("URN,a,b\n100000,2,3\n", "not a file this app knows"),
    ],
)
@pytest.mark.quick_cases(1)
def test_a_file_that_is_not_known_is_refused_and_nothing_changes(
    older: Path, tmp_path: Path, content: str, says: str
) -> None:
    version = open_history(older).version
    broken = tmp_path / "edubasealldata20260101.csv"
    broken.write_text(content)
    with pytest.raises(SourceError, match=says):
        update([broken], older)
    assert open_history(older).version == version
    assert [path.name for path in older.parent.iterdir()] == ["history"]


def test_half_a_list_is_refused_for_it_would_close_the_rest(older: Path, tmp_path: Path) -> None:
    lines = LIST_2022.read_text("utf-8").splitlines(keepends=True)
    half = tmp_path / "links_20220831.csv"
    half.write_text("".join(lines[: len(lines) // 2]), "utf-8")
    with pytest.raises(SourceError, match=r"shows \d+ of the \d+ academies .* cut off"):
        update([half], older)


def test_a_list_of_no_known_day_asks_for_it(older: Path, tmp_path: Path) -> None:
    undated = renamed(LIST_2022, tmp_path / "links.csv")
    with pytest.raises(SourceError, match="--as-at"):
        update([undated], older)


def test_two_files_of_one_kind_and_day_are_not_both_taken(updated: Path, tmp_path: Path) -> None:
    urn = LIST_2022.read_text("utf-8").splitlines()[1].split(",")[0]
    second = later_list(tmp_path / "links_20220831.csv", without=urn)
    with pytest.raises(SourceError, match=r"left aside, \d+ of the \d+ rows that the fuller file"):
        update([second], updated)
    whole = LIST_2022.read_text("utf-8").replace(",Walsall\n", ",Elsewhere\n")
    second.write_text(whole, "utf-8")
    with pytest.raises(SourceError, match="another file of this kind for 31 August 2022"):
        update([second], updated)


def test_a_zip_that_unpacks_to_far_more_than_its_size_is_refused(
    older: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.csv", b"0" * 20_000_000)
    with pytest.raises(SourceError, match="unpacks to more than"):
        update([bomb], older)


def test_a_workbook_of_old_is_told_to_be_saved_as_csv(older: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "links.csv"
    workbook.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(SourceError, match="Save the sheet as CSV or xlsx"):
        update([workbook], older)


def test_a_trial_leaves_nothing_beside_the_history_whatever_ends_it(older: Path) -> None:
    there = sorted(older.parent.iterdir())
    with beside(older, trial=True) as first, beside(older, trial=True) as second:
        assert first != second
        assert sorted(older.parent.iterdir()) == there
    assert not first.exists()
