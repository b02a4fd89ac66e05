"""Starting: one line with the address, whatever the environment; else one line with what to do."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from assistant.commands import listening
from assistant.commands.main import main
from assistant.users import Users
from index import machine
from index.report import MachineError, UsageError

CLOSED = "http://127.0.0.1:9"
ROOT = Path(__file__).parents[2]


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(home: Path, port: int, entrance: list[str], **variables: str) -> tuple[str, str]:
    """What a start prints on both streams, once its page has answered and it was interrupted."""
    process = subprocess.Popen(
        [sys.executable, *entrance],
        cwd=ROOT,
        env={
            **os.environ,
            "NIANBAO_HOME": str(home),
            "NIANBAO_PORT": str(port),
            "NIANBAO_EMBEDDER": "hashing",
            "PYTHONPATH": str(ROOT),
            "BROWSER": "nothing-of-this-name",
            **variables,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    try:
        address = line.split("打开 ")[1].split()[0]
        with build_opener(ProxyHandler({})).open(address, timeout=20) as page:
            assert page.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    return line + rest, errors


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entrance", "variables"),
    [
        (["app.py"], {"HTTP_PROXY": CLOSED, "HTTPS_PROXY": CLOSED}),
        (["-m", "assistant.commands.main", "serve"], {"ALL_PROXY": "socks5://127.0.0.1:9"}),
        (["app.py"], {"all_proxy": "socks://127.0.0.1:9", "http_proxy": "http://proxy:port"}),
    ],
    ids=lambda given: "+".join(given),
)
def test_one_line_with_the_address_whatever_the_proxies(
    entrance: list[str], variables: dict[str, str], tmp_path: Path
) -> None:
    port = free()
    said, errors = served(tmp_path, port, entrance, **variables)
    assert said == f"年报已启动，请用浏览器打开 http://127.0.0.1:{port} （按 Ctrl+C 停止）\n"
    assert all("已忽略" in line for line in errors.splitlines()), errors


def test_the_first_account_is_made_at_the_first_start_from_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, home = tmp_path / "secret", tmp_path / "home"
    secret.write_text("a long password\n", "ascii")
    monkeypatch.setattr("assistant.desk.serve", lambda *_: None)
    monkeypatch.setenv("NIANBAO_FIRST_USER", "张三")
    monkeypatch.setenv("NIANBAO_FIRST_PASSWORD_FILE", str(secret))
    for said in ("已建第一个账号：张三（管理）\n", ""):
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(home), "serve", "--no-browser", "--port", str(free())])
        assert not ended.value.code
        assert capsys.readouterr().err == said
    assert Users(home / "users.json").verify("张三", "a long password")
    assert "a long password" not in (home / "users.json").read_text("utf-8")


@pytest.mark.slow
def test_a_taken_port_takes_the_next_free_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        said, errors = served(tmp_path, port, ["app.py"])
    assert f"端口 {port} 已被占用" in errors and f":{port} " not in said


def test_a_port_that_nobody_has_is_taken() -> None:
    port = free()
    assert listening.free_port("127.0.0.1", port) == port


def test_a_foreign_address_is_refused() -> None:
    with pytest.raises(UsageError, match="不是本机的地址"):
        listening.free_port("203.0.113.7", 7860)


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")],
)
def test_the_address_of_a_host(host: str, address: str) -> None:
    assert listening.address_of(host, 80) == address


# ---------------------------------------------------------------- what the machine lacks


def one_line(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 3
    (line,) = capfd.readouterr().err.splitlines()
    return line


def test_an_old_sqlite_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 32, 3))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.32.3")
    report = tmp_path / "report.txt"
    report.write_text("2024年政府信息公开工作年度报告", "utf-8")
    home = ["--home", str(tmp_path / "home")]
    for arguments in ([*home, "serve"], [*home, "index", str(report)]):
        line = one_line(arguments, capfd)
        assert "SQLite 是 3.32.3" in line and "升级" in line


def test_a_home_that_cannot_be_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    for command in (["serve"], ["index", str(tmp_path / "file")]):
        line = one_line(["--home", str(tmp_path / "file" / "home"), *command], capfd)
        assert "不是文件夹" in line and "--home" in line


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有读写权限"), (errno.EROFS, "没有读写权限")],
)
def test_a_folder_that_takes_nothing(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", fails)
    with pytest.raises(MachineError, match=said):
        machine.check_folder(tmp_path)


def test_only_what_the_machine_lacks_is_explained() -> None:
    assert machine.lacks(OSError(errno.ECONNRESET, "reset")) == ""
    assert machine.lacks(OSError(errno.ENOSPC, "full", "/srv/x")).startswith("/srv/x：磁盘已满")
    assert machine.database_lacks("database or disk is full") == machine.lacks(
        OSError(errno.ENOSPC, "full")
    )
    assert machine.database_lacks("no such table: reports") == ""
