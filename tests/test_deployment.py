"""What is shipped for deployment agrees with the program: settings, versions, refusals."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SHIPPED = ["Dockerfile", "scripts/nianbao.service"]


def _set_in(file: str) -> set[str]:
    return set(re.findall(r"\bNIANBAO_([A-Z_]+)=", (ROOT / file).read_text("utf-8")))


@pytest.mark.parametrize("file", SHIPPED)
def test_files_set_only_what_the_program_reads(file: str) -> None:
    names = _set_in(file)
    assert names and {n.lower() for n in names} <= set(Settings.model_fields)


def test_compose_sets_only_what_the_program_reads() -> None:
    names = {n.removeprefix("NIANBAO_").lower() for n in COMPOSE["services"]["app"]["environment"]}
    ways_in = {"allowed_host", "trusted_proxy", "user_header", "root_path"}
    first = {"first_user", "first_password_file"}
    assert names == {"database_url", "chroma_url", *ways_in, *first} <= set(Settings.model_fields)


def test_compose_has_no_password_and_no_administrator_of_its_own() -> None:
    app = COMPOSE["services"]["app"]
    (secret,) = app["secrets"]
    assert app["environment"]["NIANBAO_FIRST_PASSWORD_FILE"] == f"/run/secrets/{secret}"
    assert "file" in COMPOSE["secrets"][secret]
    given = [v for s in COMPOSE["services"].values() for v in s.get("environment", {}).items()]
    asked = [v for n, v in given if "PASSWORD" in n and "FILE" not in n or "FIRST_USER" in n]
    assert len(asked) == 2 and all(":?" in value for value in asked)


def test_compose_waits_for_healthy_services() -> None:
    services = COMPOSE["services"]
    waits = {name: on["condition"] for name, on in services["app"]["depends_on"].items()}
    assert waits == dict.fromkeys(["postgres", "chroma"], "service_healthy")
    assert all("healthcheck" in services[name] for name in waits)


def test_compose_runs_the_chroma_that_is_pinned() -> None:
    pinned = re.search(r"^chromadb==(.+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
    assert pinned and COMPOSE["services"]["chroma"]["image"].endswith(f":{pinned[1]}")


def _bundle(folder: Path, target: str, checksum: str | None = None) -> Path:
    """A bundle of one wheel that is none, for `target` (“machine python”)."""
    (folder / "wheels").mkdir()
    (folder / "wheels/a.whl").write_bytes(b"a")
    (folder / "TARGET").write_text(target + "\n")
    true = subprocess.run(["sha256sum", "wheels/a.whl"], cwd=folder, capture_output=True, text=True)
    (folder / "SHA256SUMS").write_text(checksum or true.stdout)
    shutil.copy(ROOT / "scripts/install.sh", folder)
    return folder


def _here() -> str:
    return f"{platform.machine()} {'.'.join(platform.python_version_tuple()[:2])}"


@pytest.mark.parametrize(
    ("target", "checksum", "said"),
    [
        ("sparc 3.11", None, "这个安装包是给 sparc 的"),
        (_here(), f"{'0' * 64}  wheels/a.whl\n", "安装包不完整"),
    ],
)
def test_install_refuses_before_anything_is_written(
    tmp_path: Path, target: str, checksum: str | None, said: str
) -> None:
    bundle = _bundle(tmp_path, target, checksum)
    run = subprocess.run(
        ["bash", "install.sh", "there"], cwd=bundle, capture_output=True, text=True
    )
    assert (run.returncode, said in run.stderr) == (1, True)
    assert not (bundle / "there").exists()


@pytest.mark.parametrize("option", [["--machine", "sparc"], ["--python", "3.9"], ["--what", "x"]])
def test_bundle_refuses_what_it_cannot_make(option: list[str]) -> None:
    run = subprocess.run(
        ["bash", "scripts/bundle", *option], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 2 and run.stderr
