"""What two versions of a report differ in, as the page shows it."""

from __future__ import annotations

from typing import Any

from assistant.desk.frame.render import cell_label
from assistant.review.compare_versions import Comparison
from assistant.review.mends import mends


def groups(made: Comparison | None) -> list[tuple[str, str, Any]]:
    if made is None:
        return []
    return [
        (word, tone, [m.finding for m in mends(found)])
        for word, tone, found in (
            ("已改正", "ok", made.mended),
            ("仍存在", "warning", made.standing),
            ("新出现", "error", made.new),
            ("未能判断", "", made.unassessed),
        )
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
