"""What the app changes in Streamlit's own page, in one place, and for one version of it only.

``workarounds.js`` reaches into markup that Streamlit may change with any version: a popover's panel
comes next after its button for the keyboard, both ways, Enter opens a row of a table, what had the
focus keeps it when it is drawn anew, Escape closes a tooltip, who asks for help on a box does not
tick it, what opens the menu on a phone is called so, what changes is told aloud, what is required
says so, faults of a form lead to their fields, which say that they are wrong and why, and a server
that does not answer is told of in our words (``connection.js``).
A test in the browser holds each. With another version than it was written for nothing of it is
sent, and the page is Streamlit's own.
"""

from __future__ import annotations

from importlib.metadata import version

WRITTEN_FOR = "1.67.0"
_SCRIPT = "workarounds.js"


def workarounds(running: str = "") -> tuple[str, ...]:
    """Return the names of the scripts that the page takes with a version of Streamlit.

    ``running`` is that version; unless given, the one installed.
    """
    return (_SCRIPT,) if (running or version("streamlit")) == WRITTEN_FOR else ()
