"""The audit log: lines are added, and nothing takes one away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.audit import AuditLog, as_csv
from assistant.commands.main import cli
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import MachineError
from tests.library.material import county, fill

PASSWORD = "a long password"


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "home" / "audit.sqlite")


def test_lines_come_back_in_order(log: AuditLog) -> None:
    assert log.lines() == []
    log.add("张三", "导出", "青石镇人民政府2024年", "已导出：核查单.docx", "10.0.0.3")
    log.add("李四", "登录失败")
    first, second = log.lines()
    assert (first.who, first.did, first.about) == ("张三", "导出", "青石镇人民政府2024年")
    assert (first.said, first.address) == ("已导出：核查单.docx", "10.0.0.3")
    assert log.lines(last=1) == [second] and second.when >= first.when
    assert log.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change", ["DELETE FROM log", "UPDATE log SET who = '王五'", "DELETE FROM log WHERE id = 1"]
)
def test_nothing_is_changed_or_taken_away(log: AuditLog, change: str) -> None:
    log.add("张三", "移除报告")
    kept = log.lines()
    connection = sqlite3.connect(log.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)
    connection.close()
    assert log.lines() == kept


def test_a_log_that_cannot_be_written_is_said(log: AuditLog) -> None:
    log.path.parent.mkdir()
    log.path.write_bytes(b"no database at all, but long enough to be looked at" * 4)
    with pytest.raises(MachineError, match="操作日志"):
        log.add("张三", "登录")


def test_a_name_runs_no_formula(log: AuditLog) -> None:
    log.add("=cmd|' /C calc'!A0", "登录失败")
    assert ",'=cmd|' /C calc'!A0," in as_csv(log.lines()).decode("utf-8-sig")


def test_accounts_and_the_log_from_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str, given: str = "") -> str:
        done = CliRunner().invoke(cli, ["--home", str(tmp_path), "users", *arguments], input=given)
        assert done.exception is None, done.exception
        return done.stdout

    run("add", "张三", given=f"{PASSWORD}\n")
    run("add", "李四", "--role", "审查", "--body", "青石镇人民政府", given=f"{PASSWORD}\n")
    run("add", "李四", "--role", "查看", "--keep-password")
    assert run("list", "--roles") == "张三\t管理\n李四\t查看\t青石镇人民政府\n"
    run("remove", "李四")
    head, *lines = run("log").splitlines()
    assert head.startswith("时间,人,做了什么")
    assert [line.split(",")[2] for line in lines] == ["保存账号"] * 3 + ["删除账号"]
    assert "李四：查看，限于青石镇人民政府" in lines[2]
    assert PASSWORD not in "".join(lines)
    file = tmp_path / "log.csv"
    run("log", "--last", "1", "--output", str(file))
    assert file.read_bytes().decode("utf-8-sig").splitlines()[1].endswith("删除账号,,李四,")


def test_what_is_removed_from_the_command_line_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_EMBEDDER", "hashing")
    workspace = Workspace(Settings(home=tmp_path))
    (added,) = fill(workspace.library, county()[:1])
    agency = workspace.library.entry(added.id).agency
    workspace.library.close()
    file = str(tmp_path / "backup.zip")
    for command in (["backup", file], ["remove", added.id]):
        done = CliRunner().invoke(cli, ["--home", str(tmp_path), "library", *command])
        assert done.exception is None, done.exception
    kept, removed = workspace.audit.lines()
    assert (kept.did, kept.about, kept.said) == ("备份", "1 份报告", file)
    assert removed.who.startswith("命令行（") and removed.did == "移除报告"
    assert removed.about.startswith(agency)
