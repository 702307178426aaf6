"""What a scene shows: its page's address read, and its figures, map, charts and tables given."""

from __future__ import annotations

from alliance.ui.scenes.shown import content_of, lacking_in_pdf, slips_of

__all__ = ["content_of", "lacking_in_pdf", "slips_of"]
