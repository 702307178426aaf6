"""The register from the command line."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner

from alliance.cli.commands import app
from alliance.current.state import current_register
from alliance.errors import RegisterError
from alliance.register import Person, Register, Review
from alliance.register.database import database_url, open_database
from alliance.register.register_vocabulary import Rating
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alliance.history import History

ROW = "Trust,4119,140177,School leadership,2018-01-08\n"
FILE = "Supporter kind,Supporter,Recipient URN,Theme,Starts on\n" + ROW


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Run a command on a register in a folder of its own."""
    monkeypatch.setenv("ALLIANCE_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    current_register.cache_clear()

    def command(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["register", *words])
        if isinstance(result.exception, RegisterError):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    yield command
    settings.cache_clear()
    current_register.cache_clear()


def test_a_file_is_brought_in_once_and_taken_out_again(
    run: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text(FILE)
    assert "1 added, 0 in the register already" in run("import", str(tmp_path / "in.csv"))
    assert "0 added, 1 in the register already" in run("import", str(tmp_path / "in.csv"))
    for name in ("out.csv", "out.xlsx"):
        assert "1 support arrangements" in run("export", str(tmp_path / name))
    assert pd.read_csv(tmp_path / "out.csv")["Recipient URN"].tolist() == [140177]
    assert "0 added, 1" in run("import", str(tmp_path / "out.xlsx"))


def test_a_row_withdrawn_since_is_told_and_not_brought_in_anew(
    run: Callable[..., str], tmp_path: Path, history: History
) -> None:
    (tmp_path / "in.csv").write_text(FILE)
    run("import", str(tmp_path / "in.csv"))
    engine = open_database(database_url(settings()))
    Register(engine, history).withdraw(
        1, Person("Amy", known=True, identity="https://id.example#amy")
    )
    engine.dispose()
    said = run("import", str(tmp_path / "in.csv"))
    assert "Row 2, Supporter: It is in the register already, number 1, withdrawn on" in said
    assert "0 added, 0 in the register already, 1 withdrawn before." in said


def test_text_that_looks_like_a_formula_comes_back_as_it_was(
    run: Callable[..., str], tmp_path: Path
) -> None:
    formula = '=HYPERLINK(""http://x"",""é"")'
    (tmp_path / "in.csv").write_text(
        FILE.replace("Starts on", "Starts on,Purpose").replace("08\n", f'08,"{formula}"\n'), "utf-8"
    )
    run("import", str(tmp_path / "in.csv"))
    run("export", str(tmp_path / "out.xlsx"))
    assert "0 added, 1 in the register already" in run("import", str(tmp_path / "out.xlsx"))


def test_what_cannot_be_written_is_told(run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(FILE)
    run("import", str(tmp_path / "in.csv"))
    for words in (["export", "out.csv"], ["export", "out.xlsx"], ["backup", "copy.sqlite"]):
        with pytest.raises(RegisterError, match="folder"):
            run(words[0], str(tmp_path / "nowhere" / words[1]))
    run("backup", str(tmp_path / "copy.sqlite"))
    with pytest.raises(RegisterError, match="there already"):
        run("backup", str(tmp_path / "copy.sqlite"))


def test_a_match_counts_what_the_register_holds(run: Callable[..., str], tmp_path: Path) -> None:
    def loads() -> dict[int, int]:
        words = ["match", "--day", "2019-06-01", "--scope", "alliance", "--format", "json"]
        told = CliRunner().invoke(app, words).stdout
        return {one["trust_uid"]: one["committed"] for one in json.loads(told)["loads"]}

    before = loads()
    held = FILE.replace("4119,140177", "4119,136139").replace("2018-01-08", "2019-02-01")
    (tmp_path / "in.csv").write_text(held)
    run("import", str(tmp_path / "in.csv"))
    assert loads()[4119] == before[4119] + 1


def test_faults_are_told_by_row_and_nothing_is_written(
    run: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text(FILE + ROW.replace("140177", "1"))
    told = run("import", str(tmp_path / "in.csv"), code=1)
    assert "Row 3, Recipient URN: No school with URN 1 was open" in told
    assert "Nothing is saved: 1 rows have faults" in told
    assert "1 added" in run("import", str(tmp_path / "in.csv"), "--only-good")


def test_a_backup_holds_the_register(run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(FILE)
    run("import", str(tmp_path / "in.csv"))
    run("backup", str(tmp_path / "copy.sqlite"))
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        assert copy.execute("SELECT recipient_urn FROM supports").fetchall() == [(140177,)]
    copy.close()


def test_an_invented_register_is_marked_and_removed_in_one_step(
    run: Callable[..., str], tmp_path: Path
) -> None:
    assert "60 support arrangements of example data added" in run("illustrate", "--seed", "1")
    with pytest.raises(RegisterError, match="loaded already"):
        run("illustrate")
    run("export", str(tmp_path / "out.csv"))
    table = pd.read_csv(tmp_path / "out.csv")
    assert set(table["Illustrative"]) == {"Yes"}
    assert table["Purpose"].str.startswith("Invented").all()
    assert "60 support arrangements of example data removed" in run("illustrate", "--remove")
    run("export", str(tmp_path / "out.csv"))
    assert pd.read_csv(tmp_path / "out.csv").empty


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "nowhere.csv"], "cannot be read"),
        (["export", "out.pdf"], "expected .csv or .xlsx"),
        (["export", ""], "expected .csv or .xlsx"),
        (["export", "."], "expected .csv or .xlsx"),
        (["backup", "copy"], "There is no register"),
    ],
)
def test_what_cannot_be_done_is_told(run: Callable[..., str], words: list[str], says: str) -> None:
    with pytest.raises(RegisterError, match=says):
        run(*words)


def test_what_is_taken_out_has_the_mark_and_the_guard_of_the_pages_files(
    run: Callable[..., str], tmp_path: Path
) -> None:
    risky = (
        ROW.replace("\n", ",=1+1\n") + "Other organisation,@Hub,140177,Curriculum,2018-01-08,x\n"
    )
    (tmp_path / "in.csv").write_text(FILE.replace("\n", ",Purpose\n", 1).replace(ROW, risky))
    run("import", str(tmp_path / "in.csv"))
    run("export", str(tmp_path / "out.CSV"))
    content = (tmp_path / "out.CSV").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "out.CSV", dtype="str")
    assert not table.apply(lambda cells: cells.str.match(r"[\s]*[=+@-]", na=False)).any(axis=None)
    assert "5195.0" not in content.decode()
    run("export", str(tmp_path / "out.XLSX"))
    for name in ("out.CSV", "out.XLSX"):
        assert "0 added, 2" in run("import", str(tmp_path / name))


