import json
import secrets
import time

import pytest
from streamlit.testing.v1 import AppTest

import alliance.current.state as current
from alliance.present import PresentationStore
from alliance.settings import ROOT, settings
from alliance.ui.parts.in_view import seen

SEEN = ("schools", "changes", "inspections")
DAY = "2019-06-01"
"""The day that pages are opened on where a test asks for none; none of its figures changes."""
SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"


class Visitor(dict):
    """Stands for st.user, as an app with sign-in has it; who has signed in did so just now."""

    def __init__(self, *, is_logged_in=True, **claims):
        just_now = {"iat": time.time(), "nonce": secrets.token_hex()} if is_logged_in else {}
        super().__init__(is_logged_in=is_logged_in, **{**just_now, **claims})

    @property
    def is_logged_in(self):
        return self["is_logged_in"]


@pytest.fixture
def register(own_folder):
    """The app's own register of support, empty."""
    return current.current_register()


@pytest.fixture
def visit(own_folder):
    """Give a function that opens the app at an address and runs it once."""

    def open_page(**query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        # There is no browser that could tell what has come into view.
        for place in SEEN:
            page.session_state[seen(place)] = True
        for key, value in {"day": DAY, **query}.items():
            page.query_params[key] = value
        return page.run()

    return open_page


@pytest.fixture
def choose():
    """Give a function that sets parts of the filter, as the sidebar in a browser does."""

    def set_parts(page, **parts):
        for key, values in parts.items():
            page.session_state[key] = values
        return page.run()

    return set_parts


@pytest.fixture
def charts():
    """Give a function that finds what the browser is told of the charts of a page."""

    def of(page):
        pieces = (one.proto for one in page.get("bidi_component"))
        return [json.loads(one.json) for one in pieces if one.component_name == "chart"]

    return of


@pytest.fixture
def no_history(register, monkeypatch, tmp_path):
    """Point the app at a folder without a history, and back again afterwards."""
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(tmp_path / "nothing"))
    settings.cache_clear()
    yield tmp_path / "nothing"
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def presentation_store(register):
    """The app's own presentations, none yet."""
    return PresentationStore(current.current_database())


@pytest.fixture
def present(visit, presentation_store):
    """Give a function that opens the page of presentations at an address."""

    def open_page(**query):
        page = visit()
        page.switch_page("../../../pages/present.py")
        for key, value in query.items():
            page.query_params[key] = str(value)
        return page.run()

    return open_page
