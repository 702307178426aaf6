"""What pages show to whom: names, notes, the register, and why a control is shut."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

import alliance.current.state as current
from alliance.errors import NotAllowed
from alliance.present import Presentation, PresentationStore
from alliance.register import ANONYMOUS, Action, Person
from alliance.register.permission import Role
from alliance.register.register_vocabulary import SupporterKind, Theme
from alliance.register.support import Support
from alliance.settings import settings
from alliance.ui.app import sign_in
from tests.pages.conftest import DAY, SCRIPT, Visitor

AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")
NOTE = "Said in confidence"


@pytest.fixture
def held(register):
    """A register with one support that has a note, and a presentation."""
    support = Support(
        supporter_kind=SupporterKind.TRUST,
        supporter_id="4119",
        recipient_urn=140177,
        theme=Theme.SCHOOL_LEADERSHIP,
        starts_on=dt.date(2018, 1, 8),
        notes=NOTE,
    )
    register.add(support, AMY)
    PresentationStore(register.engine).add(Presentation("Board"), AMY)
    return register


@pytest.fixture
def setting(monkeypatch):
    def put(name, value):
        monkeypatch.setenv(f"ALLIANCE_{name}", value)
        settings.cache_clear()

    yield put
    monkeypatch.undo()
    settings.cache_clear()


def opened(page, **query):
    shown = AppTest.from_file(SCRIPT, default_timeout=120)
    for key, value in {"day": DAY, **query}.items():
        shown.query_params[key] = value
    if page != "explore":
        shown.switch_page(f"../../../pages/{page}.py")
    shown.run()
    assert not shown.exception
    return shown


def words(page):
    kinds = (page.markdown, page.caption, page.title, page.warning, page.error, page.info)
    said = [one.value for kind in kinds for one in kind]
    said += [block.proto.body for block in page.get("html")]
    said += [str(one.value) for one in page.text_area]
    said += [one.value.to_csv() for one in page.dataframe]
    return "\n".join(said).replace("\\", "")


def all_pages():
    """Return all that the pages of register and presentations say."""
    return "\n".join(
        [
            words(opened("register")),
            words(opened("register", support="1", support_tab="What it says")),
            words(opened("register", support="1", support_tab="Edit")),
            words(opened("register", support="1", support_tab="Changes")),
            words(opened("register", register_tab="Changes")),
            words(opened("present")),
        ]
    )


def test_who_has_not_signed_in_sees_no_names_of_editors_no_notes_and_no_trail(held, monkeypatch):
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    said = all_pages()
    assert "Outwood Grange" in said
    assert "Board" in said
    assert AMY.name not in said
    assert NOTE not in said
    monkeypatch.setattr(
        sign_in.st, "user", Visitor(is_logged_in=True, iss="https://id.example", sub="b", name="B")
    )
    said = all_pages()
    assert AMY.name in said
    assert NOTE in said


def test_a_control_that_is_shut_says_which_role_opens_it(held, monkeypatch):
    editor = Person("E", True, "i#e", frozenset({Role.EDITOR}), frozenset({5370}))
    monkeypatch.setattr(sign_in, "person", lambda: editor)
    shut = {
        button.label: button.help
        for button in opened("register", support="1").button
        if button.disabled
    }
    assert shut["Withdraw it"] == "You may do this for your own trusts only (5370)."
    assert "Agree" in shut
    monkeypatch.setattr(sign_in, "person", lambda: AMY)
    assert not [one for one in opened("register", support="1").button if one.disabled]


def test_the_register_may_be_for_who_has_signed_in_while_maps_are_for_all(
    held, monkeypatch, setting
):
    setting("SIGN_IN_TO_READ", "register")
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    for page in ("register", "present"):
        assert opened(page).title[0].value == "Sign in to read this"
    flows = opened("flows", flow_kind="Support")
    assert "Sign in to read the register of support." in words(flows)
    assert opened("explore").title[0].value != "Sign in to read this"


def test_all_may_be_for_who_has_signed_in_but_following_stays_open(held, monkeypatch, setting):
    setting("SIGN_IN_TO_READ", "all")
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    for page in ("explore", "data", "register"):
        assert opened(page).title[0].value == "Sign in to read this"
    assert opened("follow").title[0].value == "Follow a presentation"
    with pytest.raises(NotAllowed, match="Sign in"):
        sign_in.demand_here(Action.READ)
    assert current.database_of_people()


@pytest.mark.parametrize("address", [None, "0.0.0.0", "192.0.2.7", "alliance.example"])  # noqa: S104
def test_an_app_that_others_reach_without_sign_in_is_read_only_and_every_page_says_so(
    held, monkeypatch, setting, address
):
    listens = {"server.address": address}
    option = sign_in.st.get_option
    monkeypatch.setattr(
        sign_in.st, "get_option", lambda key: listens[key] if key in listens else option(key)
    )
    assert not sign_in.person().known
    shown = opened("register", register_tab="Add")
    assert any("has no sign-in" in one.value for one in shown.warning)
    assert next(one for one in shown.button if one.label == "Save").disabled
    setting("OPEN_TO_WRITE", "true")
    assert sign_in.person().known


def test_the_data_page_prints_who_may_do_what(held):
    said = words(opened("data", data_tab="Rights"))
    assert "Bring" in said
    assert "Remove example data" in said
    assert ANONYMOUS.name not in said
