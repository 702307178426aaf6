"""Who is asking, with and without a sign-in."""

import ast
import time

import pytest
from streamlit.testing.v1 import AppTest

import alliance.current.state as current
from alliance.errors import NotAllowed, RegisterError
from alliance.register import Action, Person, may
from alliance.register.people import sign_ins
from alliance.register.people.access import latest
from alliance.register.permission import Role
from alliance.settings import ROOT
from alliance.ui.app import sign_in, sign_in_held
from alliance.ui.app.taken_away import taken_away
from tests.pages.conftest import Visitor


def shown():
    from alliance.ui.app.sign_in import sign_in_line

    sign_in_line()


def test_without_sign_in_everybody_is_the_local_user(monkeypatch):
    monkeypatch.setattr(sign_in.st, "user", {})
    assert sign_in.person().name == "Local user"
    assert may(sign_in.person(), Action.ADD)
    page = AppTest.from_function(shown).run()
    assert "Local user" in page.caption[0].value


def test_with_sign_in_a_visitor_who_has_not_signed_in_may_only_read(monkeypatch):
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    assert may(sign_in.person(), Action.READ)
    assert not may(sign_in.person(), Action.ADD)
    page = AppTest.from_function(shown).run()
    assert page.button[0].label == "Sign in"


def test_a_signed_in_person_is_named_by_address_and_their_name_is_no_markup(monkeypatch):
    name = "a_b*[x](y)@example.org"
    monkeypatch.setattr(sign_in.st, "user", Visitor(email=name))
    assert sign_in.person().name == name
    page = AppTest.from_function(shown).run()
    assert "[x]" not in page.caption[0].value
    assert page.button[0].label == "Sign out"


AMY = {"iss": "https://id.example", "sub": "amy", "name": "Amy"}


@pytest.fixture
def amy(own_folder, monkeypatch):
    """Amy has just signed in; her sign-in."""
    monkeypatch.setattr(sign_in.st, "user", Visitor(**AMY))
    return sign_in.current_sign_in()


def ended_elsewhere(one):
    with current.database_of_people().begin() as connection:
        sign_ins.end(connection, one, "Amy")
    sign_in_held.ask_anew()


def test_a_sign_in_that_ended_elsewhere_may_read_only_and_the_page_says_why(amy):
    assert may(sign_in.person(), Action.ADD)
    ended_elsewhere(amy)
    assert not may(sign_in.person(), Action.ADD)
    with pytest.raises(NotAllowed, match="You have signed out"):
        sign_in.demand_here(Action.UPDATE)
    page = AppTest.from_function(shown).run()
    assert page.caption[0].value == "You have signed out. Sign in again to go on."
    assert page.button[0].label == "Sign in"


@pytest.mark.parametrize("hours", [9.9, 10.1])
def test_a_sign_in_lasts_as_long_as_the_settings_say(own_folder, monkeypatch, hours):
    begun = time.time() - hours * 3600
    monkeypatch.setattr(sign_in.st, "user", Visitor(**AMY, iat=begun))
    assert may(sign_in.person(), Action.ADD) == (hours < 10)


def test_pressing_sign_out_everywhere_ends_it_and_leads_to_the_sign_out(amy, monkeypatch):
    left = []
    monkeypatch.setattr(sign_in.st, "logout", lambda: left.append(1))
    page = AppTest.from_function(shown).run()
    next(one for one in page.button if one.label == "Sign out everywhere").click().run()
    assert left == [1]
    assert "signed out everywhere" in sign_in.person().way_in


def test_as_long_as_the_database_is_away_who_is_signed_in_reads_only(amy, monkeypatch):
    monkeypatch.setenv("ALLIANCE_ROLES", "administrator=*; updater=*")

    def away():
        raise RegisterError("away")

    monkeypatch.setattr(sign_in_held, "database_of_people", away)
    sign_in_held.ask_anew()
    who = sign_in.person()
    assert (who.known, who.name, who.roles) == (True, "Amy", {Role.READER})


def test_a_file_that_is_taken_away_is_kept_by_name_and_by_whom(amy):
    build = taken_away("register.csv", lambda: b"rows")
    assert [build(), build()] == [b"rows", b"rows"]
    with current.database_of_people().connect() as connection:
        (line,) = latest(connection)
    assert line[1:] == ("Amy", "https://id.example#amy", "took a file away", "register.csv")
    ended_elsewhere(amy)
    with pytest.raises(NotAllowed, match="signed out"):
        build()


NO_ACCOUNT = {"template", '(",".join(HEADINGS)', "_as_csv(rows)"}
"""An empty form, and what is wrong in a file that somebody handed in: nothing of the app's."""


def test_every_file_that_a_page_offers_is_kept_account_of():
    offered = []
    for module in (ROOT / "alliance" / "ui").rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "st.download_button":
                (data,) = (ast.unparse(one.value) for one in call.keywords if one.arg == "data")
                offered.append(data)
    assert len(offered) > 8
    without = [one for one in offered if not one.startswith("taken_away(")]
    assert len(without) == 3
    assert all(any(word.replace('"', "'") in one for word in NO_ACCOUNT) for one in without)


def test_an_administrator_sees_who_is_signed_in_and_signs_them_out(amy, monkeypatch):
    def page():
        from alliance.ui.data.draw_rights import draw_rights

        draw_rights()

    sign_in.note_visit()
    boss = Person("Boss", True, "i#boss", frozenset({Role.ADMINISTRATOR}))
    monkeypatch.setattr("alliance.ui.data.draw_rights.person", lambda: boss)
    monkeypatch.setattr("alliance.ui.app.sign_in.person", lambda: boss)
    shown = AppTest.from_function(page, default_timeout=60).run()
    assert any("amy, in 1 browser" in one.value for one in shown.markdown)
    next(one for one in shown.button if one.label == "Sign them out everywhere").click().run()
    assert any("is signed out everywhere" in one.value for one in shown.success)
    monkeypatch.undo()
    assert sign_in_held.held(amy).ended is sign_ins.Over.EVERYWHERE
