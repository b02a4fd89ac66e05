"""What two versions of a report differ in, as the page shows it."""

from __future__ import annotations

from typing import Any

from assistant.desk.frame.render import cell_label
from assistant.review.compare_versions import Comparison


def groups(made: Comparison | None) -> list[tuple[str, Any]]:
    if made is None:
        return []
    return [
        ("新出现", made.new),
        ("仍存在", made.standing),
        ("已改正", made.mended),
        ("未能判断", made.unassessed),
    ]


def changes(made: Comparison | None) -> list[tuple[str, str, str]]:
    said = {"unread": "未读出", "blank": "（空）"}
    return [
        (
            cell_label(c.key),
            said.get(c.before.state, c.before.text),
            said.get(c.after.state, c.after.text),
        )
        for c in (made.cells if made else ())
    ]
