"""Files of the reviews of reports that are open: one for all, or a letter for each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.desk.frame.panel import Download, Reply
from assistant.desk.frame.user_state import Person, now, safe_name
from assistant.desk.review.opened_report import Opened, by_hand, named
from assistant.export.sending_back import letter_name
from assistant.review.compare_versions import Comparison
from assistant.review.letters import key
from assistant.review.workdays import working_day
from assistant.workspace import Workspace
from index.report import Review
from index.stores.values import Letter

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPORTS = {
    "docx": ("核查单.docx", WORD),
    "xlsx": ("台账.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("审查结果.html", "text/html;charset=utf-8"),
    "json": ("审查结果.json", "application/json"),
}
"""What stays in the house, by format: the end of the file's name and its kind."""


def export(
    workspace: Workspace,
    reviews: Sequence[Review],
    form: str,
    opened: Sequence[Opened],
    made: Comparison | None = None,
) -> Reply:
    """A file of these reviews, each under the name that its file had; `opened` were read."""
    if not reviews:
        return Reply(error="还没有审完的报告，没有可导出的内容。")
    ending, mime = EXPORTS[form]
    name = f"{_called(reviews)}{ending}"
    content = _written(workspace, reviews, form, opened, made)
    return Reply(file=Download(name, content, mime), notice=f"已导出：{name}")


def _called(reviews: Sequence[Review]) -> str:
    whose = key(reviews[0])
    if len(reviews) > 1:
        return f"{len(reviews)}份报告"
    return safe_name("".join(map(str, whose))) if whose else reviews[0].source.path


def _written(
    workspace: Workspace,
    reviews: Sequence[Review],
    form: str,
    opened: Sequence[Opened],
    made: Comparison | None = None,
) -> bytes:
    from assistant.export.review_sheet import Said
    from assistant.export.writers import WRITERS

    said = Said(
        decisions=workspace.decisions(map(key, reviews)),
        corrections=[c for o in opened for c in by_hand(o)],
        letters=workspace.letters.of(map(key, reviews)),
        comparisons=[replace(made, after=reviews[0])] if made else [],
        office=workspace.letters.office.name,
    )
    content = WRITERS[form](reviews, said)
    return content.encode() if isinstance(content, str) else content


# ---------------------------------------------------------------- letters


def letter(workspace: Workspace, person: Person, opened: Opened) -> Reply:
    """The letter that sends one report back."""
    whose = key(opened.review)
    if whose is None:
        return Reply(error="机关或年度没有判明，不能出函；请先核对报告标题。")
    made = _made(workspace, person, [opened])
    if workspace.letters.office.is_of(whose[0]):
        return Reply(error="这是本级的报告，不给自己出函，请直接更正。")
    if not made:
        return Reply(error="没有成立的错误、警告，不需要退改。")
    name = letter_name(made[0])
    file = Download(name, workspace.letters.paper(made[0]), WORD)
    return Reply(file=file, notice=f"已导出：{name}{_to_be_seen_to(workspace)}")


def letters(
    workspace: Workspace, person: Person, opened: Sequence[Opened], reviews: Sequence[Review]
) -> Reply:
    """A zip with a letter for each body whose report goes back, and the ledger of all `reviews`.

    Of several files of a body's year the last one given counts.
    """
    last = {k: o for o in opened if (k := key(o.review))}
    made = _made(workspace, person, list(last.values()))
    if not made:
        return Reply(error="没有要退改的报告：审完的报告里没有成立的错误、警告。")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in made:
            archive.writestr(letter_name(one), workspace.letters.paper(one))
        ending, _ = EXPORTS["xlsx"]
        archive.writestr(
            f"{_called(reviews)}{ending}", _written(workspace, reviews, "xlsx", opened)
        )
    name, rest = f"退改函 {len(made)}份.zip", len(last) - len(made)
    said = f"已导出：{name}，附台账。" + (f"另 {rest} 份没有要退改的。" if rest else "")
    own = [name for name, _ in last if workspace.letters.office.is_of(name)]
    said += f"本级{own[0]}的报告不出函。" if own else ""
    unknown = sum(key(o.review) is None for o in opened)
    said += f"{unknown} 份机关或年度没有判明，没有出函。" if unknown else ""
    file = Download(name, stream.getvalue(), "application/zip")
    return Reply(file=file, notice=said + _to_be_seen_to(workspace))


def _made(workspace: Workspace, person: Person, opened: Iterable[Opened]) -> list[Letter]:
    reviews = [named(o) for o in opened]
    decisions = workspace.decisions(map(key, reviews))
    return workspace.letters.make(reviews, decisions, now(), person.name)


def _to_be_seen_to(workspace: Workspace) -> str:
    """What a person should know before the letters go out; "" for nothing."""
    office = workspace.letters.office
    _, guessed = working_day(date.today(), office.days)
    said = workspace.letters.missing
    for year in guessed:
        said += f"{year}年放假安排还没有收录，限期按周一至周五推算，请核对。"
    return said
