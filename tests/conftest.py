"""What all tests share: the same drawn examples on every run, and no silent skip."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("same-every-time")
