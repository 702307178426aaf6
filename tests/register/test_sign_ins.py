"""A sign-in ends in time, when it is ended, and everywhere, on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from alliance import clock
from alliance.errors import NotAllowed
from alliance.register import ANONYMOUS, Person
from alliance.register.people import sign_ins
from alliance.register.people.access import latest
from alliance.register.people.erasure import erase
from alliance.register.people.sign_ins import Limits, Over, SignIn, sign_in_of
from alliance.register.people.signed_in import SignedIn, remember
from alliance.register.permission import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    Pass = Callable[..., None]

LIMITS = Limits(dt.timedelta(hours=10), dt.timedelta(hours=2))
ADMINISTRATOR = Person("Boss", True, "i#boss", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Give a function that lets time go by."""
    held = [clock.now()]
    monkeypatch.setattr("alliance.clock.now", lambda: held[0])

    def passes(**how_long: float) -> None:
        held[0] += dt.timedelta(**how_long)

    return passes


def begun(nonce: str, identity: str = "i#amy") -> SignIn:
    return sign_in_of({"iat": clock.now().timestamp(), "nonce": nonce}, identity)


def used(engine: sa.Engine, one: SignIn) -> None:
    with engine.begin() as connection:
        sign_ins.use(connection, one, LIMITS)


def ended(engine: sa.Engine, one: SignIn) -> Over | None:
    with engine.connect() as connection:
        return sign_ins.over(connection, one, LIMITS)


def test_a_sign_in_holds_while_it_is_used_and_for_so_many_hours(
    engine: sa.Engine, later: Pass
) -> None:
    one = begun("a")
    for _ in range(5):
        used(engine, one)
        assert ended(engine, one) is None
        later(hours=1.9)
    assert ended(engine, one) is None
    later(hours=0.5)
    used(engine, one)
    assert ended(engine, one) is Over.TOO_OLD


def test_one_in_which_nothing_was_done_has_ended_and_stays_so(
    engine: sa.Engine, later: Pass
) -> None:
    one = begun("a")
    used(engine, one)
    later(hours=2)
    assert ended(engine, one) is Over.IDLE
    used(engine, one)
    assert ended(engine, one) is Over.IDLE


def test_signing_out_ends_that_sign_in_alone_and_is_kept_once(
    engine: sa.Engine, later: Pass
) -> None:
    here, there = begun("a"), begun("b")
    for one in (here, there):
        used(engine, one)
    for _ in range(2):
        with engine.begin() as connection:
            sign_ins.end(connection, here, "Amy")
    used(engine, here)
    assert (ended(engine, here), ended(engine, there)) == (Over.SIGNED_OUT, None)
    with engine.connect() as connection:
        assert [(one.who, one.what) for one in latest(connection)] == [("Amy", "signed out")]
        (line,) = sign_ins.in_use(connection, LIMITS)
    assert (line.identity, line.browsers) == ("i#amy", 1)


def test_who_signs_out_everywhere_has_ended_every_sign_in_and_nobody_elses(
    engine: sa.Engine, amy: Person, later: Pass
) -> None:
    mine = [begun(name, amy.identity) for name in ("a", "b")]
    # Begun while the database was away: it knows nothing of that one.
    unknown, bens = begun("c", amy.identity), begun("d", "i#ben")
    for one in (*mine, bens):
        used(engine, one)
    later(seconds=1)
    sign_ins.end_everywhere(engine, amy.identity, amy.name, amy)
    assert {ended(engine, one) for one in (*mine, unknown)} == {Over.EVERYWHERE}
    used(engine, unknown)
    assert ended(engine, unknown) is Over.EVERYWHERE
    assert ended(engine, bens) is None
    later(seconds=1)
    anew = begun("e", amy.identity)
    used(engine, anew)
    assert ended(engine, anew) is None


def test_an_administrator_ends_anothers_and_nobody_else_does(
    engine: sa.Engine, amy: Person, ben: Person, later: Pass
) -> None:
    one = begun("a", amy.identity)
    used(engine, one)
    reader = Person("Ben", True, ben.identity, frozenset({Role.READER}))
    for who in (reader, ANONYMOUS):
        with pytest.raises(NotAllowed):
            sign_ins.end_everywhere(engine, amy.identity, amy.name, who)
    # Nor is who has no identity everybody who has none.
    with pytest.raises(NotAllowed):
        sign_ins.end_everywhere(engine, "", "", ANONYMOUS)
    assert ended(engine, one) is None
    sign_ins.end_everywhere(engine, amy.identity, amy.name, ADMINISTRATOR)
    assert ended(engine, one) is Over.EVERYWHERE
    with engine.connect() as connection:
        newest = latest(connection)[0]
    assert newest[1:] == ("Boss", "i#boss", "signed somebody out", amy.name)


def test_whose_name_is_taken_out_is_signed_in_nowhere_and_not_named_here(
    engine: sa.Engine, amy: Person, ben: Person, later: Pass
) -> None:
    one = begun("a", amy.identity)
    used(engine, one)
    with engine.begin() as connection:
        remember(connection, SignedIn(amy.identity, amy.name))
    erase(engine, amy.name, ben)
    assert ended(engine, one) is Over.EVERYWHERE
    with engine.connect() as connection:
        held = connection.execute(sa.text("SELECT identity FROM sign_ins")).scalars().all()
    assert set(held) == {""}


def test_old_ones_are_forgotten_once_no_cookie_of_theirs_is_believed(
    engine: sa.Engine, later: Pass
) -> None:
    used(engine, begun("a"))
    for days, left in ((31, 1), (2, 0)):
        later(days=days)
        with engine.begin() as connection:
            sign_ins.forget_old(connection)
            held = connection.execute(sa.text("SELECT id FROM sign_ins")).all()
        assert len(held) == left


@pytest.mark.parametrize("made", [None, "", "soon", -1e30, float("inf"), float("nan"), [], 0])
def test_a_sign_in_that_says_no_time_began_long_ago(made: object) -> None:
    assert sign_in_of({"iat": made}, "i#7").begun.year == 1970
