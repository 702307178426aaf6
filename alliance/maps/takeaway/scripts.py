"""The scripts that a take-away map needs: named with their integrity, or carried in the file.

A map names its scripts by exact version, each with the hash (Subresource Integrity) of the file in
the published package, so that a browser runs these bytes or none. :func:`fetch_scripts` brings the
packages to this computer, so that a map can carry them and open without a network.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.errors import AllianceError
from alliance.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ROOT / "data" / "scripts"
"""Where the fetched scripts lie; not part of the repository."""

HOST = "https://cdn.jsdelivr.net"
_FETCH_SECONDS = 120


class ScriptsError(AllianceError):
    """The scripts of the take-away map cannot be fetched, are missing, or are not as published."""


@dataclass(frozen=True)
class Package:
    """A package as published, and the files of it that a map uses, each with its hash."""

    name: str
    version: str
    integrity: str
    script: str
    style: str
    licence: str
    files: Mapping[str, str]

    @property
    def label(self) -> str:
        """The name with the version, as npm and the network of copies write it."""
        return f"{self.name}@{self.version}"

    def address(self, path: str = "") -> str:
        """Return where a file of the package is had from the network of copies."""
        return f"{HOST}/npm/{self.label}/{path}"


LEAFLET = Package(
    name="leaflet",
    version="1.9.4",
    integrity=(
        "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+"
        "FA74PA=="
    ),
    script="dist/leaflet.js",
    style="dist/leaflet.css",
    licence="LICENSE",
    files={
        "dist/leaflet.js": "sha384-"
        "cxOPjt7s7Iz04uaHJceBmS+qpjv2JkIHNVcuOrM+YHwZOmJGBXI00mdUXEq65HTH",
        "dist/leaflet.css": "sha384-"
        "sHL9NAb7lN7rfvG5lfHpm643Xkcjzp4jFvuavGOndn6pjVqS6ny56CAt3nsEVT4H",
        "LICENSE": "sha384-CXYK4I2izUBQWizu8sKhYyBLtabBOMnWJhiEcYE2hnY+ov3P+/NGnAkucH4hN0hK",
    },
)
PACKAGES = (LEAFLET,)


@dataclass(frozen=True)
class Tags:
    """What the head of a page holds to load the scripts, and what its policy has to allow."""

    html: str
    script_sources: tuple[str, ...]
    style_sources: tuple[str, ...]


def linked() -> Tags:
    """Name the scripts with their integrity; the page fetches them when it is opened."""
    style, script = LEAFLET.style, LEAFLET.script
    html = (
        f'<link rel="stylesheet" href="{LEAFLET.address(style)}" '
        f'integrity="{LEAFLET.files[style]}" crossorigin="anonymous">\n'
        f'<script src="{LEAFLET.address(script)}" '
        f'integrity="{LEAFLET.files[script]}" crossorigin="anonymous"></script>'
    )
    return Tags(html, (LEAFLET.address(script),), (LEAFLET.address(style),))


def inlined(folder: Path = FOLDER) -> Tags:
    """Return the scripts themselves, for a page that opens without a network.

    Raises
    ------
    ScriptsError
        They have not been fetched, or are not the files that were published.

    """
    # A page's line ends are read as \n, and its policy names the hash of what is read.
    files = {
        path: _verified(folder, LEAFLET, path).decode().replace("\r\n", "\n")
        for path in LEAFLET.files
    }
    # A source map would be asked for by a browser's developer tools. The pictures are those of
    # controls that the map does not have.
    script = re.sub(r"\s*//# sourceMappingURL=\S*\s*$", "\n", files[LEAFLET.script])
    style = re.sub(r"url\((?!#)[^)]*\)", "none", files[LEAFLET.style])
    if "</script" in script.lower() or "</style" in style.lower():
        raise ScriptsError(f"{LEAFLET.label} ends the page's own script; it cannot be carried.")
    html = (
        f"<!-- {LEAFLET.label}\n{escape(files[LEAFLET.licence]).replace('--', '- -')}-->\n"
        f"<style>{style}</style>\n<script>{script}</script>"
    )
    return Tags(html, (content_hash(script),), (content_hash(style),))


def content_hash(text: str) -> str:
    """Return the hash of a script or style as a Content Security Policy names it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def fetch_scripts(folder: Path = FOLDER) -> list[Path]:
    """Fetch the packages with the npm client, verify them, and unpack what a map uses.

    Gives the files written, each under ``folder`` in a folder named by package and version.

    Raises
    ------
    ScriptsError
        The npm client is missing or failed, or a package or file is not the one that was
        published; nothing is written then.

    """
    npm = shutil.which("npm")
    if npm is None:
        raise ScriptsError(
            "Found no npm client on this computer. Install Node.js, which brings it."
        )
    written = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as scratch:
            archive = _packed(npm, package, Path(scratch))
            contents = unpacked(archive, package)
        for path, content in contents.items():
            target = folder / package.label / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(target)
    return written


def _packed(npm: str, package: Package, scratch: Path) -> Path:
    command = [npm, "pack", package.label, "--ignore-scripts", "--pack-destination", str(scratch)]
    try:
        done = subprocess.run(  # noqa: S603 (the command is ours, word for word)
            command,
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=_FETCH_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ScriptsError(
            f"npm did not bring {package.label} within {_FETCH_SECONDS} s. Check the network and "
            "try again."
        ) from None
    archives = list(scratch.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise ScriptsError(
            f"npm could not bring {package.label}; it said: {said}. Check the network and npm's "
            "settings, and try again."
        )
    return archives[0]


def unpacked(archive: Path, package: Package) -> dict[str, bytes]:
    """Return the files of a package that a map uses, once archive and files are verified.

    Raises
    ------
    ScriptsError
        The archive or a file in it is not the one that was published.

    """
    _verify(archive.read_bytes(), package.integrity, package.label)
    with tarfile.open(archive) as tar:
        members = {path: tar.extractfile(f"package/{path}") for path in package.files}
        contents = {path: member.read() for path, member in members.items() if member}
    for path, content in contents.items():
        _verify(content, package.files[path], f"{package.label}: {path}")
    return contents


def _verified(folder: Path, package: Package, path: str) -> bytes:
    file = folder / package.label / path
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise ScriptsError(
            f"{file} is missing, and a map that opens without a network has to carry it. Fetch it "
            "with `python -m alliance scripts`."
        ) from None
    _verify(content, package.files[path], str(file))
    return content


def _verify(content: bytes, integrity: str, what: str) -> None:
    """See that content has the hash expected, written as Subresource Integrity is."""
    kind, _, expected = integrity.partition("-")
    found = base64.b64encode(hashlib.new(kind, content).digest()).decode()
    if found != expected:
        raise ScriptsError(
            f"{what} is not what was published: found {kind}-{found}, expected {integrity}. Fetch "
            "it again with `python -m alliance scripts`; if that changes nothing, do not use it."
        )
