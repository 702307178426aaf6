"""What the app keeps of the people who use it, and what whoever runs it adds to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.errors import UnreadableText
from alliance.register.people.sign_ins import FORGOTTEN_AFTER
from alliance.settings import settings
from alliance.text.markdown import markdown_as_html
from alliance.text.words import counted

if TYPE_CHECKING:
    from pathlib import Path

PRIVACY = "/privacy"
"""Where it stands."""
MOST_BYTES = 100_000


def privacy_in_words() -> list[str]:
    """Return in sentences what the app itself keeps of people, by its settings."""
    by = settings()
    hours = counted(by.sign_in_hours, "hour", "hours")
    idle = counted(by.sign_in_idle_minutes, "minute", "minutes")
    return [
        "Looking at schools, trusts, maps and figures leaves nothing about you in the app’s "
        "records. It asks nothing of another host, measures nobody, and sets a cookie only for "
        "what you ask of it: to sign in, and to follow a presentation (a random name, for a day).",
        "Who has signed in is known by the address of the provider and what that calls them. It is "
        "kept with every change of the register, presentation and decision they make, for as long "
        "as that is kept. Sign-ins, sign-outs, the names of files taken away and refusals are "
        f"kept for {by.access_days} days.",
        f"A sign-in ends after {hours}, and when nothing was done for {idle}. When it began and "
        "was last used is kept for "
        f"{FORGOTTEN_AFTER.days} days. Who signs out everywhere ends it in every browser.",
        "Following a presentation is counted by browser. Who has signed in is named in its "
        "minutes, and the page says so. How somebody voted is shown to nobody; it stands in the "
        "database, beside the browser it came from, until the first meeting that begins a day or "
        "more after. Then it and the list of who followed are deleted; the minutes keep names and "
        "counts.",
        "A name is taken out of all of this on request. What people wrote themselves, and backups "
        "made before, are not changed.",
    ]


def notice_of_operator(file: Path | None) -> str:
    """Return what whoever runs the app says of it, as HTML; "" where they say nothing.

    Raises
    ------
    UnreadableText
        The file that the settings name cannot be read.
    """
    if file is None:
        return ""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES)
        return markdown_as_html(content.decode())
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableText(
            "What whoever runs this app says of privacy cannot be read. Ask them for it."
        ) from fault
