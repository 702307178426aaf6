"""Every role tries every action of the one table: by its pages, by forged messages, by the API.

The people sign in at a real provider. Messages are forged as anybody may forge them: a shut button
is pressed all the same, and what a page sent for somebody who may do all is sent again, word for
word, by one who may not. The table alone says what comes of it; the database is asked whether so.
"""

import datetime as dt
import http.client
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from streamlit.proto.Common_pb2 import FileUploaderState

from alliance.history.succession import previous_of
from alliance.present import Presentation, PresentationStore
from alliance.register import ANONYMOUS, Action, Declaration, Person, Register, may
from alliance.register.database import open_database
from alliance.register.keeping import back_up, restore
from alliance.register.permission import EVERY_ROLE, Role
from alliance.register.register_vocabulary import Status, SupporterKind, Theme
from alliance.register.support import Support
from alliance.settings import ROOT
from tests.browser.signing_in import sign_in_next, with_sign_in
from tests.socket_visit import Browser, NotDrawn, Visit

OUTWOOD, WISE = 4119, 5370
HEADINGS = "Supporter kind,Supporter,Recipient URN,Theme,Starts on"
ROW = "Trust,4119,141354,Curriculum,2018-01-08"
SECRET, WRITER = "Said in confidence", "Wanda Writer"
BESIDE = frozenset({"access", "people", "sign_ins", "alembic_version"})
"""What is noted of people, not what they write."""


class Tried(NamedTuple):
    """Somebody who tries: as the table knows them, and as the provider tells of them."""

    person: Person
    claims: dict[str, object]


def somebody(name, *roles, trusts=()):
    claims = {"sub": name, "email": f"{name}@example.org", "email_verified": True}
    known = Person(name, True, f"i#{name}", frozenset(roles), frozenset(trusts))
    return Tried(known, claims)


BOSS = somebody("boss", *EVERY_ROLE, trusts=[OUTWOOD])
PEOPLE = {
    "visitor": Tried(ANONYMOUS, {}),
    "reader": somebody("reader", Role.READER),
    "editor": somebody("editor", Role.EDITOR, trusts=[OUTWOOD]),
    "stranger": somebody("stranger", Role.EDITOR, trusts=[WISE]),
    "reviewer": somebody("reviewer", Role.REVIEWER),
    "commissioner": somebody("commissioner", Role.COMMISSIONER),
    "administrator": somebody("administrator", Role.ADMINISTRATOR),
    "updater": somebody("updater", Role.UPDATER),
}
ROLES = "; ".join(
    f"{role} {' '.join(map(str, one.person.trusts)) if role is Role.EDITOR else ''}"
    f"={one.claims['email']}"
    for one in (BOSS, *PEOPLE.values())
    for role in sorted(one.person.roles)
    if one.claims
)


class Try(NamedTuple):
    """How an action is tried by a page; whose the thing is that it is tried with."""

    action: Action
    steps: object
    trusts: frozenset[int] | None = None
    made_by: str | None = None


def adds(visit):
    visit.open("register", register_tab="Add")
    visit.set("selectbox", "Supporting trust", string_value="Outwood Grange Academies Trust")
    visit.set("text_input", "Supported school (", string_value="141354")
    visit.set("selectbox", "Theme", string_value="Curriculum")
    visit.set("date_input", "Starts on", string_array_value=["2018-01-08"])
    visit.draw()
    visit.press("Save")


def changes(visit):
    visit.open("register", support="1", support_tab="Edit")
    visit.set("text_area", "Purpose", string_value="Mine now")
    visit.draw()
    visit.press("Save")


def presses(page, label, **query):
    def steps(visit):
        visit.open(page, **query)
        visit.press(label)

    return steps


def reviews(visit):
    visit.open("register", support="2", support_tab="Reviews")
    visit.set("date_input", "Reviewed on", string_array_value=["2018-06-01"])
    visit.set("radio", "Rating", string_value="Green: working as planned")
    visit.draw()
    visit.press("Save the review")


def imports(visit):
    visit.open("register", register_tab="Import")
    content = f"{HEADINGS}\n{ROW}\n".encode()
    status, file = visit.browser.hand_in(visit, "one.csv", content)
    if status != 204:
        return
    held = FileUploaderState()
    held.uploaded_file_info.add(file_id=file, name="one.csv", size=len(content))
    visit.set("file_uploader", "File with up to", file_uploader_state_value=held)
    visit.draw()
    visit.press("Save all 1 row")


def makes_a_presentation(visit):
    visit.open("present")
    visit.set("text_input", "Name", string_value="Forged")
    visit.press("Create")


