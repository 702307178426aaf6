"""``sbom``: what the app is made of, for whoever has to know: CycloneDX 1.6 as JSON."""

from __future__ import annotations

import re
import uuid
from importlib import metadata
from typing import Any

import orjson
import typer

from alliance.errors import AllianceError
from alliance.settings import ROOT

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: *;.*?)?(?: \\)?$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_APP = "northern-alliance"


def sbom() -> None:
    """Print the packages that the app runs on, as installed here: a bill of materials (CycloneDX).

    They are those of requirements.lock; one that is for other systems, and not here, is left out.
    """
    typer.echo(orjson.dumps(bill_of_materials(), option=orjson.OPT_INDENT_2).decode())


def bill_of_materials() -> dict[str, Any]:
    """Return the bill of materials of what is installed.

    Raises
    ------
    AllianceError
        The list of packages is not beside the app, or none of them is installed.
    """
    asked = _asked()
    here = {_plain(one.name): one for one in metadata.distributions()}
    held = {name: one for name, one in here.items() if name in asked}
    if not held:
        raise AllianceError(
            "None of the packages of requirements.lock is installed here. Run this with the "
            "Python that runs the app: .venv/bin/python -m alliance sbom"
        )
    packages = [held[name] for name in sorted(held)]
    refs = {name: _purl(held[name]) for name in held}
    content = {
        "components": [_component(one) for one in packages],
        "dependencies": [
            {"ref": _APP, "dependsOn": sorted(refs.values())},
            *({"ref": refs[_plain(one.name)], "dependsOn": _needed(one, refs)} for one in packages),
        ],
    }
    app = {"type": "application", "bom-ref": _APP, "name": _APP, "version": _version()}
    number = uuid.uuid5(uuid.NAMESPACE_URL, orjson.dumps([app, content]).decode())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": app},
        **content,
    }


def _asked() -> set[str]:
    try:
        lock = (ROOT / "requirements.lock").read_text("utf-8")
    except OSError as fault:
        raise AllianceError(
            "The list of packages, requirements.lock, is not beside the app. Fetch it from the "
            "repository."
        ) from fault
    return {_plain(name) for name, _ in _LOCKED.findall(lock)}


def _version() -> str:
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    return found[1] if found else "0"


def _component(package: metadata.Distribution) -> dict[str, Any]:
    about = package.metadata
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(package),
        "name": _plain(package.name),
        "version": package.version,
        "purl": _purl(package),
    }
    if "Summary" in about:
        found["description"] = about["Summary"]
    if "License-Expression" in about:
        found["licenses"] = [{"expression": about["License-Expression"]}]
    elif named := [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier") or ()
        if one.startswith("License :: ")
    ]:
        found["licenses"] = [{"license": {"name": name}} for name in named]
    return found


def _needed(package: metadata.Distribution, refs: dict[str, str]) -> list[str]:
    """Return what a package needs of what is here, leaving out what only an extra asks for."""
    asked = [one for one in package.requires or () if "extra ==" not in one]
    names = {_plain(found[0]) for one in asked if (found := _NAME.match(one))}
    return sorted(refs[name] for name in names if name in refs)


def _purl(package: metadata.Distribution) -> str:
    return f"pkg:pypi/{_plain(package.name)}@{package.version}"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
