"""Which code runs here: what it answers to the same question may differ from another's."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from alliance.history.documented import DOCUMENTED
from alliance.settings import ROOT


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return a short hash of the app's own code, and of the documented cases beside it."""
    digest = hashlib.sha256()
    for file in [*sorted((ROOT / "alliance").rglob("*.py")), DOCUMENTED]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
