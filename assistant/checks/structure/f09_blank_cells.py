"""F09: cells left blank where a number is due."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.place_names import cells_named
from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict
from assistant.checks.structure.cells_by_table import cells_by_table
from index.report import Report


def blanks(report: Report, context: Context) -> Iterator[Verdict]:
    """One verdict a table: its blank cells, counted, with their places."""
    for table, part, cells in cells_by_table(report):
        if all(cell.state == "unread" for _, cell in cells):
            continue
        blank = [(key, cell) for key, cell in cells if cell.state == "blank"]
        if not blank:
            yield PASS
            continue
        keys = [key for key, _ in blank]
        where = cells_named(keys, [key for key, _ in cells])
        yield Verdict(
            "fail",
            f"{table}有 {len(blank)} 个空白格：{where}；没有的应填 0",
            section=part,
            cells=tuple(keys),
            expected="据实填写，没有的填 0",
            found=f"{len(blank)} 个空白格",
            at=blank[0][1].at,
        )


RULE = Rule(
    id="F09",
    title="应填数字处空白",
    severity="warning",
    basis=FORMS_NOTICES,
    what="法定表格中应填数字的格不留空白，没有的填 0；空白不当作 0。每张表一条，写明个数和位置。",
    good="行政强制：0",
    bad="行政强制：（空白）",
    check=blanks,
)
