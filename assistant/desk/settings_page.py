"""设置: name to sign with, model, embeddings, limits, storage, backup and restore, version."""

from __future__ import annotations

import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Download, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import People, Person
from assistant.desk.settings_letters import LetterSettings
from assistant.workspace import Workspace
from index.report import UsageError

PANEL = "nb-settings"
SECRETS = ("llm_api_key", "embeddings_api_key")
NUMBERS = {
    "max_file_mb": "每个文件最大（MB）",
    "max_pages": "每个文件最多页数",
    "max_seconds": "每个文件最长时间（秒）",
    "llm_timeout": "等模型最久（秒）",
}
TEXTS = (
    "llm_base_url",
    "llm_model",
    "embedder",
    "embeddings_base_url",
    "embeddings_model",
    "rerank_url",
)
Data = dict[str, Any]


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    desk = SettingsDesk(workspace)
    panel(
        people,
        "settings",
        {
            "show": desk.show,
            "sign": desk.sign,
            "save": desk.save,
            "probe": desk.probe,
            "verify": desk.verify,
            "backup": desk.backup,
            "restore": desk.restore,
            **desk.letters.actions(),
        },
    )


class SettingsDesk:
    """The page's actions.  A secret goes in and never comes out again."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.letters = LetterSettings(workspace, self.show)

    def show(self, person: Person, data: Data, notice: str = "") -> Reply:
        settings = self.workspace.settings
        html = render(
            "settings",
            name=person.get("profile", {}).get("name", ""),
            account=person.account,
            settings={name: getattr(settings, name) for name in (*TEXTS, *NUMBERS)},
            secrets={name: bool(getattr(settings, name).get_secret_value()) for name in SECRETS},
            numbers=NUMBERS,
            home=str(settings.home),
            used=self.workspace.storage(),
            database=_place(settings.database_url) or "SQLite（本机文件）",
            chroma=_place(settings.chroma_url) or "本机文件夹",
            version=_version(),
            feedback=self.workspace.feedback(),
            letters=self.letters.html(),
        )
        return Reply({PANEL: html}, notice=notice)

    def sign(self, person: Person, data: Data) -> Reply:
        """The name under decisions and notes."""
        if person.account:
            return Reply(error="已用账号登录，意见按账号署名。")
        person.put("profile", {"name": str(data.get("name") or "").strip()[:40]})
        return self.show(person, {}, "已保存称呼。")

    def save(self, person: Person, data: Data) -> Reply:
        """Changed settings; an empty secret leaves the kept one, a ticked box removes it."""
        changes: dict[str, Any] = {n: str(data[n]).strip() for n in TEXTS if n in data}
        changes |= {n: data[n] for n in NUMBERS if data.get(n)}
        changes |= {n: str(data[n]).strip() for n in SECRETS if data.get(n)}
        changes |= {n: "" for n in SECRETS if data.get(f"forget_{n}")}
        try:
            self.workspace.save_settings(**changes)
        except ValidationError as error:
            names = "、".join(
                NUMBERS.get(str(e["loc"][0]), str(e["loc"][0])) for e in error.errors()
            )
            raise UsageError(f"这些值不可用，没有保存：{names}") from error
        return self.show(person, {}, "设置已保存。")

    def probe(self, person: Person, data: Data) -> Reply:
        """The model tried: how quick, and what it supports."""
        began = time.monotonic()
        found = self.workspace.probe_model()
        html = render("settings_probe", probe=found, seconds=time.monotonic() - began)
        return Reply({"nb-probe": html})

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
            return Reply(
                file=Download(name, path.read_bytes(), "application/zip"), notice="备份已生成。"
            )

    def restore(self, person: Person, data: Data) -> Reply:
        """A backup brought in beside what is there."""
        with tempfile.TemporaryDirectory() as room:
            for path in received(data.get("files"), Path(room), self.workspace.limits, whole=True):
                made = self.workspace.library.import_(path[0])
                added = made.count("added")
                said = (
                    f"已恢复：报告 {len(made.reports)} 份（新增 {added}），意见等 {made.words} 条。"
                )
                return self.show(person, {}, said)
        raise UsageError("没有收到备份文件。")


def _place(url: str) -> str:
    """A store's address without its password."""
    from urllib.parse import urlsplit

    if not url:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _version() -> str:
    try:
        return version("nianbao")
    except PackageNotFoundError:
        return "开发版"
