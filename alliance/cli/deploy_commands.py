"""``deploy``: print a reference configuration to run the app on a server, or on several."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import jinja2
import typer

from alliance.errors import QuestionError

_FOLDER = Path(__file__).parent / "reference"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_PATH = re.compile(r"(/[A-Za-z0-9_-]+)*")
_FILE = re.compile(r"/[\w./@+-]*")
_LISTEN = re.compile(r"([\w.:\[\]]+:)?\d{1,5}")


class For(StrEnum):
    """What runs the app."""

    nginx = "nginx"
    systemd = "systemd"
    compose = "compose"
    kubernetes = "kubernetes"


_FILES = {
    For.nginx: "nginx.conf",
    For.systemd: "alliance@.service",
    For.compose: "compose.yaml",
    For.kubernetes: "kubernetes.yaml",
}


def deploy(
    what: Annotated[For, typer.Argument(help="What it is for.")],
    replicas: Annotated[
        int, typer.Option(min=1, max=64, help="How many processes of the app share the work.")
    ] = 1,
    host: Annotated[str, typer.Option(help="The name people reach it by.")] = (
        "alliance.example.org"
    ),
    path: Annotated[
        str, typer.Option(help="The path below which it stands there, as /alliance.")
    ] = "",
    first_port: Annotated[
        int, typer.Option(min=1, max=65000, help="The first replica's port; the next follow.")
    ] = 8501,
    tls: Annotated[bool, typer.Option(help="nginx: answer by https, with a certificate.")] = True,
    listen: Annotated[
        str, typer.Option(help="nginx, without TLS: where it listens, as 127.0.0.1:8080.")
    ] = "127.0.0.1:8080",
    certificate: Annotated[Path, typer.Option(help="nginx: the certificate with its chain.")] = (
        Path("/etc/ssl/alliance/fullchain.pem")
    ),
    key: Annotated[Path, typer.Option(help="nginx: the certificate's key.")] = (
        Path("/etc/ssl/alliance/key.pem")
    ),
    run: Annotated[Path, typer.Option(help="nginx: the folder for what it needs running.")] = (
        Path("/run")
    ),
    log: Annotated[Path, typer.Option(help="nginx: the folder for its log.")] = (
        Path("/var/log/nginx")
    ),
    folder: Annotated[Path, typer.Option(help="systemd: the folder of this repository.")] = (
        Path("/srv/alliance")
    ),
    container: Annotated[
        bool, typer.Option("--container", help="nginx: within compose, where replicas have names.")
    ] = False,
) -> None:
    """Print a reference configuration: limits, time-outs, rights, probes, and what keeps visits.

    More than one replica needs one PostgreSQL for all of them (ALLIANCE_DATABASE_URL).
    """
    path = path.rstrip("/")
    _see("--host", host, _HOST, "a name as alliance.example.org")
    _see("--path", path, _PATH, "a path as /alliance")
    _see("--listen", listen, _LISTEN, "an address as 127.0.0.1:8080")
    for name, one in (("--certificate", certificate), ("--key", key), ("--run", run),
                      ("--log", log), ("--folder", folder)):  # fmt: skip
        _see(name, str(one), _FILE, "a path from the top, of letters, digits, and . _ - @ +")
    ports = range(first_port, first_port + replicas)
    places = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no page: each value was seen to be plain
    )
    text = places.get_template(_FILES[what]).render(
        replicas=replicas,
        host=host,
        path=path,
        base_path=f" --server.baseUrlPath {path[1:]}" if path else "",
        ports=ports,
        servers=[
            f"app{place}:8501" if container else f"127.0.0.1:{port}"
            for place, port in enumerate(ports, 1)
        ],
        tls=tls,
        listen=listen,
        certificate=certificate,
        key=key,
        run="/tmp" if container else run,  # noqa: S108 - the one place to write in the container
        log="/tmp" if container else log,  # noqa: S108
        folder=folder,
    )
    typer.echo(text, nl=False)


def _see(option: str, value: str, form: re.Pattern[str], expected: str) -> None:
    if not form.fullmatch(value):
        raise QuestionError(f"{option} is {value!r}, expected {expected}.")
