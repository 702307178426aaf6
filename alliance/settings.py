"""Every setting of the app, declared once: its name, its default, and what it is for.

A setting is read from the environment variable ``ALLIANCE_<NAME>``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# Nothing that could end a policy or hold two addresses.
_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[^\s;,'\"<>]*)?")
_ROLE = r"(?i:reader|reviewer|commissioner|administrator|updater|editor(\s+\d{1,9})+)"
_ROLES = re.compile(rf"\s*({_ROLE}\s*=[^;]*\S[^;]*(;\s*|$))*")
_HOSTS = re.compile(r"https?://[\w*.-]+(:\d+)?( https?://[\w*.-]+(:\d+)?)*")
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
    roles: str = Field(
        default="",
        description="Who is what: a role (reader, editor, reviewer, commissioner, administrator or "
        "updater), of an editor the UIDs of their own trusts, =, and whom it is given to, a comma "
        "between them and a semicolon between roles, as administrator=ann@example.org; editor 4119 "
        "4474=group:trust-editors; reviewer=*: an e-mail address that the provider has verified, "
        "group: and a group's name, an identity (the provider's address, # and its name for "
        "them), or * for everybody who has signed in. Administrators give further roles on the "
        "Data page. As long as no role is given to anybody, whoever has signed in may do all.",
    )
    group_claims: str = Field(
        default="groups,roles",
        description="What the provider calls the lists of a person's groups, a comma between them.",
    )
    updaters: str = Field(
        default="",
        description="Who is an updater besides those with that role, and may update the data on "
        "the Data page: addresses and identities as for roles, a comma between them. Where it is "
        "set, nobody else may as long as no role is given.",
    )
    declarers: str = Field(
        default="",
        description="Who alone may declare for a trust that support between its own academies is "
        "its own business, if their role lets them declare: its UID, =, and addresses or "
        "identities as for roles, a comma between them and a semicolon between trusts, as "
        "4119=ann@example.org,ben@example.org; 4474=cy@example.org; with * for the UID, for every "
        "trust. Without it, everybody whose role lets them.",
    )
    sign_in_to_read: Literal["", "register", "all"] = Field(
        default="",
        description="What only those may read who have signed in: register, the register and "
        "presentations, or all. A presentation is followed by its code without signing in. Without "
        "it, everybody reads, but for names of editors, notes and the trail of changes.",
    )
    sign_in_hours: int = Field(
        default=10,
        ge=1,
        le=720,
        description="For how many hours a sign-in lasts; then it is asked for anew, and the "
        "provider says anew which groups somebody belongs to.",
    )
    sign_in_idle_minutes: int = Field(
        default=120,
        ge=5,
        description="After how many minutes in which nothing was done a sign-in ends.",
    )
    open_to_write: bool = Field(
        default=False,
        description="Let everybody who reaches the app write, though it listens beyond its own "
        "machine and has no sign-in. Without it, they read only.",
    )
    access_days: int = Field(
        default=365,
        ge=1,
        description="For how many days it is kept who signed in and out, who took which file away, "
        "and what was refused to whom.",
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
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Proxies that are believed when they say for whom they ask and whether by "
        "https (X-Forwarded-For, X-Forwarded-Proto): addresses and networks, as 10.0.0.0/8, a "
        "comma between.",
    )
    frame_hosts: str = Field(
        default="",
        description="Sites that may show the app in a frame, a blank between, as "
        "https://intranet.example.org. Without it, none may.",
    )
    privacy_notice: Path | None = Field(
        default=None,
        description="A file of Markdown that the page on privacy shows below what the app itself "
        "keeps of people: who runs it, on what ground, how to ask for what is kept.",
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
    log_json: bool = Field(
        default=False,
        description="Write the log as lines of JSON, one for each request and each drawing of a "
        "page with how long it took; no address of a person and no query is in them.",
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="Port at which Prometheus finds what the app measures of itself, under "
        "/metrics; 0 opens none.",
    )
    metrics_address: str = Field(
        default="127.0.0.1",
        description="Where that port is opened: for this machine alone unless set.",
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

    @field_validator("frame_hosts")
    @classmethod
    def _hosts_told(cls, hosts: str) -> str:
        """See that sites are named so that a policy of browsers holds them, and nothing else."""
        if hosts and not _HOSTS.fullmatch(hosts):
            raise ValueError(
                f"ALLIANCE_FRAME_HOSTS is {hosts!r}, expected sites as "
                "https://intranet.example.org, a blank between."
            )
        return hosts

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

    @model_validator(mode="after")
    def _roles_told(self) -> Settings:
        """See that roles can be read."""
        if not _ROLES.fullmatch(self.roles):
            raise ValueError(
                f"ALLIANCE_ROLES is {self.roles!r}, expected roles as "
                "administrator=ann@example.org; editor 4119=group:trust-editors; reviewer=*."
            )
        return self


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings, read from the environment once."""
    return Settings()
