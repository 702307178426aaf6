"""What the app says of the people it knows, and what whoever runs it adds."""

from __future__ import annotations

import pytest

from alliance.errors import UnreadableText
from alliance.settings import settings
from alliance.views.privacy import notice_of_operator, privacy_in_words


@pytest.fixture(autouse=True)
def _settings_anew():
    yield
    settings.cache_clear()


def test_it_says_for_how_many_days_sign_ins_are_kept(monkeypatch):
    monkeypatch.setenv("ALLIANCE_ACCESS_DAYS", "45")
    settings.cache_clear()
    assert any("45 days" in said for said in privacy_in_words())


def test_what_whoever_runs_it_wrote_is_shown_and_can_do_no_harm(tmp_path):
    file = tmp_path / "privacy.md"
    file.write_text("# Us\n\nWrite to [us](mailto:us@example.org) <script>x</script>", "utf-8")
    shown = notice_of_operator(file)
    assert "<h2>Us</h2>" in shown
    assert 'href="mailto:us@example.org"' in shown
    assert "<script>" not in shown
    assert notice_of_operator(None) == ""


def test_a_notice_that_is_not_there_is_told_without_its_path(tmp_path):
    with pytest.raises(UnreadableText) as fault:
        notice_of_operator(tmp_path / "secret folder" / "none.md")
    assert "secret" not in str(fault.value)
