"""What the machine may lack: a right, room on the disk, a younger SQLite; each said with what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.report import MachineError

SQLITE = (3, 35, 0)
"""What Chroma needs at least; an older one ends the program as Chroma is imported."""
_PROBE = 1024 * 1024
"""Bytes that must find room before anything is begun."""
_NO_ROOM = "磁盘已满：请清出空间，或用 --home（环境变量 NIANBAO_HOME）换一个数据目录"
_NO_RIGHT = "没有读写权限：请给运行本程序的账号这个文件夹的读写权限，或用 --home（环境变量 NIANBAO_HOME）换一个数据目录"
_NO_FOLDER = "不是文件夹：请用 --home（环境变量 NIANBAO_HOME）换一个数据目录"
_WAYS_OUT = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: _NO_RIGHT,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
}
DAMAGED = (
    "数据库文件损坏，为免答错已停用：请用最近的备份恢复（nianbao library restore 备份文件）；"
    "没有备份的，运行 nianbao library rebuild 从原件重做"
)
_NOT_THERE = "连不上数据库服务：请确认它在运行，地址、端口（NIANBAO_DATABASE_URL）没有写错，再试一次；已存的不会丢"
_NOT_LET_IN = "数据库服务不接受这个账号或库名：请核对 NIANBAO_DATABASE_URL"
_DATABASE_SAYS = {
    "connection refused": _NOT_THERE,
    "failed to resolve host": _NOT_THERE,
    "timeout expired": _NOT_THERE,
    "connection timeout": _NOT_THERE,
    "no route to host": _NOT_THERE,
    "server closed the connection": _NOT_THERE,
    "terminating connection": _NOT_THERE,
    "the connection is lost": _NOT_THERE,
    "the connection is closed": _NOT_THERE,
    "is starting up": _NOT_THERE,
    "is shutting down": _NOT_THERE,
    "fatal:  password": _NOT_LET_IN,
    "fatal:  role": _NOT_LET_IN,
    "fatal:  database": _NOT_LET_IN,
    "no space left on device": "数据库服务所在的磁盘已满：请清出空间",
    "disk i/o error": "磁盘读写出错：请检查磁盘和网络盘的连接，再试一次",
    "database or disk is full": _NO_ROOM,
    "attempt to write a readonly database": _NO_RIGHT,
    "unable to open database file": _NO_RIGHT,
}


_masks = threading.Lock()
_private = [0, 0]
"""How many want their files to be their owner's alone now, and the mask that held before."""


@contextmanager
def private_files() -> Iterator[None]:
    """Files and folders made meanwhile are their owner's alone, whoever makes them.

    The mask is the process's: what another thread makes meanwhile is private, too.
    """
    with _masks:
        if not _private[0]:
            _private[1] = os.umask(0o077)
        _private[0] += 1
    try:
        yield
    finally:
        with _masks:
            _private[0] -= 1
            if not _private[0]:
                os.umask(_private[1])


def lacks(error: OSError) -> str:
    """What an error of the system comes from and what to do; "" for one that is not of these."""
    way_out = _WAYS_OUT.get(error.errno or 0, "")
    return f"{error.filename}：{way_out}" if way_out and error.filename else way_out


def database_lacks(said: str) -> str:
    """The same for what SQLite or PostgreSQL says."""
    folded = said.lower()
    return next((way_out for words, way_out in _DATABASE_SAYS.items() if words in folded), "")


def is_damage(said: str) -> bool:
    """Whether SQLite says that its file is damaged."""
    return "malformed" in said or "file is not a database" in said


def check_sqlite() -> None:
    """Raises MachineError where SQLite is too old for the library."""
    if sqlite3.sqlite_version_info < SQLITE:
        wanted = ".".join(map(str, SQLITE))
        raise MachineError(
            f"本机的 SQLite 是 {sqlite3.sqlite_version}，资料库要用 {wanted} 以上的："
            "请升级系统的 sqlite3 库，或改用容器、离线安装包（见 docs/部署.md）"
        )


def check_folder(folder: Path) -> None:
    """Make `folder` if need be.  Raises MachineError where nothing can be kept in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE))
    except OSError as error:
        why = _WAYS_OUT.get(error.errno or 0, error.strerror or str(error))
        raise MachineError(f"数据目录 {folder} {why}") from error
