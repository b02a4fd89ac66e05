"""The rooms of the code and the arrows between them: `python docs/rooms.py` writes them into
docs/architecture.md, `python docs/rooms.py --check` only says whether they are as written there.

A room is a package, or a module that stands beside packages; an arrow is an import, wherever it
stands: at the top, within a function, for types only.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
HOUSE = ("app", "assistant", "index", "prompts")
BETWEEN = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- /rooms -->)", re.DOTALL)


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the product by its dotted name; a package by its own."""
    files = [ROOT / "app.py", *(p for top in HOUSE[1:] for p in sorted((ROOT / top).rglob("*.py")))]
    return {
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p
        for p in files
        if "migrations" not in p.parts
    }


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """The modules of the house that each module imports."""
    return {name: frozenset(_imported(path) - {name}) for name, path in modules().items()}


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules() else node.module)
    return {name for name in found if name in modules()}


def room_of(module: str) -> str:
    """`index.readers` of `index.readers.pdf.watermark`; a module beside the rooms is its own."""
    return ".".join(module.split(".")[:2])


def arrows() -> Mapping[str, frozenset[str]]:
    """The rooms that each room imports from, in the order of the table."""
    rooms = sorted({room_of(name) for name in modules()} - set(HOUSE[1:3]))
    return {
        room: frozenset(
            room_of(other)
            for name, others in imports().items()
            if room_of(name) == room
            for other in others
        )
        - {room, *HOUSE[1:3]}
        for room in rooms
    }


def circles(graph: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """The rings of names that can all be reached from one another."""
    reached = {name: _reach(graph, name) for name in graph}
    rings = {
        tuple(sorted(other for other in reached[name] if name in reached.get(other, ())))
        for name in graph
        if name in reached[name]
    }
    return sorted(rings)


def _reach(graph: Mapping[str, frozenset[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = set(graph[start])
    while ahead:
        name = ahead.pop()
        found.add(name)
        ahead |= graph.get(name, frozenset()) - found
    return found


def _says(room: str) -> str:
    """The first sentence of the room's docstring."""
    text = ast.get_docstring(ast.parse(modules()[room].read_text("utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def _rows() -> Iterator[str]:
    yield "| 房间 | 装着什么 | 引用 |"
    yield "|---|---|---|"
    for room, others in sorted(
        arrows().items(), key=lambda pair: HOUSE.index(pair[0].split(".")[0])
    ):
        path = room.replace(".", "/") + ("/" if modules()[room].name == "__init__.py" else ".py")
        yield f"| `{path}` | {_says(room)} | {'、'.join(f'`{o}`' for o in sorted(others))} |"


def written(page: str) -> str:
    """The page with the table as the code has it."""
    table = "\n".join(_rows()) + "\n"
    return BETWEEN.sub(lambda _: table, page)


def main(check: bool) -> int:
    page = PAGE.read_text("utf-8")
    if check:
        return int(page != written(page))
    PAGE.write_text(written(page), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
