"""`nianbao index`, `nianbao library …`: what goes into the library, its upkeep, its spreadsheets."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from assistant.commands.terminal import DASK, PATHS, emit, files_of, noted, progress
from index.report import Level, UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from index.stores.values import Entry

_FILE = click.argument("file", type=click.Path(path_type=Path))
_AGENCY = click.option("--agency", multiple=True, help="机关（可多次给出；默认全部）")
_YEAR = click.option("--year", type=int, multiple=True, help="年度（可多次给出；默认全部）")
_TO = click.option("--output", type=click.Path(path_type=Path), help="写入文件，而不是标准输出")


@click.command(help="读取、检查并收入资料库")
@PATHS
@DASK
@click.option("--replace", is_flag=True, help="同一机关同一年度已有报告时，以新文件为准")
@click.pass_obj
def index(workspace: Workspace, paths: tuple[Path, ...], replace: bool) -> None:
    summary = workspace.index(files_of(paths), replace=replace, progress=progress("收入"))
    labels = {
        "added": "新增",
        "replaced": "替换",
        "version": "存为版本",
        "unchanged": "未变",
        "failed": "失败",
    }
    for item in summary.items:
        name = f"{item.agency}{item.year or ''}" if item.agency else item.path
        if item.note:
            click.echo(f"{labels[item.status]}：{name}：{item.note}", err=True)
    click.echo("，".join(f"{label} {summary.count(key)}" for key, label in labels.items()))
    sys.exit(3 if summary.failed else 0)


@click.group(name="library", help="资料库：查看、删除、核对、重建、备份、恢复、导出、导入")
def library() -> None:
    pass


# ---------------------------------------------------------------- what is there


@library.command(name="list", help="列出报告")
@_AGENCY
@_YEAR
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_(
    workspace: Workspace, agency: tuple[str, ...], year: tuple[int, ...], format_: str
) -> None:
    entries = workspace.library.reports(bodies=_bodies(workspace, agency), years=year)
    if format_ == "json":
        click.echo(json.dumps([asdict(e) for e in entries], ensure_ascii=False, indent=1))
        return
    for entry in entries:
        click.echo(_line(entry))
    click.echo(f"共 {len(entries)} 份报告", err=True)


def _line(e: Entry) -> str:
    counts = f"错误{e.errors} 警告{e.warnings} 提示{e.infos} 未读{e.unread}"
    return f"{e.id}  {e.year or '年度不明'}  {e.agency or '机关不明'}  {counts}  {e.filename}"


@library.command(help="显示一份报告及其各版本")
@click.argument("id")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def show(workspace: Workspace, id: str, format_: str) -> None:
    from assistant.export.review_sheet import Said
    from assistant.export.writers import WRITERS
    from assistant.review.letters import key

    reviews = [workspace.library.review(id)]
    content = WRITERS[format_](reviews, Said(decisions=workspace.decisions(map(key, reviews))))
    click.echo(content if isinstance(content, str) else content.decode())
    if format_ == "text":
        for entry in workspace.library.versions(id):
            mark = "现行" if entry.current else "旧版"
            click.echo(f"版本 {entry.version}（{mark}）：{entry.id} {entry.filename}")


@library.command(help="删除一份报告（原件一并删除）")
@click.argument("id")
@click.pass_obj
def remove(workspace: Workspace, id: str) -> None:
    entry = workspace.library.entry(id)
    workspace.library.remove(id)
    noted(workspace, "移除报告", f"{entry.agency}{entry.year or ''}", entry.filename)
    click.echo(f"已删除：{entry.agency}{entry.year or ''}（{entry.filename}）")


# ---------------------------------------------------------------- upkeep


@library.command(help="核对原件、数据库和向量是否一致（一致为 0，不一致为 3）")
@click.pass_obj
def verify(workspace: Workspace) -> None:
    result = workspace.library.verify(progress())
    for problem in result.problems:
        click.echo(problem)
    click.echo(
        f"报告 {result.reports} 份，原件 {result.originals} 件，"
        f"段落 {result.chunks} 个，向量 {result.vectors} 个：{'一致' if result.ok else '不一致'}"
    )
    if not result.ok:
        click.echo("请运行 nianbao library rebuild", err=True)
        sys.exit(3)


@library.command(help="用保存的原件重做一切可以重做的内容；数据库损坏的，也由它重做")
@click.pass_obj
def rebuild(workspace: Workspace) -> None:
    _set_aside(workspace)
    rebuilt = workspace.rebuild(progress())
    click.echo(f"已重建 {rebuilt.reports} 份报告")
    for problem in rebuilt.kept:
        click.echo(problem)
    sys.exit(3 if rebuilt.kept else 0)


@library.command(
    help="把资料库、账号、设置（不含密钥）、各人的清单和问答等存成一个文件；别人照常查阅，不必停下"
)
@_FILE
@click.pass_obj
def backup(workspace: Workspace, file: Path) -> None:
    from assistant import office_backup

    made = office_backup.backup(workspace, file, progress())
    noted(workspace, "备份", f"{made.reports} 份报告", str(file))
    click.echo(f"已备份 {made.reports} 份报告、{made.originals} 件原件到 {file}")


@library.command(help="按 backup 写出的文件恢复，代替现有的内容；数据库损坏的，也由它恢复")
@_FILE
@click.option("--replace", is_flag=True, help="资料库里已有报告的，换成备份里的内容")
@click.pass_obj
def restore(workspace: Workspace, file: Path, replace: bool) -> None:
    from assistant import office_backup

    if not file.is_file():
        raise UsageError(f"没有这个文件：{file}")
    _set_aside(workspace)
    held = len(workspace.library.reports(current=False))
    if held and not replace:
        raise UsageError(
            f"资料库里已有 {held} 份报告，恢复会换成备份里的内容：先用 library backup 备份一次，"
            "确定的请加 --replace；要并入现有内容的，请用 library export 和 import"
        )
    back = office_backup.restore(workspace, file, progress())
    made = back.counted
    noted(workspace, "从备份恢复", f"{made.reports} 份报告", str(file))
    for problem in made.problems:
        click.echo(problem)
    agree = "不一致" if made.problems else "核对一致"
    beside = f"；{back.beside}" if back.beside else ""
    click.echo(f"已恢复 {made.reports} 份报告、{made.originals} 件原件：{agree}{beside}")
    sys.exit(3 if made.problems else 0)


def _set_aside(workspace: Workspace) -> None:
    """Open the library; one whose database is damaged makes room for a new one."""
    from assistant import office_backup

    if kept := office_backup.make_room(workspace):
        click.echo(f"损坏的数据库已改名为 {kept}，另建一个", err=True)


@library.command(help="把资料库导出成一个文件，供并入另一个资料库")
@_FILE
@click.pass_obj
def export(workspace: Workspace, file: Path) -> None:
    count = workspace.library.export(file, progress())
    noted(workspace, "导出资料库", f"{count} 份报告", str(file))
    click.echo(f"已导出 {count} 份报告到 {file}")


@library.command(name="import", help="导入由 export 写出的文件")
@_FILE
@click.pass_obj
def import_(workspace: Workspace, file: Path) -> None:
    if not file.is_file():
        raise UsageError(f"没有这个文件：{file}")
    done = workspace.library.import_(file, progress())
    noted(workspace, "导入资料库", f"{len(done.reports)} 份报告", str(file))
    click.echo(
        f"新增 {done.count('added')}，替换 {done.count('replaced')}，"
        f"存为版本 {done.count('version')}，未变 {done.count('unchanged')}；人工记录 {done.words} 条；"
        f"{len(done.reports)} 份报告的份数和校验和核对一致"
    )


# ---------------------------------------------------------------- spreadsheets


@library.command(help="选定机关、年度、指标的单元格：值、状态、出处")
@_AGENCY
@_YEAR
@click.option("--key", multiple=True, help="单元格的键（可多次给出；默认全部）")
@click.option("--format", "format_", type=click.Choice(["xlsx", "csv"]), default="xlsx")
@_TO
@click.pass_obj
def cells(
    workspace: Workspace,
    agency: tuple[str, ...],
    year: tuple[int, ...],
    key: tuple[str, ...],
    format_: str,
    output: Path | None,
) -> None:
    content = workspace.library.cells_table(
        format_, bodies=_bodies(workspace, agency), years=year, keys=key
    )
    emit(content, output)


@library.command(help="一地各机关的汇总表（XLSX），写明缺报、空白和未读")
@click.argument("area")
@click.option("--year", type=int, required=True)
@_TO
@click.pass_obj
def sums(workspace: Workspace, area: str, year: int, output: Path | None) -> None:
    emit(workspace.library.sums_table(area, year), output)


@library.command(help="应报、已报、迟报、未报名册")
@click.option("--year", type=int, required=True)
@click.option(
    "--from", "from_", type=click.Path(exists=True, path_type=Path), help="应报名单（XLSX）"
)
@click.option("--format", "format_", type=click.Choice(["text", "xlsx"]), default="text")
@_TO
@click.pass_obj
def roster(
    workspace: Workspace, year: int, from_: Path | None, format_: str, output: Path | None
) -> None:
    if from_:
        workspace.set_roster(year, from_)
    if format_ == "xlsx":
        emit(workspace.reminders(year), output)
        return
    from index.library.roster import STATUSES

    due = workspace.roster(year).due
    for one in due:
        click.echo(f"{STATUSES[one.status]}  {one.name}  {one.note}".rstrip())
    counts = "，".join(f"{name} {sum(d.status == s for d in due)}" for s, name in STATUSES.items())
    click.echo(f"应报 {len(due)}：{counts}")


@library.command(help="声明某机关的下级机关已列全（P03 据此核对上下级汇总），或用 --no 撤销")
@click.argument("agency")
@click.option("--no", "undo", is_flag=True)
@click.pass_obj
def complete(workspace: Workspace, agency: str, undo: bool) -> None:
    below = workspace.set_complete(agency, not undo)
    said = "已撤销" if undo else "已列全"
    click.echo(f"{agency}的下级机关（{said}）：{'、'.join(below) or '无'}")


# ---------------------------------------------------------------- bodies


@library.command(help="把几个机关合并为一个，名称都留作别名；同年各有报告的，以第一个机关的为现行")
@click.argument("agency")
@click.argument("others", nargs=-1, required=True)
@click.pass_obj
def merge(workspace: Workspace, agency: str, others: tuple[str, ...]) -> None:
    ids = [workspace.library.body(name).id for name in (agency, *others)]
    body = workspace.library.merge_bodies(ids[0], ids[1:])
    click.echo(f"已合并为“{body.name}”，别名：{'、'.join(body.aliases)}")


@library.command(help="改一个机关的名称、层级、上级或别名；此后收入报告不再改它的名称")
@click.argument("agency")
@click.option("--name", help="新名称")
@click.option("--level", type=click.Choice(get_args(Level)), help="层级")
@click.option("--under", help="上级机关；“无”为没有上级")
@click.option("--alias", multiple=True, help="别名（可多次给出），代替原有的别名")
@click.pass_obj
def body(
    workspace: Workspace,
    agency: str,
    name: str | None,
    level: Level | None,
    under: str | None,
    alias: tuple[str, ...],
) -> None:
    above = None if under == "无" else workspace.library.body(under).id if under else -1
    changed = workspace.library.edit_body(
        workspace.library.body(agency).id,
        name=name,
        level=level,
        parent=above,
        aliases=alias or None,
    )
    click.echo(f"“{changed.name}”，层级 {changed.level}，别名：{'、'.join(changed.aliases)}")


# ---------------------------------------------------------------- shared


def _bodies(workspace: Workspace, agencies: tuple[str, ...]) -> list[int]:
    found = []
    for agency in agencies:
        named = workspace.library.named(agency)
        if not named:
            raise UsageError(f"资料库里没有“{agency}”")
        found += [body.id for body in named]
    return found
