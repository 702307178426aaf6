"""Who is asking, with and without a sign-in."""

from streamlit.testing.v1 import AppTest

from alliance.register import Action, may
from alliance.ui.app import sign_in


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
    class Visitor(dict):
        is_logged_in = False

    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    assert may(sign_in.person(), Action.READ)
    assert not may(sign_in.person(), Action.ADD)
    page = AppTest.from_function(shown).run()
    assert page.button[0].label == "Sign in"


def test_a_signed_in_person_is_named_by_address_and_their_name_is_no_markup(monkeypatch):
    class Visitor(dict):
        is_logged_in = True

    name = "a_b*[x](y)@example.org"
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=True, email=name))
    assert sign_in.person().name == name
    page = AppTest.from_function(shown).run()
    assert "[x]" not in page.caption[0].value
    assert page.button[0].label == "Sign out"
