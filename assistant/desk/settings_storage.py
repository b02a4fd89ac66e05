"""设置 · 存放与备份: where things lie, a backup out and in, the stores held together and made anew."""

from __future__ import annotations

import logging
import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant import office_backup
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Action, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import People, Person
from assistant.workspace import Workspace
from index.machine import lacks
from index.report import NianbaoError, UsageError

PROGRESS = "nb-work"
POLL = 900
Data = dict[str, Any]
Show = Callable[[Person, Data, str], Reply]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """How far a long work is; afterwards what came of it, or why it ended, and a file to fetch."""

    title: str = ""
    done: int = 0
    total: int = 0
    current: str = ""
    running: bool = False
    said: str = ""
    problems: tuple[str, ...] = ()
    error: str = ""
    file: str = ""
    changed: bool = False


class StorageSettings:
    """The card's actions; `show` draws the page that it stands on, with a notice.

    A backup, a restoring or a remaking is for everybody: one of them at a time, in the background.
    """

    def __init__(self, workspace: Workspace, show: Show, people: People, jobs: Jobs) -> None:
        self.workspace = workspace
        self.people = people
        self.jobs = jobs
        self.show = show
        self.state = Work()
        self._lock = threading.Lock()

    def actions(self) -> dict[str, Action]:
        return {
            "verify": self.verify,
            "backup": self.backup,
            "restore": self.restore,
            "rebuild": self.rebuild,
            "working": self.working,
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
        """Begin to write the whole office into one file, to be fetched from the page."""
        return self._begin("备份", self._backed_up)

    def restore(self, person: Person, data: Data) -> Reply:
        """Begin to put a backup in place of what is there, which is backed up first."""
        came = self._received(person, data)
        own = person.name if person.account else ""
        return self._begin("恢复", lambda: self._restored(came, own))

    def rebuild(self, person: Person, data: Data) -> Reply:
        """Begin to read every original again."""
        return self._begin("重建", self._rebuilt)

    def working(self, person: Person, data: Data) -> Reply:
        """How far it is; asks again while it runs."""
        state = self.state
        html = render("settings_work", state=state)
        poll = ("working", POLL) if state.running else None
        return Reply({PROGRESS: html}, poll=poll, changed=state.changed)

    def _received(self, person: Person, data: Data) -> Path:
        """The uploaded backup, kept until it is restored.  Raises UsageError."""
        folder = self.workspace.settings.home / office_backup.FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as room:
            for path, _ in received(
                person, data.get("files"), Path(room), self.workspace.limits, whole=True
            ):
                return path.replace(folder / f"{uuid.uuid4().hex}.came")
        raise UsageError("没有收到备份文件。")

    # ------------------------------------------------------------ the works

    def _backed_up(self) -> Work:
        made = office_backup.made(self.workspace, progress=self._progress)
        said = f"备份已做好（{made.stat().st_size / 2**20:.1f} MB）。里面有口令的散列和全部原件，请妥善保存。"
        return Work(said=said, file=made.name)

    def _restored(self, came: Path, own: str) -> Work:
        try:
            damaged = office_backup.make_room(self.workspace)
            before = "" if damaged else office_backup.made(self.workspace, before=True).name
            held = self.people.held()
            back = office_backup.restore(self.workspace, came, self._progress, own, held)
            self.jobs.resume()
        finally:
            came.unlink(missing_ok=True)
        kept = (
            f"损坏的数据库已改名为 {damaged}。"
            if damaged
            else "恢复前的内容也存了一份，需要时可以取回。"
        )
        said = f"已恢复 {back.counted.reports} 份报告、{back.counted.originals} 件原件"
        said += f"，{back.beside}。" if back.beside else "。"
        return Work(said=said + kept, problems=back.counted.problems, file=before, changed=True)

    def _rebuilt(self) -> Work:
        made = self.workspace.rebuild(self._progress)
        return Work(said=f"已重建 {made.reports} 份报告。", problems=made.kept, changed=True)

    def _begin(self, title: str, work: Callable[[], Work]) -> Reply:
        """Begin `work` unless another runs.  Raises UsageError."""
        with self._lock:
            if self.state.running:
                raise UsageError(f"正在{self.state.title}，请等它做完。")
            self.state = Work(title, running=True)
            threading.Thread(target=self._run, args=(title, work), daemon=True, name="work").start()
        return Reply({PROGRESS: render("settings_work", state=self.state)}, poll=("working", POLL))

    def _run(self, title: str, work: Callable[[], Work]) -> None:
        """An entrance: whatever happens is told on the page."""
        try:
            self.state = work()
        except NianbaoError as error:
            self.state = Work(error=error.message)
        except Exception as error:
            log.exception("%s failed", title)
            lacking = lacks(error) if isinstance(error, OSError) else ""
            self.state = Work(error=lacking or f"程序出错，没有{title}完；详情见服务日志。")

    def _progress(self, done: int, total: int, what: str) -> None:
        self.state = replace(self.state, done=done, total=total, current=what)


def _place(url: str) -> str:
    """A store's address without its password."""
    if not url:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
