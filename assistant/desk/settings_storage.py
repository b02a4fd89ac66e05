"""设置 · 存放与备份: where things lie, a backup out and in, the stores held together and made anew."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.desk.frame.panel import Action, Download, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import Person
from assistant.workspace import Workspace
from index.report import NianbaoError, UsageError

PROGRESS = "nb-rebuild"
POLL = 900
Data = dict[str, Any]
Show = Callable[[Person, Data, str], Reply]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """How far the library's remaking is; afterwards what came of it, or why it ended."""

    done: int = 0
    total: int = 0
    current: str = ""
    running: bool = False
    said: str = ""
    problems: tuple[str, ...] = ()
    error: str = ""


class StorageSettings:
    """The card's actions; `show` draws the page that it stands on, with a notice.

    The library is remade for everybody: there is one remaking at a time.
    """

    def __init__(self, workspace: Workspace, show: Show) -> None:
        self.workspace = workspace
        self.show = show
        self.state = Rebuilding()
        self._lock = threading.Lock()

    def actions(self) -> dict[str, Action]:
        return {
            "verify": self.verify,
            "backup": self.backup,
            "restore": self.restore,
            "rebuild": self.rebuild,
            "rebuilding": self.rebuilding,
        }

    def html(self) -> Markup:
        s = self.workspace.settings
        return Markup(
            render(
                "settings_storage",
                home=str(s.home),
                used=self.workspace.storage(),
                database=_place(s.database_url) or "SQLite（本机文件）",
                chroma=_place(s.chroma_url) or "本机文件夹",
                state=self.state,
            )
        )

    def verify(self, person: Person, data: Data) -> Reply:
        """The library's stores against each other."""
        result = self.workspace.library.verify()
        return Reply({"nb-verify": render("settings_verify", result=result)})

    def backup(self, person: Person, data: Data) -> Reply:
        """The whole library as one file."""
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "backup.zip"
            count = self.workspace.library.export(path)
            name = f"年报资料库备份 {time.strftime('%Y-%m-%d')}（{count}份）.zip"
            file = Download(name, path.read_bytes(), "application/zip")
            return Reply(file=file, notice="备份已生成。")

    def restore(self, person: Person, data: Data) -> Reply:
        """A backup brought in beside what is there."""
        with tempfile.TemporaryDirectory() as room:
            for path in received(
                person, data.get("files"), Path(room), self.workspace.limits, whole=True
            ):
                made = self.workspace.library.import_(path[0])
                added = made.count("added")
                said = (
                    f"已恢复：报告 {len(made.reports)} 份（新增 {added}），意见等 {made.words} 条。"
                )
                return replace(self.show(person, {}, said), changed=True)
        raise UsageError("没有收到备份文件。")

    # ------------------------------------------------------------ made anew

    def rebuild(self, person: Person, data: Data) -> Reply:
        """Begin to read every original again, in the background."""
        with self._lock:
            if not self.state.running:
                self.state = Rebuilding(running=True)
                threading.Thread(target=self._run, daemon=True, name="rebuild").start()
        return self.rebuilding(person, data)

    def rebuilding(self, person: Person, data: Data) -> Reply:
        """How far it is; asks again while it runs."""
        state = self.state
        html = render("settings_rebuild", state=state)
        poll = ("rebuilding", POLL) if state.running else None
        return Reply({PROGRESS: html}, poll=poll, changed=bool(state.said))

    def _run(self) -> None:
        """An entrance: whatever happens is told on the page."""
        try:
            made = self.workspace.rebuild(self._progress)
            said = f"已重建 {made.reports} 份报告。"
            self.state = Rebuilding(said=said, problems=made.kept)
        except NianbaoError as error:
            self.state = Rebuilding(error=error.message)
        except Exception:
            log.exception("rebuilding failed")
            self.state = Rebuilding(error="程序出错，没有重建完；详情见服务日志。")

    def _progress(self, done: int, total: int, what: str) -> None:
        self.state = Rebuilding(done, total, what, running=True)


def _place(url: str) -> str:
    """A store's address without its password."""
    if not url:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
