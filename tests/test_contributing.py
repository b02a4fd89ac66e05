"""What CONTRIBUTING tells a person to run does run: here, or in `.ci/run`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PROGRAMS = ("nianbao", "python", "pip", "pytest", "ruff", "mypy", "deptry", ".ci/run")
WRITES = {
    "nianbao rules --format markdown --output docs/规则.md": "docs/规则.md",
    "python docs/rooms.py": "docs/architecture.md",
}
"""Commands that write a file of the project, which is as they write it."""
SLOW = {
    "nianbao evaluate ask --only new-received --draws 1 --embedder hashing",
    "nianbao evaluate rules",
    "nianbao evaluate reading --reports 2 --scanned 0",
    "python docs/screenshots.py",
    "NIANBAO_REGENERATE=1 pytest tests/export/test_sheets.py",
}
ELSEWHERE = {
    "python -m venv .venv && . .venv/bin/activate": "python3 -m venv",
    'pip install -e ".[test]" -c constraints.txt': "README.md",
    "pytest": "README.md",
    "pytest tests/checks/test_cases.py tests/checks/test_book.py": "README.md",
    "pytest tests/export/test_sheets.py": "README.md",
    "pytest tests/generator/test_faults.py": "README.md",
    "pytest -m slow": 'pytest -m "slow and alone"',
    "pytest -m slow tests/ask/test_questions.py": 'pytest -m "slow and not alone"',
    "ruff check .": "ruff check .",
    "ruff format --check .": "ruff format --check .",
    "mypy": "mypy",
    "deptry .": "deptry .",
    ".ci/run": "README.md",
}
"""Commands that `.ci/run` runs, and the words in it that do; `.ci/run` itself is what CI runs."""


def commands() -> list[str]:
    """Every command of the text: the lines of its listings, and what stands between backquotes."""
    listed = [line.split("  #")[0].strip() for b in _listings() for line in b.splitlines()]
    prose = re.sub(r"```bash\n.*?```", "", TEXT, flags=re.DOTALL)
    quoted = [c for c in re.findall(r"`([^`\n]+)`", prose) if _is_command(c)]
    return list(dict.fromkeys(c for c in (*listed, *quoted) if c))


def _listings() -> list[str]:
    return re.findall(r"```bash\n(.*?)```", TEXT, flags=re.DOTALL)


def _is_command(words: str) -> bool:
    bare = re.sub(r"^[A-Z_]+=\S+ ", "", words)
    return bare.split()[0] in PROGRAMS


def _case(command: str) -> object:
    return pytest.param(command, marks=[pytest.mark.slow] if command in SLOW else [])


@pytest.mark.parametrize("command", [_case(c) for c in commands() if c not in ELSEWHERE])
def test_the_command_runs(command: str, tmp_path: Path) -> None:
    if "screenshots" in command and not shutil.which("chromium"):
        assert os.environ.get("CI") != "true", "Chromium must be installed in CI"
        pytest.skip("chromium is not installed")
    copy = tmp_path / "nianbao"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "artifacts", "*.egg-info", "images")
    shutil.copytree(ROOT, copy, ignore=left_out)
    (copy / "docs" / "images").mkdir()
    python = sys.executable
    runs = {"nianbao": "-m assistant.commands.main", "pytest": "-m pytest", "python": ""}
    words = re.sub(
        r"\b(nianbao|pytest|python)\b(?= |$)", lambda m: f"{python} {runs[m[1]]}", command, count=1
    )
    surroundings = os.environ | {"PYTHONPATH": str(copy), "NIANBAO_HOME": str(tmp_path / "home")}
    run = subprocess.run(
        ["bash", "-c", words],
        cwd=copy,
        env=surroundings | {"CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    if command in WRITES:
        assert (copy / WRITES[command]).read_bytes() == (ROOT / WRITES[command]).read_bytes()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_the_files_that_are_named_are_there(page: str) -> None:
    quoted = re.findall(r"`([^`\s]+)`", (ROOT / page).read_text("utf-8"))
    paths = [q for q in quoted if re.fullmatch(r"[\w.]+/[\w./]*|\w+\.(?:py|md)", q)]
    beside = [p.name for p in (ROOT / "index").rglob("*.py")] + ["__init__.py"]
    assert len(paths) > 10
    assert not [p for p in paths if not (ROOT / p).exists() and p not in beside]


@pytest.mark.parametrize("command", list(ELSEWHERE))
def test_the_command_is_run_by_ci(command: str) -> None:
    assert command in commands()
    assert ELSEWHERE[command] in (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert all((ROOT / word).exists() for word in command.split() if word.startswith("tests/"))
