"""The button that tells what the app is, and the card that tells it unasked on a first visit."""

from __future__ import annotations

from pathlib import Path

from alliance.current.state import current_history
from alliance.ui.parts.own_script import drawn_by
from alliance.views.about import APP, STEPS, STORY, about_in_words
from alliance.views.privacy import PRIVACY

_HERE = Path(__file__).parent
_about = drawn_by(
    "about",
    html=(_HERE / "about.html").read_text("utf-8"),
    css=(_HERE / "about.css").read_text("utf-8"),
)


def about() -> None:
    """Draw the button; the browser keeps that its reader has closed the card."""
    told = {"title": f"About the {APP}", "words": about_in_words(current_history())}
    links = {"story": STORY, "privacy": PRIVACY}
    _about(key="about", data={**told, **links, "steps": STEPS}, width="content")
