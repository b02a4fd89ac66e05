"""问题归类: the problems of a year by what they mean, joined and parted by people."""

from __future__ import annotations

from typing import Any

from assistant.desk.frame.user_state import Person
from assistant.workspace import Workspace
from index.report import UsageError

GROUPS = 100
"""How many groups the page shows at once, the largest first."""
Data = dict[str, Any]


class ItemGroups:
    """What a year's problems are grouped into, and a person's word on it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def fields(self, data: Data) -> Data:
        """What the page shows of a year: the groups with their members, "" for all years."""
        library = self.workspace.library
        years = sorted({e.year for e in library.reports() if e.year}, reverse=True)
        asked = str(data.get("year") or "")
        year = int(asked) if asked.isdigit() and int(asked) in years else max(years, default=0)
        items = library.items(kinds=["problem"], years=[year] if year else [])
        groups = library.grouped(items, by_topic=True)
        said = library.groupings()
        return {
            "years": years,
            "year": year,
            "groups": groups[:GROUPS],
            "number": len(groups),
            "items": len(items),
            "told": len(said.joined) + len(said.parted),
        }

    def join(self, person: Person, data: Data) -> str:
        """Keep that the chosen items mean the same; gives what to say."""
        chosen = _chosen(data)
        self.workspace.library.join_items(chosen, who=person.name)
        return f"已合并 {len(chosen)} 条说法，以后都归在一起。"

    def part(self, person: Person, data: Data) -> str:
        """Keep that no two of the chosen items mean the same; gives what to say."""
        chosen = _chosen(data)
        self.workspace.library.part_items(chosen, who=person.name)
        return f"已拆开 {len(chosen)} 条说法，以后不归在一起。"


def _chosen(data: Data) -> list[str]:
    """The headlines that are ticked.  Raises `UsageError` where they are fewer than two."""
    said = data.get("said") or []
    chosen = list(dict.fromkeys([said] if isinstance(said, str) else map(str, said)))
    if len(chosen) < 2:
        raise UsageError("请先勾选至少两条说法不同的问题，再合并或拆开。")
    return chosen
