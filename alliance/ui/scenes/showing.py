"""How a scene is to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Showing:
    """In which theme a scene is shown, and whether schools' names are hidden."""

    dark: bool
    redacted: bool

    @property
    def theme(self) -> str:
        """The name of the theme."""
        return "dark" if self.dark else "light"
