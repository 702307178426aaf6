"""Presentations: scenes in order, shown live, followed by a room, and taken away afterwards."""

from __future__ import annotations

from alliance.present.scene import Presentation, Scene
from alliance.present.shelf import Shelf, Stored
from alliance.views.page_address import Fit

__all__ = ["Fit", "Presentation", "Scene", "Shelf", "Stored"]
