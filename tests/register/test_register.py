"""Writing to the register, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from alliance import clock
from alliance.errors import NotAllowed, RegisterError, RulesBroken, UnknownSupport
from alliance.register import ANONYMOUS, Action, Person, Register, Review, Support, register_tables
from alliance.register.database import database_url, open_database
from alliance.register.register_vocabulary import Rating, Status, Theme
from alliance.register.support import ChangedMeanwhile
from alliance.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

    Make = Callable[..., Support]


def test_a_register_starts_empty(register: Register) -> None:
    assert register.supports() == []
    assert register.audit() == []


def test_a_support_is_written_with_what_the_history_says_of_both_sides(
    register: Register, amy: Person, support: Make
) -> None:
    added = register.add(support(purpose="A head of school for two terms"), amy)
    assert (added.supporter_name, added.recipient_name) == (
        "Outwood Grange Academies Trust",
        "Balby Carr Community Academy",
    )
    assert added.recipient_trust_uid == 5195  # Wakefield City, on 8 January 2018
    assert not added.internal
    assert added.id is not None
    assert register.get(added.id) == added
    assert register.supports() == [added]


def test_every_write_is_told_in_the_audit_trail(
    register: Register, amy: Person, ben: Person, support: Make
) -> None:
    added = register.add(support(), amy)
    register.change(replace(added, days_planned=12.5), ben)
    newest, oldest = register.audit(added.id)
    assert (oldest.who, oldest.action, dict(oldest.before)) == ("Amy Adviser", "add", {})
    assert (newest.who, newest.action, newest.fields) == (
        "Ben Broker",
        "change",
        ["days_planned", "version"],
    )
    assert (newest.before["days_planned"], newest.after["days_planned"]) == (None, 12.5)
    assert abs(dt.datetime.now(dt.UTC) - newest.at.replace(tzinfo=dt.UTC)) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'Eve'", "DELETE FROM audit"])
def test_the_audit_trail_cannot_be_changed(
    register: Register, engine: sa.Engine, amy: Person, support: Make, statement: str
) -> None:
    register.add(support(), amy)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert [change.who for change in register.audit()] == ["Amy Adviser"]


def test_of_two_people_editing_one_record_the_second_is_told_and_loses_nothing(
    register: Register, amy: Person, ben: Person, support: Make
) -> None:
    seen = register.add(support(), amy)
    register.change(replace(seen, notes="Amy's words"), amy)
    with pytest.raises(ChangedMeanwhile, match="changed by somebody else") as told:
        register.change(replace(seen, notes="Ben's words"), ben)
    assert (told.value.yours.notes, told.value.theirs.notes) == ("Ben's words", "Amy's words")
    merged = replace(told.value.theirs, notes="Amy's words. Ben's words.")
    assert register.change(merged, ben).notes == "Amy's words. Ben's words."


def test_broken_rules_are_told_all_at_once_and_nothing_is_written(
    register: Register, amy: Person, support: Make
) -> None:
    wrong = support(supporter_id="1", recipient_urn=999999, days_planned=-1, cost_pounds=-5)
    with pytest.raises(RulesBroken) as told:
        register.add(wrong, amy)
    assert [fault.field for fault in told.value.faults] == [
        "recipient_urn",
        "supporter_id",
        "days_planned",
        "cost_pounds",
    ]
    assert register.supports() == []
    assert register.audit() == []


@pytest.mark.parametrize("answer", ["", ".", "?! ...", "n/a", "None", "2018 07 20"])
def test_a_conflict_of_interest_is_answered_in_words(
    register: Register, amy: Person, support: Make, answer: str
) -> None:
    internal = support(supporter_id="5195", conflict_answer=answer)
    with pytest.raises(RulesBroken, match="Say in a few words what has been done") as told:
        register.add(internal, amy)
    assert [fault.field for fault in told.value.faults] == ["conflict_answer"]
    register.add(replace(internal, conflict_answer="Declared, minuted."), amy)


def test_several_supports_are_written_all_or_none(
    register: Register, amy: Person, support: Make
) -> None:
    with pytest.raises(RulesBroken):
        register.add_all([support(), support(recipient_urn=1)], amy)
    assert register.supports() == []


def test_a_status_moves_as_allowed_and_notes_its_day(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    assert held.id is not None
    held = register.move(held.id, Status.AGREED, amy, version=1, on=dt.date(2018, 1, 2))
    held = register.move(held.id, Status.ACTIVE, amy, version=2)
    held = register.move(held.id, Status.COMPLETED, amy, version=3, on=dt.date(2018, 7, 20))
    assert (held.agreed_on, held.ended_on) == (dt.date(2018, 1, 2), dt.date(2018, 7, 20))
    with pytest.raises(RulesBroken, match="From Completed it may go to no other; not to Active"):
        register.move(held.id, Status.ACTIVE, amy, version=4)


def test_a_support_cannot_have_ended_on_a_day_to_come(
    register: Register, amy: Person, support: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2018, 7, 20))
    tomorrow = dt.date(2018, 7, 21)
    held = register.add(support(status=Status.ACTIVE, planned_end_on=tomorrow), amy)
    assert held.id is not None
    for status in (Status.COMPLETED, Status.STOPPED):
        with pytest.raises(RulesBroken, match="cannot have ended on 21 July 2018: that day is"):
            register.move(held.id, status, amy, version=1, on=tomorrow)
        with pytest.raises(RulesBroken, match="as the planned end"):
            register.add(support(recipient_urn=141354, status=status, ended_on=tomorrow), amy)
    assert register.get(held.id) == held
    ended = register.move(held.id, Status.COMPLETED, amy, version=1, on=dt.date(2018, 7, 20))
    assert ended.ended_on == dt.date(2018, 7, 20)


def test_an_edit_cannot_move_the_status_past_the_rules(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    sly = replace(held, status=Status.COMPLETED, illustrative=True, withdrawn=True)
    assert register.change(sly, amy) == replace(held, version=2)


def test_a_withdrawal_can_be_undone(register: Register, amy: Person, support: Make) -> None:
    held = register.add(support(), amy)
    assert held.id is not None
    register.withdraw(held.id, amy)
    assert register.supports() == []
    assert [support.id for support in register.supports(withdrawn=True)] == [held.id]
    register.restore(held.id, amy)
    assert register.supports() == [replace(held, version=3)]


def test_a_withdrawn_support_does_not_come_back_beside_its_double(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    assert held.id is not None
    register.withdraw(held.id, amy)
    register.add(support(), amy)
    with pytest.raises(RulesBroken, match="in the register already"):
        register.restore(held.id, amy)


def test_reviews_follow_each_other(register: Register, amy: Person, support: Make) -> None:
    held = register.add(support(), amy)
    assert held.id is not None
    first = Review(
        reviewed_on=dt.date(2018, 3, 29), rating=Rating.AMBER, next_on=dt.date(2018, 7, 1)
    )
    register.review(held.id, first, amy)
    with pytest.raises(RulesBroken, match="A review comes after 29 March 2018"):
        register.review(held.id, first, amy)
    assert [review.rating for review in register.reviews(held.id)] == [Rating.AMBER]


def test_a_review_cannot_be_of_a_day_to_come_though_the_next_may(
    register: Register, amy: Person, support: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2018, 3, 29))
    held = register.add(support(), amy)
    assert held.id is not None
    early = Review(reviewed_on=dt.date(2018, 3, 30), rating=Rating.GREEN)
    with pytest.raises(RulesBroken, match="reviewed on 30 March 2018: that day is still to come"):
        register.review(held.id, early, amy)
    now = replace(early, reviewed_on=dt.date(2018, 3, 29), next_on=dt.date(2018, 7, 1))
    register.review(held.id, now, amy)
    assert [review.next_on for review in register.reviews(held.id)] == [dt.date(2018, 7, 1)]


def test_a_visitor_who_did_not_sign_in_may_only_read(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    assert held.id is not None
    for attempt in (
        lambda: register.add(support(), ANONYMOUS),
        lambda: register.change(held, ANONYMOUS),
        lambda: register.move(held.id, Status.AGREED, ANONYMOUS, version=1),  # type: ignore[arg-type]
        lambda: register.withdraw(held.id, ANONYMOUS),  # type: ignore[arg-type]
        lambda: register.remove_illustrative(ANONYMOUS),
    ):
        with pytest.raises(NotAllowed, match="may read the register"):
            attempt()
    assert register.supports() == [held]


def test_invented_supports_are_removed_in_one_step(
    register: Register, amy: Person, support: Make
) -> None:
    real = register.add(support(), amy)
    invented = register.add(support(recipient_urn=141354, illustrative=True), amy)
    assert invented.id is not None
    register.review(invented.id, Review(reviewed_on=dt.date(2018, 5, 1), rating=Rating.RED), amy)
    assert register.remove_illustrative(amy) == 1
    assert register.supports(withdrawn=True) == [real]


def test_a_number_that_is_not_there_is_said_so(register: Register) -> None:
    with pytest.raises(UnknownSupport, match="no support number 7"):
        register.get(7)


def test_two_people_adding_the_same_support_at_once_make_one(
    url: sa.URL, register: Register, history: History, amy: Person, support: Make
) -> None:
    outcomes: list[object] = []
    together = threading.Barrier(8)

    def add() -> None:
        own = Register(open_database(url), history)
        together.wait()
        try:
            outcomes.append(own.add(support(), amy))
        except RulesBroken as told:
            outcomes.append(told)
        own.engine.dispose()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, Support) for outcome in outcomes) == 1
    assert len(register.supports()) == 1


def test_opening_a_register_again_keeps_what_it_holds(
    url: sa.URL, register: Register, history: History, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    again = open_database(url)
    assert Register(again, history).supports() == [held]
    again.dispose()


def test_the_migrations_make_the_tables_the_code_knows(engine: sa.Engine) -> None:
    found = sa.inspect(engine)
    for table in register_tables.metadata.sorted_tables:
        assert {column["name"] for column in found.get_columns(table.name)} == set(
            table.columns.keys()
        )


def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(RegisterError, match="cannot be reached") as told:
        open_database("postgresql+psycopg://amy:hush@127.0.0.1:9/nowhere")
    assert "hush" not in str(told.value)


def test_a_database_that_goes_away_is_told_and_found_again_when_it_is_back(
    url: sa.URL, register: Register, engine: sa.Engine, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    if url.get_backend_name() == "sqlite":
        file = Path(str(url.database))
        hidden = file.rename(file.with_suffix(".away"))
        engine.dispose()
        file.mkdir()
        with pytest.raises(RegisterError, match="cannot be reached"):
            register.supports()
        file.rmdir()
        hidden.rename(file)
    else:
        admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(sa.text(ended), {"name": url.database})
        admin.dispose()
    # A connection that broke meanwhile is replaced without a word.
    assert register.supports() == [held]


def test_a_move_can_be_taken_back_with_its_day_and_the_trail_says_so(
    register: Register, amy: Person, ben: Person, support: Make
) -> None:
    held = register.add(support(status=Status.ACTIVE), amy)
    number, day = held.id or 0, dt.date(2018, 7, 20)
    moved = register.move(number, Status.COMPLETED, amy, version=held.version, on=day)
    assert register.latest_move(number) is not None
    back = register.undo_move(number, ben, version=moved.version)
    assert (back.status, back.ended_on) == (Status.ACTIVE, None)
    last = register.audit(number)[0]
    assert (last.who, last.action) == (ben.name, Action.UNDO_MOVE)
    assert last.fields == ["ended_on", "status", "version"]
    assert register.latest_move(number) is None


def test_a_move_is_not_taken_back_over_what_was_changed_since(
    register: Register, amy: Person, support: Make
) -> None:
    held = register.add(support(), amy)
    number = held.id or 0
    moved = register.move(number, Status.AGREED, amy, version=held.version)
    register.change(replace(moved, notes="Agreed by both boards."), amy)
    with pytest.raises(ChangedMeanwhile):
        register.undo_move(number, amy, version=moved.version)
    assert register.get(number).status is Status.AGREED


def test_of_many_supports_written_together_each_has_its_own_number_and_line(
    register: Register, amy: Person, support: Make
) -> None:
    themes = list(Theme)
    added = register.add_all([support(theme=theme) for theme in themes], amy)
    assert [register.get(one.id or 0).theme for one in added] == themes
    assert sorted(one.support_id for one in register.audit()) == sorted(one.id for one in added)
    with pytest.raises(RulesBroken, match="in the register already"):
        register.add_all([support(theme=themes[0]), support(theme=themes[1])], amy)
    with pytest.raises(RulesBroken, match="The same support is"):
        register.add_all([support(starts_on=dt.date(2019, 6, 1))] * 2, amy)
    assert len(register.supports()) == len(themes)


@pytest.mark.parametrize(
    "given",
    [
        "postgres://amy:hush@127.0.0.1:5432/register",
        " Postgresql://amy:hush@127.0.0.1:5432/register",
        "postgresql+psycopg2://amy:hush@127.0.0.1:5432/register",
        "postgres://amy:p%40ss%2Fw%3Ard@127.0.0.1:5432/register?sslmode=require",
    ],
)
def test_an_address_is_read_in_every_spelling_that_hosts_hand_out(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_DATABASE_URL", given)
    url = database_url(Settings())
    assert (url.drivername, url.host, url.database) == (
        "postgresql+psycopg",
        "127.0.0.1",
        "register",
    )
    assert url.password in ("hush", "p@ss/w:rd")


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://amy:p@ss/w:rd@127.0.0.1:5432/register",
        "postgresql://amy:hush@127.0.0.1:port/register",
        "mysql://amy:hush@127.0.0.1/register",
        "hush",
    ],
)
def test_an_address_that_cannot_be_one_is_said_so_without_a_word_of_it(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_DATABASE_URL", given)
    with pytest.raises(RegisterError, match="ALLIANCE_DATABASE_URL") as told:
        database_url(Settings())
    assert not any(part in str(told.value) for part in ("hush", "w:rd", "amy"))


def test_why_a_database_does_not_answer_is_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RegisterError, match="What it holds is safe: try again") as told:
        open_database("postgresql+psycopg://amy:hush@127.0.0.1:9/nowhere")
    assert "127.0.0.1" not in str(told.value)
    assert "127.0.0.1:9/nowhere" in caplog.text
    assert "hush" not in caplog.text
