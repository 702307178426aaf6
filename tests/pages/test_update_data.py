"""The history is brought up to date by upload."""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from alliance.errors import Step
from alliance.history import open_history
from alliance.history.compile import compile_history
from alliance.history.compile.updating.update import update
from alliance.history.succession import roll_back
from alliance.register.permission import ANONYMOUS
from alliance.settings import ROOT, settings
from alliance.sources.ofsted.management_information import REPORT_CARDS_2026
from alliance.ui.data import return_data, update_data
from tests.history.invented import information_rows, with_card, write
from tests.history.left_out import SINCE_2019, leave_out

PUBLISHED = ROOT / "tests" / "published"
LIST_2022 = PUBLISHED / "gias" / "groupLinks_academies_sponsors_202208.csv"
TOWN_END_MOVES = (
    b"136486,5370,TR02510,WISE ACADEMIES,7521946.0,6,Multi-academy trust,,,2011-02-08,OPEN,Open,"
    b"2011-03-01",
    b"136486,4119,TR01585,OUTWOOD GRANGE ACADEMIES TRUST,6995649.0,6,Multi-academy trust,,,"
    b"2009-08-19,OPEN,Open,2021-09-01",
)
"""What the list says of an academy, and what it would say after a move that no register tells."""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A history compiled from the slices without any list since June 2019."""
    folder = tmp_path_factory.mktemp("compiled")
    source = shutil.copytree(PUBLISHED, folder / "published")
    for file in (*SINCE_2019, REPORT_CARDS_2026, f"gias/{LIST_2022.name}"):
        leave_out(source, file)
    compile_history(source, folder / "history")
    return folder / "history"


@pytest.fixture(scope="module")
def compiled_later(compiled, tmp_path_factory):
    """That history after an update with the list of August 2022, and beside it what it was."""
    target = shutil.copytree(compiled, tmp_path_factory.mktemp("later") / "data" / "history")
    assert update([LIST_2022], target).applied
    return target


@pytest.fixture
def folder(compiled, own_folder, monkeypatch):
    """A copy of it that the app runs on."""
    target = shutil.copytree(compiled, own_folder / "data" / "history")
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(target))
    settings.cache_clear()
    return target


@pytest.fixture
def later(folder, compiled_later):
    """The folder after that update."""
    shutil.copytree(compiled_later.parent, folder.parent, dirs_exist_ok=True)
    return folder


@pytest.fixture
def page(folder):
    """The upload on the Data page, run once."""

    def script():
        from alliance.ui.data.update_data import update_data

        update_data()

    return AppTest.from_function(script, default_timeout=60).run()


def words_of(page):
    kinds = (page.markdown, page.error, page.info, page.success, page.caption)
    plain = [element.value for kind in kinds for element in kind]
    tables = [re.sub(r"<[^>]+>", " ", block.proto.body) for block in page.get("html")]
    return " ".join(" ".join([*plain, *tables]).split())


def hand_in(page, name, content):
    page.file_uploader[0].set_value([(name, content, "text/csv")])
    return page.run()


def button(page, label):
    return next(found for found in page.button if found.label == label)


def open_box(page):
    page.session_state[return_data.BOX] = True
    page.run()
    assert not page.exception
    return words_of(page)


def test_files_are_previewed_applied_and_taken_back(folder, page):
    assert not page.exception
    first = open_history(folder).version
    hand_in(page, "links 31 August 2022.csv", LIST_2022.read_bytes().replace(*TOWN_END_MOVES))
    assert not page.exception
    assert "academies and their trusts" in words_of(page)
    assert "spells in trusts that begin" in words_of(page)
    assert "Nothing new: " in words_of(page)
    told = "Changes to days that could be shown before: "
    assert [box.label for box in page.expander if box.label.startswith(told)]
    assert [b.proto.label for b in page.get("download_button")] == ["All of this as CSV"]
    assert open_history(folder).version == first
    button(page, "Apply").click().run()
    assert not page.exception
    assert open_history(folder).last_day.isoformat() == "2022-08-31"
    assert "The history is now" in words_of(page)
    asked = open_box(page)
    assert f"It would return to history {first}, to 31 August 2020" in asked
    assert "No longer there" in asked
    assert "There again" not in asked
    assert "spells in trusts that begin 6" in asked
    assert "spells in trusts that end 1" in asked
    assert re.search(r"Shown in another trust: \d+ schools?\.", asked)
    assert open_history(folder).version != first, "it only asks"
    button(page, "Return to 31 August 2020").click().run()
    assert not page.exception
    assert open_history(folder).version == first
    assert f"The app shows history {first}, to 31 August 2020 again." in words_of(page)


def test_a_preview_names_the_values_that_change(folder, page, tmp_path):
    urn = int(open_history(folder).schools["urn"].iloc[-1])
    update([write(with_card(urn), tmp_path / "as_at_28_Feb_2026.csv")], folder)
    worse = with_card(urn).assign(**{"Safeguarding standards": "Not met"})
    content = write(worse, tmp_path / "as_at_31_Mar_2026.csv").read_bytes()
    hand_in(page, "as_at_31_Mar_2026.csv", content)
    assert not page.exception
    assert "Values that would change" in words_of(page)
    assert "values of report cards changed 1" in words_of(page)
    told = words_of(page).replace("\\", "")
    assert f"({urn}), 12 November 2025, safeguarding: Met; now Not met" in told


def test_a_return_is_taken_back_in_the_same_way(later, page):
    held = open_history(later).version
    open_box(page)
    button(page, "Return to 31 August 2020").click().run()
    assert open_history(later).version != held
    asked = open_box(page)
    assert f"It would return to history {held}, to 31 August 2022" in asked
    assert "There again" in asked
    assert "No longer there" not in asked
    button(page, "Return to 31 August 2022").click().run()
    assert open_history(later).version == held


def test_a_return_that_was_overtaken_is_not_made(later, page):
    open_box(page)
    roll_back(later)
    held = open_history(later).version
    button(page, "Return to 31 August 2020").click().run()
    assert not page.exception
    assert open_history(later).version == held
    assert "The data were changed meanwhile" in words_of(page)


def test_a_file_that_is_not_known_says_why_and_changes_nothing(folder, page):
    first = open_history(folder).version
    hand_in(page, "list.csv", b"<html>Too many requests</html>")
    assert not page.exception
    assert "found a web page" in words_of(page)
    assert not [found for found in page.button if found.label == "Apply"]
    assert open_history(folder).version == first


def test_what_changes_no_day_and_a_later_file_that_adds_none_are_told(folder, page, tmp_path):
    information = write(information_rows([100001]), tmp_path / "information.csv")
    hand_in(page, "28 Feb 2026.csv", information.read_bytes())
    assert not page.exception
    told = page.warning[0].value
    assert "tells of days to 28 February 2026 and of nothing new on them" in told
    assert "the history still ends on 31 August 2020" in told
    links = PUBLISHED / "gias" / "links_edubasealldata20230421.csv"
    hand_in(page, "links.csv", links.read_bytes() + b"\n")
    assert "No day shows anything else than before" in words_of(page)
    button(page, "Apply").click().run()
    assert "The history is now" in words_of(page)
    assert "To return to" in words_of(page)


def test_a_file_of_no_known_day_is_told_of_the_field_and_not_of_the_command_line(page):
    hand_in(page, "links.csv", LIST_2022.read_bytes())
    told = words_of(page)
    assert "says of which day it tells. Give it in the field “Day the files describe”" in told
    assert "as-at" not in told
    assert page.date_input[0].label == update_data.DAY_FIELD


def test_each_step_that_the_command_line_words_has_words_of_the_page():
    assert set(update_data.STEPS) == set(Step)
    assert not [words for words in update_data.STEPS.values() if "--" in words or "python" in words]


def test_who_has_not_signed_in_may_not_change_the_data(folder, monkeypatch):
    monkeypatch.setattr(update_data, "person", lambda: ANONYMOUS)

    def script():
        from alliance.ui.data.update_data import update_data

        update_data()

    page = AppTest.from_function(script).run()
    assert not page.exception
    assert page.file_uploader[0].disabled


def test_who_is_not_named_by_the_settings_may_not_update_nor_return(folder, page, monkeypatch):
    hand_in(page, "links 31 August 2022.csv", LIST_2022.read_bytes())
    first = open_history(folder).version
    monkeypatch.setenv("ALLIANCE_UPDATERS", "amy@example.org, Ben Broker")
    settings.cache_clear()
    # The button was drawn while it was allowed; the server asks again.
    button(page, "Apply").click().run()
    assert not page.exception
    assert open_history(folder).version == first
    page.run()
    assert page.file_uploader[0].disabled
    monkeypatch.setenv("ALLIANCE_LOCAL_USER", "ben broker")
    settings.cache_clear()
    page.run()
    assert not page.file_uploader[0].disabled


def test_the_data_page_offers_it(visit):
    page = visit()
    page.switch_page("../../../pages/data.py")
    page.session_state["data_tab"] = "Update data"
    page.run()
    assert not page.exception
    assert page.file_uploader[0].label.startswith("Up to 12 files")


def test_the_page_says_where_the_files_are_published(page):
    assert [box.label for box in page.expander] == ["Where the files are published"]
    words = words_of(page)
    assert "(https://get-information-schools.service.gov.uk/Downloads)" in words
    assert "python -m alliance update --download" in words


def test_a_shut_box_that_is_said_to_be_open_works_nothing_out(monkeypatch, tmp_path):
    def page():
        from alliance.ui.data.return_data import return_data

        return_data({"disabled": True, "help": "No"})

    def worked_out(_):
        raise AssertionError("Two histories were compared for who may not return to one.")

    monkeypatch.setattr("alliance.ui.data.return_data.previous_of", lambda _: tmp_path)
    monkeypatch.setattr("alliance.ui.data.return_data.kept_before", worked_out)
    shown = AppTest.from_function(page)
    shown.session_state["return to the history before"] = True
    assert not shown.run().exception
