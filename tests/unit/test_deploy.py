"""The reference configurations, read by the tools that they are for, where these are here."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from typer.testing import CliRunner

from alliance.cli.commands import app
from alliance.errors import QuestionError
from alliance.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def printed(*options: str) -> str:
    """Return what the command prints."""
    found = CliRunner().invoke(app, ["deploy", *options], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


class Strict(yaml.SafeLoader):
    """Takes no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        assert len(keys) == len(set(keys)), keys
        return super().construct_mapping(node, deep)


def documents(text: str) -> list[Any]:
    return list(yaml.load_all(text, Loader=Strict))


@pytest.mark.parametrize("replicas", [1, 4])
@pytest.mark.parametrize("path", ["", "/alliance"])
@pytest.mark.parametrize("tls", [True, False])
def test_nginx_takes_its_configuration(tmp_path: Path, replicas: int, path: str, tls: bool) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if nginx is None:
        pytest.skip("nginx is missing; install it with: apt-get install nginx-light")
    options = ["nginx", "--replicas", str(replicas), "--path", path]
    options += ["--run", str(tmp_path), "--log", str(tmp_path)]
    if tls:
        certificate, key = tmp_path / "chain.pem", tmp_path / "key.pem"
        make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        make += ["-nodes", "-days", "2", "-subj", "/CN=x", "-out", certificate, "-keyout", key]
        subprocess.run(make, check=True, capture_output=True)
        options += ["--certificate", str(certificate), "--key", str(key)]
    else:
        options += ["--no-tls", "--listen", "127.0.0.1:18080"]
    file = tmp_path / "nginx.conf"
    file.write_text(printed(*options))
    assert file.read_text().count("max_fails=1") == replicas
    tried = subprocess.run([nginx, "-t", "-c", file], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr


def test_systemd_takes_its_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is missing; install it with: apt-get install systemd")
    unit = tmp_path / "alliance@8501.service"
    folder = tmp_path / "srv"
    streamlit = folder / ".venv" / "bin" / "streamlit"
    streamlit.parent.mkdir(parents=True)
    streamlit.write_text("#!/bin/sh\n")
    streamlit.chmod(0o755)
    unit.write_text(printed("systemd", "--folder", str(folder), "--path", "/alliance"))
    command = ["systemd-analyze", "verify", str(unit)]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert str(unit) not in tried.stderr
    assert "--server.baseUrlPath alliance" in unit.read_text()
    for right in ("User=alliance", "ProtectSystem=strict", "NoNewPrivileges=true"):
        assert right in unit.read_text()


@pytest.mark.parametrize("path", ["", "/alliance"])
def test_compose_has_its_replicas_bound_in_what_they_may_do(path: str) -> None:
    (found,) = documents(printed("compose", "--replicas", "3", "--path", path))
    apps = {name: one for name, one in found["services"].items() if name.startswith("app")}
    assert sorted(apps) == ["app1", "app2", "app3"]
    for one in apps.values():
        assert one["read_only"]
        assert one["user"] == "10001:10001"
        assert one["cap_drop"] == ["ALL"]
        assert "/health/live" in one["healthcheck"]["test"][-1]
        assert ("STREAMLIT_SERVER_BASE_URL_PATH" in one["environment"]) == bool(path)
        assert one["volumes"][0].split(":")[0] in found["volumes"]
    assert set(apps) <= set(found["services"]["nginx"]["depends_on"])
    inside = printed("nginx", "--replicas", "3", "--no-tls", "--listen", "8080", "--container")
    assert re.findall(r"server (\S+) max_fails", inside) == [f"{name}:8501" for name in apps]


def test_kubernetes_has_probes_rights_and_visits_that_stay() -> None:
    deployment, service, budget, ingress = documents(
        printed("kubernetes", "--replicas", "4", "--path", "/alliance")
    )
    kinds = [one["kind"] for one in (deployment, service, budget, ingress)]
    assert kinds == ["Deployment", "Service", "PodDisruptionBudget", "Ingress"]
    assert deployment["spec"]["replicas"] == 4
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"] == labels == deployment["spec"]["selector"]["matchLabels"]
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert {one["name"] for one in container["volumeMounts"]} == {
        one["name"] for one in pod["volumes"]
    }
    notes = ingress["metadata"]["annotations"]
    assert notes["nginx.ingress.kubernetes.io/affinity"] == "cookie"


@pytest.mark.parametrize(
    "options",
    [
        ("nginx", "--host", "a; return 200"),
        ("nginx", "--path", "/a b"),
        ("nginx", "--run", "/run;"),
        ("systemd", "--folder", "/srv/%i\nUser=root"),
        ("compose", "--path", "alliance"),
    ],
)
def test_what_would_end_a_line_of_a_configuration_is_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(QuestionError, match="expected"):
        CliRunner().invoke(app, ["deploy", *options], catch_exceptions=False)


def test_the_image_is_made_of_what_is_here_and_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    taken = {line.split()[1] for line in lines if re.match(r"COPY [^-]", line)}
    assert {"alliance", "pages", "data", "app.py", "requirements.lock"} <= taken
    assert all((ROOT / name).exists() for name in taken)
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name.partition('/')[0]}" for name in taken} <= set(allowed)
    (user,) = [line for line in lines if line.startswith("USER")]
    assert user == "USER 10001:10001"
    assert any("--require-hashes" in line for line in lines)