def test_reviews_are_taken_out_too(
    run: Callable[..., str], tmp_path: Path, history: History
) -> None:
    (tmp_path / "in.csv").write_text(FILE)
    run("import", str(tmp_path / "in.csv"))
    register = Register(open_database(database_url(settings())), history)
    (held,) = register.supports()
    amy = Person("Amy", known=True, identity="https://id.example#amy")
    review = Review(reviewed_on=dt.date(2018, 5, 1), rating=Rating.GREEN, comment="Well begun.")
    register.review(held.id or 0, review, amy)
    assert "1 reviews" in run("export", str(tmp_path / "out.csv"))
    assert pd.read_csv(tmp_path / "out-reviews.csv")["Comment"].tolist() == ["Well begun."]
    run("export", str(tmp_path / "out.xlsx"))
    sheet = pd.read_excel(tmp_path / "out.xlsx", sheet_name="Reviews")
    assert sheet["Rating"].tolist() == ["Green"]


def test_a_name_is_erased_on_request_and_who_asked_for_an_unknown_one_is_told(
    run: Callable[..., str], tmp_path: Path, history: History
) -> None:
    engine = open_database(database_url(settings()))
    amy = Person("Amy", known=True, identity="https://id.example#amy")
    (tmp_path / "in.csv").write_text(FILE)
    run("import", str(tmp_path / "in.csv"))
    Register(engine, history).withdraw(1, amy)
    said = run("erase", "Amy")
    assert "stands in 1 places now. Backups made before hold the name yet." in said
    assert "Amy" not in {change.who for change in Register(engine, history).audit()}
    engine.dispose()
    with pytest.raises(RegisterError, match="Nothing is kept of anybody called 'Amy'"):
        run("erase", "Amy")