def returns_to_the_data_before(visit):
    visit.open("data", data_tab="Update data")
    visit.set("popover", "Return to the history before", bool_value=True)
    visit.draw()
    visit.press("Return to")


def gives_a_role(visit):
    visit.open("data", data_tab="Rights")
    visit.set("selectbox", "Who", string_value="mallory@example.org")
    visit.set("selectbox", "Role", string_value="Commissioner")
    visit.press("Give the role")


THEIRS = frozenset({OUTWOOD})
TRIES = {
    "adds": Try(Action.ADD, adds, THEIRS),
    "changes": Try(Action.CHANGE, changes, THEIRS),
    "moves": Try(Action.MOVE, presses("register", "Agree", support="1"), THEIRS),
    "undoes": Try(Action.UNDO_MOVE, presses("register", "Return the", support="3"), THEIRS),
    "reviews": Try(Action.REVIEW, reviews, THEIRS),
    "withdraws": Try(Action.WITHDRAW, presses("register", "Withdraw it", support="1"), THEIRS),
    "restores": Try(Action.RESTORE, presses("register", "Restore it", support="4"), THEIRS),
    "imports": Try(Action.IMPORT, imports, THEIRS),
    "clears": Try(Action.CLEAR, presses("register", "Remove the example data")),
    "declares": Try(
        Action.DECLARE,
        presses("register", "withdraw declaration 1", register_tab="Internal support"),
        THEIRS,
    ),
    "presents": Try(Action.PRESENT, makes_a_presentation),
    "deletes": Try(Action.PRESENT, presses("present", "delete 1"), made_by="i#writer"),
    "updates": Try(Action.UPDATE, returns_to_the_data_before),
    "gives a role": Try(Action.ADMINISTER, gives_a_role),
}
READS = {
    # Every word that the page was sent, whether it stands on it or not.
    Action.READ: ("data", {"data_tab": "Update data"}, "Where the files"),
    Action.READ_REGISTER: ("register", {"support": "1"}, "Outwood Grange"),
    Action.READ_NAMES: ("register", {"support": "1"}, SECRET),
}


def test_every_action_of_the_table_is_tried():
    assert {one.action for one in TRIES.values()} | set(READS) == set(Action)
    assert {role for one in PEOPLE.values() for role in one.person.roles} == EVERY_ROLE


def filled(folder, history):
    """Write a register with something to change, to move, to restore and to take away."""
    engine = open_database(sa.URL.create("sqlite", database=str(folder / "register.sqlite")))
    register, writer = Register(engine, history), Person(WRITER, True, "i#writer")
    begun = Support(
        supporter_kind=SupporterKind.TRUST,
        supporter_id=str(OUTWOOD),
        recipient_urn=140177,
        theme=Theme.SCHOOL_LEADERSHIP,
        starts_on=dt.date(2018, 1, 8),
        notes=SECRET,
    )
    for urn, change in (
        (140177, {"status": Status.PROPOSED}),
        (136633, {"status": Status.ACTIVE}),
        (137049, {"status": Status.PROPOSED}),
        (138082, {"status": Status.PROPOSED}),
        (139290, {"illustrative": True}),
    ):
        register.add(replace(begun, recipient_urn=urn, **change), writer)
    register.move(3, Status.AGREED, writer, version=1)
    register.withdraw(4, writer)
    register.declarations.add(
        Declaration(
            trust_uid=OUTWOOD, statement="Its own business.", starts_on=dt.date(2018, 1, 1)
        ),
        writer,
    )
    PresentationStore(engine).add(Presentation("Board"), writer)
    engine.dispose()


class Served:
    """The app, who is signed in to it, and what it holds."""

    def __init__(self, address, folder, come):
        self.address, self.folder, self.come = address, folder, come
        self.url = sa.URL.create("sqlite", database=str(folder / "register.sqlite"))
        self.browsers, self.forged = {}, {}
        back_up(self.url, folder / "before.sqlite")

    def browser(self, name, claims):
        if name not in self.browsers:
            self.browsers[name] = Browser(self.address)
            if claims:
                self.come(claims)
                self.browsers[name].sign_in()
        return self.browsers[name]

    def holds(self):
        """Return all that people write: the rows of every table, and which history stands there."""
        with closing(sqlite3.connect(self.url.database)) as register:
            query = "select name from sqlite_master where type = 'table'"
            tables = sorted({name for (name,) in register.execute(query)} - BESIDE)
            rows = {
                name: register.execute(f"select * from {name}").fetchall()  # noqa: S608
                for name in tables
            }
        return rows, (self.folder / "history").stat().st_ino

    def wrote(self, act):
        """Do something, return whether anything was written by it, and take that back."""
        before = self.holds()
        act()
        if (wrote := self.holds()) != before and wrote[0] != before[0]:
            restore(self.url, self.folder / "before.sqlite")
        return wrote != before

    def messages(self, name):
        """Return what somebody who may do all sends to do it; that it is done is seen to."""
        if name not in self.forged:
            with Visit(self.browser("boss", BOSS.claims)) as visit:
                assert self.wrote(lambda: TRIES[name].steps(visit)), name
                self.forged[name] = visit.sent
        return self.forged[name]


