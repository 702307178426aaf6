"""The presentation that the app comes with: the story of the Northern Alliance."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.present.presentation_store import imported

if TYPE_CHECKING:
    from alliance.present.scene import Presentation

FILE = Path(__file__).with_name("story.json")


@lru_cache(maxsize=1)
def story() -> Presentation:
    """Return the story; its captions name figures, which each screen works out for itself."""
    return imported(json.loads(FILE.read_text("utf-8")))
