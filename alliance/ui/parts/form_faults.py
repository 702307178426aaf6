"""What is wrong in a form, named by the fields' own labels, each leading to its field."""

from __future__ import annotations

import re

REQUIRED = " (required)"
"""Behind the label of a field that has to be filled in."""
_NOT_IN_CLASS = re.compile(r"[^a-zA-Z0-9_-]")


def leading_to(label: str, key: str) -> str:
    """Return a label as Markdown that leads to the field of a widget's key.

    The browser goes there, and marks a field as wrong that a fault in red leads to
    (``workarounds.js``): Streamlit gives each widget a class by its key.

    >>> leading_to("Starts on", "add 0 starts_on")
    '[Starts on](#st-key-add-0-starts_on)'
    """
    return f"[{label}](#st-key-{_NOT_IN_CLASS.sub('-', key.strip())})"
