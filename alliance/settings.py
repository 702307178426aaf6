"""Every setting of the app, declared once: its name, its default, and what it is for.

A setting is read from the environment variable ``ALLIANCE_<NAME>``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings, as the environment gives them."""

    model_config = SettingsConfigDict(env_prefix="ALLIANCE_", frozen=True)

    history_dir: Path = Field(
        default=ROOT / "data" / "history",
        description="Folder of the compiled history.",
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Give the settings, read from the environment once."""
    return Settings()
