"""Files of the reviews of reports that are open: one for all, or a letter for each."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import chain, count

from assistant.desk.frame.panel import Download, Reply
from assistant.desk.frame.user_state import safe_name
from assistant.desk.review import review_view
from assistant.desk.review.opened_report import Opened, named
from assistant.review.compare_versions import Comparison
from assistant.workspace import Workspace

EXPORTS = {
    "docx": (
        "退改函.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": ("台账.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("审查结果.html", "text/html;charset=utf-8"),
    "json": ("审查结果.json", "application/json"),
}


def export(
    workspace: Workspace, opened: list[Opened], form: str, made: Comparison | None = None
) -> Reply:
    """A file of the reviews of these reports."""
    from assistant.export.writers import WRITERS

    if not opened:
        return Reply(error="还没有审完的报告，没有可导出的内容。")
    one = opened[0].report
    own = safe_name(f"{one.agency}{one.year or ''}") if one.agency else opened[0].filename
    stem = own if len(opened) == 1 else f"{len(opened)}份报告"
    ending, mime = EXPORTS[form]
    reviews = [named(o) for o in opened]
    comparisons = [replace(made, after=reviews[0])] if made else []
    content = WRITERS[form](reviews, workspace.decisions(reviews), comparisons)
    raw = content.encode() if isinstance(content, str) else content
    return Reply(file=Download(f"{stem}{ending}", raw, mime), notice=f"已导出：{stem}{ending}")


def letters(workspace: Workspace, opened: list[Opened]) -> Reply:
    """A zip with a letter for each report that has something to be sent back."""
    decisions = workspace.decisions([o.review for o in opened])
    back = [o for o in opened if review_view.to_send_back(o.review, decisions)]
    if not back:
        return Reply(error="没有要退改的报告：审完的报告里没有成立的错误、警告。")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for made in (export(workspace, [o], "docx").file for o in back):
            assert made is not None
            archive.writestr(_free_name(archive, made.name), made.content)
    name, rest = f"退改函 {len(back)}份.zip", len(opened) - len(back)
    said = f"已导出：{name}" + (f"；另 {rest} 份没有要退改的。" if rest else "")
    return Reply(file=Download(name, stream.getvalue(), "application/zip"), notice=said)


def _free_name(archive: zipfile.ZipFile, name: str) -> str:
    """The name, numbered where the archive has one like it (two versions of a report)."""
    taken, (stem, dot, suffix) = set(archive.namelist()), name.rpartition(".")
    others = (f"{stem}（{n}）{dot}{suffix}" for n in count(2))
    return next(n for n in chain([name], others) if n not in taken)
