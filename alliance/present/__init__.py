"""Presentations: scenes in order, shown live, followed by a room, and taken away afterwards."""

from __future__ import annotations

from alliance.present.presentation_store import PresentationStore, Stored
from alliance.present.scene import Presentation, Scene
from alliance.views.page_address import Fit

__all__ = ["Fit", "Presentation", "PresentationStore", "Scene", "Stored"]
