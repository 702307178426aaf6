"""A presentation to take away: slides, a file for any browser, a PDF; each built when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.present import Presentation, Stored


def take_away(presentation: Presentation, found: Stored | None) -> None:
    """Offer the files."""
