"""Every setting of the app, declared once: its name, its default, and what it is for.

A setting is read from the environment variable ``ALLIANCE_<NAME>``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# Nothing that could end a policy or hold two addresses.
_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[^\s;,'\"<>]*)?")
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings, as the environment gives them."""

    model_config = SettingsConfigDict(env_prefix="ALLIANCE_", frozen=True)

    history_dir: Path = Field(
        default=ROOT / "data" / "history",
        description="Folder of the compiled history.",
    )
    data_dir: Path = Field(
        default=ROOT / "data" / "local",
        description="Folder for what the app keeps: the register of support, where no database "
        "is set.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Address of a PostgreSQL database for the register, as "
        "postgresql://user:password@host/name or in another spelling that hosts hand out "
        "(postgres://); signs in the password in percent form, as %40 for @. Without it, a file of "
        "SQLite is used.",
    )
    local_user: str = Field(
        default="Local user",
        description="Name under which changes are noted where no sign-in is configured.",
    )
    updaters: str = Field(
        default="",
        description="Who may update the data on the Data page, by the name the sign-in "
        "gives, a comma between them; without it, everybody who has signed in.",
    )
    declarers: str = Field(
        default="",
        description="Who may declare for a trust that support between its own academies is its own "
        "business: its UID, =, and names as the sign-in gives them, a comma between names and a "
        "semicolon between trusts, as 4119=ann@example.org,ben@example.org; 4474=cy@example.org; "
        "with * for the UID, for every trust. Without it, everybody who has signed in.",
    )
    downloads: str = Field(
        default="",
        description="What update --download fetches, a blank between: addresses, which may hold "
        "{day} for a file named by its day and may end in #sha256= and the file's checksum, or "
        "names of what is known: register, inspections, results, census. Without it, all that is "
        "known.",
    )
    public_address: str = Field(
        default="",
        description="Address under which people reach the app from their own devices, as "
        "https://alliance.example.org; it stands in invitations to follow a presentation. Without "
        "it, the address in the presenter's browser is taken.",
    )
    api_a_minute: int = Field(
        default=120,
        ge=0,
        description="How many requests a minute one address may make of the API; a plan counts as "
        "ten. 0 sets no limit.",
    )
    api_most_pairs: int = Field(
        default=500_000,
        ge=0,
        description="The largest plan that the API works out, in pairs of an eligible school and "
        "a school that could support it; 0 sets no limit.",
    )
    street_map: str = Field(
        default="",
        description="A street map under the schools: address of its tiles, as "
        "https://tiles.example.org/{z}/{x}/{y}.png, or of a MapLibre style. Its host, and no "
        "other, then learns who opens a map. Without it, no page asks anything of another host.",
    )
    street_map_credit: str = Field(
        default="",
        description="Whose the street map is, as its owner wants to be named on it; needed with "
        "it.",
    )
    street_map_opacity: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="How strongly the street map is drawn, from 0 to 1.",
    )
    most_uploaded_mb: int = Field(
        default=1000,
        ge=1,
        description="How many megabytes of uploaded files the app holds at a time, of all visits "
        "together; how large one may be is maxUploadSize in .streamlit/config.toml.",
    )
    slide_template: Path | None = Field(
        default=None,
        description="A template of PowerPoint's (.pptx) for slides, with a logo, colours and a "
        "font of your own; a copy of alliance/present/files/slides.pptx to begin with. Without it, "
        "that one is used.",
    )
    freeze: bool = Field(
        default=True,
        description="Keep what is loaded at the start out of the collection of garbage; off only "
        "to measure what that saves.",
    )

    @model_validator(mode="after")
    def _street_map_told(self) -> Settings:
        """See that a street map can be asked for, and says whose it is."""
        if not self.street_map:
            return self
        if not _WEB_ADDRESS.fullmatch(self.street_map):
            raise ValueError(
                f"ALLIANCE_STREET_MAP is {self.street_map!r}, expected an address as "
                "https://tiles.example.org/{z}/{x}/{y}.png, or that of a MapLibre style."
            )
        if not self.street_map_credit.strip():
            raise ValueError(
                "ALLIANCE_STREET_MAP is set without ALLIANCE_STREET_MAP_CREDIT: name its owner, as "
                "© OpenStreetMap contributors."
            )
        return self


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings, read from the environment once."""
    return Settings()
