"""设置 · 退改函: whose letters they are, and the office's own templates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pydantic import ValidationError

from assistant.desk.frame.panel import Action, Download, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import Person
from assistant.desk.review.report_exports import WORD
from assistant.export.office_templates import KINDS
from assistant.workspace import Workspace
from index.report import UsageError

TEXTS = (
    ("office_name", "署名机关（全称）", "如：临溪县人民政府办公室"),
    ("office_contact", "联系人", "没有就留空"),
    ("office_phone", "联系电话", "没有就留空"),
    (
        "office_number",
        "文号：{年} 换成年份，{号} 依次编号",
        "如：临政公开函〔{年}〕{号}号；没有就留空",
    ),
    ("office_address", "称收函机关为", "留空按机关写“你镇”“你局”"),
    ("office_channel", "报送方式：印作“通过……报送”", "如：协同办公系统；没有就留空"),
    ("office_closing", "结语", "如：特此函告。"),
)
Data = dict[str, Any]
Show = Callable[[Person, Data, str], Reply]


class LetterSettings:
    """The card's actions; `show` draws the page that it stands on, with a notice."""

    def __init__(self, workspace: Workspace, show: Show) -> None:
        self.workspace = workspace
        self.show = show

    def actions(self) -> dict[str, Action]:
        return {
            "save_letters": self.save,
            "template": self.template,
            "take_template": self.take,
            "forget_template": self.forget,
        }

    def html(self) -> Markup:
        templates = self.workspace.templates
        return Markup(
            render(
                "settings_letters",
                settings=self.workspace.settings,
                texts=TEXTS,
                templates=[(n, k.title, templates.own(n), k.fields) for n, k in KINDS.items()],
            )
        )

    def save(self, person: Person, data: Data) -> Reply:
        changes: dict[str, Any] = {name: str(data.get(name) or "").strip() for name, _, _ in TEXTS}
        changes |= {
            "office_days": data.get("office_days"),
            "office_head": bool(data.get("office_head")),
        }
        try:
            self.workspace.save_settings(**changes)
        except ValidationError as error:
            raise UsageError("限期应当是 1 到 250 个工作日，没有保存") from error
        return self.show(person, {}, "退改函的设置已保存。")

    def template(self, person: Person, data: Data) -> Reply:
        """The template in force, to be changed in Word."""
        kind = self._kind(data)
        content = self.workspace.templates.content(kind)
        return Reply(file=Download(f"{KINDS[kind].title}模板.docx", content, WORD))

    def take(self, person: Person, data: Data) -> Reply:
        """A template that was uploaded: tried first, then put in force."""
        kind = self._kind(data)
        with tempfile.TemporaryDirectory() as room:
            for path, _ in received(
                person, data.get("files"), Path(room), self.workspace.limits, whole=True
            ):
                missing = self.workspace.templates.keep(kind, path.read_bytes())
                said = f"已改用上传的{KINDS[kind].title}模板。"
                said += f"没有用到的字段：{'、'.join(missing)}。" if missing else ""
                return self.show(person, {}, said)
        raise UsageError("没有收到模板文件。")

    def forget(self, person: Person, data: Data) -> Reply:
        kind = self._kind(data)
        self.workspace.templates.forget(kind)
        return self.show(person, {}, f"已恢复自带的{KINDS[kind].title}模板。")

    @staticmethod
    def _kind(data: Data) -> str:
        kind = str(data.get("kind"))
        if kind not in KINDS:
            raise UsageError("没有这种模板。")
        return kind