@pytest.fixture(scope="module")
def served(provider, serve, tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("forged")
    stands = folder / "history"
    for place in (stands, previous_of(stands)):
        shutil.copytree(ROOT / "data" / "history", place)
    filled(folder, history)
    given = {"ALLIANCE_ROLES": ROLES, "ALLIANCE_HISTORY_DIR": str(stands)}
    with with_sign_in(provider, serve, folder, **given) as address:
        yield Served(address, folder, partial(sign_in_next, provider))


def by_itself(browser, name):
    """Do it as one's own page has it: its buttons are pressed, shut or not."""

    def act():
        with Visit(browser) as visit:
            try:
                TRIES[name].steps(visit)
            except NotDrawn:
                return

    return act


def by_forged_messages(browser, messages):
    """Send what was drawn for somebody else."""

    def act():
        with Visit(browser) as visit:
            visit.again(messages)

    return act


@pytest.mark.parametrize("name", TRIES)
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.quick_cases
def test_what_comes_of_it_is_what_the_table_says(served, who, name):
    person, claims = PEOPLE[who]
    tried, browser = TRIES[name], served.browser(who, claims)
    messages = served.messages(name)
    may_do = may(person, tried.action, trusts=tried.trusts, made_by=tried.made_by)
    assert served.wrote(by_itself(browser, name)) == may_do, "by their own page"
    # A file is handed in by a visit, and another has nothing of it.
    expected = may_do and tried.action is not Action.IMPORT
    forged = by_forged_messages(browser, messages)
    assert served.wrote(forged) == expected, "by forged messages"


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_not_read_names_is_sent_none_in_any_word(served, who):
    person, claims = PEOPLE[who]
    for action, (page, query, word) in READS.items():
        with Visit(served.browser(who, claims)) as visit:
            visit.open(page, **query)
            assert (word in visit.words) == may(person, action), action
            assert may(person, Action.READ_NAMES) or WRITER not in visit.words


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.quick_cases(2)
def test_nothing_is_written_by_the_api_nor_read_of_the_register(served, who):
    browser = served.browser(who, PEOPLE[who].claims)
    status, document = browser.ask("/api/v1/openapi.json")
    assert status == 200
    operations = json.loads(document)["paths"]
    assert operations
    assert {method for one in operations.values() for method in one} <= {"get", "parameters"}

    def tried():
        for path in operations:
            address = path.replace("{", "").replace("}", "")
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                answered, content = browser.ask(address, method, b'{"supporter_id": "4119"}')
                assert answered in (404, 405), (method, path, answered)
                assert SECRET.encode() not in content

    assert not served.wrote(tried)


def test_nothing_is_written_where_the_app_takes_what_browsers_send(served):
    """Neither a meeting nor an order of pictures is moved by who has not its key."""
    browser = served.browser("visitor", {})

    def tried():
        for path in ("/meetings/ABCDEF/view", "/pictures/x/0"):
            status, _ = browser.ask(path, "POST", b'{"key": "x"}')
            assert 400 <= status < 500, path

    assert not served.wrote(tried)


def test_where_all_is_for_who_has_signed_in_nobody_else_is_sent_a_word(
    provider, serve, served, tmp_path
):
    shutil.copy(served.folder / "before.sqlite", tmp_path / "register.sqlite")
    given = {"ALLIANCE_ROLES": ROLES, "ALLIANCE_SIGN_IN_TO_READ": "all"}
    with with_sign_in(provider, serve, tmp_path, **given) as address:
        within = Served(address, tmp_path, served.come)
        for who in ("visitor", "reader"):
            browser = within.browser(who, PEOPLE[who].claims)
            for action, (page, query, word) in READS.items():
                with Visit(browser) as visit:
                    visit.open(page, **query)
                    assert (word in visit.words) == (who == "reader"), (who, action)
        host = urlsplit(address).netloc
        for path in ("/api/v1/headlines", "/layers/x/schools.json"):
            with closing(http.client.HTTPConnection(host, timeout=60)) as server:
                server.request("GET", path)
                assert server.getresponse().status == 401
