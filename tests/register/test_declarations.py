"""What a trust declares once of its internal support, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from alliance.errors import NotAllowed, RulesBroken, UnknownSupport
from alliance.exports import csv_bytes
from alliance.register import ANONYMOUS, Declaration, Person, Register, Support
from alliance.register.database import MIGRATIONS, open_database
from alliance.register.exchange import bring_in, export, preview
from alliance.register.listing import trail
from alliance.register.permission import declares_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alliance.history import History

    Make = Callable[..., Support]

WAKEFIELD_CITY = 5195
STATEMENT = "Support between our academies is how we run them."
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 3, 31)


def declared(**changes: object) -> Declaration:
    held = {"trust_uid": WAKEFIELD_CITY, "statement": STATEMENT, "starts_on": FIRST}
    return Declaration(**(held | changes))  # type: ignore[arg-type]


def test_internal_support_passes_where_a_declaration_holds_on_its_first_day(
    register: Register, amy: Person, support: Make
) -> None:
    internal = support(supporter_id=str(WAKEFIELD_CITY))
    with pytest.raises(RulesBroken, match="Say in a few words what has been done"):
        register.add(internal, amy)
    made = register.declarations.add(declared(ends_on=LAST), amy)
    assert (made.id, made.trust_name) == (1, "Wakefield City Academies Trust")
    kept = register.add(internal, amy)
    assert kept.internal
    assert kept.conflict
    assert kept.conflict_answer == (
        f"By the trust’s standing declaration number 1 of 1 January 2018: {STATEMENT}"
    )
    for day in (FIRST - dt.timedelta(days=1), LAST + dt.timedelta(days=1)):
        with pytest.raises(RulesBroken, match="Say in a few words"):
            register.add(replace(internal, starts_on=day, planned_end_on=day), amy)
    school = support(supporter_kind="School", supporter_id="136672", recipient_urn=140177)
    assert "declaration" not in register.add(school, amy).conflict_answer


def test_an_answer_of_its_own_stays_and_that_of_a_declaration_goes_with_its_days(
    register: Register, amy: Person, support: Make
) -> None:
    register.declarations.add(declared(ends_on=LAST), amy)
    internal = support(supporter_id=str(WAKEFIELD_CITY))
    own = register.add(replace(internal, conflict_answer="Declared to both boards."), amy)
    assert own.conflict_answer == "Declared to both boards."
    held = register.add(replace(internal, theme="Curriculum"), amy)
    with pytest.raises(RulesBroken, match="Say in a few words"):
        register.change(replace(held, starts_on=LAST + dt.timedelta(days=1)), amy)
    answered = replace(
        held, starts_on=LAST + dt.timedelta(days=1), conflict_answer="Agreed by the board."
    )
    assert register.change(answered, amy).conflict_answer == "Agreed by the board."


def test_a_withdrawn_declaration_covers_nothing_until_it_is_restored(
    register: Register, amy: Person, ben: Person, support: Make
) -> None:
    internal = support(supporter_id=str(WAKEFIELD_CITY))
    made = register.declarations.add(declared(), amy)
    before = register.revision()
    register.declarations.withdraw(made.id or 0, ben)
    assert register.revision() > before
    with pytest.raises(RulesBroken, match="Say in a few words"):
        register.add(internal, amy)
    register.declarations.restore(made.id or 0, amy)
    number = register.add(internal, amy).id or 0
    lines = trail(register.audit())
    assert lines["What"].drop_duplicates().tolist() == [
        "Added",
        "Restored (declaration 1)",
        "Withdrawn (declaration 1)",
        "Declared (declaration 1)",
    ]
    assert set(lines.loc[lines["Field"] == "Declaration", "After"]) == {STATEMENT}
    # Its number is also a support's, whose own trail it is not in.
    assert number == made.id
    assert [change.action for change in register.audit(number)] == ["add"]
    assert register.withdrawn_on() == {}


def test_every_fault_of_a_declaration_is_told_at_once(register: Register, amy: Person) -> None:
    wrong = declared(trust_uid=1, statement="–", starts_on=LAST, ends_on=FIRST)
    with pytest.raises(RulesBroken) as told:
        register.declarations.add(wrong, amy)
    assert [fault.field for fault in told.value.faults] == ["trust_uid", "statement", "ends_on"]
    assert register.declarations.all() == []
    held = register.declarations.add(declared(ends_on=LAST), amy)
    with pytest.raises(RulesBroken, match="Declaration number 1 of this trust holds then"):
        register.declarations.add(declared(starts_on=LAST), amy)
    register.declarations.withdraw(held.id or 0, amy)
    register.declarations.add(declared(starts_on=LAST), amy)
    with pytest.raises(RulesBroken, match="Declaration number 2"):
        register.declarations.restore(held.id or 0, amy)
    with pytest.raises(UnknownSupport, match="no declaration number 9"):
        register.declarations.withdraw(9, amy)


def test_only_those_who_may_declare_for_the_trust_do(register: Register, amy: Person) -> None:
    setting = "4119=ben@example.org; 5195=Ann@example.org, cy@example.org; *=dee@example.org"
    ann, ben, dee = (
        Person(name, known=True, declares_for=declares_for(name, setting))
        for name in ("ann@example.org", "ben@example.org", "dee@example.org")
    )
    for nobody in (ANONYMOUS, ben):
        with pytest.raises(NotAllowed):
            register.declarations.add(declared(), nobody)
    made = register.declarations.add(declared(), ann)
    with pytest.raises(NotAllowed, match="may not declare for trust 5195"):
        register.declarations.withdraw(made.id or 0, ben)
    assert register.declarations.withdraw(made.id or 0, dee).withdrawn
    assert register.declarations.restore(made.id or 0, amy).withdrawn is False


def test_a_file_of_internal_support_is_taken_where_it_is_declared_and_taken_out_with_the_answer(
    register: Register, history: History, amy: Person, tmp_path: Path
) -> None:
    head = "Supporter kind,Supporter,Recipient URN,Theme,Starts on\n"
    content = (head + "Trust,5195,140177,Curriculum,2018-01-08\n").encode()
    (fault,) = preview(content, "supports.csv", history, register).faults
    assert fault.column == "Conflict of interest: what was done"
    register.declarations.add(declared(), amy)
    (kept,) = bring_in(register, preview(content, "supports.csv", history, register), amy)
    assert preview(content, "supports.csv", history, register).already == 1
    engine = open_database(sa.URL.create("sqlite", database=str(tmp_path / "other.sqlite")))
    other = Register(engine, history)
    taken_out = csv_bytes(export([kept]))
    (new,) = bring_in(other, preview(taken_out, "supports.csv", history, other), amy)
    assert new.same_facts(kept)
    engine.dispose()


def test_a_register_from_before_declarations_is_brought_up_to_date(
    url: sa.URL, history: History, amy: Person, support: Make
) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            sa.text(
                "INSERT INTO audit (support_id, at, who, action, before, after) "
                "VALUES (7, '2026-01-02 03:04:05', 'Amy', 'add', '{}', '{}')"
            )
        )
    engine.dispose()
    newer = open_database(url)
    register = Register(newer, history)
    assert [change.told_of for change in register.audit(7)] == ["support"]
    assert register.declarations.add(declared(), amy).id == 1
    newer.dispose()
