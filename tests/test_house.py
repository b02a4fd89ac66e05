"""What the house promises: which way imports point, what starting costs, what documents say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENTRANCES = {
    "app.py",
    "assistant/commands/main.py",
    "assistant/workspace.py",
    "assistant/settings.py",
}
HEAVY = ("gradio", "chromadb", "langchain", "langchain_core", "onnxruntime", "rapidocr", "pandas")


def sources(*rooms: str) -> list[Path]:
    return [p for room in rooms for p in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", sources("index", "prompts"), ids=lambda p: p.name)
def test_the_lower_rooms_know_nothing_of_the_assistant(path: Path) -> None:
    assert not {m for m in imported(path) if m.split(".")[0] in {"assistant", "app", "tests"}}


@pytest.mark.parametrize("path", sources("assistant", "index", "prompts"), ids=lambda p: p.name)
def test_only_the_entrances_read_the_environment(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() not in ENTRANCES:
        text = path.read_text("utf-8")
        assert "os.environ[" not in text and "getenv" not in text and "environ.get" not in text
        assert "assistant.settings" not in imported(path) or "desk" in path.parts


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, assistant.commands.main; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert loaded.isdisjoint(HEAVY)


def test_the_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "pip install -e . -c constraints.txt && python app.py" in text
    assert 'pip install -e ".[test]" -c constraints.txt && pytest' in text


def test_the_readme_names_settings_and_embedders_that_exist() -> None:
    from assistant.settings import Settings
    from index.search.embedders import EMBEDDERS

    rows = [r for r in (ROOT / "README.md").read_text("utf-8").split("\n") if "`NIANBAO_" in r]
    named = re.findall(r"`(?:NIANBAO_)([A-Z_]+)`", "".join(rows))
    assert named and {n.lower() for n in named} - {"home"} <= set(Settings.model_fields)
    offered = next(r for r in rows if "NIANBAO_EMBEDDER`" in r).split("|")[2]
    assert set(re.findall(r"`([^`]+)`", offered)) == {"auto", *EMBEDDERS}


@pytest.mark.parametrize("name", ["README.md"])
def test_every_link_of_the_documents_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    missing = [link for link in links if not (ROOT / link).exists()]
    assert links and not missing


def test_every_pinned_version_is_a_name_and_a_version() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert lines and all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", x) for x in lines)


def test_every_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").split()
    }
    names = {re.split(r"[\[;=<> ]", w)[0].lower().replace("_", "-") for w in wanted}
    assert names <= pinned


def test_every_dependency_is_imported_and_every_import_is_declared() -> None:
    command = [sys.executable, "-m", "deptry", "--no-ansi", "."]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
