"""What the house promises: which way imports point, its sizes, what starting costs, its documents."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENTRANCES = {
    "app.py",
    "assistant/commands/main.py",
    "assistant/from_settings.py",
    "assistant/workspace.py",
    "assistant/settings.py",
}
MOST_LINES, MOST_MODULES, MOST_OF_A_FUNCTION = 400, 20, 60
HEAVY = ("gradio", "chromadb", "langchain", "langchain_core", "onnxruntime", "rapidocr", "pandas")


def sources(*rooms: str) -> list[Path]:
    return [p for room in rooms for p in sorted((ROOT / room).rglob("*.py"))]


@cache
def rooms() -> ModuleType:
    """`docs/rooms.py`, which knows the imports of the house."""
    spec = importlib.util.spec_from_file_location("rooms", ROOT / "docs" / "rooms.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_lower_rooms_know_nothing_of_the_assistant() -> None:
    above = {"assistant", "app", "tests"}
    lower = sources("index", "prompts")
    assert not [p for p in lower if above & {m.split(".")[0] for m in imported(p)}]


def test_no_module_imports_itself_in_a_circle() -> None:
    assert rooms().circles(rooms().imports()) == []


def test_a_circle_is_seen() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert rooms().circles(graph) == [("a", "b", "c")]


def test_the_rooms_in_docs_are_those_of_the_code() -> None:
    page = rooms().PAGE.read_text("utf-8")
    assert page == rooms().written(page), "run: python docs/rooms.py"


def test_modules_and_folders_are_small() -> None:
    modules = [p for p in sources("assistant", "index", "prompts") if "migrations" not in p.parts]
    named = {p.relative_to(ROOT).as_posix(): p.read_text("utf-8").count("\n") for p in modules}
    assert not [name for name, lines in named.items() if lines > MOST_LINES]
    folders = Counter(p.parent for p in modules if p.name != "__init__.py")
    assert not [folder for folder, count in folders.items() if count > MOST_MODULES]


def test_functions_are_short() -> None:
    modules = [p for p in sources("assistant", "index", "prompts") if "migrations" not in p.parts]
    trees = {p: ast.parse(p.read_text("utf-8")) for p in modules}
    functions = [
        (p.relative_to(ROOT).as_posix(), node.name, (node.end_lineno or 0) - node.lineno)
        for p, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not [f for f in functions if f[-1] > MOST_OF_A_FUNCTION]


def test_a_file_name_means_one_thing() -> None:
    names = Counter(p.name for p in sources("assistant", "index", "prompts"))
    assert {n for n, times in names.items() if times > 1} == {"__init__.py", "tolerances.py"}


def test_what_a_numeral_looks_like_has_one_home() -> None:
    from index.numerals import ONE_TO_NINE

    spelled = {
        path.relative_to(ROOT).as_posix()
        for path in sources("assistant", "index")
        if ONE_TO_NINE in path.read_text("utf-8")
    }
    assert spelled == {"index/numerals.py"}


def test_only_the_entrances_read_the_environment() -> None:
    modules = {p.relative_to(ROOT).as_posix(): p for p in sources("assistant", "index", "prompts")}
    others = {name: p for name, p in modules.items() if name not in ENTRANCES}
    reads = re.compile(r"os\.environ\[|getenv|environ\.get")
    assert not [name for name, p in others.items() if reads.search(p.read_text("utf-8"))]
    with_settings = {name for name, p in others.items() if "assistant.settings" in imported(p)}
    assert all(name.startswith("assistant/desk/") for name in with_settings)


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, assistant.commands.main; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert loaded.isdisjoint({*HEAVY, "numpy", "pydantic", "sqlalchemy"})


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


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_link_of_the_documents_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    missing = [link for link in links if not (ROOT / name).parent.joinpath(link).exists()]
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
