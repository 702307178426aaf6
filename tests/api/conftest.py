import pytest

from alliance.api import rate
from alliance.api.routes import api_routes
from alliance.settings import settings
from tests.asking import Asking


@pytest.fixture(scope="session")
def api():
    """Give a function that asks the API."""
    return Asking(api_routes())


@pytest.fixture(autouse=True)
def own_allowance(monkeypatch):
    """Every test has an allowance of its own."""
    monkeypatch.setattr(rate, "ALLOWANCE", rate.Allowance())


@pytest.fixture(autouse=True)
def register(own_folder):
    """What the app keeps lies in a folder of the test."""
    return own_folder


@pytest.fixture
def no_limits(monkeypatch):
    """The API may be asked as often as a test likes."""
    monkeypatch.setenv("ALLIANCE_API_A_MINUTE", "0")
    settings.cache_clear()
