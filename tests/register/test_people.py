"""Roles, refusals, sign-ins and forgetting, on both databases; every write asks who is writing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from alliance.errors import NotAllowed, RegisterError, RulesBroken
from alliance.present import Presentation, PresentationStore
from alliance.present.meeting.decision import Words
from alliance.present.meeting.decisions import DecisionLog
from alliance.present.meeting.meetings import Meetings
from alliance.present.presentation_tables import meeting_records
from alliance.present.scene import Scene
from alliance.register import Declaration, Person, Register, Review, Support
from alliance.register.database import MIGRATIONS, open_database
from alliance.register.people.access import REFUSED, forget_old, latest, note
from alliance.register.people.erasure import erase
from alliance.register.people.roles import Grant, Roles
from alliance.register.people.signed_in import SignedIn, groups_of, known_people, remember
from alliance.register.permission import ANONYMOUS, Action, Role
from alliance.register.register_vocabulary import Rating, Status
from alliance.views.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

    Make = Callable[..., Support]

BOARD = Presentation("Board", (Scene(page="data", title="A"),))
UNDER_WAY = 136633
WHO = "https://id.example#"


def person(role: Role, *trusts: int, name: str = "Cy") -> Person:
    roles = frozenset({role})
    return Person(name, True, f"{WHO}{name}", roles, frozenset(trusts))


def writes(register: Register, support: Support) -> dict[str, Callable[[Person], object]]:
    """Every write of every store, tried on what a commissioner wrote."""
    boss = person(Role.COMMISSIONER, name="Boss")
    engine = register.engine
    number = register.add(support, boss).id or 0
    held = register.get(number)
    moved = register.add(replace(support, recipient_urn=UNDER_WAY), boss).id or 0
    register.move(moved, Status.AGREED, boss, version=1)
    declared = Declaration(
        trust_uid=5195, statement="The trust’s board agreed to it.", starts_on=dt.date(2018, 1, 1)
    )
    made = register.declarations.add(declared, boss)
    store, log, meetings = PresentationStore(engine), DecisionLog(engine), Meetings(engine)
    kept = store.add(BOARD, boss)
    scene = kept.presentation.scenes[0]
    noted = log.note(kept.id, Words(proposal="Help"), scene, Content("T", "C", "S"), boss)
    begun = meetings.begin(BOARD, boss).meeting
    other = replace(support, recipient_urn=141354)
    review = Review(reviewed_on=dt.date(2018, 6, 1), rating=Rating.GREEN)
    return {
        "add": lambda who: register.add(other, who),
        "import": lambda who: register.add_all([other], who, action=Action.IMPORT),
        "change": lambda who: register.change(replace(held, purpose="Mine now"), who),
        "move": lambda who: register.move(number, Status.AGREED, who, version=held.version),
        "undo": lambda who: register.undo_move(moved, who, version=2),
        "review": lambda who: register.review(number, review, who),
        "withdraw": lambda who: register.withdraw(number, who),
        "clear": register.remove_illustrative,
        "declare": lambda who: register.declarations.add(
            replace(declared, starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2011, 1, 1)), who
        ),
        "withdraw declaration": lambda who: register.declarations.withdraw(made.id or 0, who),
        "keep presentation": lambda who: store.add(BOARD, who),
        "change presentation": lambda who: store.change(kept.id, BOARD, who, version=kept.version),
        "delete presentation": lambda who: store.delete(kept.id, who),
        "note decision": lambda who: log.note(
            kept.id, Words(proposal="No"), scene, Content("T", "C", "S"), who
        ),
        "withdraw decision": lambda who: log.withdraw(noted.id, who),
        "begin meeting": lambda who: meetings.begin(BOARD, who),
        "end meeting": lambda who: meetings.end(begun.code, who),
        "give role": lambda who: Roles(engine).give("group:x", Role.UPDATER, [], who),
    }


def counts(engine: sa.Engine) -> dict[str, int]:
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
            if name != "access"
        }


@pytest.mark.parametrize("who", [ANONYMOUS, person(Role.READER), person(Role.UPDATER)])
def test_no_store_is_written_by_who_may_not_whatever_calls_it_and_each_refusal_is_kept(
    register: Register, support: Make, who: Person
) -> None:
    tried = writes(register, support())
    before, said = counts(register.engine), set[str]()
    for name, write in tried.items():
        with pytest.raises(NotAllowed, match=f"^{who.name} may ") as refused:
            write(who)
        said.add(str(refused.value))
        assert counts(register.engine) == before, name
    with register.engine.connect() as connection:
        lines = latest(connection)
    assert {(line.who, line.who_is, line.what) for line in lines} == {
        (who.name, who.identity, REFUSED)
    }
    # The same words said again within a minute are kept once.
    assert sorted(line.about for line in lines) == sorted(said)


def test_an_editor_writes_what_their_trusts_give_or_receive_and_nothing_else(
    register: Register, support: Make
) -> None:
    given = support()
    tried = writes(register, given)
    giver, stranger = person(Role.EDITOR, 4119, name="Gia"), person(Role.EDITOR, 5370, name="Sam")
    before = counts(register.engine)
    for name, write in tried.items():
        # These are theirs to try: what they make is their own, and a meeting is whoever began it.
        if name not in ("keep presentation", "begin meeting", "end meeting"):
            with pytest.raises(NotAllowed):
                write(stranger)
    assert counts(register.engine) == before
    for name in ("add", "change"):
        tried[name](giver)
    for name in ("review", "clear", "declare", "change presentation", "give role"):
        with pytest.raises(NotAllowed):
            tried[name](giver)
    # Nor may they hand what is theirs to others, or take what is others' over.
    held = register.get(1)
    with pytest.raises(NotAllowed, match="own trusts only"):
        register.change(replace(held, supporter_id="5370", recipient_urn=140177), giver)
    mine = PresentationStore(register.engine).add(BOARD, giver)
    assert PresentationStore(register.engine).delete(mine.id, giver).deleted


def test_a_file_with_a_row_of_anothers_is_refused_whole(register: Register, support: Make) -> None:
    rows = [support(), support(supporter_id="5370", recipient_urn=141354)]
    with pytest.raises(NotAllowed, match="own trusts only"):
        register.add_all(rows, person(Role.EDITOR, 4119), action=Action.IMPORT)
    assert register.supports() == []


def test_a_line_of_the_trail_says_who_by_name_and_by_identity(
    register: Register, support: Make, amy: Person
) -> None:
    register.add(support(), amy)
    twin = replace(amy, identity="https://elsewhere.example#9")
    register.withdraw(1, twin)
    told = [(line.who, line.who_is) for line in register.audit(1)]
    assert told == [(amy.name, twin.identity), (amy.name, amy.identity)]
    held = PresentationStore(register.engine).add(BOARD, amy)
    assert held.made_by_id == amy.identity


def test_roles_are_given_and_taken_by_administrators_and_never_the_last_one(
    engine: sa.Engine,
) -> None:
    roles, boss = Roles(engine), person(Role.ADMINISTRATOR, name="Boss")
    for holder, role in (("group:editors", Role.UPDATER), ("a@example.org", Role.ADMINISTRATOR)):
        with pytest.raises(RulesBroken, match="signed in as administrator first"):
            roles.give(holder, role, [], boss)
    roles.give(boss.identity, Role.ADMINISTRATOR, [], boss)
    roles.give("Ann@Example.org", Role.EDITOR, [4119], boss)
    with pytest.raises(RulesBroken, match="have this role already"):
        roles.give("ann@example.org", Role.EDITOR, [4119], boss)
    with pytest.raises(RulesBroken, match="editor’s own trusts"):
        roles.give("ann@example.org", Role.EDITOR, [], boss)
    with pytest.raises(RulesBroken, match="expected somebody who has signed in"):
        roles.give("Ann", Role.READER, [], boss)
    ann, first = roles.all()
    assert ann[:3] == ("ann@example.org", Role.EDITOR, {4119})
    with pytest.raises(RulesBroken, match="last administrator"):
        roles.take(first.id or 0, boss)
    roles.take(ann.id or 0, boss)
    fixed = [Grant("*", Role.ADMINISTRATOR)]
    Roles(engine, fixed).take(first.id or 0, boss)
    with engine.connect() as connection:
        assert [line.what for line in latest(connection)] == [
            *("role taken", "role taken", "role given", "role given"),
        ]


def test_groups_are_those_of_the_latest_sign_in_and_old_lines_are_forgotten(
    engine: sa.Engine,
) -> None:
    many = frozenset(f"{number:032x}" for number in range(200))
    with engine.begin() as connection:
        remember(connection, SignedIn("i#1", "Ann", groups=many))
        assert groups_of(connection, "i#1") == many
        remember(connection, SignedIn("i#1", "Ann", groups=frozenset({"one"})))
        assert groups_of(connection, "i#1") == {"one"}
        assert groups_of(connection, "i#2") == frozenset()
        assert known_people(connection) == {"i#1": "Ann"}
        note(connection, "Ann", "i#1", "signed in")
        forget_old(connection, 1)
        assert len(latest(connection)) == 1
        forget_old(connection, -1)
        assert latest(connection) == []


def test_a_name_is_taken_out_of_all_that_is_kept_and_what_was_done_stays(
    register: Register, support: Make, amy: Person, ben: Person
) -> None:
    engine = register.engine
    register.add(support(), amy)
    register.withdraw(1, ben)
    kept = PresentationStore(engine).add(BOARD, amy)
    begun = Meetings(engine).begin(BOARD, amy)
    Meetings(engine).followers.seen(begun.meeting.id, ["f"], name=amy.name)
    record = {"presenter": amy.name, "names": [amy.name, ben.name]}
    with engine.begin() as connection:
        connection.execute(
            sa.insert(meeting_records).values(code="OLD", presentation_id=1, record=record)
        )
        remember(connection, SignedIn(amy.identity, amy.name))
    instead, places = erase(engine, amy.name, ben)
    # A line of the trail, a presentation and that it was theirs, a meeting, who was there, twice.
    assert places == 6
    assert [line.who for line in register.audit(1)] == [ben.name, instead]
    assert [line.action for line in register.audit(1)] == ["withdraw", "add"]
    assert PresentationStore(engine).get(kept.id).changed_by == instead
    assert erase(engine, ben.identity, amy)[1] >= 1
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                assert ben.name not in str(row), table.name
                assert table.name == "access" or amy.name not in str(row), table.name
    with engine.begin() as connection:
        for number in (1, 2):
            remember(connection, SignedIn(f"i#{number}", "Twin"))
    with pytest.raises(RegisterError, match=r"Several people have signed in as 'Twin'.*i#"):
        erase(engine, "Twin", ben)
    with pytest.raises(RegisterError, match="Nothing is kept of anybody called 'Nobody'"):
        erase(engine, "Nobody", ben)


@pytest.mark.parametrize(
    "change",
    [
        "who = 'Somebody else'",
        "who = 'Erased person 1', who_is = 'i#1'",
        "who = 'Erased person 1', who_is = '', action = 'add'",
        "who = 'Erased person 1', who_is = '', after = '{}'",
    ],
)
def test_nothing_else_of_the_trail_can_be_changed(
    register: Register, support: Make, amy: Person, change: str
) -> None:
    register.add(support(), amy)
    register.withdraw(1, amy)
    with pytest.raises((sa.exc.DBAPIError, RegisterError)), register.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE audit SET {change}"))  # noqa: S608
    assert {line.who for line in register.audit()} == {amy.name}


def test_what_was_written_before_identities_opens_and_is_nobodys_own(
    url: sa.URL, history: History
) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        connection.execute(
            sa.text(
                "INSERT INTO audit (support_id, at, who, action, before, after) "
                "VALUES (7, '2026-01-02 03:04:05', 'Amy', 'add', '{}', '{}')"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO presentations (version, name, content, changed_at, changed_by, "
                "deleted) VALUES (1, 'Old', :content, '2026-01-02 03:04:05', 'Cy', :deleted)"
            ).bindparams(sa.bindparam("content", type_=sa.JSON)),
            {"content": BOARD.as_json(), "deleted": False},
        )
    engine.dispose()
    newer = open_database(url)
    (line,) = Register(newer, history).audit(7)
    assert (line.who, line.who_is) == ("Amy", "")
    (old,) = PresentationStore(newer).all()
    with pytest.raises(NotAllowed, match="what you made yourself"):
        PresentationStore(newer).delete(old.id, person(Role.EDITOR, 4119))
    boss = person(Role.COMMISSIONER, name="Boss")
    assert PresentationStore(newer).delete(old.id, boss).deleted
    newer.dispose()
